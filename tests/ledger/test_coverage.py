"""What a ledger proves: each number in one state, by section and day."""

from collections import Counter
from datetime import date, timedelta
from pathlib import Path

import pytest

from envfocus.exceptions import LedgerError
from envfocus.ledger import Ledger
from envfocus.ledger.coverage import Coverage, Rss, Walked, read
from envfocus.ledger.file import FILE_NAME
from envfocus.ledger.frontier import Answer
from envfocus.ledger.recheck_schedule import Schedule
from tests.support.records import FETCHED

NONE = (None, None, None)
DAY = "2025-12-05T15:30:00Z"  # half past midnight of the 6th in Korea
ANSWERS = {
    1: "article",
    2: "http_404",
    3: "front",
    4: "http_500",
    6: "article",
    9: "article",
}
"""Number → what came of it; 5 was listed and never asked for, 7 and 8 nobody ever saw, 9 stood in RSS only."""


def filled(
    folder: Path, stopped: str = "known", reason: str | None = "finished"
) -> Path:
    with Ledger.open(folder, "test") as ledger:
        ledger.begin_run("run-1", "articles", {}, FETCHED.isoformat())
        ledger.frontier.record_sightings(
            [(article_no, DAY) for article_no in range(1, 6)], "정책", "run-1", FETCHED
        )
        ledger.frontier.record_sightings([(6, None)], "정책", "run-1", FETCHED)
        ledger.frontier.record_sightings(
            [(1, None), (9, None)], "rss", "run-1", FETCHED
        )
        ledger.frontier.record_walk("정책", 2, stopped, "run-1")
        ledger.frontier.mark_walk_complete("정책", "")
        for article_no, result in ANSWERS.items():
            ledger.frontier.record_answer(
                article_no, Answer(result, NONE, FETCHED, "run-1"), Schedule(())
            )
        if reason:
            ledger.end_run("run-1", "2025-12-08T12:10:00+09:00", reason)
    return folder


def seen(folder: Path, since: date = date(2025, 12, 6)) -> Coverage:
    return read(folder, since, max_gap=1000)


def test_each_number_has_one_state(tmp_path: Path) -> None:
    coverage = seen(filled(tmp_path))
    assert [(row.day, row.section, row.states) for row in coverage.rows] == [
        (
            "2025-12-06",
            "정책",
            Counter(delivered=1, gone=1, elsewhere=1, failed=1, unseen=1),
        ),
        (None, "정책", Counter(delivered=1)),
    ]
    assert coverage.states == Counter(
        delivered=3, gone=1, elsewhere=1, failed=1, unseen=1
    )
    assert coverage.failures == [("http_500", 1)]
    assert (coverage.first, coverage.last, coverage.gaps) == (1, 9, [(7, 8)])
    assert coverage.unexplained == 3  # 5, 7 and 8
    assert coverage.rss == Rss(2, 1)
    assert coverage.listings == [Walked("정책", 2, "known", "")]
    assert not coverage.is_proven


def test_rows_begin_with_a_korean_day(tmp_path: Path) -> None:
    filled(tmp_path)
    assert [row.day for row in seen(tmp_path, date(2025, 12, 7)).rows] == [None]
    assert seen(tmp_path, FETCHED.date() + timedelta(days=1)).rows == []


@pytest.mark.parametrize(
    ("stopped", "reason", "complete"),
    [
        ("known", "finished", True),
        ("repeats", "finished", True),
        ("page_ignored", "finished", True),
        ("since", "finished", True),
        ("failed:http_500", "finished", False),
        ("enough", "finished", False),
        ("page_limit", "finished", False),
        ("not_a_listing:captcha", "finished", False),
        ("known", "closespider_timeout", False),
        ("known", "budget", False),
        ("known", None, False),
    ],
)
def test_a_run_that_stopped_for_a_limit_is_incomplete(
    tmp_path: Path, stopped: str, reason: str | None, complete: bool
) -> None:
    assert seen(filled(tmp_path, stopped, reason)).is_complete is complete


def test_all_explained_is_proven(tmp_path: Path) -> None:
    filled(tmp_path)
    with Ledger.open(tmp_path, "test") as ledger:
        for article_no, result in {
            4: "article",
            5: "http_410",
            7: "http_404",
            8: "http_404",
        }.items():
            ledger.frontier.record_answer(
                article_no, Answer(result, NONE, FETCHED, "run-1"), Schedule(())
            )
    coverage = seen(tmp_path)
    assert (coverage.unexplained, coverage.is_proven) == (0, True)


def test_it_is_read_beside_a_run(tmp_path: Path) -> None:
    filled(tmp_path)
    with Ledger.open(tmp_path, "a run") as ledger:
        ledger.frontier.record_sightings([(10, None)], "정책", "run-2", FETCHED)
        assert seen(tmp_path).last == 9  # not accepted yet
        ledger.commit()
        assert seen(tmp_path).last == 10


def test_a_ledger_that_cannot_be_read_is_said(tmp_path: Path) -> None:
    (tmp_path / FILE_NAME).write_bytes(b"no database at all" * 100)
    with pytest.raises(LedgerError, match=FILE_NAME):
        seen(tmp_path)
