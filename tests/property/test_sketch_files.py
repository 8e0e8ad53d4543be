"""Whatever a sketch says, it reads back the same; whatever a file holds, it is answered."""

from __future__ import annotations

import tempfile
from datetime import date
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from buendnis.costs import CATEGORIES, FUNDING_SOURCES, cost_plan
from buendnis.errors import Unreadable
from buendnis.facts import (
    Applicant,
    CostRow,
    FundingRow,
    Indicator,
    Partner,
    Share,
    Sketch,
    StaffRow,
)
from buendnis.reading import toml_table
from buendnis.settings.loading import load_settings
from buendnis.sketch.check import STEPS, check_sketch
from buendnis.sketch.fields import CONTENT, EFFECTS, KINDS, LEVELS, ROLES, TYPES
from buendnis.sketch.reading import read_sketch, sketch_from_data, sketch_of, sketch_to_data
from buendnis.sketch.write_toml import sketch_toml
from buendnis.sketch.write_xlsx import form_xlsx
from buendnis.toml_scan import broken_limit

LEINE_WESER = load_settings("leine-weser")
TODAY = date(2025, 11, 3)

texts = st.text(
    st.characters(exclude_categories=["Cs", "Cc"], include_characters="\n\t"), max_size=40
).map(lambda text: text.replace("\r", ""))
filled = texts.filter(str.strip)
days = st.dates(date(1901, 1, 1), date(9999, 12, 31))
years = st.integers(1900, 9999)
cents = st.integers(0, 99_999_999_999)
percents = st.integers(1, 10_000)


def rows(words: st.SearchStrategy[str]) -> st.SearchStrategy[CostRow]:
    flat = st.builds(CostRow, years, st.just("flat_rate"), percent=percents, label=words)
    others = st.sampled_from([one for one in CATEGORIES if one != "flat_rate"])
    return flat | st.builds(CostRow, years, others, cents=cents, label=words)


def few(kind: st.SearchStrategy[object]) -> st.SearchStrategy[tuple[object, ...]]:
    return st.lists(kind, max_size=3).map(tuple)


def sketches(words: st.SearchStrategy[str], names: st.SearchStrategy[str]) -> st.SearchStrategy:
    """Sketches whose free texts are `words`; `names` stand where a text must not be empty."""
    return st.builds(
        Sketch,
        alliance=st.sampled_from(["", "leine-weser"]),
        title=words,
        type=st.sampled_from(["", *TYPES]),
        kind=st.sampled_from(["", *KINDS]),
        start=st.none() | st.just(date(2026, 1, 1)),
        end=st.none() | st.dates(date(2026, 1, 1), date(9999, 12, 31)),
        regions=st.dictionaries(
            st.sampled_from(["hildesheim", "weserbergland", "anderswo", "mit leer"]),
            st.integers(-1, 1000),
            max_size=3,
        ).map(lambda shares: tuple(Share(name, share) for name, share in shares.items())),
        lead_region=words,
        districts=few(names),
        goals=few(st.sampled_from(["I.1", "III.6", "V.9"])),
        level=st.sampled_from(["", *LEVELS]),
        effect=few(st.sampled_from(EFFECTS)),
        digitalisation=words,
        applicant=st.builds(Applicant, name=words, contact=words, email=words),
        partners=few(st.builds(Partner, name=names, role=st.sampled_from(ROLES))),
        content=st.dictionaries(
            st.sampled_from([one.key for one in CONTENT.fields]), names, max_size=4
        ),
        indicators=few(st.builds(Indicator, name=names, unit=words)),
        staff=few(st.builds(StaffRow, names, percents, days, days, st.booleans())),
        costs=few(rows(words)),
        funding=few(st.builds(FundingRow, years, st.sampled_from(FUNDING_SOURCES), cents, words)),
        justification=words,
    )


@given(sketches(texts, filled))
def test_the_machine_form_and_the_toml_file_read_back_to_the_same_sketch(sketch: Sketch) -> None:
    assert sketch_from_data(sketch_to_data(sketch)) == sketch
    table = toml_table(sketch_toml(sketch, LEINE_WESER.alliance).encode())
    assert sketch_of(table) == sketch
    assert table.findings == ()


# A spreadsheet cell has no place for an outer blank in a name, nor a list for its own separator.
plain = st.text(
    st.characters(categories=["L", "N", "P", "S"], exclude_characters=";_"), min_size=1, max_size=20
)


@settings(max_examples=25, deadline=None)
@given(sketches(st.just("") | plain, plain))
def test_the_spreadsheet_reads_back_to_the_same_sketch(sketch: Sketch) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "s.xlsx"
        path.write_bytes(form_xlsx(sketch, LEINE_WESER.alliance))
        assert read_sketch(path) == (sketch, [])


@given(sketches(texts, filled), st.sampled_from(list(STEPS)))
def test_any_sketch_is_checked_to_the_end(sketch: Sketch, step: str) -> None:
    report = check_sketch(sketch, [], step, LEINE_WESER.alliance, LEINE_WESER.programme, TODAY)
    assert report.ok == (not report.violations)
    report.to_data()


@given(st.binary(max_size=200) | st.text(max_size=200).map(str.encode))
def test_any_bytes_are_read_or_refused_as_unreadable(content: bytes) -> None:
    try:
        table = toml_table(content)
    except Unreadable:
        return
    sketch_of(table)


@given(st.text(st.sampled_from(list("a.\"'[]{}=,#\\\n 1")), max_size=120))
def test_whatever_tomllib_reads_is_not_refused_for_limits_it_keeps(text: str) -> None:
    assert (
        broken_limit(text) is None
        or text.count(".") >= 20
        or text.count("[") > 20
        or (text.count("{") + text.count("[") > 20)
    )


@given(few(rows(texts)), few(st.builds(FundingRow, years, st.sampled_from(FUNDING_SOURCES), cents)))
def test_the_sums_by_year_and_by_category_are_the_total(
    costs: tuple[CostRow, ...], funding: tuple[FundingRow, ...]
) -> None:
    plan = cost_plan(Sketch(costs=costs, funding=funding), LEINE_WESER.programme)
    assert sum(plan.cost(year) for year in plan.years) == plan.total
    assert sum(plan.cost(category=name) for name in plan.categories) == plan.total
    assert sum(plan.money(source=name) for name in plan.sources) == plan.money()
