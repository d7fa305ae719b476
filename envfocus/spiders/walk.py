"""The walk through one listing: which rows are wanted, and when to stop.

Pure but for its own memory.
"""

from collections.abc import Container, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from envfocus.clock import utc_text
from envfocus.korean.dates import parse_stamp
from envfocus.parsing.listing import Listing, Row
from envfocus.runs.outcome import COMPLETE_STOPS, StopReason, stop_text
from envfocus.spiders.arguments import ArticleArguments
from envfocus.spiders.number_set import NumberSet

LAST_PAGE = 20_000
"""A list of the paper's 72,000 articles has 3,600 pages; beyond this it is broken."""

_ENDS = frozenset({StopReason.REPEATS, StopReason.PAGE_IGNORED, StopReason.STUCK})
"""Reasons of a walk that has seen all that the listing shows."""


@dataclass(slots=True)
class Walk:
    """One listing. `stopped`: why the walk ended; None while it goes on.

    `in_a_row`: rows in a row that a complete walk has seen, behind which nothing new is
    expected. `overlap`: further pages of nothing else that are read all the same, for
    articles that come in with an old stamp. `complete_down_to`: the day down to which
    complete walks have seen all of the listing; empty: to its end; None: none has.
    """

    section_no: int
    name: str
    arguments: ArticleArguments
    complete_down_to: str | None = None
    in_a_row: int = 5
    overlap: int = 1
    pages: int = 0
    stopped: StopReason | None = None
    detail: str = ""
    """What the page is instead, or why it did not arrive."""
    _pages_without_new: int = 0
    _seen_in_a_row: int = 0
    _pages_overlapped: int | None = None
    _first_page: tuple[int, ...] = ()
    _seen: NumberSet = field(default_factory=NumberSet)

    def take_page(
        self,
        listing: Listing,
        fetched_at: datetime,
        seen_before: Container[int] = frozenset(),
    ) -> list[int]:
        """Numbers of the wanted articles that are new to this listing, in its order.

        `seen_before`: the rows that an earlier, complete walk of this listing saw.
        """
        if not listing.rows:
            self.stop(StopReason.NOT_A_LISTING, listing.kind.value)
            return []
        self.pages += 1
        numbers = tuple(row.article_no for row in listing.rows)
        new_rows = [row for row in listing.rows if self._seen.add(row.article_no)]
        days = {row.article_no: _day(row, fetched_at) for row in listing.rows}
        self._count_seen(numbers, seen_before)
        self._pages_without_new = 0 if new_rows else self._pages_without_new + 1
        self.stopped = self._stop_reason(numbers, list(days.values()), listing)
        self._first_page = self._first_page or numbers
        self._note_depth()
        return [
            row.article_no
            for row in new_rows
            if within(days[row.article_no], self.arguments)
        ]

    def stop(self, reason: StopReason, detail: str = "") -> None:
        """End the walk."""
        self.stopped, self.detail = reason, detail

    @property
    def stop_text(self) -> str:
        """Why it stopped, as stats and ledger have it; empty while it goes on."""
        if self.stopped is None:
            return ""
        return stop_text(self.stopped, self.detail)

    @property
    def can_end_on_seen(self) -> bool:
        """Whether it may end on what earlier walks saw: they went as far down as it
        has to.
        """
        if self.complete_down_to is None:
            return False
        since = self.arguments.since
        if not self.complete_down_to:
            return True
        return since is not None and self.complete_down_to <= since.isoformat()

    @property
    def is_complete(self) -> bool:
        """Whether nothing is left that no walk has seen, down to `complete_down_to`.

        A listing that is stuck has shown all that it shows; the exit code tells of it.
        """
        return self.stopped in COMPLETE_STOPS or self.stopped is StopReason.STUCK

    def _count_seen(
        self, numbers: tuple[int, ...], seen_before: Container[int]
    ) -> None:
        """Count the rows at the end of what was read that were seen before, and the
        pages of nothing else behind them.
        """
        new_places = [
            place for place, number in enumerate(numbers) if number not in seen_before
        ]
        if new_places:
            self._seen_in_a_row = len(numbers) - 1 - new_places[-1]
        else:
            self._seen_in_a_row += len(numbers)
        if self._seen_in_a_row < self.in_a_row:
            self._pages_overlapped = None
        elif self._pages_overlapped is None or new_places:
            self._pages_overlapped = 0
        else:
            self._pages_overlapped += 1

    def _note_depth(self) -> None:
        """Note how far down the listing is known, once this walk is at its end."""
        since = self.arguments.since
        if self.stopped in _ENDS:
            self.complete_down_to = ""
        elif self.stopped is StopReason.SINCE and since:
            # above what earlier walks saw it leaves a hole
            ends_above = self.can_end_on_seen
            self.complete_down_to = None if ends_above else since.isoformat()

    def _stop_reason(
        self, numbers: tuple[int, ...], days: Sequence[date | None], listing: Listing
    ) -> StopReason | None:
        overlapped = self._pages_overlapped
        if overlapped is not None and overlapped >= self.overlap:
            return StopReason.KNOWN
        if self._pages_without_new:
            reason = self._end_reason(numbers, listing.last_page or 0)
            if reason:
                return reason
        since = self.arguments.since
        if since and all(day is not None and day < since for day in days):
            return StopReason.SINCE
        if self.pages >= LAST_PAGE:
            return StopReason.PAGE_LIMIT
        return None

    def _end_reason(
        self, numbers: tuple[int, ...], last_page: int
    ) -> StopReason | None:
        """Why a page without anything new is the end; None: it may not be.

        One such page may be a page of new articles that pushed all rows on.
        """
        is_last = self.pages >= last_page
        if not is_last and self._pages_without_new < 2:
            return None
        pages_before = self.pages - self._pages_without_new
        if numbers == self._first_page and pages_before == 1 and last_page > 1:
            return StopReason.PAGE_IGNORED
        return StopReason.REPEATS if is_last else StopReason.STUCK


def within(day: date | None, arguments: ArticleArguments) -> bool:
    """Whether a day lies in the window that was asked for.

    An unknown day does, so that nothing is lost.
    """
    if day is None:
        return True
    if arguments.since and day < arguments.since:
        return False
    return arguments.until is None or day <= arguments.until


def dated_rows(
    rows: Iterable[Row], fetched_at: datetime
) -> list[tuple[int, str | None]]:
    """Numbers of a page, each with the time of publication (UTC) that its row shows."""
    dated = []
    for row in rows:
        moment = _published(row, fetched_at)
        dated.append((row.article_no, utc_text(moment) if moment else None))
    return dated


def _day(row: Row, fetched_at: datetime) -> date | None:
    moment = _published(row, fetched_at)
    return moment.date() if moment else None


def _published(row: Row, fetched_at: datetime) -> datetime | None:
    if not row.date:
        return None
    return parse_stamp(row.date, fetched_at).value
