"""The walk through one listing: which rows are wanted, and when to stop. Pure but for its own memory."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from envfocus.korean.dates import parse_stamp
from envfocus.pages.listing import Listing, Row
from envfocus.spiders.arguments import ArticleArguments

LAST_PAGE = 20_000
"""A list of the paper's 72,000 articles has 3,600 pages; beyond this the listing is broken."""


@dataclass(slots=True)
class Walk:
    """One listing. `stopped`: why it ended, None while it goes on.

    Reasons: `repeats` (a page brought no article that this listing had not shown before: its end, or two
    such pages where the paging counts on: a page of new articles may have pushed all rows on),
    `page_ignored` (later pages are page 1 although the paging counts on), `since` (all rows are older),
    `enough` (max_articles), `page_limit`, `not_a_listing:<kind>`, `failed:<reason>`.
    """

    sec_no: int
    name: str
    arguments: ArticleArguments
    pages: int = 0
    stopped: str | None = None
    _idle: int = 0
    _first: tuple[int, ...] = ()
    _seen: set[int] = field(default_factory=set)

    def turn(self, listing: Listing, fetched_at: datetime) -> list[int]:
        """Take one page: the numbers of the wanted articles that are new to this listing, in its order."""
        if not listing.rows:
            self.stopped = f"not_a_listing:{listing.kind}"
            return []
        self.pages += 1
        numbers = tuple(row.no for row in listing.rows)
        fresh = [row for row in listing.rows if row.no not in self._seen]
        self._seen.update(numbers)
        days = {row.no: _day(row, fetched_at) for row in listing.rows}
        self.stopped = self._reason(numbers, fresh, list(days.values()), listing.last_page)
        self._first = self._first or numbers
        return list(dict.fromkeys(row.no for row in fresh if within(days[row.no], self.arguments)))

    def _reason(
        self, numbers: tuple[int, ...], fresh: list[Row], days: Sequence[date | None], last_page: int | None
    ) -> str | None:
        since = self.arguments.since
        self._idle = 0 if fresh else self._idle + 1
        if not fresh and (self._idle > 1 or self.pages >= (last_page or 0)):
            ignored = numbers == self._first and self.pages - self._idle == 1 and (last_page or 0) > 1
            return "page_ignored" if ignored else "repeats"
        if since and all(day is not None and day < since for day in days):
            return "since"
        return "page_limit" if self.pages >= LAST_PAGE else None


def within(day: date | None, arguments: ArticleArguments) -> bool:
    """Whether a day lies in the window that was asked for; an unknown day does, so that nothing is lost."""
    if day is None:
        return True
    return (arguments.since is None or day >= arguments.since) and (arguments.until is None or day <= arguments.until)


def _day(row: Row, fetched_at: datetime) -> date | None:
    value = parse_stamp(row.date, fetched_at).value if row.date else None
    return value.date() if value else None
