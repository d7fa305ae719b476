"""A feed held against its ledger, and the command that does it."""

import re
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from envfocus.exceptions import FeedError
from envfocus.ledger.file import FILE_NAME
from envfocus.publishing.layout import STREAMS
from envfocus.publishing.takedown import take_down
from envfocus.publishing.verify import against_ledger, verify
from tests.support.damage import edit, flip, reseal
from tests.support.feeds import (
    A1,
    A3,
    A4,
    A6,
    FIRST,
    PARTS,
    RUN_1,
    THIRD,
    W3,
    Place,
    article,
    build,
    command,
    ended,
    take,
)


@pytest.fixture
def place(tmp_path: Path) -> Place:
    return build(tmp_path)


# --- against the ledger


def disagreement(place: Place) -> str:
    with place.ledger() as ledger, pytest.raises(FeedError) as caught:
        against_ledger(place.layout, ledger.parts())
    return str(caught.value)


def test_ledger_and_feed_agree(place: Place) -> None:
    with place.ledger() as ledger:
        parts = ledger.parts()
        against_ledger(place.layout, parts)
    assert len(parts) == 6


def test_a_part_that_is_only_planned_may_be_missing(place: Place) -> None:
    with place.ledger() as ledger:
        take(ledger, article(106))
        publisher = place.publisher(ledger)
        ledger.plan("articles", 2, publisher._plan(STREAMS["articles"], RUN_1, THIRD))
        against_ledger(place.layout, ledger.parts())
        assert len(ledger.parts()) == 7


@pytest.mark.parametrize("part", PARTS)
def test_a_part_that_the_feed_lacks(place: Place, part: str) -> None:
    place.manifest(part).unlink()
    assert disagreement(place).startswith(
        f"{place.manifest(part)}: missing, the ledger has it"
    )


@pytest.mark.parametrize(
    ("part", "stream", "first"), [(A3, "articles", 3), (W3, "weather", 3)]
)
def test_a_part_that_the_ledger_lacks(
    place: Place, part: str, stream: str, first: int
) -> None:
    with closing(sqlite3.connect(place.state / FILE_NAME)) as connection, connection:
        connection.execute(
            "DELETE FROM parts WHERE stream = ? AND first_seq = ?", (stream, first)
        )
    assert disagreement(place).startswith(f"{place.manifest(part)}: not in the ledger")


def test_a_part_that_the_ledger_has_only_planned(place: Place) -> None:
    with closing(sqlite3.connect(place.state / FILE_NAME)) as connection, connection:
        connection.execute(
            "UPDATE parts SET manifest = NULL WHERE stream = 'articles' AND first_seq = 6"
        )
    assert disagreement(place).startswith(
        f"{place.manifest(A6)}: not in the ledger; a run that was cut short"
    )


def test_a_feed_that_is_sound_but_not_the_ledgers(place: Place) -> None:
    edit(place.manifest(A4), lambda manifest: manifest.update(run_id="another"))
    reseal(place)
    verify(place.layout)
    assert re.match(
        re.escape(f"{place.manifest(A4)}: not the manifest"), disagreement(place)
    )


def test_a_part_from_before_a_takedown_that_was_put_back(place: Place) -> None:
    before = {path: path.read_bytes() for path in (place.data(A1), place.manifest(A1))}
    with place.ledger() as ledger:
        take_down(
            ledger, place.publisher(ledger), "ecofocus:a102", "court order", FIRST
        )
    for path, data in before.items():
        path.write_bytes(data)
    assert disagreement(place).startswith(f"{place.manifest(A1)}: not the manifest")


# --- the command


def test_the_command_says_what_it_found(place: Place) -> None:
    done = command(place, "verify")
    assert ended(done) == (0, "")
    assert done.stdout == (
        "articles: 4 parts, 7 records, seq 7\nweather: 2 parts, 3 records, seq 3\nledger: agrees\n"
    )


def test_the_command_needs_no_ledger_for_a_folder(place: Place) -> None:
    shutil.rmtree(place.state)
    done = command(place, "verify", place.folder / "feed")
    assert ended(done) == (0, "")
    assert (
        done.stdout
        == "articles: 4 parts, 7 records, seq 7\nweather: 2 parts, 3 records, seq 3\n"
    )
    assert not place.state.exists()


def test_the_command_names_the_first_fault(place: Place) -> None:
    flip(place.data(A4), 300)
    code, said = ended(command(place, "verify"))
    assert code == 1
    assert said.startswith(f"envfocus: {place.data(A4)}: ")


def test_the_command_holds_the_ledger_against_the_feed(place: Place) -> None:
    edit(place.manifest(A6), lambda manifest: manifest.update(run_id="another"))
    reseal(place)
    code, said = ended(command(place, "verify"))
    assert code == 1
    assert said.startswith(f"envfocus: {place.manifest(A6)}: not the manifest")


def test_the_command_without_a_feed(tmp_path: Path) -> None:
    code, said = ended(command(Place(tmp_path), "verify"))
    assert code == 4
    assert said.startswith(f"envfocus: {tmp_path / 'feed' / 'v1'}: no feed here")


def test_the_command_while_another_process_holds_the_ledger(place: Place) -> None:
    with place.ledger():
        code, said = ended(command(place, "verify"))
    assert code == 75
    assert "another process holds the ledger" in said


def test_the_command_with_a_damaged_ledger(place: Place) -> None:
    (place.state / FILE_NAME).write_bytes(b"no database" * 1000)
    code, said = ended(command(place, "verify"))
    assert code == 3
    assert said.startswith(f"envfocus: {place.state / FILE_NAME}: ")
