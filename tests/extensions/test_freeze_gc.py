"""What is loaded is not looked at again."""

import gc
from collections.abc import Iterator

import pytest
from scrapy import signals

from envfocus.extensions.freeze_gc import FreezeGc
from tests.support.crawlers import crawler_of


@pytest.fixture
def thawed() -> Iterator[None]:
    yield
    gc.unfreeze()


@pytest.mark.usefixtures("thawed")
def test_what_is_there_when_the_spider_opens_is_left_alone() -> None:
    crawler = crawler_of()
    extension = FreezeGc.from_crawler(crawler)
    assert gc.get_freeze_count() == 0
    crawler.signals.send_catch_log(signals.spider_opened, spider=crawler.spider)
    assert gc.get_freeze_count() > 10_000
    assert extension
