"""What could not become a line of the feed: kept whole, with the reason."""

import logging
from pathlib import Path
from typing import Any, Self

import orjson
from scrapy import Spider, signals
from scrapy.crawler import Crawler
from scrapy.exceptions import NotConfigured
from scrapy.http import Response
from twisted.python.failure import Failure

from envfocus.atomic import RealDisk
from envfocus.config import config_of
from envfocus.exceptions import ContractError, FeedError
from envfocus.extensions.delivery import delivery_of
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
        self.redacts = config.redact_contacts
        self.folder = config.feed_dir / "quarantine"

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Connect to the two signals that end an item, where the run delivers."""
        if not config_of(crawler).deliver:
            raise NotConfigured
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
        error = failure.value
        self._keep(item, response, f"{type(error).__name__}: {error}", spider)

    def _keep(
        self, item: Any, response: Response | None, reason: str, spider: Spider
    ) -> None:
        self.crawler.stats.inc_value("quarantine/items")
        self._note_failure(item)
        entry = {
            "reason": reason,
            "url": response.url if response else None,
            "body_sha256": item.source.body_sha256 if hasattr(item, "source") else None,
            "item": item,
        }
        path = self.folder / f"{getattr(spider, 'run_id', spider.name)}.jsonl"
        try:
            self._append(path, self._line(entry))
        except OSError as error:
            message = f"{path}: cannot be written: {error.strerror or error}"
            delivery_of(self.crawler).fail(FeedError(message))
            return
        logger.warning("1 item to %s: %s", path, one_line(reason))

    def _note_failure(self, item: Any) -> None:
        """An article that nobody noted would be asked for again in every run."""
        if isinstance(item, ArticleRecord):
            frontier = delivery_of(self.crawler).frontier
            frontier.record_missed(
                item.data.article_no, "quarantined", (None, None, None)
            )

    def _append(self, path: Path, line: bytes) -> None:
        self.folder.mkdir(parents=True, exist_ok=True)
        with path.open("ab") as file:
            file.write(line)
            RealDisk().sync(file)

    def _line(self, entry: dict[str, Any]) -> bytes:
        """The entry as JSON; contacts are redacted, for the item may have failed before
        that step.
        """
        text = _json(entry)
        if self.redacts:
            text, _ = redact(text)
        return text.encode() + b"\n"


def _json(entry: dict[str, Any]) -> str:
    try:
        return orjson.dumps(entry).decode()
    except TypeError:  # a lone surrogate, a strange type: as its Python form
        plain = {**entry, "item": repr(entry["item"])}
        safe = {name: _utf8(value) for name, value in plain.items()}
        return orjson.dumps(safe).decode()


def _utf8(value: str | None) -> str | None:
    if not value:
        return value
    return value.encode("utf-8", "backslashreplace").decode()
