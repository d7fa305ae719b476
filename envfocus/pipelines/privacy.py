"""Step 2: contacts out of the texts, before anything counts characters in them."""

from typing import Any, Self

from scrapy.crawler import Crawler
from scrapy.exceptions import NotConfigured

from envfocus.config import config_of
from envfocus.items import ArticleRecord, RawValue
from envfocus.korean import contacts
from envfocus.pipelines.counting import CountingPipeline
from envfocus.pipelines.text import rewrite


class PrivacyPipeline(CountingPipeline):
    """Redacts e-mail addresses and phone numbers in every text; the reporter's name
    stays as the byline.

    Flag: `privacy:redacted`, where a text was changed; a byline is expected to carry
    contacts. Off with ENVFOCUS_REDACT_CONTACTS = False.
    """

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Read the setting."""
        if not config_of(crawler).redact_contacts:
            raise NotConfigured
        return super().from_crawler(crawler)

    def process_item(self, item: Any) -> Any:
        """Redact one article."""
        if not isinstance(item, ArticleRecord):
            return item
        found = 0

        def change(path: str, text: str) -> str:
            nonlocal found
            if path == "byline":
                return contacts.strip(text)[0]
            redacted, count = contacts.redact(text)
            found += count
            return redacted

        rewrite(item.data, change)
        item.data.byline = item.data.byline or None
        item.quality.raw = [
            RawValue(field=raw.field, value=contacts.redact(raw.value)[0])
            for raw in item.quality.raw
        ]
        if found:
            item.quality.flags.append("privacy:redacted")
            self.crawler.stats.inc_value("privacy/redacted", found)
        return item
