"""What could not become a line of the feed: kept whole, with the reason."""

import logging
from pathlib import Path
from typing import Any, Self

import orjson
from scrapy import Spider, signals
from scrapy.crawler import Crawler
from scrapy.http import Response
from twisted.python.failure import Failure

from envfocus.atomic import RealDisk
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
        self.redacting = crawler.settings.getbool("ENVFOCUS_REDACT_CONTACTS")
        self.folder = Path(crawler.settings["ENVFOCUS_FEED_DIR"]) / "quarantine"

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
        error = failure.value
        self._keep(item, response, f"{type(error).__name__}: {error}", spider)

    def _keep(
        self, item: Any, response: Response | None, reason: str, spider: Spider
    ) -> None:
        self.crawler.stats.inc_value("quarantine/items")
        self._note_article(item)
        path = self.folder / f"{getattr(spider, 'run_id', spider.name)}.jsonl"
        line = self._line(_entry(item, response, reason))
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            with path.open("ab") as file:
                file.write(line)
                RealDisk().sync(file)
        except OSError as error:
            self._failed(
                FeedError(f"{path}: cannot be written: {error.strerror or error}")
            )
            return
        logger.warning("1 item to %s: %s", path, one_line(reason))

    def _note_article(self, item: Any) -> None:
        """The article is known as missed; else every run would ask for it again."""
        delivery = self.crawler.get_extension(Delivery)
        if delivery is None or not isinstance(item, ArticleRecord):
            return
        no_headers = (None, None, None)
        article_no, url = item.data.article_no, item.source.url
        delivery.missed(article_no, "quarantined", no_headers, url)

    def _failed(self, error: FeedError) -> None:
        delivery = self.crawler.get_extension(Delivery)
        if delivery is None:
            raise error
        delivery.fail(error)

    def _line(self, entry: dict[str, Any]) -> bytes:
        """The entry as JSON, contacts redacted: the item may have failed before that
        step.
        """
        text = _json(entry)
        if self.redacting:
            text, _ = redact(text)
        return text.encode() + b"\n"


def _entry(item: Any, response: Response | None, reason: str) -> dict[str, Any]:
    url = body_sha256 = None
    if response is not None:
        url = response.url
    if hasattr(item, "source"):
        body_sha256 = item.source.body_sha256
    return {"reason": reason, "url": url, "body_sha256": body_sha256, "item": item}


def _json(entry: dict[str, Any]) -> str:
    try:
        return orjson.dumps(entry).decode()
    except TypeError:  # a lone surrogate, a strange type: as its Python form
        texts = {**entry, "item": repr(entry["item"])}
        safe = {name: _utf8(value) for name, value in texts.items()}
        return orjson.dumps(safe).decode()


def _utf8(value: str | None) -> str | None:
    if value is None:
        return None
    return value.encode("utf-8", "backslashreplace").decode()
