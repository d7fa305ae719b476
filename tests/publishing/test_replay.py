"""What is replayed from the ledger is what stands in the feed, byte for byte."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from backports import zstd

from envfocus.atomic import RealDisk
from envfocus.exceptions import FeedError
from envfocus.ledger.file import FILE_NAME
from envfocus.publishing.layout import Layout
from envfocus.publishing.replay import Selection, write_parts
from envfocus.publishing.takedown import take_down
from envfocus.publishing.verify import verify
from tests.support.damage import lines_of
from tests.support.feeds import (
    A1,
    A3,
    A4,
    A6,
    FIRST,
    PARTS,
    RUN_1,
    RUN_2,
    THIRD,
    W1,
    W3,
    Place,
    article,
    build,
    command,
    contents,
    ended,
    take,
)

EVERYTHING = Selection(from_seq=0)


@pytest.fixture
def place(tmp_path: Path) -> Place:
    return build(tmp_path)


def lines(place: Place, selection: Selection) -> list[bytes]:
    with place.ledger() as ledger:
        return list(selection.lines(ledger))


def again(place: Place, selection: Selection = EVERYTHING) -> dict[str, bytes]:
    """The files that are written again, in another folder."""
    target = place.folder / "again"
    with place.ledger() as ledger:
        write_parts(ledger, Layout(target), RealDisk(), selection)
    return contents(target)


def of_feed(place: Place, *parts: str) -> list[bytes]:
    return [line for part in parts for line in lines_of(place.data(part))]


# --- lines


def test_every_line_is_the_feeds(place: Place) -> None:
    found = lines(place, EVERYTHING)
    assert found == of_feed(place, *PARTS)
    assert len(found) == 10


@pytest.mark.parametrize(
    ("selection", "expected"),
    [
        (Selection(from_seq=0, stream="weather"), [(W1, 0), (W1, 1), (W3, 0)]),
        (
            Selection(from_seq=3, stream="articles"),
            [(A3, 0), (A4, 0), (A4, 1), (A6, 0), (A6, 1)],
        ),
        (Selection(from_seq=5, stream="articles"), [(A4, 1), (A6, 0), (A6, 1)]),
        (Selection(from_seq=7), [(A6, 1)]),
        (Selection(from_seq=3), [(A3, 0), (A4, 0), (A4, 1), (A6, 0), (A6, 1), (W3, 0)]),
        (Selection(from_seq=8), []),
        (Selection(key="ecofocus:a101"), [(A1, 0), (A4, 0)]),
        (Selection(key="ecofocus:a103"), [(A3, 0), (A6, 1)]),
        (Selection(key="ecofocus:w0123456789abcdef-02"), [(W1, 1)]),
        (Selection(key="ecofocus:a10"), []),
        (Selection(key="ecofocus:a101", from_seq=2), [(A4, 0)]),
        (Selection(key="ecofocus:a101", stream="weather"), []),
        (Selection(key="ecofocus:a101", dt="2025-12-08"), [(A1, 0)]),
        (Selection(dt="2025-12-08"), [(A1, 0), (A1, 1), (A3, 0), (W1, 0), (W1, 1)]),
        (Selection(dt="2025-12-09", stream="weather"), [(W3, 0)]),
        (Selection(dt="2025-12-10"), []),
    ],
)
def test_lines_by_seq_key_and_day(
    place: Place, selection: Selection, expected: list[tuple[str, int]]
) -> None:
    assert lines(place, selection) == [
        lines_of(place.data(part))[number] for part, number in expected
    ]


def test_a_text_that_looks_like_a_key_selects_nothing(tmp_path: Path) -> None:
    place = Place(tmp_path)
    with place.ledger() as ledger:
        take(
            ledger,
            article(101, title='"key":"ecofocus:a102"', body='{"key":"ecofocus:a102",'),
        )
        take(ledger, article(102))
        place.publisher(ledger).publish(RUN_1, FIRST)
        (found,) = Selection(key="ecofocus:a102").lines(ledger)
    assert found.startswith(
        b'{"schema":"article-1.1.0","seq":2,"op":"upsert","key":"ecofocus:a102"'
    )


def test_what_is_not_published_is_not_replayed(place: Place) -> None:
    with place.ledger() as ledger:
        take(ledger, article(101, title="강변 숲길 닫혀"))
        take(ledger, article(106))
        assert len(list(EVERYTHING.lines(ledger))) == 10
        assert list(Selection(key="ecofocus:a106").lines(ledger)) == []
        assert len(list(Selection(key="ecofocus:a101").lines(ledger))) == 2


# --- files


@pytest.mark.parametrize("compression", [None, "zstd"])
def test_every_file_is_the_feeds(tmp_path: Path, compression: str | None) -> None:
    place = build(tmp_path, compression)
    expected = place.files()
    del expected["v1/LATEST.json"]
    assert len(expected) == 14
    assert again(place) == expected


def test_plain_and_compressed_parts_of_one_feed(place: Place) -> None:
    with place.ledger() as ledger:
        take(ledger, article(106))
        place.publisher(ledger, "zstd").publish(RUN_2, THIRD)
    found = again(place)
    assert found == {
        name: data for name, data in place.files().items() if name != "v1/LATEST.json"
    }
    assert (
        zstd.decompress(
            found["v1/articles/dt=2025-12-10/part-000000000008-000000000008.jsonl.zst"]
        ).count(b"\n")
        == 1
    )


@pytest.mark.parametrize(
    ("selection", "parts"),
    [
        (Selection(from_seq=4, stream="articles"), {A4, A6}),
        (Selection(from_seq=5, stream="articles"), {A4, A6}),
        (Selection(key="ecofocus:a101"), {A1, A4}),
        (Selection(dt="2025-12-09"), {A4, A6, W3}),
        (Selection(key="ecofocus:a999"), set()),
    ],
)
def test_only_the_parts_that_hold_it_are_written(
    place: Place, selection: Selection, parts: set[str]
) -> None:
    found = {
        name: data
        for name, data in again(place, selection).items()
        if "/schema/" not in name
    }
    expected = {
        f"v1/{part}{ending}"
        for part in parts
        for ending in (".jsonl", ".manifest.json")
    }
    assert found == {name: place.files()[name] for name in expected}


def test_lost_files_are_written_back_into_the_feed(place: Place) -> None:
    before = place.files()
    place.data(A4).unlink()
    shutil.rmtree(place.root / "weather")
    with place.ledger() as ledger:
        write_parts(ledger, place.layout, RealDisk(), EVERYTHING)
    assert place.files() == before
    verify(place.layout)


def test_publishing_the_same_records_elsewhere_gives_the_same_bytes(
    place: Place, tmp_path: Path
) -> None:
    assert build(tmp_path / "other").files() == place.files()


@pytest.mark.parametrize("key", ["ecofocus:a101", "ecofocus:a102", "ecofocus:a104"])
def test_the_files_after_a_takedown(place: Place, key: str) -> None:
    with place.ledger() as ledger:
        take_down(ledger, place.publisher(ledger), key, "court order", THIRD)
    expected = place.files()
    del expected["v1/LATEST.json"]
    assert again(place) == expected


def test_the_lines_after_a_takedown(place: Place) -> None:
    with place.ledger() as ledger:
        take_down(
            ledger, place.publisher(ledger), "ecofocus:a101", "court order", THIRD
        )
    last = "articles/dt=2025-12-10/part-000000000008-000000000008"
    assert lines(place, Selection(key="ecofocus:a101")) == [
        lines_of(place.data(A1))[0],
        lines_of(place.data(A4))[0],
        lines_of(place.data(last))[0],
    ]


def test_a_folder_that_cannot_be_written(place: Place) -> None:
    (place.folder / "again").write_bytes(b"a file")
    with pytest.raises(FeedError, match="cannot be written"):
        again(place)


# --- the command


def test_the_command_prints_lines(place: Place) -> None:
    done = command(place, "replay", "--key", "ecofocus:a101", "--from-seq", "2")
    assert ended(done) == (0, "")
    assert done.stdout.encode() == lines_of(place.data(A4))[0]


def test_the_command_writes_files(place: Place) -> None:
    done = command(
        place,
        "replay",
        "--dt",
        "2025-12-09",
        "--stream",
        "articles",
        "--to",
        place.folder / "again",
    )
    assert ended(done) == (0, "")
    target = place.folder / "again" / "v1"
    assert done.stdout.splitlines() == [f"{target}/{A4}.jsonl", f"{target}/{A6}.jsonl"]
    assert (target / f"{A6}.manifest.json").read_bytes() == place.manifest(
        A6
    ).read_bytes()


def empty_place(place: Place) -> None:
    shutil.rmtree(place.state)


def broken_ledger(place: Place) -> None:
    (place.state / FILE_NAME).write_bytes(b"no database" * 1000)


def blocked_folder(place: Place) -> None:
    (place.folder / "again").write_bytes(b"a file")


@pytest.mark.parametrize(
    ("deed", "options", "code", "said"),
    [
        (None, (), 4, "nothing selected"),
        (None, ("--stream", "articles"), 4, "nothing selected"),
        (empty_place, ("--from-seq", "1"), 4, "no ledger here"),
        (broken_ledger, ("--from-seq", "1"), 3, FILE_NAME),
        (blocked_folder, ("--from-seq", "1", "--to", "again"), 3, "cannot be written"),
    ],
)
def test_the_command_fails_in_one_line(
    place: Place,
    deed: Callable[[Place], None] | None,
    options: tuple[str, ...],
    code: int,
    said: str,
) -> None:
    if deed:
        deed(place)
    given = [
        str(place.folder / option) if option == "again" else option
        for option in options
    ]
    found = ended(command(place, "replay", *given))
    assert found[0] == code
    assert found[1].startswith("envfocus: ")
    assert said in found[1]


def test_the_command_while_another_process_holds_the_ledger(place: Place) -> None:
    with place.ledger():
        code, said = ended(command(place, "replay", "--from-seq", "1"))
    assert code == 75
    assert '"holder": "a test"' in said
