"""How long a run pauses where the site says that it is asked too much."""

import asyncio
from collections.abc import Mapping
from datetime import datetime
from typing import Any

import pytest
from scrapy.http import Request, Response

from envfocus import clock
from envfocus.extensions import limits
from envfocus.extensions.limits import LIMIT
from envfocus.middlewares import backoff
from envfocus.middlewares.backoff import Backoff
from envfocus.middlewares.robots import ROBOTS
from tests.support.crawlers import PUBLIC, FakeEngine, crawler_of

EMPTY: Mapping[str, Any] = {}
NOW = datetime(2025, 12, 8, 3, 47, 7, tzinfo=clock.KST)


class Pauses:
    """What would have been waited for."""

    def __init__(self) -> None:
        self.seconds: list[float] = []
        self.cancelled = 0

    def later(self, seconds: float, _wake: Any) -> "Pauses":
        self.seconds.append(seconds)
        return self

    def cancel(self) -> None:
        self.cancelled += 1


@pytest.fixture
def pauses(monkeypatch: pytest.MonkeyPatch) -> Pauses:
    pauses = Pauses()
    monkeypatch.setattr(clock, "now", lambda: NOW)
    monkeypatch.setattr(backoff, "call_later", pauses.later)
    monkeypatch.setattr("random.random", lambda: 0.5)
    return pauses


def answered(
    middleware: Backoff,
    status: int = 429,
    tries: int = 0,
    meta: Mapping[str, Any] = EMPTY,
    **headers: str,
) -> Request | Response:
    request = Request(PUBLIC, meta={"retry_times": tries, **meta})
    named = {name.replace("_", "-"): value for name, value in headers.items()}

    async def one() -> Request | Response:
        result = middleware.process_response(
            request, Response(PUBLIC, status=status, headers=named)
        )
        await asyncio.sleep(0)
        return result

    return asyncio.run(one())


@pytest.mark.parametrize(
    ("status", "tries", "headers", "seconds"),
    [
        (429, 0, {}, 5),
        (503, 1, {}, 10),
        (429, 0, {"Retry_After": "7"}, 7),
        (503, 0, {"Retry_After": "0"}, 5),
        (429, 0, {"Retry_After": "Sun, 07 Dec 2025 18:48:37 GMT"}, 90),
        (
            429,
            0,
            {
                "Retry_After": "Sun, 07 Dec 2025 18:48:37 GMT",
                "Date": "Sun, 07 Dec 2025 18:48:07 GMT",
            },
            30,
        ),
        (429, 1, {"Retry_After": "7"}, 10),
        (429, 0, {"Retry_After": "600"}, 600),
        (429, 0, {"Retry_After": "nonsense"}, 5),
    ],
)
def test_the_pause_and_the_next_try(
    pauses: Pauses, status: int, tries: int, headers: dict[str, str], seconds: float
) -> None:
    engine = FakeEngine()
    again = answered(
        Backoff.from_crawler(crawler_of(engine)), status, tries, EMPTY, **headers
    )
    assert pauses.seconds == [seconds * 1.125]  # never less than was asked for
    assert engine.paused
    assert isinstance(again, Request)
    assert again.meta["retry_times"] == tries + 1


def test_it_grows_no_longer_than_what_is_waited_for(pauses: Pauses) -> None:
    answered(Backoff.from_crawler(crawler_of(RETRY_TIMES=50)), tries=20)
    assert pauses.seconds == [600 * 1.125]


def test_after_the_last_try_the_answer_passes_and_the_pause_stands(
    pauses: Pauses,
) -> None:
    assert isinstance(answered(Backoff.from_crawler(crawler_of()), tries=2), Response)
    assert pauses.seconds == [20 * 1.125]


@pytest.mark.parametrize("value", ["601", "86400", "Mon, 08 Dec 2025 18:47:07 GMT"])
def test_a_site_that_wants_us_away_for_long_ends_the_run(
    pauses: Pauses, value: str
) -> None:
    engine = FakeEngine()
    crawler = crawler_of(engine)
    assert isinstance(
        answered(Backoff.from_crawler(crawler), Retry_After=value), Response
    )
    assert (engine.closed, pauses.seconds) == (["throttled"], [])
    assert "more than ENVFOCUS_RETRY_AFTER_MAX=600" in str(
        crawler.stats.get_value(LIMIT)
    )


def test_a_shorter_pause_does_not_end_a_longer_one(pauses: Pauses) -> None:
    middleware = Backoff.from_crawler(crawler_of())
    answered(middleware, Retry_After="60")
    answered(middleware, Retry_After="6")
    answered(middleware, Retry_After="120")
    assert pauses.seconds == [60 * 1.125, 120 * 1.125]
    assert pauses.cancelled == 1


@pytest.mark.parametrize(
    ("status", "meta"),
    [(200, {}), (403, {}), (500, {}), (404, {}), (503, {ROBOTS: True})],
)
def test_what_is_not_its_concern(
    pauses: Pauses, status: int, meta: dict[str, Any]
) -> None:
    assert isinstance(
        answered(Backoff.from_crawler(crawler_of()), status, meta=meta), Response
    )
    assert pauses.seconds == []


def test_a_run_that_is_ending_does_not_pause(pauses: Pauses) -> None:
    crawler = crawler_of()
    limits.note(crawler, "enough")
    assert isinstance(answered(Backoff.from_crawler(crawler)), Response)
    assert pauses.seconds == []
