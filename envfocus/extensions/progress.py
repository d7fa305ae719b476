"""A line of progress for people; nothing where no one looks."""

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
        count = self.crawler.stats.get_value
        spider = self.crawler.spider
        queued = count("scheduler/enqueued", 0) - count("scheduler/dequeued", 0)
        text = (
            f"{spider.name if spider else ''}: {count('response_received_count', 0):,} pages"
            f" · {count('articles/delivered', 0):,} articles"
            f" · {count('weather/snapshots', 0):,} weather snapshots"
            f" · {queued:,} queued"
        )
        self.bar.update(self.task, description=text)

    def closed(self) -> None:
        """Stop; the line disappears."""
        self.bar.stop()
        self._log_to_stderr()

    @staticmethod
    def _log_to_stderr() -> None:
        handler = get_scrapy_root_handler()
        if handler is not None and hasattr(handler, "setStream"):
            handler.setStream(sys.stderr)
