"""A takedown that was cut short, and the command."""

from collections.abc import Callable
from pathlib import Path
from typing import Any, BinaryIO

import pytest

from envfocus.atomic import RealDisk
from envfocus.exceptions import FeedError, LedgerError
from envfocus.ledger import Ledger
from envfocus.publishing.publisher import Publisher
from envfocus.publishing.takedown import take_down
from envfocus.publishing.verify import against_ledger, verify
from tests.support.feeds import (
    RUN_1,
    RUN_2,
    THIRD,
    Place,
    command,
    ended,
    take,
)
from tests.support.takedowns import (
    END,
    KEY,
    P1,
    P5,
    build,
    down,
    entry,
    quarantine,
    secret,
    with_needle,
)


@pytest.fixture
def place(tmp_path: Path) -> Place:
    return build(tmp_path)


# --- crashes


def finish(place: Place) -> None:
    """What the next run does."""
    with place.ledger() as ledger:
        publisher = place.publisher(ledger)
        publisher.recover()
        publisher.publish(RUN_2, THIRD)


def assert_finished(place: Place) -> None:
    found = verify(place.layout)
    assert (found.last_seq["articles"], found.heads[KEY]) == (7, 3)
    assert with_needle(place.folder) == set()
    with place.ledger() as ledger:
        against_ledger(place.layout, ledger.parts())
        assert ledger.parts(planned=True) == []
        assert take(ledger, secret(1)) == "taken_down"


def test_a_crash_after_the_first_transaction_is_finished_by_the_next_run(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    def crash(_: Publisher) -> None:
        raise FeedError("crash")

    with monkeypatch.context() as patched:
        patched.setattr(Publisher, "recover", crash)
        with pytest.raises(FeedError, match=r"^crash$"):
            down(place)
    assert verify(place.layout).heads[KEY] == 2
    finish(place)
    assert_finished(place)


def test_a_crash_before_the_ledger_is_cleaned_is_finished_by_the_next_run(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    def crash(_: Ledger) -> None:
        raise LedgerError("crash")

    with monkeypatch.context() as patched:
        patched.setattr(Ledger, "forget_deleted", crash)
        with pytest.raises(LedgerError, match=r"^crash$"):
            down(place)
    finish(place)
    assert_finished(place)


def test_a_crash_before_the_first_transaction_changes_nothing(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    def crash(ledger: Ledger, *_: Any) -> None:
        ledger.rollback()
        raise LedgerError("crash")

    before = place.files()
    with monkeypatch.context() as patched:
        patched.setattr(Ledger, "reopen", crash)
        with pytest.raises(LedgerError, match=r"^crash$"):
            down(place)
    finish(place)
    assert place.files() == before
    assert down(place) == [P1, P5, END]


class Failing(RealDisk):
    """Lets `good` operations pass; every later one fails."""

    def __init__(self, good: int) -> None:
        self.good = good

    def _next(self) -> None:
        self.good -= 1
        if self.good < 0:
            raise OSError(5, "Input/output error")

    def create(self, path: Path) -> BinaryIO:
        self._next()
        return super().create(path)

    def sync(self, file: BinaryIO) -> None:
        self._next()
        super().sync(file)

    def rename(self, source: Path, target: Path) -> None:
        self._next()
        super().rename(source, target)

    def sync_folder(self, folder: Path) -> None:
        self._next()
        super().sync_folder(folder)

    def make_folder(self, folder: Path) -> None:
        self._next()
        super().make_folder(folder)


@pytest.mark.parametrize("first", range(4))
def test_a_disk_that_fails_on_the_way_is_finished_by_the_next_run(
    tmp_path: Path, first: int
) -> None:
    """At every operation: each fourth from `first` on, until one is past the last."""
    for good in range(first, 1000, 4):
        place = build(tmp_path / str(good))
        if not fails(place, good):
            break
        finish(place)
        assert_finished(place)
    assert 20 < good < 100
    assert_finished(place)


def fails(place: Place, good: int) -> bool:
    """Whether a takedown fails on a disk that fails after so many operations."""
    with place.ledger() as ledger:
        try:
            take_down(
                ledger,
                Publisher(ledger, place.layout, Failing(good), 2),
                KEY,
                "court order",
                THIRD,
            )
        except FeedError as error:
            assert "cannot be written" in str(error)  # noqa: PT017 it may also not come
            return True
    return False


def test_a_takedown_that_was_cut_short_is_finished_by_the_command(place: Place) -> None:
    quarantine(place, f"{RUN_1}.jsonl", entry(secret(3)))
    down(place)
    command(place, "takedown", KEY, "--reason", "court order")
    assert with_needle(place.folder) == set()


# --- the command


def test_the_command(place: Place) -> None:
    quarantine(place, f"{RUN_1}.jsonl", entry(secret(3)))
    done = command(place, "takedown", KEY, "--reason", "court order")
    assert ended(done) == (0, "")
    *written, last = done.stdout.splitlines()
    assert [line.removeprefix("written: ") for line in written[:2]] == [
        str(place.data(P1)),
        str(place.data(P5)),
    ]
    assert len(written) == 3
    assert last == f"{KEY}: taken down; 1 lines out of the quarantine"
    assert with_needle(place.folder) == set()
    assert ended(command(place, "verify")) == (0, "")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ((), "expected a key and a reason"),
        ((KEY,), "expected a key and a reason"),
        ((KEY, "--reason", ""), "expected a key and a reason"),
        ((KEY, "--reason", "two\nlines"), "expected a key and a reason"),
        (
            (KEY, "ecofocus:a20", "--reason", "court order"),
            "expected a key and a reason",
        ),
        (
            ("ecofocus:a999", "--reason", "court order"),
            "ecofocus:a999: not in the ledger",
        ),
    ],
)
def test_the_command_with_wrong_arguments(
    place: Place, arguments: tuple[str, ...], said: str
) -> None:
    before = place.files()
    found = ended(command(place, "takedown", *arguments))
    assert found[0] == 4
    assert said in found[1]
    assert place.files() == before


def no_ledger(place: Place) -> None:
    (place.state / "ledger.sqlite3").unlink()


def no_feed_folder(place: Place) -> None:
    (place.folder / "feed").rename(place.folder / "elsewhere")
    (place.folder / "feed").write_bytes(b"a file")


@pytest.mark.parametrize(
    ("deed", "code", "said"),
    [(no_ledger, 4, "no ledger here"), (no_feed_folder, 4, "ENVFOCUS_FEED_DIR=")],
)
def test_the_command_where_it_cannot_work(
    place: Place, deed: Callable[[Place], None], code: int, said: str
) -> None:
    deed(place)
    found = ended(command(place, "takedown", KEY, "--reason", "court order"))
    assert found[0] == code
    assert said in found[1]


def test_the_command_while_another_process_holds_the_ledger(place: Place) -> None:
    with place.ledger():
        code, said = ended(command(place, "takedown", KEY, "--reason", "court order"))
    assert code == 75
    assert "another process holds the ledger" in said
