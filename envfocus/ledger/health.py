"""The state of a ledger's file, beside any run."""

import sqlite3
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from filelock import FileLock, Timeout

from envfocus.exceptions import LedgerError
from envfocus.ledger.file import (
    FILE_NAME,
    LOCK_NAME,
    fault_of,
    holder_of,
    open_for_reading,
)

_LAST_RUN = """
    SELECT run_id, spider, started_at, ended_at, reason FROM runs
    ORDER BY started_at DESC, run_id DESC LIMIT 1
"""
_PENDING = "SELECT COUNT(*) AS records FROM revisions WHERE seq IS NULL"


@dataclass(frozen=True, slots=True)
class RunEnd:
    """A run. `reason`: its finish reason; None: it goes on, or was killed."""

    run_id: str
    spider: str
    started_at: str
    ended_at: str | None
    reason: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class LedgerHealth:
    """`size`: bytes; `pending`: accepted records that wait for publication."""

    size: int
    pending: int
    last_run: RunEnd | None


def read_health(state: Path) -> LedgerHealth | None:
    """Check the whole file of the ledger in `state`; None where there is none.

    Raises LedgerError where it cannot be read or is damaged.
    """
    path = state / FILE_NAME
    if not path.exists():
        return None
    try:
        with closing(open_for_reading(path)) as connection:
            connection.row_factory = sqlite3.Row
            fault = fault_of(connection)
            if fault:
                raise LedgerError(f"{path}: {fault}")
            return _read(connection, path)
    except (sqlite3.Error, OSError) as error:
        raise LedgerError(f"{path}: {error}") from error


def _read(connection: sqlite3.Connection, path: Path) -> LedgerHealth:
    return LedgerHealth(
        size=path.stat().st_size,
        pending=connection.execute(_PENDING).fetchone()["records"],
        last_run=_last_run(connection),
    )


def _last_run(connection: sqlite3.Connection) -> RunEnd | None:
    row = connection.execute(_LAST_RUN).fetchone()
    if row is None:
        return None
    return RunEnd(**row)


def read_holder(state: Path) -> str | None:
    """Who holds the lock, as they noted it; None where it is free, for it is taken for
    an instant to find out. Raises OSError.
    """
    try:
        with FileLock(state / LOCK_NAME, timeout=0):
            return None
    except Timeout:
        return holder_of(state)
