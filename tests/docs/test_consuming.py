"""The readers in docs/consuming.md: taken from the page and run on a feed that has all that the contract allows."""

import json
import re
import runpy
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import duckdb
import pytest

from envfocus.publishing.takedown import take_down
from tests.support.crawls import ROOT
from tests.support.damage import flip
from tests.support.feeds import (
    A1,
    A4,
    A6,
    LINES,
    PARTS,
    RUN_2,
    THIRD,
    TITLES,
    Place,
    article,
    build,
    take,
)

Follow = Callable[..., None]
PAGE = (ROOT / "docs" / "consuming.md").read_text(encoding="utf-8")


def block(language: str) -> str:
    """The only block of code in a language."""
    (code,) = re.findall(rf"^```{language}\n(.*?)^```$", PAGE, re.DOTALL | re.MULTILINE)
    assert isinstance(code, str)
    return code


@pytest.fixture(params=[None, "zstd"], ids=["plain", "zstd"])
def place(request: pytest.FixtureRequest, tmp_path: Path) -> Place:
    """A feed with an edit, a tombstone, U+2028, and what a crash leaves."""
    place = build(tmp_path, request.param)
    ending = "jsonl.zst" if request.param else "jsonl"
    folder = place.manifest(A6).parent
    orphan = (place.root / f"{A1}.{ending}").read_bytes()
    (folder / f"part-000000000008-000000000009.{ending}").write_bytes(orphan)
    (folder / f".part-000000000010-000000000010.{ending}.tmp").write_bytes(
        b'{"schema":"article-1.1.0","seq":10,"op":'
    )
    (folder / ".part-000000000010-000000000010.manifest.json.tmp").write_bytes(
        b'{"resources": ['
    )
    return place


@pytest.fixture
def follow(tmp_path: Path) -> Follow:
    script = tmp_path / "reader.py"
    script.write_text(block("python"), encoding="utf-8")
    function: Follow = runpy.run_path(str(script))["follow"]
    return function


@pytest.fixture
def archive() -> Iterator[sqlite3.Connection]:
    with closing(sqlite3.connect(":memory:")) as connection:
        yield connection


def held(archive: sqlite3.Connection) -> dict[str, str]:
    """Key → title of what the archive holds."""
    return {
        key: json.loads(data)["title"]
        for key, data in archive.execute("SELECT key, data FROM records")
    }


def taken(archive: sqlite3.Connection) -> list[tuple[str, int]]:
    return archive.execute("SELECT stream, seq FROM taken ORDER BY stream").fetchall()


def take_down_101(place: Place) -> None:
    with place.ledger() as ledger:
        take_down(
            ledger, place.publisher(ledger), "ecofocus:a101", "court order", THIRD
        )


# --- the reader in Python


def test_the_reader_finds_what_is_alive(
    place: Place, follow: Follow, archive: sqlite3.Connection
) -> None:
    follow(place.root, archive)
    assert held(archive) == TITLES
    assert taken(archive) == [("articles", 7)]
    assert archive.execute(
        "SELECT rev FROM records WHERE key = 'ecofocus:a101'"
    ).fetchall() == [(2,)]
    ((data,),) = archive.execute("SELECT data FROM records WHERE key = 'ecofocus:a102'")
    assert json.loads(data)["body"] == "첫 줄\u2028둘째 줄\u2029셋째 줄\u0085넷째 줄"


def test_a_second_run_changes_nothing(
    place: Place, follow: Follow, archive: sqlite3.Connection
) -> None:
    follow(place.root, archive)
    before = list(archive.iterdump())
    follow(place.root, archive)
    assert list(archive.iterdump()) == before


def test_streams_are_followed_apart(
    place: Place, follow: Follow, archive: sqlite3.Connection
) -> None:
    follow(place.root, archive, "weather")
    assert taken(archive) == [("weather", 3)]
    follow(place.root, archive)
    assert taken(archive) == [("articles", 7), ("weather", 3)]
    assert archive.execute("SELECT COUNT(*) FROM records").fetchall() == [(4 + 3,)]


@pytest.mark.parametrize("parts", [1, 2, 3])
def test_it_goes_on_behind_the_seq_that_it_remembers(
    place: Place, follow: Follow, archive: sqlite3.Connection, parts: int
) -> None:
    later = {part: place.manifest(part).read_bytes() for part in PARTS[parts:4]}
    for part in later:
        place.manifest(part).unlink()
    follow(place.root, archive)
    assert taken(archive) == [("articles", [2, 3, 5][parts - 1])]
    assert "ecofocus:a105" not in held(archive)
    for part, manifest in later.items():
        place.manifest(part).write_bytes(manifest)
    follow(place.root, archive)
    assert held(archive) == TITLES


@pytest.mark.parametrize("seq", range(8))
def test_a_seq_from_elsewhere_may_lie_inside_a_part(
    place: Place, follow: Follow, archive: sqlite3.Connection, seq: int
) -> None:
    archive.execute("CREATE TABLE taken (stream TEXT PRIMARY KEY, seq INTEGER)")
    archive.execute("INSERT INTO taken VALUES ('articles', ?)", (seq,))
    archive.commit()
    follow(place.root, archive)
    rest = {line.key: line.title for line in LINES if line.seq > seq}
    assert held(archive) == {
        key: title for key, title in rest.items() if title is not None
    }


def test_an_archive_that_forgets_its_seq_ends_with_the_same(
    place: Place, follow: Follow, archive: sqlite3.Connection
) -> None:
    follow(place.root, archive)
    with archive:
        archive.execute("DELETE FROM taken")
    follow(place.root, archive)
    assert held(archive) == TITLES
    assert taken(archive) == [("articles", 7)]


def test_a_takedown_reaches_it_behind_the_remembered_seq(
    place: Place, follow: Follow, archive: sqlite3.Connection
) -> None:
    follow(place.root, archive)
    take_down_101(place)
    follow(place.root, archive)
    assert held(archive) == {
        key: title for key, title in TITLES.items() if key != "ecofocus:a101"
    }
    assert taken(archive) == [("articles", 8)]


def test_rewritten_parts_are_read_like_others(
    place: Place, follow: Follow, archive: sqlite3.Connection
) -> None:
    take_down_101(place)
    follow(place.root, archive)
    assert held(archive) == {
        key: title for key, title in TITLES.items() if key != "ecofocus:a101"
    }
    assert taken(archive) == [("articles", 8)]


def test_an_article_that_comes_back_is_there_again(
    place: Place, follow: Follow, archive: sqlite3.Connection
) -> None:
    follow(place.root, archive)
    with place.ledger() as ledger:
        take(ledger, article(103, title="숲길 다시 열려"))
        place.publisher(ledger).publish(RUN_2, THIRD)
    follow(place.root, archive)
    assert held(archive) == {**TITLES, "ecofocus:a103": "숲길 다시 열려"}


def test_a_part_that_is_being_replaced_stops_it_with_nothing_taken_of_it(
    place: Place, follow: Follow, archive: sqlite3.Connection
) -> None:
    (data,) = place.manifest(A4).parent.glob("part-000000000004-000000000005.jsonl*")
    flip(data, 700)
    with pytest.raises(RuntimeError, match=re.escape(str(data))):
        follow(place.root, archive)
    assert taken(archive) == [("articles", 3)]
    assert held(archive)["ecofocus:a101"] == "강변 숲길 열려"
    flip(data, 700)
    follow(place.root, archive)
    assert held(archive) == TITLES


def test_a_missing_part_stops_it(
    place: Place, follow: Follow, archive: sqlite3.Connection
) -> None:
    place.manifest(A1).unlink()
    with pytest.raises(
        RuntimeError, match=r"follows seq 2, but 0 is the last one here"
    ):
        follow(place.root, archive)
    assert taken(archive) == []


def test_without_zstd_it_says_what_is_missing(
    tmp_path: Path,
    follow: Follow,
    archive: sqlite3.Connection,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    place = build(tmp_path, "zstd")
    monkeypatch.setitem(sys.modules, "compression.zstd", None)
    monkeypatch.setitem(sys.modules, "backports.zstd", None)
    with pytest.raises(ImportError, match=r"backports\.zstd"):
        follow(place.root, archive)
    assert taken(archive) == []


def test_the_example_of_the_page(place: Place) -> None:
    (example,) = re.findall(r"^For example `(follow\(.*\))`\.$", PAGE, re.MULTILINE)
    script = f"import pathlib, sqlite3\n{block('python')}\n{example}\n"
    subprocess.run(
        [sys.executable, "-c", script], cwd=place.folder, check=True, timeout=60
    )
    with closing(sqlite3.connect(place.folder / "archive.sqlite3")) as archive:
        assert held(archive) == TITLES


# --- in DuckDB


def rows(monkeypatch: pytest.MonkeyPatch, place: Place) -> list[Any]:
    monkeypatch.chdir(place.folder)
    with duckdb.connect() as connection:
        return connection.execute(block("sql")).fetchall()


def test_duckdb_finds_the_same(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    found = rows(monkeypatch, place)
    assert {key: title for key, _, title, _ in found} == TITLES
    assert [(key, rev) for key, rev, _, _ in found] == [
        ("ecofocus:a101", 2),
        ("ecofocus:a102", 1),
        ("ecofocus:a104", 1),
        ("ecofocus:a105", 1),
    ]
    assert {key: at for key, _, _, at in found} == {
        line.key: line.published_at for line in LINES if line.published_at
    }


def test_duckdb_after_a_takedown(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    take_down_101(place)
    found = {key: title for key, _, title, _ in rows(monkeypatch, place)}
    assert found == {
        key: title for key, title in TITLES.items() if key != "ecofocus:a101"
    }


# --- hashes


@pytest.mark.skipif(
    not (shutil.which("jq") and shutil.which("sha256sum")),
    reason="needs jq and sha256sum",
)
def test_the_hashes_can_be_checked_from_a_shell(place: Place) -> None:
    def check() -> subprocess.CompletedProcess[str]:
        command = ["/bin/sh", "-c", block("sh")]
        return subprocess.run(
            command,
            cwd=place.folder,
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )

    done = check()
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    (data,) = place.manifest(A4).parent.glob("part-000000000004-000000000005.jsonl*")
    flip(data, 700)
    done = check()
    assert done.returncode == 1
    assert done.stdout == f"feed/v1/articles/dt=2025-12-09/{data.name}: FAILED\n"
