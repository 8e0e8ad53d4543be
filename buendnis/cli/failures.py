"""What went wrong, in clear sentences, and the exit status for it. The only place that knows."""

from __future__ import annotations

import errno
import io
import os
import re
import sys

import click

from buendnis.cli.findings import findings_data, written_findings
from buendnis.cli.harmless import harmless, one_line
from buendnis.cli.language import say
from buendnis.cli.output import as_document
from buendnis.errors import BuendnisError, Conflict, IntegrityFailure, Refused
from buendnis.texts import T, Text

REFUSED, UNREADABLE, CHANGED, UNSOUND = 1, 2, 3, 4
INTERRUPTED = 130
_LONG = 500

_SYSTEM = {
    errno.ENOENT: T("There is no file or folder of that name."),
    errno.EACCES: T("You may not read or write there."),
    errno.EPERM: T("You may not read or write there."),
    errno.EISDIR: T("That is a folder, not a file."),
    errno.ENOTDIR: T("A part of the path is a file, not a folder."),
    errno.EEXIST: T("There is a file of that name already."),
    errno.ENOSPC: T("The disk is full."),
    errno.EDQUOT: T("Your share of the disk is full."),
    errno.EROFS: T("The disk can only be read."),
    errno.ENAMETOOLONG: T("The name is too long."),
    errno.EIO: T("The disk could not be read or written."),
    errno.EMFILE: T("Too many files are open."),
    errno.ELOOP: T("The path leads in a circle."),
}


def report(error: BaseException, as_json: bool) -> int:
    """Prints an error for a person (standard error) or as JSON (standard output); returns the
    exit status."""
    if isinstance(error, BuendnisError):
        return _report_expected(error, as_json)
    if isinstance(error, click.Abort):
        error = error.__cause__ or error
    if isinstance(error, KeyboardInterrupt):
        return _say(T("Interrupted."), INTERRUPTED, False)
    if isinstance(error, EOFError | click.Abort):
        return _say(T("The input ended before the question was answered."), UNREADABLE, as_json)
    if isinstance(error, click.ClickException):
        if as_json:
            return _say_document(_shortened(error.format_message()), UNREADABLE)
        written = io.StringIO()
        error.show(written)
        click.echo(harmless(_shortened(written.getvalue())), err=True, nl=False)
        return UNREADABLE
    if isinstance(error, BrokenPipeError):
        return _leave_quietly()
    if isinstance(error, OSError):
        return _report_system(error, as_json)
    if isinstance(error, MemoryError):
        return _say(T("The memory does not suffice for this."), UNREADABLE, as_json)
    if isinstance(error, RecursionError):
        return _say(T("The input is nested too deeply."), UNREADABLE, as_json)
    if isinstance(error, UnicodeError):
        return _say(T("The input is not UTF-8 text."), UNREADABLE, as_json)
    sentence = T(
        "A fault in the program ({kind}: {reason}). BUENDNIS_TRACEBACK=1 shows where.",
        kind=type(error).__name__,
        reason=one_line(str(error))[:200],
    )
    return _say(sentence, UNREADABLE, as_json)


def _shortened(message: str) -> str:
    """Click quotes what was given, however long it is; a finding quotes 80 characters."""
    return re.sub(r"(\S{80})\S+", r"\1…", message) if len(message) > _LONG else message


def _report_expected(error: BuendnisError, as_json: bool) -> int:
    if as_json:
        document: dict[str, object] = {"violations": findings_data(error.findings)}
        if message := say(error.message):
            document["error"] = message
        click.echo(as_document(document))
        return error.exit_status
    title, colour = _title(error)
    styled = click.style if sys.stderr.isatty() and not os.environ.get("NO_COLOR") else _plain
    message = harmless(say(error.message))
    click.echo(styled(f"{title}: ", fg=colour, bold=True) + message, err=True)
    shown = [one for one in error.findings if one.remedy.msgid or one.message != error.message]
    if shown:
        click.echo(written_findings(shown, styled), err=True)
    return error.exit_status


def _title(error: BuendnisError) -> tuple[str, str]:
    if isinstance(error, Refused):
        return say(T("Refused")), "yellow"
    if isinstance(error, Conflict):
        return say(T("It changed meanwhile")), "yellow"
    if isinstance(error, IntegrityFailure):
        return say(T("The record does not verify")), "red"
    return say(T("That cannot be read")), "red"


def _report_system(error: OSError, as_json: bool) -> int:
    known = _SYSTEM.get(error.errno or 0)
    sentence = known or T("The system refuses: {reason}.", reason=error.strerror or str(error))
    if error.filename:
        name = one_line(os.fsdecode(error.filename))[:300]
        sentence = T("{file}: {sentence}", file=name, sentence=sentence)
    return _say(sentence, UNREADABLE, as_json)


def _say(sentence: Text, status: int, as_json: bool) -> int:
    if as_json:
        return _say_document(say(sentence), status)
    click.echo(harmless(say(T("Error: {sentence}", sentence=sentence))), err=True)
    return status


def _say_document(message: str, status: int) -> int:
    finding = {"rule": "input", "field": "", "message": message, "remedy": "", "source": ""}
    click.echo(as_document({"violations": [finding], "error": message}))
    return status


def _leave_quietly() -> int:
    """Whoever read our output stopped; what was asked has been done."""
    try:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    except (OSError, ValueError):
        pass
    return 0


def _plain(text: str, **_: object) -> str:
    return text
