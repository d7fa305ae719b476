"""The ledger's connection and its transactions."""

import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from envfocus.exceptions import LedgerError
from envfocus.ledger.file import FILE_NAME, REBUILD_ADVICE

Values = Sequence[Any] | Mapping[str, Any]

_DAMAGE = frozenset({sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB})
_PRIMARY_CODE = 0xFF
"""SQLite's extended error codes keep the primary one in their lowest byte."""


class Store:
    """Commits are grouped: the first write begins a transaction, `commit` ends it.
    Methods raise LedgerError.
    """

    def __init__(self, connection: sqlite3.Connection, folder: Path) -> None:
        self.connection = connection
        self.folder = folder
        self.uncommitted = 0
        """Records of the open transaction."""
        self.has_failed = False
        """Whether SQLite ever refused something."""
        self._is_noted_open = False

    def commit(self) -> None:
        """End the open transaction, if any: from here on its records are accepted."""
        if self.connection.in_transaction:
            self.execute("COMMIT")
        self.uncommitted = 0

    def rollback(self) -> None:
        """Forget the open transaction."""
        if self.connection.in_transaction:
            self.execute("ROLLBACK")
            self._is_noted_open = False  # the note may have been part of it
        self.uncommitted = 0

    @contextmanager
    def whole(self) -> Iterator[None]:
        """All of what is written inside, committed, or nothing of it."""
        self.commit()
        try:
            yield
        except BaseException:
            self.rollback()
            raise
        self.commit()

    def write(self, sql: str, values: Values = ()) -> sqlite3.Cursor:
        """Execute in a transaction, which is begun where none is open."""
        self._begin()
        return self.execute(sql, values)

    def write_each(self, sql: str, rows: Iterable[Sequence[Any]]) -> None:
        """Execute once for each row of values, in a transaction."""
        self._begin()
        try:
            self.connection.executemany(sql, rows)
        except sqlite3.Error as error:
            raise self._error(error) from error

    def execute(self, sql: str, values: Values = ()) -> sqlite3.Cursor:
        """Execute as it is."""
        try:
            return self.connection.execute(sql, values)
        except sqlite3.Error as error:
            raise self._error(error) from error

    def select(self, sql: str, values: Values = ()) -> Iterator[sqlite3.Row]:
        """Rows one by one, with their columns by name."""
        cursor = self._cursor()
        try:
            yield from cursor.execute(sql, values)
        except sqlite3.Error as error:
            raise self._error(error) from error

    def select_one(self, sql: str, values: Values = ()) -> sqlite3.Row | None:
        """The first row, with its columns by name; None where there is none."""
        cursor = self._cursor()
        try:
            row: sqlite3.Row | None = cursor.execute(sql, values).fetchone()
        except sqlite3.Error as error:
            raise self._error(error) from error
        return row

    def select_value(self, sql: str, values: Values = ()) -> Any:
        """The first column of the first row; None where there is none."""
        row = self.select_one(sql, values)
        if row is None:
            return None
        return row[0]

    def _cursor(self) -> sqlite3.Cursor:
        cursor = self.connection.cursor()
        cursor.row_factory = sqlite3.Row
        return cursor

    def note_end(self) -> None:
        """Spare the next one who opens the file the check of all of it; not after an
        error.

        A note that cannot be written is no error of its own.
        """
        sql = "UPDATE shutdown SET is_clean = :clean WHERE is_clean != :clean"
        with suppress(LedgerError):
            self.execute(sql, {"clean": not self.has_failed})

    def _begin(self) -> None:
        if self.connection.in_transaction:
            return
        self.execute("BEGIN IMMEDIATE")
        if not self._is_noted_open:
            self.execute("UPDATE shutdown SET is_clean = 0 WHERE is_clean = 1")
            self._is_noted_open = True

    def _error(self, error: sqlite3.Error) -> LedgerError:
        self.has_failed = True
        message = f"{self.folder / FILE_NAME}: {error}"
        if is_damage(error):
            message += f"; {REBUILD_ADVICE}"
        return LedgerError(message)


def is_damage(error: sqlite3.Error) -> bool:
    """Whether SQLite says that the file is no whole database."""
    code = getattr(error, "sqlite_errorcode", 0)  # errors of Python's own have none
    return code & _PRIMARY_CODE in _DAMAGE


class Tables:
    """Some of the ledger's tables."""

    def __init__(self, store: Store) -> None:
        self.store = store
