"""Proof of coverage: what the lists showed, and what came of each number. Read from the
ledger, beside any run.
"""

import sqlite3
from collections import Counter, defaultdict
from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import date
from operator import itemgetter
from pathlib import Path

from envfocus.exceptions import LedgerError
from envfocus.ledger.file import FILE_NAME, open_for_reading
from envfocus.ledger.health import RunEnd
from envfocus.ledger.sightings import GAPS, is_jump
from envfocus.ledger.states import State, state_of
from envfocus.runs.outcome import COMPLETE_STOPS

_LISTED = """
    SELECT date(published_at, '+9 hours') AS day, place, result, COUNT(*) AS count
    FROM sightings JOIN numbers USING (article_no)
    WHERE place IN (SELECT name FROM listings)
    AND date(COALESCE(published_at, sighted_at), '+9 hours') >= ?
    GROUP BY day, place, result
"""
_RESULTS = "SELECT result, COUNT(*) AS count FROM numbers GROUP BY result"
_RANGE = "SELECT MIN(article_no) AS first, MAX(article_no) AS last FROM numbers"
_RSS = """
    SELECT COUNT(*) AS named, COUNT(*) FILTER (WHERE article_no NOT IN (
        SELECT article_no FROM sightings WHERE place IN (SELECT name FROM listings)
    )) AS unlisted
    FROM sightings WHERE place = 'rss'
"""
_LISTINGS = """
    SELECT name, pages, stopped, complete_down_to FROM listings ORDER BY name
"""
_LAST_RUN = """
    SELECT run_id, spider, started_at, ended_at, reason FROM runs
    WHERE spider = 'articles'
    ORDER BY started_at DESC, rowid DESC LIMIT 1
"""


@dataclass(frozen=True, slots=True)
class Row:
    """A section on a day (KST; None: the site does not say when). `states`: state →
    numbers that the list showed.
    """

    day: str | None
    section: str
    states: Counter[State]


@dataclass(frozen=True, slots=True)
class Walked:
    """How a listing was walked last. `complete_down_to`: the day down to which all of
    it was seen; empty: to its end; None: nobody knows.
    """

    name: str
    pages: int
    stopped: str
    complete_down_to: str | None

    @property
    def is_complete(self) -> bool:
        """Whether the walk came to where it wanted."""
        return self.stopped in COMPLETE_STOPS


@dataclass(frozen=True, slots=True)
class Rss:
    """How many numbers RSS named, and how many of them no list shows."""

    named: int
    unlisted: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Coverage:
    """`results`: what came of every number ever sighted; `gaps`: first and last of runs
    that nobody ever saw; `max_gap`: ENVFOCUS_GAP_MAX, see `is_jump`;
    `run`: the last that read articles.
    """

    rows: Sequence[Row]
    results: Counter[str]
    first: int | None
    last: int | None
    gaps: Sequence[tuple[int, int]]
    max_gap: int
    rss: Rss
    listings: Sequence[Walked]
    run: RunEnd | None

    @property
    def states(self) -> Counter[State]:
        """State → numbers."""
        states = Counter[State]()
        for result, count in self.results.items():
            states[state_of(result)] += count
        return states

    @property
    def failures(self) -> list[tuple[str, int]]:
        """Why numbers failed, the most frequent first."""
        results = self.results.most_common()
        return [entry for entry in results if state_of(entry[0]) is State.FAILED]

    @property
    def is_complete(self) -> bool:
        """Whether the last run came to its end, and all of its listings to theirs."""
        if self.run is None or self.run.reason != "finished":
            return False
        return all(walked.is_complete for walked in self.listings)

    @property
    def unexplained(self) -> int:
        """Numbers of which nobody can say what became of them."""
        count = self.states[State.UNSEEN]
        for first, last in self.gaps:
            if not is_jump(first, last, self.max_gap):
                count += last - first + 1
        return count

    @property
    def is_proven(self) -> bool:
        """Whether every number is explained."""
        has_failures = bool(self.states[State.FAILED])
        return self.is_complete and not self.unexplained and not has_failures


def read(state: Path, since: date, max_gap: int) -> Coverage:
    """What the ledger in `state` knows; rows from `since` on. `max_gap`:
    ENVFOCUS_GAP_MAX. Raises LedgerError.
    """
    path = state / FILE_NAME
    try:
        with closing(open_for_reading(path)) as connection:
            connection.row_factory = sqlite3.Row
            return _read(connection, since, max_gap)
    except sqlite3.Error as error:
        raise LedgerError(
            f"{path}: {error}; a run of this version brings an older ledger forward"
        ) from error


def _read(connection: sqlite3.Connection, since: date, max_gap: int) -> Coverage:
    results = {row["result"]: row["count"] for row in connection.execute(_RESULTS)}
    gaps = [(row["first"], row["last"]) for row in connection.execute(GAPS)]
    return Coverage(
        rows=_rows(connection, since),
        results=Counter(results),
        **connection.execute(_RANGE).fetchone(),
        gaps=gaps,
        max_gap=max_gap,
        rss=Rss(**connection.execute(_RSS).fetchone()),
        listings=[Walked(**row) for row in connection.execute(_LISTINGS)],
        run=_last_run(connection),
    )


def _last_run(connection: sqlite3.Connection) -> RunEnd | None:
    row = connection.execute(_LAST_RUN).fetchone()
    if row is None:
        return None
    return RunEnd(**row)


def _rows(connection: sqlite3.Connection, since: date) -> list[Row]:
    """Newest day first, what has no day last; the sections of a day in order."""
    found: dict[tuple[str, str], Counter[State]] = defaultdict(Counter)
    for row in connection.execute(_LISTED, (since.isoformat(),)):
        place = (row["day"] or "", row["place"])
        found[place][state_of(row["result"])] += row["count"]
    by_section = sorted(found)
    by_day = sorted(by_section, key=itemgetter(0), reverse=True)  # keeps that order
    return [Row(day or None, section, found[day, section]) for day, section in by_day]
