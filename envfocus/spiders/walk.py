"""The walk through one listing: which rows are wanted, and when to stop. Pure but for
its own memory.
"""

from collections.abc import Container, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from envfocus.korean.dates import parse_stamp
from envfocus.parsing.listing import Listing, Row
from envfocus.runs.run_record import GOOD_ENDS
from envfocus.spiders.arguments import ArticleArguments
from envfocus.spiders.number_set import NumberSet

LAST_PAGE = 20_000
"""A list of the paper's 72,000 articles has 3,600 pages; beyond this the listing is
broken.
"""

_ENDS = frozenset({"repeats", "page_ignored", "stuck"})


@dataclass(slots=True)
class Walk:
    """One listing. `stopped`: why it ended, None while it goes on.

    Reasons: `known` (it stands on known ground: `in_a_row` rows that an earlier,
    complete walk had seen, and `overlap` further pages of nothing else, for articles
    that come in with an old stamp), `repeats` (a page brought no article that this
    listing had not shown before: its end), `stuck` (two such pages although the paging
    counts on; one may be a page of new articles that pushed all rows on),
    `page_ignored` (later pages are page 1 although the paging counts on), `since` (all
    rows are older), `enough` (max_articles), `page_limit`, `not_a_listing:<kind>`,
    `failed:<reason>`. `floor`: the day down to which complete walks have seen all of
    the listing, empty: to its end; None: none has.
    """

    section_no: int
    name: str
    arguments: ArticleArguments
    floor: str | None = None
    in_a_row: int = 5
    overlap: int = 1
    pages: int = 0
    stopped: str | None = None
    _idle: int = 0
    _known: int = 0
    _overlapped: int | None = None
    _first: tuple[int, ...] = ()
    _seen: NumberSet = field(default_factory=NumberSet)

    def turn(
        self,
        listing: Listing,
        fetched_at: datetime,
        ground: Container[int] = frozenset(),
    ) -> list[int]:
        """Take one page: the numbers of the wanted articles that are new to this
        listing, in its order.

        `ground`: the rows that an earlier, complete walk of this listing had seen.
        """
        if not listing.rows:
            self.stopped = f"not_a_listing:{listing.kind}"
            return []
        self.pages += 1
        numbers = tuple(row.article_no for row in listing.rows)
        fresh = [row for row in listing.rows if self._seen.add(row.article_no)]
        days = {row.article_no: _day(row, fetched_at) for row in listing.rows}
        self._stand(numbers, ground)
        self.stopped = self._reason(
            numbers, fresh, list(days.values()), listing.last_page
        )
        self._first = self._first or numbers
        self._deepen()
        return [
            row.article_no
            for row in fresh
            if within(days[row.article_no], self.arguments)
        ]

    @property
    def has_ground(self) -> bool:
        """Whether this walk may end on what earlier ones saw: they went as far down as
        it has to.
        """
        since = self.arguments.since
        return self.floor is not None and (
            not self.floor or (since is not None and self.floor <= since.isoformat())
        )

    @property
    def is_complete(self) -> bool:
        """Whether nothing is left that no walk has seen, down to `floor`."""
        return (
            self.stopped in GOOD_ENDS or self.stopped == "stuck"
        )  # all that it shows was seen; the exit code tells

    def _stand(self, numbers: tuple[int, ...], ground: Container[int]) -> None:
        """Count the known rows at the end of what was read, and the pages of nothing
        else behind them.
        """
        news = [at for at, article_no in enumerate(numbers) if article_no not in ground]
        self._known = (
            len(numbers) - 1 - news[-1] if news else self._known + len(numbers)
        )
        if self._known < self.in_a_row:
            self._overlapped = None
        else:
            self._overlapped = (
                0 if self._overlapped is None or news else self._overlapped + 1
            )

    def _deepen(self) -> None:
        """Note how far down the listing is known, once this walk is at its end."""
        if self.stopped in _ENDS:
            self.floor = ""
        elif (
            self.stopped == "since" and self.arguments.since
        ):  # above known ground it leaves a hole
            self.floor = None if self.has_ground else self.arguments.since.isoformat()

    def _reason(
        self,
        numbers: tuple[int, ...],
        fresh: list[Row],
        days: Sequence[date | None],
        last_page: int | None,
    ) -> str | None:
        since = self.arguments.since
        self._idle = 0 if fresh else self._idle + 1
        if self._overlapped is not None and self._overlapped >= self.overlap:
            return "known"
        if not fresh and (self._idle > 1 or self.pages >= (last_page or 0)):
            ignored = (
                numbers == self._first
                and self.pages - self._idle == 1
                and (last_page or 0) > 1
            )
            return (
                "page_ignored"
                if ignored
                else "repeats"
                if self.pages >= (last_page or 0)
                else "stuck"
            )
        if since and all(day is not None and day < since for day in days):
            return "since"
        return "page_limit" if self.pages >= LAST_PAGE else None


def within(day: date | None, arguments: ArticleArguments) -> bool:
    """Whether a day lies in the window that was asked for; an unknown day does, so that
    nothing is lost.
    """
    if day is None:
        return True
    return (arguments.since is None or day >= arguments.since) and (
        arguments.until is None or day <= arguments.until
    )


def published(row: Row, fetched_at: datetime) -> datetime | None:
    """When a row says that its article was published."""
    return parse_stamp(row.date, fetched_at).value if row.date else None


def _day(row: Row, fetched_at: datetime) -> date | None:
    value = published(row, fetched_at)
    return value.date() if value else None
