"""Which of the units of one name is meant: the list, the sentence, what came before,
the dateline, the rest.
"""

import re
from bisect import bisect_right
from collections.abc import Iterable
from typing import NamedTuple

from envfocus.korean.regions import rules
from envfocus.korean.regions.candidates import Candidate, Candidates
from envfocus.korean.regions.lexicon import SUPPORT
from envfocus.korean.regions.model import Basis, Dateline, DatelineKind
from envfocus.korean.regions.neighbours import narrow_list
from envfocus.korean.regions.rules import Rule

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

_SENTENCE, _MENTIONS = Basis.SENTENCE, Basis.MENTIONS
"""By name: a look into an enum is slow."""

_TOPIC = ("에서는", "에선")

_KINDS_THAT_PLACE = (DatelineKind.REGION, DatelineKind.AREA)
"""An institution's seat tells nothing of the places in an article."""


_RulesInOrder = list[tuple[Rule, Basis]]


class _Context(NamedTuple):
    """What stands around a name in its sentence."""

    window: str
    """The words that are searched for landmarks."""
    before: Candidates
    """The places before it, the nearest first."""
    after: Candidates


def disambiguate(
    places: Candidates,
    lists: Iterable[Candidates],
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
    """Whether something is left to decide."""
    if len(place.senses) > 1:
        return True
    return place.accepts is SUPPORT and not place.basis


def _pick(place: Candidate, rule: Rule, basis: Basis) -> bool:
    """Narrow where one unit is left, or 읍면동 of one stem in one unit (대저1동,
    대저2동).
    """
    kept = [sense for sense in place.senses if rule(sense)]
    if not kept:
        return False
    if len(kept) > 1:
        # senses of other names are different units
        if not place.is_town:
            return False
        holders = {sense.parent for sense in kept}
        if len(holders) > 1:
            return False
    return place.narrow(rule, basis)


def _narrow_by_sentences(places: Candidates, text: str) -> None:
    """By what stands in the same sentence, else by what was decided before."""
    ends = _ends_of_sentences(places, text)
    decided: set[str] = set()
    for index, place in enumerate(places):
        if len(place.senses) > 1:
            context = _context(index, places, ends, text)
            found = _narrow_by_context(place, context, text)
            if not found:
                rule = rules.one_of(decided)
                _pick(place, rule, _MENTIONS)
        code = place.code
        if code:
            decided.add(code)


def _ends_of_sentences(places: Candidates, text: str) -> list[int]:
    """Where the sentences that hold ambiguous places end, and what lies between; first,
    where the first of them begins.
    """
    starts = [place.start for place in places if len(place.senses) > 1]
    if not starts:
        return []
    first = starts[0]
    last = starts[-1]
    begin = text.rfind("\n", 0, first) + 1
    ends = [begin]
    for match in _SENTENCE_END.finditer(text, begin):
        end = match.end()
        ends.append(end)
        if end > last:
            return ends
    ends.append(len(text))
    return ends


def _context(
    index: int,
    places: Candidates,
    ends: list[int],
    text: str,
) -> _Context:
    """What stands around the place of that index."""
    place = places[index]
    sentence = bisect_right(ends, place.start)
    begin = ends[sentence - 1]
    end = ends[sentence]
    window_begin = max(begin, place.start - _LANDMARK_WINDOW)
    window_end = min(end, place.end + _LANDMARK_WINDOW)
    farthest = max(0, index - _NAMES_BEFORE)
    before = places[farthest:index]
    before.reverse()
    following = index + 1
    after = places[following : following + _NAMES_AHEAD]
    return _Context(
        window=text[window_begin:window_end],
        before=[other for other in before if other.start >= begin],
        after=[other for other in after if other.start < end],
    )


def _narrow_by_context(place: Candidate, context: _Context, text: str) -> bool:
    """A landmark; the province last named, by name or by a unit in it; other provinces."""
    landmark = rules.has_landmark_in(context.window)
    if _pick(place, landmark, Basis.LANDMARK):
        return True
    known = [other for other in context.before if not other.is_ambiguous]
    if not _names_province(place):
        return _narrow_by_province(place, known)
    # 광주 goes by another name only where that is what the sentence is about
    topics = [other for other in known if text.startswith(_TOPIC, other.end)]
    if _narrow_by_province(place, topics):
        return True
    others = context.before + context.after
    return _narrow_to_province(place, others)


def _names_province(place: Candidate) -> bool:
    """Whether it can mean a province, as 광주 can."""
    return any(map(rules.is_province, place.senses))


def _narrow_by_province(place: Candidate, others: Candidates) -> bool:
    """By the province of the first of these that has one unit of the name."""
    for other in others:
        rule = rules.in_province_of(other.senses[0])
        found = _pick(place, rule, _SENTENCE)
        if found:
            return True
    return False


def _narrow_to_province(place: Candidate, others: Candidates) -> bool:
    """광주 is the province beside two provinces, where no unit of 경기 is named."""
    # "" is what stands above a province
    holders = place.parents() - {""}
    provinces: set[str] = set()
    for other in others:
        if other.is_ambiguous:
            continue
        sense = other.senses[0]
        if sense.parent in holders:
            return False
        if rules.is_province(sense):
            provinces.add(other.code)
    if len(provinces) < 2:
        return False
    return _pick(place, rules.is_province, _SENTENCE)


def _narrow_by_article(places: Candidates, dateline: Dateline | None) -> None:
    """By the dateline, then by all that the article names."""
    named = _codes_named(places)
    first_rules = [
        *_rules_of_dateline(dateline),
        (rules.one_of(named), _MENTIONS),
        (rules.township_in(named), _MENTIONS),
    ]
    familiar = rules.familiar_in_provinces_of(named)
    province = rules.province_in_provinces_of(named)
    for place in places:
        if not _is_open(place):
            continue
        last_rule = familiar
        if _names_province(place):
            # it is no other unit for what the article names
            last_rule = province
        if _pick_by_first(place, first_rules):
            continue
        found = _pick(place, last_rule, _MENTIONS)
        if not found:
            _drop_former(place)


def _codes_named(places: Candidates) -> set[str]:
    """Codes of the units that are decided."""
    named: set[str] = set()
    for place in places:
        if place.code and not _is_open(place):
            named.add(place.code)
    return named


def _rules_of_dateline(dateline: Dateline | None) -> _RulesInOrder:
    """The unit of the dateline or one inside of it; else one in its province."""
    if not dateline or dateline.kind not in _KINDS_THAT_PLACE:
        return []
    codes = {unit.code for unit in dateline.regions}
    return [
        (rules.one_of_or_inside(codes), Basis.DATELINE),
        (rules.in_provinces_of(codes), Basis.DATELINE),
    ]


def _pick_by_first(place: Candidate, rules_in_order: _RulesInOrder) -> bool:
    """By the first rule that leaves one unit."""
    for rule, basis in rules_in_order:
        found = _pick(place, rule, basis)
        if found:
            return True
    return False


def _drop_former(place: Candidate) -> None:
    """Drop what bears the name no longer, but for provinces."""
    if place.accepts is SUPPORT and place.is_ambiguous:
        return
    place.narrow(rules.is_current_or_province, Basis.UNIQUE)
