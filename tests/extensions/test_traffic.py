"""The politeness receipt."""

import pytest

from envfocus.extensions import traffic
from envfocus.extensions.traffic import TrafficStats
from envfocus.runs.run_record import politeness
from tests.support.crawlers import crawler_of


def test_what_is_measured(monkeypatch: pytest.MonkeyPatch) -> None:
    times = iter([10.0, 11.5, 11.75, 20.0])
    monkeypatch.setattr(traffic, "monotonic", lambda: next(times))
    counted = TrafficStats.from_crawler(crawler_of())
    counted.began()
    counted.ended(200)
    counted.began()
    counted.began()
    counted.ended(304)
    counted.ended(None)
    counted.began()
    counted.ended(404)
    for piece in (b"ab", b"c"):
        counted.received(piece)
    assert politeness(counted.stats.get_stats()) == {
        "requests": 4,
        "answers": 3,
        "not_modified": 1,
        "bytes": 3,
        "highest_concurrency": 2,
        "smallest_gap": 0.25,
        "not_modified_share": 0.3333,
    }


def test_a_run_that_asked_nothing() -> None:
    empty = politeness({})
    assert (empty["requests"], empty["smallest_gap"], empty["not_modified_share"]) == (
        0,
        None,
        None,
    )
