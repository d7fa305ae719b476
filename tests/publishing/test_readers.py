"""The feed in the hands of its readers: each finds the same lines, keys, instants and texts."""

import json
import shutil
import subprocess
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import duckdb
import frictionless
import pandas as pd
import polars as pl
import pyarrow as pa
import pyarrow.json
import pytest
from backports import zstd

from envfocus.exporters import LONGEST_LINE, line
from envfocus.publishing.contract import Contract
from tests.support.damage import flip
from tests.support.feeds import (
    A1,
    A3,
    A6,
    FIRST,
    LINES,
    PARTS,
    RUN_1,
    W1,
    Line,
    Place,
    article,
    build,
    take,
)

Reader = Callable[[list[Path]], list[Line]]


def instant(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None


def from_record(record: dict[str, Any]) -> Line:
    data = record["data"] or {}
    at = instant(data.get("published_at"))
    return Line(
        record["seq"],
        record["key"],
        record["rev"],
        record["op"],
        at,
        data.get("title"),
        data.get("body"),
    )


def unpacked(path: Path) -> bytes:
    data = path.read_bytes()
    return zstd.decompress(data) if path.suffix == ".zst" else data


def by_json(files: list[Path]) -> list[Line]:
    return [
        from_record(json.loads(entry))
        for file in files
        for entry in unpacked(file).split(b"\n")[:-1]
    ]


def by_json_from_text(files: list[Path]) -> list[Line]:
    """As text, split wherever Python sees the end of a line."""
    return [
        from_record(json.loads(entry))
        for file in files
        for entry in unpacked(file).decode().splitlines()
    ]


def by_duckdb(files: list[Path]) -> list[Line]:
    sql = """SELECT seq, key, rev, op, data.published_at, data.title, data.body
             FROM read_json($files, union_by_name = true) ORDER BY seq"""
    with duckdb.connect() as connection:
        return [
            Line(*row)
            for row in connection.execute(
                sql, {"files": [str(file) for file in files]}
            ).fetchall()
        ]


def by_duckdb_utc(files: list[Path]) -> list[Line]:
    sql = """SELECT seq, key, rev, op, data.published_at_utc, data.title, data.body
             FROM read_json($files, columns = {seq: 'BIGINT', key: 'VARCHAR', rev: 'BIGINT', op: 'VARCHAR',
             data: 'STRUCT(published_at_utc TIMESTAMPTZ, title VARCHAR, body VARCHAR)'}) ORDER BY seq"""
    with duckdb.connect() as connection:
        return [
            Line(*row)
            for row in connection.execute(
                sql, {"files": [str(file) for file in files]}
            ).fetchall()
        ]


def by_pandas(files: list[Path]) -> list[Line]:
    frame = pd.concat(
        [pd.read_json(file, lines=True) for file in files], ignore_index=True
    )
    return [
        from_record({**row, "data": _no_nan(row["data"])})
        for row in frame.to_dict(orient="records")
    ]


def _no_nan(value: Any) -> Any:
    return value if isinstance(value, dict) else None


def by_polars(files: list[Path]) -> list[Line]:
    data = pl.col("data").struct
    at = data.field("published_at").cast(pl.String).str.to_datetime(time_zone="UTC")
    frame = pl.scan_ndjson(files).select(
        "seq", "key", "rev", "op", at, data.field("title"), data.field("body")
    )
    return [Line(*row) for row in frame.collect().iter_rows()]


def by_pyarrow(files: list[Path]) -> list[Line]:
    tables = []
    for file in files:
        with pa.input_stream(file, compression="detect") as stream:
            tables.append(pa.json.read_json(stream))
    rows = pa.concat_tables(tables, promote_options="permissive").to_pylist()
    return [_from_arrow(row) for row in rows]


def _from_arrow(row: dict[str, Any]) -> Line:
    """Instants come as the same instant in UTC, without a zone."""
    data = row["data"] or {}
    at, utc = data.get("published_at"), data.get("published_at_utc")
    assert at == utc
    at = at.replace(tzinfo=UTC) if at else None
    return Line(
        row["seq"],
        row["key"],
        row["rev"],
        row["op"],
        at,
        data.get("title"),
        data.get("body"),
    )


def by_jq(files: list[Path]) -> list[Line]:
    if shutil.which("jq") is None:
        pytest.skip("jq is not installed")
    program = "{seq, key, rev, op, data}"
    data = b"".join(unpacked(file) for file in files)
    done = subprocess.run(
        ["jq", "-c", program],  # noqa: S607
        input=data,
        capture_output=True,
        check=True,
        timeout=60,
    )
    return [from_record(json.loads(entry)) for entry in done.stdout.split(b"\n")[:-1]]


READERS: dict[str, Reader] = {
    "json": by_json,
    "json from text": by_json_from_text,
    "duckdb": by_duckdb,
    "duckdb, typed": by_duckdb_utc,
    "pandas": by_pandas,
    "polars": by_polars,
    "pyarrow": by_pyarrow,
    "jq": by_jq,
}
every_reader = pytest.mark.parametrize("reader", READERS.values(), ids=READERS)


def articles(place: Place, ending: str = "jsonl") -> list[Path]:
    return [place.root / f"{part}.{ending}" for part in PARTS[:4]]


@pytest.fixture
def place(tmp_path: Path) -> Place:
    return build(tmp_path)


@every_reader
def test_every_reader_finds_the_same_lines(place: Place, reader: Reader) -> None:
    assert reader(articles(place)) == list(LINES)


@every_reader
def test_compressed_parts_are_read_the_same(tmp_path: Path, reader: Reader) -> None:
    files = articles(build(tmp_path, "zstd"), "jsonl.zst")
    if reader is by_pandas and sys.version_info < (3, 14):
        pytest.importorskip(
            "zstandard", reason="pandas reads zstd with the package zstandard only"
        )
    assert reader(files) == list(LINES)


@every_reader
def test_one_file_of_all_lines_is_read_the_same(
    place: Place, tmp_path: Path, reader: Reader
) -> None:
    whole = tmp_path / "whole.jsonl"
    whole.write_bytes(b"".join(file.read_bytes() for file in articles(place)))
    assert reader([whole]) == list(LINES)


@every_reader
def test_the_longest_line_that_the_contract_lets_through_is_read(
    tmp_path: Path, reader: Reader
) -> None:
    place = publish_longest(tmp_path)
    (found,) = reader([place.data(ONE)])
    assert found[:4] == (1, "ecofocus:a101", 1, "upsert")
    assert found.body is not None
    assert found.body.strip("x") == ""
    assert len(found.body) > LONGEST_LINE - 5000


def test_the_longest_line_is_no_longer_in_the_feed_than_a_mebibyte(
    tmp_path: Path,
) -> None:
    (written,) = (
        publish_longest(tmp_path).data(ONE).read_bytes().splitlines(keepends=True)
    )
    assert len(written) <= 1_048_576


ONE = "articles/dt=2025-12-08/part-000000000001-000000000001"


def publish_longest(folder: Path) -> Place:
    """A feed of one line: the longest that the contract lets through."""
    place, record = Place(folder), article(101, body="")
    record.data.body = "x" * (
        LONGEST_LINE - 2048 - len(line(record))
    )  # acceptance adds to the line
    Contract().serialize(record)
    with place.ledger() as ledger:
        take(ledger, record)
        place.publisher(ledger).publish(RUN_1, FIRST)
    return place


def columns_by_duckdb(file: Path) -> list[str]:
    sql = "DESCRIBE SELECT * FROM read_json($file, hive_partitioning = false)"
    with duckdb.connect() as connection:
        described = connection.execute(sql, {"file": str(file)}).fetchall()
    return [name for name, *_ in described]


def columns_by_pyarrow(file: Path) -> list[str]:
    return list(pa.json.read_json(file).schema.names)


COLUMNS: dict[str, Callable[[Path], list[str]]] = {
    "duckdb": columns_by_duckdb,
    "pandas": lambda file: list(pd.read_json(file, lines=True).columns),
    "polars": lambda file: pl.read_ndjson(file).columns,
    "pyarrow": columns_by_pyarrow,
}
ENVELOPE = (
    "schema seq op key rev content_sha256 changed_fields observed_at observed_at_utc run_id parser_version"
    " source rights quality data"
).split()
DATA = (
    "article_no url section section_no title subtitles byline published_raw published_at published_at_utc"
    " published_precision modified_raw modified_at modified_at_utc modified_precision dateline body images tags"
    " dates regions primary_region page_date_raw page_date"
).split()


@pytest.mark.parametrize("columns", COLUMNS.values(), ids=COLUMNS)
@pytest.mark.parametrize("part", [A1, A3, A6, W1])
def test_no_column_is_missing_where_it_is_null(
    place: Place, part: str, columns: Callable[[Path], list[str]]
) -> None:
    assert columns(place.data(part)) == ENVELOPE


def test_no_field_of_an_article_is_missing_where_it_is_null(place: Place) -> None:
    full, bare = (pl.read_ndjson(place.data(part)).schema["data"] for part in (A1, A3))
    assert isinstance(full, pl.Struct)
    assert isinstance(bare, pl.Struct)
    assert [field.name for field in full.fields] == DATA
    assert [field.name for field in bare.fields] == DATA


# --- Frictionless Data Package


def errors(manifest: Path) -> list[list[str]]:
    report = frictionless.validate(str(manifest))
    found: list[list[str]] = report.flatten(["type", "note"])
    return (
        found if found or report.stats["tasks"] == 1 else [["nothing", "was validated"]]
    )


@pytest.mark.parametrize("compression", [None, "zstd"])
@pytest.mark.parametrize("part", PARTS)
def test_frictionless_finds_nothing_wrong(
    tmp_path: Path, part: str, compression: str | None
) -> None:
    assert errors(build(tmp_path, compression).manifest(part)) == []


@pytest.mark.parametrize("part", PARTS)
def test_frictionless_finds_a_changed_byte(place: Place, part: str) -> None:
    data = place.data(part)
    flip(
        data, data.read_bytes().index(b'"run_id":"2') + 12
    )  # a digit: the line stays JSON
    assert [kind for kind, _ in errors(place.manifest(part))] == ["hash-count"]


def test_frictionless_by_its_command_line(place: Place) -> None:
    program = Path(sys.executable).with_name("frictionless")
    done = subprocess.run(
        [program, "validate", place.manifest(A1)],
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert "INVALID" not in done.stdout
    assert (done.returncode, "VALID" in done.stdout) == (0, True)
