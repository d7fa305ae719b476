"""Whether a name is a place: the units beside it, lists, brackets, and the words around
it.
"""

import re
from collections import Counter
from collections.abc import Callable, Collection
from itertools import pairwise

from envfocus.korean.regions.choice import anchor, choose
from envfocus.korean.regions.gazetteer import Sense
from envfocus.korean.regions.lexicon import NOTHING, SUPPORT, Accepts
from envfocus.korean.regions.model import Dateline
from envfocus.korean.regions.spot import Hit
from envfocus.korean.regions.tails import place_word_follows

_BESIDE = frozenset({"", " ", "  ", "\n", "(", " ("})
_LIST = re.compile(
    r"\s?(?:[·ㆍ‧・･⋅•,，、/∼~→↔–—-]|및|또는|그리고|[와과](?=\s)|이?나(?=\s))\s{0,2}"
)
_SYLLABLES = re.compile(r"(?<![가-힣])(?:[중동서남북][·ㆍ])+$")
"""구 cut to one syllable: 부산 북·강서, 대구 중·남구."""
_REACH = 6
"""Characters between two names that are beside one another or in a list; no separator
is longer.
"""


def decide(hits: list[Hit], text: str, dateline: Dateline | None) -> list[Hit]:
    """The hits that are places, each with the senses that the evidence leaves."""
    if (
        len(hits) == 1
        and hits[0].accepts
        and hits[0].name.form == "short"
        and hits[0].name.text == text.strip()
    ):
        hits[
            0
        ].certain = True  # a text that is nothing but a name, as a reader asks for it
    lists = _neighbours(hits, text)
    for members in lists:
        _back(members)
        anchor(members)
    known = _known(hits, dateline)
    for hit in hits:
        hit.certain = hit.certain or _is_place(hit, text, known)
    _link(hits, text)
    places = [hit for hit in hits if hit.certain]
    choose(
        places,
        [[hit for hit in members if hit.certain] for members in lists],
        text,
        dateline,
    )
    return [hit for hit in places if hit.accepts is not SUPPORT or hit.basis]


def _back(members: list[Hit]) -> None:
    """Doubtful short forms of one province in a list back one another: 이천·여주,
    노원·도봉.
    """
    doubtful = [
        hit
        for hit in members
        if not hit.certain and hit.accepts and hit.name.form == "short"
    ]
    shared = Counter(
        parent for hit in doubtful for parent in {sense.parent for sense in hit.senses}
    )
    parents = {parent for parent, count in shared.items() if count > 1}
    if len(parents) == 1:
        for hit in doubtful:
            hit.narrow(lambda sense: sense.parent in parents, "enumeration")


def _link(hits: list[Hit], text: str) -> None:
    """하남에서 구리로: where one is a place, the other is."""
    for before, hit in pairwise(hits):
        linked = text[before.end : hit.start] == "에서 " and text.startswith(
            ("로", "으로", "까지"), hit.end
        )
        if linked and (before.certain or hit.certain):
            for each in (before, hit):
                if not each.certain and each.accepts:
                    each.certain, each.basis = True, "enumeration"


def _known(hits: list[Hit], dateline: Dateline | None) -> set[str]:
    """Codes of units that are named beyond doubt, and of the dateline's."""
    named = {
        hit.senses[0].unit.code for hit in hits if hit.certain and len(hit.senses) == 1
    }
    return named | (
        {unit.code for unit in dateline.regions}
        if dateline and dateline.kind == "region"
        else set()
    )


def _neighbours(hits: list[Hit], text: str) -> list[list[Hit]]:
    """Narrow units beside one another: 전북 완주·진안, 강서구 대저동, 고성군(경남). The
    lists that there are.
    """
    lists: list[list[Hit]] = []
    for before, hit in pairwise(hits):
        if hit.start - before.end >= _REACH:
            continue
        gap = _SYLLABLES.sub("", text[before.end : hit.start])
        if gap in _BESIDE:
            closed = gap.endswith("(") and text.startswith(")", hit.end)
            found = _inside(before, hit) or (
                closed and _inside(hit, before, "brackets")
            )
            hit.astray = not found and bool(before.certain)
        elif _LIST.fullmatch(gap):
            _continue_list(before, hit)
            if lists and lists[-1][-1] is before:
                lists[-1].append(hit)
            else:
                lists.append([before, hit])
    return lists


def _inside(holder: Hit, hit: Hit, basis: str = "province_before") -> bool:
    """Narrow both to where one holds the other, and say whether it does.

    A word that is mostly no place must stand right below, and behind a short form: 충남
    예산 is the county, 충남도 예산 the money.
    """
    if (
        hit.name.form == "short"
        and hit.accepts is NOTHING
        and holder.name.form == "full"
        and hit.tail == "bare"
    ):
        return False
    codes = [sense.unit.code for sense in holder.senses]
    right_below = hit.narrow(
        _held_by(codes, close=hit.doubtful or holder.doubtful), basis
    )
    if not right_below and not _only_one(hit, codes, basis):
        return False
    above = {code for sense in hit.senses for code in sense.above}
    holder.narrow(
        lambda sense: sense.unit.code in above,
        "eupmyeondong" if hit.name.form == "town" else "unit_after",
    )
    hit.scope = (*(sense.unit.code for sense in holder.senses), *holder.scope)
    return True


def _held_by(codes: Collection[str], *, close: bool) -> Callable[[Sense], bool]:
    """Whether a sense lies in one of the units; `close`: with none between but the 구
    of a city (안산시 사동).
    """
    held = frozenset(codes)
    return lambda sense: (
        not held.isdisjoint(
            sense.above[: max(1, len(sense.above) - 1)] if close else sense.above
        )
    )


def _only_one(hit: Hit, codes: Collection[str], basis: str) -> bool:
    """서울 목동: 읍면동 that are words, where one 시군구 of the province has the name."""
    keep = _held_by(codes, close=False)
    holders = {sense.parent for sense in hit.senses if keep(sense)}
    return (
        hit.name.form == "town"
        and bool(hit.accepts)
        and len(holders) == 1
        and hit.narrow(keep, basis)
    )


def _continue_list(before: Hit, hit: Hit) -> None:
    """What holds a member of a list holds the next one too, the nearest unit first."""
    for place, code in enumerate(before.scope):
        if hit.narrow(_held_by([code], close=hit.doubtful), "enumeration"):
            hit.scope = before.scope[place:]
            return


def _is_place(hit: Hit, text: str, known: set[str]) -> bool:
    """Whether a doubtful name is a place, by what follows it or by what else is named.
    `SUPPORT` is settled later.
    """
    if hit.accepts is SUPPORT or (
        hit.name.form == "short" and hit.tail in {"public", "governor"}
    ):
        return True
    if hit.astray or hit.accepts is NOTHING:
        return False
    return _by_particle(hit, text) or _by_word(hit, text) or _by_echo(hit, text, known)


def _by_particle(hit: Hit, text: str) -> bool:
    """에서, 에, 으로; of 읍면동 also 의: whoever writes 명동의 has a place in mind."""
    if Accepts.LOCATIVE in hit.accepts and hit.tail == "locative":
        return True
    of_town = hit.name.form == "town" and (
        hit.tail == "locative" or text.startswith("의", hit.end)
    )
    return Accepts.ENDING in hit.accepts and (
        of_town or text.startswith("에서", hit.end)
    )


def _by_word(hit: Hit, text: str) -> bool:
    """해운대 일대, 이천 물류창고."""
    found = Accepts.WORD in hit.accepts and (
        hit.tail == "area" or place_word_follows(text, hit.end)
    )
    if found:
        hit.basis = "place_word"
    return found


def _by_echo(hit: Hit, text: str, known: set[str]) -> bool:
    """A particle of place behind a name that stands elsewhere too; an electoral
    district, but 을 is also a particle.
    """
    if Accepts.ECHO not in hit.accepts:
        return False
    if hit.tail == "locative" and hit.near(known):
        hit.basis = "mentions"
        return True
    return hit.tail == "district" and text[hit.end] != "을"
