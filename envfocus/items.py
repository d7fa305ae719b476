"""The record contract: what one line of the feed holds. The JSON Schemas come from
these classes.

Every field stands on every line, null where unknown. Instants are RFC 3339 with
`+09:00` and have a `*_utc` twin; days are `YYYY-MM-DD`; a `*_raw` field keeps what the
page said. What records share cannot be changed (frozen). No class has slots: orjson
writes them five times more slowly.
"""

from envfocus.records.article import (
    ARTICLE_SCHEMA,
    Article,
    ArticleRecord,
    Dateline,
    DateMention,
    Image,
    RegionMention,
)
from envfocus.records.envelope import (
    Quality,
    RawValue,
    Record,
    Rights,
    Source,
    TombstoneRecord,
)
from envfocus.records.region import Region
from envfocus.records.weather import (
    WEATHER_SCHEMA,
    CloudAmount,
    WeatherObservation,
    WeatherRecord,
)

__all__ = [
    "ARTICLE_SCHEMA",
    "WEATHER_SCHEMA",
    "Article",
    "ArticleRecord",
    "CloudAmount",
    "DateMention",
    "Dateline",
    "Image",
    "Quality",
    "RawValue",
    "Record",
    "Region",
    "RegionMention",
    "Rights",
    "Source",
    "TombstoneRecord",
    "WeatherObservation",
    "WeatherRecord",
]
