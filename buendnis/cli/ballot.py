"""`vote cast`: signing a ballot with one's own key, on a packet alone or in the database."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from buendnis.cli.ballot_text import summary
from buendnis.cli.files import refuse_existing, write_whole
from buendnis.cli.invocation import Invocation
from buendnis.cli.language import say
from buendnis.cli.options import argument, command, option
from buendnis.cli.output import NextStep, Output, has_colour, screen_width, written_part
from buendnis.cli.private_file import asked_passphrase, passphrase_in
from buendnis.cli.vote_problems import findings_of
from buendnis.errors import Finding, Refused, Unreadable, refusal
from buendnis.packet import Packet, read_packet
from buendnis.reading import read_bytes
from buendnis.texts import T

if TYPE_CHECKING:
    from votes.signatures import SecretKey
    from votes.signed import Sealed

ANSWERS = ("yes", "no", "abstain")
CASES = ("prevented", "vacant", "recused")
SUFFIX = ".jws"
ELECTION = "election"


@command(
    T("Sign a ballot with one's own key."),
    examples=(
        "buendnis vote cast vorlage.zip --seat dgb --answer yes --key buendnis-key.pem",
        'buendnis vote cast vorlage.zip --seat dgb --answer no --reason "…" --key k.pem -o n.jws',
        "buendnis vote cast LW-2026-001-V1 --seat dgb --answer abstain --key k.pem --yes",
    ),
    more=(
        T("On a packet it needs no database, and writes a file for the office (vote import)."),
        T("On a motion's id it records the ballot in the database."),
        T("What is signed is shown first, and asked; --yes is for scripts."),
        T("Who votes again names the ballot that is replaced: its fingerprint, or its file."),
    ),
)
@argument(
    "packet", T("The packet that came by e-mail, or the motion's id."), metavar="PACKET|MOTION"
)
@option("--seat", T("The seat."), metavar="SEAT", default="")
@option("--answer", T("The answer."), type=click.Choice(ANSWERS), required=True)
@option("--key", "key_file", T("The file with your private key."), metavar="FILE", required=True)
@option("--passphrase-file", T("A file with the passphrase."), metavar="FILE", default="")
@option(
    "--deputy",
    T("You vote as the deputy, in this case of substitution."),
    type=click.Choice(CASES),
    default=None,
)
@option("--reason", T("A reason, for the record."), metavar="TEXT", default="")
@option("--condition", "conditions", T("A condition."), metavar="TEXT", multiple=True)
@option(
    "--objection",
    T("Besides, your seat objects to the circular procedure."),
    is_flag=True,
)
@option(
    "--replaces",
    T("The ballot of the seat that this one replaces: its fingerprint, or its file."),
    metavar="BALLOT",
    default="",
)
@option("-o", "--output", "target", T("The file to write."), metavar="FILE", default="")
@option("--force", T("Replace a file of that name."), is_flag=True)
@option("--yes", "agreed", T("Sign without asking."), is_flag=True)
def cast(
    call: Invocation,
    packet: str,
    seat: str,
    answer: str,
    key_file: str,
    passphrase_file: str,
    deputy: str | None,
    reason: str,
    conditions: tuple[str, ...],
    objection: bool,
    replaces: str,
    target: str,
    force: bool,
    agreed: bool,
) -> Output:
    """The signed ballot, as a file or recorded; its fingerprint is what the receipt will name."""
    from votes.signed import SignedBallot, sign, time_text

    if call.json and not agreed:
        raise click.UsageError(call.say(T("With --json, --yes has to be said.")))
    offline = Path(packet).suffix.lower() == ".zip" or Path(packet).exists()
    frame, standing = (read_packet(packet), "") if offline else _from_record(call, packet, seat)
    if frame.question.get("purpose") == ELECTION:
        raise _secret(frame.motion)
    seat = seat or frame.seat
    _check_seat(frame, seat)
    if target:
        refuse_existing(Path(target), force=force)
    key = _secret_key(call, key_file, passphrase_file)
    ballot = SignedBallot(
        motion=frame.motion,
        version=frame.version,
        question=frame.question_fingerprint,
        papers=frame.papers_fingerprint,
        seat=seat,
        key=key.thumbprint,
        answer=answer,
        cast_at=time_text(call.now()),
        by="deputy" if deputy else "member",
        case=deputy or "",
        reason=reason.strip(),
        conditions=tuple(one.strip() for one in conditions),
        replaces=_replaced(replaces) or standing,
        objection=objection,
    )
    sealed, problems = sign(ballot, key)
    if sealed is None:
        raise Unreadable(T("This ballot cannot be signed."), findings_of(problems))
    if not agreed:
        _ask(frame, sealed)
    if offline:
        return _written(sealed, target, force)
    return _recorded(call, sealed, target, force)


def _from_record(call: Invocation, motion: str, seat: str) -> tuple[Packet, str]:
    """The motion's frame from the database, and the signed ballot of the seat that stands."""
    from buendnis.cli.acting import reading
    from buendnis.settings.loading import load_settings
    from buendnis.usecases.packets import find_for_view, frame_for

    with reading(call) as view:
        holder, found = find_for_view(view, motion)
        title = load_settings(view.alliance).alliance.title
        frame = frame_for(view, holder, found, title)
    if not found.open:
        raise Refused(T("The motion {motion} is closed.", motion=motion))
    standing = next((one.ballot for one in found.ballots if one.seat == seat), "")
    return frame, standing


def _secret(motion: str) -> Refused:
    """Why no ballot is signed for an election: it would tell who voted how."""
    message = T("{motion} is an election by secret ballot: no ballot names a seat.", motion=motion)
    remedy = T("Vote on paper in the meeting.")
    return Refused(message, [Finding("vote", "motion", message, remedy)])


def _check_seat(frame: Packet, seat: str) -> None:
    if not seat:
        raise click.UsageError(say(T("Name your seat: --seat SEAT.")))
    if seat not in frame.seat_ids:
        message = T("There is no seat “{seat}” on this motion.", seat=seat[:80])
        remedy = T("Use one of: {known}.", known=frame.seat_ids)
        raise Refused(message, [Finding("vote", "--seat", message, remedy)])
    if frame.seat and frame.seat != seat:
        message = T("The packet is addressed to the seat {seat}.", seat=frame.seat)
        remedy = T("Take the packet that was sent to you.")
        raise Refused(message, [Finding("vote", "--seat", message, remedy)])


def _secret_key(call: Invocation, file: str, passphrase_file: str) -> SecretKey:
    from votes.signatures import KEY_SIZE, is_locked, read_secret_key

    data = read_bytes(file, KEY_SIZE)
    passphrase = ""
    if is_locked(data):
        passphrase = (
            passphrase_in(passphrase_file)
            if passphrase_file
            else asked_passphrase(call, T("Passphrase of the key"))
        )
    key, problems = read_secret_key(data, passphrase)
    if key is None:
        raise Unreadable(T("{file} cannot be used.", file=file[:80]), findings_of(problems, file))
    return key


def _replaced(text: str) -> str:
    """The fingerprint of the ballot that is replaced: as given, or of the ballot in a file."""
    from votes.signed import BALLOT_SIZE, is_fingerprint, read_ballot

    if not text or is_fingerprint(text):
        return text
    sealed, problems = read_ballot(read_bytes(text, BALLOT_SIZE))
    if sealed is None:
        raise Unreadable(T("{file} cannot be used.", file=text[:80]), findings_of(problems, text))
    return sealed.fingerprint


def _ask(frame: Packet, sealed: Sealed) -> None:
    """Shows what is signed and asks. Raises `Refused` for a no: then nothing was written."""
    colour, width = has_colour(), screen_width()
    for part in summary(frame, sealed.ballot):
        click.echo(written_part(part, colour, width), color=colour, err=True)
    if not click.confirm(say(T("Do you sign this ballot?")), default=False, err=True):
        raise Refused(T("Nothing was signed."))


def _written(sealed: Sealed, target: str, force: bool) -> Output:
    ballot = sealed.ballot
    name = f"stimme_{ballot.motion}_{ballot.seat}_{sealed.fingerprint[:8]}{SUFFIX}"
    safe = "".join(one if one.isalnum() or one in "._-" else "-" for one in name)
    path = Path(target or safe)
    write_whole(path, sealed.data, force=force)
    return Output(
        {**_ballot_data(sealed), "file": path},
        (
            T("Signed: {file}", file=str(path)),
            T("Fingerprint of the ballot: {hash}", hash=sealed.fingerprint),
            NextStep(T("Next: send {file} to the office by e-mail (member)", file=path.name)),
        ),
    )


def _recorded(call: Invocation, sealed: Sealed, target: str, force: bool) -> Output:
    from buendnis.cli.acting import writing
    from buendnis.usecases.taking_ballots import take_signed

    ballot = sealed.ballot
    with writing(call) as (office, who):
        done = take_signed(office, who, sealed.data, f"{ballot.seat}{SUFFIX}")
    if done.status not in ("recorded", "known"):
        raise refusal(T("The ballot is refused."), done.reasons)
    if target:
        write_whole(Path(target), sealed.data, force=force)
    return Output(
        {**_ballot_data(sealed), "file": target or None, "entry": done.position},
        (
            T("Recorded in entry {entry}.", entry=done.position),
            T("Fingerprint of the ballot: {hash}", hash=sealed.fingerprint),
            NextStep(
                T(
                    "Next: buendnis vote receipt {motion} --seat {seat} (member)",
                    motion=ballot.motion,
                    seat=ballot.seat,
                )
            ),
        ),
    )


def _ballot_data(sealed: Sealed) -> dict[str, Any]:
    one = sealed.ballot
    return {
        "motion": one.motion,
        "version": one.version,
        "seat": one.seat,
        "answer": one.answer,
        "by": one.by,
        "case": one.case,
        "reason": one.reason,
        "conditions": one.conditions,
        "replaces": one.replaces,
        "key": one.key,
        "question": one.question,
        "papers": one.papers,
        "cast_at": one.cast_at,
        "fingerprint": sealed.fingerprint,
    }
