"""The ledger's file: its lock, its schema, what is checked before it is used."""

import json
import os
import socket
import sqlite3
from collections.abc import Iterable
from pathlib import Path

from filelock import FileLock, Timeout

from envfocus.exceptions import LedgerError, LockedError

FILE_NAME = "ledger.sqlite3"

_MIGRATIONS = (
    """
    CREATE TABLE runs (
        run_id TEXT PRIMARY KEY, spider TEXT NOT NULL, arguments TEXT NOT NULL, started_at TEXT NOT NULL,
        ended_at TEXT, reason TEXT
    );
    CREATE TABLE sightings (
        no INTEGER NOT NULL, place TEXT NOT NULL, run_id TEXT NOT NULL, PRIMARY KEY (no, place)
    ) WITHOUT ROWID;
    CREATE TABLE fetches (
        no INTEGER PRIMARY KEY, result TEXT NOT NULL, etag TEXT, last_modified TEXT, body_sha256 TEXT,
        fetched_at TEXT NOT NULL, run_id TEXT NOT NULL
    );
    CREATE TABLE gone (
        no INTEGER NOT NULL, run_id TEXT NOT NULL, at TEXT NOT NULL, PRIMARY KEY (no, run_id)
    ) WITHOUT ROWID;
    CREATE TABLE listings (
        name TEXT PRIMARY KEY, pages INTEGER NOT NULL, stopped TEXT NOT NULL, run_id TEXT NOT NULL
    );
    CREATE TABLE revisions (
        id INTEGER PRIMARY KEY, stream TEXT NOT NULL, key TEXT NOT NULL, rev INTEGER NOT NULL, op TEXT NOT NULL,
        content_sha256 TEXT, published_at TEXT, run_id TEXT NOT NULL, line BLOB NOT NULL, seq INTEGER,
        UNIQUE (key, rev)
    );
    CREATE INDEX revisions_pending ON revisions (stream, id) WHERE seq IS NULL;
    CREATE UNIQUE INDEX revisions_published ON revisions (stream, seq) WHERE seq IS NOT NULL;
    CREATE TABLE parts (
        stream TEXT NOT NULL, first_seq INTEGER NOT NULL, last_seq INTEGER NOT NULL, plan TEXT NOT NULL,
        manifest BLOB, PRIMARY KEY (stream, first_seq)
    );
    CREATE UNIQUE INDEX parts_ends ON parts (stream, last_seq);
    CREATE TABLE takedowns (key TEXT PRIMARY KEY, reason TEXT NOT NULL, at TEXT NOT NULL);
    """,
    """
    CREATE TABLE numbers (
        no INTEGER PRIMARY KEY, result TEXT NOT NULL, published_at TEXT, sighted_at TEXT NOT NULL, etag TEXT,
        last_modified TEXT, body_sha256 TEXT, fetched_at TEXT, run_id TEXT NOT NULL,
        tries INTEGER NOT NULL DEFAULT 0, due_at TEXT
    );
    CREATE INDEX numbers_due ON numbers (due_at) WHERE due_at IS NOT NULL;
    INSERT INTO numbers (no, result, published_at, sighted_at, fetched_at, run_id, due_at)
        SELECT no, result, (SELECT published_at FROM revisions WHERE key = 'ecofocus:a' || no ORDER BY rev DESC),
        strftime('%Y-%m-%dT%H:%M:%SZ', fetched_at), strftime('%Y-%m-%dT%H:%M:%SZ', fetched_at), run_id, ''
        FROM fetches;
    UPDATE numbers SET (etag, last_modified, body_sha256, due_at) =
        (SELECT etag, last_modified, body_sha256, NULL FROM fetches WHERE fetches.no = numbers.no)
        WHERE result = 'article';
    INSERT OR IGNORE INTO numbers (no, result, sighted_at, run_id, due_at)
        SELECT no, 'unseen', COALESCE(strftime('%Y-%m-%dT%H:%M:%SZ', started_at), '1970-01-01T00:00:00Z'), run_id, ''
        FROM sightings LEFT JOIN runs USING (run_id);
    DROP TABLE fetches;
    ALTER TABLE sightings ADD COLUMN ground INTEGER NOT NULL DEFAULT 0;
    CREATE INDEX sightings_open ON sightings (place) WHERE ground = 0;
    ALTER TABLE listings ADD COLUMN floor TEXT;
    CREATE TABLE lines (id INTEGER PRIMARY KEY, line BLOB NOT NULL);
    INSERT INTO lines SELECT id, line FROM revisions;
    ALTER TABLE revisions DROP COLUMN line;
    """,
)
"""Each step brings the schema one version forward, counted by `PRAGMA user_version`.
Only ever added to.
"""


def locked(folder: Path, holder: str) -> FileLock:
    """Take the lock, or say who has it. The kernel frees it when the process ends,
    however it ends.
    """
    note = folder / "holder.json"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        lock = FileLock(folder / "lock")
        lock.acquire(timeout=0)
        who = {"holder": holder, "pid": os.getpid(), "host": socket.gethostname()}
        note.write_text(json.dumps(who), encoding="utf-8")
    except Timeout:
        said = note.read_text(encoding="utf-8") if note.exists() else "unknown"
        raise LockedError(
            f"{folder}: another process holds the ledger: {said.strip()}; wait for it to end"
        ) from None
    except OSError as error:
        raise LedgerError(
            f"{folder}: cannot be used: {error.strerror or error}"
        ) from error
    return lock


def prepare(connection: sqlite3.Connection, folder: Path) -> None:
    """Set, check and bring forward a file that was just opened. Raises LedgerError,
    sqlite3.Error.
    """
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA synchronous = FULL")
    connection.execute("PRAGMA secure_delete = ON")
    _check(connection, folder)
    _migrate(connection, folder)


def _check(connection: sqlite3.Connection, folder: Path) -> None:
    found: Iterable[tuple[str]] = connection.execute("PRAGMA integrity_check(1)")
    said = next(iter(found))[0]
    if said != "ok":
        raise LedgerError(
            f"{folder / FILE_NAME}: damaged ({said}); move it away and run `scrapy rebuild`"
        )


def _migrate(connection: sqlite3.Connection, folder: Path) -> None:
    version: int = connection.execute("PRAGMA user_version").fetchone()[0]
    if version > len(_MIGRATIONS):
        raise LedgerError(
            f"{folder / FILE_NAME}: version {version} is newer than this program's {len(_MIGRATIONS)}; update envfocus"
        )
    for number, script in enumerate(_MIGRATIONS[version:], start=version + 1):
        connection.executescript(
            f"BEGIN IMMEDIATE; {script} PRAGMA user_version = {number}; COMMIT;"
        )


def opened_for_reading(path: Path) -> sqlite3.Connection:
    """Beside a run or without one. Without `immutable` SQLite would make two files
    beside a ledger that nobody uses.
    """
    used = path.with_name(f"{path.name}-wal").exists()
    return sqlite3.connect(
        f"{path.absolute().as_uri()}?mode=ro{'' if used else '&immutable=1'}", uri=True
    )


def holds_nothing(folder: Path) -> bool:
    """Whether there is no ledger in `folder`, or one in which nothing was ever
    accepted.
    """
    path = folder / FILE_NAME
    if not path.exists():
        return True
    sql = "SELECT NOT EXISTS (SELECT 1 FROM revisions) AND NOT EXISTS (SELECT 1 FROM parts)"
    try:
        connection = sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)
        try:
            return bool(connection.execute(sql).fetchone()[0])
        finally:
            connection.close()
    except sqlite3.Error:
        return False  # whatever it is, it is not nothing
