"""Canonical JSON of records, their hashes, reading them back, and where two values differ."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import msgspec

from votes.problems import Problem
from votes.reading import quoted

_ENCODER = msgspec.json.Encoder(order="sorted")


def canonical(value: Any) -> bytes:
    """The one byte sequence of a value: sorted keys, no white space, UTF-8."""
    return _ENCODER.encode(value)


def plain(value: Any) -> Any:
    """A value as JSON knows it: records are tables, days are texts."""
    return msgspec.json.decode(canonical(value))


def digest(value: Any) -> str:
    """SHA-256 of the canonical form, in hexadecimal."""
    # Imported where something is hashed: it brings OpenSSL, and most commands hash nothing.
    import hashlib

    return hashlib.sha256(canonical(value)).hexdigest()


def read(value: Any, kind: Any, **more: Any) -> Any:
    """A record of `kind` from a table that has no other keys. Raises `ValueError`."""
    if not isinstance(value, Mapping):
        raise ValueError(f"no {kind.__name__}")
    unknown = [key for key in value if key not in kind.__struct_fields__]
    if unknown:
        raise ValueError(f"{kind.__name__}: {unknown[0]}")
    try:
        return msgspec.convert({**value, **more}, kind)
    except msgspec.ValidationError as error:
        raise ValueError(str(error)) from None


def fields_of(value: Any, kind: Any) -> dict[str, Any]:
    """The keys of a table that are fields of `kind`; others stand beside. Raises `ValueError`."""
    if not isinstance(value, Mapping):
        raise ValueError(f"no {kind.__name__}")
    return {key: one for key, one in value.items() if key in kind.__struct_fields__}


def differences(path: str, said: Any, found: Any) -> Iterator[Problem]:
    """Every place where two JSON values differ; 1 is not true."""
    if isinstance(said, dict) and isinstance(found, dict):
        for key in sorted({*said, *found}):
            yield from differences(f"{path}.{key}", said.get(key), found.get(key))
    elif isinstance(said, list) and isinstance(found, list) and len(said) == len(found):
        for number, (one, other) in enumerate(zip(said, found, strict=True)):
            yield from differences(f"{path}[{number}]", one, other)
    elif type(said) is not type(found) or said != found:
        values = {"said": _shown(said), "found": _shown(found)}
        yield Problem(path, "certificate_differs", values)


def _shown(value: Any) -> str:
    return "–" if value is None else quoted(value)
