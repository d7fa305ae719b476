"""The spider `articles`."""

from collections.abc import AsyncIterator, Iterator, Mapping
from functools import cached_property
from typing import Any, Self

from scrapy import signals
from scrapy.crawler import Crawler
from scrapy.exceptions import CloseSpider, DontCloseSpider
from scrapy.http import Request, Response
from scrapy.settings import BaseSettings
from twisted.python.failure import Failure

from envfocus.clock import rfc822_utc, utc_text
from envfocus.config import Config
from envfocus.exceptions import ConfigurationError
from envfocus.extensions import limits
from envfocus.items import Record
from envfocus.korean.dates import parse_stamp
from envfocus.ledger.frontier import Headers
from envfocus.logsafe import one_line
from envfocus.normalize.records import Fetch, load_article
from envfocus.parsing import article, links, listing, rss
from envfocus.parsing.article import ArticlePage, OtherPage
from envfocus.parsing.page_kind import PageKind
from envfocus.publishing.run_frontier import Row
from envfocus.runs.outcome import FinishReason, StopReason, stop_text
from envfocus.spiders.arguments import BOX, FRONT, RSS, ArticleArguments, read_articles
from envfocus.spiders.base import (
    SiteSpider,
    charset_of,
    check_settings,
    reason_of,
    request_of,
)
from envfocus.spiders.planner_setup import planner_of
from envfocus.spiders.request_planner import RequestPlanner
from envfocus.spiders.requests import Callbacks, Why
from envfocus.spiders.walk import Walk, dated_rows, within

_COUNTED_AS = {Why.GAP: "gaps", Why.RETRY: "retries"}
"""What was expected to fail is counted apart: it says nothing of the site's state."""

_MAX_LINKS = 300
"""Links of a page that are followed: boxes and side lists have some thirty."""

_NO_HEADERS: Headers = (None, None, None)


class ArticlesSpider(SiteSpider):
    """Every article of the site, once, what changed in them, and each distinct snapshot
    of the weather widget.

    Asks for the lists down to what it knows, for what is new there, for articles that
    are due to be looked at again (ENVFOCUS_RECHECK_AGES), and for numbers that nothing
    showed between those that are known.

    Arguments
      sections
        Names or numbers of the menu, e.g. `정책,전국`. Default: all of the menu, the
        list of all articles, and what RSS and the boxes below the articles add.
      since, until
        First and last day of publication (KST, YYYY-MM-DD): only what is missing there.
      max_articles
        Ask for at most so many articles.
      reread
        `yes`: walk the lists to their end and read every article anew, known or not.
    """

    name = "articles"

    arguments: ArticleArguments
    batches: Iterator[list[Request]]

    @classmethod
    def check(cls, settings: BaseSettings, given: Mapping[str, str]) -> Config:
        """Check settings and arguments without a crawl."""
        read_articles(given)
        return check_settings(settings)

    @classmethod
    def from_crawler(cls, crawler: Crawler, *args: Any, **kwargs: Any) -> Self:
        """Build the spider."""
        spider = super().from_crawler(crawler, *args, **kwargs)
        spider.arguments = read_articles(kwargs)
        crawler.signals.connect(spider.idle, signal=signals.spider_idle)
        return spider

    @cached_property
    def planner(self) -> RequestPlanner:
        """Made at its first use: the ledger is open then."""
        callbacks = Callbacks(
            front=self.parse_front,
            listing=self.parse_listing,
            listing_failed=self.listing_failed,
            rss=self.parse_rss,
            rss_failed=self.rss_failed,
            article=self.parse_article,
            article_failed=self.article_failed,
        )
        return planner_of(self.crawler, self.arguments, callbacks)

    async def start(self) -> AsyncIterator[Request]:
        """Ask for the first list."""
        self.batches = self.planner.batches()
        yield self.planner.first()

    def idle(self) -> None:
        """Once nothing is under way: what is due, and gaps.

        Raises DontCloseSpider while there are any. `scrapy parse` starts nothing, and
        so asks for nothing here.
        """
        if limits.ended(self.crawler):
            return
        for batch in getattr(self, "batches", ()):
            for request in batch:
                self.crawler.engine.crawl(request)
            if batch:
                raise DontCloseSpider

    # --- what is answered

    def parse(self, response: Response) -> Iterator[Record | Request]:
        """Whatever page an address leads to, for `scrapy parse`."""
        article_no = links.article_no_of(response.url, response.url, self.profile)
        if article_no:
            yield from self.parse_article(response, article_no, Why.NEW)
        else:
            yield from self.parse_front(response)

    def parse_front(self, response: Response) -> Iterator[Record | Request]:
        """Read the menu of the front page, and what stands on it."""
        page = listing.parse(
            response.body, charset_of(response), response.url, self.profile
        )
        if not page.sections:
            message = (
                "no section in the menu of %s: expected links with sec_no= in #gnb"
            )
            self.logger.error(message, response.url)
            stopped = stop_text(StopReason.NOT_A_LISTING, "no_menu")
            self.crawler.stats.set_value("listing/menu/stopped", stopped)
        walks = list(self._begin(page.sections))
        yield from self.observations(page.masthead, self.fetch(response, page.masthead))
        yield from walks
        yield from self._linked(page.links, FRONT)

    def parse_listing(
        self, response: Response, section_no: int, page_no: int
    ) -> Iterator[Record | Request]:
        """Take the articles of one list page and go on to the next."""
        planner, walk = self.planner, self.planner.walks[section_no]
        page = self.read(listing.parse, response)
        fetch = self.fetch(response, page.masthead)
        yield from self.observations(page.masthead, fetch)
        self.count_found(page.rows)
        if section_no == 0 and page_no == 1:
            yield from self._begin_from_list(page.sections)
        seen_before = planner.seen_before(walk, page)
        wanted = walk.take_page(page, fetch.fetched_at, seen_before)
        self.frontier.record_sightings(
            dated_rows(page.rows, fetch.fetched_at), walk.name
        )
        yield from planner.new(wanted)
        if walk.stopped is None and planner.has_enough():
            walk.stop(StopReason.ENOUGH)
        if walk.stopped is None:
            yield planner.requests.list_page(section_no, page_no + 1)
        else:
            self._end_walk(walk)

    def parse_rss(self, response: Response) -> Iterator[Request]:
        """Take the articles of an RSS file."""
        found = self.read(rss.parse, response)
        self.count("rss/feeds" if found.is_rss else "rss/not_rss")
        rows = [(entry.article_no, rfc822_utc(entry.date)) for entry in found.entries]
        yield from self.planner.sighted(rows, RSS)

    def parse_article(
        self, response: Response, article_no: int, why: Why
    ) -> Iterator[Record | Request]:
        """Read one article, or count what the page is instead."""
        if response.status == 304:
            self.count("pages/read")
            self.count("articles/not_modified")
            self.frontier.record_not_modified(article_no)
            return
        page = self._read_article(response, article_no)
        fetch = self.fetch(response, page.masthead)
        yield from self.observations(page.masthead, fetch)
        yield from self._linked(page.links, BOX)
        if isinstance(page, OtherPage):
            source = fetch.source
            headers = (source.etag, source.last_modified, source.body_sha256)
            self._not_delivered(article_no, why, page.kind.value, headers, response.url)
        elif self._in_window(page, fetch, article_no):
            self.count("articles/delivered")
            yield load_article(page, article_no, self.site.article(article_no), fetch)

    # --- what fails

    def listing_failed(self, failure: Failure) -> Iterator[Request]:
        """End the walk of a listing whose page did not arrive; the menu stands on the
        front page too.
        """
        section_no: int = request_of(failure).cb_kwargs["section_no"]
        walks = self.planner.walks
        walks[section_no].stop(StopReason.FAILED, reason_of(failure))
        self._end_walk(walks[section_no])
        is_only_walk = section_no == 0 and len(walks) == 1
        if is_only_walk and not limits.ended(self.crawler):
            yield self.planner.requests.front()

    def article_failed(self, failure: Failure) -> None:
        """Count an article that did not arrive."""
        request = request_of(failure)
        given = request.cb_kwargs
        self._not_delivered(
            given["article_no"],
            given["why"],
            reason_of(failure),
            _NO_HEADERS,
            request.url,
        )

    def rss_failed(self, failure: Failure) -> None:
        """Count an RSS file that did not arrive; the lists carry the same articles."""
        self.count(f"rss/failed/{reason_of(failure)}")

    # --- what comes of it

    def _begin(self, menu: dict[int, str]) -> Iterator[Request]:
        """The walks of all sections: those that the profile pins, or the menu's."""
        try:
            yield from self.planner.begin(dict(self.profile.sections) or menu)
        except ConfigurationError as error:
            limits.note(self.crawler, str(error))
            raise CloseSpider(FinishReason.BAD_ARGUMENT.value) from None

    def _begin_from_list(self, menu: dict[int, str]) -> Iterator[Request]:
        """The first list page has the menu, as a rule; else the front page has it."""
        if menu:
            yield from self._begin(menu)
        else:
            yield self.planner.requests.front()

    def _linked(self, numbers: tuple[int, ...], place: str) -> Iterator[Request]:
        """What a page links to, unless sections were chosen."""
        if self.arguments.sections:
            return
        rows: list[Row] = [(number, None) for number in numbers[:_MAX_LINKS]]
        yield from self.planner.sighted(rows, place)

    def _read_article(
        self, response: Response, article_no: int
    ) -> ArticlePage | OtherPage:
        page = self.read(article.parse, response)
        if isinstance(page, OtherPage):
            return page
        if links.article_no_of(response.url, response.url, self.profile) == article_no:
            return page
        # a redirect led there
        other = PageKind.OTHER_ARTICLE
        return OtherPage(other, page.masthead, page.links, page.flags)

    def _in_window(self, page: ArticlePage, fetch: Fetch, article_no: int) -> bool:
        stamp = None
        if page.registered:
            stamp = parse_stamp(page.registered, fetch.fetched_at).value
        if stamp is None or within(stamp.date(), self.arguments):
            return True
        self.count("articles/outside_window")
        self.frontier.record_publication_time(article_no, utc_text(stamp))
        return False

    def _not_delivered(
        self, article_no: int, why: Why, kind: str, headers: Headers, url: str
    ) -> None:
        self.delivery.judge_missed(kind, url)
        self.frontier.record_missed(article_no, kind, headers)
        self.count(f"{_COUNTED_AS.get(why, 'articles')}/not_delivered/{kind}")
        if why is not Why.GAP:
            message = "article %d not delivered: %s (%s)"
            self.logger.info(message, article_no, kind, url)

    def _end_walk(self, walk: Walk) -> None:
        depth = walk.complete_down_to if walk.is_complete else None
        self.frontier.end_walk(walk.name, walk.pages, walk.stop_text, depth)
        stats = self.crawler.stats
        stats.set_value(f"listing/{walk.name}/pages", walk.pages)
        stats.set_value(f"listing/{walk.name}/stopped", walk.stop_text)
        self.logger.info(
            "listing %s (sec_no=%d): %d pages, stopped: %s",
            one_line(walk.name),
            walk.section_no,
            walk.pages,
            walk.stop_text,
        )
