"""Step 8, the last: the ledger accepts the record."""

from typing import Any, Self

from scrapy.crawler import Crawler

from envfocus.extensions.delivery import Delivery
from envfocus.items import Record


class AcceptPipeline:
    """Gives a record its revision: unchanged content makes none, changed content the
    next one.

    Opens the ledger before the first request; a ledger that is held or damaged closes
    the spider.
    """

    def __init__(self, feed: Delivery) -> None:
        self.feed = feed

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Find the extension that holds the ledger."""
        feed = crawler.get_extension(Delivery)
        if feed is None:
            raise RuntimeError(
                "AcceptPipeline needs envfocus.extensions.delivery.Delivery in EXTENSIONS"
            )
        return cls(feed)

    def open_spider(self) -> None:
        """Open the ledger."""
        self.feed.open()

    def process_item(self, item: Any) -> Any:
        """Accept one record."""
        if isinstance(item, Record):
            self.feed.accept(item)
        return item
