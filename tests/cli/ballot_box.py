"""A desk on which members vote with their own keys: packets, keys, ballots as files."""

from __future__ import annotations

import atexit
import shutil
import tempfile
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any

from tests.cli.desk import MEETING, MOTION, PROJECT, Desk, submitted
from votes.signatures import SecretKey, read_secret_key
from votes.signed import Sealed, SignedBallot, read_ballot, sign

UNTIL = "2025-05-31"


@dataclass
class Box(Desk):
    """A desk with an open motion, and the members' keys by their names."""

    keys: dict[str, Path] = field(default_factory=dict)

    def key(self, name: str, seat: str = "", *words: str) -> Path:
        """A new key, registered for a seat where one is named (by default that of its name)."""
        path = self.folder / f"{name}.pem"
        made = self.data("key", "new", "-o", str(path))
        seat = seat or name
        actor = "chair" if seat == "arl" else ""
        self.run(
            *("key", "register", seat, made["public"], "--person", f"Person {name}"),
            *words,
            actor=actor,
        )
        self.keys[name] = path
        return path

    def packet(self, name: str = "vorlage.zip", motion: str = MOTION) -> Path:
        """The motion's packet."""
        path = self.folder / name
        self.run("motion", "packet", motion, "-o", str(path), "--force")
        return path

    def cast(
        self,
        name: str,
        answer: str = "yes",
        *words: str,
        seat: str = "",
        packet: str = "",
        day: str = "",
        **how: Any,
    ) -> Path:
        """A ballot that the key of that name signed on the packet; its file."""
        target = self.folder / f"{name}-{len(list(self.folder.glob('*.jws')))}.jws"
        office, self.today = self.today, day or self.today
        packet = packet or str(self.folder / "vorlage.zip")
        self.run(
            *("vote", "cast", packet, "--seat", seat or ("dgb" if name == "deputy" else name)),
            *("--answer", answer, "--key", str(self.keys[name]), "-o", str(target), "--yes"),
            *words,
            db=str(self.folder / "no.db"),
            **how,
        )
        self.today = office
        return target

    def forged(self, ballot: SignedBallot, name: str = "dgb") -> Path:
        """A ballot with whatever values, signed by the key of that name; its file."""
        found, problems = sign(ballot, self.secret(name))
        assert found is not None, problems
        target = self.folder / f"forged-{len(list(self.folder.glob('*.jws')))}.jws"
        target.write_bytes(found.data)
        return target

    def take(self, *files: Path | str, status: int | None = 0, **how: Any) -> list[dict[str, Any]]:
        """The rows of an import."""
        words = [str(one) for one in files]
        found = self.data("vote", "import", *words, status=status, **how)
        return list(found["ballots"])

    def standing(self, seat: str = "dgb", motion: str = MOTION) -> str:
        """The answer that stands for a seat, or nothing."""
        shown = self.data("motion", "show", motion)["ballots"]
        return next((str(one["answer"]) for one in shown if one["seat"] == seat), "")

    def secret(self, name: str) -> SecretKey:
        """The private key of that name."""
        key, _ = read_secret_key(self.keys[name].read_bytes())
        assert key is not None
        return key


def sealed(path: Path) -> Sealed:
    """The ballot in a file."""
    found, problems = read_ballot(path.read_bytes())
    assert found is not None, problems
    return found


@lru_cache(maxsize=2)
def _prepared(mode: str) -> tuple[Path, dict[str, str]]:
    """A folder with an open motion and registered keys, made once for each mode."""
    folder = Path(tempfile.mkdtemp(prefix="buendnis-box-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    submitted(folder)
    box = Box(folder)
    if mode == "circular":
        words = ("--circular", "--until", UNTIL, "--reason", "Frist der NBank")
    else:
        words = ("--meeting", MEETING)
    box.run("motion", "open", "--project", PROJECT, *words)
    for name in ("dgb", "hwk"):
        box.key(name)
    box.key("deputy", "dgb", "--deputy")
    box.packet()
    return folder, {name: path.name for name, path in box.keys.items()}


def _copied(mode: str, folder: Path) -> Box:
    prepared, keys = _prepared(mode)
    shutil.copytree(prepared, folder, dirs_exist_ok=True)
    return Box(folder, keys={name: folder / file for name, file in keys.items()})


def circular(folder: Path) -> Box:
    """A desk with a motion in a circular until the end of May; keys of `dgb`, its deputy
    (`deputy`) and `hwk`, and the packet `vorlage.zip`."""
    return _copied("circular", folder)


def meeting(folder: Path) -> Box:
    """A desk with a motion in a meeting, everybody there; the same keys and packet."""
    box = _copied("meeting", folder)
    box.run("meeting", "attend", MEETING, "all=member")
    return box
