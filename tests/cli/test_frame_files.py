"""Files are written whole or not at all; work that takes long shows a bar."""

from __future__ import annotations

import errno
import os
import sys
from pathlib import Path

import pytest

from buendnis.cli.files import write_whole
from buendnis.cli.progress import progress
from buendnis.errors import Refused
from buendnis.texts import verbatim


def full(_: int) -> None:
    raise OSError(errno.ENOSPC, "full")


def test_a_full_disk_leaves_the_old_file_and_no_remains(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "a.pdf"
    path.write_bytes(b"old")
    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="full"):
        write_whole(path, b"new" * 1000, force=True)
    assert path.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [path]


def test_a_file_that_comes_up_meanwhile_is_not_replaced(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "a.pdf"
    monkeypatch.setattr(os, "fsync", lambda _: path.write_bytes(b"other"))
    with pytest.raises(Refused):
        write_whole(path, b"new")
    assert path.read_bytes() == b"other"
    assert list(tmp_path.iterdir()) == [path]


def test_a_file_system_without_links_works_too(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def none(*_: object) -> None:
        raise OSError(errno.EPERM, "no links")

    monkeypatch.setattr(os, "link", none)
    write_whole(tmp_path / "a.pdf", b"new")
    assert (tmp_path / "a.pdf").read_bytes() == b"new"
    assert len(list(tmp_path.iterdir())) == 1


def test_a_new_file_has_the_usual_rights(tmp_path: Path) -> None:
    (tmp_path / "usual").touch()
    write_whole(tmp_path / "a.pdf", b"new")
    assert (tmp_path / "a.pdf").stat().st_mode == (tmp_path / "usual").stat().st_mode


def test_a_name_in_no_folder_leaves_nothing(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        write_whole(tmp_path / "weg" / "a.pdf", b"new")


@pytest.mark.parametrize(("pace", "shown"), [(0.01, False), (0.6, True)])
def test_a_bar_appears_only_after_a_second(
    pace: float, shown: bool, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True)
    clock = (number * pace for number in range(1000))
    items = list(progress(range(9), verbatim("Briefe"), 9, clock))
    assert items == list(range(9))
    assert ("Briefe" in capsys.readouterr().err) is shown


def test_no_bar_is_drawn_into_a_file(capsys: pytest.CaptureFixture[str]) -> None:
    clock = (number * 5.0 for number in range(1000))
    assert list(progress(range(3), verbatim("Briefe"), 3, clock)) == [0, 1, 2]
    assert capsys.readouterr().err == ""
