"""What both spiders share: the site, the run, the weather of every page."""

import secrets
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import UTC
from typing import Any, Self, TypeVar

from scrapy import Spider
from scrapy.crawler import Crawler
from scrapy.http import Request, Response
from scrapy.settings import BaseSettings
from scrapy.spidermiddlewares.httperror import HttpError
from twisted.python.failure import Failure

from envfocus import clock
from envfocus.config import Config
from envfocus.extensions.delivery import Delivery, delivery_of
from envfocus.items import WeatherRecord
from envfocus.normalize.records import Fetch, load_weather, snapshot_of
from envfocus.papers.profile import Profile
from envfocus.papers.site import Site
from envfocus.parsing.masthead import Masthead
from envfocus.publishing.run_frontier import RunFrontier

T = TypeVar("T")


class SiteSpider(Spider):
    """A spider of the site in ENVFOCUS_BASE_URL."""

    site: Site
    profile: Profile
    run_id: str
    known_snapshots: set[str]
    given: dict[str, str]

    @classmethod
    def check(cls, settings: BaseSettings, given: Mapping[str, str]) -> Config:
        """Check settings and arguments without a crawl. Raises ConfigurationError."""
        raise NotImplementedError

    @classmethod
    def from_crawler(cls, crawler: Crawler, *args: Any, **kwargs: Any) -> Self:
        """Build the spider. Raises ConfigurationError before any request."""
        config = cls.check(crawler.settings, kwargs)
        spider = super().from_crawler(crawler, *args, **kwargs)
        spider.site = config.site
        spider.profile = config.profile
        spider.run_id = new_run_id()
        spider.known_snapshots = set()
        spider.given = {name: str(value) for name, value in kwargs.items()}
        return spider

    @property
    def delivery(self) -> Delivery:
        """Where records go."""
        return delivery_of(self.crawler)

    @property
    def frontier(self) -> RunFrontier:
        """What is known of article numbers."""
        return self.delivery.frontier

    def read(
        self, parse: Callable[[bytes, str | None, str, Profile], T], response: Response
    ) -> T:
        """What a parser makes of an answer."""
        charset = charset_of(response)
        return parse(response.body, charset, response.url, self.profile)

    def fetch(self, response: Response, masthead: Masthead) -> Fetch:
        """Describe an answer that has just arrived."""
        self.count("pages/read")
        prefix = self.profile.key_prefix
        return Fetch.of(response, masthead, clock.now(), self.run_id, prefix)

    def observations(self, masthead: Masthead, fetch: Fetch) -> Iterator[WeatherRecord]:
        """The rows of a page's weather widget, unless this run has them already."""
        if not masthead.rows:
            return
        snapshot = snapshot_of(masthead)
        if snapshot in self.known_snapshots:
            return
        self.known_snapshots.add(snapshot)
        self.count("weather/snapshots")
        yield from load_weather(masthead, fetch)

    def count_found(self, rows: Sequence[object]) -> None:
        """Count a page that showed what this spider reads: rows of a list, or of the
        widget.
        """
        if rows:
            self.count("pages/found")

    def count(self, name: str) -> None:
        """Add one to a counter of the run."""
        self.crawler.stats.inc_value(name)


def new_run_id() -> str:
    """Sorts by time; unique even in one second."""
    return f"{clock.now().astimezone(UTC):%Y%m%dT%H%M%SZ}-{secrets.token_hex(3)}"


def check_settings(settings: BaseSettings) -> Config:
    """The settings, once all of them and our contact are known to be usable.

    Raises ConfigurationError.
    """
    config = Config.from_settings(settings)
    config.check_contact()
    return config


def charset_of(response: Response) -> str | None:
    """The charset that the header declares."""
    content_type = (response.headers.get("Content-Type") or b"").decode("latin-1")
    _, _, label = content_type.lower().partition("charset=")
    return label.split(";")[0].strip(" \"'") or None


def reason_of(failure: Failure) -> str:
    """Why a request failed, as a word for counters: `http_404`,
    `DownloadTimeoutError`.
    """
    error = failure.value
    if isinstance(error, HttpError):
        return f"http_{error.response.status}"
    return type(error).__name__


def request_of(failure: Failure) -> Request:
    """The request that failed."""
    request: Request = failure.request  # type: ignore[attr-defined]
    return request
