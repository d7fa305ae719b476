"""What pages say → records with raw values. The pipelines add the normal forms."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, fields
from datetime import datetime
from operator import attrgetter
from typing import Any

import orjson
from scrapy.http import Response

from envfocus.clock import kst_text, utc_text
from envfocus.items import (
    ARTICLE_SCHEMA,
    WEATHER_SCHEMA,
    Article,
    ArticleRecord,
    Dateline,
    Image,
    Quality,
    Rights,
    Source,
    WeatherObservation,
    WeatherRecord,
)
from envfocus.keys import article_key, weather_key
from envfocus.parsing import PARSER_VERSION, rights
from envfocus.parsing.article import ArticlePage
from envfocus.parsing.masthead import Masthead, WeatherRow

_VALUES = attrgetter(*(field.name for field in fields(WeatherRow)))


@dataclass(frozen=True, slots=True)
class Fetch:
    """One answer of the site: what every record made of it has in common.

    `key_prefix`: how the keys of the paper begin.
    """

    source: Source
    rights: Rights
    fetched_at: datetime
    run_id: str
    key_prefix: str

    @classmethod
    def of(
        cls,
        response: Response,
        masthead: Masthead,
        fetched_at: datetime,
        run_id: str,
        key_prefix: str,
    ) -> "Fetch":
        """Describe a response; `masthead`: of its page."""
        source = Source(
            url=response.url,
            status=response.status,
            etag=_header(response, "ETag"),
            last_modified=_header(response, "Last-Modified"),
            body_sha256=hashlib.sha256(response.body).hexdigest(),
        )
        said = rights.read(
            masthead.metas,
            *(_headers(response, name) for name in ("X-Robots-Tag", "tdm-reservation")),
        )
        return cls(
            source,
            Rights(
                robots=said.robots,
                noarchive=said.noarchive,
                tdm_reservation=said.tdm_reservation,
            ),
            fetched_at,
            run_id,
            key_prefix,
        )

    def envelope(self, flags: tuple[str, ...] = ()) -> dict[str, Any]:
        """The fields of a record around its data."""
        return {
            "observed_at": kst_text(self.fetched_at),
            "observed_at_utc": utc_text(self.fetched_at),
            "run_id": self.run_id,
            "parser_version": PARSER_VERSION,
            "source": self.source,
            "rights": self.rights,
            "quality": Quality(flags=list(flags)),
        }


def load_article(
    page: ArticlePage, article_no: int, url: str, fetch: Fetch
) -> ArticleRecord:
    """The record of one article page."""
    data = Article(
        article_no=article_no,
        url=url,
        section=page.section,
        section_no=page.section_no,
        title=page.title,
        subtitles=list(page.subtitles),
        byline=page.byline,
        published_raw=page.registered,
        modified_raw=page.modified,
        dateline=Dateline(raw=page.dateline) if page.dateline else None,
        body="\n\n".join(page.paragraphs),
        images=[Image(url=photo.url, caption=photo.caption) for photo in page.photos],
        tags=list(page.tags),
        page_date_raw=page.masthead.page_date,
    )
    return ArticleRecord(
        schema=ARTICLE_SCHEMA,
        key=article_key(fetch.key_prefix, article_no),
        data=data,
        **fetch.envelope(page.flags),
    )


def snapshot_of(masthead: Masthead) -> str:
    """Hash of all rows as shown, icons included: the identity of what a widget shows.
    64 hex digits.
    """
    return hashlib.sha256(
        orjson.dumps([_VALUES(row) for row in masthead.rows])
    ).hexdigest()


def load_weather(masthead: Masthead, fetch: Fetch) -> Iterator[WeatherRecord]:
    """The records of one widget, a row each."""
    snapshot = snapshot_of(masthead)
    for position, row in enumerate(masthead.rows, start=1):
        data = _observation(row, masthead, snapshot, fetch.fetched_at)
        key = weather_key(fetch.key_prefix, snapshot, position)
        yield WeatherRecord(
            schema=WEATHER_SCHEMA, key=key, data=data, **fetch.envelope()
        )


def _observation(
    row: WeatherRow, masthead: Masthead, snapshot: str, fetched_at: datetime
) -> WeatherObservation:
    return WeatherObservation(
        row_raw=row.text,
        station_raw=row.station,
        condition_raw=row.condition,
        icon=row.icon,
        temperature_raw=row.temperature,
        page_date_raw=masthead.page_date,
        page_made_at_raw=masthead.made_at,
        fetched_at=kst_text(fetched_at),
        fetched_at_utc=utc_text(fetched_at),
        provider=masthead.provider,
        snapshot=snapshot,
    )


def _header(response: Response, name: str) -> str | None:
    value = response.headers.get(name)
    return value.decode("latin-1") if value else None


def _headers(response: Response, name: str) -> list[str]:
    return [value.decode("latin-1") for value in response.headers.getlist(name)]
