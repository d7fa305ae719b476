"""Politeness: a run asks in certain hours only."""

from typing import Self

from scrapy import signals
from scrapy.crawler import Crawler
from scrapy.exceptions import CloseSpider, NotConfigured
from scrapy.utils.asyncio import AsyncioLoopingCall, create_looping_call
from twisted.internet.task import LoopingCall

from envfocus import clock
from envfocus.config import config_of
from envfocus.extensions import limits
from envfocus.politeness.hours import Hours

_REASON = "window"
_TICK = 1.0
"""Seconds between two looks at the clock."""


class CrawlHours:
    """Ends a run outside of ENVFOCUS_HOURS, before its first request or as soon as they
    are over.
    """

    def __init__(self, crawler: Crawler, hours: Hours) -> None:
        self.crawler = crawler
        self.hours = hours
        self.ticking: AsyncioLoopingCall | LoopingCall | None = None

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Not configured where every hour will do."""
        hours = config_of(crawler).hours
        if hours is None:
            raise NotConfigured
        extension = cls(crawler, hours)
        crawler.signals.connect(extension.spider_opened, signal=signals.spider_opened)
        crawler.signals.connect(extension.spider_closed, signal=signals.spider_closed)
        return extension

    def spider_opened(self) -> None:
        """Raises CloseSpider outside of the hours."""
        if not self.hours.hold(clock.now()):
            limits.note(self.crawler, self._message())
            raise CloseSpider(_REASON)
        self.ticking = create_looping_call(self._tick)
        self.ticking.start(_TICK, now=False)

    def spider_closed(self) -> None:
        """Look no more."""
        if self.ticking and self.ticking.running:
            self.ticking.stop()

    def _tick(self) -> None:
        if self.hours.hold(clock.now()) or limits.ended(self.crawler):
            return
        limits.stop(self.crawler, _REASON, self._message())

    def _message(self) -> str:
        now = clock.now()
        return f"it is {now:%H:%M} in Korea, and ENVFOCUS_HOURS={self.hours}"
