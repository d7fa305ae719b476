"""What the steps that count what they meet share."""

from typing import Self

from scrapy.crawler import Crawler


class CountingPipeline:
    """Keeps the crawler, for its stats."""

    def __init__(self, crawler: Crawler) -> None:
        self.crawler = crawler

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Build the step."""
        return cls(crawler)
