"""Runs, revisions, parts: what is accepted, what is published.

An item is *accepted* when its transaction commits. Commits are grouped: the first write
begins a transaction, `commit` ends it, and the caller decides when (each commit is one
fsync). A process that is killed in between leaves a ledger that knows nothing of the
open transaction; its pages are asked for again.
"""

import json
import sqlite3
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from operator import attrgetter
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from filelock import FileLock

from envfocus.exceptions import LedgerError
from envfocus.keys import number_of
from envfocus.ledger.file import FILE_NAME, locked, prepare
from envfocus.ledger.frontier import Frontier
from envfocus.ledger.store import Store

_GIVE_SEQ = """
    UPDATE revisions SET seq = given.seq FROM (SELECT id, ? + ROW_NUMBER() OVER (ORDER BY id) AS seq FROM revisions
    WHERE stream = ? AND seq IS NULL AND key LIKE ? ORDER BY id LIMIT ?) AS given WHERE revisions.id = given.id
"""


@dataclass(frozen=True, slots=True)
class Head:
    """The newest revision of a key."""

    rev: int
    op: str
    content_sha256: str | None


@dataclass(frozen=True, slots=True)
class Revision:
    """An accepted record. `line`: its bytes with `"seq":null`. `published_at`: the
    article's, UTC.
    """

    stream: str
    key: str
    rev: int
    op: str
    content_sha256: str | None
    published_at: str | None
    run_id: str
    line: bytes


_COLUMNS = attrgetter(
    "stream", "key", "rev", "op", "content_sha256", "published_at", "run_id"
)


@dataclass(frozen=True, slots=True)
class Part:
    """A run of revisions that is one file of the feed. `plan`: all else that decides
    its bytes.
    """

    stream: str
    first_seq: int
    last_seq: int
    plan: dict[str, Any]
    manifest: bytes | None = None


class Ledger(Store):
    """One writer at a time. `frontier`: what is known of article numbers. Methods raise
    LedgerError.
    """

    def __init__(
        self, connection: sqlite3.Connection, lock: FileLock, folder: Path
    ) -> None:
        super().__init__(connection, folder)
        self._lock = lock
        self.frontier = Frontier(self)

    @classmethod
    def open(cls, folder: Path, holder: str) -> Self:
        """Open or create the ledger in `folder`, for `holder` (a run or a command).

        Raises LockedError where another process holds it, LedgerError where it cannot
        be used.
        """
        lock = locked(folder, holder)
        try:
            connection = sqlite3.connect(folder / FILE_NAME, isolation_level=None)
            try:
                prepare(connection, folder)
            except BaseException:
                connection.close()
                raise
        except BaseException as error:
            lock.release()
            if isinstance(error, sqlite3.Error):
                said = f"{folder / FILE_NAME}: {error}; where it is damaged, move it away and run `scrapy rebuild`"
                raise LedgerError(said) from error
            raise
        return cls(connection, lock, folder)

    def close(self) -> None:
        """Commit what is open and let go of the lock."""
        try:
            self.commit()
        finally:
            self.connection.close()
            self._lock.release()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if kind is not None:
            self.rollback()
        self.close()

    # --- runs

    def begin_run(
        self, run_id: str, spider: str, arguments: dict[str, str], at: str
    ) -> None:
        """Note the start of a run."""
        values = (run_id, spider, json.dumps(arguments, ensure_ascii=False), at)
        self.write(
            "INSERT INTO runs (run_id, spider, arguments, started_at) VALUES (?, ?, ?, ?)",
            values,
        )
        self.commit()

    def unfinished_runs(self) -> list[dict[str, Any]]:
        """Runs that never came to their end: killed, or cut off with the current."""
        rows = self.execute(
            "SELECT run_id, spider, started_at FROM runs WHERE reason IS NULL ORDER BY started_at"
        )
        names = ("run_id", "spider", "started_at")
        return [
            {
                **dict(zip(names, row, strict=True)),
                "ended_at": None,
                "finish_reason": "killed",
            }
            for row in rows
        ]

    def end_run(self, run_id: str, at: str | None, reason: str) -> None:
        """Note the end of a run."""
        self.write(
            "UPDATE runs SET ended_at = ?, reason = ? WHERE run_id = ?",
            (at, reason, run_id),
        )
        self.commit()

    # --- revisions

    def head(self, key: str) -> Head | None:
        """The newest revision of a key."""
        sql = "SELECT rev, op, content_sha256 FROM revisions WHERE key = ? ORDER BY rev DESC LIMIT 1"
        row = self.execute(sql, (key,)).fetchone()
        return Head(*row) if row else None

    def line(self, key: str, rev: int) -> bytes:
        """The line of a revision; KeyError where there is none."""
        sql = (
            "SELECT line FROM revisions JOIN lines USING (id) WHERE key = ? AND rev = ?"
        )
        row = self.execute(sql, (key, rev)).fetchone()
        if row is None:
            raise KeyError((key, rev))
        line: bytes = row[0]
        return line

    def append(self, revision: Revision, seq: int | None = None) -> None:
        """Add a revision to what is to be published; with `seq`, to what is."""
        sql = """INSERT INTO revisions (stream, key, rev, op, content_sha256, published_at, run_id, seq)
                 VALUES (?, ?, ?, ?, ?, ?, ?, ?)"""
        row = self.write(sql, (*_COLUMNS(revision), seq))
        self.write("INSERT INTO lines VALUES (?, ?)", (row.lastrowid, revision.line))
        self.uncommitted += 1

    def alive(self) -> int:
        """How many articles are known and not deleted."""
        sql = """SELECT COUNT(*) FROM revisions r WHERE stream = 'articles' AND op = 'upsert'
                 AND rev = (SELECT MAX(rev) FROM revisions WHERE key = r.key)"""
        count: int = self.execute(sql).fetchone()[0]
        return count

    def taken_down(self, key: str) -> bool:
        """Whether a key must not be collected."""
        return (
            self.execute("SELECT 1 FROM takedowns WHERE key = ?", (key,)).fetchone()
            is not None
        )

    def take_down(self, key: str, reason: str, at: str) -> None:
        """Never collect a key again."""
        self.write(
            "INSERT OR REPLACE INTO takedowns VALUES (?, ?, ?)", (key, reason, at)
        )

    def purge(self, key: str, rev: int, line: bytes) -> None:
        """Put a line without content in place of a revision."""
        sql = """UPDATE revisions SET op = 'tombstone', content_sha256 = NULL, published_at = NULL
                 WHERE key = ? AND rev = ?"""
        self.write(sql, (key, rev))
        sql = "UPDATE lines SET line = ? WHERE id = (SELECT id FROM revisions WHERE key = ? AND rev = ?)"
        self.write(sql, (line, key, rev))

    def forget_deleted(self) -> None:
        """Overwrite what was deleted or purged, in the file and its log too."""
        self.execute("VACUUM")
        self.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()

    # --- publishing

    def pending(self, stream: str) -> Iterator[bytes]:
        """Lines that are accepted and in no part yet, in the order of acceptance."""
        sql = "SELECT line FROM revisions JOIN lines USING (id) WHERE stream = ? AND seq IS NULL ORDER BY id"
        for (line,) in self.each(sql, (stream,)):
            yield line

    def plan(
        self, stream: str, most: int, plan: dict[str, Any], key: str | None = None
    ) -> Part | None:
        """Give the next pending revisions, `most` at once, their seq and make them a
        part. None: nothing pending.

        `key`: those of one key only.
        """
        with self.whole():
            before = self.last_seq(stream)
            values: Sequence[Any] = (before, stream, key or "%", most)
            count = self.write(_GIVE_SEQ, values).rowcount
            if not count:
                return None
            part = Part(stream, before + 1, before + count, plan)
            values = (
                stream,
                part.first_seq,
                part.last_seq,
                json.dumps(plan, ensure_ascii=False),
            )
            self.write("INSERT INTO parts VALUES (?, ?, ?, ?, NULL)", values)
        return part

    def last_seq(self, stream: str) -> int:
        """Last seq that was given out; 0 before the first."""
        sql = "SELECT COALESCE(MAX(last_seq), 0) FROM parts WHERE stream = ?"
        seq: int = self.execute(sql, (stream,)).fetchone()[0]
        return seq

    def parts(self, stream: str | None = None, *, planned: bool = False) -> list[Part]:
        """Parts in the order of their seq; with `planned`, those whose files may be
        missing.
        """
        sql = "SELECT stream, first_seq, last_seq, plan, manifest FROM parts"
        tests = [
            test
            for test, wanted in (("stream = ?", stream), ("manifest IS NULL", planned))
            if wanted
        ]
        where = f" WHERE {' AND '.join(tests)}" if tests else ""
        rows = self.execute(
            f"{sql}{where} ORDER BY stream, first_seq", (stream,) if stream else ()
        )
        return [_part(row) for row in rows]

    def newest_published(self) -> list[Part]:
        """The last published part of each stream."""
        sql = "SELECT stream, MAX(first_seq), last_seq, plan, manifest FROM parts WHERE manifest NOT NULL GROUP BY stream"
        return [_part(row) for row in self.execute(sql)]

    def part_ending(self, stream: str, last_seq: int) -> Part | None:
        """The part whose last line is `last_seq`."""
        sql = "SELECT stream, first_seq, last_seq, plan, manifest FROM parts WHERE stream = ? AND last_seq = ?"
        row = self.execute(sql, (stream, last_seq)).fetchone()
        return _part(row) if row else None

    def rows(self, part: Part) -> Iterator[tuple[int, str, str | None, bytes]]:
        """seq, op, published_at (UTC) and line of each revision of a part."""
        sql = """SELECT seq, op, published_at, line FROM revisions JOIN lines USING (id)
                 WHERE stream = ? AND seq BETWEEN ? AND ? ORDER BY seq"""
        yield from self.each(sql, (part.stream, part.first_seq, part.last_seq))

    def publish(self, part: Part, manifest: bytes) -> None:
        """The files of a part are on disk."""
        sql = "UPDATE parts SET manifest = ? WHERE stream = ? AND first_seq = ?"
        self.write(sql, (manifest, part.stream, part.first_seq))
        self.commit()

    def restore(self, part: Part) -> None:
        """Add a part that the feed has."""
        values = (
            part.stream,
            part.first_seq,
            part.last_seq,
            json.dumps(part.plan, ensure_ascii=False),
            part.manifest,
        )
        self.write("INSERT INTO parts VALUES (?, ?, ?, ?, ?)", values)

    def reopen(self, part: Part, plan: dict[str, Any]) -> None:
        """A published part is to be written again, by another plan."""
        values = (json.dumps(plan, ensure_ascii=False), part.stream, part.first_seq)
        self.write(
            "UPDATE parts SET plan = ?, manifest = NULL WHERE stream = ? AND first_seq = ?",
            values,
        )

    def parts_with(self, key: str) -> list[Part]:
        """The parts that hold a revision of a key."""
        sql = """SELECT DISTINCT p.stream, first_seq, last_seq, plan, manifest FROM revisions r JOIN parts p
                 ON p.stream = r.stream AND r.seq BETWEEN first_seq AND last_seq WHERE key = ? ORDER BY first_seq"""
        return [_part(row) for row in self.execute(sql, (key,))]

    def discard(self, stream: str) -> None:
        """Drop the records of a stream that are pending: the gate refused them. Their
        pages will be asked for again.

        Tombstones stay: they end keys whatever the layout of the site.
        """
        pending = "FROM revisions WHERE seq IS NULL AND op = 'upsert' AND stream = ?"
        with self.whole():
            keys = self.execute(f"SELECT key {pending}", (stream,)).fetchall()
            self.frontier.forget_answers(
                article_no for (key,) in keys if (article_no := number_of(key))
            )
            lines = f"DELETE FROM lines WHERE id IN (SELECT id {pending})"  # noqa: S608
            self.write(lines, (stream,))
            self.write(f"DELETE {pending}", (stream,))

    def taken(self) -> set[str]:
        """Keys that must not be collected."""
        return {key for (key,) in self.execute("SELECT key FROM takedowns")}


def _part(row: tuple[str, int, int, str, bytes | None]) -> Part:
    stream, first_seq, last_seq, plan, manifest = row
    return Part(stream, first_seq, last_seq, json.loads(plan), manifest)
