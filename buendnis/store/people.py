"""People in the record: named by a salted key, the name itself in a side table.

`seal` puts a key in the place of every personal value before anything is hashed; `reveal` puts the
values back for reading. An erased value reads as `[gelöscht]`; the key, and with it every hash,
stays as it was.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from buendnis.canon import canonical, fingerprint

# Keys whose values name a person, wherever they stand in an entry.
PERSONAL = frozenset(
    {
        "contact",
        "email",
        "represented_by",
        "project_lead",
        "adviser",
        "signed_by",
        "checked_by",
        "for",
        "for_whom",
        "sender",
        "owner",
        "responsible",
        "person",
        "presided_by",
        "kept_by",
        "counted_by",
        "confirmed_by",
        "guests",
        "elected",
    }
)
ERASED = "[gelöscht]"
_MARK = "§p-"
_ASKED_TOGETHER = 500  # below what any SQLite takes as values of one statement
REF = re.compile(r"§p-[0-9a-f]{32}")

Query = Callable[[str, Sequence[Any]], list[tuple[Any, ...]]]
Insert = Callable[[str, dict[str, Any]], None]


def is_ref(value: object) -> bool:
    """Whether a value is the key of a person."""
    return isinstance(value, str) and REF.fullmatch(value) is not None


def key_of(salt: str, value: str) -> str:
    """The key under which the record knows a value."""
    return _MARK + fingerprint(canonical([salt, value]))[:32]


def seal(value: Any, query: Query, insert: Insert, name: str = "") -> Any:
    """`value` with a key in the place of every personal text; new texts get a new salt."""
    if isinstance(value, Mapping):
        return {key: seal(one, query, insert, key) for key, one in value.items()}
    if isinstance(value, list | tuple):
        return [seal(one, query, insert, name) for one in value]
    if name in PERSONAL and isinstance(value, str) and value and not is_ref(value):
        return seal_text(value, query, insert)
    return value


def seal_text(text: str, query: Query, insert: Insert) -> str:
    """The key of one personal text."""
    found = query("SELECT ref FROM person WHERE value = ? AND replaced_by = ''", (text,))
    if found:
        return str(found[0][0])
    # Imported where a salt is made: reading needs none, and it costs start-up time.
    from secrets import token_hex

    salt = token_hex(16)
    ref = key_of(salt, text)
    insert("person", {"ref": ref, "salt": salt, "value": text, "replaced_by": ""})
    return ref


def reveal(text: str, query: Query) -> str:
    """A JSON text with the values in the place of their keys."""
    return reveal_all([text], query)[0]


def reveal_all(texts: Sequence[str], query: Query) -> list[str]:
    """JSON texts with the values in the place of their keys, all keys looked up together."""
    refs = sorted({ref for text in texts for ref in REF.findall(text)})
    if not refs:
        return list(texts)
    names = {ref: _inside_json(name) for ref, name in names_of(refs, query).items()}
    return [REF.sub(lambda match: names[match[0]], text) for text in texts]


def reveal_known(text: str, query: Query) -> str:
    """A JSON text with names in the place of their keys, but erased ones as the keys they are, so
    that two erased people are never taken for one."""
    refs = sorted(set(REF.findall(text)))
    if not refs:
        return text
    names = {ref: name for ref, name in names_of(refs, query).items() if name != ERASED}
    return REF.sub(
        lambda match: _inside_json(names[match[0]]) if match[0] in names else match[0], text
    )


def reveal_plain(text: str, query: Query) -> str:
    """A plain text (a column) with the value in the place of its key."""
    if _MARK not in text:
        return text
    names = names_of(sorted(set(REF.findall(text))), query)
    return REF.sub(lambda match: names[match[0]], text)


def names_of(refs: Sequence[str], query: Query) -> dict[str, str]:
    """What each key stands for now: rectified values are followed, erased ones say so."""
    rows: dict[str, tuple[str | None, str]] = {}
    asked = list(refs)
    while asked:
        for first in range(0, len(asked), _ASKED_TOGETHER):
            some = asked[first : first + _ASKED_TOGETHER]
            marks = ", ".join("?" * len(some))
            found = query(
                f"SELECT ref, value, replaced_by FROM person WHERE ref IN ({marks})",  # noqa: S608
                some,
            )
            rows.update((ref, (value, after)) for ref, value, after in found)
        later = {rows[ref][1] for ref in asked if ref in rows} - rows.keys() - {""}
        rows |= dict.fromkeys(later, (None, ""))
        asked = sorted(later)
    return {ref: _followed(ref, rows) for ref in refs}


def _followed(ref: str, rows: Mapping[str, tuple[str | None, str]]) -> str:
    """The value at the end of a chain of rectified keys; a ring ends where it began to repeat."""
    seen = {ref}
    value, after = rows.get(ref, (None, ""))
    while after and after not in seen:
        seen.add(after)
        value, after = rows[after]
    return ERASED if value is None else value


def _inside_json(name: str) -> str:
    return canonical(name).decode()[1:-1]
