"""The bracket that opens a body: which units stand in it, or behind the institution or
area that does.
"""

import re
import unicodedata
from dataclasses import replace
from datetime import date

from envfocus.korean.regions import gazetteer
from envfocus.korean.regions.evidence import decide
from envfocus.korean.regions.gazetteer import Sense
from envfocus.korean.regions.model import Dateline, Unit
from envfocus.korean.regions.spot import Hit, spot
from envfocus.korean.tables import rows

_BRACKETS = "[](){}<>【】〔〕［］（）〈〉《》"
_NOWHERE = frozenset(
    "전국 해외 국외 국제 본사 종합 온라인 특별취재팀 편집국 세계".split()
)
_OUTLET = re.compile(
    r"(?:\S*(?:포커스|뉴스|신문|일보|통신|경제|방송|저널|타임스|투데이|매일|데일리)\S*)"
)
_REPORTER = re.compile(
    r"(?:^|[\s=/|])(?P<name>[가-힣]{2,4}(?:\s?[·,]\s?[가-힣]{2,4})*)\s?"
    r"(?:(?:선임|전문|객원|수습|인턴|대표|수석|책임|시민)?\s?기자|특파원|통신원|논설위원)$"
)
_SIGN = re.compile(r"\s*[=/|]\s*")
_LONGEST = 80
"""Characters of a dateline; longer ones are text."""

_SEPARATORS = re.compile(r"[·ㆍ,/、\s]")
_AREAS = {row["name"]: tuple(row["units"].split()) for row in rows("areas")}
"""Name without spaces → the 시도 that the area lies in or touches; 시군 where it is a
part of one province.
"""

_INSTITUTIONS = rows("institutions")


def parse_dateline(raw: str, on: date) -> Dateline:
    """What a dateline says: `[환경포커스=부산]`, `(전북 완주=환경포커스 홍길동 기자)`.
    Raises nothing.

    A bare 광주 is 광주광역시: agencies write 경기 광주 for the city. Other shared names
    stay candidates. What is longer than 80 characters is not read.
    """
    if len(raw) > _LONGEST:
        return Dateline(raw, None, None, None, None)
    inner = unicodedata.normalize("NFKC", raw).strip().strip(_BRACKETS).strip()
    left, _, right = _SIGN.sub("=", inner).partition("=")
    outlet, said = (
        (left, right)
        if _OUTLET.match(left) or not _OUTLET.match(right)
        else (right, left)
    )
    if not right and not _OUTLET.match(left):
        outlet, said = "", left
    outlet, first = _signed(outlet)
    said, second = _signed(said)
    return _resolved(
        Dateline(raw, outlet or None, second or first, said or None, None), on
    )


def _signed(text: str) -> tuple[str, str | None]:
    """The text without the reporter at its end and without brackets, and the reporter's
    name.
    """
    text = text.strip()
    match = _REPORTER.search(text)
    return text[: match.start() if match else None].strip(_BRACKETS + " "), match[
        "name"
    ] if match else None


def _resolved(line: Dateline, on: date) -> Dateline:
    place = line.place
    if place is None or place in _NOWHERE:
        return _with(line, "none" if place else None, ())
    area, seat = _AREAS.get(place.replace(" ", "")), _seat(place, on)
    if area is None and seat is None:
        return _regions(line, place, on)
    found = gazetteer.senses_of(area or seat or (), gazetteer.epoch(on))
    units = tuple(sense.unit for sense in found)
    if area:
        unit = _one_name(place, on)  # 영동, also a county
        return (
            _with(line, "area", (), (*units, unit))
            if unit
            else _with(line, "area", units)
        )
    return (
        _with(line, "institution", units)
        if len(units) < 2
        else _with(line, "institution", (), units)
    )


def _one_name(place: str, on: date) -> Unit | None:
    """The unit whose name is the whole place, where there is one."""
    hits = spot(place, gazetteer.epoch(on))
    whole = len(hits) == 1 and hits[0].name.text == place and len(hits[0].senses) == 1
    return _coded(hits[0].senses[0]) if whole else None


def _with(
    line: Dateline,
    kind: str | None,
    regions: tuple[Unit, ...],
    candidates: tuple[Unit, ...] = (),
) -> Dateline:
    return replace(line, kind=kind, regions=regions, candidates=candidates)


def _seat(place: str, on: date) -> tuple[str, ...] | None:
    """Code of the unit that an institution stands in that day; nothing where the day is
    not known; None: unknown.
    """
    known = [row for row in _INSTITUTIONS if row["name"] == place]
    day = on.isoformat()
    seats = (
        row["seat"]
        for row in known
        if row["valid_from"] <= day < (row["valid_to"] or gazetteer.FAR)
    )
    return tuple(seats) if known else None


def _regions(line: Dateline, place: str, on: date) -> Dateline:
    """Units, where the words are nothing but names of units."""
    hits = spot(place, gazetteer.epoch(on))
    for hit in hits:
        hit.certain = True
    last = hits[-1] if hits else None
    office = last is not None and last.tail in {
        "public",
        "office",
    }  # 부산시청: the government of the unit
    rest = place[: last.end] if last and office else place
    if not hits or _SEPARATORS.sub("", rest) != "".join(
        place[hit.start : hit.end] for hit in hits
    ):
        return line
    hits = decide(hits, place, None)
    held = {code for hit in hits for code in hit.scope}
    lowest = [
        _province_first(hit)
        for hit in hits
        if not held & {sense.unit.code for sense in hit.senses}
    ]
    regions = tuple(_coded(senses[0]) for senses in lowest if len(senses) == 1)
    candidates = tuple(
        _coded(sense) for senses in lowest if len(senses) > 1 for sense in senses
    )
    return _with(
        line,
        "institution" if office else "region",
        () if candidates else regions,
        candidates,
    )


def _province_first(hit: Hit) -> tuple[Sense, ...]:
    provinces = tuple(sense for sense in hit.senses if not sense.above)
    return provinces if len(provinces) == 1 else hit.senses


def _coded(sense: Sense) -> Unit:
    """The unit, or the one that holds it where no list gives its code."""
    return sense.unit if sense.unit.code else gazetteer.unit(sense.parent)
