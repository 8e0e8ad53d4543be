"""An open office: the database, the settings of its alliance, and the workflows in force."""

from __future__ import annotations

from datetime import date, datetime
from functools import cached_property
from pathlib import Path
from typing import Any

from msgspec import Struct

from buendnis.dates import berlin_day
from buendnis.errors import Finding, Refused, Unreadable
from buendnis.events import ALLIANCE_STREAM
from buendnis.facts import Project
from buendnis.settings.loading import Settings, load_settings
from buendnis.settings.seats import with_membership
from buendnis.store.database import Database, Transaction
from buendnis.store.record import Entering, content, keep, load_membership, with_names
from buendnis.tables import unfit
from buendnis.texts import T
from buendnis.workflow.decision import Ground
from buendnis.workflow.definition import Workflow
from buendnis.workflow.loading import load_workflow, workflow_bytes

WORKFLOW = "workflow"
# Who records what the committee did.
RECORDERS = ("office", "chair")


class Who(Struct, frozen=True):
    """Who acts, and when. now: the clock in UTC; rehearsal: it was set by hand. day: the business
    day, `None` for today."""

    actor: str
    person: str
    now: datetime
    rehearsal: bool = False
    day: date | None = None

    @property
    def today(self) -> date:
        """The day of entry in Germany."""
        return berlin_day(self.now)

    @property
    def on(self) -> date:
        """The business day."""
        return self.day or self.today

    def entering(self) -> Entering:
        """As the record wants it."""
        clock = self.now.replace(microsecond=0).isoformat()
        return Entering(self.actor, self.person, self.on, clock, self.rehearsal)


class Office:
    """The writing side of one database. Close it, or use it in a `with`."""

    def __init__(self, path: Path) -> None:
        self.db = Database(path)
        self._workflows: dict[str, Workflow] = {}
        # The settings with the roster, and the hash of the alliance's entry that they rest on.
        self._seated: tuple[str, Settings] | None = None
        # Documents whose page could not be set, and why.
        self.unset: dict[str, str] = {}

    @cached_property
    def settings(self) -> Settings:
        """The settings of the database's alliance."""
        return load_settings(self.alliance)

    @cached_property
    def alliance(self) -> str:
        """The name of the database's alliance."""
        return str(self.db.query("SELECT value FROM schema_info WHERE key = 'alliance'")[0][0])

    def newest_workflow(self, tx: Transaction) -> Workflow:
        """The workflow as it lies in the alliance's folder, stamped into the database."""
        source = workflow_bytes(self.alliance)
        workflow = load_workflow(source)
        # Every time: an earlier transaction that stored it may have been rolled back.
        keep(tx, WORKFLOW, source)
        self._workflows[workflow.fingerprint] = workflow
        return workflow

    def workflow_of(self, tx: Transaction, fingerprint: str) -> Workflow:
        """The workflow under which a project runs. Raises `Unreadable` if it is lost."""
        known = self._workflows.get(fingerprint)
        if known is None:
            source = content(tx, fingerprint)
            if source is None:
                raise Unreadable(T("The workflow of the project is not in the database."))
            known = self._workflows[fingerprint] = load_workflow(source)
        return known

    def ground(self, tx: Transaction, project: Project) -> Ground:
        """What decisions on a project stand on."""
        return Ground(self.workflow_of(tx, project.workflow), self.settings_in(tx))

    def settings_in(self, tx: Transaction) -> Settings:
        """The settings, with the roster as the record has it: appointed people, ended terms.

        People stand by their names; those that were erased by their keys.
        """
        last = tx.query(
            "SELECT hash FROM event WHERE stream = ? ORDER BY position DESC LIMIT 1",
            (ALLIANCE_STREAM,),
        )
        head = last[0][0] if last else ""
        if self._seated is None or self._seated[0] != head:
            membership = with_names(tx, load_membership(tx))
            self._seated = (head, with_membership(self.settings, membership))
        return self._seated[1]

    def submitted(self, workflow: Workflow) -> dict[str, bool]:
        """For each state, whether cap and end date bind it."""
        return {name: workflow.marked(name, "submitted") for name in workflow.states}

    def close(self) -> None:
        """Close the database."""
        self.db.close()

    def __enter__(self) -> Office:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


class Numbering:
    """Free numbers within one transaction, each looked for after the last one that was given."""

    def __init__(self, tx: Transaction) -> None:
        self._tx = tx
        self._last: dict[tuple[str, str, int], int] = {}

    def next(self, table: str, column: str, pattern: str, year: int) -> str:
        """The next free number of a pattern like `{year}-{number:05}`, counted within the year.

        The column has an index. The last number is found in steps that double and then halve, so
        that a year with a million numbers costs some forty look-ups, and the next one costs one.
        """
        key = (table, pattern, year)
        last, step = self._last.get(key, 0), 1
        while self._taken(table, column, pattern.format(year=year, number=last + step)):
            last += step
            step *= 2
        while step > 1:
            step //= 2
            if self._taken(table, column, pattern.format(year=year, number=last + step)):
                last += step
        self._last[key] = last + 1
        return pattern.format(year=year, number=last + 1)

    def _taken(self, table: str, column: str, name: str) -> bool:
        return bool(
            self._tx.query(f"SELECT 1 FROM {table} WHERE {column} = ?", (name,))  # noqa: S608 - ours
        )


def next_number(tx: Transaction, table: str, column: str, pattern: str, year: int) -> str:
    """The next free number, for whoever needs one only."""
    return Numbering(tx).next(table, column, pattern, year)


def required_text(value: Any, name: str) -> str:
    """A text that a person must give; raises `Refused` for an empty one, else as `fit_text`."""
    text = fit_text(value, name)
    if not text:
        raise Refused(T("The {name} must not be empty.", name=name))
    return text


def fit_text(value: Any, name: str) -> str:
    """A text that a person may give, without the spaces around it. Raises `Unreadable` for one
    with control characters, or one that is too long."""
    text = str(value or "").strip()
    wrong = unfit(text)
    if wrong is not None:
        raise Unreadable(wrong[0], [Finding("input", name, *wrong)])
    return text


def only_roles(who: Who, roles: tuple[str, ...]) -> None:
    """Raise `Refused` for anybody in another role; `seat` stands for whichever seat."""
    if who.actor.partition(":")[0] not in roles:
        message = T("“{actor}” may not do this.", actor=who.actor)
        remedy = T("It may be done by: {roles}.", roles=roles)
        raise Refused(message, [Finding("role", "actor", message, remedy)])


def not_ahead(who: Who) -> None:
    """Raise `Refused` for a business day after today: what is recorded has happened."""
    if who.on > who.today:
        message = T("{day} lies in the future.", day=who.on)
        remedy = T("Record it when it has happened; today is {today}.", today=who.today)
        raise Refused(message, [Finding("order", "on", message, remedy)])
