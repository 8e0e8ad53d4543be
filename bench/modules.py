"""What a command imports: a figure without a clock, the same on every machine."""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from dataclasses import dataclass

from bench.measure import Failed
from bench.startup import Office, run

HEAVY = ("sqlmodel", "sqlalchemy", "reportlab", "jinja2", "asyncio")
DATABASE = ("sqlmodel", "sqlalchemy")
# The command's own answer goes nowhere; what is printed last is the list of modules.
PROBE = """
import io, json, sys
from buendnis.cli.main import main
sys.argv[0] = "buendnis"
told, sys.stdout = sys.stdout, io.TextIOWrapper(io.BytesIO(), encoding="utf-8")
status = 0
try:
    main()
except SystemExit as end:
    status = end.code
print(json.dumps(sorted(sys.modules)), file=told)
sys.exit(status)
"""


@dataclass(frozen=True)
class Imported:
    """How many modules a command imports, and which of those it must not."""

    title: str
    count: int
    unwanted: tuple[str, ...]
    failure: str = ""

    @property
    def met(self) -> bool:
        """Whether none of the unwanted libraries came in."""
        return not self.unwanted and not self.failure


def count_modules(office: Office) -> list[Imported]:
    """For the commands that must stay light."""
    first = office.projects[0] if office.projects else "none"
    wanted: list[tuple[tuple[str, ...], tuple[str, ...]]] = [
        (("--help",), HEAVY),
        (("sketch", "check", office.sketch), HEAVY),
        (("board",), DATABASE),
        (("today",), DATABASE),
        (("project", "list"), DATABASE),
        (("next", first), DATABASE),
        (("deadlines",), DATABASE),
    ]
    return [_imported(office, words, unwanted) for words, unwanted in wanted]


def _imported(office: Office, words: Sequence[str], unwanted: Sequence[str]) -> Imported:
    title = " ".join(words[:2]) if words[0] != "next" else "next"
    try:
        said = run(office.folder, sys.executable, "-c", PROBE, *words, allowed=(0, 1))
    except Failed as reason:
        return Imported(title, 0, (), str(reason))
    modules = set(json.loads(said.splitlines()[-1]))
    return Imported(title, len(modules), tuple(one for one in unwanted if one in modules))
