"""The PDF ballot that was filled in: what it says is taken, and nothing else."""

from __future__ import annotations

import zipfile
from io import BytesIO
from pathlib import Path
from typing import Any

import pikepdf
import pytest

from tests.cli.ballot_box import Box, circular, meeting, sealed
from tests.cli.desk import MEETING, MOTION
from tests.hostile.pdf_forms import a_pdf, filled, filled_elsewhere, harmful, prefix_of

GOOD = ("answer:no", "seat:dgb")


@pytest.fixture
def box(tmp_path: Path) -> Box:
    return circular(tmp_path)


def form_of(box: Box) -> bytes:
    """The ballot form of the open motion, as it was sealed."""
    found = next(
        one["number"] for one in box.data("document", "list") if one["kind"] == "stimmzettel"
    )
    target = box.folder / "form.pdf"
    box.run("document", "render", found, "-o", str(target), "--force")
    return target.read_bytes()


def take(box: Box, data: bytes, *words: str, status: int = 0, **how: Any) -> dict[str, Any]:
    target = box.folder / "antwort.pdf"
    target.write_bytes(data)
    (row,) = box.data("vote", "import", str(target), *words, status=status, **how)["ballots"]
    assert isinstance(row, dict)
    return row


def shown(box: Box) -> dict[str, Any]:
    rows = box.data("motion", "show", MOTION)["ballots"]
    return next((one for one in rows if one["seat"] == "dgb"), {})


@pytest.mark.parametrize("fill", [filled, filled_elsewhere])
def test_a_form_that_was_filled_in_is_a_ballot_in_text_form(box: Box, fill: Any) -> None:
    data = fill(form_of(box), GOOD, "Zu wenig „Betriebe“\nin Łódź")
    row = take(box, data)
    assert (row["status"], row["seat"], row["stands"]) == ("recorded", "dgb", True)
    assert (shown(box)["answer"], shown(box)["origin"]) == ("no", "email")
    assert take(box, data)["status"] == "known"
    assert box.data("motion", "tally", MOTION)["no"] == 1
    receipt = box.data("vote", "receipt", MOTION, "--seat", "dgb")
    assert receipt["ballot"] == row["fingerprint"]
    box.run("audit", "verify")


def test_the_packet_holds_the_form_that_is_taken(box: Box) -> None:
    with zipfile.ZipFile(box.folder / "vorlage.zip") as archive:
        name = next(one for one in archive.namelist() if "stimmzettel" in one)
        assert archive.read(name) == form_of(box)


def test_the_fields_name_motion_version_papers_and_seat(box: Box) -> None:
    prefix = prefix_of(form_of(box))
    assert prefix.startswith(f"ballot:{MOTION}:1:")
    assert len(prefix.rpartition(":")[2]) == 16
    with pikepdf.open(BytesIO(form_of(box))) as pdf:
        names = [str(one.T) for one in pdf.Root.AcroForm.Fields]
        # Each field stands on the page that it names.
        for page in pdf.pages:
            for field in page.get("/Annots", ()):
                assert field.P.objgen == page.obj.objgen
    assert len(names) == len(set(names))
    assert f"{prefix}:seat:hochschulen" in names
    assert all(name.startswith(prefix) for name in names)


def test_on_paper_it_says_so(box: Box) -> None:
    take(box, filled(form_of(box), GOOD), "--source", "paper")
    assert shown(box)["origin"] == "paper"


def test_a_later_form_takes_the_place_of_an_earlier_one(box: Box) -> None:
    form = form_of(box)
    take(box, filled(form, GOOD))
    take(box, filled(form, ("answer:yes", "seat:dgb", "by:member")))
    assert shown(box)["answer"] == "yes"


def test_a_form_never_takes_the_place_of_a_signed_ballot(box: Box) -> None:
    file = box.cast("dgb", "yes")
    box.take(file)
    row = take(box, filled(form_of(box), GOOD), status=1)
    assert sealed(file).fingerprint in row["reasons"][0]["remedy"]
    assert shown(box)["answer"] == "yes"


def test_a_signed_ballot_takes_the_place_of_a_form(box: Box) -> None:
    take(box, filled(form_of(box), GOOD))
    box.take(box.cast("dgb", "yes"))
    assert (shown(box)["answer"], shown(box)["origin"]) == ("yes", "signed")


@pytest.mark.parametrize(
    ("ticks", "reason"),
    [
        ((), "Not exactly one seat"),
        (("answer:yes",), "Not exactly one seat"),
        (("seat:dgb",), "Not exactly one answer"),
        (("answer:yes", "answer:no", "seat:dgb"), "Not exactly one answer is ticked: yes, no"),
        (("answer:yes", "seat:dgb", "seat:hwk"), "Not exactly one seat"),
        (("answer:recused", "seat:dgb"), "says to be recused"),
        (("answer:yes", "seat:dgb", "by:member", "by:deputy"), "exclude each other"),
        (("answer:yes", "seat:dgb", "case:vacant", "case:recused"), "exclude each other"),
        (("answer:yes", "seat:dgb", "by:deputy"), "only in a recorded case"),
        (("answer:yes", "seat:dgb", "case:prevented"), "no deputy votes"),
        (("answer:yes", "seat:arl"), "own seat"),
    ],
    ids=str,
)
def test_a_form_that_says_too_little_or_too_much_is_refused(
    box: Box, ticks: tuple[str, ...], reason: str
) -> None:
    row = take(box, filled(form_of(box), ticks), status=1)
    assert row["status"] == "refused"
    assert any(reason in one["message"] for one in row["reasons"])
    assert not shown(box)


def test_a_deputy_fills_in_the_form_in_the_case_of_substitution(box: Box) -> None:
    ticks = (*GOOD, "by:deputy", "case:prevented")
    assert take(box, filled(form_of(box), ticks))["status"] == "recorded"
    assert box.data("motion", "tally", MOTION)["no"] == 1


def test_the_form_of_a_circular_takes_an_objection_to_the_procedure_beside_the_vote(
    box: Box,
) -> None:
    take(box, filled(form_of(box), ("answer:yes", "seat:dgb", "objection:yes")))
    found = box.data("motion", "show", MOTION)
    assert (found["objections"], shown(box)["answer"]) == (["dgb"], "yes")
    # The vote alone, or the objection alone, is another matter.
    take(box, filled(form_of(box), ("answer:no", "seat:hwk")))
    assert box.data("motion", "show", MOTION)["objections"] == ["dgb"]
    row = take(box, filled(form_of(box), ("seat:hwk", "objection:yes")), status=1)
    assert "Not exactly one answer" in row["reasons"][0]["message"]
    box.run("audit", "verify")


def test_in_a_meeting_the_form_has_no_objection_and_takes_none(tmp_path: Path) -> None:
    hall = meeting(tmp_path)
    form = form_of(hall)
    with pikepdf.open(BytesIO(form)) as pdf:
        names = [str(one.T) for one in pdf.Root.AcroForm.Fields]
        assert not any(":objection:" in one for one in names)
        pdf.Root.AcroForm.Fields[0].T = pikepdf.String(f"{prefix_of(form)}:objection:yes")
        out = BytesIO()
        pdf.save(out)
    row = take(hall, filled(out.getvalue(), ("answer:no", "seat:dgb", "objection:yes")), status=1)
    assert "voted on in a meeting" in row["reasons"][0]["message"]


def test_the_form_of_a_circular_is_none_for_the_meeting_that_it_was_moved_to(box: Box) -> None:
    form = form_of(box)
    take(box, filled(form, GOOD))
    box.run("motion", "move", MOTION, "--meeting", MEETING)
    row = take(box, filled(form, ("answer:yes", "seat:hwk")), status=1)
    assert "another version or other papers" in row["reasons"][0]["message"]
    assert not shown(box)


def test_after_a_condition_only_the_form_of_the_new_version_is_taken(box: Box) -> None:
    old = form_of(box)
    take(box, filled(old, GOOD))
    how = ("--text", "Bericht", "--owner", "Träger", "--due", "2025-05-01", "--evidence", "Vermerk")
    box.run("motion", "adopt", MOTION, *how)
    assert not shown(box)
    row = take(box, filled(old, ("answer:yes", "seat:hwk")), status=1)
    assert "another version" in row["reasons"][0]["message"]
    with zipfile.ZipFile(box.packet("neu.zip")) as archive:
        (name,) = [one for one in archive.namelist() if "stimmzettel" in one]
        new = archive.read(name)
    assert take(box, filled(new, GOOD))["status"] == "recorded"
    # The key signs on the new packet too, by file and against the record.
    box.take(box.cast("hwk", "yes", packet=str(box.folder / "neu.zip")))
    assert box.standing("hwk") == "yes"
    (row,) = box.take(box.cast("hwk", "no"), status=1)
    assert "is for version 1" in row["reasons"][0]["message"]
    box.run("audit", "verify")


def test_in_a_meeting_the_form_of_an_absent_seat_is_refused(tmp_path: Path) -> None:
    hall = meeting(tmp_path)
    hall.run("meeting", "attend", MEETING, "dgb=absent")
    row = take(hall, filled(form_of(hall), GOOD), status=1)
    assert "absent" in row["reasons"][0]["message"]


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        (("V1:1:", "V1:2:"), "another version or other papers"),
        (("V1:1:", "V2:1:"), "no motion"),
        (("LW-2025-001", "LW-2025-999"), "no motion"),
    ],
)
def test_a_form_of_another_motion_or_version_is_refused(
    box: Box, change: tuple[str, str], reason: str
) -> None:
    form = form_of(box)
    data = filled(form, GOOD, prefix=prefix_of(form).replace(*change))
    assert any(reason in one["message"] for one in take(box, data, status=1)["reasons"])


def test_a_form_for_other_papers_is_refused(box: Box) -> None:
    form = form_of(box)
    data = filled(form, GOOD, prefix=prefix_of(form)[:-16] + "0" * 16)
    assert "other papers" in take(box, data, status=1)["reasons"][0]["message"]


def test_a_form_that_comes_too_late_is_refused(box: Box) -> None:
    data = filled(form_of(box), GOOD)
    box.today = "2025-06-01"
    assert "ended on" in take(box, data, status=1)["reasons"][0]["message"]
    assert take(box, data, "--on", "2025-05-31")["status"] == "recorded"


def test_two_forms_in_one_file_are_refused(box: Box) -> None:
    one = f"<< /T (ballot:{MOTION}:1:aaaaaaaaaaaaaaaa:answer:yes) /FT /Btn /V /Yes >>"
    other = f"<< /T (ballot:{MOTION}:1:bbbbbbbbbbbbbbbb:seat:dgb) /FT /Btn /V /Yes >>"
    row = take(box, a_pdf(f"/AcroForm << /Fields [{one} {other}] >>"), status=2)
    assert "two ballot forms" in row["reasons"][0]["message"]


def test_a_text_with_control_characters_does_not_reach_the_record(box: Box) -> None:
    row = take(box, filled(form_of(box), GOOD, "\x1b[2J"), status=2)
    assert "control character" in row["reasons"][0]["message"]


@pytest.mark.parametrize("name", harmful())
def test_a_pdf_that_is_no_form_or_does_harm_is_unreadable(box: Box, name: str) -> None:
    row = take(box, harmful()[name], status=2)
    assert row["status"] == "unreadable"
    assert row["reasons"][0]["message"]


def test_a_locked_pdf_is_unreadable(box: Box) -> None:
    out = BytesIO()
    with pikepdf.open(BytesIO(form_of(box))) as pdf:
        pdf.save(out, encryption=pikepdf.Encryption(owner="a", user="b"))
    assert "password" in take(box, out.getvalue(), status=2)["reasons"][0]["message"]


@pytest.mark.parametrize("cut", [20, 1000, 20_000, -100])
def test_a_form_that_was_cut_off_is_not_misread(box: Box, cut: int) -> None:
    data = filled(form_of(box), GOOD)[:cut]
    target = box.folder / "antwort.pdf"
    target.write_bytes(data)
    (row,) = box.data("vote", "import", str(target), status=None)["ballots"]
    if row["status"] == "recorded":
        assert shown(box)["answer"] == "no"
    else:
        assert row["status"] in ("unreadable", "refused")
