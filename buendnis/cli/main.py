"""The entry point: chooses the language, runs the command, maps errors to exit statuses once."""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Sequence
from typing import Any, NoReturn

import click

from buendnis import __version__
from buendnis.cli.invocation import Invocation
from buendnis.cli.language import chosen_language, speaking
from buendnis.cli.lazy import LazyGroup
from buendnis.cli.options import Option
from buendnis.cli.registry import SECTIONS
from buendnis.texts import T

_OBJECTS_BETWEEN_COLLECTIONS = 200_000


class Program(LazyGroup):
    """The whole program as one click group."""

    def main(
        self,
        args: Sequence[str] | None = None,
        prog_name: str | None = None,
        complete_var: str | None = None,
        standalone_mode: bool = True,
        windows_expand_args: bool = True,
        **extra: Any,
    ) -> NoReturn:
        """Runs one call and ends the process with the exit status; shows no traceback."""
        _open_streams()
        _speak_utf8()
        given = list(sys.argv[1:] if args is None else args)
        with speaking(chosen_language(given)):
            if os.environ.get("_BUENDNIS_COMPLETE"):
                super().main(args, "buendnis", "_BUENDNIS_COMPLETE", **extra)
            sys.exit(self._run(given, prog_name or "buendnis", extra))

    def _run(self, given: list[str], prog_name: str, extra: dict[str, Any]) -> int:
        call = Invocation()
        try:
            extra.setdefault("terminal_width", _help_width())
            # A copy: click takes the words off the list as it reads them.
            with self.make_context(prog_name, list(given), obj=call, **extra) as ctx:
                self.invoke(ctx)
            sys.stdout.flush()
            return 0
        except click.exceptions.Exit as end:
            return _flushed(end.exit_code)
        except (Exception, KeyboardInterrupt) as error:
            if os.environ.get("BUENDNIS_TRACEBACK"):
                raise
            return _flushed(_report(error, call.json or _wants_json(given)))


def _open_streams() -> None:
    """Puts the null device in the place of a standard stream that the caller closed: nothing is
    said there, and no file that is opened later gets its number."""
    for name, mode in (("stdin", "r"), ("stdout", "w"), ("stderr", "w")):
        if getattr(sys, name) is None:
            nowhere = os.open(os.devnull, os.O_RDWR)
            setattr(sys, name, os.fdopen(nowhere, mode, encoding="utf-8"))


def _speak_utf8() -> None:
    """Standard output and error in UTF-8 on every system, whatever the console's code page."""
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(encoding="utf-8", errors="backslashreplace")


def _help_width() -> int:
    """Columns for help texts: the terminal's, 100 at most. (Click would import shutil for it.)"""
    try:
        columns = int(os.environ.get("COLUMNS", "0")) or os.get_terminal_size().columns
    except (ValueError, OSError):
        columns = 80
    return max(50, min(columns, 100) - 2)


def _report(error: BaseException, as_json: bool) -> int:
    """What failed, said in a sentence; imported late, for most calls fail in nothing."""
    from buendnis.cli.failures import UNREADABLE, report

    try:
        return report(error, as_json)
    except OSError as silenced:
        # The sentence cannot be written where it belongs (a full disk): once more, beside it.
        try:
            return report(silenced, False) or UNREADABLE
        except OSError:
            return UNREADABLE


def _flushed(status: int) -> int:
    """Writes out what is left; a reader that went away or a full disk is found here."""
    try:
        sys.stdout.flush()
    except OSError as error:
        return _report(error, False) or status
    return status


def _wants_json(given: Sequence[str]) -> bool:
    """Whether `--json` stood anywhere, for errors that come before the options are read."""
    words = given[: given.index("--")] if "--" in given else given
    return "--json" in words


def _show_version(ctx: click.Context, param: click.Parameter, value: bool) -> None:
    if value:
        click.echo(f"{ctx.info_name} {__version__}")
        ctx.exit()


program = Program(
    "buendnis",
    T(
        "The funding pipeline of a regional skills alliance: from the idea through local alliance, "
        "steering group and NBank to the final report."
    ),
    SECTIONS,
    examples=(
        "buendnis demo",
        "buendnis sketch new idee.toml",
        "buendnis sketch check idee.toml",
        "buendnis today",
    ),
    params=[
        Option(
            ["--version"],
            is_flag=True,
            is_eager=True,
            expose_value=False,
            callback=_show_version,
            sentence=T("Show the version and end."),
        )
    ],
)


def main() -> NoReturn:
    """Runs the program on the arguments of the process."""
    # Libraries that are being imported make objects and no garbage: looking for it after every 700
    # of them, as Python does, takes a twentieth of a command that writes.
    gc.set_threshold(_OBJECTS_BETWEEN_COLLECTIONS, 10, 10)
    program.main()


if __name__ == "__main__":
    main()
