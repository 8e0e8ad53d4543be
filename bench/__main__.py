"""`python -m bench`: measure, print the table, write the figures beside this file."""

from __future__ import annotations

import argparse
import json
import os
import platform
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from bench import inprocess, papers, startup
from bench.measure import Measured, measure, table
from bench.modules import Imported, count_modules

RESULTS = Path(__file__).with_name("results.json")
BYTES_A_PROJECT = 1024
LONG_ROUNDS = 5  # for what takes half a minute each time


def main(argv: Sequence[str] | None = None) -> int:
    """Exit status 1 if `--strict` is given and a target is missed."""
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("--rounds", type=int, default=15, help="rounds to take medians of")
    parser.add_argument("--output", type=Path, default=RESULTS, help="where the figures go")
    parser.add_argument("--strict", action="store_true", help="fail if a target is missed")
    given = parser.parse_args(argv)
    with tempfile.TemporaryDirectory(prefix="buendnis-bench-") as folder:
        office = startup.make_office(Path(folder))
        imported = count_modules(office)
        lines = [*startup.lines(office), *inprocess.lines(), *papers.lines()]
        measured = measure(lines, given.rounds)
        measured += measure(list(papers.long_lines()), min(given.rounds, LONG_ROUNDS))
    kept = inprocess.bytes_a_project()
    print(table(measured))
    print()
    print(table_of_modules(imported))
    print()
    print(f"memory that a decision keeps: {kept} bytes a project (≤ {BYTES_A_PROJECT})")
    figures = results(measured, imported, given.rounds)
    figures["bytes_a_project"] = {"kept": kept, "target": BYTES_A_PROJECT}
    given.output.write_text(json.dumps(figures, indent=2, ensure_ascii=False) + "\n", "utf-8")
    met = all(one.met for one in measured) and all(one.met for one in imported)
    met = met and kept <= BYTES_A_PROJECT
    return 1 if given.strict and not met else 0


def results(
    measured: Sequence[Measured], imported: Sequence[Imported], rounds: int
) -> dict[str, Any]:
    """The figures as JSON values, with the machine they were taken on."""
    return {
        "machine": {
            "python": platform.python_version(),
            "system": f"{platform.system()} {platform.machine()}",
            "cores": os.cpu_count(),
        },
        "rounds": rounds,
        "lines": [
            {
                "title": one.line.title,
                "ours": one.line.ours.name,
                "floor": one.line.floor.name,
                "bound": one.line.bound,
                "target": one.line.target,
                **({"failure": one.failure} if one.failure else figures_of(one)),
                "met": one.met,
            }
            for one in measured
        ],
        "modules": [
            {
                "title": one.title,
                "count": one.count,
                "unwanted": list(one.unwanted),
                "met": one.met,
                **({"failure": one.failure} if one.failure else {}),
            }
            for one in imported
        ],
    }


def figures_of(one: Measured) -> dict[str, float]:
    """Medians and ratio, to the digits that mean something."""
    return {
        "ours_ms": round(one.ours_ms, 4),
        "floor_ms": round(one.floor_ms, 4),
        "ratio": round(one.ratio, 3),
    }


def table_of_modules(imported: Sequence[Imported]) -> str:
    """How much each command imports."""
    rows = ["modules imported"]
    for one in imported:
        verdict = one.failure or ("met" if one.met else f"UNWANTED {', '.join(one.unwanted)}")
        rows.append(f"  {one.title:<16} {one.count or '–':>5}  {verdict}")
    return "\n".join(rows)


if __name__ == "__main__":
    sys.exit(main())
