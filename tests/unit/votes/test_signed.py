"""A signed ballot is one sequence of bytes: whatever else is read as none, or does not verify."""

from __future__ import annotations

import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from typing import Any

import pytest
from joserfc import jws
from jwcrypto import jwk as outside_jwk
from jwcrypto import jws as outside_jws

from tests.unit.votes.signing import a_ballot, a_key, sealed
from votes.signed import BALLOT_SIZE, MOST_CONDITIONS, Sealed, faults, read_ballot, sign


def text(value: Any) -> bytes:
    return json.dumps(value, sort_keys=True, separators=(",", ":")).encode()


def part(data: bytes) -> bytes:
    return urlsafe_b64encode(data).rstrip(b"=")


def parts_of(one: Sealed) -> tuple[dict[str, Any], dict[str, Any]]:
    header, payload, _ = one.data.split(b".")
    return tuple(json.loads(urlsafe_b64decode(x + b"==")) for x in (header, payload))  # type: ignore[return-value]


def forged(header: Any, payload: bytes) -> bytes:
    """Header and payload as given, truly signed by the key as RFC 7515 says."""
    message = part(header if isinstance(header, bytes) else text(header)) + b"." + part(payload)
    raw = a_key().secret.get_op_key("sign").sign(message)
    return message + b"." + part(raw)


def codes(data: bytes) -> set[str]:
    found, problems = read_ballot(data)
    assert found is None
    return {one.code for one in problems}


def test_a_ballot_is_read_back_as_it_was_signed() -> None:
    one = sealed(reason="Zu wenig – „Łódź“", conditions=("bis März",), replaces="c" * 64)
    read, problems = read_ballot(one.data + b"\r\n")
    assert not problems
    assert read is not None
    assert read.ballot == one.ballot
    assert read.fingerprint == one.fingerprint
    assert read.signed_by(a_key().jwk)
    assert not read.signed_by(a_key("another").jwk)


def test_a_library_that_we_do_not_use_verifies_a_ballot() -> None:
    one = sealed(answer="abstain", conditions=("a", "b"))
    outside = outside_jws.JWS()
    outside.allowed_algs = ["Ed25519"]
    key = outside_jwk.JWK(**a_key().jwk)
    outside.deserialize(one.data.decode(), key)
    assert json.loads(outside.payload)["answer"] == "abstain"
    assert key.thumbprint() == a_key().thumbprint == outside.jose_header["kid"]
    other = outside_jws.JWS()
    other.allowed_algs = ["Ed25519"]
    with pytest.raises(outside_jws.InvalidJWSSignature):
        other.deserialize(one.data.decode(), outside_jwk.JWK(**a_key("another").jwk))


def test_a_ballot_that_another_library_signed_is_read() -> None:
    header, payload = parts_of(sealed())
    token = outside_jws.JWS(text(payload))
    token.allowed_algs = ["Ed25519"]
    key = outside_jwk.JWK.from_json(json.dumps(a_key().secret.as_dict(private=True)))
    token.add_signature(key, "Ed25519", text(header).decode())
    read, problems = read_ballot(token.serialize(compact=True).encode())
    assert not problems
    assert read is not None
    assert read.signed_by(a_key().jwk)


def test_one_byte_altered_anywhere_is_seen() -> None:
    one = sealed(reason="Grund", conditions=("Bedingung",))
    altered = 0
    for place in range(len(one.data)):
        for bit in range(8):
            data = bytearray(one.data)
            data[place] ^= 1 << bit
            read, problems = read_ballot(bytes(data))
            altered += 1
            if read is not None:
                assert not read.signed_by(a_key().jwk), (place, bit)
                assert read.fingerprint != one.fingerprint
            else:
                assert problems
    assert altered == 8 * len(one.data)


@pytest.mark.parametrize("place", [0, 10, 120, 300, -90, -87, -40, -1])
def test_a_byte_more_or_less_is_seen(place: int) -> None:
    data = sealed().data
    for wrong in (data[:place] + data[place:][1:], data[:place] + b"A" + data[place:]):
        read, problems = read_ballot(wrong)
        assert problems or (read is not None and not read.signed_by(a_key().jwk))


@pytest.mark.parametrize("alg", ["EdDSA", "none", "HS256", "ES256", "Ed448", "ed25519", "", 7])
def test_no_other_algorithm_counts(alg: Any) -> None:
    header, payload = parts_of(sealed())
    assert codes(forged({**header, "alg": alg}, text(payload))) == {"ballot_algorithm"}


def test_no_signature_is_none() -> None:
    header, payload = parts_of(sealed())
    bare = part(text({**header, "alg": "none"})) + b"." + part(text(payload)) + b"."
    assert codes(bare) == {"ballot_unreadable"}


def test_the_public_key_is_no_secret_of_an_hmac() -> None:
    from joserfc.jwk import OctKey

    header, payload = parts_of(sealed())
    secret = OctKey.import_key(urlsafe_b64decode(a_key().jwk["x"] + "="))
    token = jws.serialize_compact({**header, "alg": "HS256"}, text(payload), secret, ["HS256"])
    assert codes(token.encode()) <= {"ballot_algorithm", "ballot_unreadable"}


@pytest.mark.parametrize(
    "header",
    [
        {"kid": "x" * 43},
        {"typ": "JWT"},
        {"crit": ["exp"], "exp": 1},
        {"jwk": {"kty": "OKP", "crv": "Ed25519", "x": "A" * 43}},
        {"jku": "https://example.org/keys"},
        {"b64": False, "crit": ["b64"]},
    ],
    ids=lambda one: next(iter(one)),
)
def test_a_header_that_says_more_or_else_is_refused(header: dict[str, Any]) -> None:
    mine, payload = parts_of(sealed())
    assert codes(forged({**mine, **header}, text(payload))) == {"ballot_form"}


@pytest.mark.parametrize(
    "change",
    [
        lambda p: json.dumps(p).encode(),
        lambda p: text(p)[:-1] + b',"answer":"no"}',
        lambda p: text({**p, "more": 1}),
        lambda p: text({k: v for k, v in p.items() if k != "seat"}),
        lambda p: text({**p, "version": "1"}),
        lambda p: text({**p, "conditions": "keine"}),
        lambda p: text([p]),
        lambda _: b"\xff\xfe",
        lambda _: b"",
        lambda p: text(p).replace(b"yes", b"y\\u0065s"),
        lambda p: text({**p, "reason": 0}).replace(b"0,", b"[" * 5000 + b"]" * 5000 + b","),
    ],
    ids=range(11),
)
def test_a_payload_in_another_form_is_refused_though_it_is_signed(change: Any) -> None:
    header, payload = parts_of(sealed())
    assert codes(forged(header, change(payload))) <= {"ballot_form", "ballot_unreadable"}


@pytest.mark.parametrize("header", [b"[" * 20000, b"[]", b"null", b'{"alg":"Ed25519"', b"\x80"])
def test_a_header_that_is_none_is_refused(header: bytes) -> None:
    _, payload = parts_of(sealed())
    assert codes(forged(header, text(payload))) == {"ballot_unreadable"}


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"answer": "maybe"}, "choice_unknown"),
        ({"by": "guest"}, "choice_unknown"),
        ({"by": "deputy"}, "deputy_without_case"),
        ({"by": "deputy", "case": "lazy"}, "choice_unknown"),
        ({"case": "prevented"}, "case_without_deputy"),
        ({"version": 0}, "number_zero"),
        ({"question": "A" * 64}, "fingerprint_wrong"),
        ({"papers": "b" * 63}, "fingerprint_wrong"),
        ({"replaces": "c" * 65}, "fingerprint_wrong"),
        ({"motion": " "}, "text_empty"),
        ({"motion": "x" * 101}, "text_long"),
        ({"seat": "dgb\x00"}, "text_control"),
        ({"reason": "\x1b[2J"}, "text_control"),
        ({"reason": "x" * 10_001}, "text_long"),
        ({"conditions": ("",)}, "text_empty"),
        ({"conditions": ("x",) * (MOST_CONDITIONS + 1)}, "conditions_many"),
        ({"cast_at": "2026-05-04"}, "time_wrong"),
        ({"cast_at": "2026-02-30T10:00:00Z"}, "time_wrong"),
        ({"cast_at": "2026-5-4T10:00:00Z"}, "time_wrong"),
        ({"cast_at": "0001-01-01T00:00:00Z"}, "time_wrong"),
        ({"cast_at": "9999-12-31T23:59:59Z"}, "time_wrong"),
        ({"cast_at": "2026-05-04T10:00:00+00:00"}, "time_wrong"),
        ({"ballot": 2}, "choice_unknown"),
    ],
    ids=str,
)
def test_what_no_ballot_can_say_is_neither_signed_nor_read(
    change: dict[str, Any], code: str
) -> None:
    wrong = a_ballot(**change)
    assert {one.code for one in faults(wrong)} == {code}
    signed, problems = sign(wrong, a_key())
    assert signed is None
    assert [one.code for one in problems] == [code]
    header, payload = parts_of(sealed())
    assert code in codes(forged(header, text({**payload, **change})))


def test_a_key_that_is_no_thumbprint_is_refused() -> None:
    header, payload = parts_of(sealed())
    wrong = forged({**header, "kid": "kurz"}, text({**payload, "key": "kurz"}))
    assert codes(wrong) == {"thumbprint_wrong"}


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b".",
        b"..",
        b"a.b.c",
        b"\x00" * 100,
        b"%PDF-1.7",
        b"x" * (BALLOT_SIZE + 1),
        "ä".encode(),
    ],
    ids=range(8),
)
def test_junk_is_no_ballot(data: bytes) -> None:
    assert codes(data) <= {"ballot_unreadable", "ballot_large"}
