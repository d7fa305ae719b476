"""The ledger's file: its lock, its connections, what is checked before it is used."""

import json
import os
import socket
import sqlite3
from contextlib import closing
from pathlib import Path

from filelock import FileLock, Timeout

from envfocus.exceptions import LedgerError, LockedError
from envfocus.ledger.migrate import check_version, has_table, migrate
from envfocus.ledger.paper import PaperIdentity, check_same_paper, name_paper

FILE_NAME = "ledger.sqlite3"
LOCK_NAME = "lock"
REBUILD_ADVICE = "move it away and run `scrapy rebuild`"


def locked(folder: Path, holder: str) -> FileLock:
    """Take the lock, or say who has it. The kernel frees it when the process ends,
    however it ends.
    """
    note = folder / "holder.json"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        lock = FileLock(folder / LOCK_NAME)
        lock.acquire(timeout=0)
        who = {"holder": holder, "pid": os.getpid(), "host": socket.gethostname()}
        note.write_text(json.dumps(who), encoding="utf-8")
    except Timeout:
        raise LockedError(
            f"{folder}: another process holds the ledger: {holder_of(folder)};"
            " wait for it to end"
        ) from None
    except OSError as error:
        raise LedgerError(
            f"{folder}: cannot be used: {error.strerror or error}"
        ) from error
    return lock


def holder_of(folder: Path) -> str:
    """Who took the lock last, as they noted it."""
    note = folder / "holder.json"
    if not note.exists():
        return "unknown"
    return note.read_text(encoding="utf-8").strip()


def open_file(
    folder: Path, paper: PaperIdentity | None, *, full_check: bool
) -> sqlite3.Connection:
    """Open or create the file, check it, bring it forward.

    Damage of header and schema is found in any case; of other pages, where SQLite meets
    them, or by the full check.

    Raises LedgerError; ConfigurationError where it is of another paper than `paper`.
    """
    path = folder / FILE_NAME
    try:
        connection = sqlite3.connect(path, isolation_level=None)
        try:
            _prepare(connection, folder, paper, full_check=full_check)
        except BaseException:
            connection.close()
            raise
    except sqlite3.Error as error:
        raise LedgerError(
            f"{path}: {error}; where it is damaged, {REBUILD_ADVICE}"
        ) from error
    return connection


def _prepare(
    connection: sqlite3.Connection,
    folder: Path,
    paper: PaperIdentity | None,
    *,
    full_check: bool,
) -> None:
    path = folder / FILE_NAME
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA synchronous = FULL")
    connection.execute("PRAGMA secure_delete = ON")
    check_version(connection, path)
    if full_check or not _was_closed_cleanly(connection):
        fault = fault_of(connection)
        if fault:
            raise LedgerError(f"{path}: damaged ({fault}); {REBUILD_ADVICE}")
    if paper is not None:
        check_same_paper(connection, paper, folder)
    migrate(connection)
    if paper is not None:
        name_paper(connection, paper)


def _was_closed_cleanly(connection: sqlite3.Connection) -> bool:
    """Whether the last one who wrote came to its end; earlier versions did not say."""
    if not has_table(connection, "shutdown"):
        return False
    row = connection.execute("SELECT is_clean FROM shutdown").fetchone()
    return row is not None and bool(row[0])


def fault_of(connection: sqlite3.Connection) -> str | None:
    """The first thing that SQLite finds wrong with the whole file.

    Reads all of it: 13 s for 900 MB that no cache holds.
    """
    message: str = connection.execute("PRAGMA integrity_check(1)").fetchone()[0]
    return None if message == "ok" else message


def open_for_reading(path: Path) -> sqlite3.Connection:
    """Beside a run or without one. Without `immutable` SQLite would make two files
    beside a ledger that nobody uses.
    """
    address = f"{path.absolute().as_uri()}?mode=ro"
    is_used = path.with_name(f"{path.name}-wal").exists()
    if not is_used:
        address += "&immutable=1"
    return sqlite3.connect(address, uri=True)


def holds_nothing(folder: Path) -> bool:
    """Whether there is no ledger in `folder`, or one in which nothing was ever
    accepted.
    """
    path = folder / FILE_NAME
    if not path.exists():
        return True
    sql = """
        SELECT NOT EXISTS (SELECT 1 FROM revisions)
        AND NOT EXISTS (SELECT 1 FROM parts)
    """
    address = f"{path.absolute().as_uri()}?mode=ro"
    try:
        with closing(sqlite3.connect(address, uri=True)) as connection:
            return bool(connection.execute(sql).fetchone()[0])
    except sqlite3.Error:
        return False  # whatever it is, it is not nothing
