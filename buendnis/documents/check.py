"""Whether the templates can be used: each is read, and written once about a made-up project."""

from __future__ import annotations

from buendnis.documents.catalogue import BLOCKS, catalogue
from buendnis.documents.issue import build_tree
from buendnis.documents.sample import sample_data
from buendnis.documents.template_fields import near, unknown
from buendnis.documents.text import template_source, used_fields, used_names
from buendnis.errors import Finding, Unreadable
from buendnis.settings.alliance import Alliance
from buendnis.settings.programme import Programme
from buendnis.texts import T, Text

_ALWAYS = frozenset({"document", "alliance"})


def check_documents(alliance: Alliance, programme: Programme) -> list[Finding]:
    """Everything that is wrong with the templates an alliance uses, with file, line and field."""
    findings: list[Finding] = []
    for kind, description in catalogue().items():
        try:
            source = template_source(kind, alliance.name)
            foreign = used_names(source) - _ALWAYS - set(description.blocks)
            findings += [
                Finding(
                    "template",
                    name,
                    T("The template reads {name}, which its description does not name.", name=name),
                    _remedy(name, description.blocks),
                    file=f"templates/{kind}/document.toml",
                )
                for name in sorted(foreign)
            ]
            if foreign:
                continue
            data = sample_data(kind, alliance, programme)
            wrong = list(unknown(used_fields(source, data), data))
            findings += [
                Finding(
                    "template",
                    field.path,
                    T(
                        "The template asks for {field}, and there is no such field.",
                        field=field.path,
                    ),
                    remedy,
                    file=f"templates/{kind}/template.xml",
                    line=field.line,
                )
                for field, remedy in wrong
            ]
            if not wrong:
                build_tree(data, source)
        except Unreadable as error:
            findings += error.findings
    return findings


def _remedy(name: str, blocks: tuple[str, ...]) -> Text:
    like = Text("") if name in BLOCKS else near(name, [*blocks, *_ALWAYS])
    return like if like.msgid else T("Add it to “blocks”.")
