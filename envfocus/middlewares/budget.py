"""Politeness: so many requests a day, whatever the number of runs."""

from pathlib import Path
from typing import Self

from scrapy import signals
from scrapy.crawler import Crawler
from scrapy.exceptions import CloseSpider, NotConfigured
from scrapy.http import Request

from envfocus import clock
from envfocus.config import config_of
from envfocus.exceptions import FeedError, LimitError
from envfocus.extensions import limits
from envfocus.extensions.delivery import Delivery

_REASON = "budget"


class Budget:
    """Ends the run when the requests of the KST day reach ENVFOCUS_REQUESTS_PER_DAY.

    The day's file in the state folder has one byte a request, appended before it is
    sent: its size is the count. No kill can tear it, and there is nothing to parse. A
    run that may not write (ENVFOCUS_DELIVER) adds its own requests to that, unwritten.
    """

    def __init__(self, crawler: Crawler) -> None:
        config = config_of(crawler)
        self.crawler = crawler
        self.max_requests = config.requests_per_day
        self.folder = config.state_dir
        self.may_write = config.deliver
        self.unwritten = 0

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Not configured where the budget is 0."""
        middleware = cls(crawler)
        if not middleware.max_requests:
            raise NotConfigured
        crawler.signals.connect(middleware.spider_opened, signal=signals.spider_opened)
        return middleware

    def spider_opened(self) -> None:
        """Raises CloseSpider where nothing is left."""
        if self.is_spent():
            limits.note(self.crawler, self._message())
            raise CloseSpider(_REASON)
        if self.may_write:
            self._remove_earlier_days()

    def process_request(self, request: Request) -> None:
        """Count what is about to be sent; the last of the day ends the run. Raises
        LimitError for those after it.
        """
        if self.is_spent():
            raise LimitError(self._message())
        self._count()
        if self.is_spent():
            limits.stop(self.crawler, _REASON, self._message())

    def is_spent(self) -> bool:
        """Whether no request is left for this day."""
        return self.spent() >= self.max_requests

    def has_room(self, share: float) -> bool:
        """Whether less than a share of the day's requests is spent."""
        return self.spent() < self.max_requests * share

    def spent(self) -> int:
        """Requests of this day so far."""
        try:
            return self._file.stat().st_size + self.unwritten
        except (FileNotFoundError, NotADirectoryError):
            return self.unwritten

    @property
    def _file(self) -> Path:
        """Today's."""
        return self.folder / f"requests-{clock.now().date()}"

    def _remove_earlier_days(self) -> None:
        today = self._file.name
        for path in self.folder.glob("requests-*"):
            if path.name < today:
                path.unlink(missing_ok=True)

    def _count(self) -> None:
        if not self.may_write:
            self.unwritten += 1
            return
        path = self._file
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            with path.open("ab") as file:
                file.write(b".")
        except OSError as error:
            reason = error.strerror or error
            self._fail(FeedError(f"{path}: cannot be written: {reason}"))
            raise LimitError("a request that cannot be counted is not made") from error

    def _fail(self, error: FeedError) -> None:
        delivery = self.crawler.get_extension(Delivery)
        if delivery is None:
            raise error
        delivery.fail(error)

    def _message(self) -> str:
        return (
            f"the day's {self.max_requests:,} requests are spent"
            " (ENVFOCUS_REQUESTS_PER_DAY); the next day is KST's"
        )
