"""How a command is declared: its sentences, its parameters, and the global options it shares.

    @command(T("Show the deadlines."), examples=("buendnis deadlines",), reading=True)
    @option("--ics", T("Write a calendar file."), metavar="FILE")
    def deadlines(call: Invocation, ics: str | None) -> Output: ...

Sentences are `Text`, so that help speaks the language of the call and not of the import.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any, TypeVar

import click

from buendnis.cli.invocation import Invocation, parse_actor
from buendnis.cli.language import LANGUAGES, say, translate
from buendnis.cli.parameters import DAY, Argument, Option
from buendnis.texts import T, Text

if TYPE_CHECKING:
    from buendnis.cli.output import Output

__all__ = [
    "DAY",
    "Argument",
    "Command",
    "GlobalOption",
    "Option",
    "Spoken",
    "argument",
    "command",
    "global_options",
    "on_option",
    "option",
    "usage_word",
    "write_examples",
    "write_section",
]

_Decorated = TypeVar("_Decorated", bound=Callable[..., Any])


class Spoken(click.Command):
    """What commands and groups share: a help that speaks the language of the call."""

    def collect_usage_pieces(self, ctx: click.Context) -> list[str]:
        """The words of the usage line in the reader's language."""
        return [usage_word(one) for one in super().collect_usage_pieces(ctx)]

    def get_help_option(self, ctx: click.Context) -> click.Option | None:
        """Click's `--help`; click keeps its sentence from the first call, so it is said again."""
        found = super().get_help_option(ctx)
        if found is not None:
            found.help = translate("Show this message and exit.")
        return found

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Own options first, the global ones in a section of their own."""
        own: list[tuple[str, str]] = []
        shared: list[tuple[str, str]] = []
        for param in self.get_params(ctx):
            if isinstance(param, click.Argument):
                continue
            record = param.get_help_record(ctx)
            if record is not None:
                (shared if isinstance(param, GlobalOption) else own).append(record)
        write_section(formatter, T("Options"), own)
        write_section(formatter, T("Global options"), shared)


class Command(Spoken):
    """A command with a translated help, examples, and the global options; prints its answer."""

    def __init__(
        self,
        name: str | None,
        sentence: Text,
        examples: Sequence[str] = (),
        more: Sequence[Text] = (),
        **attrs: Any,
    ) -> None:
        self.sentence, self.examples, self.more = sentence, tuple(examples), tuple(more)
        super().__init__(name, **attrs)

    def invoke(self, ctx: click.Context) -> Any:
        """Runs the command, prints its `Output`, ends with its exit status."""
        answer = super().invoke(ctx)
        if answer is not None:
            from buendnis.cli.output import show

            show(answer, ctx.ensure_object(Invocation).json)
            ctx.exit(answer.exit_status)
        return answer

    def format_help_text(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """What the command does, in whole paragraphs."""
        for paragraph in (self.sentence, *self.more):
            formatter.write_paragraph()
            with formatter.indentation():
                formatter.write_text(say(paragraph))

    def format_epilog(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The examples, line by line as they are typed."""
        write_examples(formatter, self.examples)


class GlobalOption(Option):
    """An option that may stand before or after the command; it fills the `Invocation`."""


def global_options() -> list[click.Parameter]:
    """Fresh parameters for one command: the options that every command knows."""
    return [
        GlobalOption(
            ["--db"],
            metavar="URL",
            callback=_keep("named_db"),
            expose_value=False,
            sentence=T("The database: a path, or a URL of PostgreSQL."),
        ),
        GlobalOption(
            ["--json"],
            is_flag=True,
            callback=_keep("json"),
            expose_value=False,
            sentence=T("Answer as one JSON document."),
        ),
        GlobalOption(
            ["--lang"],
            type=click.Choice(LANGUAGES),
            expose_value=False,
            sentence=T("Language of help, messages and tables."),
        ),
        GlobalOption(
            ["--actor"],
            metavar="ACTOR",
            callback=_keep("named_actor", _actor),
            expose_value=False,
            sentence=T("In whose role: office, chair, reader, seat:ID, alliance:REGION, …"),
        ),
        GlobalOption(
            ["--person"],
            metavar="NAME",
            callback=_keep("named_person"),
            expose_value=False,
            sentence=T("Who enters this."),
        ),
    ]


def command(
    sentence: Text,
    *,
    examples: Sequence[str] = (),
    more: Sequence[Text] = (),
    reading: bool = False,
    **attrs: Any,
) -> Callable[[Callable[..., Output | None]], Command]:
    """Declares a command. The function takes the `Invocation` first and returns an `Output`.

    sentence: what it does. more: further paragraphs of its help. examples: lines to type.
    reading: it only reads, and takes `--as-of`. A global option whose name the command uses for
    itself (`--person`) stands only before the command.
    """

    def declare(function: Callable[..., Output | None]) -> Command:
        own = list(reversed(getattr(function, "__click_params__", [])))
        if reading:
            own.append(_as_of())
        taken = {name for one in own for name in one.opts}
        shared = [one for one in global_options() if taken.isdisjoint(one.opts)]
        return Command(
            function.__name__.rstrip("_").replace("_", "-"),
            sentence,
            examples=examples,
            more=more,
            callback=click.pass_obj(function),
            params=[*own, *shared],
            **attrs,
        )

    return declare


def option(*names: str | Text, **attrs: Any) -> Callable[[_Decorated], _Decorated]:
    """`click.option` with a `Text` among the names as its help."""
    return _declared(Option, names, attrs)


def argument(*names: str | Text, **attrs: Any) -> Callable[[_Decorated], _Decorated]:
    """`click.argument` with a `Text` among the names as its help."""
    return _declared(Argument, names, attrs)


def on_option() -> Callable[[_Decorated], _Decorated]:
    """`--on DATE` of writing commands: the day the thing happened; `None` means today."""
    return option("--on", T("The day it happened; without it, today."), type=DAY)


def usage_word(piece: str) -> str:
    """Click's own placeholders of the usage line, translated."""
    if piece == "[OPTIONS]":
        return say(T("[OPTIONS]"))
    return say(T("COMMAND [ARGS]...")) if piece == "COMMAND [ARGS]..." else piece


def write_section(
    formatter: click.HelpFormatter, title: Text, rows: Sequence[tuple[str, str]]
) -> None:
    """A titled list in the help, or nothing without rows."""
    if rows:
        with formatter.section(say(title)):
            formatter.write_dl(rows)


def write_examples(formatter: click.HelpFormatter, examples: Sequence[str]) -> None:
    """Examples as they are typed, never wrapped."""
    if not examples:
        return
    with formatter.section(say(T("Examples"))):
        for line in examples:
            formatter.write(f"{'':>{formatter.current_indent}}{line}\n")


def _declared(
    kind: type[Option] | type[Argument], names: Sequence[str | Text], attrs: dict[str, Any]
) -> Callable[[_Decorated], _Decorated]:
    sentence = next((one for one in names if isinstance(one, Text)), Text(""))
    words = [one for one in names if isinstance(one, str)]

    def declare(function: _Decorated) -> _Decorated:
        params = getattr(function, "__click_params__", [])
        params.append(kind(words, sentence=sentence, **attrs))
        function.__click_params__ = params  # type: ignore[attr-defined]
        return function

    return declare


def _as_of() -> Option:
    return Option(
        ["--as-of"],
        type=DAY,
        callback=_keep("as_of"),
        expose_value=False,
        sentence=T("Answer with what was known on that day."),
    )


def _keep(
    name: str, check: Callable[[Any], Any] = lambda value: value
) -> Callable[[click.Context, click.Parameter, Any], None]:
    """A callback that puts a given value into the `Invocation`; one not given changes nothing."""

    def keep(ctx: click.Context, param: click.Parameter, value: Any) -> None:
        if value:
            setattr(ctx.ensure_object(Invocation), name, check(value))

    return keep


def _actor(value: str) -> str:
    try:
        return parse_actor(value)
    except ValueError:
        wrong = T(
            "“{text}” is no actor. Write office, chair, reader, applicant:PROJECT, "
            "alliance:REGION or seat:ID.",
            text=value[:80],
        )
        raise click.BadParameter(say(wrong)) from None
