"""The folder of the example: made new beside its place and put there when it is whole."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable
from datetime import date
from pathlib import Path

from buendnis.demo.playing import Told, play
from buendnis.demo.seating import Scene
from buendnis.demo.sittings import Sat
from buendnis.errors import Refused
from buendnis.store.reading import open_view
from buendnis.texts import T

MARK = ".buendnis-demo"
DATABASE = "buendnis.db"
DOCUMENTS = "documents"


def fill(
    folder: Path,
    today: date,
    tell: Callable[[Told], None],
    tell_scene: Callable[[date, Scene], None] = lambda _day, _scene: None,
    tell_sat: Callable[[Sat], None] = lambda _: None,
) -> tuple[Path, int]:
    """Play the example into a folder that is new, empty or an earlier example.

    Returns the database and the number of documents. Whatever fails, the folder stays as it was.
    Raises `Refused` for a folder that holds something else.
    """
    _check(folder)
    folder.parent.mkdir(parents=True, exist_ok=True)
    made = Path(tempfile.mkdtemp(prefix=f".{folder.name[:80]}.", dir=folder.parent))
    try:
        (made / MARK).write_text("buendnis demo\n", encoding="utf-8")
        play(made / DATABASE, today, tell, tell_scene, tell_sat, _keeper(made / DOCUMENTS))
        count = _write_documents(made)
        made.chmod(0o755)
        _put(made, folder)
    except BaseException:
        shutil.rmtree(made, ignore_errors=True)
        raise
    return folder / DATABASE, count


def _check(folder: Path) -> None:
    if folder.is_dir():
        if any(folder.iterdir()) and not (folder / MARK).is_file():
            raise Refused(
                T(
                    "{folder} holds something else than an example. Name a new or empty folder.",
                    folder=str(folder),
                )
            )
    elif folder.exists():
        raise Refused(T("{folder} is a file. Name a new or empty folder.", folder=str(folder)))


def _put(made: Path, folder: Path) -> None:
    """The new folder in the place of the old one, which is gone only then."""
    if not folder.exists():
        made.rename(folder)
        return
    old = Path(tempfile.mkdtemp(prefix=f".{folder.name[:80]}.", dir=folder.parent))
    folder.rename(old / "old")
    made.rename(folder)
    shutil.rmtree(old, ignore_errors=True)


def _keeper(folder: Path) -> Callable[[str, bytes], None]:
    def keep(name: str, body: bytes) -> None:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(body)

    return keep


def _write_documents(folder: Path) -> int:
    """Every sealed document as a file, a folder for each project and meeting."""
    with open_view(folder / DATABASE) as view:
        rows = view.query("SELECT number, stream, kind, pdf FROM document ORDER BY number")
        for number, stream, kind, digest in rows:
            body = view.content(digest)
            if body is not None:
                place = folder / DOCUMENTS / stream
                place.mkdir(parents=True, exist_ok=True)
                (place / f"{number}_{kind}.pdf").write_bytes(body)
    return len(rows)
