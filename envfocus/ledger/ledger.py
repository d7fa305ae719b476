"""The ledger: its file with a lock, all of its tables, and the runs.

An item is *accepted* when its transaction commits. Commits are grouped: the first write
begins a transaction, `commit` ends it, and the caller decides when (each commit is one
fsync). A process that is killed in between leaves a ledger that knows nothing of the
open transaction; its pages are asked for again.
"""

import json
import sqlite3
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from filelock import FileLock

from envfocus.exceptions import ConfigurationError
from envfocus.keys import article_no_of
from envfocus.ledger.file import locked, open_file
from envfocus.ledger.frontier import Frontier
from envfocus.ledger.paper import PaperIdentity
from envfocus.ledger.parts import Parts
from envfocus.ledger.revisions import Revisions

_KEY_PREFIX = """
    SELECT COALESCE(
        (SELECT key_prefix FROM paper),
        (SELECT substr(key, 1, instr(key, ':') - 1) FROM revisions LIMIT 1),
        ''
    )
"""


class Ledger(Revisions, Parts):
    """One writer at a time. `frontier`: what is known of article numbers. Methods raise
    LedgerError.
    """

    def __init__(
        self, connection: sqlite3.Connection, lock: FileLock, folder: Path
    ) -> None:
        super().__init__(connection, folder)
        self._lock = lock
        self._key_prefix = ""
        self.frontier = Frontier(self)

    @classmethod
    def open(
        cls,
        folder: Path,
        holder: str,
        paper: PaperIdentity | None = None,
        *,
        full_check: bool = False,
    ) -> Self:
        """Open or create the ledger in `folder`, for `holder` (a run or a command).

        `paper`: the one that it must be of; the first that is given stays for good.
        `full_check`: read all of the file for damage, as is done anyway where the last
        holder did not come to its end. Raises ConfigurationError where it is of another, LockedError where another
        process holds it, LedgerError where it cannot be used.
        """
        lock = locked(folder, holder)
        try:
            connection = open_file(folder, paper, full_check=full_check)
        except BaseException:
            lock.release()
            raise
        return cls(connection, lock, folder)

    def close(self) -> None:
        """Commit what is open and let go of the lock."""
        try:
            self.commit()
            self.note_end()
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

    # --- the paper

    @property
    def key_prefix(self) -> str:
        """How the keys of its paper begin; empty where neither a paper nor a key says
        so yet.
        """
        if not self._key_prefix:
            self._key_prefix = self.select_value(_KEY_PREFIX)
        return self._key_prefix

    def move_site(self, base_url: str) -> str:
        """The paper stands at another address from now on. Returns the one before.

        Raises ConfigurationError where none is known.
        """
        before: str | None = self.select_value("SELECT base_url FROM paper")
        if before is None:
            raise ConfigurationError(
                f"{self.folder}: this ledger knows no site yet;"
                " the next crawl notes the one in ENVFOCUS_BASE_URL"
            )
        self.write("UPDATE paper SET base_url = ?", (base_url,))
        self.commit()
        return before

    # --- runs

    def begin_run(
        self, run_id: str, spider: str, arguments: dict[str, str], at: str
    ) -> None:
        """Note the start of a run."""
        sql = """
            INSERT INTO runs (run_id, spider, arguments, started_at)
            VALUES (?, ?, ?, ?)
        """
        given = json.dumps(arguments, ensure_ascii=False)
        self.write(sql, (run_id, spider, given, at))
        self.commit()

    def unfinished_runs(self) -> list[dict[str, Any]]:
        """Runs that never came to their end: killed, or cut off with the current."""
        sql = """
            SELECT run_id, spider, started_at FROM runs
            WHERE reason IS NULL ORDER BY started_at
        """
        end = {"ended_at": None, "finish_reason": "killed"}
        return [{**row, **end} for row in self.select(sql)]

    def end_run(self, run_id: str, at: str | None, reason: str) -> None:
        """Note the end of a run."""
        sql = "UPDATE runs SET ended_at = ?, reason = ? WHERE run_id = ?"
        self.write(sql, (at, reason, run_id))
        self.commit()

    # --- the gate refused them

    def discard(self, stream: str) -> None:
        """Drop the records of a stream that are pending: the gate refused them. Their
        pages will be asked for again.

        Tombstones stay: they end keys whatever the layout of the site.
        """
        pending = "FROM revisions WHERE seq IS NULL AND op = 'upsert' AND stream = ?"
        with self.whole():
            keys = [
                row["key"] for row in self.select(f"SELECT key {pending}", (stream,))
            ]
            article_nos = map(article_no_of, keys)
            self.frontier.forget_answers(filter(None, article_nos))
            lines = f"DELETE FROM lines WHERE id IN (SELECT id {pending})"  # noqa: S608
            self.write(lines, (stream,))
            self.write(f"DELETE {pending}", (stream,))
