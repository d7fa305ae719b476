"""Whether a name is a place: the units beside it, lists, brackets, and the words around it."""

import re
from collections.abc import Callable, Collection
from itertools import pairwise

from envfocus.korean.regions.choice import anchor, choose
from envfocus.korean.regions.gazetteer import Sense
from envfocus.korean.regions.model import Dateline
from envfocus.korean.regions.spot import Hit
from envfocus.korean.regions.tails import place_word_follows

_BESIDE = frozenset({"", " ", "  ", "\n", "(", " ("})
_LIST = re.compile(r"\s?(?:[·ㆍ‧・･⋅•,，、/∼~]|및|또는|그리고|[와과](?=\s)|이?나(?=\s))\s{0,2}")
_SYLLABLES = re.compile(r"(?<![가-힣])(?:[중동서남북][·ㆍ])+$")
"""구 cut to one syllable: 부산 북·강서, 대구 중·남구."""
_FAR = 6
"""Characters between two names that are beside one another or in a list; no separator is longer."""


def decide(hits: list[Hit], text: str, dateline: Dateline | None) -> list[Hit]:
    """The hits that are places, each with the senses that the evidence leaves."""
    lists = _neighbours(hits, text)
    for members in lists:
        anchor(members)
    known = _known(hits, dateline)
    for hit in hits:
        hit.certain = hit.certain or _is_place(hit, text, known)
    places = [hit for hit in hits if hit.certain]
    choose(places, [[hit for hit in members if hit.certain] for members in lists], text, dateline)
    return [hit for hit in places if "support" not in hit.accepts or hit.basis]


def _known(hits: list[Hit], dateline: Dateline | None) -> set[str]:
    """Codes of units that are named beyond doubt, and of the dateline's."""
    named = {hit.senses[0].unit.code for hit in hits if hit.certain and len(hit.senses) == 1}
    return named | ({unit.code for unit in dateline.regions} if dateline and dateline.kind == "region" else set())


def _neighbours(hits: list[Hit], text: str) -> list[list[Hit]]:
    """Narrow units beside one another: 전북 완주·진안, 강서구 대저동, 고성군(경남). The lists that there are."""
    lists: list[list[Hit]] = []
    for before, hit in pairwise(hits):
        gap = text[before.end : hit.start] if hit.start - before.end < _FAR else "…"
        gap = _SYLLABLES.sub("", gap)
        if gap in _BESIDE:
            closed = gap.endswith("(") and text.startswith(")", hit.end)
            found = _inside(before, hit) or (closed and _inside(hit, before, "brackets"))
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

    A word that is mostly no place must stand right below, and behind a short form: 충남 예산 is the county,
    충남도 예산 the money.
    """
    if hit.name.form == "short" and not hit.accepts and holder.name.form == "full" and hit.tail == "bare":
        return False
    codes = [sense.unit.code for sense in holder.senses]
    if not hit.narrow(_held_by(codes, close=hit.doubtful or holder.doubtful), basis):
        return False
    above = {code for sense in hit.senses for code in sense.above}
    holder.narrow(lambda sense: sense.unit.code in above, "eupmyeondong" if hit.name.form == "town" else "unit_after")
    hit.scope = (*(sense.unit.code for sense in holder.senses), *holder.scope)
    return True


def _held_by(codes: Collection[str], *, close: bool) -> Callable[[Sense], bool]:
    """Whether a sense lies in one of the units; `close`: with no unit between."""
    return lambda sense: any(code in codes for code in (sense.above[:1] if close else sense.above))


def _continue_list(before: Hit, hit: Hit) -> None:
    """What holds a member of a list holds the next one too, the nearest unit first."""
    for place, code in enumerate(before.scope):
        if hit.narrow(_held_by([code], close=hit.doubtful), "enumeration"):
            hit.scope = before.scope[place:]
            return


def _is_place(hit: Hit, text: str, known: set[str]) -> bool:
    """Whether a doubtful name is a place, by what follows it or by what else is named. `support` is settled later."""
    accepts, tail = hit.accepts, hit.tail
    if "support" in accepts or (hit.name.form == "short" and tail in {"public", "governor"}):
        return True
    if hit.astray or not accepts:
        return False
    if "ending" in accepts and (text.startswith("에서", hit.end) or (hit.name.form == "town" and _of(hit, text))):
        return True
    if "word" in accepts and (tail == "area" or place_word_follows(text, hit.end)):
        hit.basis = "place_word"
        return True
    if "echo" in accepts and tail == "locative" and hit.near(known):
        hit.basis = "mentions"
        return True
    return "echo" in accepts and tail == "district" and text[hit.end] != "을"


def _of(hit: Hit, text: str) -> bool:
    return hit.tail == "locative" or text.startswith("의", hit.end)
