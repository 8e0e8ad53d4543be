"""A desk of the office: the program in a folder under a set clock, spoken to by its commands."""

from __future__ import annotations

import atexit
import json
import shutil
import tempfile
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from buendnis.cli.main import program
from buendnis.content import alliance_folder

PROJECT = "LW-2025-001"
MEETING = "M-2025-01"
MOTION = f"{PROJECT}-V1"

_TEXTS = (
    *("need", "distinction", "target_group", "measures", "goal_contribution", "regional_effect"),
    *("spatial_reach", "continuation", "transferability", "management"),
)
SKETCH = """
alliance = "leine-weser"

[project]
title = "Energieberater/innen"
type = "structure"
kind = "new"
start = 2026-03-01
end = 2027-12-31
regions = { hildesheim = 100 }
lead_region = "hildesheim"
goals = ["I.3", "II.1"]

[applicant]
name = "Muster gGmbH"
type = "education"
contact = "Erika Muster"
email = "muster@example.org"

[content]
TEXTS
[[costs]]
year = 2026
category = "travel"
amount = "12000.00"

[[funding]]
year = 2026
source = "grant"
amount = "8400.00"

[[funding]]
year = 2026
source = "own"
amount = "3600.00"
""".replace("TEXTS", "".join(f'{name} = "Text zu {name}"\n' for name in _TEXTS))


@dataclass
class Desk:
    """A folder with a database, and a day."""

    folder: Path
    today: str = "2025-04-10"

    @property
    def db(self) -> Path:
        """The database file."""
        return self.folder / "buendnis.db"

    def run(
        self,
        *words: str,
        status: int | None = 0,
        actor: str = "",
        db: str = "",
        input: str | None = None,
    ) -> Result:
        """One call in English; `status` is the exit status it must have (`None`: any)."""
        env = {
            "BUENDNIS_NOW": self.today,
            "BUENDNIS_DB": db or str(self.db),
            "BUENDNIS_PERSON": "Olaf Büro",
            "BUENDNIS_TRACEBACK": None,
            "NO_COLOR": "1",
        }
        asked = ["--lang", "en", *(("--actor", actor) if actor else ()), *words]
        result = CliRunner().invoke(program, asked, env=env, input=input)
        assert "Traceback" not in result.output, result.output
        assert status is None or result.exit_code == status, result.output
        return result

    def say(self, *words: str, **how: Any) -> str:
        """Standard output of a call, without the last line break."""
        return self.run(*words, **how).stdout.rstrip("\n")

    def data(self, *words: str, **how: Any) -> Any:
        """The document of `--json`."""
        return json.loads(self.run("--json", *words, **how).stdout)

    def rules(self, *words: str, status: int = 1, **how: Any) -> list[tuple[str, str]]:
        """Rule and field of every violation of a refused call."""
        found = self.data(*words, status=status, **how)
        return [(one["rule"], one["field"]) for one in found["violations"]]


@lru_cache(maxsize=1)
def _prepared() -> Path:
    """A folder with a submitted project and a meeting planned, made once."""
    folder = Path(tempfile.mkdtemp(prefix="buendnis-desk-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    desk = Desk(folder, "2025-02-03")
    desk.run("init")
    sketch = desk.folder / "skizze.toml"
    sketch.write_text(SKETCH, encoding="utf-8")
    assert desk.say("project", "import", str(sketch)) == PROJECT
    desk.run("advance", PROJECT, "present")
    desk.today = "2025-03-03"
    statement = (
        *("region=hildesheim", "presented_on=2025-02-10", "stated_on=2025-03-01"),
        *("result=supported", "need=ja", "duplicates=keine", "signed_by=Frau Zeh"),
    )
    values = [word for one in statement for word in ("--set", one)]
    desk.run("advance", PROJECT, "record_statement", *values)
    desk.run("advance", PROJECT, "submit")
    assert desk.say("meeting", "new", "--on", "2025-04-10", "--place", "Hannover") == MEETING
    return desk.folder


def submitted(folder: Path) -> Desk:
    """A desk with a submitted project and a meeting on 10 April 2025, which is today."""
    shutil.copytree(_prepared(), folder, dirs_exist_ok=True)
    return Desk(folder)


def voting(folder: Path) -> Desk:
    """A desk with an open motion and everybody present."""
    desk = submitted(folder)
    assert desk.say("motion", "open", "--project", PROJECT, "--meeting", MEETING) == MOTION
    desk.run("meeting", "attend", MEETING, "all=member")
    return desk


def other_bylaws(folder: Path, patch: pytest.MonkeyPatch, line: str, instead: str) -> None:
    """From now on the alliance's by-laws have another line there; its other files stay."""
    source = alliance_folder("leine-weser")
    assert source is not None
    mine = folder / "content" / "workflows" / "leine-weser"
    shutil.copytree(source, mine)
    bylaws = mine / "bylaws.toml"
    text = bylaws.read_text(encoding="utf-8")
    assert line in text
    bylaws.write_text(text.replace(line, instead), encoding="utf-8")
    patch.setenv("BUENDNIS_CONTENT", str(folder / "content"))
