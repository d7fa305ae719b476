"""Courtesy: a run asks in certain hours only."""

from typing import Self

from scrapy import signals
from scrapy.crawler import Crawler
from scrapy.exceptions import CloseSpider, NotConfigured
from scrapy.utils.asyncio import AsyncioLoopingCall, create_looping_call
from twisted.internet.task import LoopingCall

from envfocus import clock
from envfocus.extensions import limits
from envfocus.politeness.hours import Hours

_REASON, _TICK = "window", 1.0


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
        hours = Hours.parse(crawler.settings["ENVFOCUS_HOURS"])
        if hours is None:
            raise NotConfigured
        extension = cls(crawler, hours)
        crawler.signals.connect(extension.spider_opened, signal=signals.spider_opened)
        crawler.signals.connect(extension.spider_closed, signal=signals.spider_closed)
        return extension

    def spider_opened(self) -> None:
        """Raises CloseSpider outside of the hours."""
        if not self.hours.hold(clock.now()):
            limits.note(self.crawler, self._said())
            raise CloseSpider(_REASON)
        self.ticking = create_looping_call(self._tick)
        self.ticking.start(_TICK, now=False)

    def spider_closed(self) -> None:
        """Look no more."""
        if self.ticking and self.ticking.running:
            self.ticking.stop()

    def _tick(self) -> None:
        if not self.hours.hold(clock.now()) and not limits.ended(self.crawler):
            limits.stop(self.crawler, _REASON, self._said())

    def _said(self) -> str:
        return f"it is {clock.now():%H:%M} in Korea, and ENVFOCUS_HOURS={self.crawler.settings['ENVFOCUS_HOURS']}"
