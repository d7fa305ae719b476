"""Step 6: the places in the text."""

from collections import Counter
from dataclasses import asdict
from datetime import date
from functools import cache
from typing import Any

from envfocus.items import Article, ArticleRecord, Dateline, Region, RegionMention
from envfocus.korean import regions
from envfocus.korean.regions import Mention, Unit
from envfocus.pipelines.counting import CountingPipeline

_GAP = "\n\n"
"""Between title, subtitles and body, which are read as one text: a name in one decides
in the others.
"""
_MANY = 300
"""Mentions that no honest article has: from here on it is asked whether there were
more.
"""


class RegionsPipeline(CountingPipeline):
    """Resolves the dateline and finds the administrative units in title, subtitles and
    body.

    Units are those of the day of publication; without a stamp, of the day the page was
    read (flag `regions:undated`). Stats: `regions/<basis>`; flag `regions:limit` where
    a text had more names than are read.
    """

    def process_item(self, item: Any) -> Any:
        """Fill `dateline`, `regions` and `primary_region` of an article."""
        if isinstance(item, ArticleRecord):
            data = item.data
            if data.published_at is None:
                item.quality.flags.append("regions:undated")
            _resolve(
                data, date.fromisoformat((data.published_at or item.observed_at)[:10])
            )
            self.count(f"regions/{mention.basis}" for mention in data.regions)
            if len(data.regions) > _MANY and regions.overflows(_text(data)):
                item.quality.flags.append("regions:limit")
        return item


def _resolve(data: Article, on: date) -> None:
    line = regions.parse_dateline(data.dateline.raw, on) if data.dateline else None
    if line:
        places, candidates = _regions(line.regions), _regions(line.candidates)
        data.dateline = Dateline(
            raw=line.raw,
            place=line.place,
            kind=line.kind,
            regions=places,
            candidates=candidates,
        )
    data.regions = _by_field(regions.find(_text(data), on, line), data.texts())
    data.primary_region = _primary(data.dateline, data.regions)


def _text(data: Article) -> str:
    return _GAP.join(data.texts().values())


def _by_field(found: list[Mention], texts: dict[str, str]) -> list[RegionMention]:
    """Mentions, which are in order, with the offsets of their own field; none runs over
    a gap.
    """
    mentions, begin, at = [], 0, 0
    for field, text in texts.items():
        end = begin + len(text)
        while at < len(found) and found[at].end <= end:
            mentions.append(_mention(field, found[at], begin))
            at += 1
        begin = end + len(_GAP)
    return mentions


def _mention(field: str, found: Mention, begin: int) -> RegionMention:
    return RegionMention(
        field=field,
        text=found.text,
        start=found.start - begin,
        end=found.end - begin,
        region=_region(found.region) if found.region else None,
        candidates=_regions(found.candidates),
        basis=found.basis,
    )


def _regions(units: tuple[Unit, ...]) -> list[Region]:
    return [_region(unit) for unit in units]


@cache
def _region(unit: Unit) -> Region:
    """One object for each unit: records share them, no later step changes them."""
    return Region(**asdict(unit))


def _primary(dateline: Dateline | None, mentions: list[RegionMention]) -> Region | None:
    """The dateline's, where it is one; else the unit mentioned most often, the first of
    several; else None.
    """
    if dateline and len(dateline.regions) == 1:
        return dateline.regions[0]
    decided = {
        mention.region.code: mention.region for mention in mentions if mention.region
    }
    counted = Counter(mention.region.code for mention in mentions if mention.region)
    return decided[counted.most_common(1)[0][0]] if counted else None
