"""The writing side: opening the database through SQLModel, one immediate transaction at a time.

SQLite only as yet; everything is written by SQLAlchemy Core on SQLModel's tables, so that another
database needs another `_engine` and nothing else.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path
from typing import Any

from sqlalchemy import (
    Connection,
    Dialect,
    Engine,
    bindparam,
    create_engine,
    event,
    insert,
    update,
)
from sqlalchemy.exc import DBAPIError
from sqlalchemy.pool import StaticPool
from sqlmodel import SQLModel

from buendnis.errors import BuendnisError, Refused
from buendnis.store import tables
from buendnis.store.files import check_ours, check_place, storage_error
from buendnis.store.schema import APPLICATION_ID, CONNECTION, SCHEMA_VERSION, TRIGGERS
from buendnis.texts import T

TABLES = {
    row.__tablename__: SQLModel.metadata.tables[row.__tablename__]
    for row in (
        tables.EventRow,
        tables.ProjectRow,
        tables.MeetingRow,
        tables.ResolutionRow,
        tables.DocumentRow,
        tables.ContentRow,
        tables.PersonRow,
        tables.SchemaRow,
    )
}
_ROW = "row_to_change"  # the parameter of an UPDATE that no column is named like


@lru_cache(maxsize=64)
def _statement(
    dialect: Dialect, table: str, columns: tuple[str, ...], key: str = ""
) -> tuple[str, tuple[str, ...]]:
    """The text of an INSERT, or with `key` of the UPDATE of one row, written by SQLAlchemy, and the
    names of its values in their order."""
    target = TABLES[table]
    made = update(target).where(target.c[key] == bindparam(_ROW)) if key else insert(target)
    # Quoting, and the types of the values, are SQLAlchemy's business; no value needs converting.
    compiled = made.compile(dialect=dialect, column_keys=columns)
    return str(compiled), tuple(getattr(compiled, "positiontup", None) or ())


class Transaction:
    """Everything that is written together, or not at all.

    Statements are run by the driver's own cursor: a step runs seven short ones, and what
    SQLAlchemy wraps around each would take longer than the statement.
    """

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._driver = connection.connection

    def query(self, sql: str, values: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
        """The rows of a SELECT with `?` for values."""
        return self._run(sql, values)

    def insert(self, table: str, values: dict[str, Any]) -> None:
        """One new row."""
        sql, names = _statement(self._connection.dialect, table, tuple(values))
        self._run(sql, [values[name] for name in names])

    def update(self, table: str, key: str, values: dict[str, Any]) -> None:
        """The row whose column `key` has `values[key]` gets the other values."""
        columns = tuple(name for name in values if name != key)
        sql, names = _statement(self._connection.dialect, table, columns, key)
        given = {**values, _ROW: values[key]}
        self._run(sql, [given[name] for name in names])

    def _run(self, sql: str, values: Sequence[Any]) -> list[tuple[Any, ...]]:
        cursor = self._driver.cursor()
        try:
            cursor.execute(sql, tuple(values))
            return list(cursor.fetchall())
        finally:
            cursor.close()


class Database:
    """An open database that can be written. Close it, or use it in a `with`."""

    def __init__(self, path: Path) -> None:
        check_place(path)
        check_ours(path)
        self.path = path
        self._engine = _engine(path)
        try:
            self._connection = self._engine.connect()
        except (DBAPIError, sqlite3.Error) as error:
            raise storage_error(path, error) from None

    @contextmanager
    def transaction(self) -> Iterator[Transaction]:
        """One immediate transaction: committed at the end, rolled back on any exception.

        Raises `BuendnisError` for a locked, read-only, full or damaged file.
        """
        try:
            self._connection.exec_driver_sql("BEGIN IMMEDIATE")
        except (DBAPIError, sqlite3.Error) as error:
            raise storage_error(self.path, error) from None
        try:
            yield Transaction(self._connection)
            self._connection.exec_driver_sql("COMMIT")
        except BaseException as error:
            self._roll_back()
            if isinstance(error, DBAPIError | sqlite3.Error):
                raise _said(self.path, error) from error
            raise

    def query(self, sql: str, values: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
        """The rows of a SELECT outside a transaction."""
        return Transaction(self._connection).query(sql, values)

    def scrub(self) -> None:
        """Write the file anew, so that nothing of what was erased is left in free pages, or in the
        write-ahead log as soon as nobody reads it. Raises `BuendnisError` for a locked or full
        disk."""
        try:
            self._connection.exec_driver_sql("VACUUM")
            self._connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
        except (DBAPIError, sqlite3.Error) as error:
            raise storage_error(self.path, error) from None

    def close(self) -> None:
        """Close the file."""
        self._connection.close()
        self._engine.dispose()

    def __enter__(self) -> Database:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _roll_back(self) -> None:
        try:
            self._connection.exec_driver_sql("ROLLBACK")
        except (DBAPIError, sqlite3.Error):
            # SQLite has rolled back by itself (disk full, I/O error).
            self._connection.invalidate()


def create(path: Path, alliance: str) -> Database:
    """A new database at a path where no file is. Raises `BuendnisError` if there is one."""
    check_place(path)
    if path.exists():
        raise Refused(T("There is a file {path} already.", path=str(path)))
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        engine = _engine(path)
        with engine.connect() as connection:
            connection.exec_driver_sql("PRAGMA journal_mode = WAL")
            connection.exec_driver_sql("BEGIN IMMEDIATE")
            SQLModel.metadata.create_all(connection, tables=list(TABLES.values()))
            for trigger in TRIGGERS:
                connection.exec_driver_sql(trigger)
            Transaction(connection).insert("schema_info", {"key": "alliance", "value": alliance})
            connection.exec_driver_sql(f"PRAGMA application_id = {APPLICATION_ID}")
            connection.exec_driver_sql(f"PRAGMA user_version = {SCHEMA_VERSION}")
            connection.exec_driver_sql("COMMIT")
        engine.dispose()
    except (DBAPIError, sqlite3.Error, OSError) as error:
        raise storage_error(path, error) from None
    return Database(path)


def rebuild_tables(tx: Transaction) -> None:
    """Empty the tables that are a fold, so that they can be folded again from the log."""
    for name in ("project", "meeting", "resolution", "document"):
        tx._connection.execute(TABLES[name].delete())


def _engine(path: Path) -> Engine:
    engine = create_engine(
        f"sqlite:///{path}",
        isolation_level="AUTOCOMMIT",
        poolclass=StaticPool,
        connect_args={"check_same_thread": False, "timeout": 0},
    )

    @event.listens_for(engine, "connect")
    def _prepare(connection: sqlite3.Connection, _record: object) -> None:
        for statement in CONNECTION:
            connection.execute(statement)

    return engine


def _said(path: Path, error: DBAPIError | sqlite3.Error) -> BuendnisError:
    """What the database refused, as a sentence; a CHECK is the last line of defence."""
    text = str(getattr(error, "orig", error))
    if "CHECK constraint failed" in text:
        return Refused(
            T(
                "The database refuses what no alliance may change: {check}.",
                check=text.rpartition(":")[2].strip(),
            )
        )
    return storage_error(path, error)
