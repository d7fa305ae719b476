"""The spider `articles`."""

from collections.abc import Iterator, Mapping
from typing import Any

from scrapy.http import Request, Response
from scrapy.settings import BaseSettings
from twisted.python.failure import Failure

from envfocus.clock import rfc822_utc, utc_text
from envfocus.extensions import limits
from envfocus.items import Record
from envfocus.korean.dates import parse_stamp
from envfocus.ledger.frontier import Headers
from envfocus.logsafe import one_line
from envfocus.normalize.records import Fetch, load_article
from envfocus.papers.site import Site
from envfocus.parsing import article, links, listing, rss
from envfocus.parsing.article import ArticlePage, OtherPage
from envfocus.parsing.page_kind import PageKind
from envfocus.spiders.arguments import BOX, FRONT, RSS, read_articles
from envfocus.spiders.base import address_of, charset_of, check_site, reason_of
from envfocus.spiders.request_planner import Asking
from envfocus.spiders.walk import Walk, published, within

_COUNTED = {"gap": "gaps", "retry": "retries"}
"""What was expected to fail is counted apart: it says nothing of the site's state."""

_LINKS = 300
"""Links of a page that are followed: boxes and side lists have some thirty."""


class ArticlesSpider(Asking):
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
        First and last day of publication (KST, YYYY-MM-DD): only what is lacking there.
      max_articles
        Ask for at most so many articles.
      reread
        `yes`: walk the lists to their end and read every article anew, known or not.
    """

    name = "articles"

    @classmethod
    def check(cls, settings: BaseSettings, given: Mapping[str, str]) -> Site:
        """Check settings and arguments without a crawl."""
        read_articles(given)
        return check_site(settings)

    # --- what is answered

    def parse(self, response: Response) -> Iterator[Record | Request]:
        """Whatever page an address leads to, for `scrapy parse`."""
        article_no = links.article_no_of(response.url, response.url, self.profile)
        yield from (
            self.parse_article(response, article_no, "new")
            if article_no
            else self.parse_front(response)
        )

    def parse_front(self, response: Response) -> Iterator[Record | Request]:
        """Read the menu of the front page, and what stands on it."""
        page = listing.parse(
            response.body, charset_of(response), response.url, self.profile
        )
        if not page.sections:
            self.logger.error(
                "no section in the menu of %s: expected links with sec_no= in #gnb",
                response.url,
            )
            self.crawler.stats.set_value(
                "listing/menu/stopped", "not_a_listing:no_menu"
            )
        walks = list(self.begin(page.sections))
        yield from self.observations(page.masthead, self.fetch(response, page.masthead))
        yield from walks
        if not self.arguments.sections:
            yield from self.ask(
                ((article_no, None) for article_no in page.links[:_LINKS]), FRONT
            )

    def parse_listing(
        self, response: Response, section_no: int, page_no: int
    ) -> Iterator[Record | Request]:
        """Take the articles of one list page and go on to the next."""
        walk = self.walks[section_no]
        page = listing.parse(
            response.body, charset_of(response), response.url, self.profile
        )
        fetch = self.fetch(response, page.masthead)
        yield from self.observations(page.masthead, fetch)
        self.found(page.rows)
        if section_no == 0 and page_no == 1:
            yield from self.begin(page.sections) if page.sections else [self.front()]
        wanted = walk.turn(page, fetch.fetched_at, self.ground(walk, page))
        rows = [
            (
                row.article_no,
                utc_text(at) if (at := published(row, fetch.fetched_at)) else None,
            )
            for row in page.rows
        ]
        self.feed.sighted(rows, walk.name)
        yield from self.new(wanted)
        if walk.stopped is None and self.enough():
            walk.stopped = "enough"
        if walk.stopped is None:
            yield self.list_page(section_no, page_no + 1)
        else:
            self._ended(walk)

    def parse_rss(self, response: Response) -> Iterator[Request]:
        """Take the articles of a feed."""
        feed = rss.parse(
            response.body, charset_of(response), response.url, self.profile
        )
        self.count("rss/feeds" if feed.is_rss else "rss/not_rss")
        yield from self.ask(
            ((entry.article_no, rfc822_utc(entry.date)) for entry in feed.entries), RSS
        )

    def parse_article(
        self, response: Response, article_no: int, why: str
    ) -> Iterator[Record | Request]:
        """Read one article, or count what the page is instead."""
        if response.status == 304:
            self.count("pages/read")
            self.count("articles/not_modified")
            self.feed.unchanged(article_no)
            return
        page = article.parse(
            response.body, charset_of(response), response.url, self.profile
        )
        if (
            isinstance(page, ArticlePage)
            and links.article_no_of(response.url, response.url, self.profile)
            != article_no
        ):
            page = OtherPage(
                PageKind.OTHER_ARTICLE, page.masthead, page.links, page.flags
            )  # a redirect led there
        fetch = self.fetch(response, page.masthead)
        yield from self.observations(page.masthead, fetch)
        if not self.arguments.sections:
            yield from self.ask(((number, None) for number in page.links[:_LINKS]), BOX)
        if isinstance(page, OtherPage):
            headers = (
                fetch.source.etag,
                fetch.source.last_modified,
                fetch.source.body_sha256,
            )
            self._not_delivered(article_no, why, page.kind, headers, response.url)
        elif self._in_window(page, fetch, article_no):
            self.count("articles/delivered")
            yield load_article(page, article_no, self.site.article(article_no), fetch)

    # --- what fails

    def listing_failed(self, failure: Failure) -> Iterator[Request]:
        """End the walk of a listing whose page did not arrive; the menu stands on the
        front page too.
        """
        section_no: int = failure.request.cb_kwargs["section_no"]  # type: ignore[attr-defined]
        walk = self.walks[section_no]
        walk.stopped = f"failed:{reason_of(failure)}"
        self._ended(walk)
        if section_no == 0 and len(self.walks) == 1 and not limits.ended(self.crawler):
            yield self.front()

    def article_failed(self, failure: Failure) -> None:
        """Count an article that did not arrive."""
        given: dict[str, Any] = failure.request.cb_kwargs  # type: ignore[attr-defined]
        self._not_delivered(
            given["article_no"],
            given["why"],
            reason_of(failure),
            (None, None, None),
            address_of(failure),
        )

    def rss_failed(self, failure: Failure) -> None:
        """Count a feed that did not arrive; the lists carry the same articles."""
        self.count(f"rss/failed/{reason_of(failure)}")

    # --- what comes of it

    def _in_window(self, page: ArticlePage, fetch: Fetch, article_no: int) -> bool:
        stamp = (
            parse_stamp(page.registered, fetch.fetched_at).value
            if page.registered
            else None
        )
        wanted = within(stamp.date() if stamp else None, self.arguments)
        if stamp and not wanted:
            self.count("articles/outside_window")
            self.feed.dated(article_no, utc_text(stamp))
        return wanted

    def _not_delivered(
        self, article_no: int, why: str, kind: str, headers: Headers, url: str
    ) -> None:
        self.feed.missed(article_no, kind, headers, url)
        self.count(f"{_COUNTED.get(why, 'articles')}/not_delivered/{kind}")
        if why != "gap":
            self.logger.info("article %d not delivered: %s (%s)", article_no, kind, url)

    def _ended(self, walk: Walk) -> None:
        self.feed.listed(
            walk.name,
            walk.pages,
            walk.stopped or "",
            walk.floor if walk.is_complete else None,
        )
        stats = self.crawler.stats
        stats.set_value(f"listing/{walk.name}/pages", walk.pages)
        stats.set_value(f"listing/{walk.name}/stopped", walk.stopped)
        self.logger.info(
            "listing %s (sec_no=%d): %d pages, stopped: %s",
            one_line(walk.name),
            walk.section_no,
            walk.pages,
            walk.stopped,
        )
