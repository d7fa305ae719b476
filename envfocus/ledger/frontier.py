"""What is known of every article number ever sighted: where it stood, what came of it,
when it is due again.
"""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from envfocus.clock import kst_text, utc_text
from envfocus.ledger.recheck_schedule import DELETION_INTERVAL, Schedule
from envfocus.ledger.store import Store

State = Literal["delivered", "gone", "elsewhere", "failed", "unseen"]

UNSEEN, DELIVERED, TOMBSTONED, TAKEN_DOWN = (
    "unseen",
    "article",
    "tombstone",
    "taken_down",
)
"""Results that are no answers of the site; the others are kinds of pages and reasons of
failures.
"""

GONE = frozenset({"http_404", "http_410"})
"""What the feed takes for a deletion."""

_STATES: dict[str, State] = {
    UNSEEN: "unseen",
    DELIVERED: "delivered",
    **dict.fromkeys((*GONE, "alert", TOMBSTONED, TAKEN_DOWN), "gone"),
    **dict.fromkeys(("front", "other_article", "listing", "OffsiteError"), "elsewhere"),
}

Window = tuple[str, str]
"""From and before, UTC."""

ANY_TIME: Window = ("", "~")

Headers = tuple[str | None, str | None, str | None]
"""ETag, Last-Modified, hash of the body."""

_TO_ASK = """
    SELECT no, result, etag, last_modified FROM numbers WHERE %s AND no < :below AND (:places = '[]' OR no IN
    (SELECT no FROM sightings WHERE place IN (SELECT value FROM json_each(:places)))) ORDER BY no DESC LIMIT :most
"""
_DUE = _TO_ASK % "due_at <= :now"
_LACKING = (
    _TO_ASK
    % """(published_at IS NULL OR (published_at >= :since AND published_at < :before))
    AND result NOT IN (SELECT value FROM json_each(:explained))"""
)

_SIGHTED = """
    INSERT OR IGNORE INTO sightings (no, place, run_id) SELECT value ->> 0, :place, :run_id FROM json_each(:rows)
    RETURNING no
"""
_DUE_AGAIN = """
    UPDATE numbers SET due_at = :now WHERE no IN (SELECT value FROM json_each(:new)) AND run_id != :run_id
    AND result NOT IN (SELECT value FROM json_each(:settled))
"""
_BACK = """
    UPDATE numbers SET due_at = :now WHERE no IN (SELECT value ->> 0 FROM json_each(:rows)) AND result = :buried
    AND due_at IS NULL AND COALESCE(fetched_at, sighted_at) < :ago
"""
_UNSEEN = """
    INSERT OR IGNORE INTO numbers (no, published_at, result, sighted_at, run_id, due_at)
    SELECT value ->> 0, value ->> 1, :unseen, :now, :run_id, :now FROM json_each(:rows)
"""
_BASE = """
    SELECT MIN(:sighted, COALESCE(:published, (SELECT published_at FROM numbers
    WHERE no >= :no AND published_at NOT NULL ORDER BY no LIMIT 1), :sighted))
"""
GAPS = """
    SELECT no + 1, next - 1 FROM (SELECT no, LEAD(no) OVER (ORDER BY no) AS next FROM numbers)
    WHERE next > no + 1 ORDER BY no DESC
"""


def state_of(result: str) -> State:
    """What a result means; whatever is not known to explain a number has failed."""
    return _STATES.get(result, "failed")


def is_jump(first: int, last: int, most: int) -> bool:
    """Whether a gap is a jump: numbers that nobody ever gave. `most`: ENVFOCUS_GAP_MAX,
    0 for no limit.
    """
    return bool(most) and last - first >= most


@dataclass(frozen=True, slots=True)
class Answer:
    """What came of asking for a number. `published_at`: UTC."""

    result: str
    headers: Headers
    at: datetime
    run_id: str
    published_at: str | None = None


@dataclass(frozen=True, slots=True)
class Due:
    """A number to ask for, with the validators of what is known of it."""

    article_no: int
    result: str = UNSEEN
    etag: str | None = None
    last_modified: str | None = None


class Frontier:
    """The tables `numbers`, `sightings`, `listings` and `gone`. Methods raise
    LedgerError.
    """

    def __init__(self, store: Store) -> None:
        self.store = store

    # --- where they stood

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
        }
        new = self.store.write(_SIGHTED, values).fetchall()
        settled = json.dumps([UNSEEN, DELIVERED, TAKEN_DOWN])
        self.store.write(
            _DUE_AGAIN,
            {
                **values,
                "new": json.dumps([article_no for (article_no,) in new]),
                "settled": settled,
            },
        )
        self.store.write(
            _BACK,
            {**values, "buried": TOMBSTONED, "ago": utc_text(at - DELETION_INTERVAL)},
        )
        self.store.write(_UNSEEN, {**values, "unseen": UNSEEN})

    def record_walk(self, name: str, pages: int, stopped: str, run_id: str) -> None:
        """A listing was walked to where it stopped; `stopped`: empty while the walk
        goes on.
        """
        sql = """INSERT INTO listings (name, pages, stopped, run_id) VALUES (?, ?, ?, ?)
                 ON CONFLICT (name) DO UPDATE SET pages = excluded.pages, stopped = excluded.stopped,
                 run_id = excluded.run_id"""
        self.store.write(sql, (name, pages, stopped, run_id))

    def keep_only_listings(self, names: Sequence[str]) -> None:
        """The others left the menu: how they ended says nothing of the site as it is."""
        sql = "DELETE FROM listings WHERE name NOT IN (SELECT value FROM json_each(?))"
        self.store.write(sql, (json.dumps(names),))

    def mark_walk_complete(self, name: str, floor: str) -> None:
        """All of a listing was sighted, down to `floor` (a day; empty: its end): it is
        known ground.
        """
        self.store.write(
            "UPDATE sightings SET ground = 1 WHERE place = ? AND ground = 0", (name,)
        )
        sql = "UPDATE listings SET floor = ? WHERE name = ? AND (floor IS NULL OR floor > ?)"
        self.store.write(sql, (floor, name, floor))

    def complete_down_to(self, name: str) -> str | None:
        """The day from which on a listing is known ground; empty: all of it; None:
        nothing yet.
        """
        row = self.store.execute(
            "SELECT floor FROM listings WHERE name = ?", (name,)
        ).fetchone()
        return str(row[0]) if row and row[0] is not None else None

    def seen_by_complete_walk(self, name: str, numbers: Sequence[int]) -> set[int]:
        """Those that an earlier, complete walk of this listing sighted."""
        sql = "SELECT no FROM sightings WHERE place = ? AND ground = 1 AND no IN (SELECT value FROM json_each(?))"
        return {
            article_no
            for (article_no,) in self.store.execute(sql, (name, json.dumps(numbers)))
        }

    # --- what came of them

    def already_handled(
        self, numbers: Sequence[int], at: datetime, window: Window = ANY_TIME
    ) -> set[int]:
        """Those that need not be asked for because a page names them: delivered, not
        due, or not of the window.
        """
        sql = """SELECT no FROM numbers WHERE no IN (SELECT value FROM json_each(?))
                 AND (result = ? OR due_at IS NULL OR due_at > ? OR published_at < ? OR published_at >= ?)"""
        return {
            article_no
            for (article_no,) in self.store.execute(
                sql, (json.dumps(numbers), DELIVERED, utc_text(at), *window)
            )
        }

    def known(self, article_no: int) -> Due:
        """A number as a request for it needs it."""
        sql = "SELECT no, result, etag, last_modified FROM numbers WHERE no = ?"
        row = self.store.execute(sql, (article_no,)).fetchone()
        return Due(*row) if row else Due(article_no)

    def record_answer(
        self,
        article_no: int,
        answer: Answer,
        schedule: Schedule,
        *,
        alive: bool = False,
    ) -> str | None:
        """Note what came of asking, and when to ask again. `alive`: the feed has the
        article.

        A failure leaves the validators of the body that we have as they are. Returns
        the result before.
        """
        sql = "SELECT result, published_at, sighted_at, tries FROM numbers WHERE no = ?"
        before = self.store.execute(sql, (article_no,)).fetchone()
        result, published, sighted, tries = before or (
            None,
            None,
            utc_text(answer.at),
            0,
        )
        published = answer.published_at or published
        tries = tries + 1 if state_of(answer.result) == "failed" else 0
        first = result in (UNSEEN, DELIVERED) and state_of(answer.result) in (
            "gone",
            "elsewhere",
        )
        base = self._base(article_no, published, sighted)
        due = _due(
            answer,
            schedule,
            base,
            tries,
            twice=first or (alive and answer.result in GONE),
        )
        sql = """INSERT INTO numbers (no, result, published_at, sighted_at, etag, last_modified, body_sha256,
                 fetched_at, run_id, tries, due_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                 ON CONFLICT (no) DO UPDATE SET result = excluded.result, published_at = excluded.published_at,
                 fetched_at = excluded.fetched_at, run_id = excluded.run_id, tries = excluded.tries,
                 due_at = excluded.due_at"""
        if answer.result == DELIVERED:
            sql += """, etag = excluded.etag, last_modified = excluded.last_modified,
                      body_sha256 = excluded.body_sha256"""
        headers = answer.headers if answer.result == DELIVERED else (None, None, None)
        stamps = (
            utc_text(answer.at),
            answer.run_id,
            tries,
            utc_text(due) if due else None,
        )
        self.store.write(
            sql, (article_no, answer.result, published, sighted, *headers, *stamps)
        )
        return result

    def record_not_modified(
        self, article_no: int, at: datetime, run_id: str, schedule: Schedule
    ) -> None:
        """The site said 304: what we have is what it has."""
        sighted = self.store.execute(
            "SELECT sighted_at FROM numbers WHERE no = ?", (article_no,)
        ).fetchone()[0]
        due = schedule.after(self._base(article_no, None, sighted), at)
        sql = "UPDATE numbers SET result = ?, fetched_at = ?, run_id = ?, tries = 0, due_at = ? WHERE no = ?"
        self.store.write(
            sql,
            (
                DELIVERED,
                utc_text(at),
                run_id,
                utc_text(due) if due else None,
                article_no,
            ),
        )

    def _base(self, article_no: int, published: str | None, sighted: str) -> datetime:
        """When a number was published; else when the next one was that says so; never
        after it was first `sighted`.
        """
        values = {"no": article_no, "published": published, "sighted": sighted}
        return datetime.fromisoformat(self.store.execute(_BASE, values).fetchone()[0])

    def forget_answers(self, numbers: Iterable[int]) -> None:
        """What was read of these was refused: they are to be asked for again, whatever
        the site says of validators.
        """
        sql = """UPDATE numbers SET result = ?, due_at = sighted_at, etag = NULL, last_modified = NULL,
                 body_sha256 = NULL WHERE no = ?"""
        self.store.write_each(sql, [(UNSEEN, article_no) for article_no in numbers])

    def record_end(
        self, article_no: int, result: str, run_id: str, at: datetime
    ) -> None:
        """Nothing more is to come of a number: its tombstone is written, or it was
        taken down.
        """
        sql = """INSERT INTO numbers (no, result, sighted_at, run_id) VALUES (?, ?, ?, ?)
                 ON CONFLICT (no) DO UPDATE SET result = excluded.result, due_at = NULL, etag = NULL,
                 last_modified = NULL"""
        self.store.write(sql, (article_no, result, utc_text(at), run_id))

    def record_publication_time(self, article_no: int, published_at: str) -> None:
        """When an article was published that is not wanted now, UTC."""
        self.store.write(
            "UPDATE numbers SET published_at = ? WHERE no = ?",
            (published_at, article_no),
        )

    def correct_clock_skew(self, at: datetime) -> None:
        """A clock that was ahead put off what was due, and made absences of a day that
        never was.
        """
        sql = """UPDATE numbers SET due_at = :now WHERE result != :delivered AND due_at > :now
                 AND COALESCE(fetched_at, sighted_at) > :now"""
        self.store.write(sql, {"now": utc_text(at), "delivered": DELIVERED})
        self.store.write("DELETE FROM gone WHERE at > ?", (kst_text(at),))

    # --- what to ask for

    def due(
        self, at: datetime, below: int, places: Sequence[str], most: int
    ) -> list[Due]:
        """Numbers below `below` that are due, the newest first. `places`: only those
        that stood there; empty: all.
        """
        return self._to_ask(_DUE, below, places, most, now=utc_text(at))

    def missing_in_window(
        self, window: Window, below: int, places: Sequence[str], most: int
    ) -> list[Due]:
        """As `due`, whatever was tried: not delivered nor explained, published in
        `window` (UTC) or unknown when.
        """
        explained = json.dumps([result for result in _STATES if result != UNSEEN])
        return self._to_ask(
            _LACKING,
            below,
            places,
            most,
            since=window[0],
            before=window[1],
            explained=explained,
        )

    def _to_ask(
        self, sql: str, below: int, places: Sequence[str], most: int, **values: str
    ) -> list[Due]:
        given = {**values, "below": below, "places": json.dumps(places), "most": most}
        return [Due(*row) for row in self.store.execute(sql, given)]

    def newest_delivered(self) -> list[Due]:
        """The newest article that was there when it was looked at last, if any."""
        sql = "SELECT no, result, etag, last_modified FROM numbers WHERE result = ? ORDER BY no DESC LIMIT 1"
        return [Due(*row) for row in self.store.execute(sql, (DELIVERED,))]

    def gaps(self) -> list[tuple[int, int]]:
        """First and last of each run of numbers that were never sighted, between those
        that were; the newest first.
        """
        return self.store.execute(GAPS).fetchall()

    # --- what is gone

    def record_absence(self, article_no: int, run_id: str, at: str) -> None:
        """The site said that an article is gone."""
        self.store.write(
            "INSERT OR REPLACE INTO gone VALUES (?, ?, ?)", (article_no, run_id, at)
        )

    def clear_absences(self, article_no: int) -> None:
        """An article was there: earlier absences were none."""
        self.store.write("DELETE FROM gone WHERE no = ?", (article_no,))

    def absences(self, run_id: str | None = None) -> dict[int, tuple[str, str]]:
        """First and last time that each absent article was missed; with `run_id`, those
        of that run.
        """
        where, values = ("WHERE run_id = ?", (run_id,)) if run_id else ("", ())
        sql = f"SELECT no, MIN(at), MAX(at) FROM gone {where} GROUP BY no"  # noqa: S608
        rows = self.store.execute(sql, values)
        return {article_no: (first, last) for article_no, first, last in rows}

    def forget_absences(self, run_id: str) -> None:
        """What a run missed was an outage."""
        self.store.write("DELETE FROM gone WHERE run_id = ?", (run_id,))


def _due(
    answer: Answer, schedule: Schedule, published: datetime, tries: int, *, twice: bool
) -> datetime | None:
    """`twice`: one absence proves nothing, of an article that we have or that a list
    shows.
    """
    if tries:
        return schedule.again(tries, answer.at)
    if twice:
        return answer.at + DELETION_INTERVAL
    return schedule.after(published, answer.at)
