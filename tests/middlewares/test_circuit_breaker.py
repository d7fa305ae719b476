"""A streak of refusals ends the run."""

import asyncio

import pytest
from scrapy.exceptions import NotConfigured
from scrapy.http import Request, Response

from envfocus.middlewares.circuit_breaker import CircuitBreaker
from tests.support.crawlers import FakeEngine, crawler_of

ONE, TWO = "https://www.ecofocus.co.kr/", "https://ecofocus.co.kr/"


def answers(statuses: list[tuple[str, int]]) -> FakeEngine:
    engine = FakeEngine()
    crawler = crawler_of(engine, ENVFOCUS_BLOCKED_STREAK=3)
    breaker = CircuitBreaker.from_crawler(crawler)

    async def all_of_them() -> None:
        for url, status in statuses:
            breaker.process_response(Request(url), Response(url, status=status))
        await asyncio.sleep(0)

    asyncio.run(all_of_them())
    return engine


@pytest.mark.parametrize(
    ("statuses", "closed"),
    [
        ([(ONE, 403)] * 3, ["blocked"]),
        ([(ONE, 403), (ONE, 429), (ONE, 503)], ["blocked"]),
        ([(ONE, 403)] * 2, []),
        ([(ONE, 403), (ONE, 403), (ONE, 200), (ONE, 403), (ONE, 403)], []),
        ([(ONE, 403), (ONE, 403), (ONE, 404), (ONE, 403)], []),
        ([(ONE, 500)] * 9, []),
        ([(ONE, 403), (TWO, 403), (ONE, 403), (TWO, 403)], []),
        ([(ONE, 403), (TWO, 200), (ONE, 403), (TWO, 200), (ONE, 403)], ["blocked"]),
    ],
)
def test_streaks(statuses: list[tuple[str, int]], closed: list[str]) -> None:
    assert answers(statuses).closed == closed


def test_it_can_be_off() -> None:
    with pytest.raises(NotConfigured):
        CircuitBreaker.from_crawler(crawler_of(ENVFOCUS_BLOCKED_STREAK=0))
