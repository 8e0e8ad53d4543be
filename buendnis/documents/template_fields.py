"""Which fields of the data a template reads, and which of those there are not: before it is used.

Every branch is looked at, also one that no sample would take, so that all mistakes are named at
once.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from difflib import get_close_matches
from typing import Any, NamedTuple

from jinja2 import nodes

from buendnis.texts import T, Text


class Field(NamedTuple):
    """A path that is read (`project.applicant.name`), and the line it stands on."""

    path: str
    line: int


def near(word: str, known: Iterable[str]) -> Text:
    """“Did you mean …?”, or nothing if no known word is like it."""
    found = get_close_matches(word, list(known), 3)
    return T("Did you mean {names}?", names=tuple(found)) if found else Text("")


def fields_of(
    tree: nodes.Template, blocks: Iterable[str], library: nodes.Template | None = None
) -> list[Field]:
    """Every path into the named blocks, once for each line; what a loop's own variable reads is not
    among them. library: macros, of which those that are called are read, too."""
    known = set(blocks)
    found: dict[Field, None] = {}
    for node in (one for part in _reached(tree, library) for one in _outermost(part)):
        path = _path(node)
        if path and path[0] in known:
            found[Field(".".join(path), node.lineno)] = None
    return list(found)


def unknown(fields: Iterable[Field], data: Mapping[str, Any]) -> Iterator[tuple[Field, Text]]:
    """The fields that the data have no place for, each with what is like it there."""
    for field in fields:
        there: Any = data
        for part in field.path.split("."):
            if not isinstance(there, Mapping):
                break
            if part not in there:
                yield field, near(part, there)
                break
            there = there[part]


def _reached(tree: nodes.Node, library: nodes.Template | None) -> Iterator[nodes.Node]:
    """The template, and every macro of the library that it calls, directly or by another."""
    macros = {one.name: one for one in library.find_all(nodes.Macro)} if library else {}
    waiting, seen = [tree], set()
    while waiting:
        part = waiting.pop()
        yield part
        for call in part.find_all(nodes.Call):
            name = call.node.name if isinstance(call.node, nodes.Name) else ""
            if name in macros and name not in seen:
                seen.add(name)
                waiting.append(macros[name])


def _outermost(tree: nodes.Node) -> Iterator[nodes.Getattr | nodes.Getitem]:
    """The reads of attributes and keys that are no part of a longer one."""
    for child in tree.iter_child_nodes():
        if isinstance(child, nodes.Getattr | nodes.Getitem) and _path(child):
            yield child
        else:
            yield from _outermost(child)


def _path(node: nodes.Node) -> list[str]:
    """The names of a read, from the block on; empty for one that begins with anything else."""
    if isinstance(node, nodes.Name):
        return [node.name]
    if isinstance(node, nodes.Getattr):
        above = _path(node.node)
        return [*above, node.attr] if above else []
    if isinstance(node, nodes.Getitem):
        above = _path(node.node)
        if above and isinstance(node.arg, nodes.Const) and isinstance(node.arg.value, str):
            return [*above, node.arg.value]
        return above
    return []
