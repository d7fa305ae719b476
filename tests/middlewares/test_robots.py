"""robots.txt: what is crawled where it cannot be had, and how slowly where it says so."""

import asyncio
from collections.abc import Iterable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from scrapy.core.downloader import Slot
from scrapy.exceptions import NotConfigured
from scrapy.http import Request, Response

from envfocus import clock
from envfocus.exceptions import LimitError, RobotsError
from envfocus.extensions.limits import LIMIT
from envfocus.middlewares.robots import Robots
from tests.support.crawlers import PUBLIC, FakeEngine, crawler_of

NOW = datetime(2025, 12, 8, 3, 0, tzinfo=clock.KST)
RULES = b"User-agent: *\nDisallow: /admin/\nCrawl-delay: 4\n\nUser-agent: envfocus\nDisallow: /bbs/\nCrawl-delay: 2.5\n"


def answer(status: int, body: bytes = b"") -> Response:
    return Response(f"{PUBLIC}robots.txt", status=status, body=body)


def visit(robots: Robots, paths: Iterable[str], base: str = PUBLIC) -> list[str]:
    """What becomes of a request to each path, all at once."""

    async def one(path: str) -> str:
        try:
            await robots.process_request(Request(base + path))
        except (LimitError, RobotsError) as error:
            return type(error).__name__
        return "asked"

    async def all_at_once() -> list[str]:
        results = await asyncio.gather(*(one(path) for path in paths))
        await asyncio.sleep(0)  # what was told to close does so
        return results

    return asyncio.run(all_at_once())


@pytest.fixture
def state(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    monkeypatch.setattr(clock, "now", lambda: NOW)
    return {"ENVFOCUS_STATE_DIR": str(tmp_path), "ENVFOCUS_DELIVER": True}


def robots_of(engine: FakeEngine, state: dict[str, Any]) -> Robots:
    return Robots.from_crawler(crawler_of(engine, **state))


def test_the_rules_for_us_hold_and_are_asked_for_once(state: dict[str, Any]) -> None:
    engine = FakeEngine(answer(200, RULES))
    robots = robots_of(engine, state)
    assert visit(robots, ["news/a", "bbs/b", "admin/c"]) == [
        "asked",
        "RobotsError",
        "asked",
    ]
    assert [request.url for request in engine.asked] == [f"{PUBLIC}robots.txt"]
    assert robots.crawler.stats.get_value("robotstxt/forbidden") == 1


def test_each_host_has_its_own(state: dict[str, Any]) -> None:
    engine = FakeEngine(answer(200, b"User-agent: *\nDisallow: /\n"), answer(404))
    robots = robots_of(engine, state)
    assert visit(robots, ["news/a"]) == ["RobotsError"]
    assert visit(robots, ["news/a"], "https://ecofocus.co.kr/") == ["asked"]


@pytest.mark.parametrize(
    "reply", [answer(404), answer(403), answer(200, b"<html></html>"), answer(200)]
)
def test_no_file_is_no_rules(state: dict[str, Any], reply: Response) -> None:
    assert visit(robots_of(FakeEngine(reply), state), ["news/a", "admin/b"]) == [
        "asked",
        "asked",
    ]


@pytest.mark.parametrize(
    ("reply", "reason"),
    [
        (answer(500), "robots_unreachable"),
        (answer(503), "robots_unreachable"),
        (answer(302), "robots_unreachable"),
        (TimeoutError("20 seconds"), "robots_unreachable"),
        (OSError("refused"), "robots_unreachable"),
        (answer(429), "robots_throttled"),
        (answer(200, b"User-agent: *\nCrawl-delay: 31\n"), "robots_delay"),
        (answer(200, b"User-agent: *\nCrawl-delay: 1e300\n"), "robots_delay"),
    ],
)
def test_where_it_cannot_be_kept_nothing_is_asked(
    state: dict[str, Any], reply: Response | Exception, reason: str
) -> None:
    engine = FakeEngine(reply)
    robots = robots_of(engine, state)
    assert visit(robots, ["news/a", "news/b"]) == ["LimitError", "LimitError"]
    assert engine.closed == [reason]
    assert str(robots.crawler.stats.get_value(LIMIT)).startswith(
        f"{PUBLIC}robots.txt: "
    )


@pytest.mark.parametrize(
    ("reply", "hours", "outcome"),
    [
        (answer(503), 24, ["asked", "RobotsError"]),
        (OSError("refused"), 24, ["asked", "RobotsError"]),
        (answer(200, b"<html>"), 24, ["asked", "RobotsError"]),
        (answer(404), 24, ["asked", "asked"]),
        (answer(429), 1, ["LimitError", "LimitError"]),
        (answer(503), 25, ["LimitError", "LimitError"]),
        (answer(200, b"<html>"), 25, ["asked", "asked"]),
    ],
)
def test_the_last_good_copy(
    state: dict[str, Any],
    monkeypatch: pytest.MonkeyPatch,
    reply: Response | Exception,
    hours: int,
    outcome: list[str],
) -> None:
    paths = ["news/a", "bbs/b"]
    assert visit(robots_of(FakeEngine(answer(200, RULES)), state), paths) == [
        "asked",
        "RobotsError",
    ]
    monkeypatch.setattr(clock, "now", lambda: NOW + timedelta(hours=hours))
    assert visit(robots_of(FakeEngine(reply), state), paths) == outcome


def test_a_run_that_may_not_write_keeps_no_copy(
    state: dict[str, Any], tmp_path: Path
) -> None:
    robots = robots_of(
        FakeEngine(answer(200, RULES)), {**state, "ENVFOCUS_DELIVER": False}
    )
    assert visit(robots, ["news/a", "bbs/b"]) == ["asked", "RobotsError"]
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(("delay", "expected"), [(1.0, 2.5), (3.0, 3.0)])
def test_a_crawl_delay_is_a_floor(
    state: dict[str, Any], delay: float, expected: float
) -> None:
    engine = FakeEngine(answer(200, RULES))
    robots = robots_of(engine, state)
    visit(robots, ["news/a"])
    engine.slots["www.ecofocus.co.kr"] = slot = Slot(1, delay, 0.5)
    robots.slow_down(Request(PUBLIC, meta={"download_slot": "www.ecofocus.co.kr"}))
    assert (slot.delay, slot.jitter) == (expected, 0.0)


def test_it_can_be_off_for_a_site_of_our_own() -> None:
    with pytest.raises(NotConfigured):
        Robots.from_crawler(crawler_of(ROBOTSTXT_OBEY=False))
