"""Which article numbers are to be asked for."""

import json
import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from envfocus.clock import utc_text
from envfocus.ledger.states import DELIVERED, EXPLAINED, UNSEEN
from envfocus.ledger.store import Tables

Window = tuple[str, str]
"""From and before, UTC."""

ANY_TIME: Window = ("", "~")

_EXPLAINED = json.dumps(sorted(EXPLAINED))

_ENTRIES = """
    SELECT article_no, result, etag, last_modified FROM numbers
    WHERE {condition} AND article_no < :below
    AND (:places = '[]' OR article_no IN (
        SELECT article_no FROM sightings
        WHERE place IN (SELECT value FROM json_each(:places))
    ))
    ORDER BY article_no DESC LIMIT :limit
"""
_DUE = _ENTRIES.format(condition="due_at <= :now")
_MISSING_IN_WINDOW = _ENTRIES.format(
    condition="""
    (published_at IS NULL OR (published_at >= :since AND published_at < :before))
    AND result NOT IN (SELECT value FROM json_each(:explained))
    """
)


@dataclass(frozen=True, slots=True)
class Due:
    """A number to ask for, with the validators of what is known of it."""

    article_no: int
    result: str = UNSEEN
    etag: str | None = None
    last_modified: str | None = None


class DueNumbers(Tables):
    """The table `numbers`, as a run asks it what to do. Methods raise LedgerError."""

    def already_handled(
        self, article_nos: Sequence[int], at: datetime, window: Window = ANY_TIME
    ) -> set[int]:
        """Those that need not be asked for because a page names them: delivered, not
        due, or not of the window.
        """
        sql = """
            SELECT article_no FROM numbers
            WHERE article_no IN (SELECT value FROM json_each(?)) AND (
                result = ? OR due_at IS NULL OR due_at > ?
                OR published_at < ? OR published_at >= ?
            )
        """
        values = (json.dumps(article_nos), DELIVERED, utc_text(at), *window)
        return {row["article_no"] for row in self.store.select(sql, values)}

    def due(
        self, at: datetime, below: int, places: Sequence[str], limit: int
    ) -> list[Due]:
        """Numbers below `below` that are due, the newest first. `places`: only those
        that stood there; empty: all.
        """
        values = {
            "now": utc_text(at),
            "below": below,
            "places": json.dumps(places),
            "limit": limit,
        }
        return [_due(row) for row in self.store.select(_DUE, values)]

    def missing_in_window(
        self, window: Window, below: int, places: Sequence[str], limit: int
    ) -> list[Due]:
        """As `due`, whatever was tried: not delivered nor explained, published in
        `window` (UTC) or unknown when.
        """
        since, before = window
        values = {
            "since": since,
            "before": before,
            "explained": _EXPLAINED,
            "below": below,
            "places": json.dumps(places),
            "limit": limit,
        }
        return [_due(row) for row in self.store.select(_MISSING_IN_WINDOW, values)]

    def newest_delivered(self) -> list[Due]:
        """The newest article that was there when it was looked at last, if any."""
        sql = """
            SELECT article_no, result, etag, last_modified FROM numbers
            WHERE result = ? ORDER BY article_no DESC LIMIT 1
        """
        return [_due(row) for row in self.store.select(sql, (DELIVERED,))]


def _due(row: sqlite3.Row) -> Due:
    return Due(
        article_no=row["article_no"],
        result=row["result"],
        etag=row["etag"],
        last_modified=row["last_modified"],
    )
