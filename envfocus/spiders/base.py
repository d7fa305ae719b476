"""What both spiders share: the site, the run, the weather of every page."""

import secrets
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC
from typing import Any, Self

from scrapy import Spider
from scrapy.crawler import Crawler
from scrapy.http import Request, Response
from scrapy.settings import BaseSettings
from scrapy.spidermiddlewares.httperror import HttpError
from twisted.python.failure import Failure

from envfocus import clock
from envfocus.exceptions import ConfigurationError
from envfocus.extensions.delivery import Delivery
from envfocus.items import WeatherRecord
from envfocus.normalize.records import Fetch, load_weather, snapshot_of
from envfocus.papers.profile import load_profile
from envfocus.papers.site import Site
from envfocus.parsing.masthead import Masthead
from envfocus.politeness.checks import check_courtesy
from envfocus.politeness.contact import check_contact
from envfocus.publishing.publisher import check_settings


class SiteSpider(Spider):
    """A spider of the site in ENVFOCUS_BASE_URL."""

    site: Site
    run_id: str
    key_prefix: str
    known_snapshots: set[str]
    given: dict[str, str]

    @classmethod
    def check(cls, settings: BaseSettings, given: Mapping[str, str]) -> Site:
        """Check settings and arguments without a crawl. Raises ConfigurationError."""
        raise NotImplementedError

    @classmethod
    def from_crawler(cls, crawler: Crawler, *args: Any, **kwargs: Any) -> Self:
        """Build the spider. Raises ConfigurationError before any request."""
        site = cls.check(crawler.settings, kwargs)
        spider = super().from_crawler(crawler, *args, **kwargs)
        spider.site = site
        spider.run_id = (
            f"{clock.now().astimezone(UTC):%Y%m%dT%H%M%SZ}-{secrets.token_hex(3)}"
        )
        spider.key_prefix = load_profile(crawler.settings["ENVFOCUS_PAPER"]).key_prefix
        spider.known_snapshots = set()
        spider.given = {name: str(value) for name, value in kwargs.items()}
        return spider

    @property
    def feed(self) -> Delivery:
        """What is known and accepted."""
        feed = self.crawler.get_extension(Delivery)
        if feed is None:
            raise RuntimeError(
                "this spider needs envfocus.extensions.delivery.Delivery in EXTENSIONS"
            )
        return feed

    def fetch(self, response: Response, masthead: Masthead) -> Fetch:
        """Describe an answer that has just arrived."""
        self.count("pages/read")
        return Fetch.of(response, masthead, clock.now(), self.run_id, self.key_prefix)

    def observations(self, masthead: Masthead, fetch: Fetch) -> Iterator[WeatherRecord]:
        """The rows of a page's weather widget, unless this run has them already."""
        if (
            masthead.rows
            and (snapshot := snapshot_of(masthead)) not in self.known_snapshots
        ):
            self.known_snapshots.add(snapshot)
            self.count("weather/snapshots")
            yield from load_weather(masthead, fetch)

    def found(self, rows: Sequence[object]) -> None:
        """Count a page that showed what this spider reads: rows of a list, rows of the
        widget.
        """
        if rows:
            self.count("pages/found")

    def count(self, name: str) -> None:
        """Add one to a counter of the run."""
        self.crawler.stats.inc_value(name)


def check_site(settings: BaseSettings) -> Site:
    """The site, once the settings that every spider needs are known to be usable.
    Raises ConfigurationError.
    """
    for name in ("ENVFOCUS_FEED_DIR", "ENVFOCUS_STATE_DIR"):
        if not str(settings[name] or "").strip():
            raise ConfigurationError(
                f"{name}={settings[name]!r}: expected a folder, e.g. feed/"
            )
    check_settings(settings)
    check_courtesy(settings)
    site = Site.parse(settings["ENVFOCUS_BASE_URL"])
    if not site.is_loopback:
        check_contact(settings["USER_AGENT"])
    return site


def charset_of(response: Response) -> str | None:
    """The charset that the header declares."""
    content_type = (response.headers.get("Content-Type") or b"").decode("latin-1")
    _, found, label = content_type.lower().partition("charset=")
    return label.split(";")[0].strip(" \"'") or None if found else None


def reason_of(failure: Failure) -> str:
    """Why a request failed, as a word for counters: `http_404`, `DownloadTimeoutError`."""
    error = failure.value
    return (
        f"http_{error.response.status}"
        if isinstance(error, HttpError)
        else type(error).__name__
    )


def address_of(failure: Failure) -> str:
    """The address that failed."""
    request: Request = failure.request  # type: ignore[attr-defined]
    return request.url
