"""What is refused or unreadable of the ballots that are typed and taken, and what helps."""

from __future__ import annotations

import json
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import pikepdf
import pytest
from msgspec.structs import replace

from buendnis.documents.pdf_fields import read_fields
from buendnis.errors import Unreadable
from tests.cli.ballot_box import Box, circular, meeting, sealed
from tests.cli.desk import MEETING, MOTION

ELECTION = "B-2025-01-V1"


@pytest.fixture
def box(tmp_path: Path) -> Box:
    return circular(tmp_path)


@pytest.fixture
def hall(tmp_path: Path) -> Box:
    box = meeting(tmp_path)
    box.run("motion", "open", "--title", "Wahl", "--kind", "election", "--meeting", MEETING)
    return box


def test_an_election_asks_for_no_signature(hall: Box) -> None:
    packet = hall.packet("wahl.zip", ELECTION)
    guide = ZipFile(packet).read("LIESMICH.txt").decode()
    assert "geheim" in guide
    assert "vote cast" not in guide
    words = ("--seat", "dgb", "--answer", "yes", "--key", str(hall.keys["dgb"]), "--yes")
    for what in (str(packet), ELECTION):
        done = hall.run("vote", "cast", what, *words, status=1)
        assert "secret ballot" in done.stderr


def test_a_ballot_for_an_election_stops_none_of_the_others(hall: Box) -> None:
    packet = hall.packet("wahl.zip", ELECTION)
    with ZipFile(packet) as whole:
        frame = json.loads(whole.read("vorlage.json"))
    good = hall.cast("dgb")
    wrong = hall.forged(replace(sealed(good).ballot, motion=ELECTION, version=frame["version"]))
    rows = hall.take(wrong, good, status=1)
    assert [one["status"] for one in rows] == ["refused", "recorded"]
    assert "secret ballot" in str(rows[0]["reasons"])
    assert hall.standing() == "yes"


def test_a_field_whose_value_is_an_object_makes_the_form_unreadable() -> None:
    pdf = pikepdf.new()
    field = pikepdf.Dictionary(T=pikepdf.String("x"), V=pikepdf.Dictionary({"/A": 1}))
    pdf.Root.AcroForm = pikepdf.Dictionary(Fields=pikepdf.Array([field]))
    file = BytesIO()
    pdf.save(file)
    with pytest.raises(Unreadable):
        read_fields(file.getvalue())


def test_a_version_of_many_digits_is_cut(box: Box) -> None:
    # Larger than JSON carries as a number of its own is already another matter: unreadable.
    ballot = replace(sealed(box.cast("dgb")).ballot, version=10**400)
    (row,) = box.take(box.forged(ballot), status=None)
    assert row["status"] in ("refused", "unreadable")
    assert "0" * 81 not in json.dumps(row)


def test_a_file_that_is_there_is_replaced_only_where_it_is_said(box: Box) -> None:
    target = box.folder / "s.jws"
    words = ("vote", "cast", str(box.folder / "vorlage.zip"), "--seat", "dgb", "--yes")
    words += ("--key", str(box.keys["dgb"]), "-o", str(target), "--answer")
    box.run(*words, "yes")
    assert "--force" in box.run(*words, "no", status=1).stderr
    box.run(*words, "no", "--force")
    assert sealed(target).ballot.answer == "no"


def test_a_key_of_another_seat_or_a_revoked_one_is_made_anew(box: Box) -> None:
    public = str(box.folder / "dgb.pub.json")

    def said(seat: str) -> str:
        words = ("key", "register", seat, public, "--person", "Person dgb")
        return box.run(*words, status=1).stderr

    assert "Nothing is left to do" in said("dgb")
    assert "key new" in said("hwk")
    box.run("key", "revoke", sealed(box.cast("dgb")).ballot.key, "--reason", "verloren")
    assert "key new" in said("dgb")


def test_a_known_ballot_that_no_longer_counts_says_that_a_new_one_is_needed(box: Box) -> None:
    file = box.cast("dgb")
    box.take(file)
    box.run("vote", "recuse", MOTION, "--seat", "dgb", "--because", "bewirbt sich")
    box.run("vote", "recuse", MOTION, "--seat", "dgb", "--lift", "--because", "Irrtum")
    (row,) = box.take(file)
    assert (row["status"], row["stands"]) == ("known", False)
    assert row["reasons"][0]["remedy"] == "A new ballot is needed."
