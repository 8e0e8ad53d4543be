"""The head of a stored e-mail, whatever its bytes are, and drafts of our own."""

from __future__ import annotations

from email import message_from_bytes, policy

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from buendnis.documents.covering import with_enclosures
from buendnis.facts import Mail
from buendnis.mail import Attached, draft, is_mail, read_head


@pytest.mark.parametrize(
    ("head", "found"),
    [
        (b"From: dgb@example.org", Mail(sender="dgb@example.org")),
        (b"From: Frau Muster <DGB@Example.org>", Mail(sender="dgb@example.org")),
        (b'From: "Muster, Erika" <e@example.org>', Mail(sender="e@example.org")),
        (b"From:\r\n Frau Muster\r\n <e@example.org>", Mail(sender="e@example.org")),
        (b"From: =?utf-8?q?J=C3=B6rg?= <j@example.org>", Mail(sender="j@example.org")),
        (b"From: nobody", Mail(sender="nobody")),
        (b"Subject: =?iso-8859-1?q?J=E4?=", Mail(subject="Jä")),
        (b"Subject: =?utf-8?b?SsOk?=", Mail(subject="Jä")),
        (b"Subject: =?nonsense?q?J=E4?=", Mail(subject="=?nonsense?q?J=E4?=")),
        (b"Subject: a\x00b\x1bc", Mail(subject="a b c")),
        ("Subject: a\u202eb".encode(), Mail(subject="a b")),
        ("Subject: Jä".encode(), Mail(subject="Jä")),
        ("Subject: Jä".encode("latin-1"), Mail(subject="J\ufffd")),
        (b"Date: Thu, 10 Apr 2025 09:30:00 +0200", Mail(sent_at="2025-04-10T09:30:00+02:00")),
        (b"Date: Sun, 26 Oct 2025 02:30:00 +0100", Mail(sent_at="2025-10-26T02:30:00+01:00")),
        (b"Date: tomorrow", Mail()),
        (b"Date: Thu, 99 Apr 99999 09:30:00 +0200", Mail()),
        (b"Message-ID: <1@example.org>", Mail(id="<1@example.org>")),
        (b"", Mail()),
        (b"\r\n\r\nFrom: x@example.org", Mail()),
        (b"%PDF-1.4", Mail()),
    ],
)
def test_the_head_of_a_mail_is_read_as_far_as_it_can_be(head: bytes, found: Mail) -> None:
    assert read_head(head + b"\r\n\r\nJa.\r\n") == found


def test_a_huge_head_is_read_in_bounds() -> None:
    long = b"Subject: " + b"x" * 1_000_000 + b"\r\nFrom: a@example.org\r\n\r\n"
    assert len(read_head(long).subject) <= 300
    many = b"".join(b"X-%d: y\r\n" % number for number in range(20_000))
    assert read_head(many + b"From: a@example.org\r\n\r\n").sender in ("", "a@example.org")
    nested = b"From: " + b"(" * 50_000 + b"a@example.org\r\n\r\n"
    assert len(read_head(nested).sender) <= 300


@settings(max_examples=300, deadline=None)
@given(
    st.lists(
        st.tuples(
            st.sampled_from([b"From", b"Date", b"Subject", b"Message-ID", b"To"]),
            st.binary(max_size=80),
        ),
        max_size=6,
    )
)
def test_no_bytes_break_the_reading(lines: list[tuple[bytes, bytes]]) -> None:
    mail = read_head(b"".join(name + b": " + value + b"\r\n" for name, value in lines))
    for text in (mail.sender, mail.sent_at, mail.subject, mail.id):
        assert text == "" or text.isprintable()
        text.encode()


@pytest.mark.parametrize(("name", "mail"), [("a.eml", True), ("A.EML", True), ("a.pdf", False)])
def test_a_mail_is_known_by_its_name(name: str, mail: bool) -> None:
    assert is_mail(name) == mail


def test_a_draft_is_unsent_and_the_same_each_time() -> None:
    made = [
        draft(
            "buero@example.org",
            ["dgb@example.org", ""],
            "Grüße\r\nBcc: x@example.org",
            "Sehr geehrte Damen und Herren,\nschön.",
            [Attached("brief.pdf", b"%PDF")],
        )
        for _ in range(2)
    ]
    assert made[0] == made[1]
    mail = message_from_bytes(made[0], policy=policy.default)
    assert mail["X-Unsent"] == "1"
    assert (mail["To"], mail["Bcc"]) == ("dgb@example.org", None)
    assert mail["Subject"] == "Grüße Bcc: x@example.org"
    text, letter = mail.iter_parts()
    assert "schön." in text.get_content()
    assert (letter.get_filename(), letter.get_content()) == ("brief.pdf", b"%PDF")


def test_a_calendar_file_goes_as_a_calendar() -> None:
    params = {"method": "PUBLISH", "charset": "utf-8"}
    made = draft("", [], "x", "y", [Attached("a.ics", b"BEGIN:VCALENDAR", "text/calendar", params)])
    mail = message_from_bytes(made, policy=policy.default)
    (part,) = mail.iter_attachments()
    assert (part.get_content_type(), part.get_filename()) == ("text/calendar", "a.ics")
    assert part["Content-Type"].params == params
    assert part.get_payload(decode=True) == b"BEGIN:VCALENDAR"


def test_a_draft_without_an_address_leaves_the_field_to_the_sender() -> None:
    mail = message_from_bytes(draft("", [], "x", "y"), policy=policy.default)
    assert (mail["To"], mail["From"], mail["X-Unsent"]) == (None, None, "1")


def test_what_has_to_be_added_by_hand_stands_first() -> None:
    text = with_enclosures("Guten Tag\n", ["a.pdf"], ["Projektskizze", "Votum"])
    first, *_, last = text.splitlines()
    assert "von Hand beizufügen" in first
    assert "Projektskizze; Votum" in first
    assert last == "- a.pdf"
    assert with_enclosures("Guten Tag\n", [], []) == "Guten Tag\n"
