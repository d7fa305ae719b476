"""What the spider `articles` asks for, and in what order: lists, news, what is due,
gaps.
"""

import logging
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import islice

from scrapy.http import Request

from envfocus.clock import KST, utc_text
from envfocus.keys import article_key
from envfocus.ledger.frontier import ANY_TIME, DELIVERED, UNSEEN, Due, Window, is_jump
from envfocus.parsing.listing import Listing
from envfocus.publishing.run_frontier import Row, RunFrontier
from envfocus.spiders.arguments import ALL, ArticleArguments
from envfocus.spiders.number_set import NumberSet
from envfocus.spiders.requests import Requests, Why
from envfocus.spiders.walk import Walk

logger = logging.getLogger(__name__)

MAX_SECTIONS = 100
"""Of a menu; a paper has some ten."""
BATCH = 50
"""Requests made at a time once the lists are read."""
AT_ONCE = 200
"""Numbers taken from the ledger at a time, so that memory does not grow with it."""
_ABOVE_ALL = 1 << 62

_WHY = {DELIVERED: Why.DUE, UNSEEN: Why.NEW}
"""Result of the last look → why a number that is due is asked for; else: a retry."""


@dataclass(frozen=True, slots=True)
class PlannerSettings:
    """`known_in_a_row`: ENVFOCUS_KNOWN_IN_A_ROW; `gap_max`: ENVFOCUS_GAP_MAX;
    `key_prefix`: the paper's.
    """

    known_in_a_row: int
    gap_max: int
    key_prefix: str


class RequestPlanner:
    """Decides which requests a run makes. Each article is asked for once.

    `count`: adds one to a counter; `has_room`: whether the day's budget has room for
    numbers that nothing showed.
    """

    def __init__(
        self,
        requests: Requests,
        frontier: RunFrontier,
        arguments: ArticleArguments,
        settings: PlannerSettings,
        count: Callable[[str], None],
        has_room: Callable[[], bool],
    ) -> None:
        self.requests = requests
        self.frontier = frontier
        self.arguments = arguments
        self.settings = settings
        self.count = count
        self.has_room = has_room
        self.walks: dict[int, Walk] = {}
        """Section number → its walk; 0 is the list of all articles."""
        self._asked = NumberSet()
        self._met: dict[str, NumberSet] = {}
        self.key_prefix = settings.key_prefix
        self._window = window_of(arguments)

    # --- lists

    def first(self) -> Request:
        """The list of all articles, whose page has the menu too; for chosen sections
        the front page has it.
        """
        if self.arguments.sections:
            return self.requests.front()
        return self._begin_walk(0, ALL)

    def begin(self, menu: dict[int, str]) -> Iterator[Request]:
        """Everything but the list of all articles, once the menu is known.

        Raises ConfigurationError for sections that the menu does not have.
        """
        if len(menu) > MAX_SECTIONS:
            message = "%d sections in the menu: only the first %d are read"
            logger.error(message, len(menu), MAX_SECTIONS)
            menu = dict(islice(menu.items(), MAX_SECTIONS))
        chosen = self.arguments.choose(menu)
        for section_no, name in chosen.items():
            yield self._begin_walk(section_no, name)
        if not self.arguments.sections:
            yield from self._begin_others(chosen)

    def _begin_others(self, chosen: dict[int, str]) -> Iterator[Request]:
        """RSS, and what is known of listings that left the menu."""
        if chosen:
            self.frontier.keep_only_listings(
                [walk.name for walk in self.walks.values()]
            )
        yield self.requests.rss(0)
        all_articles = self.walks.get(0)
        if all_articles is None:
            return
        # the lists of the sections reach further back
        all_articles.overlap = 0 if chosen else 1
        if all_articles.complete_down_to is None:
            # a first look: whatever else names articles
            for section_no in chosen:
                yield self.requests.rss(section_no)

    def _begin_walk(self, section_no: int, name: str) -> Request:
        self.walks[section_no] = Walk(
            section_no,
            name,
            self.arguments,
            self.frontier.complete_down_to(name),
            self.settings.known_in_a_row,
        )
        self.frontier.begin_walk(name)
        return self.requests.list_page(section_no, 1)

    def seen_before(self, walk: Walk, page: Listing) -> set[int]:
        """The rows of a page that an earlier, complete walk of the listing saw."""
        if self.arguments.reread or not walk.can_end_on_seen:
            return set()
        rows = [row.article_no for row in page.rows]
        return self.frontier.seen_by_complete_walk(walk.name, rows)

    # --- news

    def sighted(self, rows: Iterable[Row], place: str) -> Iterator[Request]:
        """Requests for those on a page that are new, or that failed before."""
        met = self._met.setdefault(place, NumberSet())
        # the boxes of all pages show the same few
        named = [row for row in rows if met.add(row[0])]
        if named:
            self.frontier.record_sightings(named, place)
            yield from self.new([article_no for article_no, _ in named])

    def new(self, article_nos: list[int]) -> Iterator[Request]:
        """Requests for articles that are not handled yet, whatever page names them."""
        wanted = [number for number in article_nos if number not in self._asked]
        if wanted and not self.arguments.reread:
            handled = self.frontier.already_handled(wanted, self._window)
            wanted = [number for number in wanted if number not in handled]
        for article_no in wanted:
            yield from self._article(Due(article_no), Why.NEW)

    def has_enough(self) -> bool:
        """Whether `max_articles` were asked for."""
        limit = self.arguments.max_articles
        return limit is not None and len(self._asked) >= limit

    def _article(self, known: Due, why: Why) -> Iterator[Request]:
        """A request; none where it was made before, or may not be made."""
        article_no = known.article_no
        key = article_key(self.key_prefix, article_no)
        if self.has_enough() or key in self.frontier.taken_down:
            return
        if self._asked.add(article_no):
            self.count(f"asked/{why.value}")
            yield self.requests.article(known, why)

    # --- what is due, and gaps

    def batches(self) -> Iterator[list[Request]]:
        """What is due, then the gaps; each batch after all before it was answered."""
        yield from _batched(self._due())
        if self.frontier.presence.lacks_control():
            yield list(self._control())
        if self._sees_all():
            yield from _batched(self._gaps())

    def _due(self) -> Iterator[Request]:
        places = []
        if self.arguments.sections:
            places = [walk.name for walk in self.walks.values()]
        below = _ABOVE_ALL
        while found := self.frontier.due(self._window, below, places, AT_ONCE):
            for known in found:
                yield from self._article(known, _WHY.get(known.result, Why.RETRY))
            below = found[-1].article_no

    def _control(self) -> Iterator[Request]:
        """An article that was there, to show that the site serves articles at all."""
        for known in self.frontier.newest_delivered():
            yield from self._article(known, Why.DUE)

    def _gaps(self) -> Iterator[Request]:
        """Numbers between those that were sighted, the newest first, as long as the
        day's budget has room. A jump of the numbers is only told.
        """
        gap_max = self.settings.gap_max
        for first, last in self.frontier.gaps():
            if is_jump(first, last, gap_max):
                logger.warning(
                    "%d to %d were never seen: a jump of the numbers,"
                    " not asked for (ENVFOCUS_GAP_MAX=%d)",
                    first,
                    last,
                    gap_max,
                )
                continue
            for article_no in range(last, first - 1, -1):
                if not self.has_room():
                    return
                yield from self._article(Due(article_no), Why.GAP)

    def _sees_all(self) -> bool:
        """Whether the list of all articles is known to its end, and nothing was left
        out on purpose.
        """
        given, walk = self.arguments, self.walks.get(0)
        narrowed = given.sections or given.since or given.until or given.max_articles
        return not narrowed and walk is not None and walk.is_complete


def window_of(arguments: ArticleArguments) -> Window:
    """The days that were asked for, as instants in UTC: from, and before."""
    since, before = ANY_TIME
    # midnight in Korea of the first and the last day there are is no day of UTC
    if arguments.since and arguments.since > date.min:
        since = _midnight(arguments.since)
    if arguments.until and arguments.until < date.max:
        before = _midnight(arguments.until + timedelta(days=1))
    return since, before


def _midnight(day: date) -> str:
    return utc_text(datetime.combine(day, datetime.min.time(), KST))


def _batched(requests: Iterator[Request]) -> Iterator[list[Request]]:
    while batch := list(islice(requests, BATCH)):
        yield batch
