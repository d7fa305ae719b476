"""The bracket that opens a body: which units stand in it, or behind the institution or
area that does.
"""

import re
import unicodedata
from dataclasses import replace
from datetime import date

from envfocus.korean.regions import gazetteer
from envfocus.korean.regions.candidates import Candidate, Candidates, find_candidates
from envfocus.korean.regions.evidence import decide
from envfocus.korean.regions.gazetteer import Sense, Senses
from envfocus.korean.regions.model import Dateline, DatelineKind, Unit, Units
from envfocus.korean.regions.tails import Tail
from envfocus.korean.tables import Row, rows
from envfocus.korean.text_view import Normalizer

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
_MAX_LENGTH = 80
"""Characters of a dateline; longer ones are text."""

_SEPARATORS = re.compile(r"[·ㆍ,/、\s]")
_AREAS = {row["name"]: tuple(row["units"].split()) for row in rows("areas")}
"""Name without spaces → the 시도 that the area lies in or touches; 시군 where it is a
part of one province.
"""

_INSTITUTIONS = rows("institutions")

_WHOLE_CHARACTERS = Normalizer({}, drop_invisible=False)
"""Other spellings are normalised before, by NFKC."""
_AREA, _INSTITUTION = DatelineKind.AREA, DatelineKind.INSTITUTION
_GOVERNMENT = (Tail.PUBLIC, Tail.OFFICE)


def parse_dateline(raw: str, on: date) -> Dateline:
    """What a dateline says: `[신문=부산]`, `(전북 완주=신문 홍길동 기자)`.
    Raises nothing.

    A bare 광주 is 광주광역시: agencies write 경기 광주 for the city. Other shared names
    stay candidates. What is longer than 80 characters is not read.
    """
    if len(raw) > _MAX_LENGTH:
        return Dateline(raw, None, None, None, None)
    outlet, place = _outlet_and_place(raw)
    outlet, first = _without_reporter(outlet)
    place, second = _without_reporter(place)
    line = Dateline(
        raw=raw,
        outlet=outlet or None,
        reporter=second or first,
        place=place or None,
        kind=None,
    )
    return _resolved(line, on)


def _outlet_and_place(raw: str) -> tuple[str, str]:
    """The two sides of the sign, in whatever order they stand."""
    line = unicodedata.normalize("NFKC", raw).strip()
    inner = line.strip(_BRACKETS).strip()
    left, _, right = _SIGN.sub("=", inner).partition("=")
    if _OUTLET.match(left):
        return left, right
    # agencies put the place first: [서울=신문]
    if _OUTLET.match(right):
        return right, left
    # no sign, and no paper: a place alone
    if not right:
        return "", left
    return left, right


def _without_reporter(text: str) -> tuple[str, str | None]:
    """The text without the reporter at its end and without brackets, and the reporter's
    name.
    """
    text = text.strip()
    name = None
    match = _REPORTER.search(text)
    if match:
        text = text[: match.start()]
        name = match["name"]
    return text.strip(_BRACKETS + " "), name


def _resolved(line: Dateline, on: date) -> Dateline:
    """The dateline with what its place means that day."""
    if line.place is None:
        return line
    place = _WHOLE_CHARACTERS.view(line.place).text
    if place in _NOWHERE:
        return replace(line, kind=DatelineKind.NONE)
    without_spaces = place.replace(" ", "")
    area = _AREAS.get(without_spaces)
    if area:
        units = _units(area, on)
        return _area(line, place, units, on)
    seats = _seats(place, on)
    if seats is not None:
        units = _units(seats, on)
        return _institution(line, units)
    return _regions(line, place, on)


def _units(codes: tuple[str, ...], on: date) -> Units:
    """The units that stand for these codes that day."""
    period = gazetteer.epoch(on)
    senses = gazetteer.senses_of(codes, period)
    return tuple(sense.unit for sense in senses)


def _area(line: Dateline, place: str, units: Units, on: date) -> Dateline:
    """What the area covers; candidates, where a unit has the same name (영동)."""
    namesake = _unit_named(place, on)
    if namesake:
        candidates = (*units, namesake)
        return replace(line, kind=_AREA, candidates=candidates)
    return replace(line, kind=_AREA, regions=units)


def _institution(line: Dateline, seats: Units) -> Dateline:
    """Its seat; candidates, where that unit was split."""
    if len(seats) > 1:
        return replace(line, kind=_INSTITUTION, candidates=seats)
    return replace(line, kind=_INSTITUTION, regions=seats)


def _unit_named(place: str, on: date) -> Unit | None:
    """The unit whose name is the whole place, where there is one."""
    period = gazetteer.epoch(on)
    found = find_candidates(place, period)
    if len(found) != 1:
        return None
    candidate = found[0]
    if candidate.name.text != place:
        return None
    if candidate.is_ambiguous:
        return None
    return _with_code(candidate.senses[0])


def _seats(place: str, on: date) -> tuple[str, ...] | None:
    """Code of the unit that an institution stands in that day; nothing where the day is
    not known; None: unknown.
    """
    known = [row for row in _INSTITUTIONS if row["name"] == place]
    if not known:
        return None
    day = on.isoformat()
    return tuple(row["seat"] for row in known if _is_seat(row, day))


def _is_seat(row: Row, day: str) -> bool:
    """Whether the institution stands there that day."""
    begin = row["valid_from"]
    end = row["valid_to"] or gazetteer.FAR
    return begin <= day < end


def _regions(line: Dateline, place: str, on: date) -> Dateline:
    """Units, where the words are nothing but names of units."""
    period = gazetteer.epoch(on)
    found = find_candidates(place, period)
    if not found:
        return line
    kind = DatelineKind.REGION
    named = place
    last = found[-1]
    if last.tail in _GOVERNMENT:  # 부산시청: the government of the unit
        kind = _INSTITUTION
        named = place[: last.end]
    if not _is_only_names(named, found):
        return line
    # names alone need nothing else to show that they are places
    for candidate in found:
        candidate.certain = True
    places = decide(found, place, None)
    return _units_of(line, kind, places)


def _is_only_names(text: str, found: Candidates) -> bool:
    """Whether only separators stand between the names."""
    names = [text[candidate.start : candidate.end] for candidate in found]
    rest = _SEPARATORS.sub("", text)
    return rest == "".join(names)


def _units_of(line: Dateline, kind: DatelineKind, places: Candidates) -> Dateline:
    """The units of these places but for those that only say where another one is; the
    candidates of the ambiguous ones, where there are such.
    """
    regions: list[Unit] = []
    candidates: list[Unit] = []
    for place in _lowest(places):
        senses = _province_first(place)
        units = [_with_code(sense) for sense in senses]
        if len(units) > 1:
            candidates += units
        else:
            regions += units
    if candidates:
        return replace(line, kind=kind, candidates=tuple(candidates))
    return replace(line, kind=kind, regions=tuple(regions))


def _lowest(places: Candidates) -> Candidates:
    """Places that hold no other one: of 전북 완주 the second."""
    holders: set[str] = set()
    for place in places:
        holders.update(place.scope)
    return [place for place in places if not place.is_one_of(holders)]


def _province_first(place: Candidate) -> Senses:
    """A bare 광주 is the province."""
    provinces = tuple(sense for sense in place.senses if not sense.above)
    if len(provinces) == 1:
        return provinces
    return place.senses


def _with_code(sense: Sense) -> Unit:
    """The unit, or the one that holds it where no list gives its code."""
    if sense.unit.code:
        return sense.unit
    return gazetteer.unit(sense.parent)
