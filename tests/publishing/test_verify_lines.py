"""Damage to the lines of a part, and to what its manifest says of them, is found and named."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from backports import zstd

from envfocus.exporters import LONGEST_LINE
from envfocus.publishing.content import content_sha256
from tests.support.damage import edit, edit_line, fault, lines_of, reseal
from tests.support.feeds import A1, A3, A4, A6, W1, Place, build

LATEST = "LATEST.json"


@pytest.fixture
def place(tmp_path: Path) -> Place:
    return build(tmp_path)


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
    "not a number": (
        put_data(1, article_no="NaN"),
        "line 1: breaks its schema: data.article_no",
    ),
    "torn": (tear, "line 2: torn"),
    "byte order mark": (mark, "line 1: no JSON"),
    "seq with a gap": (put(2, seq=6), "line 2: seq 6, expected 5"),
    "seq twice": (put(2, seq=4), "line 2: seq 4, expected 5"),
    "seq missing": (put(2, seq=None), "line 2: seq None, expected 5"),
    "key and rev twice": (put(1, rev=1), "line 1: ecofocus:a101 rev 1 after rev 1"),
    "rev skipped": (put(1, rev=3), "line 1: ecofocus:a101 rev 3 after rev 1"),
    "rev missing": (put(1, rev=None), "line 1: ecofocus:a101 rev None after rev 1"),
    "first rev is not 1": (put(2, rev=2), "line 2: ecofocus:a104 rev 2 after rev 0"),
    "key of another": (
        put(2, key="ecofocus:a101"),
        "line 2: ecofocus:a101 rev 1 after rev 2",
    ),
    "key malformed": (put(2, key="104"), "line 2: breaks its schema: key"),
    "content changed": (
        put_data(2, title="갯벌"),
        "line 2: ecofocus:a104: content_sha256",
    ),
    "hash changed": (
        put(2, content_sha256="0" * 64),
        "line 2: ecofocus:a104: content_sha256",
    ),
    "hash missing": (
        put(2, content_sha256=None),
        "line 2: ecofocus:a104: content_sha256",
    ),
    "field missing": (drop(1, "rights"), "line 1: breaks its schema: record"),
    "field unknown": (put(1, colour="green"), "line 1: breaks its schema: record"),
    "another schema": (
        put(1, schema="article-2.0.0"),
        "line 1: breaks its schema: schema",
    ),
    "an instant without offset": (
        put(1, observed_at="2025-12-08T12:00:00"),
        "line 1: breaks its schema: observed_at",
    ),
    "an unknown op": (put(1, op="delete"), "line 1: breaks its schema: op"),
    "upsert without data": (put(1, data=None), "line 1: breaks its schema: data"),
    "tombstone with data": (put(1, op="tombstone"), "line 1: breaks its schema: data"),
}


@pytest.mark.parametrize(("deed", "said"), SEALED.values(), ids=SEALED)
def test_lines(place: Place, deed: Callable[[Place], None], said: str) -> None:
    deed(place)
    reseal(place)
    assert fault(place).startswith(f"{place.data(A4)}: {said}")


def test_a_line_longer_than_readers_take(place: Place) -> None:
    def lengthen(record: dict[str, Any]) -> None:
        record["data"]["body"] = "x" * LONGEST_LINE
        record["content_sha256"] = content_sha256(record["data"])

    edit_line(place.data(A4), 2, lengthen)
    reseal(place)
    assert (
        fault(place)
        == f"{place.data(A4)}: line 2: not in the form that the feed writes"
    )


def test_a_line_too_few(place: Place) -> None:
    drop_line(place)
    reseal(place)
    assert fault(place) == f"{place.manifest(A4)}: last_seq is 5, the file has 4"


def test_a_line_too_many(place: Place) -> None:
    path = place.data(A4)
    extra = (
        lines_of(path)[1].replace(b'"seq":5,', b'"seq":6,').replace(b":a104", b":a109")
    )
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
    [
        lambda data: data[:-5],
        lambda data: b"x" + data[1:],
        lambda _: b"no zstd",
        lambda data: data[:-40] + b"\0" * 40,
    ],
    ids=["cut off", "head", "another format", "checksum"],
)
def test_a_compressed_part_that_cannot_be_unpacked(
    tmp_path: Path, change: Callable[[bytes], bytes]
) -> None:
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


def schema(name: str, path: str) -> dict[str, str]:
    return {"name": name, "path": path, "hash": ""}


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({"records": 3}, "records is 3, the file has 2"),
        ({"records": None}, 'records: null is not of type "integer"'),
        (
            {"ops": {"upsert": 1, "tombstone": 1}},
            "ops is {'upsert': 1, 'tombstone': 1}, the file has",
        ),
        ({"ops": {"upsert": 2}}, 'ops: "tombstone" is a required property'),
        (
            {"oldest_published_at": "2008-12-31T15:00:01Z"},
            "oldest_published_at is '2008-12-31T15:00:01Z', the file",
        ),
        (
            {"oldest_published_at": None},
            "oldest_published_at is None, the file has '2008-12-31T15:00:00Z'",
        ),
        (
            {"newest_published_at": "2025-02-07T17:35:14+09:00"},
            "newest_published_at is",
        ),
        ({"first_seq": 5}, "its name is not its seq 5–5"),
        ({"last_seq": 6}, "its name is not its seq 4–6"),
        ({"first_seq": None}, ""),
        ({"stream": "weather"}, ""),
        (
            {"schema": schema("weather-1.1.0", "schema/weather-1.1.0.json")},
            None,
        ),
        (
            {"schema": schema("article-1.0.0", "schema/article-1.1.0.json")},
            "names the schema article-1.0.0, and the file schema/article-1.1.0.json",
        ),
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


@pytest.mark.parametrize(
    "content", [b"", b"{", b"[]", b"null", b'"x"', b"{}", b"\xff\xfe"]
)
@pytest.mark.parametrize("name", [f"{A3}.manifest.json", f"{A6}.manifest.json", LATEST])
def test_what_is_no_manifest_at_all(place: Place, name: str, content: bytes) -> None:
    (place.root / name).write_bytes(content)
    assert str(place.root / name) in fault(place)
