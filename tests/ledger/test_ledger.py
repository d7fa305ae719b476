"""The ledger: one writer, grouped commits, forward migrations, damage that is said."""

import json
import multiprocessing
import os
import signal
import sqlite3
from datetime import datetime
from pathlib import Path

import pytest

from envfocus.exceptions import LedgerError
from envfocus.ledger import Ledger, Part, Revision
from envfocus.ledger.file import FILE_NAME
from envfocus.ledger.frontier import Answer, Due
from envfocus.ledger.recheck_schedule import Schedule
from tests.support.numbers import known

AT = "2025-12-08T12:00:00+09:00"
NOON = datetime.fromisoformat(AT)


def revision(key: str, rev: int = 1, stream: str = "articles") -> Revision:
    line = (
        json.dumps(
            {"schema": "x", "seq": None, "key": key, "rev": rev}, separators=(",", ":")
        ).encode()
        + b"\n"
    )
    return Revision(stream, key, rev, "upsert", "0" * 64, None, "run", line)


def test_what_is_committed_is_there_after_a_kill_and_nothing_else(
    tmp_path: Path,
) -> None:
    def victim() -> None:
        ledger = Ledger.open(tmp_path, "victim")
        ledger.append(revision("a"))
        ledger.commit()
        ledger.append(revision("b"))
        os.kill(os.getpid(), signal.SIGKILL)

    context = multiprocessing.get_context("fork")
    process = context.Process(target=victim)
    process.start()
    process.join()
    assert process.exitcode == -signal.SIGKILL
    with Ledger.open(tmp_path, "after") as ledger:
        assert ledger.head("a") is not None
        assert ledger.head("b") is None


def test_rollback_forgets(tmp_path: Path) -> None:
    with Ledger.open(tmp_path, "test") as ledger:
        ledger.append(revision("a"))
        assert ledger.uncommitted == 1
        ledger.rollback()
        assert (ledger.uncommitted, ledger.head("a")) == (0, None)


def test_a_revision_stands_once(tmp_path: Path) -> None:
    with Ledger.open(tmp_path, "test") as ledger:
        ledger.append(revision("a"))
        with pytest.raises(LedgerError, match="UNIQUE"):
            ledger.append(revision("a"))


def test_seq_is_gapless_and_follows_acceptance(tmp_path: Path) -> None:
    with Ledger.open(tmp_path, "test") as ledger:
        for number in range(5):
            ledger.append(revision(f"a{number}"))
            ledger.append(revision(f"w{number}", stream="weather"))
        parts = [
            ledger.plan("articles", 2, {}),
            ledger.plan("articles", 2, {}),
            ledger.plan("articles", 2, {}),
        ]
        assert parts == [
            Part("articles", 1, 2, {}),
            Part("articles", 3, 4, {}),
            Part("articles", 5, 5, {}),
        ]
        assert ledger.plan("articles", 2, {}) is None
        assert [
            json.loads(line)["key"]
            for part in parts
            if part
            for _, _, _, line in ledger.rows(part)
        ] == [f"a{number}" for number in range(5)]
        assert len(list(ledger.pending("weather"))) == 5
        assert [part.first_seq for part in ledger.parts("articles", planned=True)] == [
            1,
            3,
            5,
        ]


def test_discarding_a_run(tmp_path: Path) -> None:
    with Ledger.open(tmp_path, "test") as ledger:
        ledger.append(revision("a"))
        part = ledger.plan("articles", 9, {})
        assert part
        ledger.publish(part, b"{}")
        ledger.append(revision("ecofocus:a2"))
        for article_no in (1, 2):
            ledger.frontier.record_answer(
                article_no,
                Answer("article", ("etag", None, None), NOON, "run"),
                Schedule(()),
            )
        ledger.discard("articles")
        assert list(ledger.pending("articles")) == []
        assert ledger.head("a") is not None
        assert ledger.head("ecofocus:a2") is None
        assert (known(ledger.frontier, 1), known(ledger.frontier, 2)) == (
            Due(1, "article", "etag"),
            Due(2),
        )
        assert [due.article_no for due in ledger.frontier.due(NOON, 99, [], 9)] == [2]


def test_a_run_that_never_ended_is_known(tmp_path: Path) -> None:
    with Ledger.open(tmp_path, "test") as ledger:
        ledger.begin_run("one", "articles", {}, AT)
        ledger.begin_run("two", "weather", {}, AT)
        ledger.end_run("two", AT, "finished")
        killed = {
            "run_id": "one",
            "spider": "articles",
            "started_at": AT,
            "ended_at": None,
            "finish_reason": "killed",
        }
        assert ledger.unfinished_runs() == [killed]
        ledger.end_run("one", None, "killed")
        assert ledger.unfinished_runs() == []


def test_sightings_and_listings_are_kept(tmp_path: Path) -> None:
    with Ledger.open(tmp_path, "test") as ledger:
        ledger.begin_run("run", "articles", {"sections": "정책"}, AT)
        ledger.frontier.record_sightings(
            [(1, None), (2, None), (2, None)], "정책", "run", NOON
        )
        ledger.frontier.record_walk("정책", 3, "repeats", "run")
        ledger.end_run("run", AT, "finished")
    connection = sqlite3.connect(tmp_path / FILE_NAME)
    assert connection.execute(
        "SELECT article_no, place FROM sightings ORDER BY article_no"
    ).fetchall() == [(1, "정책"), (2, "정책")]
    assert connection.execute("SELECT * FROM listings").fetchall() == [
        ("정책", 3, "repeats", "run", None)
    ]
    assert connection.execute("SELECT arguments, reason FROM runs").fetchall() == [
        ('{"sections": "정책"}', "finished")
    ]
    connection.close()
