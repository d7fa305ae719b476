"""Courtesy: robots.txt by RFC 9309, and its crawl-delay."""

import asyncio
import logging
from pathlib import Path
from typing import Self
from urllib.parse import urlsplit

from protego import Protego
from scrapy import signals
from scrapy.crawler import Crawler
from scrapy.exceptions import NotConfigured
from scrapy.http import Request, Response
from scrapy.http.request import NO_CALLBACK

from envfocus import clock
from envfocus.exceptions import LimitError, RobotsError
from envfocus.extensions import limits
from envfocus.logsafe import one_line
from envfocus.politeness.robots import Copies, Verdict, judge

logger = logging.getLogger(__name__)

ROBOTS = "robots_txt"
"""Key in the meta of the request for robots.txt itself."""


class Robots:
    """Asks for robots.txt before anything else, and keeps to it.

    Stands in for Scrapy's RobotsTxtMiddleware, which crawls everything where the file
    cannot be had. Unreachable or throttled ends the run, unless a good copy of the last
    24 hours is there for a file that is unreachable. A crawl-delay is a floor under
    DOWNLOAD_DELAY. Stats: `robotstxt/<kind>`, `robotstxt/forbidden`.
    """

    def __init__(self, crawler: Crawler) -> None:
        settings = crawler.settings
        self.crawler = crawler
        self.agent = (
            settings["ROBOTSTXT_USER_AGENT"] or settings["USER_AGENT"].partition("/")[0]
        )
        self.longest_delay = settings.getfloat("ENVFOCUS_CRAWL_DELAY_MAX")
        self.copies = Copies(Path(settings["ENVFOCUS_STATE_DIR"]))
        self.rules: dict[str, asyncio.Future[Protego | None]] = {}
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
        if not rules.can_fetch(request.url, self.agent):
            self.crawler.stats.inc_value("robotstxt/forbidden")
            logger.warning("forbidden by robots.txt: %s", one_line(request.url))
            raise RobotsError("forbidden by robots.txt")

    def slow_down(self, request: Request) -> None:
        """Keep the crawl-delay; Scrapy makes a slot anew where it has been idle."""
        if self.delay:
            slot = self.crawler.engine.downloader.slots[request.meta["download_slot"]]
            slot.delay, slot.jitter = max(slot.delay, self.delay), 0.0

    async def _load(self, url: str, netloc: str) -> Protego | None:
        """The rules of a host; None: they could not be had, and the run ends."""
        address = f"{urlsplit(url).scheme}://{netloc}/robots.txt"
        verdict, said = await self._ask(address)
        self.crawler.stats.inc_value(f"robotstxt/{verdict.kind}")
        if verdict.kind == "rules":
            self.copies.keep(netloc, verdict.text, clock.now())
        elif verdict.kind == "throttled":
            limits.stop(self.crawler, "robots_throttled", f"{address}: {said}")
            return None
        elif verdict.kind in {"unreachable", "page"}:
            copy = self.copies.recall(netloc, clock.now())
            if copy is None and verdict.kind == "unreachable":
                limits.stop(
                    self.crawler,
                    "robots_unreachable",
                    f"{address}: {said}, so nothing may be crawled",
                )
                return None
            logger.warning(
                "%s: %s; %s",
                address,
                said,
                "no rules" if copy is None else "the last good copy holds",
            )
            verdict = Verdict("rules", copy or "")
        return self._parsed(verdict.text, address)

    async def _ask(self, address: str) -> tuple[Verdict, str]:
        request = Request(address, callback=NO_CALLBACK, meta={ROBOTS: True})
        try:
            response: Response = await self.crawler.engine.download_async(request)
        except Exception as error:  # noqa: BLE001 whatever it is, the file could not be had
            return Verdict("unreachable"), one_line(f"{type(error).__name__}: {error}")
        verdict = judge(response.status, response.body)
        return (
            verdict,
            "a page in its place"
            if verdict.kind == "page"
            else f"answered {response.status}",
        )

    def _parsed(self, text: str, address: str) -> Protego | None:
        rules = Protego.parse(text)
        delay = rules.crawl_delay(self.agent) or 0.0
        if delay > self.longest_delay:
            why = f"{address}: crawl-delay {delay:g} s, more than ENVFOCUS_CRAWL_DELAY_MAX={self.longest_delay:g}"
            limits.stop(self.crawler, "robots_delay", why)
            return None
        self.delay = max(self.delay, delay)
        return rules
