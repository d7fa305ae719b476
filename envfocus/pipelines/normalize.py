"""The first pipeline: normal forms beside the raw ones."""

from typing import Any, Self

from scrapy.crawler import Crawler

from envfocus.config import config_of
from envfocus.items import Record
from envfocus.normalize.chain import normalize


class NormalizePipeline:
    """Runs a record through the chain of `envfocus.normalize`.

    Contacts are redacted unless ENVFOCUS_REDACT_CONTACTS is false.
    """

    def __init__(self, crawler: Crawler) -> None:
        self.stats = crawler.stats
        self.redact = config_of(crawler).redact_contacts

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Read the setting."""
        return cls(crawler)

    def process_item(self, item: Any) -> Any:
        """Normalise one record; other items pass."""
        if isinstance(item, Record):
            for name, count in normalize(item, redact=self.redact).items():
                self.stats.inc_value(name, count)
        return item
