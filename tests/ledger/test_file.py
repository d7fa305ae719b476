"""The ledger's file: one writer, settings, whether anything is in it."""

from datetime import datetime
from pathlib import Path

import pytest

from envfocus.exceptions import LockedError
from envfocus.ledger import Ledger
from envfocus.ledger.file import FILE_NAME, holds_nothing
from tests.ledger.test_ledger import revision

AT = datetime.fromisoformat("2025-12-09T12:00:00+09:00")


def test_one_writer(tmp_path: Path) -> None:
    said = r'another process holds the ledger: \{"holder": "run-7", "pid": \d+'
    with Ledger.open(tmp_path, "run-7"), pytest.raises(LockedError, match=said):
        Ledger.open(tmp_path, "run-8")
    Ledger.open(tmp_path, "run-9").close()


def test_settings_of_the_file(tmp_path: Path) -> None:
    with Ledger.open(tmp_path, "test") as ledger:
        connection = ledger.connection
        assert connection.execute("PRAGMA journal_mode").fetchone() == ("wal",)
        assert connection.execute("PRAGMA synchronous").fetchone() == (2,)  # FULL


def test_what_holds_nothing(tmp_path: Path) -> None:
    assert holds_nothing(tmp_path)
    with Ledger.open(tmp_path, "test") as ledger:
        ledger.frontier.record_sightings([(7, None)], "정책", "one", AT)
    assert holds_nothing(tmp_path)
    (tmp_path / FILE_NAME).write_bytes(b"no database at all" * 100)
    assert not holds_nothing(tmp_path)


def test_a_file_with_revisions_holds_something(tmp_path: Path) -> None:
    with Ledger.open(tmp_path, "test") as ledger:
        ledger.append(revision("a"))
    assert not holds_nothing(tmp_path)
