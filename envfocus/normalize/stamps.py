"""The stamps of the page: 등록, 수정, the page's day, the time it was made."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from envfocus.clock import kst_text, utc_text
from envfocus.items import (
    Article,
    ArticleRecord,
    Record,
    WeatherObservation,
    WeatherRecord,
)
from envfocus.korean.dates import Stamp, parse_stamp

_LENGTH = {
    "second": timedelta(),
    "minute": timedelta(seconds=59),
    "hour": timedelta(minutes=59, seconds=59),
    "day": timedelta(hours=23, minutes=59, seconds=59),
}
"""From the beginning of what a stamp shows to its last second."""


def resolve_stamps(record: Record) -> Iterable[str]:
    """Resolve the stamps of a record, beside their raw forms.

    Flags: `<field>:unreadable`, `<field>:weekday_mismatch`, `<field>:future`,
    `published:missing`. Stats: `stamps/<flag>`.
    """
    reader = _Reader(datetime.fromisoformat(record.observed_at))
    if isinstance(record, ArticleRecord):
        _resolve_article(record.data, reader)
    elif isinstance(record, WeatherRecord):
        _resolve_weather(record.data, reader)
    record.quality.flags += reader.flags
    return [f"stamps/{flag}" for flag in reader.flags]


class _Reader:
    """Reads the stamps of one record, and keeps what is unusual about them."""

    def __init__(self, observed_at: datetime) -> None:
        self.observed_at = observed_at
        self.flags: list[str] = []

    def stamp(self, name: str, raw: str | None) -> Stamp | None:
        """The stamp, where it has a value."""
        if raw is None:
            return None
        stamp = parse_stamp(raw, self.observed_at)
        for flag in stamp.flags:
            self.flags.append(f"{name}:{flag.removeprefix('stamp:')}")
        return stamp if stamp.value else None

    def day(self, raw: str | None) -> str | None:
        """The page's day, as YYYY-MM-DD."""
        stamp = self.stamp("page_date", raw)
        if stamp is None or stamp.value is None:
            return None
        return stamp.value.date().isoformat()


def _resolve_article(data: Article, reader: _Reader) -> None:
    published = reader.stamp("published", data.published_raw)
    if published:
        data.published_at, data.published_at_utc = _texts(published)
        data.published_precision = published.precision
    modified = reader.stamp("modified", data.modified_raw)
    if modified:
        data.modified_at, data.modified_at_utc = _texts(modified)
        data.modified_precision = modified.precision
    if data.published_raw is None:
        reader.flags.append("published:missing")
    data.page_date = reader.day(data.page_date_raw)


def _resolve_weather(data: WeatherObservation, reader: _Reader) -> None:
    data.page_date = reader.day(data.page_date_raw)
    bound = datetime.fromisoformat(data.fetched_at)
    made = reader.stamp("page_made_at", data.page_made_at_raw)
    if made and made.value:
        data.page_made_at, data.page_made_at_utc = _texts(made)
        bound = min(bound, made.value + _LENGTH[made.precision or "day"])
    data.observed_no_later_than = kst_text(bound)
    data.observed_no_later_than_utc = utc_text(bound)


def _texts(stamp: Stamp) -> tuple[str | None, str | None]:
    if stamp.value is None:
        return None, None
    return kst_text(stamp.value), utc_text(stamp.value)
