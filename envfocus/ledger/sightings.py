"""Where article numbers stood, and how far each listing was walked."""

import json
from collections.abc import Iterable, Sequence
from datetime import datetime

from envfocus.clock import utc_text
from envfocus.ledger.recheck_schedule import DELETION_INTERVAL
from envfocus.ledger.states import DELIVERED, TAKEN_DOWN, TOMBSTONED, UNSEEN
from envfocus.ledger.store import Tables

_NOT_DRAFTS = json.dumps([UNSEEN, DELIVERED, TAKEN_DOWN])
"""Results of which a new place says nothing: not asked for, there, or not wanted."""

_NEW_SIGHTINGS = """
    INSERT OR IGNORE INTO sightings (article_no, place, run_id)
    SELECT value ->> 0, :place, :run_id FROM json_each(:rows)
    RETURNING article_no
"""
_FOUND_AT_NEW_PLACE = """
    UPDATE numbers SET due_at = :now
    WHERE article_no IN (SELECT value FROM json_each(:new_there))
    AND run_id != :run_id
    AND result NOT IN (SELECT value FROM json_each(:not_drafts))
"""
_REAPPEARED = """
    UPDATE numbers SET due_at = :now
    WHERE article_no IN (SELECT value ->> 0 FROM json_each(:rows))
    AND result = :tombstoned
    AND due_at IS NULL
    AND COALESCE(fetched_at, sighted_at) < :a_day_ago
"""
_NEW_NUMBERS = """
    INSERT OR IGNORE INTO numbers
    (article_no, published_at, result, sighted_at, run_id, due_at)
    SELECT value ->> 0, value ->> 1, :unseen, :now, :run_id, :now FROM json_each(:rows)
"""
GAPS = """
    SELECT article_no + 1 AS first, next_no - 1 AS last FROM (
        SELECT article_no, LEAD(article_no) OVER (ORDER BY article_no) AS next_no
        FROM numbers
    )
    WHERE next_no > article_no + 1 ORDER BY article_no DESC
"""


def is_jump(first: int, last: int, max_gap: int) -> bool:
    """Whether a gap is a jump: numbers that nobody ever gave.

    `max_gap`: ENVFOCUS_GAP_MAX, 0 for no limit.
    """
    if not max_gap:
        return False
    return last - first >= max_gap


class Sightings(Tables):
    """The tables `sightings` and `listings`. Methods raise LedgerError."""

    def record_sightings(
        self,
        rows: Iterable[tuple[int, str | None]],
        place: str,
        run_id: str,
        at: datetime,
    ) -> None:
        """Numbers stood on a page, each with the time of publication that stood beside
        it (UTC), if any.

        What an earlier run did not find, and now stands at a new place, is due: it was
        a draft then. So is, once a day, what has a tombstone and still stands there.
        """
        values = {
            "rows": json.dumps(list(rows)),
            "place": place,
            "run_id": run_id,
            "now": utc_text(at),
            "a_day_ago": utc_text(at - DELETION_INTERVAL),
            "tombstoned": TOMBSTONED,
            "unseen": UNSEEN,
            "not_drafts": _NOT_DRAFTS,
        }
        new = self.store.write(_NEW_SIGHTINGS, values).fetchall()
        values["new_there"] = json.dumps([article_no for (article_no,) in new])
        self.store.write(_FOUND_AT_NEW_PLACE, values)
        self.store.write(_REAPPEARED, values)
        self.store.write(_NEW_NUMBERS, values)

    def gaps(self) -> list[tuple[int, int]]:
        """First and last of each run of numbers that were never sighted, between those
        that were; the newest first.
        """
        return [(row["first"], row["last"]) for row in self.store.select(GAPS)]

    # --- walks through listings

    def record_walk(self, name: str, pages: int, stopped: str, run_id: str) -> None:
        """A listing was walked to where it stopped; `stopped`: empty while the walk
        goes on.
        """
        sql = """
            INSERT INTO listings (name, pages, stopped, run_id) VALUES (?, ?, ?, ?)
            ON CONFLICT (name) DO UPDATE SET
            pages = excluded.pages, stopped = excluded.stopped, run_id = excluded.run_id
        """
        self.store.write(sql, (name, pages, stopped, run_id))

    def keep_only_listings(self, names: Sequence[str]) -> None:
        """The others left the menu: how they ended says nothing of the site as it is."""
        sql = "DELETE FROM listings WHERE name NOT IN (SELECT value FROM json_each(?))"
        self.store.write(sql, (json.dumps(names),))

    def mark_walk_complete(self, name: str, down_to: str) -> None:
        """All of a listing was sighted down to a day (empty: to its end): later walks
        may stop there.
        """
        sql = """
            UPDATE sightings SET seen_by_complete_walk = 1
            WHERE place = ? AND seen_by_complete_walk = 0
        """
        self.store.write(sql, (name,))
        sql = """
            UPDATE listings SET complete_down_to = :down_to
            WHERE name = :name
            AND (complete_down_to IS NULL OR complete_down_to > :down_to)
        """
        self.store.write(sql, {"name": name, "down_to": down_to})

    def complete_down_to(self, name: str) -> str | None:
        """The day from which on all of a listing was sighted; empty: all of it; None:
        no walk was complete.
        """
        sql = "SELECT complete_down_to FROM listings WHERE name = ?"
        day: str | None = self.store.select_value(sql, (name,))
        return day

    def seen_by_complete_walk(self, name: str, article_nos: Sequence[int]) -> set[int]:
        """Those that an earlier, complete walk of this listing sighted."""
        sql = """
            SELECT article_no FROM sightings
            WHERE place = ? AND seen_by_complete_walk = 1
            AND article_no IN (SELECT value FROM json_each(?))
        """
        rows = self.store.select(sql, (name, json.dumps(article_nos)))
        return {row["article_no"] for row in rows}
