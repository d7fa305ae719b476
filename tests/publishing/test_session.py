"""A run's session, without Scrapy: accept, judge, settle, publish."""

import sqlite3
from collections.abc import Iterator
from contextlib import suppress
from datetime import timedelta
from pathlib import Path
from typing import Any

import orjson
import pytest
from scrapy.statscollectors import MemoryStatsCollector
from scrapy.utils.test import get_crawler

from envfocus import clock
from envfocus.atomic import RealDisk
from envfocus.exceptions import FeedError, LedgerError
from envfocus.ledger import Ledger, PaperIdentity
from envfocus.ledger.recheck_schedule import Schedule
from envfocus.publishing.acceptance import Acceptance
from envfocus.publishing.gate import Gate
from envfocus.publishing.layout import Layout
from envfocus.publishing.publisher import Publisher
from envfocus.publishing.session import Session, SessionSettings
from envfocus.runs.run_record import Run
from tests.support.records import FETCHED, article, serialized

PAPER = PaperIdentity("ecofocus", "http://127.0.0.1:8000/")
RUN = Run("20251208T030000Z-abc123", "articles", FETCHED, {"reread": "no"})
SETTINGS = SessionSettings(
    Schedule.parse("1h 6h 24h 7d"),
    publish_every_records=3,
    publish_every_seconds=900,
    max_shares={},
)


class Begun:
    """A session over a ledger and a feed in one folder."""

    def __init__(self, folder: Path, rates: dict[str, float]) -> None:
        self.folder = folder
        self.stats: Any = MemoryStatsCollector(get_crawler())
        self.ended: list[str] = []
        ledger = Ledger.open(folder / "state", RUN.run_id, PAPER)
        publisher = Publisher(ledger, Layout(folder / "feed"), RealDisk(), 100)
        self.session = Session(
            publisher,
            Gate(rates, {}),
            SETTINGS,
            RUN,
            self.stats,
            lambda: self.ended.append("ended"),
        )
        self.session.begin()

    def accept(self, article_no: int, **data: Any) -> Acceptance | None:
        record = article(article_no=article_no, **data)
        record.key = f"ecofocus:a{article_no}"
        return self.session.accept(record, serialized(record))

    def close(self, reason: str = "finished") -> dict[str, Any]:
        """The record of the run."""
        self.session.settle()
        self.session.finish(reason)
        path = self.folder / "feed" / "v1" / "runs" / f"{RUN.run_id}.json"
        record: dict[str, Any] = orjson.loads(path.read_bytes())
        return record

    @property
    def parts(self) -> list[Path]:
        return sorted((self.folder / "feed" / "v1").glob("articles/*/*.jsonl"))


@pytest.fixture(autouse=True)
def now(monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """The clock, which a test can put on."""
    moments = [FETCHED]
    monkeypatch.setattr(clock, "now", lambda: moments[-1])
    return moments


@pytest.fixture
def begun(tmp_path: Path) -> Iterator[Begun]:
    started = Begun(tmp_path, {"title": 0.5})
    yield started
    with suppress(LedgerError, sqlite3.ProgrammingError):  # most tests have closed it
        started.session.ledger.close()


def test_accepted_records_are_published_at_the_end(begun: Begun) -> None:
    assert begun.accept(1) is Acceptance.NEW
    assert begun.accept(1) is Acceptance.UNCHANGED
    assert begun.accept(1, title="다른 제목") is Acceptance.CHANGED
    record = begun.close()
    assert (record["outcome"], len(record["parts"])) == ("published", 1)
    assert record["records"] == {
        "changed": 1,
        "new": 1,
        "outcome": "published",
        "published": 2,
        "tombstones": 0,
        "unchanged": 1,
    }
    assert len(begun.parts[0].read_bytes().splitlines()) == 2


def test_a_long_run_publishes_as_it_goes(begun: Begun, now: list[Any]) -> None:
    for article_no in (1, 2):
        begun.accept(article_no)
    begun.session.tick()
    assert begun.parts == []
    begun.accept(3)  # enough records
    begun.session.tick()
    assert len(begun.parts) == 1
    begun.accept(4)
    now.append(FETCHED + timedelta(seconds=899))
    begun.session.tick()
    assert len(begun.parts) == 1
    now.append(FETCHED + timedelta(seconds=900))  # waited long enough
    begun.session.tick()
    assert len(begun.parts) == 2


def test_a_broken_minimum_publishes_nothing_and_keeps_what_was_read(
    tmp_path: Path,
) -> None:
    begun = Begun(tmp_path, {"tags": 1.0})
    for article_no in (1, 2, 3):
        begun.accept(article_no)
    begun.session.tick()
    record = begun.close()
    assert begun.parts == []
    assert record["outcome"] == "refused"
    assert len(record["broken_floors"]) == 2
    kept = tmp_path / "feed" / "quarantine" / f"{RUN.run_id}.refused.jsonl"
    assert len(kept.read_bytes().splitlines()) == 3


def test_the_first_failure_ends_the_session(
    begun: Begun, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: Any) -> None:
        raise LedgerError("no space")

    monkeypatch.setattr(begun.session.ledger.frontier, "record_answer", fail)
    assert begun.accept(1) is None
    assert (begun.ended, begun.stats.get_value("feed/outcome")) == (["ended"], "disk")
    monkeypatch.undo()
    monkeypatch.setattr(clock, "now", lambda: FETCHED)
    assert begun.accept(2) is None  # nothing is tried after it
    begun.session.guard.fail(FeedError("again"))
    assert begun.ended == ["ended"]
    assert begun.session.frontier.gaps() == []
    assert begun.close("feed_failed")["exit_code"] == 3
    assert begun.parts == []


def test_what_nobody_foresaw_is_internal(
    begun: Begun, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(begun.session, "gate", None)
    assert begun.accept(1) is None
    monkeypatch.undo()
    assert begun.close("feed_failed")["exit_code"] == 70
