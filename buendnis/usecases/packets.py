"""The packet of a motion, from the record: the question, the papers, and the fingerprint of both.

What a motion is voted on is fixed when it opens: the documents that its opening issued, the latest
of those that the project came with, and the local alliances' originals. A condition that is
adopted later makes a new version, with the documents that it issues.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date
from typing import Any, Protocol

from msgspec import Struct
from msgspec.structs import asdict, replace

from buendnis.documents.catalogue import catalogue
from buendnis.documents.german import german
from buendnis.errors import Refused
from buendnis.facts import Motion, Paper, Project, Resolution
from buendnis.packet import (
    FORMAT,
    Packet,
    PacketPaper,
    PacketSeat,
    packet_bytes,
    papers_fingerprint,
    question_fingerprint,
)
from buendnis.store.reading import View
from buendnis.texts import T, Text, verbatim
from buendnis.workflow.voting import bylaws_of, frame_of

Holder = Project | Resolution

# What a project came with, beside the documents of the opening.
BASIS = frozenset(
    {"projektskizze", "kostenplan", "begruendung", "stellungnahme_traeger", "kriterienbogen"}
)
STATEMENT = "aussage"
# Not from `motions`: a packet is written without what only writing to the record needs.
ELECTION = "election"
_SUFFIX = re.compile(r"\.[a-z0-9]{1,5}")


class Reader(Protocol):
    """Whatever answers a SELECT: a view, or a transaction."""

    def query(self, sql: str, values: Any = ()) -> list[tuple[Any, ...]]: ...


class MadePacket(Struct, frozen=True):
    """A packet as a file: its frame, its name, its bytes."""

    packet: Packet
    name: str
    body: bytes


def find_for_view(view: View, motion_id: str) -> tuple[Holder, Motion]:
    """A motion with its project or resolution. Raises `Refused` if there is none."""
    name = motion_id.rpartition("-V")[0]
    holder: Holder | None = view.resolution(name)
    if holder is None:
        holder = next((one for one in view.projects() if one.id == name), None)
    for motion in holder.motions if holder else ():
        if motion.id == motion_id:
            assert holder is not None
            return holder, motion
    raise Refused(T("There is no motion “{motion}”. See: motion list.", motion=motion_id[:80]))


def question_of(holder: Holder, motion: Motion) -> dict[str, Any]:
    """What is asked, as JSON values. Mode and meeting belong to it: a ballot that was cast for a
    circular is none for the meeting that it was moved to. What is hashed names nobody: who sees to
    a condition stands in the papers."""
    plan = motion.plan
    return {
        "alliance": holder.alliance,
        "motion": motion.id,
        "version": motion.version,
        "round": motion.round,
        "purpose": motion.purpose,
        "proposal": motion.proposal,
        "mode": motion.mode,
        "meeting": motion.meeting,
        "title": holder.sketch.title if isinstance(holder, Project) else holder.title,
        "text": motion.text or ("" if isinstance(holder, Project) else holder.text),
        "reason": motion.reason,
        "sketch_version": motion.sketch_version,
        "sketch": motion.papers,
        "conditions": [
            {"text": one.text, "due": one.due, "evidence": one.evidence}
            for one in motion.conditions
        ],
        "plan": {key: _plain(value) for key, value in asdict(plan).items()} if plan else {},
    }


def papers_of(reader: Reader, holder: Holder, motion: Motion) -> tuple[PacketPaper, ...]:
    """The papers of a motion: those of its opening, then what it rests on. A document that is not
    sealed yet has no hash."""
    rows = reader.query(
        "SELECT number, kind, position, pdf FROM document WHERE stream = ? "
        "ORDER BY position, number",
        (holder.id,),
    )
    opening = {motion.position, *(one.position for one in motion.conditions)}
    # A condition that was adopted had some of them issued anew: the latest of a kind goes out.
    anew = {row[1]: row for row in rows if row[2] in opening}
    issued = sorted(anew.values(), key=lambda row: (row[2], row[0]))
    latest = {row[1]: row for row in rows if row[2] < motion.position and row[1] in BASIS}
    kinds = catalogue()
    found = [
        PacketPaper("", kind, kinds[kind].title if kind in kinds else kind, number, pdf, 0)
        for number, kind, _, pdf in (*issued, *(latest[kind] for kind in sorted(latest)))
    ]
    found += [
        PacketPaper(_suffix(one.name), one.kind, one.name, "", one.hash, one.size)
        for one in _originals(holder)
        if one.position <= motion.position
    ]
    return tuple(
        replace(one, file=f"unterlagen/{number:02}_{_plain_name(one.kind)}{one.file or '.pdf'}")
        for number, one in enumerate(found, 1)
    )


def _originals(holder: Holder) -> tuple[Paper, ...]:
    """The papers that members get as they came: the local alliances' statements, or what came with
    a free motion. The evidence of votes is nobody else's to see."""
    if isinstance(holder, Project):
        return tuple(one for one in holder.papers if one.kind == STATEMENT)
    return holder.attachments


def fingerprints_of(reader: Reader, holder: Holder, motion: Motion) -> tuple[str, str]:
    """What a signed ballot on the motion must name: the fingerprints of question and papers."""
    papers = [(one.kind, one.number, one.hash) for one in papers_of(reader, holder, motion)]
    return question_fingerprint(question_of(holder, motion)), papers_fingerprint(papers)


def frame_for(reader: Reader, holder: Holder, motion: Motion, title: str) -> Packet:
    """The frame of the motion's packet; sizes of documents are still 0. title: the alliance's."""
    return Packet(
        packet=FORMAT,
        alliance=title,
        motion=motion.id,
        version=motion.version,
        opened_on=motion.opened_on,
        until=motion.until,
        question=question_of(holder, motion),
        papers=papers_of(reader, holder, motion),
        seats=tuple(PacketSeat(one.id, one.seat.title) for one in frame_of(motion).seats),
        cases=bylaws_of(motion).deputies.cases,
    )


def make_packets(
    view: View, motion_id: str, title: str, seats: Iterable[str] = ()
) -> list[MadePacket]:
    """The packets of an open motion: one for each seat named, or one for all where none is.

    Raises `Refused` for an unknown or closed motion, an unknown seat, or a paper that is not
    sealed yet or was erased.
    """
    holder, motion = find_for_view(view, motion_id)
    if not motion.open:
        raise Refused(T("The motion {motion} is closed.", motion=motion.id))
    frame = frame_for(view, holder, motion, title)
    bodies: dict[str, bytes] = {}
    papers: list[PacketPaper] = []
    for one in frame.papers:
        body = view.content(one.hash) if one.hash else None
        if body is None:
            raise Refused(_no_paper(one))
        bodies[one.file] = body
        papers.append(replace(one, size=len(body)))
    frame = replace(frame, papers=tuple(papers))
    named = tuple(dict.fromkeys(seats)) or ("",)
    unknown = [one for one in named if one and one not in frame.seat_ids]
    if unknown:
        raise Refused(
            T(
                "There is no seat “{seat}” on this motion. Use one of: {known}.",
                seat=unknown[0][:80],
                known=frame.seat_ids,
            )
        )
    made: list[MadePacket] = []
    for seat in named:
        addressed = replace(frame, seat=seat)
        name = "_".join(part for part in ("vorlage", motion.id, seat) if part)
        body = packet_bytes(addressed, _guide(addressed), bodies)
        made.append(MadePacket(addressed, f"{_plain_name(name)}.zip", body))
    return made


def _no_paper(paper: PacketPaper) -> Text:
    if not paper.hash:
        return T(
            "The document {number} has no PDF yet. The next command of the office that writes "
            "makes it.",
            number=paper.number,
        )
    return T("The paper {title} was erased.", title=paper.title)


def _guide(packet: Packet) -> str:
    """What a member does with the packet, in German as the papers are."""
    example = packet.seat or "SITZ"
    # The same motion gives the same bytes, and a mail may rename the file: nothing is guessed.
    packet_file, key_file = "VORLAGE.zip", "SCHLUESSEL.pem"
    last = T("Answers are due on {day}.", day=packet.until) if packet.until else Text("")
    head = [
        T("{alliance}: motion {motion}", alliance=packet.alliance, motion=packet.motion),
        verbatim(str(packet.question["title"])),
        last,
    ]
    answering = [
        T(
            "The papers lie in the folder “unterlagen”. You can answer in either of two ways: "
            "fill in the form “Stimmzettel” and send it back by e-mail, or sign a ballot with "
            "your own key:"
        ),
        verbatim(
            f"buendnis vote cast {packet_file} --seat {example} --answer yes --key {key_file}"
        ),
        T(
            "For {packet} write the name of this file as you saved it, for {key} that of your key "
            "file.",
            packet=packet_file,
            key=key_file,
        ),
    ]
    if packet.question["purpose"] == ELECTION:
        answering = [
            T(
                "The papers lie in the folder “unterlagen”. The election is by secret ballot, on "
                "paper in the meeting: no ballot is filled in or signed beforehand."
            )
        ]
    lines = [
        *head,
        *answering,
        T("Fingerprint of the question: {hash}", hash=packet.question_fingerprint),
        T("Fingerprint of the papers: {hash}", hash=packet.papers_fingerprint),
    ]
    return "\n\n".join(said for one in lines if (said := german(one))) + "\n"


def _plain(value: Any) -> Any:
    if isinstance(value, date):
        return value.isoformat()
    return list(value) if isinstance(value, tuple) else value


def _plain_name(text: str) -> str:
    return re.sub(r"[^A-Za-z0-9_-]", "-", text)[:80]


def _suffix(name: str) -> str:
    found = "." + name.rpartition(".")[2].lower()
    return found if _SUFFIX.fullmatch(found) else ".bin"
