"""The stream `articles`."""

from dataclasses import dataclass
from dataclasses import field as column

from envfocus.records.constraints import DAY, INSTANT, POSITIVE, PRECISION, UTC, limits
from envfocus.records.envelope import Record
from envfocus.records.region import Region

ARTICLE_SCHEMA = "article-1.1.0"


@dataclass(kw_only=True)
class Dateline:
    """The bracket that opens a body, e.g. `[<paper>=서울]`."""

    raw: str
    """As published."""
    place: str | None = None
    """The place in it, as published; null: none."""
    kind: str | None = column(
        default=None,
        metadata=limits(enum=["region", "institution", "area", "none", None]),
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

    field: str = column(metadata=limits(enum=["title", "subtitles", "body"]))
    """Where it stands; subtitles are joined by a line feed."""
    text: str
    """As written."""
    start: int
    """First character, from 0, in the field as published."""
    end: int
    """Character after the last."""
    type: str = column(metadata=limits(enum=["DATE", "TIME", "DURATION", "SET"]))
    """TIMEX3 type."""
    value: str | None
    """TIMEX3 value, `first/last` for a range; null: not resolved, the flags say why."""
    mod: str | None
    """TIMEX3 modifier: START, MID, END, APPROX; ON_OR_AFTER for 부터, ON_OR_BEFORE for
    까지 …
    """
    begin: str | None = column(metadata=INSTANT)
    """First instant of what the value names, `mod` left aside; null: it names no
    interval (durations, sets).
    """
    until: str | None = column(metadata=INSTANT)
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

    field: str = column(metadata=limits(enum=["title", "subtitles", "body"]))
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

    article_no: int = column(metadata=POSITIVE)
    """Number in the site's addresses; unique on the site."""
    url: str
    """Canonical address."""
    section: str | None
    """Section label on the page."""
    section_no: int | None
    """Number of that section in the site's menu; null: not in the menu."""
    title: str = column(metadata=limits(minLength=1))
    """Headline."""
    subtitles: list[str]
    """Lines below the headline."""
    byline: str | None
    """Reporter's name and title, without e-mail address and phone number."""
    published_raw: str | None
    """The stamp of 등록, as shown."""
    published_at: str | None = column(default=None, metadata=INSTANT)
    """The stamp of 등록."""
    published_at_utc: str | None = column(default=None, metadata=UTC)
    """The same in UTC."""
    published_precision: str | None = column(default=None, metadata=PRECISION)
    """What the stamp shows; below it, the time is filled with zeros."""
    modified_raw: str | None
    """The stamp of 수정, as shown."""
    modified_at: str | None = column(default=None, metadata=INSTANT)
    """The stamp of 수정."""
    modified_at_utc: str | None = column(default=None, metadata=UTC)
    """The same in UTC."""
    modified_precision: str | None = column(default=None, metadata=PRECISION)
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
    page_date: str | None = column(default=None, metadata=DAY)
    """Day the page was served. Says nothing of the article."""

    def texts(self) -> dict[str, str]:
        """The texts that mentions point into, by the name in their `field`."""
        return {
            "title": self.title,
            "subtitles": "\n".join(self.subtitles),
            "body": self.body or "",
        }


@dataclass(kw_only=True)
class ArticleRecord(Record):
    """A line of the stream `articles`."""

    data: Article
    """The article; null on a tombstone."""
