"""Which of the units of one name is meant: the list, the sentence, what came before,
the dateline, the rest.
"""

import re
from bisect import bisect_right
from collections.abc import Callable, Iterable
from typing import NamedTuple

from envfocus.korean.regions.candidates import Candidate
from envfocus.korean.regions.gazetteer import Sense, province_now
from envfocus.korean.regions.lexicon import SUPPORT
from envfocus.korean.regions.model import Basis, Dateline, DatelineKind, Level
from envfocus.korean.regions.neighbours import narrow_list
from envfocus.korean.tables import rows

_Keep = Callable[[Sense], bool]
"""Whether evidence speaks for a sense."""

_SENTENCE_END = re.compile(r"[.!?\n](?:(?<=\n)|\s)")
"""It begins with one set of characters, for which a search is fast."""

_NAMES_BEFORE = 8
"""Names looked back at in a sentence."""
_NAMES_AHEAD = 7
"""Names looked ahead at in a sentence."""

_LANDMARK_WINDOW = 100
"""Characters on either side of a name, in its sentence, that are searched for
landmarks.
"""

_TOPIC = ("에서는", "에선")

_DATELINES_OF_PLACES = (DatelineKind.REGION, DatelineKind.AREA)

_LANDMARKS = {
    row["code"]: tuple(row["words"].split("|")) for row in rows("region_context")
}
"""Code of a unit → what stands in it and in no other unit of its name."""


class _Context(NamedTuple):
    """What stands around a name in its sentence."""

    window: str
    """The words that are searched for landmarks."""
    before: list[Candidate]
    """The places before it, the nearest first."""
    after: list[Candidate]


def disambiguate(
    places: list[Candidate],
    lists: Iterable[list[Candidate]],
    text: str,
    dateline: Dateline | None,
) -> None:
    """Narrow the places that can be several units, and those that need another mention."""
    if not any(map(_is_open, places)):
        return
    for members in lists:
        narrow_list(members)
    _narrow_by_sentences(places, text)
    _narrow_by_article(places, dateline)


def _is_open(place: Candidate) -> bool:
    if place.is_ambiguous:
        return True
    return place.accepts is SUPPORT and not place.basis


def _narrow_by_sentences(places: list[Candidate], text: str) -> None:
    """By what stands in the same sentence, else by what was decided before."""
    ends = _ends_of_sentences(places, text)
    decided: set[str] = set()
    for index, place in enumerate(places):
        if place.is_ambiguous:
            context = _context(index, places, ends, text)
            if not _narrow_by_context(place, context, text):
                _pick(place, _one_of(decided), Basis.MENTIONS)
        if place.code:
            decided.add(place.code)


def _ends_of_sentences(places: list[Candidate], text: str) -> list[int]:
    """Where the sentences that hold ambiguous places end, and what lies between; first,
    where the first of them begins.
    """
    starts = [place.start for place in places if place.is_ambiguous]
    if not starts:
        return []
    begin = text.rfind("\n", 0, starts[0]) + 1
    ends = [begin]
    for match in _SENTENCE_END.finditer(text, begin):
        ends.append(match.end())
        if match.end() > starts[-1]:
            return ends
    return [*ends, len(text)]


def _context(
    index: int, places: list[Candidate], ends: list[int], text: str
) -> _Context:
    place = places[index]
    sentence = bisect_right(ends, place.start)
    begin = ends[sentence - 1]
    end = ends[sentence]
    first = max(begin, place.start - _LANDMARK_WINDOW)
    last = min(end, place.end + _LANDMARK_WINDOW)
    before = places[max(0, index - _NAMES_BEFORE) : index]
    after = places[index + 1 : index + 1 + _NAMES_AHEAD]
    return _Context(
        window=text[first:last],
        before=[other for other in reversed(before) if other.start >= begin],
        after=[other for other in after if other.start < end],
    )


def _narrow_by_context(place: Candidate, context: _Context, text: str) -> bool:
    """A landmark; the province last named, by name or by a unit in it; other provinces."""
    if _pick(place, _has_landmark(context.window), Basis.LANDMARK):
        return True
    known = [other for other in context.before if not other.is_ambiguous]
    if not _names_province(place):
        return _narrow_by_province(place, known)
    # 광주 goes by another name only where that is what the sentence is about
    topics = [other for other in known if text.startswith(_TOPIC, other.end)]
    if _narrow_by_province(place, topics):
        return True
    return _narrow_to_province(place, [*context.before, *context.after])


def _pick(place: Candidate, keep: _Keep, basis: Basis) -> bool:
    """Narrow where one unit is left, or 읍면동 of one stem in one unit (대저1동,
    대저2동).
    """
    kept = [sense for sense in place.senses if keep(sense)]
    if not kept:
        return False
    if len(kept) > 1:
        # senses of other names are different units
        units = {sense.parent for sense in kept}
        if len(units) > 1 or not place.is_town:
            return False
    return place.narrow(keep, basis)


def _has_landmark(window: str) -> _Keep:
    def stands_here(sense: Sense) -> bool:
        landmarks = _LANDMARKS.get(sense.unit.code, ())
        return any(landmark in window for landmark in landmarks)

    return stands_here


def _narrow_by_province(place: Candidate, others: list[Candidate]) -> bool:
    """By the province of the first of these that has one unit of the name."""
    rules = (_in_province_of(other.senses[0]) for other in others)
    return any(_pick(place, rule, Basis.SENTENCE) for rule in rules)


def _in_province_of(other: Sense) -> _Keep:
    """In the province of another unit; a 구 that a city holds only where that names the
    city.
    """
    codes = {other.unit.code, *other.above}
    return lambda sense: sense.sido == other.sido and _is_familiar(sense, codes)


def _is_familiar(sense: Sense, named: set[str]) -> bool:
    """Of 포항 북구 readers know the city: 북구 alone does not mean it where only 경북
    is named.
    """
    holders = sense.above
    if len(holders) < 2 or sense.unit.level == Level.EUPMYEONDONG:
        return True
    return holders[0] in named


def _narrow_to_province(place: Candidate, others: list[Candidate]) -> bool:
    """광주 is the province beside two provinces, where no unit of 경기 is named."""
    holders = {sense.parent for sense in place.senses if sense.above}
    provinces: set[str] = set()
    for other in others:
        if other.is_ambiguous:
            continue
        sense = other.senses[0]
        if sense.parent in holders:
            return False
        if not sense.above:
            provinces.add(sense.unit.code)
    return len(provinces) > 1 and _pick(place, _is_province, Basis.SENTENCE)


def _is_province(sense: Sense) -> bool:
    return not sense.above


def _names_province(place: Candidate) -> bool:
    return any(map(_is_province, place.senses))


def _narrow_by_article(places: list[Candidate], dateline: Dateline | None) -> None:
    """By the dateline, then by all that the article names."""
    named = {place.code for place in places if not _is_open(place)} - {""}
    rules = [
        *_dateline_rules(dateline),
        (_one_of(named), Basis.MENTIONS),
        (_township_in(named), Basis.MENTIONS),
    ]
    nearby = _in_provinces(named)
    for place in filter(_is_open, places):
        last_rule = (_close_by(place, nearby, named), Basis.MENTIONS)
        if not any(_pick(place, *rule) for rule in [*rules, last_rule]):
            _drop_former(place)


def _dateline_rules(dateline: Dateline | None) -> list[tuple[_Keep, Basis]]:
    """The unit of the dateline or one inside of it; else one in its province. An
    institution's seat tells nothing.
    """
    if not dateline or dateline.kind not in _DATELINES_OF_PLACES:
        return []
    codes = {unit.code for unit in dateline.regions}
    return [
        (_within(codes), Basis.DATELINE),
        (_in_provinces(codes), Basis.DATELINE),
    ]


def _one_of(codes: set[str]) -> _Keep:
    return lambda sense: sense.unit.code in codes


def _township_in(codes: set[str]) -> _Keep:
    """A 읍면동 of a 시군구 that is named."""
    return lambda sense: (
        sense.unit.level == Level.EUPMYEONDONG and sense.parent in codes
    )


def _close_by(place: Candidate, nearby: _Keep, named: set[str]) -> _Keep:
    """In a province of what the text names; what is also a province's name is no other
    unit for that.
    """
    if _names_province(place):
        return lambda sense: nearby(sense) and not sense.above
    return lambda sense: nearby(sense) and _is_familiar(sense, named)


def _within(codes: set[str]) -> _Keep:
    def is_within(sense: Sense) -> bool:
        return sense.unit.code in codes or not codes.isdisjoint(sense.above)

    return is_within


def _in_provinces(codes: set[str]) -> _Keep:
    """In a province of these units. 광주 in an article of 전남 is 광주광역시: the two
    are one province today.
    """
    provinces = {province_now(code) for code in codes}
    return lambda sense: province_now(sense.sido) in provinces


def _drop_former(place: Candidate) -> None:
    """Drop what bears the name no longer, but for provinces: 광주 is still in use."""
    if place.accepts is SUPPORT and place.is_ambiguous:
        return
    place.narrow(_is_current_or_province, Basis.UNIQUE)


def _is_current_or_province(sense: Sense) -> bool:
    return sense.basis is None or not sense.above
