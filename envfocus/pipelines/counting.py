"""What the steps that count what they meet share."""

from collections import Counter
from collections.abc import Iterable
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

    def count(self, names: Iterable[str]) -> None:
        """Add to the stats of these names, once for each: a stat costs more than a
        dictionary.
        """
        for name, times in Counter(names).items():
            self.crawler.stats.inc_value(name, times)
