"""Other rows of the cost plan in a sketch file: the rest of it stays as it was written."""

from __future__ import annotations

from pathlib import Path

import pytest
from msgspec.structs import replace

from buendnis.facts import CostRow, FundingRow, Sketch
from buendnis.reading import toml_table
from buendnis.settings.loading import load_settings
from buendnis.sketch.reading import sketch_of
from buendnis.sketch.replace_rows import with_rows
from buendnis.sketch.write_toml import template_toml

EXAMPLE = (Path(__file__).parents[3] / "docs/beispiele/energieberatung.toml").read_text("utf-8")
COMMENTED = """# oben
alliance = "leine-weser"
[project]  # das Projekt
title = '''
[[costs]] ist hier kein Kopf
# und dies kein Kommentar
'''

# vor den Kosten
[[costs]]   # erste Zeile
year = 2027 # das Jahr
category = "fees"
amount = "1,00"

# vor der zweiten
[[costs]]
year = 2028
category = "travel"
amount = "2.00"
label = \"\"\"
mehrere
Zeilen\"\"\"

# ---- Finanzierung
[[funding]]
year = 2027
source = "own"
amount = "3.00"
# ganz unten
"""


def sketch_in(text: str) -> Sketch:
    table = toml_table(text.encode())
    sketch = sketch_of(table)
    assert not table.findings
    return sketch


@pytest.mark.parametrize("text", [EXAMPLE, COMMENTED])
def test_nothing_new_leaves_every_byte(text: str) -> None:
    assert with_rows(text, sketch_in(text)) == text


def test_what_stays_keeps_its_lines_and_comments() -> None:
    old = sketch_in(COMMENTED)
    added = CostRow(2028, "material", 5)
    done = with_rows(COMMENTED, replace(old, costs=(old.costs[0], added, old.costs[1])))
    assert done is not None
    written = '[[costs]]\nyear = 2028\ncategory = "material"\namount = "0.05"\n\n'
    assert done.replace(written, "") == COMMENTED
    assert done.index('"1,00"') < done.index(written) < done.index("# vor der zweiten")
    assert sketch_in(done).costs == (old.costs[0], added, old.costs[1])


@pytest.mark.parametrize(
    "text", [EXAMPLE, COMMENTED, template_toml(load_settings("leine-weser").alliance)]
)
@pytest.mark.parametrize(
    ("costs", "funding"),
    [
        ((), ()),
        ((CostRow(2027, "fees", 1, label='"""\n\\'),), ()),
        ((), (FundingRow(2030, "grant", 7, "# x"), FundingRow(2030, "own", 8))),
        (tuple(CostRow(2027, "other", n) for n in range(9)), (FundingRow(1999, "own", 0),)),
    ],
)  # fmt: skip
def test_any_rows_can_be_put_in(
    text: str, costs: tuple[CostRow, ...], funding: tuple[FundingRow, ...]
) -> None:
    new = replace(sketch_in(text), costs=costs, funding=funding)
    done = with_rows(text, new)
    assert done is not None
    assert sketch_in(done) == new
    outside = [line for line in text.split("\n") if line.startswith(("title", "# ---", "# oben"))]
    assert [line for line in done.split("\n") if line in outside] == outside


def test_new_rows_follow_the_example_of_the_form() -> None:
    text = template_toml(load_settings("leine-weser").alliance)
    new = replace(sketch_in(text), costs=(CostRow(2027, "fees", 100),))
    done = with_rows(text, new)
    assert done is not None
    assert done.index("# [[costs]]") < done.index("\n[[costs]]") < done.index("# [[funding]]")


@pytest.mark.parametrize(
    "text",
    [
        'costs = [{ year = 2027, category = "fees", amount = "1.00" }]\n',
        "no toml",
        "[project]\ntitle = 5\n",
    ],
)
def test_a_file_that_cannot_be_cut_is_left_to_be_written_anew(text: str) -> None:
    assert with_rows(text, Sketch(costs=(CostRow(2028, "fees", 1),))) is None


def test_windows_lines_and_a_byte_order_mark_are_read() -> None:
    text = "\ufeff" + COMMENTED.replace("\n", "\r\n")
    assert with_rows(text, sketch_in(COMMENTED)) == COMMENTED
