"""The ledger's connection and its transactions."""

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from envfocus.exceptions import LedgerError
from envfocus.ledger.file import FILE_NAME


class Store:
    """Commits are grouped: the first write begins a transaction, `commit` ends it.
    Methods raise LedgerError.
    """

    def __init__(self, connection: sqlite3.Connection, folder: Path) -> None:
        self.connection = connection
        self.folder = folder
        self.uncommitted = 0
        """Records of the open transaction."""

    def commit(self) -> None:
        """End the open transaction, if any: from here on its records are accepted."""
        if self.connection.in_transaction:
            self.execute("COMMIT")
        self.uncommitted = 0

    def rollback(self) -> None:
        """Forget the open transaction."""
        if self.connection.in_transaction:
            self.execute("ROLLBACK")
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

    def write(
        self, sql: str, values: Sequence[Any] | dict[str, Any] = ()
    ) -> sqlite3.Cursor:
        """Execute in a transaction, which is begun where none is open."""
        self._begin()
        return self.execute(sql, values)

    def write_each(self, sql: str, rows: Sequence[Sequence[Any]]) -> None:
        """Execute once for each row of values, in a transaction."""
        self._begin()
        try:
            self.connection.executemany(sql, rows)
        except sqlite3.Error as error:
            raise self._error(error) from error

    def execute(
        self, sql: str, values: Sequence[Any] | dict[str, Any] = ()
    ) -> sqlite3.Cursor:
        """Execute as it is."""
        try:
            return self.connection.execute(sql, values)
        except sqlite3.Error as error:
            raise self._error(error) from error

    def each(self, sql: str, values: Sequence[Any]) -> Iterator[Any]:
        """Rows one by one; an error between them is the ledger's too."""
        rows = self.execute(sql, values)
        try:
            yield from rows
        except sqlite3.Error as error:
            raise self._error(error) from error

    def _begin(self) -> None:
        if not self.connection.in_transaction:
            self.execute("BEGIN IMMEDIATE")

    def _error(self, error: sqlite3.Error) -> LedgerError:
        return LedgerError(f"{self.folder / FILE_NAME}: {error}")
