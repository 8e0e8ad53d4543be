"""One call of the program: who calls, on which database, in which language, at what time."""

from __future__ import annotations

import os
from datetime import UTC, date, datetime

from buendnis.cli import language as spoken
from buendnis.texts import Text

DEFAULT_DATABASE = "buendnis.db"
LONE_ACTORS = ("office", "chair", "reader")
_LONGEST_NAME = 200
BOUND_ACTORS = ("applicant", "alliance", "seat")


class Invocation:
    """What the global options and the environment say; commands get it as first argument.

    named_db, named_actor, named_person: as given on the command line, empty if not. as_of: the
    day a reading command answers for, `None` for now.
    """

    def __init__(self) -> None:
        self.named_db = ""
        self.named_actor = ""
        self.named_person = ""
        self.json = False
        self.as_of: date | None = None
        self._settings: dict[str, str] | None = None

    @property
    def db(self) -> str:
        """Path or URL of the database: `--db`, else `BUENDNIS_DB`, else `buendnis.db` here."""
        return self.named_db or os.environ.get("BUENDNIS_DB", "") or DEFAULT_DATABASE

    @property
    def actor(self) -> str:
        """In whose role the call is made; whoever holds the file is the office."""
        return self.named_actor or "office"

    @property
    def person(self) -> str:
        """Who enters this: `--person`, `BUENDNIS_PERSON`, the user's settings, or the name that
        the system knows the user by: every entry has a person. Raises `Unreadable` for a name
        with control characters or of more than 200 characters."""
        named = self.named_person.strip() or os.environ.get("BUENDNIS_PERSON", "").strip()
        return _fit_name(named or self._user_settings().get("person", "").strip() or _login_name())

    @property
    def language(self) -> str:
        """The reader's language, `de` or `en`."""
        return spoken.language()

    def translate(self, msgid: str) -> str:
        """The catalogue's sentence for an English one, as `Text.render` wants it."""
        return spoken.translate(msgid)

    def say(self, text: Text | str) -> str:
        """A text in the reader's language."""
        return spoken.say(text)

    @property
    def rehearsal(self) -> bool:
        """Whether the clock was set by `BUENDNIS_NOW`; entries made so are marked."""
        return bool(os.environ.get("BUENDNIS_NOW", "").strip())

    def now(self) -> datetime:
        """The clock in UTC, or what `BUENDNIS_NOW` sets. A bad value there is `Unreadable`."""
        rehearsed = os.environ.get("BUENDNIS_NOW", "").strip()
        if not rehearsed:
            return datetime.now(UTC)
        from buendnis.cli.days import clock_time

        return clock_time(rehearsed)

    def today(self) -> date:
        """The day it is in the office (Europe/Berlin)."""
        from buendnis.dates import berlin_day

        return berlin_day(self.now())

    def _user_settings(self) -> dict[str, str]:
        if self._settings is None:
            from buendnis.cli.settings_file import read_settings, settings_file

            self._settings = read_settings(settings_file())
        return self._settings


def _fit_name(name: str) -> str:
    from buendnis.errors import Finding, Unreadable
    from buendnis.tables import unfit  # late: only what writes has a person

    name = name.replace("\n", " ").replace("\t", " ")  # a name is one line
    wrong = unfit(name, _LONGEST_NAME)
    if wrong is not None:
        raise Unreadable(wrong[0], [Finding("input", "--person", *wrong)])
    return name


def _login_name() -> str:
    """The user's login name, empty where the system has none."""
    for name in ("LOGNAME", "USER", "LNAME", "USERNAME"):
        if os.environ.get(name):
            return os.environ[name]
    try:
        import getpass  # late: only where the environment is silent

        return getpass.getuser()
    except (ImportError, KeyError, OSError):
        return ""


def parse_actor(text: str) -> str:
    """An actor as written; raises `ValueError` for anything that is none."""
    role, _, bound = text.partition(":")
    if text in LONE_ACTORS:
        return text
    if role in BOUND_ACTORS and 0 < len(bound) <= 100 and bound.isprintable() and " " not in bound:
        return text
    raise ValueError(text)
