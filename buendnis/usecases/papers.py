"""Documents that were issued: reading them, writing them out, rendering them again to compare."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from buendnis.canon import fingerprint
from buendnis.documents.catalogue import catalogue
from buendnis.errors import Refused
from buendnis.facts import Meeting, Project, Resolution
from buendnis.store.people import REF
from buendnis.store.reading import MEETING_PREFIX, View
from buendnis.texts import T
from buendnis.usecases.rendering import job_of, set_pages

_Holder = Project | Meeting | Resolution
SAME, DIFFERENT, ERASED, UNSEALED, RECTIFIED = (
    "same",
    "different",
    "erased",
    "unsealed",
    "rectified",
)


def render(view: View, template: str, data: str, head: str) -> bytes | None:
    """The PDF of a document, from what is stored; `None` if that was erased."""
    # A list needs none of the libraries that set pages.
    from buendnis.usecases.issuing import render as set_page

    return set_page(view, template, data, head)


@dataclass(frozen=True, slots=True)
class Issued:
    """A document as the tables know it. project: the id of the project or free motion that it is
    about. pdf: the hash of the sealed bytes, empty until then.
    replaced_by: the number that stands in its place, or empty. copies: the kinds of copies that lie
    beside it (`signed_copy`, `edited_version`)."""

    number: str
    project: str
    kind: str
    title: str
    day: str
    draft: bool
    template: str
    data: str
    head: str
    pdf: str
    replaced_by: str = ""
    copies: tuple[str, ...] = ()


def documents(view: View, project: str = "") -> list[Issued]:
    """The documents, of one project, meeting or free motion, or of all, by their numbers, as far
    as they were known.

    Raises `Refused` for an unknown project.
    """
    holders: list[_Holder] = (
        [_holder(view, project)]
        if project
        else [*view.projects(), *view.meetings(), *view.resolutions()]
    )
    known = {paper.number: paper for one in holders for paper in one.documents}
    copies: dict[str, list[str]] = {}
    for paper in (paper for one in holders for paper in one.papers if paper.document):
        copies.setdefault(paper.document, []).append(paper.kind)
    kinds = catalogue()
    rows = view.query(
        "SELECT number, stream, kind, day, draft, template, data, head, pdf FROM document"
        " ORDER BY length(number), number"
    )
    return [
        Issued(
            number=row[0],
            project=row[1],
            kind=row[2],
            title=kinds[row[2]].title if row[2] in kinds else row[2],
            day=row[3],
            draft=bool(row[4]),
            template=row[5],
            data=row[6],
            head=row[7],
            pdf=row[8],
            replaced_by=known[row[0]].replaced_by,
            copies=tuple(copies.get(row[0], ())),
        )
        for row in rows
        if row[0] in known
    ]


def _holder(view: View, name: str) -> _Holder:
    found = view.meeting(name) if name.startswith(MEETING_PREFIX) else view.resolution(name)
    return found if found is not None else view.project(name)


def document(view: View, number: str) -> Issued:
    """The document of that number. Raises `Refused` if there is none."""
    found = next((one for one in documents(view) if one.number == number), None)
    if found is None:
        raise Refused(T("There is no document “{number}”. See: document list.", number=number[:80]))
    return found


def pdf_of(view: View, issued: Issued) -> bytes | None:
    """The sealed bytes, or the rendered ones while it is not sealed; `None` if it was erased."""
    if issued.pdf:
        return view.content(issued.pdf)
    return render(view, issued.template, issued.data, issued.head)


def bodies(view: View, issued: list[Issued]) -> Iterator[tuple[Issued, bytes | None]]:
    """Each document with its bytes as `pdf_of` gives them; what is not sealed is set in several
    processes."""
    open_ones = [one for one in issued if not one.pdf]
    found = ((one, job_of(view, one.template, one.data, one.head)) for one in open_ones)
    pages = set_pages(((one, job) for one, job in found if job is not None), len(open_ones))
    waiting = next(pages, None)
    for one in issued:
        if one.pdf:
            yield one, view.content(one.pdf)
        elif waiting is not None and waiting[0] is one:
            yield one, waiting[1].pdf or None
            waiting = next(pages, None)
        else:
            yield one, None


def word_of(view: View, issued: Issued) -> bytes | None:
    """The document for Word, rendered from what is stored; `None` if it was erased."""
    from buendnis.usecases.issuing import render_word

    return render_word(view, issued.template, issued.data, issued.head)


def all_compared(view: View, issued: list[Issued]) -> Iterator[tuple[Issued, str]]:
    """Each document with what came of rendering it again: `same` (also where another machine packs
    its streams otherwise), `different`; `erased`, `unsealed`; or `rectified`, where it differs and
    a name in it was rectified (the sealed bytes are valid)."""
    sealed = [one for one in issued if one.pdf]
    found = ((one, job_of(view, one.template, one.data, one.head)) for one in sealed)
    jobs = ((one, job) for one, job in found if job is not None and view.content(one.pdf))
    pages = set_pages(jobs, len(sealed))
    waiting = next(pages, None)
    for one in issued:
        if not one.pdf:
            yield one, UNSEALED
        elif waiting is not None and waiting[0] is one:
            yield one, _standing(view, one, waiting[1].pdf)
            waiting = next(pages, None)
        else:
            yield one, ERASED


def _standing(view: View, issued: Issued, again: bytes) -> str:
    from buendnis.documents.archival import same_pages

    sealed = view.content(issued.pdf) or b""
    if fingerprint(sealed) != issued.pdf:
        return DIFFERENT
    # Nothing again: data of an older version that this one cannot set any more.
    if again and same_pages(again, sealed):
        return SAME
    return RECTIFIED if _has_rectified_name(view, issued) else DIFFERENT


def _has_rectified_name(view: View, issued: Issued) -> bool:
    data = view.content(issued.data) or b""
    return any(_replaced(view, ref) for ref in set(REF.findall(data.decode())))


def _replaced(view: View, ref: str) -> bool:
    rows = view.query("SELECT value, replaced_by FROM person WHERE ref = ?", (ref,))
    return bool(rows) and (rows[0][0] is None or bool(rows[0][1]))
