"""A desk on which members vote with their own keys: packets, keys, ballots as files."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tests.cli.desk import MEETING, MOTION, PROJECT, Desk, submitted
from votes.signatures import SecretKey, read_secret_key
from votes.signed import Sealed, read_ballot

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
        **how: Any,
    ) -> Path:
        """A ballot that the key of that name signed on the packet; its file."""
        target = self.folder / f"{name}-{len(list(self.folder.glob('*.jws')))}.jws"
        self.run(
            *("vote", "cast", packet or str(self.packet()), "--seat", seat or name),
            *("--answer", answer, "--key", str(self.keys[name]), "-o", str(target), "--yes"),
            *words,
            db=str(self.folder / "no.db"),
            **how,
        )
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


def circular(folder: Path) -> Box:
    """A desk with a motion in a circular until the end of May."""
    submitted(folder)
    box = Box(folder)
    box.run(
        *("motion", "open", "--project", PROJECT, "--circular"),
        *("--until", UNTIL, "--reason", "Frist der NBank"),
    )
    return box


def meeting(folder: Path) -> Box:
    """A desk with a motion in a meeting, everybody there."""
    submitted(folder)
    box = Box(folder)
    box.run("motion", "open", "--project", PROJECT, "--meeting", MEETING)
    box.run("meeting", "attend", MEETING, "all=member")
    return box
