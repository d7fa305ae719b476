"""A ledger that was lost comes back from the feed, and goes on where the old one stopped."""

import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import orjson
import pytest

from envfocus.atomic import RealDisk
from envfocus.exceptions import EnvfocusError, FeedError, LedgerError
from envfocus.ledger import Ledger, Part
from envfocus.ledger.file import FILE_NAME
from envfocus.ledger.recheck_schedule import Schedule
from envfocus.publishing.layout import Layout
from envfocus.publishing.rebuild import rebuild
from envfocus.publishing.replay import Selection, write_parts
from envfocus.publishing.takedown import take_down
from envfocus.publishing.verify import against_ledger, verify
from tests.support.damage import edit_line, flip, lines_of, reseal
from tests.support.feeds import (
    A1,
    A3,
    A4,
    A6,
    PARTS,
    RUN_2,
    THIRD,
    Place,
    article,
    build,
    command,
    contents,
    ended,
    first_run,
    second_run,
    take,
)

NEVER = Schedule(())
EVERYTHING = Selection(from_seq=0)
LAST = "articles/dt=2025-12-10/part-000000000008-000000000009"


@pytest.fixture
def place(tmp_path: Path) -> Place:
    return build(tmp_path)


def lose_and_rebuild(place: Place) -> dict[str, int]:
    shutil.rmtree(place.state)
    with place.ledger() as ledger:
        return rebuild(ledger, place.layout, NEVER)


@pytest.mark.parametrize("compression", [None, "zstd"])
def test_the_new_ledger_replays_the_same_bytes(
    tmp_path: Path, compression: str | None
) -> None:
    place = build(tmp_path, compression)
    expected = {
        name: data for name, data in place.files().items() if name != "v1/LATEST.json"
    }
    assert lose_and_rebuild(place) == {"articles": 7, "weather": 3}
    with place.ledger() as ledger:
        write_parts(ledger, Layout(tmp_path / "again"), RealDisk(), EVERYTHING)
    assert contents(tmp_path / "again") == expected


def test_the_new_ledger_replays_the_same_lines(place: Place) -> None:
    lose_and_rebuild(place)
    with place.ledger() as ledger:
        assert list(EVERYTHING.lines(ledger)) == [
            line for part in PARTS for line in lines_of(place.data(part))
        ]


def test_the_new_ledger_agrees_with_the_feed_which_is_not_touched(place: Place) -> None:
    before = place.files()
    lose_and_rebuild(place)
    with place.ledger() as ledger:
        against_ledger(place.layout, ledger.parts())
        assert len(ledger.parts()) == 6
        assert ledger.parts(planned=True) == []
    assert place.files() == before


def test_the_new_ledger_is_the_old_one(place: Place) -> None:
    with place.ledger() as ledger:
        old = known(ledger)
    lose_and_rebuild(place)
    with place.ledger() as ledger:
        assert known(ledger) == old


def known(ledger: Ledger) -> list[Any]:
    sql = """SELECT stream, seq, key, rev, op, content_sha256, published_at, run_id, line FROM revisions
             JOIN lines USING (id) ORDER BY stream, seq"""
    parts = [
        (part.stream, part.first_seq, part.last_seq, part.manifest)
        for part in ledger.parts()
    ]
    return [*ledger.execute(sql).fetchall(), *parts, ledger.alive()]


def test_known_content_makes_no_line(place: Place) -> None:
    lose_and_rebuild(place)
    known_now = [*first_run()[1:2], *first_run()[3:], *second_run()]
    with place.ledger() as ledger:
        assert [take(ledger, record) for record in known_now] == ["unchanged"] * 7
        assert place.publisher(ledger).publish(RUN_2, THIRD) == []


def test_seq_and_rev_go_on(place: Place) -> None:
    lose_and_rebuild(place)
    with place.ledger() as ledger:
        assert take(ledger, article(101, title="강변 숲길 닫혀")) == "changed"
        assert take(ledger, article(103, title="되살린 글")) == "changed"
        (part,) = place.publisher(ledger).publish(RUN_2, THIRD)
        against_ledger(place.layout, ledger.parts())
    assert (part.first_seq, part.last_seq) == (8, 9)
    found = [orjson.loads(line) for line in lines_of(place.data(LAST))]
    assert [(line["seq"], line["key"], line["rev"]) for line in found] == [
        (8, "ecofocus:a101", 3),
        (9, "ecofocus:a103", 3),
    ]
    assert found[0]["changed_fields"] == [
        "title",
        "published_at",
        "published_at_utc",
        "published_precision",
    ]
    assert verify(place.layout).last_seq["articles"] == 9
    assert place.content(LAST)["previous"]["path"] == f"{A6}.manifest.json"


def test_what_was_read_of_each_article_is_known_again(place: Place) -> None:
    edit_line(place.data(A1), 1, lambda record: record["source"].update(etag='"one"'))
    edit_line(place.data(A4), 1, lambda record: record["source"].update(etag='"two"'))
    reseal(place)
    lose_and_rebuild(place)
    with closing(sqlite3.connect(place.state / FILE_NAME)) as connection:
        found = {
            article_no: rest
            for article_no, *rest in connection.execute(
                "SELECT article_no, result, etag, fetched_at FROM numbers"
            )
        }
    assert {101, 102, 104, 105} <= set(found)
    assert found[101] == ["article", '"two"', "2025-12-08T03:00:00Z"]
    assert found[102] == ["article", None, "2025-12-08T03:00:00Z"]
    assert found[103][0] == "tombstone"


# --- takedowns


def test_takedowns_are_kept(place: Place) -> None:
    with place.ledger() as ledger:
        take_down(
            ledger, place.publisher(ledger), "ecofocus:a101", "court order", THIRD
        )
    lose_and_rebuild(place)
    with place.ledger() as ledger:
        assert ledger.taken_down("ecofocus:a101")
        assert take(ledger, article(101, title="강변 숲길 열려")) == "taken_down"
        assert not ledger.taken_down("ecofocus:a103")
        rows = ledger.execute("SELECT key, reason, at FROM takedowns").fetchall()
    assert rows == [("ecofocus:a101", "court order", "2025-12-10T12:00:00+09:00")]


def test_a_feed_after_a_takedown_gives_the_same_ledger(place: Place) -> None:
    with place.ledger() as ledger:
        take_down(
            ledger, place.publisher(ledger), "ecofocus:a101", "court order", THIRD
        )
        old = known(ledger)
    lose_and_rebuild(place)
    with place.ledger() as ledger:
        assert known(ledger) == old
        take_down(
            ledger, place.publisher(ledger), "ecofocus:a102", "court order", THIRD
        )
    assert len(place.content(A1)["replaces"]) == 2
    assert verify(place.layout).last_seq["articles"] == 9


def test_the_files_after_a_takedown_are_replayed(place: Place) -> None:
    with place.ledger() as ledger:
        take_down(
            ledger, place.publisher(ledger), "ecofocus:a101", "court order", THIRD
        )
    expected = {
        name: data for name, data in place.files().items() if name != "v1/LATEST.json"
    }
    lose_and_rebuild(place)
    with place.ledger() as ledger:
        write_parts(ledger, Layout(place.folder / "again"), RealDisk(), EVERYTHING)
    assert contents(place.folder / "again") == expected


# --- refusals


def break_data(place: Place) -> Path:
    flip(place.data(A4), 300)
    return place.data(A4)


def lose_manifest(place: Place) -> Path:
    place.manifest(A3).unlink()
    return place.manifest(A4)


def lose_latest(place: Place) -> Path:
    place.layout.latest.unlink()
    return place.layout.latest


@pytest.mark.parametrize("deed", [break_data, lose_manifest, lose_latest])
def test_a_damaged_feed_is_refused_and_nothing_is_taken_of_it(
    place: Place, deed: Callable[[Place], Path]
) -> None:
    named = deed(place)
    shutil.rmtree(place.state)
    with place.ledger() as ledger:
        with pytest.raises(FeedError) as caught:
            rebuild(ledger, place.layout, NEVER)
        assert str(named) in str(caught.value)
        assert (ledger.parts(), ledger.alive(), ledger.last_seq("articles")) == (
            [],
            0,
            0,
        )


def test_what_has_no_manifest_is_not_taken(place: Place) -> None:
    shutil.copy(
        place.data(A6), place.data(A6).with_name("part-000000000008-000000000009.jsonl")
    )
    assert lose_and_rebuild(place) == {"articles": 7, "weather": 3}


def test_a_ledger_that_has_something_is_not_filled(place: Place) -> None:
    with place.ledger() as ledger:
        before = known(ledger)
        with pytest.raises((FeedError, LedgerError)):
            rebuild(ledger, place.layout, NEVER)
        ledger.rollback()
        assert known(ledger) == before


def test_a_feed_whose_ledger_is_lost_is_not_written_over(place: Place) -> None:
    """An empty ledger would begin at seq 1 again, beside the parts that are there."""
    shutil.rmtree(place.state)
    before = place.files()
    with place.ledger() as ledger:
        take(ledger, article(101, title="강변 숲길 닫혀"))
        with pytest.raises(EnvfocusError):
            place.publisher(ledger).publish(RUN_2, THIRD)
    assert place.files() == before
    verify(place.layout)


# --- the command


def test_the_command(place: Place) -> None:
    shutil.rmtree(place.state)
    done = command(place, "rebuild")
    assert ended(done) == (0, "")
    assert done.stdout == "articles: 7 records, weather: 3 records\n"
    assert command(place, "verify").stdout.endswith("ledger: agrees\n")


def test_the_command_on_an_empty_feed(tmp_path: Path) -> None:
    done = command(Place(tmp_path), "rebuild")
    assert ended(done) == (0, "")
    assert done.stdout == "the feed is empty\n"


def test_the_command_touches_no_ledger_that_is_there(place: Place) -> None:
    before = (place.state / FILE_NAME).read_bytes()
    code, said = ended(command(place, "rebuild"))
    assert code == 4
    assert said == f"envfocus: {place.state / FILE_NAME}: is there; move it away first"
    assert (place.state / FILE_NAME).read_bytes() == before


def test_the_command_leaves_no_empty_ledger_where_the_feed_is_damaged(
    place: Place,
) -> None:
    shutil.rmtree(place.state)
    flip(place.data(A4), 300)
    code, said = ended(command(place, "rebuild"))
    assert code in {1, 3}
    assert said.startswith(f"envfocus: {place.data(A4)}: ")
    assert not (place.state / FILE_NAME).exists()
    flip(place.data(A4), 300)
    assert ended(command(place, "rebuild")) == (0, "")


def test_a_rebuild_that_is_cut_short_leaves_no_half_ledger(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = Ledger.restore
    seen: list[Part] = []

    def restore(ledger: Ledger, part: Part) -> None:
        seen.append(part)
        if len(seen) == 3:
            raise LedgerError("cut short")
        whole(ledger, part)

    monkeypatch.setattr(Ledger, "restore", restore)
    shutil.rmtree(place.state)
    with place.ledger() as ledger, pytest.raises(LedgerError, match="cut short"):
        rebuild(ledger, place.layout, NEVER)
    with place.ledger() as ledger:
        assert ledger.parts() == []
        assert ledger.alive() == 0


def test_the_command_while_another_process_holds_the_ledger(place: Place) -> None:
    with place.ledger():
        (place.state / FILE_NAME).rename(place.folder / FILE_NAME)
        code, said = ended(command(place, "rebuild"))
    assert code == 75
    assert "another process holds the ledger" in said


def test_the_command_where_no_ledger_can_be_made(place: Place) -> None:
    shutil.rmtree(place.state)
    place.state.write_bytes(b"a file")
    code, said = ended(command(place, "rebuild"))
    assert code == 4
    assert said.startswith("envfocus: ENVFOCUS_STATE_DIR=")
    assert str(place.state) in said
