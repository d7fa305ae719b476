"""Every kind of damage to files is found, and the file that has it is named."""

import shutil
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from envfocus.exceptions import FeedError
from envfocus.publishing.layout import Layout
from envfocus.publishing.takedown import take_down
from envfocus.publishing.verify import verify
from tests.support.damage import edit, fault, flip, reseal
from tests.support.feeds import (
    A1,
    A3,
    A4,
    A6,
    PARTS,
    RUN_1,
    THIRD,
    W1,
    W3,
    Place,
    article,
    build,
    take,
)

Deed = Callable[[Place], Path]
"""Does damage; returns the file that must be named."""

LATEST = "LATEST.json"
ARTICLE = "schema/article-1.1.0.json"


@pytest.fixture
def place(tmp_path: Path) -> Place:
    return build(tmp_path)


# --- what is well


@pytest.mark.parametrize("compression", [None, "zstd"])
def test_a_feed_as_it_was_written_is_well(
    tmp_path: Path, compression: str | None
) -> None:
    found = verify(build(tmp_path, compression).layout)
    assert found.parts == Counter(articles=4, weather=2)
    assert found.records == Counter(articles=7, weather=3)
    assert found.last_seq == Counter(articles=7, weather=3)
    assert found.heads == {
        "ecofocus:a101": 2,
        "ecofocus:a102": 1,
        "ecofocus:a103": 2,
        "ecofocus:a104": 1,
        "ecofocus:a105": 1,
        "ecofocus:w0123456789abcdef-01": 1,
        "ecofocus:w0123456789abcdef-02": 1,
        "ecofocus:w0123456789abcdef-03": 1,
    }


def test_plain_and_compressed_parts_may_follow_each_other(place: Place) -> None:
    with place.ledger() as ledger:
        take(ledger, article(106))
        place.publisher(ledger, "zstd").publish(RUN_1, THIRD)
    assert verify(place.layout).last_seq == Counter(articles=8, weather=3)


def test_a_feed_without_parts_is_well(tmp_path: Path) -> None:
    found = verify(Layout(tmp_path))
    assert (found.parts, found.records, found.heads) == (Counter(), Counter(), {})


def test_sealing_anew_alone_does_no_harm(place: Place) -> None:
    reseal(place)
    assert verify(place.layout).records == Counter(articles=7, weather=3)


def test_what_has_no_manifest_does_not_exist(place: Place) -> None:
    folder = place.data(A6).parent
    (folder / "part-000000000008-000000000009.jsonl").write_bytes(b"torn")
    (folder / ".part-000000000008-000000000009.manifest.json.tmp").write_bytes(b"{")
    (folder / "part-8-9.manifest.json").write_bytes(b"{")
    (place.root / "photos").mkdir()
    assert verify(place.layout).last_seq == Counter(articles=7, weather=3)


def test_a_feed_after_a_takedown_is_well(place: Place) -> None:
    with place.ledger() as ledger:
        take_down(
            ledger, place.publisher(ledger), "ecofocus:a101", "court order", THIRD
        )
    assert verify(place.layout).last_seq == Counter(articles=8, weather=3)


# --- bytes


@pytest.mark.parametrize("part", PARTS)
@pytest.mark.parametrize("where", [0, 300, -2, -1])
def test_a_changed_byte_of_the_data(place: Place, part: str, where: int) -> None:
    flip(place.data(part), where)
    assert str(place.data(part)) in fault(place)


@pytest.mark.parametrize("where", [0, 100, -1])
def test_a_changed_byte_of_compressed_data(tmp_path: Path, where: int) -> None:
    place = build(tmp_path, "zstd")
    data = place.root / f"{A4}.jsonl.zst"
    flip(data, where)
    assert str(data) in fault(place)


@pytest.mark.parametrize("part", [A4, A6])
@pytest.mark.parametrize("first", range(6))
def test_a_changed_byte_of_a_manifest(place: Place, part: str, first: int) -> None:
    """The manifest is named, or the file that it then contradicts."""
    path = place.manifest(part)
    places = range(first, path.stat().st_size, 18)
    assert {
        where: outcome
        for where in places
        if (outcome := after_flip(place, path, where, place.root))
    } == {}


@pytest.mark.parametrize("first", range(2))
def test_a_changed_byte_of_latest(place: Place, first: int) -> None:
    path = place.root / LATEST
    places = range(
        path.read_bytes().index(b'"streams"') + first, path.stat().st_size - 1, 2
    )
    assert {
        where: outcome
        for where in places
        if (outcome := after_flip(place, path, where, path))
    } == {}


def after_flip(place: Place, path: Path, where: int, named: Path) -> str | None:
    """What is wrong with how `verify` ends when a byte is changed. The byte is changed back."""
    flip(path, where)
    try:
        verify(place.layout)
    except FeedError as error:
        return None if str(named) in str(error) else f"names another file: {error}"
    except Exception as error:  # noqa: BLE001 any other end is the fault
        return repr(error)
    finally:
        flip(path, where)
    return "not found"


# --- files


def remove(*names: str) -> Deed:
    """The last of `names` must be named; the others go."""

    def deed(place: Place) -> Path:
        for name in names[:-1]:
            (place.root / name).unlink()
        return place.root / names[-1]

    return deed


def rename_manifest(place: Place) -> Path:
    path = place.manifest(A4)
    return path.rename(path.with_name("part-000000000004-000000000006.manifest.json"))


def move_part(place: Place) -> Path:
    folder = place.root / "articles/dt=2025-12-10"
    folder.mkdir()
    for path in (place.data(A4), place.manifest(A4)):
        path.rename(folder / path.name)
    return folder / place.manifest(A4).name


def copy_part(place: Place) -> Path:
    folder = place.root / "articles/dt=2025-12-10"
    folder.mkdir()
    for path in (place.data(A3), place.manifest(A3)):
        shutil.copy(path, folder)
    return folder / place.manifest(A3).name


def swap_data(place: Place) -> Path:
    one, other = place.data(A1).read_bytes(), place.data(A4).read_bytes()
    place.data(A1).write_bytes(other)
    place.data(A4).write_bytes(one)
    return place.data(A1)


def truncate(place: Place) -> Path:
    data = place.data(A3).read_bytes()
    place.data(A3).write_bytes(data[:-10])
    return place.data(A3)


def empty(place: Place) -> Path:
    place.data(A3).write_bytes(b"")
    return place.data(A3)


FILES: dict[str, Deed] = {
    "data missing": remove(f"{A4}.jsonl", f"{A4}.jsonl"),
    "first part missing": remove(
        f"{A1}.jsonl", f"{A1}.manifest.json", f"{A3}.manifest.json"
    ),
    "middle part missing": remove(
        f"{A3}.jsonl", f"{A3}.manifest.json", f"{A4}.manifest.json"
    ),
    "last part missing": remove(f"{A6}.jsonl", f"{A6}.manifest.json", LATEST),
    "manifest missing": remove(f"{A3}.manifest.json", f"{A4}.manifest.json"),
    "last manifest missing": remove(f"{W3}.manifest.json", LATEST),
    "all manifests missing": remove(
        f"{W1}.manifest.json", f"{W3}.manifest.json", LATEST
    ),
    "schema missing": remove(ARTICLE, ARTICLE),
    "latest missing": remove(LATEST, LATEST),
    "manifest renamed": rename_manifest,
    "part in another folder": move_part,
    "part twice": copy_part,
    "data of two parts swapped": swap_data,
    "data cut off": truncate,
    "data empty": empty,
}


@pytest.mark.parametrize("deed", FILES.values(), ids=FILES)
def test_files(place: Place, deed: Deed) -> None:
    named = deed(place)
    assert str(named) in fault(place)


def test_a_schema_never_changes(place: Place) -> None:
    edit(place.root / ARTICLE, lambda schema: schema.update(title="another"))
    assert fault(place).startswith(
        f"{place.root / ARTICLE}: not the schema that the part was written with"
    )


# --- the chain


def test_a_manifest_that_names_none_before_it(place: Place) -> None:
    edit(place.manifest(A4), lambda manifest: manifest.update(previous=None))
    assert fault(place) == f"{place.manifest(A4)}: names no previous manifest"


def test_a_first_manifest_that_names_one_before_it(place: Place) -> None:
    previous = place.content(A4)["previous"]
    edit(place.manifest(A1), lambda manifest: manifest.update(previous=previous))
    assert fault(place) == f"{place.manifest(A1)}: the manifest before it is missing"


def test_a_manifest_that_names_another_hash(place: Place) -> None:
    edit(
        place.manifest(A4),
        lambda manifest: manifest["previous"].update(hash="sha256:" + "0" * 64),
    )
    said = fault(place)
    assert said.startswith(
        f"{place.manifest(A4)}: the chain is broken: {place.manifest(A3)} has another hash"
    )


def test_a_manifest_that_names_another_path(place: Place) -> None:
    edit(
        place.manifest(A4),
        lambda manifest: manifest["previous"].update(path=f"{A1}.manifest.json"),
    )
    assert fault(place).startswith(f"{place.manifest(A4)}: the chain is broken")


def test_replaced_hashes_excuse_no_damage(place: Place) -> None:
    with place.ledger() as ledger:
        take_down(
            ledger, place.publisher(ledger), "ecofocus:a102", "court order", THIRD
        )
    assert place.content(A1)["replaces"]
    flip(place.data(A1), 300)
    assert fault(place).startswith(f"{place.data(A1)}: ")


# --- LATEST.json


@pytest.mark.parametrize(
    "change",
    [
        lambda streams: streams["articles"].update(
            seq=5, manifest=f"{A4}.manifest.json"
        ),
        lambda streams: streams["articles"].update(seq=8),
        lambda streams: streams["articles"].update(manifest=f"{A4}.manifest.json"),
        lambda streams: streams["articles"].update(hash="sha256:" + "0" * 64),
        lambda streams: streams["articles"].pop("seq"),
        lambda streams: streams["articles"].pop("manifest"),
        lambda streams: streams["articles"].pop("hash"),
        lambda streams: streams.pop("articles"),
        lambda streams: streams.pop("weather"),
        lambda streams: streams.update(articles=None),
        lambda streams: streams.update(articles=7),
        lambda streams: streams.update(articles=streams["weather"]),
        lambda streams: streams.clear(),
    ],
)
def test_latest_must_say_what_is(place: Place, change: Callable[[Any], Any]) -> None:
    edit(place.root / LATEST, lambda latest: change(latest["streams"]))
    assert fault(place).startswith(f"{place.root / LATEST}: ")


@pytest.mark.parametrize("streams", [None, [], "articles", 7])
def test_latest_without_streams(place: Place, streams: Any) -> None:
    edit(place.root / LATEST, lambda latest: latest.update(streams=streams))
    assert fault(place).startswith(f"{place.root / LATEST}: ")


def test_latest_that_tells_of_a_stream_without_parts(tmp_path: Path) -> None:
    place = build(tmp_path)
    shutil.rmtree(place.root / "weather")
    assert fault(place).startswith(f"{place.root / LATEST}: says ")
