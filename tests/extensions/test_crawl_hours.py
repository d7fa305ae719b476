"""A run asks in certain hours only."""

import asyncio
from datetime import datetime

import pytest
from scrapy.exceptions import CloseSpider, NotConfigured

from envfocus import clock
from envfocus.extensions import crawl_hours
from envfocus.extensions.crawl_hours import CrawlHours
from envfocus.extensions.limits import LIMIT
from tests.support.crawlers import FakeEngine, crawler_of


def at(hour: int, minute: int) -> datetime:
    return datetime(2025, 12, 8, hour, minute, tzinfo=clock.KST)


def test_outside_nothing_begins(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: at(6, 30))
    crawler = crawler_of(ENVFOCUS_HOURS="01:00-06:30")
    with pytest.raises(CloseSpider) as caught:
        CrawlHours.from_crawler(crawler).spider_opened()
    assert caught.value.reason == "window"
    assert (
        crawler.stats.get_value(LIMIT)
        == "it is 06:30 in Korea, and ENVFOCUS_HOURS=01:00-06:30"
    )


def test_when_the_hours_are_over_the_run_ends_once(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    now = [at(6, 29)]
    monkeypatch.setattr(clock, "now", lambda: now[0])
    monkeypatch.setattr(crawl_hours, "_TICK", 0.01)
    engine = FakeEngine()

    async def run() -> None:
        extension = CrawlHours.from_crawler(
            crawler_of(engine, ENVFOCUS_HOURS="01:00-06:30")
        )
        extension.spider_opened()
        await asyncio.sleep(0.05)
        assert engine.closed == []
        now[0] = at(6, 30)
        await asyncio.sleep(0.05)
        extension.spider_closed()

    asyncio.run(run())
    assert engine.closed == ["window"]


def test_any_hour() -> None:
    with pytest.raises(NotConfigured):
        CrawlHours.from_crawler(crawler_of())
