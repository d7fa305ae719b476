"""Courtesy: so many requests a day, whatever the number of runs."""

from pathlib import Path
from typing import Self

from scrapy import signals
from scrapy.crawler import Crawler
from scrapy.exceptions import CloseSpider, NotConfigured
from scrapy.http import Request

from envfocus import clock
from envfocus.exceptions import FeedError, LimitError
from envfocus.extensions import limits
from envfocus.extensions.delivery import Delivery

_REASON = "budget"


class Budget:
    """Ends the run when the requests of the KST day reach ENVFOCUS_REQUESTS_PER_DAY.

    The day's file in the state folder has one byte a request, appended before it is
    sent: its size is the count. No kill can tear it, and there is nothing to parse.
    """

    def __init__(self, crawler: Crawler, most: int) -> None:
        self.crawler = crawler
        self.most = most
        self.folder = Path(crawler.settings["ENVFOCUS_STATE_DIR"])

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Not configured where the budget is 0."""
        most = crawler.settings.getint("ENVFOCUS_REQUESTS_PER_DAY")
        if not most:
            raise NotConfigured
        middleware = cls(crawler, most)
        crawler.signals.connect(middleware.spider_opened, signal=signals.spider_opened)
        return middleware

    @property
    def file(self) -> Path:
        """Today's."""
        return self.folder / f"requests-{clock.now().date()}"

    def spider_opened(self) -> None:
        """Raises CloseSpider where nothing is left."""
        if self.spent() >= self.most:
            limits.note(self.crawler, self._said())
            raise CloseSpider(_REASON)
        for path in self.folder.glob("requests-*"):
            if path.name < self.file.name:
                path.unlink(missing_ok=True)

    def process_request(self, request: Request) -> None:
        """Count what is about to be sent; the last of the day ends the run. Raises
        LimitError for those after it.
        """
        if self.spent() >= self.most:
            raise LimitError(self._said())
        self._count()
        if self.spent() >= self.most:
            limits.stop(self.crawler, _REASON, self._said())

    def spent(self) -> int:
        """Requests of this day so far."""
        return self.file.stat().st_size if self.file.exists() else 0

    def _count(self) -> None:
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            with self.file.open("ab") as file:
                file.write(b".")
        except OSError as error:
            self._failed(
                FeedError(f"{self.file}: cannot be written: {error.strerror or error}")
            )
            raise LimitError("a request that cannot be counted is not made") from error

    def _failed(self, error: FeedError) -> None:
        feed = self.crawler.get_extension(Delivery)
        if feed is None:
            raise error
        feed.fail(error)

    def _said(self) -> str:
        return f"the day's {self.most:,} requests are spent (ENVFOCUS_REQUESTS_PER_DAY); the next day is KST's"
