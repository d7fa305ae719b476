"""What becomes a revision, what becomes a tombstone."""

import hashlib
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import orjson
import pytest

from envfocus.ledger import Ledger
from envfocus.ledger.frontier import Answer
from envfocus.ledger.recheck_schedule import Schedule
from envfocus.publishing.acceptance import Presence, is_live, write_tombstones
from envfocus.publishing.content import changed_fields, content_sha256
from tests.support.numbers import known
from tests.support.records import FETCHED, accept, article, weather


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger]:
    with Ledger.open(tmp_path, "test") as opened:
        yield opened


def numbered(article_no: int, **data: Any) -> Any:
    record = article(article_no=article_no, **data)
    record.key = f"ecofocus:a{article_no}"
    return record


def lines(ledger: Ledger) -> list[dict[str, Any]]:
    return [orjson.loads(line) for line in ledger.pending("articles")]


def test_new_unchanged_changed(ledger: Ledger) -> None:
    first, same, other = (
        article(),
        article(),
        article(title="강변 숲길 닫혀", tags=["숲"]),
    )
    assert [accept(ledger, record) for record in (first, same, other)] == [
        "new",
        "unchanged",
        "changed",
    ]
    assert [(line["rev"], line["changed_fields"]) for line in lines(ledger)] == [
        (1, None),
        (2, ["title", "tags"]),
    ]
    assert (same.rev, same.content_sha256) == (1, first.content_sha256)
    assert all(line["op"] == "upsert" and line["seq"] is None for line in lines(ledger))


def test_a_visit_on_another_day_is_no_change(ledger: Ledger) -> None:
    accept(ledger, article())
    assert (
        accept(ledger, article(page_date_raw="2025.12.09 (화)", page_date="2025-12-09"))
        == "unchanged"
    )
    accept(ledger, weather())
    assert (
        accept(
            ledger, weather(fetched_at="2025-12-09T12:00:00+09:00", page_date_raw=None)
        )
        == "unchanged"
    )


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
    visited = {
        "b": 3.0,
        "a": "물",
        "page_date": "2025-12-08",
        "fetched_at": "2025-12-08T12:00:00+09:00",
    }
    assert content_sha256(visited) == hashlib.sha256(canonical.encode()).hexdigest()


def test_changed_fields() -> None:
    assert changed_fields({"a": 1, "b": [1]}, {"a": 1, "b": [1, 2], "c": None}) == [
        "b",
        "c",
    ]
    assert changed_fields(None, {"a": 1}) == ["a"]


class Days:
    """A site of 300 articles that is visited at given hours; some are missing."""

    def __init__(self, ledger: Ledger, count: int = 300) -> None:
        self.ledger = ledger
        for article_no in range(1, count + 1):
            accept(ledger, numbered(article_no))

    def visit(
        self, run_id: str, hours: float, missing: set[int], *, outage: bool = False
    ) -> tuple[int, bool]:
        now = FETCHED + timedelta(hours=hours)
        for article_no in sorted(missing):
            self.ledger.frontier.record_absence(article_no, run_id, now.isoformat())
        return write_tombstones(self.ledger, run_id, now, outage=outage)


def test_gone_twice_a_day_apart_is_a_tombstone(ledger: Ledger) -> None:
    days = Days(ledger)
    assert days.visit("one", 0, {5}) == (0, False)
    assert days.visit("two", 23.9, {5}) == (0, False)
    assert days.visit("three", 24, {5}) == (1, False)
    last = lines(ledger)[-1]
    assert (last["op"], last["key"], last["rev"], last["data"]) == (
        "tombstone",
        "ecofocus:a5",
        2,
        None,
    )
    assert last["quality"]["flags"] == ["gone:twice"]
    assert days.visit("four", 48, {5}) == (0, False)


def test_an_article_that_came_back_was_never_gone(ledger: Ledger) -> None:
    days = Days(ledger)
    days.visit("one", 0, {5})
    ledger.frontier.clear_absences(5)
    assert days.visit("two", 30, {5}) == (0, False)


def test_an_article_that_returns_after_its_tombstone_is_a_revision(
    ledger: Ledger,
) -> None:
    days = Days(ledger)
    days.visit("one", 0, {5})
    days.visit("two", 25, {5})
    assert accept(ledger, numbered(5)) == "changed"
    assert [line["rev"] for line in lines(ledger) if line["key"] == "ecofocus:a5"] == [
        1,
        2,
        3,
    ]


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


@pytest.mark.parametrize(
    ("there", "gone", "still", "outage"),
    [
        (0, 0, 0, False),
        (9, 0, 0, False),
        *[
            (0, 1, 0, False),
            (0, 2, 0, False),
            (0, 3, 0, True),
        ],  # of two, nothing is said
        *[
            (2, 3, 0, True),
            (3, 3, 0, False),
            (4, 3, 0, False),
        ],  # most, and half is not most
        *[(100, 100, 0, False), (100, 101, 0, True), (1000, 10, 0, False)],
        *[
            (0, 0, 1, True),
            (0, 1, 1, True),
            (1, 0, 1, False),
        ],  # nothing shows that articles are served at all
        *[(1, 0, 50, False), (1, 2, 50, False), (2, 3, 50, True)],
    ],
)
def test_a_run_that_finds_most_gone_is_an_outage(
    there: int, gone: int, still: int, *, outage: bool
) -> None:
    assert Presence(there, gone, still).is_outage() is outage
    assert Presence(there, gone, still).lacks_control() is (still > 0 and there == 0)
    assert not Presence().is_outage()


def test_in_an_outage_nothing_is_deleted_and_what_it_missed_is_forgotten(
    ledger: Ledger,
) -> None:
    days = Days(ledger)
    assert days.visit("one", 0, {5}) == (0, False)
    assert days.visit("two", 25, {5, 6}, outage=True) == (0, True)
    assert ledger.frontier.absences() == {5: (FETCHED.isoformat(), FETCHED.isoformat())}
    assert days.visit("three", 50, {5, 6}) == (1, False)
    assert (is_live(ledger, 5), is_live(ledger, 6)) == (False, True)
    assert days.visit("four", 74, {6}) == (1, False)


def test_an_outage_is_an_outage_though_nothing_is_missed(ledger: Ledger) -> None:
    assert Days(ledger).visit("one", 0, set(), outage=True) == (0, True)


@pytest.mark.parametrize(
    ("count", "missing", "outage"),
    [(1, 1, False), (3, 1, False), (3, 2, True), (200, 2, False)],
)
def test_one_in_a_hundred_may_go_at_once_and_one_of_any(
    ledger: Ledger, count: int, missing: int, *, outage: bool
) -> None:
    days = Days(ledger, count)
    assert days.visit("one", 0, set(range(1, missing + 1))) == (0, outage)


def test_missed_in_earlier_runs_only_is_not_gone_now(ledger: Ledger) -> None:
    days = Days(ledger)
    for run_id, hours in (("one", 0), ("two", 25)):  # neither came to its end
        ledger.frontier.record_absence(
            5, run_id, (FETCHED + timedelta(hours=hours)).isoformat()
        )
    assert days.visit("three", 30, {6}) == (0, False)
    assert is_live(ledger, 5)


def test_a_number_whose_tombstone_is_written_is_asked_for_no_more(
    ledger: Ledger,
) -> None:
    days, schedule = Days(ledger), Schedule.parse("1h 6h 24h 7d")
    for run_id, hours in (("one", 0), ("two", 24)):
        at = FETCHED + timedelta(hours=hours)
        answer = Answer("http_410", (None, None, None), at, run_id)
        ledger.frontier.record_answer(5, answer, schedule, alive=is_live(ledger, 5))
        assert [
            due.article_no
            for due in ledger.frontier.due(at + timedelta(hours=24), 99, [], 9)
        ] == [5]
        days.visit(run_id, hours, {5})
    assert known(ledger.frontier, 5).result == "tombstone"
    assert ledger.frontier.due(FETCHED + timedelta(days=999), 99, [], 9) == []


def test_alive_is_what_the_feed_has(ledger: Ledger) -> None:
    days = Days(ledger, 2)
    days.visit("one", 0, {1})
    days.visit("two", 24, {1})
    assert [is_live(ledger, article_no) for article_no in (1, 2, 3)] == [
        False,
        True,
        False,
    ]
    assert ledger.alive() == 1
