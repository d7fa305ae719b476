"""The end of a run that may not go on."""

import logging

import pytest

from envfocus.extensions import limits
from tests.support.crawlers import crawler_of


def test_the_first_reason_stays_and_is_said_once(
    caplog: pytest.LogCaptureFixture,
) -> None:
    crawler = crawler_of()
    assert not limits.ended(crawler)
    with caplog.at_level(logging.ERROR):
        limits.note(crawler, "the budget of the day is spent")
        limits.note(crawler, "the site blocks us")
    assert limits.ended(crawler)
    assert crawler.stats.get_value(limits.LIMIT) == "the budget of the day is spent"
    assert caplog.messages == ["incomplete: the budget of the day is spent"]


def test_a_reason_is_one_line(caplog: pytest.LogCaptureFixture) -> None:
    crawler = crawler_of()
    limits.note(crawler, "two\nlines\x1b[2J")
    assert "\n" not in crawler.stats.get_value(limits.LIMIT)
    assert "\x1b" not in caplog.messages[0]
