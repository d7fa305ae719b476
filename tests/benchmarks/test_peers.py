"""Workers, their sessions, and the environments they run in; no peer is needed."""

import sys
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path
from typing import Any, cast

import pytest

from benchmarks.peers import environment
from benchmarks.peers.dates import mention
from benchmarks.peers.session import Answer, Session, alternate


class Scripted:
    """A session without a process: its times count up, and it notes when it was asked."""

    def __init__(self, name: str, asked: list[str]) -> None:
        self.name, self.asked, self.ns = name, asked, 0

    def ask(self, items: list[str]) -> list[tuple[int, str]]:
        self.asked.append(self.name)
        self.ns += 1
        return [(self.ns, f"{item} by {self.name}") for item in items]


def test_sessions_take_turns_and_the_warm_up_is_not_timed() -> None:
    asked: list[str] = []
    sessions = cast(
        "list[Session]",
        [Scripted("a", asked), Scripted("b", asked), Scripted("c", asked)],
    )
    answers = alternate(sessions, ["x", "y"], rounds=2)
    assert "".join(asked) == "abcbcacab"
    assert answers["b"] == [Answer("x by b", [2, 3]), Answer("y by b", [2, 3])]


def test_a_worker_answers_batch_after_batch() -> None:
    with Session(sys.executable, "dates", "dateparser parse") as session:
        assert session.version
        for _ in range(2):
            [(first_ns, first), (_, second)] = session.ask(
                [
                    ("2025년 12월 8일", "2025-12-05T14:00:00"),
                    ("나무", "2025-12-05T14:00:00"),
                ]
            )
            assert first_ns > 0
            assert first == [
                {
                    "type": "DATE",
                    "begin": "2025-12-08T00:00:00",
                    "until": None,
                    "grain": None,
                }
            ]
            assert second == []


def test_a_worker_says_that_its_package_is_not_there() -> None:
    with Session(sys.executable, "dates", "Duckling") as session:
        assert session.absent == "No module named 'duckling'"
        assert session.version is None


def test_a_worker_that_breaks_down_is_named() -> None:
    with pytest.raises(RuntimeError, match="worker nobody ended with code 1"):
        Session(sys.executable, "dates", "nobody")


def test_mentions_are_written_as_wall_time_in_korea() -> None:
    utc = datetime(2025, 12, 10, 15, tzinfo=UTC)
    seoul = datetime(2025, 12, 12, tzinfo=timezone(timedelta(hours=9)))
    expected: dict[str, Any] = {
        "type": "TIME",
        "begin": "2025-12-11T00:00:00",
        "until": "2025-12-12T00:00:00",
    }
    assert mention(utc, seoul, "hour", "TIME") == {**expected, "grain": "hour"}
    assert (
        mention(seoul.replace(tzinfo=None), None, None)["begin"]
        == "2025-12-12T00:00:00"
    )


def test_an_environment_is_missing_until_made_from_the_lock_as_it_is(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(environment, "ROOT", tmp_path)
    monkeypatch.setattr(environment, "LOCKS", tmp_path)
    lock = tmp_path / "trees.lock"
    lock.write_text("", encoding="ascii")  # nothing to install, so no registry is asked
    assert environment.groups() == ["product", "trees"]
    with pytest.raises(
        FileNotFoundError, match=r"run python -m benchmarks\.peers trees"
    ):
        environment.interpreter("trees")
    environment.make("trees")
    assert environment.interpreter("trees").exists()
    lock.write_text("# changed\n", encoding="ascii")
    with pytest.raises(FileNotFoundError):
        environment.interpreter("trees")


def test_each_group_has_its_list_beside_its_lock() -> None:
    for group in set(environment.groups()) - {environment.PRODUCT}:
        assert (environment.LOCKS / f"{group}.in").exists()
        assert "--hash=sha256:" in (environment.LOCKS / f"{group}.lock").read_text(
            encoding="ascii"
        )
