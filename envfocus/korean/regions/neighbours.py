"""What names beside one another say: a unit and one inside of it, lists, brackets."""

import re
from collections import Counter
from itertools import pairwise

from envfocus.korean.regions import rules
from envfocus.korean.regions.candidates import Candidate, Candidates
from envfocus.korean.regions.lexicon import ANY, FULL, NOTHING
from envfocus.korean.regions.model import Basis
from envfocus.korean.regions.tails import Tail

_BESIDE = frozenset({"", " ", "  ", "\n", "(", " ("})
_SEPARATOR = re.compile(
    r"\s?(?:[·ㆍ‧・･⋅•,，、/∼~→↔–—-]|및|또는|그리고|[와과](?=\s)|이?나(?=\s))\s{0,2}"
)
_SYLLABLES = re.compile(r"(?<![가-힣])(?:[중동서남북][·ㆍ])+$")
"""구 cut to one syllable: 부산 북·강서, 대구 중·남구."""
_MAX_GAP = 5
"""Characters between two names that are beside one another or in a list: ` 그리고 `."""

_FROM = "에서 "
_TO = ("로", "으로", "까지")

_PROVINCE_BEFORE, _UNIT_AFTER = Basis.PROVINCE_BEFORE, Basis.UNIT_AFTER
_EUPMYEONDONG, _ENUMERATION = Basis.EUPMYEONDONG, Basis.ENUMERATION
_BARE = Tail.BARE
"""By name: a look into an enum is slow."""


def read_neighbours(candidates: Candidates, text: str) -> list[Candidates]:
    """Narrow units beside one another: 전북 완주·진안, 강서구 대저동, 고성군(경남). The
    lists that there are.
    """
    lists: list[Candidates] = []
    for before, candidate in pairwise(candidates):
        if candidate.start - before.end > _MAX_GAP:
            continue
        gap = text[before.end : candidate.start]
        if gap not in _BESIDE:
            gap = _SYLLABLES.sub("", gap)
        if gap in _BESIDE:
            opened = gap.endswith("(")
            closed = text.startswith(")", candidate.end)
            _read_pair(before, candidate, in_brackets=opened and closed)
            continue
        if not _SEPARATOR.fullmatch(gap):
            continue
        _hand_on_scope(before, candidate)
        if lists and lists[-1][-1] is before:
            lists[-1].append(candidate)
        else:
            lists.append([before, candidate])
    return lists


def _read_pair(before: Candidate, candidate: Candidate, *, in_brackets: bool) -> None:
    """강서구 대저동; 고성군(경남), where the second holds the first."""
    if _read_holder(before, candidate, _PROVINCE_BEFORE):
        return
    if in_brackets and _read_holder(candidate, before, Basis.BRACKETS):
        return
    candidate.outside_of_previous = before.certain


def _read_holder(holder: Candidate, held: Candidate, basis: Basis) -> bool:
    """Narrow both to where one holds the other, and say whether it does."""
    if _is_common_word(holder, held):
        return False
    if not _narrow_held(holder, held, basis):
        return False
    _narrow_holder(holder, held)
    held.scope = (*holder.codes(), *holder.scope)
    return True


def _is_common_word(holder: Candidate, held: Candidate) -> bool:
    """Whether a word that is mostly no place stands bare behind a whole name: 충남 예산
    is the county, 충남도 예산 the money.
    """
    if held.accepts is not NOTHING:
        return False
    if not held.is_short or held.tail is not _BARE:
        return False
    return holder.name.form is FULL


def _narrow_held(holder: Candidate, held: Candidate, basis: Basis) -> bool:
    """Keep what lies in the other: any unit, of a name that is also a word one of the
    level right below.
    """
    codes = holder.codes()
    if held.accepts is ANY and holder.accepts is ANY:
        return held.narrow(rules.inside(codes), basis)
    if held.narrow(rules.right_inside(codes), basis):
        return True
    if not held.is_town or held.accepts is NOTHING:
        return False
    # 서울 목동: where one 시군구 of the province has a 읍면동 of that name
    inside = rules.inside(codes)
    parents = {sense.parent for sense in held.senses if inside(sense)}
    if len(parents) != 1:
        return False
    return held.narrow(inside, basis)


def _narrow_holder(holder: Candidate, held: Candidate) -> None:
    """Keep what can hold the other."""
    above: set[str] = set()
    for sense in held.senses:
        above.update(sense.above)
    rule = rules.one_of(above)
    basis = _UNIT_AFTER
    if held.is_town:
        basis = _EUPMYEONDONG
    holder.narrow(rule, basis)


def _hand_on_scope(before: Candidate, candidate: Candidate) -> None:
    """What holds a member of a list holds the next one too, the nearest unit first."""
    inside = rules.inside
    if candidate.is_doubtful:
        inside = rules.right_inside
    for index, code in enumerate(before.scope):
        rule = inside([code])
        if candidate.narrow(rule, _ENUMERATION):
            candidate.scope = before.scope[index:]
            return


def narrow_list(members: Candidates) -> None:
    """Narrow members of a list to units beside those that are certain: 용인·광주,
    광주·전남, 동안·만안구.
    """
    known: set[str] = set()
    for member in members:
        if member.certain and not member.is_ambiguous:
            known |= member.parents()
    for member in members:
        parents = member.parents()
        if member.certain and len(parents) == 1:
            continue
        shared = parents & known
        if len(shared) == 1:
            rule = rules.right_below(shared)
            member.narrow(rule, _ENUMERATION)


def back_each_other(members: Candidates) -> None:
    """Doubtful short forms of one province in a list back one another: 이천·여주,
    노원·도봉.
    """
    doubtful = [member for member in members if _could_be_place(member)]
    counts: Counter[str] = Counter()
    for member in doubtful:
        counts.update(member.parents())
    shared = {parent for parent, count in counts.items() if count > 1}
    # the members of two provinces say nothing of one another
    if len(shared) != 1:
        return
    rule = rules.right_below(shared)
    for member in doubtful:
        member.narrow(rule, _ENUMERATION)


def _could_be_place(member: Candidate) -> bool:
    """Whether a list can show that it is one."""
    if member.certain or member.accepts is NOTHING:
        return False
    return member.is_short


def link_ends(candidates: Candidates, text: str) -> None:
    """하남에서 구리로: where one is a place, the other is."""
    for before, candidate in pairwise(candidates):
        if before.certain == candidate.certain:
            continue
        between = text[before.end : candidate.start]
        if between != _FROM:
            continue
        if not text.startswith(_TO, candidate.end):
            continue
        other = before
        if before.certain:
            other = candidate
        if other.accepts is not NOTHING:
            other.certain = True
            other.basis = Basis.ENUMERATION
