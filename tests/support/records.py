"""Records as the spiders make them: raw values only, with what a test wants to differ."""

from datetime import datetime, timedelta, timezone
from typing import Any

import orjson

from envfocus.exporters import line
from envfocus.items import (
    ARTICLE_SCHEMA,
    WEATHER_SCHEMA,
    Article,
    ArticleRecord,
    Quality,
    Record,
    Rights,
    Source,
    WeatherObservation,
    WeatherRecord,
)
from envfocus.ledger import Ledger
from envfocus.publishing import acceptance
from envfocus.publishing.acceptance import Acceptance
from envfocus.publishing.contract import SerializedRecord

KST = timezone(timedelta(hours=9))
FETCHED = datetime(2025, 12, 8, 12, 0, tzinfo=KST)
FETCHED_TEXT, FETCHED_UTC_TEXT = "2025-12-08T12:00:00+09:00", "2025-12-08T03:00:00Z"
HASH = "0123456789abcdef" * 4

_ARTICLE: dict[str, Any] = {
    "article_no": 71760,
    "url": "https://www.ecofocus.co.kr/news/article.html?no=71760",
    "section": "전국",
    "section_no": 3,
    "title": "강변 숲길 열려",
    "subtitles": [],
    "byline": "윤슬기 기자",
    "published_raw": "등록 2025.02.07 17:35:14",
    "modified_raw": None,
    "dateline": None,
    "body": "숲길이 열렸다.",
    "images": [],
    "tags": [],
    "page_date_raw": "2025.12.08 (월)",
}
_OBSERVATION: dict[str, Any] = {
    "row_raw": "맑음 동두천 3.7℃",
    "station_raw": "동두천",
    "condition_raw": "맑음",
    "icon": "01",
    "temperature_raw": "3.7",
    "page_date_raw": "2025.12.08 (월)",
    "page_made_at_raw": None,
    "fetched_at": FETCHED_TEXT,
    "fetched_at_utc": FETCHED_UTC_TEXT,
    "provider": "기상청",
    "snapshot": HASH,
}


def article(**data: Any) -> ArticleRecord:
    """An article's record; the keywords replace fields of its data."""
    return ArticleRecord(
        schema=ARTICLE_SCHEMA,
        key="ecofocus:a71760",
        data=Article(**{**_ARTICLE, **_fresh(data)}),
        **_envelope(),
    )


def weather(**data: Any) -> WeatherRecord:
    """The record of one row of the widget; the keywords replace fields of its data."""
    return WeatherRecord(
        schema=WEATHER_SCHEMA,
        key="ecofocus:w0123456789abcdef-01",
        data=WeatherObservation(**{**_OBSERVATION, **data}),
        **_envelope(),
    )


def _fresh(data: dict[str, Any]) -> dict[str, Any]:
    """Lists of their own for every record: pipelines change them in place."""
    return {"subtitles": [], "images": [], "tags": [], **data}


def _envelope() -> dict[str, Any]:
    return {
        "observed_at": FETCHED_TEXT,
        "observed_at_utc": FETCHED_UTC_TEXT,
        "run_id": "20251208T030000Z-abc123",
        "parser_version": "1",
        "source": Source(
            url="https://www.ecofocus.co.kr/news/article.html?no=71760",
            status=200,
            etag=None,
            last_modified=None,
            body_sha256=HASH,
        ),
        "rights": Rights(),
        "quality": Quality(),
    }


def serialized(record: Record) -> SerializedRecord:
    """The record's line, not held against its schema."""
    written = line(record)
    return SerializedRecord(written, orjson.loads(written))


def accept(ledger: Ledger, record: Record) -> Acceptance:
    """Accept a record that is not held against its schema."""
    return acceptance.accept(ledger, record, serialized(record))
