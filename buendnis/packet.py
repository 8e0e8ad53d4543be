"""The packet: all that a seat needs to decide, in one file for e-mail. Read without a database.

A zip of plain, stored files in a fixed order and with a fixed date, so that the same motion gives
the same bytes everywhere: `vorlage.json` with the question, then the papers as PDFs. What a signed
ballot binds are the fingerprints of the two, which are computed here, never believed.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Mapping, Sequence
from datetime import date
from io import BytesIO
from pathlib import Path
from typing import Any

import msgspec
from msgspec import Struct

from buendnis.canon import canonical, fingerprint
from buendnis.errors import Finding, Unreadable
from buendnis.reading import read_bytes
from buendnis.tables import quoted
from buendnis.texts import T, Text

FORMAT = 1
FRAME = "vorlage.json"
GUIDE = "LIESMICH.txt"
FOLDER = "unterlagen"
LARGEST_PACKET = 100_000_000
LARGEST_PAPER = 25_000_000
LARGEST_FRAME = 1_000_000
MOST_PAPERS = 200

_DATE = (1980, 1, 1, 0, 0, 0)
_FILE = 0o100644 << 16
_NAME = re.compile(rf"{FOLDER}/[0-9]{{2,3}}_[A-Za-z0-9_.-]{{1,100}}")
_METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
_ENCRYPTED = 0x1
_ENTRY = b"PK\x01\x02"
_MOST_ENTRIES = 5 * MOST_PAPERS


class PacketPaper(Struct, frozen=True, forbid_unknown_fields=True):
    """A paper of the packet: its file in it, kind, title, number (empty for an original that came
    in), SHA-256 and size in bytes."""

    file: str
    kind: str
    title: str
    number: str
    hash: str
    size: int


class PacketSeat(Struct, frozen=True, forbid_unknown_fields=True):
    """A seat that has a vote on the motion."""

    id: str
    title: str


class Packet(Struct, frozen=True, forbid_unknown_fields=True):
    """The frame of a packet.

    question: what is asked, as JSON values; its fingerprint is what a ballot answers. until: the
    last day of a circular, which may be put off while the question stays. seat: to whom the packet
    is addressed, empty for all. cases: the cases of substitution that the by-laws know.
    """

    packet: int
    alliance: str
    motion: str
    version: int
    opened_on: date
    until: date | None
    question: dict[str, Any]
    papers: tuple[PacketPaper, ...]
    seats: tuple[PacketSeat, ...]
    cases: tuple[str, ...]
    seat: str = ""

    @property
    def question_fingerprint(self) -> str:
        """SHA-256 over the question."""
        return question_fingerprint(self.question)

    @property
    def papers_fingerprint(self) -> str:
        """SHA-256 over kind, number and hash of every paper, in their order."""
        return papers_fingerprint([(one.kind, one.number, one.hash) for one in self.papers])

    @property
    def seat_ids(self) -> tuple[str, ...]:
        """The ids of the seats."""
        return tuple(one.id for one in self.seats)


def question_fingerprint(question: Mapping[str, Any]) -> str:
    """SHA-256 over a question."""
    return fingerprint(canonical(dict(question)))


def papers_fingerprint(papers: Sequence[tuple[str, str, str]]) -> str:
    """SHA-256 over papers, each as kind, number and SHA-256."""
    return fingerprint(canonical([list(one) for one in papers]))


def packet_bytes(packet: Packet, guide: str, bodies: Mapping[str, bytes]) -> bytes:
    """The packet as a file. guide: what to do with it. bodies: the papers by their file names."""
    buffer = BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        frame = msgspec.json.format(canonical(packet), indent=1)
        parts = [(FRAME, frame), (GUIDE, guide.encode()), *bodies.items()]
        for name, body in parts:
            info = zipfile.ZipInfo(name, _DATE)
            info.create_system, info.external_attr = 3, _FILE
            archive.writestr(info, body, zipfile.ZIP_STORED)
    return buffer.getvalue()


def read_packet(path: str | Path) -> Packet:
    """The frame of the packet in a file, every paper compared with its fingerprint.

    Raises `Unreadable` for what is no packet, altered, or larger than a packet may be. Nothing is
    written, and no name in it is believed.
    """
    name = str(path)
    content = read_bytes(path, LARGEST_PACKET)
    if content.count(_ENTRY) > _MOST_ENTRIES:
        # Counted before the library reads them all into memory.
        raise _wrong(name, T("The packet holds more than {count} papers.", count=MOST_PAPERS))
    try:
        with zipfile.ZipFile(BytesIO(content)) as archive:
            return _checked(archive, name)
    except (zipfile.BadZipFile, zipfile.LargeZipFile, NotImplementedError, EOFError):
        raise _wrong(name, T("This is no packet of buendnis.")) from None
    except (RuntimeError, ValueError, OSError, OverflowError) as error:
        raise _wrong(name, T("The packet is damaged: {reason}.", reason=quoted(error))) from None


def _checked(archive: zipfile.ZipFile, name: str) -> Packet:
    entries = archive.infolist()
    names = [one.filename for one in entries]
    if len(entries) > MOST_PAPERS + 2:
        raise _wrong(name, T("The packet holds more than {count} papers.", count=MOST_PAPERS))
    if FRAME not in names:
        raise _wrong(name, T("This is no packet of buendnis."))
    for one in entries:
        if one.filename not in (FRAME, GUIDE) and not _NAME.fullmatch(one.filename):
            raise _wrong(name, T("The packet holds the name “{file}”.", file=quoted(one.filename)))
        if one.compress_type not in _METHODS or one.flag_bits & _ENCRYPTED:
            raise _wrong(name, T("The packet is packed in an unknown way."))
    if len(set(names)) != len(names):
        raise _wrong(name, T("The packet holds a name twice."))
    packet = _frame(_read(archive, FRAME, LARGEST_FRAME, name), name)
    listed = [one.file for one in packet.papers]
    if sorted(listed) != sorted(set(names) - {FRAME, GUIDE}):
        raise _wrong(name, T("The papers in the packet are not those that it lists."))
    for paper in packet.papers:
        body = _read(archive, paper.file, LARGEST_PAPER, name)
        if fingerprint(body) != paper.hash or len(body) != paper.size:
            raise _wrong(name, T("The paper {file} was altered.", file=paper.file))
    return packet


def _frame(data: bytes, name: str) -> Packet:
    try:
        packet = msgspec.json.decode(data, type=Packet)
        said = (packet.question.get("motion"), packet.question.get("version"))
        sound = packet.packet == FORMAT and said == (packet.motion, packet.version)
        # Computed once here, so that what cannot be written again is found here.
        sound = sound and len(packet.question_fingerprint) == len(packet.papers_fingerprint)
    except (msgspec.MsgspecError, ValueError, TypeError, RecursionError):
        raise _wrong(name, T("The question in the packet cannot be read.")) from None
    if not sound or not packet.seats:
        raise _wrong(name, T("The packet was written by another version of buendnis."))
    return packet


def _read(archive: zipfile.ZipFile, entry: str, most: int, name: str) -> bytes:
    """An entry of at most so many bytes, whatever it says of its own size."""
    with archive.open(entry) as file:
        body = file.read(most + 1)
    if len(body) > most:
        raise _wrong(
            name, T("{file} is larger than {limit} bytes.", file=quoted(entry), limit=most)
        )
    return body


def _wrong(name: str, message: Text) -> Unreadable:
    remedy = T("Ask the office for the packet again.")
    finding = Finding("input", "", message, remedy, file=name)
    return Unreadable(T("{file} cannot be used as a packet.", file=quoted(name)), [finding])
