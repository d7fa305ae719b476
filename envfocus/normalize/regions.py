"""The places in the text."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import asdict
from datetime import date
from functools import cache

from envfocus.items import (
    Article,
    ArticleRecord,
    Dateline,
    Record,
    Region,
    RegionMention,
)
from envfocus.korean import regions
from envfocus.korean.regions import Mention, Unit

_GAP = "\n\n"
"""Between title, subtitles and body, which are read as one text: a name in one decides
in the others.
"""
_MANY = 300
"""Mentions that no honest article has: only then is it asked whether there were more."""


def find_regions(record: Record) -> Iterable[str]:
    """Resolve the dateline, find the units in title, subtitles and body.

    Units are those of the day of publication; without a stamp, of the day the page was
    read (flag `regions:undated`). Flag `regions:limit`: the text had more names than
    are read. Stats: `regions/<basis>`.
    """
    if not isinstance(record, ArticleRecord):
        return ()
    data = record.data
    if data.published_at is None:
        record.quality.flags.append("regions:undated")
    day = (data.published_at or record.observed_at)[:10]
    _resolve(data, date.fromisoformat(day))
    if len(data.regions) > _MANY and regions.overflows(_whole_text(data)):
        record.quality.flags.append("regions:limit")
    return [f"regions/{mention.basis}" for mention in data.regions]


def _resolve(data: Article, on: date) -> None:
    line = None
    if data.dateline:
        line = regions.parse_dateline(data.dateline.raw, on)
        data.dateline = Dateline(
            raw=line.raw,
            place=line.place,
            kind=line.kind,
            regions=_regions(line.regions),
            candidates=_regions(line.candidates),
        )
    found = regions.find(_whole_text(data), on, line)
    data.regions = _by_field(found, data.texts())
    data.primary_region = _primary(data.dateline, data.regions)


def _whole_text(data: Article) -> str:
    return _GAP.join(data.texts().values())


def _by_field(found: list[Mention], texts: dict[str, str]) -> list[RegionMention]:
    """Mentions with the offsets of their own field; none runs over a gap."""
    mentions: list[RegionMention] = []
    begin, position = 0, 0
    for field, text in texts.items():
        end = begin + len(text)
        while position < len(found) and found[position].end <= end:
            mentions.append(_mention(field, found[position], begin))
            position += 1
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
    several.
    """
    if dateline and len(dateline.regions) == 1:
        return dateline.regions[0]
    decided = [mention.region for mention in mentions if mention.region]
    if not decided:
        return None
    counts = Counter(region.code for region in decided)
    code, _ = counts.most_common(1)[0]
    return next(region for region in reversed(decided) if region.code == code)
