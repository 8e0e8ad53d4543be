"""Any cost plan comes back from its workbook as it was, and its sums are those of the plan."""

from __future__ import annotations

import io
import tempfile
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace
from openpyxl import load_workbook

from buendnis.costs import CATEGORIES, FUNDING_SOURCES, cost_plan
from buendnis.facts import CostRow, FundingRow, Sketch, StaffRow
from buendnis.reading import toml_table
from buendnis.sketch.reading import sketch_of
from buendnis.sketch.replace_rows import with_rows
from buendnis.sketch.write_toml import sketch_toml
from tests.unit.documents.plan_books import PLAN, PROGRAMME, book_of, read_back

texts = st.text(
    st.characters(exclude_categories=["Cs", "Cc"], include_characters="\n\t=+-@_"), max_size=30
)
years = st.integers(2024, 2030)
cents = st.integers(0, 99_999_999_999)
percents = st.integers(1, 10_000)
flat = st.builds(CostRow, years, st.just("flat_rate"), percent=percents, label=texts)
plain = st.builds(
    CostRow,
    years,
    st.sampled_from([one for one in CATEGORIES if one != "flat_rate"]),
    cents=cents,
    label=texts,
)
firsts = st.builds(date, st.integers(2024, 2029), st.integers(1, 12), st.just(1))


@st.composite
def staff(draw: st.DrawFn) -> StaffRow:
    """Staff for whole months as a rule, and sometimes for days that cannot be costed."""
    start, last = sorted((draw(firsts), draw(firsts)))
    end = (last.replace(day=28) + timedelta(days=4)).replace(day=1) - timedelta(days=1)
    if draw(st.integers(0, 5)) == 0:
        start += timedelta(days=draw(st.integers(0, 3)))
    level = draw(st.sampled_from([*PROGRAMME.levels, "8", "=5"]))
    return StaffRow(level, draw(percents), start, max(start, end), draw(st.booleans()))


def few(kind: st.SearchStrategy[object]) -> st.SearchStrategy[tuple[object, ...]]:
    return st.lists(kind, max_size=4).map(tuple)


plans = st.builds(
    Sketch,
    title=texts,
    staff=few(staff()),
    costs=few(flat | plain),
    funding=few(st.builds(FundingRow, years, st.sampled_from(FUNDING_SOURCES), cents, texts)),
)


def comes_back(sketch: Sketch) -> None:
    content = book_of(sketch)
    with tempfile.TemporaryDirectory() as folder:
        assert read_back(content, Path(folder)).put_into(sketch) == sketch
    page = load_workbook(io.BytesIO(content), data_only=True)["Übersicht"]
    plan = cost_plan(sketch, PROGRAMME)
    right = page.max_column - 1
    assert round(page.cell(13, right).value * 100) == plan.total
    assert round(page.cell(21, right).value * 100) == plan.money()


@settings(max_examples=15, deadline=None)
@given(plans)
def test_a_plan_comes_back_from_its_workbook(sketch: Sketch) -> None:
    comes_back(sketch)


@pytest.mark.proofs
def test_many_plans_come_back_from_their_workbooks() -> None:
    counted = 0

    @settings(max_examples=600, deadline=None)
    @given(plans)
    def each(sketch: Sketch) -> None:
        nonlocal counted
        comes_back(sketch)
        counted += 1

    each()
    assert counted >= 600
    print(f"{counted} plans came back from their workbooks")  # noqa: T201 - a proof's number


@settings(max_examples=50, deadline=None)
@given(plans, plans)
def test_the_rows_of_one_plan_take_the_place_of_anothers(old: Sketch, new: Sketch) -> None:
    wanted = replace(new, title=PLAN.title)
    text = with_rows(sketch_toml(replace(old, title=PLAN.title)), wanted)
    assert text is not None
    assert sketch_of(toml_table(text.encode())) == wanted
