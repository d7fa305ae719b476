"""What was published: runs of revisions that are one file of the feed each."""

import json
import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from envfocus.ledger.store import Store

_COLUMNS = "stream, first_seq, last_seq, plan, manifest"

_GIVE_SEQ = """
    UPDATE revisions SET seq = given.seq FROM (
        SELECT id, :last_seq + ROW_NUMBER() OVER (ORDER BY id) AS seq FROM revisions
        WHERE stream = :stream AND seq IS NULL AND (:key IS NULL OR key = :key)
        ORDER BY id LIMIT :max_records
    ) AS given
    WHERE revisions.id = given.id
"""


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


class Parts(Store):
    """The table `parts`. Methods raise LedgerError."""

    def plan(
        self,
        stream: str,
        max_records: int,
        plan: dict[str, Any],
        key: str | None = None,
    ) -> Part | None:
        """Give the next pending revisions their seq and make them a part. None: nothing
        pending.

        `key`: those of one key only.
        """
        with self.whole():
            last_seq = self.last_seq(stream)
            values = {
                "last_seq": last_seq,
                "stream": stream,
                "key": key,
                "max_records": max_records,
            }
            count = self.write(_GIVE_SEQ, values).rowcount
            if not count:
                return None
            part = Part(stream, last_seq + 1, last_seq + count, plan)
            self.restore(part)
        return part

    def last_seq(self, stream: str) -> int:
        """Last seq that was given out; 0 before the first."""
        sql = "SELECT COALESCE(MAX(last_seq), 0) FROM parts WHERE stream = ?"
        seq: int = self.select_value(sql, (stream,))
        return seq

    def parts(self, stream: str | None = None, *, planned: bool = False) -> list[Part]:
        """Parts in the order of their seq; with `planned`, those whose files may be
        missing.
        """
        sql = f"""
            SELECT {_COLUMNS} FROM parts
            WHERE (:stream IS NULL OR stream = :stream)
            AND (NOT :planned OR manifest IS NULL)
            ORDER BY stream, first_seq
        """  # noqa: S608 names of columns
        rows = self.select(sql, {"stream": stream, "planned": planned})
        return [_part(row) for row in rows]

    def newest_published(self) -> list[Part]:
        """The last published part of each stream."""
        sql = f"""
            SELECT {_COLUMNS}, MAX(first_seq) FROM parts
            WHERE manifest NOT NULL GROUP BY stream
        """  # noqa: S608 names of columns
        return [_part(row) for row in self.select(sql)]

    def part_ending(self, stream: str, last_seq: int) -> Part | None:
        """The part whose last line is `last_seq`."""
        sql = f"SELECT {_COLUMNS} FROM parts WHERE stream = ? AND last_seq = ?"  # noqa: S608 names of columns
        row = self.select_one(sql, (stream, last_seq))
        if row is None:
            return None
        return _part(row)

    def parts_with(self, key: str) -> list[Part]:
        """The parts that hold a revision of a key."""
        sql = """
            SELECT DISTINCT parts.stream, first_seq, last_seq, plan, manifest
            FROM revisions JOIN parts
            ON parts.stream = revisions.stream AND seq BETWEEN first_seq AND last_seq
            WHERE key = ? ORDER BY first_seq
        """
        return [_part(row) for row in self.select(sql, (key,))]

    def rows(self, part: Part) -> Iterator[tuple[int, str, str | None, bytes]]:
        """seq, op, published_at (UTC) and line of each revision of a part."""
        sql = """
            SELECT seq, op, published_at, line FROM revisions JOIN lines USING (id)
            WHERE stream = ? AND seq BETWEEN ? AND ? ORDER BY seq
        """
        values = (part.stream, part.first_seq, part.last_seq)
        for row in self.select(sql, values):
            yield row["seq"], row["op"], row["published_at"], row["line"]

    def publish(self, part: Part, manifest: bytes) -> None:
        """The files of a part are on disk."""
        sql = "UPDATE parts SET manifest = ? WHERE stream = ? AND first_seq = ?"
        self.write(sql, (manifest, part.stream, part.first_seq))
        self.commit()

    def restore(self, part: Part) -> None:
        """Add a part as it is."""
        sql = f"INSERT INTO parts ({_COLUMNS}) VALUES (?, ?, ?, ?, ?)"  # noqa: S608 names of columns
        plan = _json(part.plan)
        values = (part.stream, part.first_seq, part.last_seq, plan, part.manifest)
        self.write(sql, values)

    def reopen(self, part: Part, plan: dict[str, Any]) -> None:
        """A published part is to be written again, by another plan."""
        sql = """
            UPDATE parts SET plan = ?, manifest = NULL
            WHERE stream = ? AND first_seq = ?
        """
        self.write(sql, (_json(plan), part.stream, part.first_seq))


def _json(plan: dict[str, Any]) -> str:
    return json.dumps(plan, ensure_ascii=False)


def _part(row: sqlite3.Row) -> Part:
    return Part(
        stream=row["stream"],
        first_seq=row["first_seq"],
        last_seq=row["last_seq"],
        plan=json.loads(row["plan"]),
        manifest=row["manifest"],
    )
