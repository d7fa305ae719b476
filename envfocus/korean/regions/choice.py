"""Which of the units of one name is meant: the list, the sentence, what came before, the dateline, the rest."""

import re
from bisect import bisect_right
from collections.abc import Callable

from envfocus.korean.regions.gazetteer import Sense, province_now
from envfocus.korean.regions.model import Dateline
from envfocus.korean.regions.spot import Hit

Keep = Callable[[Sense], bool]
"""Whether evidence speaks for a sense."""

_SENTENCE = re.compile(r"[.!?]\s|\n")
_BACK = 8
"""Names looked back at in a sentence."""


def anchor(members: list[Hit]) -> None:
    """Narrow members of a list to units beside those that are certain: 용인·광주, 광주·전남, 동안·만안구."""
    parents = {hit.senses[0].parent for hit in members if hit.certain and len(hit.senses) == 1}
    for hit in members:
        if not hit.certain or len({sense.parent for sense in hit.senses}) > 1:
            kept = {sense.parent for sense in hit.senses} & parents
            if len(kept) == 1:
                hit.narrow(_below(kept), "enumeration")


def _below(parents: set[str]) -> Keep:
    return lambda sense: sense.parent in parents


def choose(places: list[Hit], lists: list[list[Hit]], text: str, dateline: Dateline | None) -> None:
    """Narrow the places that can be several units, and those that need another mention."""
    if not any(_open(hit) for hit in places):
        return
    for members in lists:
        anchor(members)
    ends = [match.end() for match in _SENTENCE.finditer(text)]
    settled: set[str] = set()
    for place, hit in enumerate(places):
        if len(hit.senses) > 1 and not _by_sentence(hit, places[max(0, place - _BACK) : place], ends):
            _settle(hit, _is(settled), "mentions")
        if len(hit.senses) == 1 and hit.senses[0].unit.code:
            settled.add(hit.senses[0].unit.code)
    named = {hit.senses[0].unit.code for hit in places if not _open(hit)} - {""}
    rules = [*_dateline_rules(dateline), *_text_rules(named)]
    for hit in filter(_open, places):
        if not any(_settle(hit, keep, basis) for keep, basis in rules):
            _only_current(hit)


def _open(hit: Hit) -> bool:
    return len(hit.senses) > 1 or ("support" in hit.accepts and not hit.basis)


def _is(codes: set[str]) -> Keep:
    return lambda sense: sense.unit.code in codes


def _settle(hit: Hit, keep: Keep, basis: str) -> bool:
    """Narrow where one unit is left, or 읍면동 of one stem in one unit (대저1동, 대저2동)."""
    kept = [sense for sense in hit.senses if keep(sense)]
    one = len(kept) == 1 or len({sense.parent if sense.unit.level == "eupmyeondong" else sense for sense in kept}) == 1
    return one and hit.narrow(keep, basis)


def _by_sentence(hit: Hit, before: list[Hit], ends: list[int]) -> bool:
    """The last province in the sentence, by name or by a unit in it, that has a unit of the name."""
    sentence = bisect_right(ends, hit.start)
    for other in reversed(before):
        if bisect_right(ends, other.start) != sentence:
            return False
        if len(other.senses) == 1 and _settle(hit, _in_sido(other.senses[0].sido), "sentence"):
            return True
    return False


def _in_sido(sido: str) -> Keep:
    return lambda sense: sense.sido == sido


def _dateline_rules(dateline: Dateline | None) -> list[tuple[Keep, str]]:
    """The unit of the dateline or one inside of it; else one in its province. An institution's seat tells nothing."""
    if not dateline or dateline.kind not in {"region", "area"}:
        return []
    codes = {unit.code for unit in dateline.regions}
    return [(_inside(codes), "dateline"), (_in_provinces(codes), "dateline")]


def _text_rules(named: set[str]) -> list[tuple[Keep, str]]:
    """The same unit elsewhere in the text; the 시군구 that holds it; the province."""
    return [(_is(named), "mentions"), (_town_of(named), "mentions"), (_in_provinces(named), "mentions")]


def _town_of(codes: set[str]) -> Keep:
    return lambda sense: sense.unit.level == "eupmyeondong" and sense.parent in codes


def _inside(codes: set[str]) -> Keep:
    return lambda sense: not codes.isdisjoint((sense.unit.code, *sense.above))


def _in_provinces(codes: set[str]) -> Keep:
    """In a province of these units. 광주 in an article of 전남 is 광주광역시: the two are one province today."""
    provinces = {province_now(code) for code in codes}
    return lambda sense: province_now(sense.sido) in provinces


def _only_current(hit: Hit) -> None:
    """Drop what bears the name no longer, but for provinces: 광주 is still said."""
    hit.narrow(lambda sense: sense.basis is None or not sense.above, "unique")
