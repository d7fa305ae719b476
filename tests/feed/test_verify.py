"""Every kind of damage is found, and the file that has it is named."""

import re
import shutil
import sqlite3
from collections import Counter
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from backports import zstd

from envfocus.exceptions import FeedError
from envfocus.feed.layout import Layout
from envfocus.feed.takedown import take_down
from envfocus.feed.verify import against_ledger, verify
from envfocus.ledger.file import FILE_NAME
from tests.support.feeds import (
    A1,
    A3,
    A4,
    A6,
    FIRST,
    PARTS,
    RUN_1,
    THIRD,
    W1,
    W3,
    Place,
    article,
    build,
    command,
    edit,
    edit_line,
    ended,
    flip,
    lines_of,
    reseal,
    take,
)

Deed = Callable[[Place], Path]
"""Does damage; returns the file that must be named."""

LATEST = "LATEST.json"
ARTICLE = "schema/article-1.0.0.json"


@pytest.fixture
def place(tmp_path: Path) -> Place:
    return build(tmp_path)


def fault(place: Place) -> str:
    with pytest.raises(FeedError) as caught:
        verify(place.layout)
    said = str(caught.value)
    assert "\n" not in said
    return said


# --- what is well


@pytest.mark.parametrize("compression", [None, "zstd"])
def test_a_feed_as_it_was_written_is_well(tmp_path: Path, compression: str | None) -> None:
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
        take_down(ledger, place.publisher(ledger), "ecofocus:a101", "court order", THIRD)
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
    assert {where: outcome for where in places if (outcome := after_flip(place, path, where, place.root))} == {}


@pytest.mark.parametrize("first", range(2))
def test_a_changed_byte_of_latest(place: Place, first: int) -> None:
    path = place.root / LATEST
    places = range(path.read_bytes().index(b'"streams"') + first, path.stat().st_size - 1, 2)
    assert {where: outcome for where in places if (outcome := after_flip(place, path, where, path))} == {}


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
    "first part missing": remove(f"{A1}.jsonl", f"{A1}.manifest.json", f"{A3}.manifest.json"),
    "middle part missing": remove(f"{A3}.jsonl", f"{A3}.manifest.json", f"{A4}.manifest.json"),
    "last part missing": remove(f"{A6}.jsonl", f"{A6}.manifest.json", LATEST),
    "manifest missing": remove(f"{A3}.manifest.json", f"{A4}.manifest.json"),
    "last manifest missing": remove(f"{W3}.manifest.json", LATEST),
    "all manifests missing": remove(f"{W1}.manifest.json", f"{W3}.manifest.json", LATEST),
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
    assert fault(place).startswith(f"{place.root / ARTICLE}: not the schema that the part was written with")


# --- lines of a part that is sealed anew: sizes, hashes and chain are true


def swap_lines(place: Place) -> None:
    path = place.data(A4)
    path.write_bytes(b"".join(reversed(lines_of(path))))


def repeat_line(place: Place) -> None:
    path = place.data(A4)
    lines = lines_of(path)
    path.write_bytes(b"".join([lines[0], lines[1], lines[1]]))


def drop_line(place: Place) -> None:
    path = place.data(A4)
    path.write_bytes(lines_of(path)[0])


def insert(text: bytes) -> Callable[[Place], None]:
    def deed(place: Place) -> None:
        path = place.data(A4)
        lines = lines_of(path)
        path.write_bytes(b"".join([lines[0], text, lines[1]]))

    return deed


def tear(place: Place) -> None:
    path = place.data(A4)
    path.write_bytes(path.read_bytes()[:-1])


def mark(place: Place) -> None:
    path = place.data(A4)
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes())


def put(number: int, **values: Any) -> Callable[[Place], None]:
    """Fields of a line of A4 (an edit of a101, then a104), counted from 1."""

    def deed(place: Place) -> None:
        edit_line(place.data(A4), number, lambda record: record.update(values))

    return deed


def put_data(number: int, **values: Any) -> Callable[[Place], None]:
    def deed(place: Place) -> None:
        edit_line(place.data(A4), number, lambda record: record["data"].update(values))

    return deed


def drop(number: int, name: str) -> Callable[[Place], None]:
    def deed(place: Place) -> None:
        edit_line(place.data(A4), number, lambda record: record.pop(name))

    return deed


SEALED: dict[str, tuple[Callable[[Place], None], str]] = {
    "swapped": (swap_lines, "line 1: seq 5, expected 4"),
    "doubled": (repeat_line, "line 3: seq 5, expected 6"),
    "no JSON": (insert(b"{'seq': 5}\n"), "line 2: no JSON"),
    "no object": (insert(b"[]\n"), "line 2: no JSON object"),
    "empty line": (insert(b"\n"), "line 2: no JSON"),
    "not a number": (put_data(1, article_no="NaN"), "line 1: breaks its schema: data.article_no"),
    "torn": (tear, "line 2: torn"),
    "byte order mark": (mark, "line 1: no JSON"),
    "seq with a gap": (put(2, seq=6), "line 2: seq 6, expected 5"),
    "seq twice": (put(2, seq=4), "line 2: seq 4, expected 5"),
    "seq missing": (put(2, seq=None), "line 2: seq None, expected 5"),
    "key and rev twice": (put(1, rev=1), "line 1: ecofocus:a101 rev 1 after rev 1"),
    "rev skipped": (put(1, rev=3), "line 1: ecofocus:a101 rev 3 after rev 1"),
    "rev missing": (put(1, rev=None), "line 1: ecofocus:a101 rev None after rev 1"),
    "first rev is not 1": (put(2, rev=2), "line 2: ecofocus:a104 rev 2 after rev 0"),
    "key of another": (put(2, key="ecofocus:a101"), "line 2: ecofocus:a101 rev 1 after rev 2"),
    "key malformed": (put(2, key="104"), "line 2: breaks its schema: key"),
    "content changed": (put_data(2, title="갯벌"), "line 2: ecofocus:a104: content_sha256"),
    "hash changed": (put(2, content_sha256="0" * 64), "line 2: ecofocus:a104: content_sha256"),
    "hash missing": (put(2, content_sha256=None), "line 2: ecofocus:a104: content_sha256"),
    "field missing": (drop(1, "rights"), "line 1: breaks its schema: record"),
    "field unknown": (put(1, colour="green"), "line 1: breaks its schema: record"),
    "another schema": (put(1, schema="article-2.0.0"), "line 1: breaks its schema: schema"),
    "an instant without offset": (put(1, observed_at="2025-12-08T12:00:00"), "line 1: breaks its schema: observed_at"),
    "an unknown op": (put(1, op="delete"), "line 1: breaks its schema: op"),
    "upsert without data": (put(1, data=None), "line 1: breaks its schema: data"),
    "tombstone with data": (put(1, op="tombstone"), "line 1: breaks its schema: data"),
}


@pytest.mark.parametrize(("deed", "said"), SEALED.values(), ids=SEALED)
def test_lines(place: Place, deed: Callable[[Place], None], said: str) -> None:
    deed(place)
    reseal(place)
    assert fault(place).startswith(f"{place.data(A4)}: {said}")


def test_a_line_too_few(place: Place) -> None:
    drop_line(place)
    reseal(place)
    assert fault(place) == f"{place.manifest(A4)}: last_seq is 5, the file has 4"


def test_a_line_too_many(place: Place) -> None:
    path = place.data(A4)
    extra = lines_of(path)[1].replace(b'"seq":5,', b'"seq":6,').replace(b":a104", b":a109")
    path.write_bytes(path.read_bytes() + extra)
    reseal(place)
    assert fault(place) == f"{place.manifest(A4)}: last_seq is 5, the file has 6"


def test_a_line_without_op_is_not_hidden_by_its_manifest(place: Place) -> None:
    put(1, op=None)(place)
    edit(place.manifest(A4), lambda manifest: manifest["ops"].update(upsert=1))
    reseal(place)
    assert fault(place).startswith(f"{place.data(A4)}: line 1: ")


def test_lines_of_the_other_stream(place: Place) -> None:
    place.data(W1).write_bytes(place.data(A1).read_bytes())
    reseal(place)
    assert fault(place).startswith(f"{place.data(W1)}: line 1: breaks its schema: ")


@pytest.mark.parametrize(
    "change",
    [lambda data: data[:-5], lambda data: b"x" + data[1:], lambda _: b"no zstd", lambda data: data[:-40] + b"\0" * 40],
    ids=["cut off", "head", "another format", "checksum"],
)
def test_a_compressed_part_that_cannot_be_unpacked(tmp_path: Path, change: Callable[[bytes], bytes]) -> None:
    place = build(tmp_path, "zstd")
    path = place.root / f"{A4}.jsonl.zst"
    path.write_bytes(change(path.read_bytes()))
    reseal(place)
    assert fault(place).startswith(f"{path}: cannot be read: ")


def test_a_compressed_part_with_swapped_lines(tmp_path: Path) -> None:
    place = build(tmp_path, "zstd")
    path = place.root / f"{A4}.jsonl.zst"
    lines = zstd.decompress(path.read_bytes()).splitlines(keepends=True)
    path.write_bytes(zstd.compress(b"".join(reversed(lines))))
    reseal(place)
    assert fault(place).startswith(f"{path}: line 1: seq 5, expected 4")


# --- manifests that are sealed anew


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({"records": 3}, "records is 3, the file has 2"),
        ({"records": None}, 'records: null is not of type "integer"'),
        ({"ops": {"upsert": 1, "tombstone": 1}}, "ops is {'upsert': 1, 'tombstone': 1}, the file has"),
        ({"ops": {"upsert": 2}}, 'ops: "tombstone" is a required property'),
        ({"oldest_published_at": "2008-12-31T15:00:01Z"}, "oldest_published_at is '2008-12-31T15:00:01Z', the file"),
        ({"oldest_published_at": None}, "oldest_published_at is None, the file has '2008-12-31T15:00:00Z'"),
        ({"newest_published_at": "2025-02-07T17:35:14+09:00"}, "newest_published_at is"),
        ({"first_seq": 5}, "its name is not its seq 5–5"),
        ({"last_seq": 6}, "its name is not its seq 4–6"),
        ({"first_seq": None}, ""),
        ({"stream": "weather"}, ""),
        ({"schema": {"name": "x", "path": "schema/weather-1.0.0.json", "hash": ""}}, None),
        ({"resources": []}, ""),
        ({"resources": [{"path": "../part.jsonl"}]}, ""),
        ({"replaces": "sha256:0"}, ""),
    ],
)
def test_manifests(place: Place, values: dict[str, Any], said: str | None) -> None:
    edit(place.manifest(A4), lambda manifest: manifest.update(values))
    if values.get("resources") is None:
        reseal(place)
    found = fault(place)
    if said is None:
        assert found.startswith(f"{place.data(A4)}: line 1: breaks its schema: ")
    else:
        assert found.startswith(f"{place.manifest(A4)}: {said}")


@pytest.mark.parametrize("part", [A3, A6])
@pytest.mark.parametrize(
    "name",
    "$schema name created resources stream records first_seq last_seq ops oldest_published_at newest_published_at"
    " schema run_id producer previous".split(),
)
def test_a_manifest_that_lacks_something(place: Place, part: str, name: str) -> None:
    edit(place.manifest(part), lambda manifest: manifest.pop(name))
    assert str(place.manifest(part)) in fault(place)


@pytest.mark.parametrize("content", [b"", b"{", b"[]", b"null", b'"x"', b"{}", b"\xff\xfe"])
@pytest.mark.parametrize("name", [f"{A3}.manifest.json", f"{A6}.manifest.json", LATEST])
def test_what_is_no_manifest_at_all(place: Place, name: str, content: bytes) -> None:
    (place.root / name).write_bytes(content)
    assert str(place.root / name) in fault(place)


# --- the chain


def test_a_manifest_that_names_none_before_it(place: Place) -> None:
    edit(place.manifest(A4), lambda manifest: manifest.update(previous=None))
    assert fault(place) == f"{place.manifest(A4)}: names no previous manifest"


def test_a_first_manifest_that_names_one_before_it(place: Place) -> None:
    previous = place.content(A4)["previous"]
    edit(place.manifest(A1), lambda manifest: manifest.update(previous=previous))
    assert fault(place) == f"{place.manifest(A1)}: the manifest before it is missing"


def test_a_manifest_that_names_another_hash(place: Place) -> None:
    edit(place.manifest(A4), lambda manifest: manifest["previous"].update(hash="sha256:" + "0" * 64))
    said = fault(place)
    assert said.startswith(f"{place.manifest(A4)}: the chain is broken: {place.manifest(A3)} has another hash")


def test_a_manifest_that_names_another_path(place: Place) -> None:
    edit(place.manifest(A4), lambda manifest: manifest["previous"].update(path=f"{A1}.manifest.json"))
    assert fault(place).startswith(f"{place.manifest(A4)}: the chain is broken")


def test_replaced_hashes_excuse_no_damage(place: Place) -> None:
    with place.ledger() as ledger:
        take_down(ledger, place.publisher(ledger), "ecofocus:a102", "court order", THIRD)
    assert place.content(A1)["replaces"]
    flip(place.data(A1), 300)
    assert fault(place).startswith(f"{place.data(A1)}: ")


# --- LATEST.json


@pytest.mark.parametrize(
    "change",
    [
        lambda streams: streams["articles"].update(seq=5, manifest=f"{A4}.manifest.json"),
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
        ledger.plan("articles", 2, publisher._plan("articles", RUN_1, THIRD))
        against_ledger(place.layout, ledger.parts())
        assert len(ledger.parts()) == 7


@pytest.mark.parametrize("part", PARTS)
def test_a_part_that_the_feed_lacks(place: Place, part: str) -> None:
    place.manifest(part).unlink()
    assert disagreement(place).startswith(f"{place.manifest(part)}: missing, the ledger has it")


@pytest.mark.parametrize(("part", "stream", "first"), [(A3, "articles", 3), (W3, "weather", 3)])
def test_a_part_that_the_ledger_lacks(place: Place, part: str, stream: str, first: int) -> None:
    with closing(sqlite3.connect(place.state / FILE_NAME)) as connection, connection:
        connection.execute("DELETE FROM parts WHERE stream = ? AND first_seq = ?", (stream, first))
    assert disagreement(place).startswith(f"{place.manifest(part)}: not in the ledger")


def test_a_part_that_the_ledger_has_only_planned(place: Place) -> None:
    with closing(sqlite3.connect(place.state / FILE_NAME)) as connection, connection:
        connection.execute("UPDATE parts SET manifest = NULL WHERE stream = 'articles' AND first_seq = 6")
    assert disagreement(place).startswith(f"{place.manifest(A6)}: not in the ledger; a run that was cut short")


def test_a_feed_that_is_sound_but_not_the_ledgers(place: Place) -> None:
    edit(place.manifest(A4), lambda manifest: manifest.update(run_id="another"))
    reseal(place)
    verify(place.layout)
    assert re.match(re.escape(f"{place.manifest(A4)}: not the manifest"), disagreement(place))


def test_a_part_from_before_a_takedown_that_was_put_back(place: Place) -> None:
    before = {path: path.read_bytes() for path in (place.data(A1), place.manifest(A1))}
    with place.ledger() as ledger:
        take_down(ledger, place.publisher(ledger), "ecofocus:a102", "court order", FIRST)
    for path, data in before.items():
        path.write_bytes(data)
    assert disagreement(place).startswith(f"{place.manifest(A1)}: not the manifest")


# --- the command


def test_the_command_says_what_it_found(place: Place) -> None:
    done = command(place, "verify")
    assert ended(done) == (0, "")
    assert done.stdout == ("articles: 4 parts, 7 records, seq 7\nweather: 2 parts, 3 records, seq 3\nledger: agrees\n")


def test_the_command_needs_no_ledger_for_a_folder(place: Place) -> None:
    shutil.rmtree(place.state)
    done = command(place, "verify", place.folder / "feed")
    assert ended(done) == (0, "")
    assert done.stdout == "articles: 4 parts, 7 records, seq 7\nweather: 2 parts, 3 records, seq 3\n"
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
