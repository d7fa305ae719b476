"""What is asked for beside the lists: numbers that are due, and numbers that nothing
ever showed.
"""

import logging
from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta

from scrapy.crawler import Crawler

from envfocus import clock
from envfocus.clock import KST, utc_text
from envfocus.config import config_of
from envfocus.extensions.delivery import Delivery
from envfocus.ledger.frontier import ANY_TIME, Due, Window, is_jump
from envfocus.middlewares.budget import Budget
from envfocus.spiders.arguments import ArticleArguments

logger = logging.getLogger(__name__)

_AT_ONCE = 200
"""Numbers taken from the ledger at a time, so that memory does not grow with what is
known.
"""
_ABOVE_ALL = 1 << 62


def due(
    feed: Delivery, arguments: ArticleArguments, places: Sequence[str]
) -> Iterator[Due]:
    """Numbers that are due, or what is lacking in the window that was asked for; the
    newest first.

    `places`: the listings where they stood; empty: all.
    """
    window, now = window_of(arguments), clock.now()

    def take(below: int) -> list[Due]:
        if window != ANY_TIME:
            return (
                feed.ask(
                    lambda numbers: numbers.missing_in_window(
                        window, below, places, _AT_ONCE
                    )
                )
                or []
            )
        return feed.ask(lambda numbers: numbers.due(now, below, places, _AT_ONCE)) or []

    found = take(_ABOVE_ALL)
    while found:
        yield from found
        found = take(found[-1].article_no)


def gaps(feed: Delivery, crawler: Crawler) -> Iterator[int]:
    """Numbers between those that were sighted, the newest first, as long as the day's
    budget has room.

    A jump of the numbers, longer than ENVFOCUS_GAP_MAX, is only told.
    """
    longest = config_of(crawler).gap_max
    for first, last in feed.ask(lambda numbers: numbers.gaps()) or []:
        if is_jump(first, last, longest):
            said = "%d to %d were never seen: a jump of the numbers, not asked for (ENVFOCUS_GAP_MAX=%d)"
            logger.warning(said, first, last, longest)
            continue
        for article_no in range(last, first - 1, -1):
            if not _has_room(crawler):
                return
            yield article_no


def _has_room(crawler: Crawler) -> bool:
    """A share of the budget is kept for news."""
    budget = crawler.get_downloader_middleware(Budget)
    if budget is None:
        return True
    return budget.spent() < budget.max_requests * config_of(crawler).probe_share


def window_of(arguments: ArticleArguments) -> Window:
    """The days that were asked for."""
    since, before = ANY_TIME
    if (
        arguments.since and arguments.since > date.min
    ):  # its midnight in Korea is no day of UTC
        since = utc_text(datetime.combine(arguments.since, datetime.min.time(), KST))
    if arguments.until and arguments.until < date.max:
        end = arguments.until + timedelta(days=1)
        before = utc_text(datetime.combine(end, datetime.min.time(), KST))
    return since, before
