"""Keys and signatures: the only door to the JOSE library (joserfc).

Ed25519 and nothing else: RFC 8037 for the key as JSON Web Key, RFC 7638 for its thumbprint, RFC
7515 for the signature, RFC 9864 for its name `Ed25519`. The library is imported where a key is
really used, for start-up time.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from msgspec import Struct

from votes.problems import Problem

if TYPE_CHECKING:
    from joserfc.jwk import OKPKey

ALGORITHM = "Ed25519"
KEY_SIZE = 20_000  # bytes of a key file; a real one has some hundreds
_THUMBPRINT = re.compile(r"[A-Za-z0-9_-]{43}")
_JWK = {"kty": "OKP", "crv": ALGORITHM}
# Points of order 1, 2, 4 and 8 (RFC 7748, section 7; RFC 8032): with such a "key" one signature
# fits every message. x of the JWK, the sign bit cleared.
_SMALL_ORDER = frozenset(
    {
        "0000000000000000000000000000000000000000000000000000000000000000",
        "0100000000000000000000000000000000000000000000000000000000000000",
        "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05",
        "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a",
        "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
        "edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
        "eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
    }
)


class SecretKey(Struct, frozen=True):
    """A member's private key, in memory only. thumbprint: the public key's name."""

    thumbprint: str
    jwk: dict[str, str]
    secret: Any

    def __repr__(self) -> str:
        return f"SecretKey({self.thumbprint})"


def new_secret_key() -> SecretKey:
    """A new key, from the system's own source of chance.

    Its thumbprint never begins with a dash: people type it on a command line.
    """
    from joserfc.jwk import OKPKey

    while True:
        key = _held(OKPKey.generate_key("Ed25519", private=True))
        if not key.thumbprint.startswith("-"):
            return key


def secret_pem(key: SecretKey, passphrase: str = "") -> bytes:
    """The private key as PKCS #8 in PEM, encrypted where there is a passphrase."""
    found: bytes = key.secret.as_pem(private=True, password=passphrase or None)
    return found


def is_locked(data: bytes) -> bool:
    """Whether a private key file asks for its passphrase."""
    return b"-----BEGIN ENCRYPTED PRIVATE KEY-----" in data


def read_secret_key(data: bytes, passphrase: str = "") -> tuple[SecretKey | None, list[Problem]]:
    """The private key in a file: PKCS #8 in PEM, or a JSON Web Key with its part `d`."""
    read = _imported(data, passphrase)
    if isinstance(read, Problem):
        return None, [read]
    if not read.is_private:
        return None, [Problem("key", "key_public")]
    return _held(read), []


def read_public_key(data: bytes) -> tuple[dict[str, str] | None, list[Problem]]:
    """The public key in a file, as JSON Web Key with `kty`, `crv` and `x` only.

    A private key is refused: it stays with the member.
    """
    if b"PRIVATE KEY-----" in data:
        return None, [Problem("key", "key_private")]
    read = _imported(data, "")
    if isinstance(read, Problem):
        return None, [read]
    if read.is_private:
        return None, [Problem("key", "key_private")]
    jwk = _public(read)
    if _weak(jwk):
        return None, [Problem("key", "key_weak")]
    return jwk, []


def thumbprint(jwk: dict[str, str]) -> str:
    """The name of a public key: SHA-256 over its canonical JSON, base64url (RFC 7638)."""
    from joserfc.jwk import OKPKey

    return OKPKey.import_key(dict(jwk)).thumbprint()


def is_thumbprint(text: str) -> bool:
    """Whether a text has the form of a thumbprint."""
    return _THUMBPRINT.fullmatch(text) is not None


def signature_of(header: dict[str, str], payload: bytes, key: SecretKey) -> bytes:
    """The compact serialization over header and payload (RFC 7515, section 7.1)."""
    from joserfc import jws

    return jws.serialize_compact(dict(header), payload, key.secret, [ALGORITHM]).encode("ascii")


def verifies(compact: bytes, jwk: dict[str, str]) -> bool:
    """Whether the signature of a compact serialization was made by the key."""
    from joserfc import jws
    from joserfc.errors import JoseError
    from joserfc.jwk import OKPKey

    try:
        jws.deserialize_compact(compact, OKPKey.import_key(dict(jwk)), [ALGORITHM])
    except (JoseError, ValueError):
        return False
    return True


def _imported(data: bytes, passphrase: str) -> OKPKey | Problem:
    """The key in a file, checked for what it is; a problem where it is none of ours."""
    from joserfc.errors import JoseError
    from joserfc.jwk import OKPKey

    locked = is_locked(data)
    if locked and not passphrase:
        return Problem("key", "key_locked")
    given: Any = data.decode("ascii", "replace") if data.lstrip().startswith(b"-----") else None
    if given is None:
        import msgspec

        try:
            values = msgspec.json.decode(data)
        except (ValueError, RecursionError):
            return Problem("key", "key_unreadable")
        if not isinstance(values, dict) or any(values.get(n) != v for n, v in _JWK.items()):
            return Problem("key", "key_foreign")
        given = {name: values[name] for name in ("kty", "crv", "x", "d") if name in values}
    try:
        key = OKPKey.import_key(given, password=passphrase if locked else None)
        if key.curve_name != ALGORITHM:
            return Problem("key", "key_foreign")
        if not isinstance(given, dict):
            return key
        # The two parts of a JSON Web Key could contradict each other: x is computed from d.
        again = _public(key)
        return key if again["x"] == given.get("x") else Problem("key", "key_unreadable")
    except (JoseError, ValueError, TypeError, KeyError, RecursionError):
        return Problem("key", "key_passphrase" if locked else "key_unreadable")


def _held(key: OKPKey) -> SecretKey:
    jwk = _public(key)
    return SecretKey(thumbprint(jwk), jwk, key)


def _public(key: OKPKey) -> dict[str, str]:
    """The public part, computed from the key itself and not from what a file says of it."""
    from joserfc.jwk import OKPKey

    again = OKPKey.import_key(key.as_pem(private=False))
    return {**_JWK, "x": str(again.as_dict(private=False)["x"])}


def _weak(jwk: dict[str, str]) -> bool:
    from base64 import urlsafe_b64decode

    point = bytearray(urlsafe_b64decode(jwk["x"] + "="))
    point[-1] &= 0x7F
    return point.hex() in _SMALL_ORDER
