"""What stands around the data of every line."""

from dataclasses import dataclass
from dataclasses import field as column

from envfocus.records.constraints import INSTANT, POSITIVE, SHA256, UTC, limits


@dataclass(kw_only=True, frozen=True)
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
    body_sha256: str = column(metadata=SHA256)
    """Hash of the body after its transfer coding is undone."""


@dataclass(kw_only=True, frozen=True)
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
class Record:
    """What stands on every line around its data."""

    schema: str
    """Name and version of the JSON Schema of this line."""
    seq: int | None = column(default=None, metadata=POSITIVE)
    """Place in the stream, gapless; null outside of the feed."""
    op: str | None = column(
        default=None, metadata=limits(enum=["upsert", "tombstone", None])
    )
    """What the line does to its key; null outside of the feed."""
    key: str = column(
        metadata=limits(
            pattern=r"^[a-z][a-z0-9-]{0,31}:(a[1-9][0-9]*|w[0-9a-f]{16}-[0-9]{2,})$"
        )
    )
    """Identity: `<prefix>:a<article number>`, `<prefix>:w<snapshot>-<row>`; each paper
    has a prefix of its own.
    """
    rev: int | None = column(default=None, metadata=POSITIVE)
    """Revision of the key, from 1; null outside of the feed."""
    content_sha256: str | None = column(default=None, metadata=SHA256)
    """Hash of the content in RFC 8785 form; null outside of the feed."""
    changed_fields: list[str] | None = None
    """Fields that differ from the revision before; null outside of the feed."""
    observed_at: str = column(metadata=INSTANT)
    """Time the page was received."""
    observed_at_utc: str = column(metadata=UTC)
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
class TombstoneRecord(Record):
    """A line that ends a key: the article is gone from the site, or was taken down."""

    data: None = None
