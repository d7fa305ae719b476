"""Step 5: the dates in the text."""

from datetime import datetime
from functools import lru_cache
from typing import Any

from envfocus.clock import kst_text
from envfocus.items import Article, ArticleRecord, DateMention
from envfocus.korean.dates import Timex, find
from envfocus.pipelines.counting import CountingPipeline

_kst_text = lru_cache(maxsize=4096)(kst_text)
"""An article names the same days again and again, and so do those of one month."""


class DatesPipeline(CountingPipeline):
    """Finds the temporal expressions of title, subtitles and body and resolves them
    against the article's stamp.

    Without a stamp only dates that name their year are resolved. Offsets count in the
    text as published: this step stands behind those that change it. Stats:
    `dates/<TYPE>` and `dates/<flag>`; flag `dates:limit` where a text had more than is
    read.
    """

    def process_item(self, item: Any) -> Any:
        """Fill `dates` of an article."""
        if isinstance(item, ArticleRecord):
            item.data.dates = mentions(item.data)
            names = [
                name
                for mention in item.data.dates
                for name in (mention.type, *mention.flags)
            ]
            self.count(f"dates/{name}" for name in names)
            if "limit" in names:
                item.quality.flags.append("dates:limit")
        return item


def mentions(data: Article) -> list[DateMention]:
    """All mentions of an article, field by field, in the order of the text."""
    stamp = datetime.fromisoformat(data.published_at) if data.published_at else None
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
        begin=_kst_text(timex.begin) if timex.begin else None,
        until=_kst_text(timex.until) if timex.until else None,
        grain=timex.grain,
        anchor=timex.anchor,
        flags=list(timex.flags),
    )
