"""Setting many pages: the same bytes in the same order, in one process or in several."""

from __future__ import annotations

from pathlib import Path

import pytest

from buendnis.canon import canonical
from buendnis.documents.catalogue import catalogue
from buendnis.documents.sample import sample_data
from buendnis.documents.text import template_source
from buendnis.settings.loading import load_settings
from buendnis.usecases.rendering import Job, Rendered, set_pages
from tests.cli.desk import Desk, voting

SETTINGS = load_settings("leine-weser")


def jobs(count: int) -> list[tuple[int, Job]]:
    kinds = sorted(catalogue())
    made = []
    for number in range(count):
        kind = kinds[number % len(kinds)]
        data = sample_data(kind, SETTINGS.alliance, SETTINGS.programme)
        data["document"]["number"] = f"2026-{number:05}"
        source = template_source(kind, "leine-weser")
        made.append((number, Job(source, canonical(data).decode())))
    return made


def test_several_processes_set_the_same_pages_in_the_same_order() -> None:
    wanted = jobs(13)
    alone = list(set_pages(wanted, 13, 1))
    assert [key for key, _ in alone] == list(range(13))
    assert list(set_pages(wanted, 13, 2)) == alone
    assert len({page.pdf for _, page in alone}) == 13


@pytest.mark.parametrize("processes", [1, 2])
def test_a_page_that_cannot_be_set_stops_no_other(processes: int) -> None:
    wanted = jobs(5)
    wanted[2] = (2, Job(b"<document>{{ nothing }}</document>", wanted[2][1].data))
    pages = [page for _, page in set_pages(wanted, 5, processes)]
    assert [bool(page.pdf) for page in pages] == [True, True, False, True, True]
    assert pages[2] == Rendered(failure=pages[2].failure)
    assert pages[2].failure


def test_an_interrupted_call_goes_on_and_never_replaces(tmp_path: Path) -> None:
    desk: Desk = voting(tmp_path)
    folder = tmp_path / "out"
    written = desk.data("document", "render", "--all", "-o", str(folder))["files"]
    assert len(written) > 5
    Path(written[3]).unlink()
    before = {one: Path(one).stat().st_mtime_ns for one in written if one != written[3]}
    assert desk.data("document", "render", "--all", "-o", str(folder))["files"] == written
    assert {one: Path(one).stat().st_mtime_ns for one in before} == before
    Path(written[0]).write_bytes(b"something else")
    desk.run("document", "render", "--all", "-o", str(folder), status=1)
    assert Path(written[0]).read_bytes() == b"something else"
    assert not [one for one in folder.iterdir() if one.name.endswith(".part")]
