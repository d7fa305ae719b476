"""The schema of a ledger: brought forward from earlier versions, or left as it was."""

import sqlite3
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from envfocus.exceptions import ConfigurationError, LedgerError
from envfocus.ledger import Ledger, PaperIdentity
from envfocus.ledger.file import FILE_NAME
from envfocus.ledger.frontier import Answer, Due
from envfocus.ledger.migrate import migration_scripts
from envfocus.ledger.recheck_schedule import Schedule

AT = datetime.fromisoformat("2025-12-09T12:00:00+09:00")
SCHEDULE = Schedule.parse("1h 6h 24h 7d")
FETCHED, NOON = "2025-12-08T12:00:00+09:00", "2025-12-08T03:00:00Z"
HASH = "0" * 64

RUNS = [
    (
        "one",
        "articles",
        "{}",
        "2025-12-07T12:00:00+09:00",
        "2025-12-07T13:00:00+09:00",
        "finished",
    ),
    ("two", "articles", "{}", "2025-12-08T12:00:00+09:00", None, None),
]
FETCHES = [
    (100, "http_404", '"v0"', None, HASH, FETCHED, "two"),
    (101, "article", '"v1"', "Mon, 08 Dec 2025 03:00:00 GMT", HASH, FETCHED, "two"),
    (102, "http_404", None, None, None, FETCHED, "two"),
    (103, "http_500", None, None, None, FETCHED, "two"),
    (104, "article", None, None, HASH, FETCHED, "one"),
    (105, "alert", '"of the alert"', None, HASH, FETCHED, "one"),
]
"""102 never came; 100 was delivered once, and is gone since one run: that is no deletion yet."""
SIGHTINGS = [
    *[
        (101, "정책", "one"),
        (101, "전국", "two"),
        (102, "정책", "one"),
        (103, "box", "one"),
        (104, "정책", "one"),
    ],
    *[
        (201, "정책", "one"),
        (201, "환경", "two"),
        (202, "rss", "two"),
        (203, "정책", "a run that nobody noted"),
    ],
]
REVISIONS = [
    *[
        ("ecofocus:a101", 1, "2025-02-07T08:35:14Z"),
        ("ecofocus:a101", 2, "2025-02-07T08:40:00Z"),
    ],
    *[("ecofocus:a1010", 1, "2001-01-01T00:00:00Z"), ("ecofocus:a104", 1, None)],
    ("ecofocus:a100", 1, "2009-01-01T00:00:00Z"),
]
LISTINGS = [("정책", 12, "repeats", "one"), ("전국", 3, "failed:http_500", "two")]


@pytest.fixture
def old(tmp_path: Path) -> Path:
    """The folder of a ledger of version 1, as an earlier release left it."""
    return version_1(tmp_path, "ecofocus")


def empty(folder: Path, version: int) -> sqlite3.Connection:
    connection = sqlite3.connect(folder / FILE_NAME)
    for script in migration_scripts()[:version]:
        connection.executescript(script)
    connection.execute(f"PRAGMA user_version = {version}")
    return connection


def version_1(folder: Path, prefix: str) -> Path:
    connection = empty(folder, 1)
    insert(connection, "runs", RUNS)
    insert(connection, "fetches", FETCHES)
    insert(connection, "sightings", SIGHTINGS)
    insert(connection, "listings", LISTINGS)
    insert(connection, "gone", [(102, "two", FETCHED)])
    columns = "stream, key, rev, op, content_sha256, published_at, run_id, line, seq"
    rows = [
        (
            "articles",
            key.replace("ecofocus", prefix),
            rev,
            "upsert",
            HASH,
            at,
            "one",
            b"{}\n",
            None,
        )
        for key, rev, at in REVISIONS
    ]
    weather = f"{prefix}:w0123456789abcdef-01"
    rows.append(
        ("weather", weather, 1, "upsert", HASH, None, "one", b"{}\n", None),
    )
    insert(connection, f"revisions ({columns})", rows)
    connection.commit()
    connection.close()
    return folder


def insert(
    connection: sqlite3.Connection, table: str, rows: list[tuple[Any, ...]]
) -> None:
    marks = ", ".join("?" * len(rows[0]))
    connection.executemany(f"INSERT INTO {table} VALUES ({marks})", rows)  # noqa: S608


def read(folder: Path, sql: str) -> list[Any]:
    connection = sqlite3.connect(folder / FILE_NAME)
    try:
        return connection.execute(sql).fetchall()
    finally:
        connection.close()


@pytest.fixture
def ledger(old: Path) -> Iterator[Ledger]:
    with Ledger.open(old, "test") as opened:
        yield opened


def test_every_number_keeps_its_state_validators_and_publication(
    ledger: Ledger,
) -> None:
    """Validators of what was no article are dropped: they are another page's."""
    sql = "SELECT article_no, result, published_at, etag, last_modified, body_sha256, fetched_at, run_id, tries FROM numbers"
    modified = "Mon, 08 Dec 2025 03:00:00 GMT"
    assert ledger.execute(
        f"{sql} WHERE result != 'unseen' ORDER BY article_no"
    ).fetchall() == [
        (100, "http_404", "2009-01-01T00:00:00Z", None, None, None, NOON, "two", 0),
        (
            101,
            "article",
            "2025-02-07T08:40:00Z",
            '"v1"',
            modified,
            HASH,
            NOON,
            "two",
            0,
        ),
        (102, "http_404", None, None, None, None, NOON, "two", 0),
        (103, "http_500", None, None, None, None, NOON, "two", 0),
        (104, "article", None, None, None, HASH, NOON, "one", 0),
        (105, "alert", None, None, None, None, NOON, "one", 0),
    ]


@pytest.mark.parametrize("prefix", ["ecofocus", "another-paper2"])
def test_the_time_of_publication_is_found_whatever_the_paper(
    tmp_path: Path, prefix: str
) -> None:
    with Ledger.open(version_1(tmp_path, prefix), "test") as ledger:
        sql = "SELECT article_no, published_at FROM numbers WHERE published_at NOT NULL"
        assert sorted(ledger.execute(sql)) == [
            (100, "2009-01-01T00:00:00Z"),
            (101, "2025-02-07T08:40:00Z"),
        ]


def test_what_was_sighted_and_never_asked_for_is_due(ledger: Ledger) -> None:
    sql = "SELECT article_no, sighted_at, fetched_at, run_id, tries FROM numbers WHERE result = 'unseen' ORDER BY article_no"
    rows = ledger.execute(sql).fetchall()
    assert [row[0] for row in rows] == [201, 202, 203]
    assert rows[1] == (202, NOON, None, "two", 0)
    assert rows[2] == (203, "1970-01-01T00:00:00Z", None, "a run that nobody noted", 0)
    unseen = [
        due for due in ledger.frontier.due(AT, 10**9, [], 99) if due.article_no > 200
    ]
    assert unseen == [Due(203), Due(202), Due(201)]
    assert [
        due.article_no
        for due in ledger.frontier.due(AT, 10**9, ["환경"], 99)
        if due.article_no > 200
    ] == [201]
    assert ledger.frontier.already_handled([101, 104, 201, 202, 203], AT) == {101, 104}


def test_what_the_first_version_would_have_asked_for_again_is_due(
    ledger: Ledger,
) -> None:
    """It asked for every number in every run: a failure, and what was gone once, were not explained."""
    assert {100, 103} <= {
        due.article_no for due in ledger.frontier.due(AT, 10**9, [], 99)
    }


def test_nothing_was_seen_by_a_complete_walk_yet(ledger: Ledger) -> None:
    assert ledger.execute(
        "SELECT DISTINCT seen_by_complete_walk FROM sightings"
    ).fetchall() == [(0,)]
    assert ledger.execute(
        "SELECT article_no, place, run_id FROM sightings ORDER BY article_no, place"
    ).fetchall() == sorted(SIGHTINGS)
    assert ledger.execute(
        "SELECT name, pages, stopped, run_id, complete_down_to FROM listings ORDER BY name"
    ).fetchall() == [(*listing, None) for listing in sorted(LISTINGS)]
    assert ledger.frontier.complete_down_to("정책") is None
    assert ledger.frontier.seen_by_complete_walk("정책", [101, 102, 104, 201]) == set()


def test_the_rest_is_as_it_was(ledger: Ledger) -> None:
    assert ledger.execute("SELECT * FROM runs ORDER BY run_id").fetchall() == RUNS
    assert (
        ledger.execute(
            "SELECT key, rev, published_at FROM revisions WHERE stream = 'articles' ORDER BY id"
        ).fetchall()
        == REVISIONS
    )
    assert ledger.frontier.absences() == {102: (FETCHED, FETCHED)}
    assert ledger.frontier.gaps() == [(106, 200)]


def test_old_rows_take_new_answers(ledger: Ledger) -> None:
    """Times of the first version were in KST."""
    assert (
        ledger.frontier.record_answer(
            104, Answer("article", (None, None, HASH), AT, "new"), SCHEDULE
        )
        == "article"
    )
    assert (
        ledger.frontier.record_answer(
            201, Answer("article", ('"n"', None, HASH), AT, "new"), SCHEDULE
        )
        == "unseen"
    )
    ledger.frontier.record_not_modified(101, AT, "new", SCHEDULE)
    sql = "SELECT article_no, due_at FROM numbers WHERE article_no IN (101, 104, 201) ORDER BY article_no"
    week = {
        104: "2025-12-15T03:00:00Z",
        201: "2025-12-14T03:00:00Z",
    }  # of 7 December, 12:00 KST, and a day later
    assert ledger.execute(sql).fetchall() == [(101, None), *week.items()]


def test_it_is_done_once_and_gives_the_schema_of_a_new_file(
    old: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    new = tmp_path_factory.mktemp("new")
    for folder in (old, old, new):
        Ledger.open(folder, "test").close()
    schema = "SELECT type, name, tbl_name FROM sqlite_master ORDER BY type, name"
    assert read(old, schema) == read(new, schema)
    assert ("table", "fetches", "fetches") not in read(new, schema)
    for table in (
        "numbers",
        "sightings",
        "listings",
        "absences",
        "paper",
        "shutdown",
        "runs",
        "revisions",
        "parts",
        "takedowns",
    ):
        columns = f"SELECT name, type, \"notnull\", dflt_value, pk FROM pragma_table_info('{table}')"  # noqa: S608
        assert read(old, columns) == read(new, columns) != []
    assert (
        read(old, "PRAGMA user_version") == read(new, "PRAGMA user_version") == [(3,)]
    )
    assert read(old, "SELECT COUNT(*) FROM numbers") == [(9,)]


def test_a_step_that_fails_leaves_the_file_as_it_was(old: Path) -> None:
    connection = sqlite3.connect(old / FILE_NAME)
    connection.execute("DROP TABLE listings")  # the last table that the step changes
    connection.close()
    before = read(old, "SELECT name FROM sqlite_master ORDER BY name")
    with pytest.raises(LedgerError, match=f"{FILE_NAME}: no such table: listings"):
        Ledger.open(old, "test")
    assert read(old, "SELECT name FROM sqlite_master ORDER BY name") == before
    assert read(old, "SELECT * FROM fetches ORDER BY no") == FETCHES
    assert read(old, "PRAGMA user_version") == [(1,)]


# --- from version 2

ARTICLE = b'{"schema":"article-1.0.0","seq":null,"data":{"body":"%s"}}\n'
WEATHER = b'{"schema":"weather-1.0.0","seq":null,"data":{"row_raw":"%s"}}\n'
QUOTED = '\\"schema\\":\\"article-1.0.0\\", 환경\\u0000'.encode()
"""Text of a page may name a schema too."""
LINES = [
    ("articles", "ecofocus:a1", "upsert", 1, ARTICLE % QUOTED),
    ("articles", "ecofocus:a2", "upsert", None, ARTICLE % QUOTED),
    ("articles", "ecofocus:a3", "tombstone", None, ARTICLE % b""),
    ("weather", "ecofocus:w0123456789abcdef-01", "upsert", 1, WEATHER % b"x"),
    ("weather", "ecofocus:w0123456789abcdef-02", "upsert", None, WEATHER % QUOTED),
    ("articles", "ecofocus:a4", "upsert", None, b'{"schema":"x","seq":null}\n'),
]


@pytest.fixture
def newer(tmp_path: Path) -> Ledger:
    """A ledger of version 2, brought forward."""
    connection = empty(tmp_path, 2)
    for row, (stream, key, op, seq, line) in enumerate(LINES, start=1):
        columns = "id, stream, key, rev, op, run_id, seq"
        values = [(row, stream, key, 1, op, "one", seq)]
        insert(connection, f"revisions ({columns})", values)
        insert(connection, "lines", [(row, line)])
    insert(connection, "sightings", [(1, "정책", "one", 1), (2, "정책", "one", 0)])
    insert(connection, "listings", [("정책", 12, "since", "one", "2025-12-01")])
    insert(connection, "gone", [(1, "one", FETCHED)])
    connection.commit()
    connection.close()
    return Ledger.open(tmp_path, "test")


def test_lines_that_wait_for_publication_name_the_newer_schemas(newer: Ledger) -> None:
    """And only those: what is published is never another byte."""
    with newer:
        assert list(newer.pending("articles")) == [
            (ARTICLE % QUOTED).replace(b"article-1.0.0", b"article-1.1.0", 1),
            (ARTICLE % b"").replace(b"1.0.0", b"1.1.0"),
            LINES[5][4],
        ]
        (waiting,) = newer.pending("weather")
        assert waiting == (WEATHER % QUOTED).replace(b"weather-1.0", b"weather-1.1", 1)
        assert newer.line("ecofocus:a1", 1) == LINES[0][4]
        assert newer.line("ecofocus:w0123456789abcdef-01", 1) == LINES[3][4]
        kinds = newer.execute("SELECT DISTINCT typeof(line) FROM lines").fetchall()
        assert kinds == [("blob",)]


def test_walks_and_absences_stay_as_they_were(newer: Ledger) -> None:
    with newer:
        assert newer.frontier.complete_down_to("정책") == "2025-12-01"
        assert newer.frontier.seen_by_complete_walk("정책", [1, 2, 3]) == {1}
        assert newer.frontier.absences() == {1: (FETCHED, FETCHED)}


def test_the_prefix_of_its_keys_is_known_without_a_paper(newer: Ledger) -> None:
    with newer:
        assert newer.key_prefix == "ecofocus"


def test_a_paper_that_is_refused_brings_nothing_forward(old: Path) -> None:
    """Its keys are another paper's: the ledger stays as the earlier release left it."""
    before = (old / FILE_NAME).read_bytes()
    paper = PaperIdentity("another", "https://another.example/")
    with pytest.raises(ConfigurationError, match="keys of this ledger begin with"):
        Ledger.open(old, "test", paper)
    assert read(old, "PRAGMA user_version") == [(1,)]
    assert (old / FILE_NAME).read_bytes()[100:] == before[100:]


def test_a_newer_version_is_refused(tmp_path: Path) -> None:
    Ledger.open(tmp_path, "test").close()
    connection = sqlite3.connect(tmp_path / FILE_NAME)
    connection.execute("PRAGMA user_version = 99")
    connection.commit()
    connection.close()
    with pytest.raises(
        LedgerError, match="version 99 is newer than this program's 3; update envfocus"
    ):
        Ledger.open(tmp_path, "test")
