"""Politeness: robots.txt by RFC 9309, and its crawl-delay."""

import asyncio
import logging
from typing import Self
from urllib.parse import urlsplit

from scrapy import signals
from scrapy.crawler import Crawler
from scrapy.exceptions import NotConfigured
from scrapy.http import Request, Response
from scrapy.http.request import NO_CALLBACK

from envfocus import clock
from envfocus.config import config_of
from envfocus.exceptions import LimitError, RobotsError
from envfocus.extensions import limits
from envfocus.logsafe import one_line
from envfocus.politeness.robots import Copies, Kind, Rules, Verdict, judge

logger = logging.getLogger(__name__)

ROBOTS = "robots_txt"
"""Key in the meta of the request for robots.txt itself."""


class Robots:
    """Asks for robots.txt before anything else, and keeps to it.

    Stands in for Scrapy's RobotsTxtMiddleware, which crawls everything where the file
    cannot be had. Unreachable or throttled ends the run, unless a good copy of the last
    24 hours is there for a file that is unreachable. A crawl-delay is a minimum for
    DOWNLOAD_DELAY. Stats: `robotstxt/<kind>`, `robotstxt/forbidden`.
    """

    def __init__(self, crawler: Crawler) -> None:
        self.crawler = crawler
        self.config = config_of(crawler)
        self.copies = Copies(self.config.state_dir)
        self.rules: dict[str, asyncio.Future[Rules | None]] = {}
        self.delay = 0.0

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Not configured unless ROBOTSTXT_OBEY."""
        if not crawler.settings.getbool("ROBOTSTXT_OBEY"):
            raise NotConfigured
        middleware = cls(crawler)
        crawler.signals.connect(
            middleware.slow_down, signal=signals.request_reached_downloader
        )
        return middleware

    async def process_request(self, request: Request) -> None:
        """Raises RobotsError for what is forbidden, LimitError where nothing may be
        asked for.
        """
        if request.meta.get(ROBOTS):
            return
        netloc = urlsplit(request.url).netloc
        if netloc not in self.rules:
            self.rules[netloc] = asyncio.ensure_future(self._load(request.url, netloc))
        rules = await self.rules[netloc]
        if rules is None:
            raise LimitError("robots.txt could not be had")
        if not rules.allows(request.url):
            self.crawler.stats.inc_value("robotstxt/forbidden")
            logger.warning("forbidden by robots.txt: %s", one_line(request.url))
            raise RobotsError("forbidden by robots.txt")

    def slow_down(self, request: Request) -> None:
        """Keep the crawl-delay; Scrapy makes a slot anew where it has been idle."""
        if self.delay:
            slot = self.crawler.engine.downloader.slots[request.meta["download_slot"]]
            slot.delay = max(slot.delay, self.delay)
            slot.jitter = 0.0

    async def _load(self, url: str, netloc: str) -> Rules | None:
        """The rules of a host; None: they could not be had, and the run ends."""
        address = f"{urlsplit(url).scheme}://{netloc}/robots.txt"
        verdict, answer = await self._ask(address)
        self.crawler.stats.inc_value(f"robotstxt/{verdict.kind}")
        message = f"{address}: {answer}"
        if verdict.kind is Kind.THROTTLED:
            limits.stop(self.crawler, "robots_throttled", message)
            return None
        if verdict.kind in {Kind.RULES, Kind.NONE}:
            if verdict.kind is Kind.RULES and self.config.deliver:
                self.copies.keep(netloc, verdict.text, clock.now())
            return self._rules_of(verdict.text, address)
        copy = self.copies.recall(netloc, clock.now())
        if copy is not None:
            logger.warning("%s; the last good copy holds", message)
            return self._rules_of(copy, address)
        if verdict.kind is Kind.UNREACHABLE:
            why = f"{message}, so nothing may be crawled"
            limits.stop(self.crawler, "robots_unreachable", why)
            return None
        logger.warning("%s; no rules", message)
        return self._rules_of("", address)

    async def _ask(self, address: str) -> tuple[Verdict, str]:
        """What came, and what it was, in words."""
        request = Request(address, callback=NO_CALLBACK, meta={ROBOTS: True})
        try:
            response: Response = await self.crawler.engine.download_async(request)
        except Exception as error:  # noqa: BLE001 whatever it is, the file could not be had
            problem = one_line(f"{type(error).__name__}: {error}")
            return Verdict(Kind.UNREACHABLE), problem
        verdict = judge(response.status, response.body)
        if verdict.kind is Kind.PAGE:
            return verdict, "a page in its place"
        return verdict, f"answered {response.status}"

    def _rules_of(self, text: str, address: str) -> Rules | None:
        """None where the site wants a longer delay than we would keep."""
        config = self.config
        rules = Rules(text, config.user_agent, config.robots_user_agent)
        if rules.crawl_delay > config.crawl_delay_max:
            limit = f"more than ENVFOCUS_CRAWL_DELAY_MAX={config.crawl_delay_max:g}"
            why = f"{address}: crawl-delay {rules.crawl_delay:g} s, {limit}"
            limits.stop(self.crawler, "robots_delay", why)
            return None
        self.delay = max(self.delay, rules.crawl_delay)
        return rules
