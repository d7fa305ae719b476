"""So many requests a day, whatever the number of runs."""

import asyncio
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from scrapy.exceptions import CloseSpider, NotConfigured
from scrapy.http import Request

from envfocus import clock
from envfocus.exceptions import LimitError
from envfocus.extensions.delivery import Delivery
from envfocus.extensions.limits import LIMIT
from envfocus.middlewares.budget import Budget
from tests.support.crawlers import PUBLIC, FakeEngine, crawler_of
from tests.support.feeds import contents

LATE = datetime(2025, 12, 31, 23, 59, 59, tzinfo=clock.KST)


@pytest.fixture(autouse=True)
def late(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: LATE)


def budget_of(
    folder: Path, engine: FakeEngine | None = None, most: int = 3, *extensions: Any
) -> Budget:
    settings = {
        "ENVFOCUS_STATE_DIR": str(folder / "state"),
        "ENVFOCUS_REQUESTS_PER_DAY": most,
        "ENVFOCUS_DELIVER": True,
    }
    return Budget.from_crawler(crawler_of(engine, *extensions, **settings))


def ask(budget: Budget, times: int) -> None:
    async def all_of_them() -> None:
        for _ in range(times):
            budget.process_request(Request(PUBLIC))
        await asyncio.sleep(0)

    asyncio.run(all_of_them())


def test_the_last_request_of_the_day_ends_the_run(tmp_path: Path) -> None:
    engine = FakeEngine()
    budget = budget_of(tmp_path, engine)
    budget.spider_opened()
    ask(budget, 2)
    assert engine.closed == []
    ask(budget, 1)
    assert engine.closed == ["budget"]
    with pytest.raises(LimitError, match="the day's 3 requests are spent"):
        ask(budget, 1)


def test_the_count_outlives_the_process(tmp_path: Path) -> None:
    ask(budget_of(tmp_path), 2)
    ask(budget_of(tmp_path), 1)
    third = budget_of(tmp_path)
    with pytest.raises(CloseSpider) as caught:
        third.spider_opened()
    assert caught.value.reason == "budget"
    assert "3 requests are spent" in str(third.crawler.stats.get_value(LIMIT))


def test_the_day_is_that_of_korea(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    budget = budget_of(tmp_path)
    ask(budget, 3)
    monkeypatch.setattr(clock, "now", lambda: LATE + timedelta(seconds=1))
    ask(budget, 1)
    tomorrow = budget_of(tmp_path)
    tomorrow.spider_opened()
    assert [path.name for path in (tmp_path / "state").iterdir()] == [
        "requests-2026-01-01"
    ]


def test_a_clock_that_went_back_forgets_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ask(budget_of(tmp_path), 3)
    monkeypatch.setattr(clock, "now", lambda: LATE - timedelta(days=1))
    budget_of(tmp_path).spider_opened()
    monkeypatch.setattr(clock, "now", lambda: LATE)
    with pytest.raises(CloseSpider):
        budget_of(tmp_path).spider_opened()


def test_a_request_that_cannot_be_counted_is_not_made(tmp_path: Path) -> None:
    class FeedThatIsTold(Delivery):
        def __init__(self) -> None:
            self.told: list[Exception] = []

        def fail(self, error: Exception) -> None:
            self.told.append(error)

    feed = FeedThatIsTold()
    budget = budget_of(tmp_path, None, 3, feed)
    (tmp_path / "state").write_text("a file where the folder should be")
    with pytest.raises(LimitError):
        ask(budget, 1)
    assert "cannot be written" in str(feed.told[0])


def test_a_run_that_may_not_write_counts_in_memory(tmp_path: Path) -> None:
    """What is spent on the disk counts; nothing is added there, nothing removed."""
    ask(budget_of(tmp_path), 1)
    earlier = tmp_path / "state" / "requests-2025-12-30"
    earlier.write_bytes(b".")
    before = contents(tmp_path)
    engine = FakeEngine()
    looking = Budget.from_crawler(
        crawler_of(
            engine,
            ENVFOCUS_STATE_DIR=str(tmp_path / "state"),
            ENVFOCUS_REQUESTS_PER_DAY=3,
        )
    )
    looking.spider_opened()
    ask(looking, 1)
    assert engine.closed == []
    ask(looking, 1)
    assert engine.closed == ["budget"]
    assert contents(tmp_path) == before
    assert budget_of(tmp_path).spent() == 1


def test_it_can_be_off(tmp_path: Path) -> None:
    with pytest.raises(NotConfigured):
        budget_of(tmp_path, most=0)
