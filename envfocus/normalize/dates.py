"""The dates in the text."""

from collections.abc import Iterable
from datetime import datetime
from functools import lru_cache

from envfocus.clock import kst_text
from envfocus.items import Article, ArticleRecord, DateMention, Record
from envfocus.korean.dates import Timex, find


def find_dates(record: Record) -> Iterable[str]:
    """Find the dates of title, subtitles and body, resolved against the article's stamp.

    Without a stamp only dates that name their year are resolved. Offsets count in the
    text as published: this step stands behind those that change it. Flag: `dates:limit`
    where a text had more than is read. Stats: `dates/<TYPE>` and `dates/<flag>`.
    """
    if not isinstance(record, ArticleRecord):
        return ()
    mentions = date_mentions(record.data)
    record.data.dates = mentions
    names = [name for mention in mentions for name in (mention.type, *mention.flags)]
    if "limit" in names:
        record.quality.flags.append("dates:limit")
    return [f"dates/{name}" for name in names]


def date_mentions(data: Article) -> list[DateMention]:
    """All mentions of an article, field by field, in the order of the text."""
    stamp = None
    if data.published_at:
        stamp = datetime.fromisoformat(data.published_at)
    return [
        _mention(field, timex)
        for field, text in data.texts().items()
        for timex in find(text, stamp)
    ]


def _mention(field: str, timex: Timex) -> DateMention:
    return DateMention(
        field=field,
        text=timex.text,
        start=timex.start,
        end=timex.end,
        type=timex.type,
        value=timex.value,
        mod=timex.mod,
        begin=_instant(timex.begin),
        until=_instant(timex.until),
        grain=timex.grain,
        anchor=timex.anchor,
        flags=list(timex.flags),
    )


@lru_cache(maxsize=4096)  # the days of one month are named again and again
def _instant(moment: datetime | None) -> str | None:
    if moment is None:
        return None
    return kst_text(moment)
