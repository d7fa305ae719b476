"""What names beside one another say: a unit and one inside of it, lists, brackets."""

import re
from collections import Counter
from collections.abc import Callable, Collection
from itertools import pairwise

from envfocus.korean.regions.candidates import Candidate
from envfocus.korean.regions.gazetteer import Sense
from envfocus.korean.regions.lexicon import FULL, NOTHING
from envfocus.korean.regions.model import Basis
from envfocus.korean.regions.tails import Tail

_BESIDE = frozenset({"", " ", "  ", "\n", "(", " ("})
_SEPARATOR = re.compile(
    r"\s?(?:[·ㆍ‧・･⋅•,，、/∼~→↔–—-]|및|또는|그리고|[와과](?=\s)|이?나(?=\s))\s{0,2}"
)
_SYLLABLES = re.compile(r"(?<![가-힣])(?:[중동서남북][·ㆍ])+$")
"""구 cut to one syllable: 부산 북·강서, 대구 중·남구."""
_MAX_GAP = 5
"""Characters between two names that are beside one another or in a list; no separator
is longer.
"""

_TO = ("로", "으로", "까지")
_BARE = Tail.BARE
_PROVINCE_BEFORE, _ENUMERATION = Basis.PROVINCE_BEFORE, Basis.ENUMERATION


def read_neighbours(candidates: list[Candidate], text: str) -> list[list[Candidate]]:
    """Narrow units beside one another: 전북 완주·진안, 강서구 대저동, 고성군(경남). The
    lists that there are.
    """
    lists: list[list[Candidate]] = []
    for before, candidate in pairwise(candidates):
        if candidate.start - before.end > _MAX_GAP:
            continue
        gap = _SYLLABLES.sub("", text[before.end : candidate.start])
        if gap in _BESIDE:
            in_brackets = gap.endswith("(") and text.startswith(")", candidate.end)
            _read_pair(before, candidate, in_brackets=in_brackets)
        elif _SEPARATOR.fullmatch(gap):
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


def _read_holder(holder: Candidate, candidate: Candidate, basis: Basis) -> bool:
    """Narrow both to where one holds the other, and say whether it does."""
    if _is_common_word(holder, candidate):
        return False
    codes = [sense.unit.code for sense in holder.senses]
    doubtful = candidate.is_doubtful or holder.is_doubtful
    right_below = candidate.narrow(_held_by(codes, directly=doubtful), basis)
    if not right_below and not _is_only_township(candidate, codes, basis):
        return False
    _narrow_holder(holder, candidate)
    scope = [sense.unit.code for sense in holder.senses]
    candidate.scope = (*scope, *holder.scope)
    return True


def _is_common_word(holder: Candidate, candidate: Candidate) -> bool:
    """Whether a word that is mostly no place stands bare behind a whole name: 충남 예산
    is the county, 충남도 예산 the money.
    """
    if candidate.accepts is not NOTHING or not candidate.is_short:
        return False
    return candidate.tail is _BARE and holder.name.form is FULL


def _narrow_holder(holder: Candidate, held: Candidate) -> None:
    above: set[str] = set()
    for sense in held.senses:
        above.update(sense.above)
    basis = Basis.UNIT_AFTER
    if held.is_town:
        basis = Basis.EUPMYEONDONG
    holder.narrow(lambda sense: sense.unit.code in above, basis)


def _held_by(codes: Collection[str], *, directly: bool) -> Callable[[Sense], bool]:
    """Whether a sense lies in one of the units; `directly`: with none between but the 구
    of a city (안산시 사동).
    """
    held = frozenset(codes)
    if not directly:
        return lambda sense: not held.isdisjoint(sense.above)
    return lambda sense: not held.isdisjoint(sense.above[:-1] or sense.above)


def _is_only_township(
    candidate: Candidate, codes: Collection[str], basis: Basis
) -> bool:
    """서울 목동: 읍면동 that are words, where one 시군구 of the province has the name."""
    if not candidate.is_town or candidate.accepts is NOTHING:
        return False
    keep = _held_by(codes, directly=False)
    holders = {sense.parent for sense in candidate.senses if keep(sense)}
    return len(holders) == 1 and candidate.narrow(keep, basis)


def _hand_on_scope(before: Candidate, candidate: Candidate) -> None:
    """What holds a member of a list holds the next one too, the nearest unit first."""
    for index, code in enumerate(before.scope):
        keep = _held_by([code], directly=candidate.is_doubtful)
        if candidate.narrow(keep, _ENUMERATION):
            candidate.scope = before.scope[index:]
            return


def narrow_list(members: list[Candidate]) -> None:
    """Narrow members of a list to units beside those that are certain: 용인·광주,
    광주·전남, 동안·만안구.
    """
    certain = [member for member in members if member.certain]
    parents = {member.senses[0].parent for member in certain if not member.is_ambiguous}
    for member in members:
        own = member.parents()
        shared = own & parents
        if len(shared) == 1 and (not member.certain or len(own) > 1):
            member.narrow(_right_below(shared), _ENUMERATION)


def _right_below(parents: set[str]) -> Callable[[Sense], bool]:
    return lambda sense: sense.parent in parents


def back_each_other(members: list[Candidate]) -> None:
    """Doubtful short forms of one province in a list back one another: 이천·여주,
    노원·도봉.
    """
    doubtful = [member for member in members if _could_be_place(member)]
    count: Counter[str] = Counter()
    for member in doubtful:
        count.update(member.parents())
    shared = {parent for parent, members_there in count.items() if members_there > 1}
    if len(shared) == 1:
        for member in doubtful:
            member.narrow(_right_below(shared), _ENUMERATION)


def _could_be_place(member: Candidate) -> bool:
    if member.certain or member.accepts is NOTHING:
        return False
    return member.is_short


def link_ends(candidates: list[Candidate], text: str) -> None:
    """하남에서 구리로: where one is a place, the other is."""
    for before, candidate in pairwise(candidates):
        if before.certain == candidate.certain:
            continue
        if text[before.end : candidate.start] != "에서 ":
            continue
        other = candidate if before.certain else before
        if other.accepts is not NOTHING and text.startswith(_TO, candidate.end):
            other.certain = True
            other.basis = _ENUMERATION
