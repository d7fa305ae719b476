"""The spider `articles`."""

from collections.abc import AsyncIterator, Iterable, Iterator, Mapping
from typing import Any, Self

from scrapy.crawler import Crawler
from scrapy.exceptions import CloseSpider
from scrapy.http import Request, Response
from scrapy.settings import BaseSettings
from twisted.python.failure import Failure

from envfocus.feed.acceptance import key_of
from envfocus.items import Record
from envfocus.korean.dates import parse_stamp
from envfocus.loaders import Fetch, load_article
from envfocus.pages import article, links, listing, rss
from envfocus.pages.article import ArticlePage, OtherPage
from envfocus.site import Site
from envfocus.spiders.arguments import ArticleArguments, read_articles
from envfocus.spiders.base import SiteSpider, address_of, charset_of, check_site, reason_of
from envfocus.spiders.walk import Walk, within

_ARTICLE_FIRST = 10
"""Articles go before list pages, so that the queue stays as short as one list page."""


class ArticlesSpider(SiteSpider):
    """Every article of the site, once, and each distinct snapshot of its weather widget.

    Arguments
      sections
        Names or numbers of the menu, e.g. `정책,전국`. Default: all of the menu, the list of all
        articles, and what RSS and the boxes below the articles add.
      since, until
        First and last day of publication (KST, YYYY-MM-DD).
      max_articles
        Ask for at most so many articles.
    """

    name = "articles"
    arguments: ArticleArguments
    walks: dict[int, Walk]
    asked: set[int]

    @classmethod
    def check(cls, settings: BaseSettings, given: Mapping[str, str]) -> Site:
        """Check settings and arguments without a crawl."""
        read_articles(given)
        return check_site(settings)

    @classmethod
    def from_crawler(cls, crawler: Crawler, *args: Any, **kwargs: Any) -> Self:
        """Build the spider."""
        spider = super().from_crawler(crawler, *args, **kwargs)
        spider.arguments = read_articles(kwargs)
        spider.walks, spider.asked = {}, set()
        return spider

    async def start(self) -> AsyncIterator[Request]:
        """Ask for the front page, which has the menu."""
        yield Request(self.site.front, self.parse_front)

    def parse(self, response: Response) -> Iterator[Record | Request]:
        """Whatever page an address leads to, for `scrapy parse`."""
        no = links.article_no(response.url, response.url)
        yield from self.parse_article(response, no) if no else self.parse_front(response)

    def parse_front(self, response: Response) -> Iterator[Record | Request]:
        """Choose the listings from the menu."""
        page = listing.parse(response.body, charset_of(response), response.url)
        if not page.sections:
            self.logger.error("no section in the menu of %s: expected links with sec_no= in #gnb", response.url)
        chosen = self._chosen(page.sections)
        yield from self.observations(page.masthead, self.fetch(response))
        for sec_no, name in chosen.items():
            yield from self._walk(sec_no, name)
        if not self.arguments.sections:
            yield from self._walk(0, "article_list_all")
            yield from (self._feed(sec_no) for sec_no in (0, *page.sections))
            yield from self._ask(page.links, "front")

    def parse_listing(self, response: Response, sec_no: int, page_no: int) -> Iterator[Record | Request]:
        """Take the articles of one list page and go on to the next."""
        walk = self.walks[sec_no]
        page = listing.parse(response.body, charset_of(response), response.url)
        fetch = self.fetch(response)
        yield from self.observations(page.masthead, fetch)
        self.found(page.rows)
        yield from self._ask(walk.turn(page, fetch.fetched_at), walk.name)
        if walk.stopped is None and self._enough():
            walk.stopped = "enough"
        if walk.stopped is None:
            yield self._list_page(sec_no, page_no + 1)
        else:
            self._ended(walk)

    def parse_rss(self, response: Response) -> Iterator[Request]:
        """Take the articles of a feed."""
        feed = rss.parse(response.body, charset_of(response), response.url)
        self.count("rss/feeds" if feed.is_rss else "rss/not_rss")
        yield from self._ask((entry.no for entry in feed.entries), "rss")

    def parse_article(self, response: Response, no: int) -> Iterator[Record | Request]:
        """Read one article, or count what the page is instead."""
        url = self.site.article(no)
        page = article.parse(response.body, charset_of(response), response.url)
        if isinstance(page, ArticlePage) and links.article_no(response.url, response.url) != no:
            page = OtherPage("other_article", page.masthead, page.links, page.flags)  # a redirect led there
        fetch = self.fetch(response)
        yield from self.observations(page.masthead, fetch)
        if not self.arguments.sections:
            yield from self._ask(page.links, "box")
        if isinstance(page, OtherPage):
            headers = (fetch.source.etag, fetch.source.last_modified, fetch.source.body_sha256)
            self._not_delivered(no, page.kind, headers, response.url)
        elif not self._in_window(page, fetch):
            self.count("articles/outside_window")
        else:
            self.count("articles/delivered")
            yield load_article(page, no, url, fetch)

    def listing_failed(self, failure: Failure) -> None:
        """End the walk of a listing whose page did not arrive."""
        walk = self.walks[failure.request.cb_kwargs["sec_no"]]  # type: ignore[attr-defined]
        walk.stopped = f"failed:{reason_of(failure)}"
        self._ended(walk)

    def article_failed(self, failure: Failure) -> None:
        """Count an article that did not arrive."""
        no: int = failure.request.cb_kwargs["no"]  # type: ignore[attr-defined]
        self._not_delivered(no, reason_of(failure), (None, None, None), address_of(failure))

    def rss_failed(self, failure: Failure) -> None:
        """Count a feed that did not arrive; the lists carry the same articles."""
        self.count(f"rss/failed/{reason_of(failure)}")

    def _chosen(self, menu: dict[int, str]) -> dict[int, str]:
        """The sections that were asked for, by name or number; all of the menu where none was."""
        if not self.arguments.sections:
            return menu
        by_name = {name: number for number, name in menu.items()}
        chosen: dict[int, str] = {}
        for wanted in self.arguments.sections:
            number = int(wanted) if wanted.isdecimal() else by_name.get(wanted)
            if number is None:
                names = ", ".join(f"{name} ({number})" for number, name in menu.items())
                self.logger.error("sections=%r: not in the menu; expected one of %s", wanted, names or "none")
                raise CloseSpider("bad_argument")
            chosen[number] = menu.get(number, wanted)
        return chosen

    def _walk(self, sec_no: int, name: str) -> Iterator[Request]:
        self.walks[sec_no] = Walk(sec_no, name, self.arguments)
        yield self._list_page(sec_no, 1)

    def _list_page(self, sec_no: int, page_no: int) -> Request:
        return Request(
            self.site.listing(sec_no, page_no),
            self.parse_listing,
            errback=self.listing_failed,
            cb_kwargs={"sec_no": sec_no, "page_no": page_no},
            dont_filter=True,
        )

    def _feed(self, sec_no: int) -> Request:
        return Request(self.site.rss(sec_no), self.parse_rss, errback=self.rss_failed)

    def _ask(self, numbers: Iterable[int], place: str) -> Iterator[Request]:
        """Requests for the articles that were not asked for yet: one a number, whatever page names it."""
        named = list(numbers)
        self.feed.sighted(named, place)
        for no in named:
            if no in self.asked or self._enough() or key_of(no) in self.feed.taken:
                continue
            self.asked.add(no)
            yield Request(
                self.site.article(no),
                self.parse_article,
                errback=self.article_failed,
                cb_kwargs={"no": no},
                priority=_ARTICLE_FIRST,
                dont_filter=True,
            )

    def _enough(self) -> bool:
        most = self.arguments.max_articles
        return most is not None and len(self.asked) >= most

    def _in_window(self, page: ArticlePage, fetch: Fetch) -> bool:
        stamp = parse_stamp(page.registered, fetch.fetched_at).value if page.registered else None
        return within(stamp.date() if stamp else None, self.arguments)

    def _not_delivered(self, no: int, kind: str, headers: tuple[str | None, str | None, str | None], url: str) -> None:
        self.feed.fetched(no, kind, headers, url)
        self.count(f"articles/not_delivered/{kind}")
        self.logger.info("article %d not delivered: %s (%s)", no, kind, url)

    def _ended(self, walk: Walk) -> None:
        self.feed.listed(walk.name, walk.pages, walk.stopped or "")
        stats = self.crawler.stats
        stats.set_value(f"listing/{walk.name}/pages", walk.pages)
        stats.set_value(f"listing/{walk.name}/stopped", walk.stopped)
        self.logger.info(
            "listing %s (sec_no=%d): %d pages, stopped: %s", walk.name, walk.sec_no, walk.pages, walk.stopped
        )
