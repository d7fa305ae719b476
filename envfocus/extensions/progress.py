"""A line of progress on a terminal; nothing elsewhere."""

import sys
from typing import Self

from rich.console import Console
from rich.progress import Progress as RichProgress
from rich.progress import SpinnerColumn, TextColumn, TimeElapsedColumn
from scrapy import signals
from scrapy.crawler import Crawler
from scrapy.exceptions import NotConfigured
from scrapy.utils.log import get_scrapy_root_handler


class Progress:
    """Shows pages, articles and weather rows while a crawl runs, if stderr is a
    terminal; the log scrolls above it.
    """

    def __init__(self, crawler: Crawler) -> None:
        self.crawler = crawler
        columns = (
            SpinnerColumn(),
            TextColumn("{task.description}"),
            TimeElapsedColumn(),
        )
        self.bar = RichProgress(*columns, console=Console(stderr=True), transient=True)
        self.task = self.bar.add_task("starting", total=None)

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Not configured unless a person can see it."""
        if not sys.stderr.isatty():
            raise NotConfigured
        extension = cls(crawler)
        crawler.signals.connect(extension.opened, signal=signals.spider_opened)
        crawler.signals.connect(extension.advance, signal=signals.response_received)
        crawler.signals.connect(extension.closed, signal=signals.spider_closed)
        return extension

    def opened(self) -> None:
        """Start; the log handler must write through the display from now on."""
        self.bar.start()
        self._log_to_stderr()

    def advance(self) -> None:
        """One more page came in."""
        description = (
            f"{self._spider_name()}: {self._count('response_received_count'):,} pages"
            f" · {self._count('articles/delivered'):,} articles"
            f" · {self._count('weather/snapshots'):,} weather snapshots"
            f" · {self._queued():,} queued"
        )
        self.bar.update(self.task, description=description)

    def closed(self) -> None:
        """Stop; the line disappears."""
        self.bar.stop()
        self._log_to_stderr()

    def _count(self, stat: str) -> int:
        count: int = self.crawler.stats.get_value(stat, 0)
        return count

    def _queued(self) -> int:
        return self._count("scheduler/enqueued") - self._count("scheduler/dequeued")

    def _spider_name(self) -> str:
        if self.crawler.spider is None:
            return ""
        return self.crawler.spider.name

    @staticmethod
    def _log_to_stderr() -> None:
        handler = get_scrapy_root_handler()
        if handler is not None and hasattr(handler, "setStream"):
            handler.setStream(sys.stderr)
