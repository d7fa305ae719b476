"""A small feed and its ledger, made from records written by hand.

Two runs, a day apart, at most two records a part. What the feed must then hold stands in `LINES`.
"""

import subprocess
import sys
import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import Any, NamedTuple

import orjson
import pytest

from envfocus.atomic import RealDisk
from envfocus.items import ArticleRecord, Record, WeatherRecord
from envfocus.ledger import Ledger
from envfocus.normalize.text import normalize_text
from envfocus.publishing.acceptance import write_tombstones
from envfocus.publishing.layout import STREAMS, Layout
from envfocus.publishing.publisher import Publisher
from tests.support import records
from tests.support.crawls import ROOT
from tests.support.records import accept

KST = timezone(timedelta(hours=9))
FIRST, SECOND, THIRD = (
    datetime(2025, 12, day, 12, 0, tzinfo=KST) for day in (8, 9, 10)
)
RUN_1, RUN_2 = "20251208T030000Z-abc123", "20251209T030000Z-def456"

A1 = "articles/dt=2025-12-08/part-000000000001-000000000002"
A3 = "articles/dt=2025-12-08/part-000000000003-000000000003"
A4 = "articles/dt=2025-12-09/part-000000000004-000000000005"
A6 = "articles/dt=2025-12-09/part-000000000006-000000000007"
W1 = "weather/dt=2025-12-08/part-000000000001-000000000002"
W3 = "weather/dt=2025-12-09/part-000000000003-000000000003"
PARTS = (A1, A3, A4, A6, W1, W3)
"""The parts, without the endings of their two files."""

BUTTERFLY = "반딧불이 \N{BUTTERFLY}\N{WOMAN}\u200d\N{EAR OF RICE} 돌아왔다"
SEPARATED = "첫 줄\u2028둘째 줄\u2029셋째 줄\u0085넷째 줄"
CONTROLLED = 'tab\t bell\x07 escape\x1b[31m "quoted" back\\slash </script>'


class Line(NamedTuple):
    """What a reader must find on a line."""

    seq: int
    key: str
    rev: int
    op: str
    published_at: datetime | None
    title: str | None
    body: str | None


PLAIN = "숲길이 열렸다."

LINES = (
    Line(
        1,
        "ecofocus:a101",
        1,
        "upsert",
        datetime(2025, 2, 7, 17, 35, 14, tzinfo=KST),
        "강변 숲길 열려",
        PLAIN,
    ),
    Line(
        2,
        "ecofocus:a102",
        1,
        "upsert",
        datetime(2025, 12, 31, 23, 59, 59, tzinfo=KST),
        BUTTERFLY,
        SEPARATED,
    ),
    Line(3, "ecofocus:a103", 1, "upsert", None, "x", ""),
    Line(
        4,
        "ecofocus:a101",
        2,
        "upsert",
        datetime(2025, 2, 7, 17, 35, 14, tzinfo=KST),
        "강변 숲길 다시 열려",
        PLAIN,
    ),
    Line(
        5,
        "ecofocus:a104",
        1,
        "upsert",
        datetime(2009, 1, 1, 0, 0, tzinfo=KST),
        "갯벌에 새 한 쌍",
        PLAIN,
    ),
    Line(
        6,
        "ecofocus:a105",
        1,
        "upsert",
        datetime(2024, 2, 29, 8, 59, tzinfo=KST),
        CONTROLLED,
        "앞\N{REPLACEMENT CHARACTER}뒤\x00\x1f",
    ),
    Line(7, "ecofocus:a103", 2, "tombstone", None, None, None),
)
"""The stream `articles`, in the order of seq."""

TITLES = {
    "ecofocus:a101": "강변 숲길 다시 열려",
    "ecofocus:a102": BUTTERFLY,
    "ecofocus:a104": "갯벌에 새 한 쌍",
    "ecofocus:a105": CONTROLLED,
}
"""What is alive in the end."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a feed and its ledger lie."""

    folder: Path

    @property
    def layout(self) -> Layout:
        """The feed."""
        return Layout(self.folder / "feed")

    @property
    def root(self) -> Path:
        """`v1/` of the feed."""
        return self.folder / "feed" / "v1"

    @property
    def state(self) -> Path:
        """The folder of the ledger."""
        return self.folder / "state"

    def ledger(self) -> Ledger:
        """The ledger, open."""
        return Ledger.open(self.state, "a test")

    def publisher(self, ledger: Ledger, compression: str | None = None) -> Publisher:
        """At most two records a part."""
        publisher = Publisher(ledger, self.layout, RealDisk(), 2, compression)
        publisher.prepare()
        return publisher

    def data(self, part: str) -> Path:
        """The lines of a part, plain."""
        return self.root / f"{part}.jsonl"

    def manifest(self, part: str) -> Path:
        """The manifest of a part."""
        return self.root / f"{part}.manifest.json"

    def content(self, part: str) -> Any:
        """The manifest of a part, as an object."""
        return orjson.loads(self.manifest(part).read_bytes())

    def files(self) -> dict[str, bytes]:
        """Every file of the feed by its path."""
        return contents(self.folder / "feed")


def build(folder: Path, compression: str | None = None) -> Place:
    """The feed of `LINES`, and three rows of weather, in `folder`."""
    place = Place(folder)
    with place.ledger() as ledger:
        for record in first_run():
            take(ledger, record)
        ledger.frontier.record_absence(103, RUN_1, "2025-12-08T12:00:00+09:00")
        place.publisher(ledger, compression).publish(RUN_1, FIRST)
        for record in second_run():
            take(ledger, record)
        ledger.frontier.record_absence(103, RUN_2, "2025-12-09T12:00:00+09:00")
        buried = write_tombstones(ledger, RUN_2, SECOND)
        place.publisher(ledger, compression).publish(RUN_2, SECOND)
    if buried != (1, False):
        raise AssertionError(f"expected one tombstone, got {buried}")
    return place


@contextmanager
def old_program() -> Iterator[None]:
    """As the program was that knew no schema but the first: no plan names one."""
    plan = Publisher._plan

    def without_schema(*arguments: Any) -> dict[str, Any]:
        planned = plan(*arguments)
        del planned["schema"]
        return planned

    with pytest.MonkeyPatch.context() as patch:
        patch.setitem(STREAMS, "articles", "article-1.0.0")
        patch.setitem(STREAMS, "weather", "weather-1.0.0")
        patch.setattr(records, "ARTICLE_SCHEMA", "article-1.0.0")
        patch.setattr(records, "WEATHER_SCHEMA", "weather-1.0.0")
        patch.setattr(Publisher, "_plan", without_schema)
        yield


def first_run() -> list[Record]:
    """Three articles: a plain one, one with what splits lines, one with nothing but what it must have."""
    return [
        article(
            101,
            title="강변 숲길 열려",
            **_published("2025-02-07T17:35:14+09:00", "2025-02-07T08:35:14Z", "second"),
        ),
        article(
            102,
            title=BUTTERFLY,
            body=SEPARATED,
            **_published("2025-12-31T23:59:59+09:00", "2025-12-31T14:59:59Z", "second"),
        ),
        article(103, **bare()),
        weather(1, temperature_c=3.7),
        weather(2, temperature_raw="-", temperature_c=None),
    ]


def second_run() -> list[Record]:
    """An edit, an article in decomposed Hangul, one with a lone surrogate and control characters."""
    decomposed = unicodedata.normalize("NFD", "갯벌에 새 한 쌍")
    return [
        article(
            101,
            title="강변 숲길 다시 열려",
            **_published("2025-02-07T17:35:14+09:00", "2025-02-07T08:35:14Z", "second"),
        ),
        article(
            104,
            title=decomposed,
            **_published("2009-01-01T00:00:00+09:00", "2008-12-31T15:00:00Z", "day"),
        ),
        article(
            105,
            title=CONTROLLED,
            body="앞\ud800뒤\x00\x1f",
            **_published("2024-02-29T08:59:00+09:00", "2024-02-28T23:59:00Z", "minute"),
        ),
        weather(3, temperature_c=-17.0),
    ]


def article(article_no: int, **data: Any) -> ArticleRecord:
    """An article's record with its own number, address and key."""
    url = f"https://www.ecofocus.co.kr/news/article.html?no={article_no}"
    record = records.article(article_no=article_no, url=url, **data)
    record.key = f"ecofocus:a{article_no}"
    record.source = replace(record.source, url=url)
    return record


def weather(row: int, **data: Any) -> WeatherRecord:
    """The record of a row of the widget with its own key."""
    record = records.weather(**data)
    record.key = f"ecofocus:w0123456789abcdef-{row:02}"
    return record


def bare() -> dict[str, Any]:
    """Data of an article that has nothing that can be missing."""
    names = "section section_no byline published_raw modified_raw dateline page_date_raw".split()
    return {**dict.fromkeys(names), "title": "x", "body": ""}


def take(ledger: Ledger, record: Record) -> str:
    """Clean a record's texts as a crawl does, and accept it."""
    normalize_text(record)
    return accept(ledger, record)


def _published(at: str, utc: str, precision: str) -> dict[str, str]:
    return {
        "published_at": at,
        "published_at_utc": utc,
        "published_precision": precision,
    }


def contents(folder: Path) -> dict[str, bytes]:
    """Every file below a folder by its path."""
    found = (path for path in sorted(folder.rglob("*")) if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in found}


# --- commands


def command(
    place: Place, name: str, *arguments: str | Path, **settings: str
) -> subprocess.CompletedProcess[str]:
    """`scrapy <name>` as a process, on the feed and the ledger of a place."""
    given = {
        "ENVFOCUS_FEED_DIR": str(place.folder / "feed"),
        "ENVFOCUS_STATE_DIR": str(place.state),
        **settings,
    }
    options = [
        part
        for setting, value in given.items()
        for part in ("-s", f"{setting}={value}")
    ]
    program = [sys.executable, "-m", "scrapy", name, *map(str, arguments), *options]
    return subprocess.run(
        program, cwd=ROOT, capture_output=True, text=True, timeout=120, check=False
    )


def ended(done: subprocess.CompletedProcess[str]) -> tuple[int, str]:
    """Exit code and what was said on the error stream, which must be one line or nothing."""
    said = done.stderr.removesuffix("\n")
    if "\n" in said:
        raise AssertionError(f"more than one line:\n{said}")
    return done.returncode, said
