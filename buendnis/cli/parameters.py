"""Options, arguments and days as click parameters whose help speaks the language of the call."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from buendnis.cli.language import say
from buendnis.texts import T, Text

if TYPE_CHECKING:
    from datetime import date


class Day(click.ParamType["date"]):
    """A day, written 2028-12-31 or 31.12.2028."""

    name = "date"

    def get_metavar(self, param: click.Parameter, ctx: click.Context) -> str:
        """DATE in English, TAG in German help."""
        return say(T("DATE"))

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> date:
        """The day, or a usage error with the forms that are understood."""
        if not isinstance(value, str):
            return value  # type: ignore[no-any-return]
        from buendnis.cli.days import parse_day

        try:
            return parse_day(value)
        except ValueError:
            self.fail(
                say(
                    T(
                        "“{text}” is no day. Write it like 2028-12-31 or 31.12.2028.",
                        text=value[:80],
                    )
                ),
                param,
                ctx,
            )


DAY = Day()


class WholeNumber(click.IntRange):
    """A whole number in plain digits, within a range. (Click itself takes “٤”, “1_0” and “+1”.)"""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> int:
        """The number, or a usage error."""
        if isinstance(value, str) and not (value.isascii() and value.isdigit()):
            self.fail(say(T("“{text}” is no whole number.", text=value[:80])), param, ctx)
        return int(super().convert(value, param, ctx))


class Option(click.Option):
    """An option whose help is a `Text`."""

    def __init__(self, *args: Any, sentence: Text = Text(""), **attrs: Any) -> None:
        self.sentence = sentence
        super().__init__(*args, **attrs)

    @property
    def help(self) -> str | None:
        """The sentence in the language of the call."""
        return say(self.sentence) or None

    @help.setter
    def help(self, value: str | None) -> None:
        """Click sets its own; the sentence stays."""


class Argument(click.Argument):
    """An argument whose help is a `Text`."""

    def __init__(self, *args: Any, sentence: Text = Text(""), **attrs: Any) -> None:
        self.sentence = sentence
        super().__init__(*args, **attrs)

    @property
    def help(self) -> str | None:
        """The sentence in the language of the call."""
        return say(self.sentence) or None

    @help.setter
    def help(self, value: str | None) -> None:
        """Click sets its own; the sentence stays."""
