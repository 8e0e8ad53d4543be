"""Canonical JSON: one byte sequence for one value, for hashing and storing.

Keys are sorted, no white space, UTF-8, no floats. `msgspec` writes it; the test compares it with
an independent writer.
"""

from __future__ import annotations

from typing import Any, TypeVar

import msgspec

_Kind = TypeVar("_Kind")


def _as_int(value: Any) -> int:
    """Amounts are ints with a name (`Cents`); nothing else is unknown to the encoder."""
    if isinstance(value, int):
        return int(value)
    raise TypeError(f"{type(value).__name__} has no canonical form")


_ENCODER = msgspec.json.Encoder(order="sorted", enc_hook=_as_int)


def canonical(value: Any) -> bytes:
    """The canonical JSON of a value made of dicts, lists, strings, ints, bools, None, dates and
    records."""
    return _ENCODER.encode(value)


def fingerprint(value: bytes) -> str:
    """SHA-256 in hexadecimal."""
    # Imported where something is hashed: it brings OpenSSL, and a list hashes nothing.
    import hashlib

    return hashlib.sha256(value).hexdigest()


def parsed(data: bytes | str, kind: type[_Kind]) -> _Kind:
    """The value of `kind` (a record or plain type) written as canonical JSON.

    Raises `msgspec.ValidationError` where the JSON does not have that shape.
    """
    return msgspec.json.decode(data, type=kind)
