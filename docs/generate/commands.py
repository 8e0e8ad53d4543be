"""The reference of the commands: the help of each one, as the program prints it."""

from __future__ import annotations

import sys
from collections.abc import Iterator

import click

from buendnis.cli.language import say, speaking
from buendnis.cli.lazy import loaded
from buendnis.cli.registry import SECTIONS, Branch, Entry

WIDTH = 88


def listed() -> Iterator[tuple[str, str, Entry]]:
    """Every command: the section's title in the language spoken, its words, its entry."""
    for section in SECTIONS:
        for word, entry in section.commands.items():
            if isinstance(entry, Branch):
                for second, one in entry.commands.items():
                    yield say(section.title), f"{word} {second}", one
            else:
                yield say(section.title), word, entry


def reference(language: str) -> str:
    """The help of every command in one language, under the headings of `buendnis --help`."""
    parts: list[str] = []
    with speaking(language):
        title = ""
        for section, words, entry in listed():
            try:
                text = _help(words, entry)
            except (ImportError, AttributeError) as error:
                # Declared before it is written. The page goes on without it, its test does not.
                sys.stderr.write(f"buendnis {words} is left out: {error}\n")
                continue
            if section != title:
                title = section
                parts.append(f"## {title}")
            parts.append(f"### `buendnis {words}`\n\n```text\n{text}\n```")
    return "\n\n".join(parts)


def _help(words: str, entry: Entry) -> str:
    name = words.rsplit(maxsplit=1)[-1]
    command = loaded(name, entry)
    context = click.Context(
        command,
        info_name=f"buendnis {words}",
        terminal_width=WIDTH,
        max_content_width=WIDTH,
        color=False,
    )
    with context:
        text = command.get_help(context)
    return "\n".join(line.rstrip() for line in text.strip().split("\n"))
