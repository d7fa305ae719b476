"""Damage of the file, and when the whole of it is looked through."""

import multiprocessing
import os
import signal
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from envfocus.exceptions import FeedError, LedgerError
from envfocus.ledger import Ledger, file
from envfocus.ledger.file import FILE_NAME
from envfocus.ledger.health import read_health
from tests.ledger.test_ledger import revision

PAGE = 4096
ADVICE = "move it away and run `scrapy rebuild`"


def fill(folder: Path, keys: int = 300) -> Path:
    """A ledger that was closed in order; its file."""
    with Ledger.open(folder, "test") as ledger:
        for number in range(keys):
            ledger.append(revision(f"key-{number}"))
    return folder / FILE_NAME


def killed(folder: Path, deed: Callable[[Ledger], None]) -> None:
    """A process that opens the ledger, does this, and is killed."""

    def victim() -> None:
        deed(Ledger.open(folder, "victim"))
        os.kill(os.getpid(), signal.SIGKILL)

    process = multiprocessing.get_context("fork").Process(target=victim)
    process.start()
    process.join()
    assert process.exitcode == -signal.SIGKILL


@pytest.fixture
def checks(monkeypatch: pytest.MonkeyPatch) -> list[str | None]:
    """What every look through a whole file found, from here on."""
    found: list[str | None] = []
    check = file.fault_of

    def counted(connection: sqlite3.Connection) -> str | None:
        found.append(check(connection))
        return found[-1]

    monkeypatch.setattr(file, "fault_of", counted)
    return found


# --- when the whole file is checked


def test_after_a_clean_end_it_is_not_checked(
    tmp_path: Path, checks: list[str | None]
) -> None:
    fill(tmp_path)
    checks.clear()
    for _ in range(2):
        with Ledger.open(tmp_path, "test") as ledger:
            ledger.take_down("a", "reason", "now")
    assert checks == []


def test_on_request_it_is_checked(tmp_path: Path, checks: list[str | None]) -> None:
    fill(tmp_path)
    checks.clear()
    Ledger.open(tmp_path, "test", full_check=True).close()
    assert checks == [None]


def accepted(ledger: Ledger) -> None:
    ledger.append(revision("a"))
    ledger.commit()


def rolled_back_before(ledger: Ledger) -> None:
    ledger.append(revision("b"))
    ledger.rollback()
    accepted(ledger)


@pytest.mark.parametrize("deed", [accepted, rolled_back_before])
def test_after_a_kill_it_is_checked_once(
    tmp_path: Path, checks: list[str | None], deed: Callable[[Ledger], None]
) -> None:
    fill(tmp_path)
    killed(tmp_path, deed)
    checks.clear()
    for _ in range(2):
        Ledger.open(tmp_path, "test").close()
    assert checks == [None]


def test_a_kill_before_anything_was_committed_changes_nothing(
    tmp_path: Path, checks: list[str | None]
) -> None:
    fill(tmp_path)
    killed(tmp_path, lambda ledger: ledger.append(revision("a")))
    checks.clear()
    Ledger.open(tmp_path, "test").close()
    assert checks == []


def test_an_error_of_another_part_is_a_clean_end(
    tmp_path: Path, checks: list[str | None]
) -> None:
    ledger = Ledger.open(tmp_path, "test")
    accepted(ledger)
    ledger.__exit__(FeedError, FeedError(), None)
    checks.clear()
    Ledger.open(tmp_path, "test").close()
    assert checks == []


def test_an_error_of_the_ledger_is_none(
    tmp_path: Path, checks: list[str | None]
) -> None:
    fill(tmp_path)
    with Ledger.open(tmp_path, "test") as ledger:
        accepted(ledger)
        with pytest.raises(LedgerError):
            ledger.append(revision("a"))
    checks.clear()
    Ledger.open(tmp_path, "test").close()
    assert checks == [None]


def test_a_ledger_that_does_not_say_is_checked(
    tmp_path: Path, checks: list[str | None]
) -> None:
    path = fill(tmp_path)
    with sqlite3.connect(path) as connection:
        connection.execute("DELETE FROM shutdown")
    connection.close()
    checks.clear()
    Ledger.open(tmp_path, "test").close()
    assert checks == [None]


def test_who_only_reads_changes_no_byte(tmp_path: Path) -> None:
    path = fill(tmp_path)
    before = path.read_bytes()
    with Ledger.open(tmp_path, "test") as ledger:
        assert ledger.head("key-7")
    assert path.read_bytes() == before


# --- what is found when


def overwrite(path: Path, first_page: int, pages: int = 1) -> None:
    """Pages count from 0, which has the header and the schema."""
    data = bytearray(path.read_bytes())
    data[first_page * PAGE : (first_page + pages) * PAGE] = b"\xff" * PAGE * pages
    path.write_bytes(data)


def page_of(path: Path, table: str) -> int:
    """Where a table begins."""
    with sqlite3.connect(path) as connection:
        sql = "SELECT rootpage FROM sqlite_master WHERE name = ?"
        root: int = connection.execute(sql, (table,)).fetchone()[0]
    connection.close()
    return root - 1


@contextmanager
def refused(match: str) -> Iterator[None]:
    with pytest.raises(LedgerError, match=match) as caught:
        yield
    assert ADVICE in str(caught.value)
    assert FILE_NAME in str(caught.value)


def test_a_file_that_is_no_database(tmp_path: Path) -> None:
    (tmp_path / FILE_NAME).write_bytes(b"no database at all" * 100)
    with refused("not a database"):
        Ledger.open(tmp_path, "test")
    (tmp_path / FILE_NAME).unlink()
    Ledger.open(tmp_path, "the lock was let go").close()


def test_damage_of_the_schema_is_found_at_opening(tmp_path: Path) -> None:
    path = fill(tmp_path)
    data = path.read_bytes()
    path.write_bytes(data[:100] + b"\xff" * (PAGE - 100) + data[PAGE:])
    with refused("malformed"):
        Ledger.open(tmp_path, "test")


@pytest.mark.parametrize("share", [3, 2])
def test_a_file_that_was_cut_is_found_at_opening(tmp_path: Path, share: int) -> None:
    path = fill(tmp_path)
    data = path.read_bytes()
    path.write_bytes(data[: len(data) // share])
    with refused("malformed"):
        Ledger.open(tmp_path, "test")


def test_damage_of_a_page_is_found_where_it_is_read_and_at_every_later_opening(
    tmp_path: Path,
) -> None:
    """After a clean end nobody looks for it before."""
    path = fill(tmp_path)
    overwrite(path, page_of(path, "lines"))
    with Ledger.open(tmp_path, "test") as ledger:
        accepted_elsewhere = ledger.frontier.gaps()
        with refused("malformed"):
            list(ledger.pending("articles"))
    assert accepted_elsewhere == []
    for _ in range(2):
        with refused("damaged"):
            Ledger.open(tmp_path, "test")


def test_damage_is_found_on_request(tmp_path: Path) -> None:
    path = fill(tmp_path)
    overwrite(path, page_of(path, "lines"))
    with refused("damaged"):
        Ledger.open(tmp_path, "test", full_check=True)
    with pytest.raises(LedgerError, match=FILE_NAME):
        read_health(tmp_path)


def test_damage_is_found_at_opening_after_a_kill(tmp_path: Path) -> None:
    fill(tmp_path)
    killed(tmp_path, accepted)
    with sqlite3.connect(tmp_path / FILE_NAME) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    connection.close()
    path = tmp_path / FILE_NAME
    overwrite(path, page_of(path, "lines"))
    with refused("damaged"):
        Ledger.open(tmp_path, "test")
