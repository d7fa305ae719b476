"""Proof of coverage: what the lists showed, and what came of each number. Read from the
ledger, beside any run.
"""

import sqlite3
from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from envfocus.exceptions import LedgerError
from envfocus.ledger.file import FILE_NAME, opened_for_reading
from envfocus.ledger.frontier import GAPS, State, is_jump, state_of
from envfocus.runs.outcome import COMPLETE_STOPS

_LISTED = """
    SELECT date(published_at, '+9 hours'), place, result, COUNT(*) FROM sightings JOIN numbers USING (no)
    WHERE place IN (SELECT name FROM listings)
    AND date(COALESCE(published_at, sighted_at), '+9 hours') >= ? GROUP BY 1, 2, 3
"""
_ONLY_RSS = """
    SELECT COUNT(*), SUM(no NOT IN (SELECT no FROM sightings WHERE place IN (SELECT name FROM listings)))
    FROM sightings WHERE place = 'rss'
"""
_LAST_RUN = "SELECT run_id, ended_at, reason FROM runs WHERE spider = 'articles' ORDER BY started_at DESC, rowid DESC"


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
    """How a listing was walked last. `floor`: how far down it is known; empty: to its
    end; None: nobody knows.
    """

    name: str
    pages: int
    stopped: str
    floor: str | None

    @property
    def is_complete(self) -> bool:
        """Whether the walk came to where it wanted."""
        return self.stopped in COMPLETE_STOPS


@dataclass(frozen=True, slots=True)
class Coverage:
    """`results`: what came of every number ever sighted; `gaps`: first and last of runs
    that nobody ever saw.

    `jump`: ENVFOCUS_GAP_MAX, see `is_jump`. `rss`: numbers that RSS named, and how many
    of them no list shows. `run`: id, end and finish reason of the last.
    """

    rows: tuple[Row, ...]
    results: Counter[str]
    first: int | None
    last: int | None
    gaps: tuple[tuple[int, int], ...]
    rss: tuple[int, int]
    listings: tuple[Walked, ...]
    jump: int
    run: tuple[str, str | None, str | None] | None

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
        return [
            (result, count)
            for result, count in self.results.most_common()
            if state_of(result) == "failed"
        ]

    @property
    def is_complete(self) -> bool:
        """Whether the last run came to its end, and all of its listings to theirs."""
        finished = self.run is not None and self.run[2] == "finished"
        return finished and all(walked.is_complete for walked in self.listings)

    @property
    def unexplained(self) -> int:
        """Numbers of which nobody can say what became of them."""
        gaps = (
            last - first + 1
            for first, last in self.gaps
            if not is_jump(first, last, self.jump)
        )
        return self.states["unseen"] + sum(gaps)

    @property
    def is_proven(self) -> bool:
        """Whether every number is explained."""
        return self.is_complete and not self.unexplained and not self.states["failed"]


def read(state: Path, since: date, jump: int) -> Coverage:
    """What the ledger in `state` knows; rows from `since` on. `jump`: ENVFOCUS_GAP_MAX.
    Raises LedgerError.
    """
    path = state / FILE_NAME
    try:
        with closing(opened_for_reading(path)) as connection:
            return _read(connection, since, jump)
    except sqlite3.Error as error:
        raise LedgerError(
            f"{path}: {error}; a run of this version brings an older ledger forward"
        ) from error


def _read(connection: sqlite3.Connection, since: date, jump: int) -> Coverage:
    def one(sql: str) -> Any:
        return connection.execute(sql).fetchone()

    results = dict(
        connection.execute("SELECT result, COUNT(*) FROM numbers GROUP BY 1")
    )
    named, unlisted = one(_ONLY_RSS)
    listings = connection.execute(
        "SELECT name, pages, stopped, floor FROM listings ORDER BY name"
    )
    return Coverage(
        rows=tuple(_rows(connection, since)),
        results=Counter(results),
        first=one("SELECT MIN(no) FROM numbers")[0],
        last=one("SELECT MAX(no) FROM numbers")[0],
        gaps=tuple(connection.execute(GAPS)),
        rss=(named, unlisted or 0),
        listings=tuple(Walked(*row) for row in listings),
        jump=jump,
        run=one(_LAST_RUN),
    )


def _rows(connection: sqlite3.Connection, since: date) -> Iterator[Row]:
    """Newest day first; what has no day comes last."""
    states: dict[tuple[str, str], Counter[State]] = {}
    for day, place, result, count in connection.execute(_LISTED, (since.isoformat(),)):
        states.setdefault((day or "", place), Counter())[state_of(result)] += count
    for day in sorted({day for day, _ in states}, reverse=True):
        for place in sorted(name for other, name in states if other == day):
            yield Row(day or None, place, states[day, place])
