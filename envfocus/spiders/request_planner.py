"""What the spider `articles` asks for, and in what order: lists, news, what is due,
gaps.
"""

from collections.abc import AsyncIterator, Iterable, Iterator
from itertools import chain, islice
from typing import Any, Self

from scrapy import signals
from scrapy.crawler import Crawler
from scrapy.exceptions import CloseSpider, DontCloseSpider
from scrapy.http import Request, Response
from twisted.python.failure import Failure

from envfocus import clock
from envfocus.exceptions import ConfigurationError
from envfocus.extensions import limits
from envfocus.keys import article_key
from envfocus.ledger.frontier import DELIVERED, UNSEEN, Due
from envfocus.parsing.listing import Listing
from envfocus.spiders.arguments import ALL, ArticleArguments, read_articles
from envfocus.spiders.base import SiteSpider
from envfocus.spiders.errands import due, gaps, window_of
from envfocus.spiders.number_set import NumberSet
from envfocus.spiders.walk import Walk

_ARTICLE_FIRST = 10
"""Articles go before list pages, so that the queue stays as short as one list page."""
_WHY = {DELIVERED: "due", UNSEEN: "new"}
_SECTIONS = 100
"""A paper has some ten."""
_ERRANDS = 50
"""Requests made at a time once the lists are read."""


class Asking(SiteSpider):
    """Makes the requests; what reads the answers is left to the spider."""

    arguments: ArticleArguments
    walks: dict[int, Walk]
    asked: NumberSet
    met: dict[str, NumberSet]
    waiting: Iterator[list[Request]]

    @classmethod
    def from_crawler(cls, crawler: Crawler, *args: Any, **kwargs: Any) -> Self:
        """Build the spider."""
        spider = super().from_crawler(crawler, *args, **kwargs)
        spider.arguments = read_articles(kwargs)
        spider.walks, spider.asked, spider.met = {}, NumberSet(), {}
        spider.waiting = spider.errands()
        crawler.signals.connect(spider.idle, signal=signals.spider_idle)
        return spider

    def parse_front(self, response: Response) -> Iterator[Any]:
        """Read the front page."""
        raise NotImplementedError

    def parse_listing(
        self, response: Response, section_no: int, page_no: int
    ) -> Iterator[Any]:
        """Read a list page."""
        raise NotImplementedError

    def parse_rss(self, response: Response) -> Iterator[Any]:
        """Read a feed."""
        raise NotImplementedError

    def parse_article(
        self, response: Response, article_no: int, why: str
    ) -> Iterator[Any]:
        """Read an article. `why`: it was asked for as `new`, `due`, `retry` or `gap`."""
        raise NotImplementedError

    def listing_failed(self, failure: Failure) -> Iterator[Request]:
        """A list page did not arrive."""
        raise NotImplementedError

    def article_failed(self, failure: Failure) -> None:
        """An article did not arrive."""
        raise NotImplementedError

    def rss_failed(self, failure: Failure) -> None:
        """A feed did not arrive."""
        raise NotImplementedError

    async def start(self) -> AsyncIterator[Request]:
        """Ask for the list of all articles, whose page has the menu too; for chosen
        sections the front page has it.
        """
        yield self.front() if self.arguments.sections else self._walk(0, ALL)

    def idle(self) -> None:
        """Once nothing is under way: the next errands. Raises DontCloseSpider while
        there are any.
        """
        if limits.ended(self.crawler):
            return
        for batch in self.waiting:
            for request in batch:
                self.crawler.engine.crawl(request)
            if batch:
                raise DontCloseSpider

    def errands(self) -> Iterator[list[Request]]:
        """What is due, then the gaps; each batch after all before it was answered."""
        places = (
            [walk.name for walk in self.walks.values()]
            if self.arguments.sections
            else []
        )
        again = (
            self._article(known, _WHY.get(known.result, "retry"))
            for known in due(self.feed, self.arguments, places)
        )
        yield from _batches(chain.from_iterable(again))
        if self.feed.turned.lacks_control():
            control = self.feed.ask(lambda numbers: numbers.newest_delivered()) or []
            yield [
                request for known in control for request in self._article(known, "due")
            ]
        if self._sees_all():
            found = (
                self._article(Due(article_no), "gap")
                for article_no in gaps(self.feed, self.crawler)
            )
            yield from _batches(chain.from_iterable(found))

    def begin(self, menu: dict[int, str]) -> Iterator[Request]:
        """Everything but the list of all articles, once the menu is known."""
        if len(menu) > _SECTIONS:
            self.logger.error(
                "%d sections in the menu: only the first %d are read",
                len(menu),
                _SECTIONS,
            )
            menu = dict(islice(menu.items(), _SECTIONS))
        try:
            chosen = self.arguments.choose(menu)
        except ConfigurationError as error:
            limits.note(self.crawler, str(error))
            raise CloseSpider("bad_argument") from None
        yield from (self._walk(section_no, name) for section_no, name in chosen.items())
        if self.arguments.sections:
            return
        if chosen:
            self.feed.listings([walk.name for walk in self.walks.values()])
        yield self._feed(0)
        if 0 in self.walks:
            self.walks[0].overlap = (
                0 if chosen else 1
            )  # the lists of the sections reach further back
        if (
            0 in self.walks and self.walks[0].floor is None
        ):  # a first look: whatever else names articles
            yield from (self._feed(section_no) for section_no in chosen)

    def _walk(self, section_no: int, name: str) -> Request:
        in_a_row = self.crawler.settings.getint("ENVFOCUS_KNOWN_IN_A_ROW")
        floor = self.feed.ask(lambda numbers: numbers.complete_down_to(name))
        self.walks[section_no] = Walk(section_no, name, self.arguments, floor, in_a_row)
        self.feed.listed(
            name, 0, "", None
        )  # what an earlier walk ended with is no proof for this one
        return self.list_page(section_no, 1)

    def front(self) -> Request:
        """The front page has the menu."""
        return Request(self.site.front, self.parse_front)

    def list_page(self, section_no: int, page_no: int) -> Request:
        """A page of a listing."""
        return Request(
            self.site.listing(section_no, page_no),
            self.parse_listing,
            errback=self.listing_failed,
            cb_kwargs={"section_no": section_no, "page_no": page_no},
            dont_filter=True,
        )

    def _feed(self, section_no: int) -> Request:
        return Request(
            self.site.rss(section_no), self.parse_rss, errback=self.rss_failed
        )

    def ask(
        self, rows: Iterable[tuple[int, str | None]], place: str
    ) -> Iterator[Request]:
        """Requests for those on a page that are not settled; each with its time of
        publication (UTC), if any.
        """
        met = self.met.setdefault(place, NumberSet())
        named = [
            row for row in rows if met.add(row[0])
        ]  # the boxes of all pages show the same few
        if named:
            self.feed.sighted(named, place)
            yield from self.new([article_no for article_no, _ in named])

    def new(self, numbers: list[int]) -> Iterator[Request]:
        """Requests for articles that are not settled: one a number, whatever page names
        it.
        """
        wanted = [article_no for article_no in numbers if article_no not in self.asked]
        if wanted and not self.arguments.reread:
            now, window = clock.now(), window_of(self.arguments)
            settled = (
                self.feed.ask(lambda known: known.already_handled(wanted, now, window))
                or ()
            )
            wanted = [article_no for article_no in wanted if article_no not in settled]
        for article_no in wanted:
            yield from self._article(Due(article_no), "new")

    def _article(self, known: Due, why: str) -> Iterator[Request]:
        """A request, conditional where the body is known; none where it was made
        before, or may not be made.
        """
        article_no = known.article_no
        if (
            self.enough()
            or article_key(self.key_prefix, article_no) in self.feed.taken
            or not self.asked.add(article_no)
        ):
            return
        self.count(f"asked/{why}")
        validators = {
            "If-None-Match": known.etag,
            "If-Modified-Since": known.last_modified,
        }
        headers = (
            {}
            if self.arguments.reread
            else {name: value for name, value in validators.items() if value}
        )
        yield Request(
            self.site.article(article_no),
            self.parse_article,
            errback=self.article_failed,
            cb_kwargs={"article_no": article_no, "why": why},
            headers=headers,
            meta={"handle_httpstatus_list": [304]} if headers else {},
            priority=_ARTICLE_FIRST,
            dont_filter=True,
        )

    def ground(self, walk: Walk, page: Listing) -> set[int]:
        """The rows of a page that are known ground."""
        if self.arguments.reread or not walk.has_ground:
            return set()
        rows = [row.article_no for row in page.rows]
        return (
            self.feed.ask(
                lambda numbers: numbers.seen_by_complete_walk(walk.name, rows)
            )
            or set()
        )

    def _sees_all(self) -> bool:
        """Whether the list of all articles is known to its end, and nothing was left
        out on purpose.
        """
        given, walk = self.arguments, self.walks.get(0)
        narrowed = given.sections or given.since or given.until or given.max_articles
        return not narrowed and walk is not None and walk.is_complete

    def enough(self) -> bool:
        """Whether `max_articles` were asked for."""
        most = self.arguments.max_articles
        return most is not None and len(self.asked) >= most


def _batches(requests: Iterator[Request]) -> Iterator[list[Request]]:
    while batch := list(islice(requests, _ERRANDS)):
        yield batch
