"""What was accepted: revisions of keys, and the keys that must not be collected."""

from collections.abc import Iterator
from dataclasses import dataclass

from envfocus.ledger.store import Store

_LINE = """
    SELECT line FROM revisions JOIN lines USING (id) WHERE key = ? AND rev = ?
"""
_APPEND = """
    INSERT INTO revisions
    (stream, key, rev, op, content_sha256, published_at, run_id, seq)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?)
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


class Revisions(Store):
    """The tables `revisions`, `lines` and `takedowns`. Methods raise LedgerError."""

    def head(self, key: str) -> Head | None:
        """The newest revision of a key."""
        sql = """
            SELECT rev, op, content_sha256 FROM revisions
            WHERE key = ? ORDER BY rev DESC LIMIT 1
        """
        row = self.select_one(sql, (key,))
        if row is None:
            return None
        return Head(rev=row["rev"], op=row["op"], content_sha256=row["content_sha256"])

    def line(self, key: str, rev: int) -> bytes:
        """The line of a revision; KeyError where there is none."""
        line: bytes | None = self.select_value(_LINE, (key, rev))
        if line is None:
            raise KeyError((key, rev))
        return line

    def append(self, revision: Revision, seq: int | None = None) -> None:
        """Add a revision to what is to be published; with `seq`, to what is."""
        values = (
            revision.stream,
            revision.key,
            revision.rev,
            revision.op,
            revision.content_sha256,
            revision.published_at,
            revision.run_id,
            seq,
        )
        row_id = self.write(_APPEND, values).lastrowid
        sql = "INSERT INTO lines (id, line) VALUES (?, ?)"
        self.write(sql, (row_id, revision.line))
        self.uncommitted += 1

    def pending(self, stream: str) -> Iterator[bytes]:
        """Lines that are accepted and in no part yet, in the order of acceptance."""
        sql = """
            SELECT line FROM revisions JOIN lines USING (id)
            WHERE stream = ? AND seq IS NULL ORDER BY id
        """
        for row in self.select(sql, (stream,)):
            yield row["line"]

    def alive(self) -> int:
        """How many articles are known and not deleted."""
        sql = """
            SELECT COUNT(*) FROM revisions AS newest
            WHERE stream = 'articles' AND op = 'upsert'
            AND rev = (SELECT MAX(rev) FROM revisions WHERE key = newest.key)
        """
        count: int = self.select_value(sql)
        return count

    def taken_down(self, key: str) -> bool:
        """Whether a key must not be collected."""
        sql = "SELECT 1 FROM takedowns WHERE key = ?"
        return self.select_one(sql, (key,)) is not None

    def taken(self) -> set[str]:
        """Keys that must not be collected."""
        return {row["key"] for row in self.select("SELECT key FROM takedowns")}

    def take_down(self, key: str, reason: str, at: str) -> None:
        """Never collect a key again."""
        sql = "INSERT OR REPLACE INTO takedowns (key, reason, at) VALUES (?, ?, ?)"
        self.write(sql, (key, reason, at))

    def purge(self, key: str, rev: int, line: bytes) -> None:
        """Put a line without content in place of a revision."""
        sql = """
            UPDATE revisions
            SET op = 'tombstone', content_sha256 = NULL, published_at = NULL
            WHERE key = ? AND rev = ?
        """
        self.write(sql, (key, rev))
        sql = """
            UPDATE lines SET line = ?
            WHERE id = (SELECT id FROM revisions WHERE key = ? AND rev = ?)
        """
        self.write(sql, (line, key, rev))

    def forget_deleted(self) -> None:
        """Overwrite what was deleted or purged, in the file and its log too."""
        self.execute("VACUUM")
        self.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
