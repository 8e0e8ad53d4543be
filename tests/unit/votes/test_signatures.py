"""Keys: what is read as one, and what is refused with its reason."""

from __future__ import annotations

import json
from base64 import urlsafe_b64encode
from typing import Any

import pytest
from joserfc.jwk import ECKey, OKPKey, RSAKey

from tests.unit.votes.signing import a_key
from votes.signatures import (
    is_locked,
    new_secret_key,
    read_public_key,
    read_secret_key,
    secret_pem,
    thumbprint,
)

# RFC 8037, appendix A: the key and its thumbprint.
RFC_KEY = {
    "kty": "OKP",
    "crv": "Ed25519",
    "x": "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo",
}
RFC_THUMBPRINT = "kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k"
SMALL = (
    "00" * 32,
    "01" + "00" * 31,
    "01" + "00" * 30 + "80",
    "ec" + "ff" * 30 + "7f",
    "ee" + "ff" * 31,
    "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05",
    "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac03fa",
)


def as_json(value: Any) -> bytes:
    return json.dumps(value).encode()


def test_the_thumbprint_is_that_of_the_standard() -> None:
    assert thumbprint(RFC_KEY) == RFC_THUMBPRINT
    assert read_public_key(as_json({**RFC_KEY, "kid": "x", "use": "sig"})) == (RFC_KEY, [])


def test_two_keys_are_never_the_same() -> None:
    assert new_secret_key().thumbprint != new_secret_key().thumbprint


@pytest.mark.parametrize("passphrase", ["", "geheim", "Łódź und ein langer Satz " * 4])
def test_a_private_key_is_read_back(passphrase: str) -> None:
    key = a_key()
    pem = secret_pem(key, passphrase)
    assert is_locked(pem) is bool(passphrase)
    read, problems = read_secret_key(pem, passphrase)
    assert not problems
    assert read is not None
    assert (read.thumbprint, read.jwk) == (key.thumbprint, key.jwk)


def test_a_private_key_is_read_as_json_too() -> None:
    read, _ = read_secret_key(as_json(a_key().secret.as_dict(private=True)))
    assert read is not None
    assert read.thumbprint == a_key().thumbprint


def test_a_private_key_shows_nothing_of_itself() -> None:
    shown = repr(a_key())
    assert a_key().secret.as_dict(private=True)["d"] not in shown
    assert shown == f"SecretKey({a_key().thumbprint})"


def _mixed() -> dict[str, Any]:
    return {**a_key().secret.as_dict(private=True), "x": a_key("another").jwk["x"]}


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "key_unreadable"),
        (b"\x00\xff" * 50, "key_unreadable"),
        (b"[" * 10_000, "key_unreadable"),
        (b"[]", "key_foreign"),
        (as_json({"kty": "oct", "k": "AAAA"}), "key_foreign"),
        (as_json({"kty": "OKP", "crv": "X25519", "x": RFC_KEY["x"]}), "key_foreign"),
        (as_json({"kty": "OKP", "crv": "Ed25519"}), "key_unreadable"),
        (as_json({**RFC_KEY, "x": "kurz"}), "key_unreadable"),
        (as_json({**RFC_KEY, "x": 7}), "key_unreadable"),
        (as_json({**RFC_KEY, "x": RFC_KEY["x"] + "AAAA"}), "key_unreadable"),
        (b"-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----\n", "key_unreadable"),
        (ECKey.generate_key("P-256").as_pem(private=False), "key_unreadable"),
        (RSAKey.generate_key(2048).as_pem(private=False), "key_unreadable"),
        (OKPKey.generate_key("Ed448").as_pem(private=False), "key_foreign"),
        (secret_pem(a_key()), "key_private"),
        (secret_pem(a_key(), "geheim"), "key_private"),
        (as_json(a_key().secret.as_dict(private=True)), "key_private"),
        *(
            (
                as_json({**RFC_KEY, "x": urlsafe_b64encode(bytes.fromhex(x)).decode().rstrip("=")}),
                "key_weak",
            )
            for x in SMALL
        ),
    ],
    ids=lambda one: one if isinstance(one, str) else "",
)
def test_what_is_no_public_key_is_refused(data: bytes, code: str) -> None:
    found, problems = read_public_key(data)
    assert found is None
    assert [one.code for one in problems] == [code]


@pytest.mark.parametrize(
    ("data", "passphrase", "code"),
    [
        (secret_pem(a_key(), "geheim"), "", "key_locked"),
        (secret_pem(a_key(), "geheim"), "falsch", "key_passphrase"),
        (as_json(RFC_KEY), "", "key_public"),
        (a_key().secret.as_pem(private=False), "", "key_public"),
        (as_json(_mixed()), "", "key_unreadable"),
        (b"-----BEGIN PRIVATE KEY-----\n", "", "key_unreadable"),
        (OKPKey.generate_key("X25519").as_pem(private=True), "", "key_foreign"),
    ],
    ids=lambda one: one if isinstance(one, str) else "",
)
def test_what_is_no_private_key_is_refused(data: bytes, passphrase: str, code: str) -> None:
    found, problems = read_secret_key(data, passphrase)
    assert found is None
    assert [one.code for one in problems] == [code]
