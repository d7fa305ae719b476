"""What becomes a revision, what becomes a tombstone."""

import hashlib
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import orjson
import pytest

from envfocus.feed.acceptance import accept, bury
from envfocus.feed.content import changed_fields, content_sha256
from envfocus.ledger import Ledger
from tests.support.records import FETCHED, article, weather


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger]:
    with Ledger.open(tmp_path, "test") as opened:
        yield opened


def numbered(no: int, **data: Any) -> Any:
    record = article(article_no=no, **data)
    record.key = f"ecofocus:a{no}"
    return record


def lines(ledger: Ledger) -> list[dict[str, Any]]:
    return [orjson.loads(line) for line in ledger.pending("articles")]


def test_new_unchanged_changed(ledger: Ledger) -> None:
    first, same, other = article(), article(), article(title="강변 숲길 닫혀", tags=["숲"])
    assert [accept(ledger, record) for record in (first, same, other)] == ["new", "unchanged", "changed"]
    assert [(line["rev"], line["changed_fields"]) for line in lines(ledger)] == [(1, None), (2, ["title", "tags"])]
    assert (same.rev, same.content_sha256) == (1, first.content_sha256)
    assert all(line["op"] == "upsert" and line["seq"] is None for line in lines(ledger))


def test_a_visit_on_another_day_is_no_change(ledger: Ledger) -> None:
    accept(ledger, article())
    assert accept(ledger, article(page_date_raw="2025.12.09 (화)", page_date="2025-12-09")) == "unchanged"
    accept(ledger, weather())
    assert accept(ledger, weather(fetched_at="2025-12-09T12:00:00+09:00", page_date_raw=None)) == "unchanged"


def test_an_edit_that_is_undone_is_two_revisions(ledger: Ledger) -> None:
    outcomes = [accept(ledger, article(title=title)) for title in ("가", "나", "가")]
    assert outcomes == ["new", "changed", "changed"]
    assert [line["rev"] for line in lines(ledger)] == [1, 2, 3]


def test_a_key_that_was_taken_down_is_not_accepted(ledger: Ledger) -> None:
    ledger.take_down("ecofocus:a71760", "판결", "2025-12-08T12:00:00+09:00")
    assert accept(ledger, article()) == "taken_down"
    assert lines(ledger) == []


def test_content_is_canonical() -> None:
    """RFC 8785: keys sorted, 3.0 as 3, no spaces; worked out by hand."""
    canonical = '{"a":"물","b":3}'
    visited = {"b": 3.0, "a": "물", "page_date": "2025-12-08", "fetched_at": "2025-12-08T12:00:00+09:00"}
    assert content_sha256(visited) == hashlib.sha256(canonical.encode()).hexdigest()


def test_changed_fields() -> None:
    assert changed_fields({"a": 1, "b": [1]}, {"a": 1, "b": [1, 2], "c": None}) == ["b", "c"]
    assert changed_fields(None, {"a": 1}) == ["a"]


class Days:
    """A site of 300 articles that is visited at given hours; some are missing."""

    def __init__(self, ledger: Ledger, count: int = 300) -> None:
        self.ledger = ledger
        for no in range(1, count + 1):
            accept(ledger, numbered(no))

    def visit(self, run_id: str, hours: float, missing: set[int]) -> tuple[int, bool]:
        now = FETCHED + timedelta(hours=hours)
        for no in sorted(missing):
            self.ledger.numbers.missing(no, run_id, now.isoformat())
        return bury(self.ledger, run_id, now)


def test_gone_twice_a_day_apart_is_a_tombstone(ledger: Ledger) -> None:
    days = Days(ledger)
    assert days.visit("one", 0, {5}) == (0, False)
    assert days.visit("two", 23.9, {5}) == (0, False)
    assert days.visit("three", 24, {5}) == (1, False)
    last = lines(ledger)[-1]
    assert (last["op"], last["key"], last["rev"], last["data"]) == ("tombstone", "ecofocus:a5", 2, None)
    assert last["quality"]["flags"] == ["gone:twice"]
    assert days.visit("four", 48, {5}) == (0, False)


def test_an_article_that_came_back_was_never_gone(ledger: Ledger) -> None:
    days = Days(ledger)
    days.visit("one", 0, {5})
    ledger.numbers.present(5)
    assert days.visit("two", 30, {5}) == (0, False)


def test_an_article_that_returns_after_its_tombstone_is_a_revision(ledger: Ledger) -> None:
    days = Days(ledger)
    days.visit("one", 0, {5})
    days.visit("two", 25, {5})
    assert accept(ledger, numbered(5)) == "changed"
    assert [line["rev"] for line in lines(ledger) if line["key"] == "ecofocus:a5"] == [1, 2, 3]


def test_many_at_once_are_an_outage(ledger: Ledger) -> None:
    days = Days(ledger)
    assert days.visit("one", 0, set(range(1, 5))) == (0, True)
    assert days.visit("two", 30, set(range(1, 5))) == (0, True)
    assert days.visit("three", 60, {1, 2, 3}) == (0, False)
    assert days.visit("four", 90, {1, 2, 3}) == (3, False)


def test_numbers_that_were_never_delivered_do_not_count(ledger: Ledger) -> None:
    days = Days(ledger)
    unknown = set(range(1000, 1100))
    assert days.visit("one", 0, unknown) == (0, False)
    assert days.visit("two", 30, unknown) == (0, False)


def test_the_clock_of_the_records_is_the_visit(ledger: Ledger) -> None:
    days = Days(ledger)
    days.visit("one", 0, {5})
    days.visit("two", 25, {5})
    observed = lines(ledger)[-1]["observed_at"]
    assert datetime.fromisoformat(observed) == FETCHED + timedelta(hours=25)
