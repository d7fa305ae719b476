"""What could not become a line of the feed: kept whole, with the reason."""

import logging
from typing import Any, Self

import orjson
from scrapy import Spider, signals
from scrapy.crawler import Crawler
from scrapy.http import Response
from twisted.python.failure import Failure

from envfocus.atomic import RealDisk
from envfocus.config import config_of
from envfocus.exceptions import ContractError, FeedError
from envfocus.extensions.delivery import Delivery
from envfocus.items import ArticleRecord
from envfocus.korean.contacts import redact
from envfocus.logsafe import one_line

logger = logging.getLogger(__name__)


class Quarantine:
    """Writes items that break the contract, or on which a pipeline fails, to
    `<feed>/quarantine/`.

    One JSON object a line: `reason`, `url`, `body_sha256`, `item`. Stat:
    `quarantine/items`.
    """

    def __init__(self, crawler: Crawler) -> None:
        self.crawler = crawler
        config = config_of(crawler)
        self.redacting = config.redact_contacts
        self.folder = config.feed_dir / "quarantine"

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Connect to the two signals that end an item."""
        extension = cls(crawler)
        crawler.signals.connect(extension.item_dropped, signal=signals.item_dropped)
        crawler.signals.connect(extension.item_error, signal=signals.item_error)
        return extension

    def item_dropped(
        self,
        item: Any,
        response: Response | None,
        exception: BaseException,
        spider: Spider,
    ) -> None:
        """An item was refused; others than by the contract are dropped on purpose."""
        if isinstance(exception, ContractError):
            self._keep(item, response, str(exception), spider)

    def item_error(
        self, item: Any, response: Response | None, failure: Failure, spider: Spider
    ) -> None:
        """A pipeline failed on an item."""
        self._keep(
            item, response, f"{type(failure.value).__name__}: {failure.value}", spider
        )

    def _keep(
        self, item: Any, response: Response | None, reason: str, spider: Spider
    ) -> None:
        self.crawler.stats.inc_value("quarantine/items")
        path = self.folder / f"{getattr(spider, 'run_id', spider.name)}.jsonl"
        entry = {
            "reason": reason,
            "url": response.url if response else None,
            "body_sha256": item.source.body_sha256 if hasattr(item, "source") else None,
            "item": item,
        }
        if isinstance(item, ArticleRecord) and (
            feed := self.crawler.get_extension(Delivery)
        ):
            # else every run would ask for it again
            feed.missed(
                item.data.article_no, "quarantined", (None, None, None), item.source.url
            )
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            with path.open("ab") as file:
                file.write(self._line(entry))
                RealDisk().sync(file)
        except OSError as error:
            self._failed(
                FeedError(f"{path}: cannot be written: {error.strerror or error}")
            )
            return
        logger.warning("1 item to %s: %s", path, one_line(reason))

    def _failed(self, error: FeedError) -> None:
        feed = self.crawler.get_extension(Delivery)
        if feed is None:
            raise error
        feed.fail(error)

    def _line(self, entry: dict[str, Any]) -> bytes:
        """The entry as JSON, contacts redacted: the item may have failed before that
        step.
        """
        try:
            text = orjson.dumps(entry).decode()
        except TypeError:  # a lone surrogate, a strange type: as its Python form
            safe = {
                name: _utf8(value)
                for name, value in {**entry, "item": repr(entry["item"])}.items()
            }
            text = orjson.dumps(safe).decode()
        return (redact(text)[0] if self.redacting else text).encode() + b"\n"


def _utf8(value: str | None) -> str | None:
    return value.encode("utf-8", "backslashreplace").decode() if value else value
