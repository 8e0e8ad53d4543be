"""The cost plan in LibreOffice: it reckons every formula anew, to the cent of our own cost plan."""

from __future__ import annotations

import io
import random
import subprocess
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace
from openpyxl import load_workbook

from buendnis.costs import CATEGORIES, FUNDING_SOURCES, cost_plan
from buendnis.dates import end_of_month
from buendnis.facts import CostRow, FundingRow, Sketch, StaffRow
from tests.unit.documents.plan_books import PLAN, PROGRAMME, book_of, edited, read_back

pytestmark = pytest.mark.outside


def saved(kind: str, files: dict[str, bytes], folder: Path) -> dict[str, bytes]:
    """The files as LibreOffice writes them, all in one run."""
    for name, content in files.items():
        (folder / f"{name}.xlsx").write_bytes(content)
    home, out = f"-env:UserInstallation=file://{folder}/profile", folder / "saved"
    command = ["soffice", home, "--headless", "--convert-to", kind, "--outdir", str(out)]
    names = [str(folder / f"{name}.xlsx") for name in files]
    subprocess.run([*command, *names], capture_output=True, check=True, timeout=300)
    return {name: (out / f"{name}.{kind}").read_bytes() for name in files}


def random_plan(seed: int) -> Sketch:
    """A plan of odd shares and amounts, with rows that cannot be costed among them."""
    chance = random.Random(seed)

    def month(first: int, last: int) -> date:
        return date(chance.randint(first, last), chance.randint(1, 12), 1)

    staff = [
        StaffRow(
            chance.choice([*PROGRAMME.levels, "8"]),
            chance.choice([1, 3333, 6667, 10_000, chance.randint(1, 10_000)]),
            month(2025, 2026),
            end_of_month(month(2026, chance.choice([2028, 2028, 2030]))),
            chance.random() < 0.4,
        )
        for _ in range(chance.randint(0, 6))
    ]
    costs = [
        CostRow(chance.randint(2025, 2028), "flat_rate", percent=chance.randint(1, 10_000))
        if chance.random() < 0.3
        else CostRow(
            chance.randint(2025, 2028),
            chance.choice([one for one in CATEGORIES if one != "flat_rate"]),
            chance.choice([0, 5, 99_999_999_999, chance.randint(0, 50_000_000)]),
            label=chance.choice(["", "=1+1", "@SUM(A1)", "+1", "Łódź\n_x0041_ "]),
        )
        for _ in range(chance.randint(0, 12))
    ]
    funding = [
        FundingRow(
            chance.randint(2025, 2028),
            chance.choice(FUNDING_SOURCES),
            chance.randint(0, 50_000_000),
            chance.choice(["", "-Land", "ESF+"]),
        )
        for _ in range(chance.randint(0, 8))
    ]
    return Sketch(title="T", staff=tuple(staff), costs=tuple(costs), funding=tuple(funding))


def test_libreoffice_reckons_what_we_reckon_and_its_file_comes_back(tmp_path: Path) -> None:
    plans = {f"p{seed}": random_plan(seed) for seed in range(12)} | {"plan": PLAN}
    books = {name: book_of(plan) for name, plan in plans.items()}
    # Without the values that we wrote, so that it must reckon every one of them.
    again = saved("xlsx", {name: edited(one, {}) for name, one in books.items()}, tmp_path)
    compared = 0
    for name, plan in plans.items():
        ours, theirs = (load_workbook(io.BytesIO(one[name]), data_only=True)
                        for one in (books, again))  # fmt: skip
        for page in load_workbook(io.BytesIO(books[name])):
            for row in page.iter_rows():
                for cell in (one for one in row if one.data_type == "f"):
                    place = (name, page.title, cell.coordinate)
                    expected = ours[page.title][cell.coordinate].value
                    assert same(expected, theirs[page.title][cell.coordinate].value), place
                    compared += 1
        page, reckoned = theirs["Übersicht"], cost_plan(plan, PROGRAMME)
        right = max(cell.column for cell in page[5] if cell.value == "Zusammen")
        assert round(page.cell(13, right).value * 100) == reckoned.total
        assert round(page.cell(21, right).value * 100) == reckoned.money()
        assert read_back(again[name], tmp_path).put_into(plan) == plan, name
    assert compared > 4000


def same(ours: Any, theirs: Any) -> bool:
    if isinstance(ours, int | float) and isinstance(theirs, int | float):
        return abs(ours - theirs) < 0.000_001
    plain = [str(one or "").translate(str.maketrans("", "", ".,")) for one in (ours, theirs)]
    return plain[0] == plain[1]


def test_what_is_filled_in_is_reckoned_and_taken_back(tmp_path: Path) -> None:
    filled = {
        "Kosten!B10": 2028,
        "Kosten!C10": "Honorare",
        "Kosten!D10": 0.07,
        "Personal!C5": 0.5,
    }
    (content,) = saved("xlsx", {"KFP": edited(book_of(PLAN), filled)}, tmp_path).values()
    new = replace(
        PLAN,
        costs=(*PLAN.costs, CostRow(2028, "fees", 7)),
        staff=(replace(PLAN.staff[0], share=5000), *PLAN.staff[1:]),
    )
    assert read_back(content, tmp_path).put_into(PLAN) == new
    page = load_workbook(io.BytesIO(content), data_only=True)["Übersicht"]
    assert round(page["E13"].value * 100) == cost_plan(new, PROGRAMME).total
    assert page["C25"].value.startswith("weicht ab um")


def test_each_sheet_is_one_printed_page_wide(tmp_path: Path) -> None:
    (content,) = saved("pdf", {"KFP": book_of(PLAN)}, tmp_path).values()
    import pypdf

    pages = pypdf.PdfReader(io.BytesIO(content)).pages
    assert len(pages) == 5
    assert all(page.mediabox.width > page.mediabox.height for page in pages)
    words = pages[0].extract_text()
    assert "Summe der Ausgaben" in words
    assert "Seite 1 von 5" in words
