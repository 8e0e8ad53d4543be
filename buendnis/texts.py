"""Texts that a person reads: English in the code, German (or more) from a catalogue.

A `Text` keeps sentence and values apart, so that a finding can be stored in the record and be
read in another language later. Values keep their meaning: an amount is `Cents`, a day is a
`date`; how they are written follows the reader's language.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from buendnis.money import Cents, written_amount

Translate = Callable[[str], str]


class Text:
    """One sentence with its values; it never changes.

    `msgid` is the English sentence with `{name}` fields, the key into the catalogue; `values`
    fills the fields. (Written out: importing dataclasses for this one class would cost a
    twentieth of the start-up time of `--help`.)
    """

    __slots__ = ("msgid", "values")

    msgid: str
    values: Mapping[str, Any]

    def __init__(self, msgid: str, values: Mapping[str, Any] | None = None) -> None:
        object.__setattr__(self, "msgid", msgid)
        object.__setattr__(self, "values", {} if values is None else values)

    def __setattr__(self, name: str, value: Any) -> None:
        raise AttributeError(f"a text never changes: {name}")

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Text):
            return NotImplemented
        return self.msgid == other.msgid and self.values == other.values

    def __hash__(self) -> int:
        return hash(self.msgid)

    def __repr__(self) -> str:
        return f"Text({self.msgid!r}, {self.values!r})"

    def __reduce__(self) -> tuple[type[Text], tuple[str, Mapping[str, Any]]]:
        return Text, (self.msgid, self.values)

    def render(self, translate: Translate | None = None, language: str = "en") -> str:
        """The sentence in the reader's language; without `translate`, in English."""
        sentence = translate(self.msgid) if translate and self.msgid else self.msgid
        if not self.values:
            return sentence.replace("{{", "{").replace("}}", "}")
        return sentence.format(
            **{name: written(value, translate, language) for name, value in self.values.items()}
        )

    def __str__(self) -> str:
        return self.render()

    def to_data(self) -> dict[str, Any]:
        """As JSON values, for the record; `text_from_data` reads it back."""
        return {"msgid": self.msgid, "values": {k: _to_data(v) for k, v in self.values.items()}}


def T(msgid: str, **values: Any) -> Text:  # noqa: N802 - the extraction mark, short on purpose
    """Mark a sentence for the catalogue and bind its values."""
    return Text(msgid, values)


def verbatim(text: str) -> Text:
    """A text that is no sentence of the program (a name, a quotation) and is never translated."""
    return Text("{text}", {"text": text})


def written(value: Any, translate: Translate | None = None, language: str = "en") -> str:
    """One value as the language writes it: 500.000,00 € and 31.12.2028 in German."""
    if isinstance(value, Text):
        return value.render(translate, language)
    if isinstance(value, Cents):
        return written_amount(value, language)
    if isinstance(value, date):
        return value.strftime("%d.%m.%Y") if language == "de" else value.isoformat()
    if isinstance(value, tuple | list):
        return ", ".join(written(one, translate, language) for one in value)
    return str(value)


def text_from_data(data: Mapping[str, Any]) -> Text:
    """The `Text` that `Text.to_data` wrote."""
    return Text(data["msgid"], {k: _from_data(v) for k, v in data["values"].items()})


def _to_data(value: Any) -> Any:
    if isinstance(value, Text):
        return {"text": value.to_data()}
    if isinstance(value, Cents):
        return {"cents": int(value)}
    if isinstance(value, date):
        return {"date": value.isoformat()}
    if isinstance(value, tuple | list):
        return [_to_data(one) for one in value]
    return value


def _from_data(value: Any) -> Any:
    if isinstance(value, dict):
        if "text" in value:
            return text_from_data(value["text"])
        if "cents" in value:
            return Cents(value["cents"])
        return date.fromisoformat(value["date"])
    if isinstance(value, list):
        return tuple(_from_data(one) for one in value)
    return value
