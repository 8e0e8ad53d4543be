"""`document preview`: a kind of document about a made-up project, once or after every change."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from buendnis.cli.document_kinds import is_word, known_kind, settings_of
from buendnis.cli.failures import report
from buendnis.cli.files import refuse_existing, refuse_other_ending, write_whole
from buendnis.cli.invocation import Invocation
from buendnis.cli.options import argument, command, option
from buendnis.cli.output import Output, Plain, show
from buendnis.errors import BuendnisError
from buendnis.texts import T

if TYPE_CHECKING:
    from buendnis.settings.loading import Settings

_PAUSE = 0.5  # seconds between two looks at the files


@command(
    T("Show a document before it is issued."),
    examples=(
        "buendnis document preview votum",
        "buendnis document preview votum -o muster.pdf --watch",
    ),
    more=(
        T("It is about a made-up project; without -o it is shown as text."),
        T("--watch writes it again whenever its template changes, until Ctrl-C."),
    ),
)
@argument("kind", T("The kind of document, as its folder in templates is named."))
@option("-o", "--output", "target", T("The .pdf or .docx to write."), metavar="FILE", default="")
@option("--alliance", T("Whose letterhead; without it, the database's."), default="")
@option("--force", T("Replace a file of that name."), is_flag=True)
@option("--watch", T("Again after every change of the template."), is_flag=True)
def preview(
    call: Invocation, kind: str, target: str, alliance: str, force: bool, watch: bool
) -> Output:
    """A sample of a kind of document, as text or as PDF."""
    if watch and call.json:
        raise click.UsageError(call.say(T("--watch is for people; leave out --json.")))
    settings = settings_of(call, alliance)
    known_kind(kind)
    path = Path(target) if target else None
    if path is not None:
        refuse_other_ending(path, ".pdf", ".docx")
    if path:
        refuse_existing(path, force=force)
    if watch:
        name = settings.alliance.name
        for _ in changes(kind, name):
            _shown(lambda: _made(kind, settings_of(call, name), path, True))
    return _made(kind, settings, path, force)


def _made(kind: str, settings: Settings, path: Path | None, force: bool) -> Output:
    from buendnis.documents.issue import build, build_tree, build_word
    from buendnis.documents.plain import plain_text
    from buendnis.documents.sample import sample_data
    from buendnis.documents.text import template_source

    data = sample_data(kind, settings.alliance, settings.programme)
    source = template_source(kind, settings.alliance.name)
    if path is None:
        text = plain_text(build_tree(data, source))
        return Output({"kind": kind, "text": text}, (Plain(text.rstrip()),))
    made = build_word(data, source) if is_word(path) else build(data, source)
    write_whole(path, made, force=force)
    return Output({"kind": kind, "file": path}, (T("Written: {file}", file=str(path)),))


def _shown(make: Callable[[], Output]) -> None:
    """A mistake is said, and the next change is waited for."""
    try:
        show(make(), False)
    except BuendnisError as error:
        report(error, False)


def changes(
    kind: str, alliance: str, pause: Callable[[float], None] = time.sleep
) -> Iterator[None]:
    """One turn at the start, and one after each change of the files behind a kind of document.

    pause: what waits between two looks, for tests.
    """
    from buendnis.documents.catalogue import forget
    from buendnis.documents.text import template_files

    last: object = None
    while True:
        now = [(str(one), _stamp(one)) for one in template_files(kind, alliance)]
        if now != last:
            last = now
            forget()
            yield
        pause(_PAUSE)


def _stamp(path: Path) -> tuple[int, int]:
    try:
        found = path.stat()
    except OSError:  # an editor may be replacing it right now
        return 0, 0
    return found.st_mtime_ns, found.st_size
