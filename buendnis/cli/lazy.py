"""Groups that know their commands by name and import them only when they are called."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from importlib import import_module
from typing import Any

import click

from buendnis.cli.language import say
from buendnis.cli.options import (
    Spoken,
    global_options,
    write_examples,
    write_section,
)
from buendnis.cli.registry import Branch, Entry, Section
from buendnis.texts import T, Text


class LazyGroup(Spoken, click.Group):
    """A group over entries of the registry, listed by section."""

    def __init__(
        self,
        name: str,
        sentence: Text,
        sections: Sequence[Section],
        examples: Sequence[str] = (),
        **attrs: Any,
    ) -> None:
        self.sentence, self.sections, self.examples = sentence, tuple(sections), tuple(examples)
        self.entries: Mapping[str, Entry | Branch] = {
            word: entry for section in sections for word, entry in section.commands.items()
        }
        super().__init__(name, params=[*attrs.pop("params", []), *global_options()], **attrs)

    def list_commands(self, ctx: click.Context) -> list[str]:
        """All names, in the order of the help."""
        return list(self.entries)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command of that name, imported now, or `None`."""
        if cmd_name not in self.commands:
            entry = self.entries.get(cmd_name)
            if entry is None:
                return None
            self.commands[cmd_name] = loaded(cmd_name, entry)
        return self.commands[cmd_name]

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """As click does, with a suggestion that needs no command to be imported."""
        word = args[0]
        if word in self.entries or word.startswith("-") or ctx.resilient_parsing:
            return super().resolve_command(ctx, args)
        raise click.NoSuchCommand(word[:80], possibilities=self._near(word), ctx=ctx)

    def format_help_text(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """What the group is for."""
        formatter.write_paragraph()
        with formatter.indentation():
            formatter.write_text(say(self.sentence))

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The options, then the commands by section."""
        Spoken.format_options(self, ctx, formatter)
        self.format_commands(ctx, formatter)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Every command with its line, from the registry alone."""
        for section in self.sections:
            rows = [(word, say(entry.short)) for word, entry in section.commands.items()]
            write_section(formatter, section.title, rows)

    def format_epilog(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Examples and the exit statuses."""
        write_examples(formatter, self.examples)

    def shell_complete(self, ctx: click.Context, incomplete: str) -> list[Any]:
        """Names of commands from the registry, and click's own options."""
        from click.shell_completion import CompletionItem

        words = [
            CompletionItem(word, help=say(entry.short))
            for word, entry in self.entries.items()
            if word.startswith(incomplete)
        ]
        return [*words, *click.Command.shell_complete(self, ctx, incomplete)]

    def _near(self, word: str) -> list[str]:
        """Commands that were perhaps meant: of this group, or the same word in another one."""
        if len(word) > 40:
            return []
        from difflib import get_close_matches

        return get_close_matches(word, list(self.entries))


def loaded(name: str, entry: Entry | Branch) -> click.Command:
    """The click command behind an entry; a branch becomes a group without importing anything."""
    if isinstance(entry, Branch):
        return LazyGroup(name, entry.short, (Section(T("Commands"), entry.commands),))
    module, _, attribute = entry.place.partition(":")
    found = getattr(import_module(f"buendnis.cli.{module}"), attribute)
    if not isinstance(found, click.Command):
        raise TypeError(f"{entry.place} is no command")
    return found
