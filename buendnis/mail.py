"""E-mail as a file: the head of one that came in, and a draft of one that is to go out.

The one door to the standard library's `email`. A head says what its sender wrote into it; nothing
here proves that it is true.
"""

from __future__ import annotations

import email
from collections.abc import Iterable
from email import policy
from email.errors import HeaderParseError
from email.header import decode_header, make_header
from email.message import EmailMessage
from email.parser import BytesHeaderParser
from email.utils import parseaddr, parsedate_to_datetime

from msgspec import Struct

from buendnis.canon import fingerprint
from buendnis.facts import Mail

_HEAD, _VALUE, _SHOWN = 100_000, 2_000, 300
_SUFFIX = ".eml"


class Attached(Struct, frozen=True):
    """A file that goes with a draft; type: its media type, params: what stands behind that."""

    name: str
    body: bytes
    type: str = "application/pdf"
    params: dict[str, str] = {}


def is_mail(name: str) -> bool:
    """Whether a file of that name is a stored e-mail."""
    return name.lower().endswith(_SUFFIX)


def read_head(body: bytes) -> Mail:
    """What the head of a stored e-mail says; what cannot be read is empty.

    Texts are one line of at most 300 printable characters, whatever the bytes are.
    """
    head = BytesHeaderParser(policy=policy.compat32).parsebytes(body[:_HEAD])
    values = {name: _value(head, name) for name in ("From", "Date", "Subject", "Message-ID")}
    return Mail(
        sender=_plain(parseaddr(values["From"])[1]).lower(),
        sent_at=_moment(values["Date"]),
        subject=values["Subject"],
        id=values["Message-ID"],
    )


def draft(
    sender: str,
    recipients: Iterable[str],
    subject: str,
    text: str,
    attached: Iterable[Attached] = (),
) -> bytes:
    """An e-mail to look over and send (`X-Unsent: 1`), the same bytes for the same contents.

    recipients: addresses; without any the field is left to whoever sends it.
    """
    message = EmailMessage(policy=policy.SMTP.clone(cte_type="7bit"))
    message["X-Unsent"] = "1"
    if sender:
        message["From"] = _plain(sender)
    to = ", ".join(_plain(one) for one in recipients if "@" in one)
    if to:
        message["To"] = to
    message["Subject"] = _plain(subject)
    message.set_content(text, charset="utf-8")
    for one in attached:
        main, _, sub = one.type.partition("/")
        message.add_attachment(
            one.body, maintype=main, subtype=sub, filename=_plain(one.name), params=one.params
        )
    if message.is_multipart():
        message.set_boundary(f"=={fingerprint(text.encode())[:32]}==")
    return message.as_bytes()


def _value(head: email.message.Message, name: str) -> str:
    found = (value for key, value in head.raw_items() if key.lower() == name.lower())
    raw = str(next(found, ""))[:_VALUE]
    # Some programs write letters beyond ASCII as they are: these are taken for UTF-8.
    raw = raw.encode("utf-8", "surrogateescape").decode("utf-8", "replace")
    try:
        text = str(make_header(decode_header(raw)))
    except (UnicodeError, LookupError, ValueError, HeaderParseError):
        text = raw
    return _plain(text)


def _plain(text: str) -> str:
    """One line without control and bidi characters."""
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())[:_SHOWN]


def _moment(text: str) -> str:
    try:
        return parsedate_to_datetime(text).isoformat()
    except (TypeError, ValueError, OverflowError, IndexError):
        return ""
