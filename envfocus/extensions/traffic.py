"""The politeness receipt: what the site saw of a run, measured where requests leave."""

from time import monotonic
from typing import Self

from scrapy import signals
from scrapy.crawler import Crawler


class TrafficStats:
    """Keeps the stats `politeness/…` up to date; the run record shows them.

    `requests`, `answers`, `not_modified`, `bytes` (of bodies, as they came,
    compressed), `highest_concurrency`, `smallest_gap` (seconds between the starts of
    two requests). `MeasuredHandler` tells it of each start and end.
    """

    def __init__(self, crawler: Crawler) -> None:
        self.stats = crawler.stats
        self.under_way = 0
        self.last: float | None = None

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Connect to the bytes that come in."""
        extension = cls(crawler)
        crawler.signals.connect(extension.received, signal=signals.bytes_received)
        return extension

    def began(self) -> None:
        """A request leaves."""
        now = monotonic()
        if self.last is not None:
            self.stats.min_value("politeness/smallest_gap", round(now - self.last, 3))
        self.last = now
        self.under_way += 1
        self.stats.inc_value("politeness/requests")
        self.stats.max_value("politeness/highest_concurrency", self.under_way)

    def ended(self, status: int | None) -> None:
        """It was answered, or failed: None."""
        self.under_way -= 1
        if status is not None:
            self.stats.inc_value("politeness/answers")
        if status == 304:
            self.stats.inc_value("politeness/not_modified")

    def received(self, data: bytes) -> None:
        """A piece of a body came in."""
        self.stats.inc_value("politeness/bytes", len(data))
