"""A program that is not ours verifies a ballot: OpenSSL, with the member's own key file."""

from __future__ import annotations

import hashlib
import json
import subprocess
from base64 import urlsafe_b64decode
from pathlib import Path

import pytest

from tests.cli.ballot_box import Box, circular, sealed

pytestmark = pytest.mark.outside


@pytest.fixture
def box(tmp_path: Path) -> Box:
    return circular(tmp_path)


def openssl(*words: str | Path) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(["openssl", *map(str, words)], capture_output=True)


def test_openssl_verifies_a_ballot_and_finds_an_altered_one(box: Box) -> None:
    file = box.cast("dgb", "no", "--reason", "Zu wenig – „Łódź“")
    message, _, signature = file.read_bytes().strip().rpartition(b".")
    pem, body, sig = (box.folder / name for name in ("pub.pem", "message", "signature"))
    made = openssl("pkey", "-in", box.keys["dgb"], "-pubout", "-out", pem)
    assert made.returncode == 0, made.stderr
    sig.write_bytes(urlsafe_b64decode(signature + b"=="))
    words = ("pkeyutl", "-verify", "-rawin", "-pubin", "-inkey", pem, "-in", body, "-sigfile", sig)
    body.write_bytes(message)
    done = openssl(*words)
    assert done.returncode == 0, done.stderr
    assert b"Verified Successfully" in done.stdout
    body.write_bytes(message[:-1] + b"_")
    assert openssl(*words).returncode != 0


def test_a_key_that_openssl_made_is_registered_and_signs(box: Box) -> None:
    private, public = box.folder / "ssl.pem", box.folder / "ssl.pub.pem"
    assert openssl("genpkey", "-algorithm", "ed25519", "-out", private).returncode == 0
    assert openssl("pkey", "-in", private, "-pubout", "-out", public).returncode == 0
    box.run("key", "register", "hireg", str(public), "--person", "Person")
    box.keys["hireg"] = private
    assert box.take(box.cast("hireg"))[0]["status"] == "recorded"


def test_a_locked_key_is_what_openssl_opens(box: Box) -> None:
    phrase = box.folder / "pass.txt"
    phrase.write_text("geheim\n")
    target = box.folder / "locked.pem"
    box.run("key", "new", "-o", str(target), "--passphrase-file", str(phrase))
    assert openssl("pkey", "-in", target, "-passin", "pass:geheim", "-noout").returncode == 0
    assert openssl("pkey", "-in", target, "-passin", "pass:falsch", "-noout").returncode != 0


def test_the_fingerprint_and_the_entry_s_hash_are_plain_sha256(box: Box) -> None:
    file = box.cast("dgb")
    box.take(file)
    found = openssl("dgst", "-sha256", "-r", file).stdout.split()[0].decode()
    assert found == sealed(file).fingerprint
    target = box.folder / "q.json"
    box.run("vote", "receipt", "LW-2025-001-V1", "--seat", "dgb", "-o", str(target))
    receipt = json.loads(target.read_text())
    assert receipt["ballot"] == found
    # As the handbook says it: the entry's columns as compact JSON.
    text = json.dumps(receipt["columns"], ensure_ascii=False, separators=(",", ":"))
    assert hashlib.sha256(text.encode()).hexdigest() == receipt["entry"]
