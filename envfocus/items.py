"""The record contract: what one line of the feed holds. The JSON Schemas come from
these classes.

Every field stands on every line, null where unknown. Instants are RFC 3339 with
`+09:00` and have a `*_utc` twin; days are `YYYY-MM-DD`; a `*_raw` field keeps what the
page said. No class has slots: orjson writes them five times more slowly.
"""

from dataclasses import dataclass
from dataclasses import field as column
from typing import Any

from envfocus.korean.weather import CONDITIONS, HIGHEST, LOWEST

ARTICLE_SCHEMA = "article-1.1.0"
WEATHER_SCHEMA = "weather-1.1.0"


def _limits(**keywords: Any) -> dict[str, Any]:
    """Field metadata that narrows the JSON Schema of a field."""
    return {"json_schema_extra": keywords}


_INSTANT = _limits(
    format="date-time", pattern=r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\+09:00$"
)
_UTC = _limits(format="date-time", pattern=r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$")
_DAY = _limits(format="date", pattern=r"^\d{4}-\d\d-\d\d$")
_SHA256 = _limits(pattern=r"^[0-9a-f]{64}$")
_PRECISION = _limits(enum=["second", "minute", "hour", "day", None])
_POSITIVE = _limits(minimum=1)


@dataclass(kw_only=True)
class Source:
    """Where a record comes from."""

    url: str
    """Address that answered, after redirects."""
    status: int
    """HTTP status of the answer."""
    etag: str | None
    """`ETag` header, as sent."""
    last_modified: str | None
    """`Last-Modified` header, as sent."""
    body_sha256: str = column(metadata=_SHA256)
    """Hash of the body after its transfer coding is undone."""


@dataclass(kw_only=True)
class Rights:
    """What the publisher says about use. Null: it says nothing, or it was not looked
    at.
    """

    robots: str | None = None
    """`X-Robots-Tag` and `meta robots`, as sent."""
    noarchive: bool | None = None
    """Whether these ask not to keep a copy."""
    tdm_reservation: bool | None = None
    """Whether text and data mining is reserved (TDM Reservation Protocol)."""


@dataclass(kw_only=True)
class RawValue:
    """A text as it stood on the page, where cleaning changed more than white space."""

    field: str
    """Path of the text in `data`, e.g. `images[0].caption`."""
    value: str
    """The text before normalisation."""


@dataclass(kw_only=True)
class Quality:
    """What is unusual about a record."""

    flags: list[str] = column(default_factory=list)
    """`<what>:<how>`, e.g. `skin:old`, `title:div.arvtitle`, `stamp:unreadable`,
    `station:unknown`.
    """
    raw: list[RawValue] = column(default_factory=list)
    """Texts before Unicode normalisation (NFC), where it changed them."""


@dataclass(kw_only=True)
class Region:
    """An administrative unit on the day of the record."""

    scheme: str
    """Code scheme; `mois`: 법정동코드 of the Ministry of the Interior and Safety."""
    code: str = column(metadata=_limits(pattern=r"^(\d{5}|\d{10})$"))
    """Code in that scheme: five digits, ten for a 읍면동."""
    iso: str | None
    """ISO 3166-2, provinces only; null: none, or none yet."""
    name: str
    """Official Korean name with those of the units above: `부산광역시 강서구`."""
    name_en: str | None
    """Official romanised name, of the unit alone."""
    level: str = column(metadata=_limits(enum=["sido", "sigungu", "eupmyeondong"]))
    """시도, 시군구 or 읍면동."""
    current_code: str | None
    """The code that stands for it on the gazetteer's day; null: the same, split into
    several, or not known.
    """


@dataclass(kw_only=True)
class Dateline:
    """The bracket that opens a body, e.g. `[<paper>=서울]`."""

    raw: str
    """As published."""
    place: str | None = None
    """The place in it, as published; null: none."""
    kind: str | None = column(
        default=None,
        metadata=_limits(enum=["region", "institution", "area", "none", None]),
    )
    """What stands in it; none: a word that is no place (전국, 본사); null: not
    understood.
    """
    regions: list[Region] = column(default_factory=list)
    """The units it names, covers (area) or stands in (institution)."""
    candidates: list[Region] = column(default_factory=list)
    """The units that a shared name in it can be; then `regions` is empty."""


@dataclass(kw_only=True)
class Image:
    """A picture of an article."""

    url: str | None
    """Absolute address; for a picture inside the page its RFC 6920 name
    (`ni:///sha-256;…`); null: unreadable.
    """
    caption: str | None
    """Caption without its mark ▲."""


@dataclass(kw_only=True)
class DateMention:
    """A date in the text, as TIMEX3 (ISO 24617-1)."""

    field: str = column(metadata=_limits(enum=["title", "subtitles", "body"]))
    """Where it stands; subtitles are joined by a line feed."""
    text: str
    """As written."""
    start: int
    """First character, from 0, in the field as published."""
    end: int
    """Character after the last."""
    type: str = column(metadata=_limits(enum=["DATE", "TIME", "DURATION", "SET"]))
    """TIMEX3 type."""
    value: str | None
    """TIMEX3 value, `first/last` for a range; null: not resolved, the flags say why."""
    mod: str | None
    """TIMEX3 modifier: START, MID, END, APPROX; ON_OR_AFTER for 부터, ON_OR_BEFORE for
    까지 …
    """
    begin: str | None = column(metadata=_INSTANT)
    """First instant of what the value names, `mod` left aside; null: it names no
    interval (durations, sets).
    """
    until: str | None = column(metadata=_INSTANT)
    """Instant after the last, likewise."""
    grain: str | None
    """Unit of the expression: second … century."""
    anchor: str | None
    """What it was resolved against: stamp, discourse (a date said before) or explicit;
    null: nothing.
    """
    flags: list[str]
    """weekday_mismatch, week_mismatch, ambiguous, impossible, unanchored, limit."""


@dataclass(kw_only=True)
class RegionMention:
    """A place name in the text."""

    field: str = column(metadata=_limits(enum=["title", "subtitles", "body"]))
    """Where it stands; subtitles are joined by a line feed."""
    text: str
    """As written."""
    start: int
    """First character, from 0, in the field as published."""
    end: int
    """Character after the last."""
    region: Region | None
    """The unit; null: undecided."""
    candidates: list[Region]
    """The units it can be, where undecided."""
    basis: str
    """What decided: full_name, unique, province_before, enumeration, dateline, mentions
    … or undecided.
    """


@dataclass(kw_only=True)
class Article:
    """One article, as the page shows it."""

    article_no: int = column(metadata=_POSITIVE)
    """Number in the site's addresses; unique on the site."""
    url: str
    """Canonical address."""
    section: str | None
    """Section label on the page."""
    section_no: int | None
    """Number of that section in the site's menu; null: not in the menu."""
    title: str = column(metadata=_limits(minLength=1))
    """Headline."""
    subtitles: list[str]
    """Lines below the headline."""
    byline: str | None
    """Reporter's name and title, without e-mail address and phone number."""
    published_raw: str | None
    """The stamp of 등록, as shown."""
    published_at: str | None = column(default=None, metadata=_INSTANT)
    """The stamp of 등록."""
    published_at_utc: str | None = column(default=None, metadata=_UTC)
    """The same in UTC."""
    published_precision: str | None = column(default=None, metadata=_PRECISION)
    """What the stamp shows; below it, the time is filled with zeros."""
    modified_raw: str | None
    """The stamp of 수정, as shown."""
    modified_at: str | None = column(default=None, metadata=_INSTANT)
    """The stamp of 수정."""
    modified_at_utc: str | None = column(default=None, metadata=_UTC)
    """The same in UTC."""
    modified_precision: str | None = column(default=None, metadata=_PRECISION)
    """What the stamp shows."""
    dateline: Dateline | None
    """The body's first words, which stay in the body."""
    body: str
    """Paragraphs joined by a blank line; no captions, teasers, signatures or copyright
    lines.
    """
    images: list[Image]
    """Pictures of the body, in order."""
    tags: list[str]
    """Tags below the body."""
    dates: list[DateMention] = column(default_factory=list)
    """Dates in title, subtitles and body."""
    regions: list[RegionMention] = column(default_factory=list)
    """Places in title, subtitles and body."""
    primary_region: Region | None = None
    """Where the story happens: the dateline's region, else the most supported mention."""
    page_date_raw: str | None
    """Day in the head of the page, as shown."""
    page_date: str | None = column(default=None, metadata=_DAY)
    """Day the page was served. Says nothing of the article."""

    def texts(self) -> dict[str, str]:
        """The texts that mentions point into, by the name in their `field`."""
        return {
            "title": self.title,
            "subtitles": "\n".join(self.subtitles),
            "body": self.body or "",
        }


@dataclass(kw_only=True)
class CloudAmount:
    """Part of the sky that is covered, in tenths (운량)."""

    min: int = column(metadata=_limits(minimum=0, maximum=10))
    """Least, 0–10."""
    max: int = column(metadata=_limits(minimum=0, maximum=10))
    """Most, 0–10."""


@dataclass(kw_only=True)
class WeatherObservation:
    """One row of the page's weather widget (KMA, 기상청). The widget does not say when
    it was observed.
    """

    row_raw: str
    """The row, as shown."""
    station_raw: str | None
    """Station, as shown."""
    station_name: str | None = None
    """Station, as KMA names it; null: not a known station."""
    station_id: int | None = None
    """KMA station number (지점번호)."""
    wmo_id: str | None = None
    """WMO station number; null: the station has none."""
    latitude: float | None = column(
        default=None, metadata=_limits(minimum=-90, maximum=90)
    )
    """Degrees north, WGS 84."""
    longitude: float | None = column(
        default=None, metadata=_limits(minimum=-180, maximum=180)
    )
    """Degrees east, WGS 84."""
    region: Region | None = None
    """The unit the station stands in."""
    condition_raw: str | None
    """Condition word, as shown; `-`: nothing observed."""
    icon: str | None
    """Two digits of KMA's map icon."""
    condition: str | None = column(
        default=None, metadata=_limits(enum=[*CONDITIONS, None])
    )
    """Present weather, one word of a closed vocabulary; cloud cover in METAR's words."""
    cloud_amount_tenths: CloudAmount | None = None
    """Cloud amount that the word stands for in KMA's legend."""
    wmo_4677: int | None = column(default=None, metadata=_limits(minimum=0, maximum=99))
    """WMO code table 4677, the lowest intensity of its kind: the widget gives none.
    Null for cloud cover.
    """
    temperature_raw: str | None
    """Temperature, as shown."""
    temperature_c: float | None = column(
        default=None, metadata=_limits(minimum=LOWEST, maximum=HIGHEST)
    )
    """Air temperature, degrees Celsius, −45 to 45; null: missing, unreadable or outside
    of that.
    """
    page_date_raw: str | None
    """Day in the head of the page, as shown."""
    page_date: str | None = column(default=None, metadata=_DAY)
    """Day the page was served."""
    page_made_at_raw: str | None
    """Time in the page's last comment, as shown."""
    page_made_at: str | None = column(default=None, metadata=_INSTANT)
    """Time the page was made."""
    page_made_at_utc: str | None = column(default=None, metadata=_UTC)
    """The same in UTC."""
    fetched_at: str = column(metadata=_INSTANT)
    """Time the page was received."""
    fetched_at_utc: str = column(metadata=_UTC)
    """The same in UTC."""
    observed_no_later_than: str | None = column(default=None, metadata=_INSTANT)
    """Upper bound of the observation: the page was made, else received, at this time.
    Rows can be days old.
    """
    observed_no_later_than_utc: str | None = column(default=None, metadata=_UTC)
    """The same in UTC."""
    provider: str | None
    """Who provides the widget, as shown: 기상청."""
    snapshot: str = column(metadata=_SHA256)
    """Hash of all rows of the widget, as shown: rows with the same hash were shown
    together.
    """


@dataclass(kw_only=True)
class Record:
    """What stands on every line around its data."""

    schema: str
    """Name and version of the JSON Schema of this line."""
    seq: int | None = column(default=None, metadata=_POSITIVE)
    """Place in the stream, gapless; null outside of the feed."""
    op: str | None = column(
        default=None, metadata=_limits(enum=["upsert", "tombstone", None])
    )
    """What the line does to its key; null outside of the feed."""
    key: str = column(
        metadata=_limits(
            pattern=r"^[a-z][a-z0-9-]{0,31}:(a[1-9][0-9]*|w[0-9a-f]{16}-[0-9]{2,})$"
        )
    )
    """Identity: `<prefix>:a<article number>`, `<prefix>:w<snapshot>-<row>`; each paper
    has a prefix of its own.
    """
    rev: int | None = column(default=None, metadata=_POSITIVE)
    """Revision of the key, from 1; null outside of the feed."""
    content_sha256: str | None = column(default=None, metadata=_SHA256)
    """Hash of the content in RFC 8785 form; null outside of the feed."""
    changed_fields: list[str] | None = None
    """Fields that differ from the revision before; null outside of the feed."""
    observed_at: str = column(metadata=_INSTANT)
    """Time the page was received."""
    observed_at_utc: str = column(metadata=_UTC)
    """The same in UTC."""
    run_id: str
    """The run that wrote the line."""
    parser_version: str
    """Version of the readers of pages."""
    source: Source
    """Where the content comes from."""
    rights: Rights
    """What the publisher says about use."""
    quality: Quality
    """What is unusual about the record."""


@dataclass(kw_only=True)
class ArticleRecord(Record):
    """A line of the stream `articles`."""

    data: Article
    """The article; null on a tombstone."""


@dataclass(kw_only=True)
class WeatherRecord(Record):
    """A line of the stream `weather`."""

    data: WeatherObservation
    """The observation; null on a tombstone."""


@dataclass(kw_only=True)
class TombstoneRecord(Record):
    """A line that ends a key: the article is gone from the site, or was taken down."""

    data: None = None
