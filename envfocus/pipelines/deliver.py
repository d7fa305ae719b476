"""The last pipeline: the contract, then the ledger."""

from typing import Any, Self

from scrapy.crawler import Crawler

from envfocus.extensions.delivery import Delivery, delivery_of
from envfocus.items import Record
from envfocus.publishing.contract import Contract


class DeliverPipeline:
    """Holds a record's line against its schema; the ledger accepts it.

    Opens the ledger before the first request; one that is held or damaged closes the
    spider. A record that breaks its schema raises ContractError.
    """

    def __init__(self, delivery: Delivery) -> None:
        self.delivery = delivery
        self.contract = Contract()

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Find the extension that holds the ledger."""
        return cls(delivery_of(crawler))

    def open_spider(self) -> None:
        """Open the ledger, where this run delivers."""
        self.delivery.open()

    def process_item(self, item: Any) -> Any:
        """Check and accept one record; other items pass."""
        if isinstance(item, Record):
            self.delivery.accept(item, self.contract.serialize(item))
        return item
