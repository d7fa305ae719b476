"""Step 3: the stamps of the page."""

from datetime import datetime, timedelta
from typing import Any

from envfocus.clock import kst_text, utc_text
from envfocus.items import (
    Article,
    ArticleRecord,
    Record,
    WeatherObservation,
    WeatherRecord,
)
from envfocus.korean.dates import Stamp, parse_stamp
from envfocus.pipelines.counting import CountingPipeline

_LENGTH = {
    "second": timedelta(),
    "minute": timedelta(seconds=59),
    "hour": timedelta(minutes=59, seconds=59),
    "day": timedelta(hours=23, minutes=59, seconds=59),
}
"""From the beginning of what a stamp shows to its last second."""


class StampsPipeline(CountingPipeline):
    """Resolves 등록, 수정, the page's day and the time it was made, beside their raw
    forms.

    Flags: `<field>:unreadable`, `<field>:weekday_mismatch`, `<field>:future`,
    `published:missing`.
    """

    def process_item(self, item: Any) -> Any:
        """Resolve the stamps of one record."""
        if isinstance(item, ArticleRecord):
            self._article(item, item.data)
        elif isinstance(item, WeatherRecord):
            self._weather(item, item.data)
        return item

    def _article(self, record: Record, data: Article) -> None:
        if published := self._stamp(record, "published", data.published_raw):
            data.published_at, data.published_at_utc = _texts(published)
            data.published_precision = published.precision
        if modified := self._stamp(record, "modified", data.modified_raw):
            data.modified_at, data.modified_at_utc = _texts(modified)
            data.modified_precision = modified.precision
        if data.published_raw is None:
            self._flag(record, "published:missing")
        data.page_date = self._day(record, data.page_date_raw)

    def _weather(self, record: Record, data: WeatherObservation) -> None:
        data.page_date = self._day(record, data.page_date_raw)
        if made := self._stamp(record, "page_made_at", data.page_made_at_raw):
            data.page_made_at, data.page_made_at_utc = _texts(made)
        bound = datetime.fromisoformat(data.fetched_at)
        if made and made.value:
            bound = min(bound, made.value + _LENGTH[made.precision or "day"])
        data.observed_no_later_than, data.observed_no_later_than_utc = (
            kst_text(bound),
            utc_text(bound),
        )

    def _day(self, record: Record, raw: str | None) -> str | None:
        stamp = self._stamp(record, "page_date", raw)
        return stamp.value.date().isoformat() if stamp and stamp.value else None

    def _stamp(self, record: Record, name: str, raw: str | None) -> Stamp | None:
        """The stamp, where it has a value; its flags go to the record."""
        if raw is None:
            return None
        stamp = parse_stamp(raw, datetime.fromisoformat(record.observed_at))
        for flag in stamp.flags:
            self._flag(record, f"{name}:{flag.removeprefix('stamp:')}")
        return stamp if stamp.value else None

    def _flag(self, record: Record, flag: str) -> None:
        record.quality.flags.append(flag)
        self.crawler.stats.inc_value(f"stamps/{flag}")


def _texts(stamp: Stamp) -> tuple[str | None, str | None]:
    return (
        (kst_text(stamp.value), utc_text(stamp.value)) if stamp.value else (None, None)
    )
