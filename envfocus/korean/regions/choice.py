"""Which of the units of one name is meant: the list, the sentence, what came before,
the dateline, the rest.
"""

import re
from bisect import bisect_right
from collections.abc import Callable

from envfocus.korean.regions.gazetteer import Sense, province_now
from envfocus.korean.regions.lexicon import SUPPORT
from envfocus.korean.regions.model import Dateline
from envfocus.korean.regions.spot import Hit
from envfocus.korean.tables import rows

Keep = Callable[[Sense], bool]
"""Whether evidence speaks for a sense."""

_SENTENCE = re.compile(r"[.!?\n](?:(?<=\n)|\s)")
"""Its end; it begins with one set of characters, for which a search is fast."""
_BACK = 8
"""Names looked back at in a sentence, and ahead."""

_TOPIC = ("에서는", "에선")

_SAID = 100
"""Characters on either side of a name, in its sentence, that are searched for
landmarks.
"""

_LANDMARKS = {
    row["code"]: tuple(row["words"].split("|")) for row in rows("region_context")
}
"""Code of a unit → what stands in it and in no other unit of its name."""


def anchor(members: list[Hit]) -> None:
    """Narrow members of a list to units beside those that are certain: 용인·광주,
    광주·전남, 동안·만안구.
    """
    parents = {
        hit.senses[0].parent for hit in members if hit.certain and len(hit.senses) == 1
    }
    for hit in members:
        if not hit.certain or len({sense.parent for sense in hit.senses}) > 1:
            kept = {sense.parent for sense in hit.senses} & parents
            if len(kept) == 1:
                hit.narrow(_below(kept), "enumeration")


def _below(parents: set[str]) -> Keep:
    return lambda sense: sense.parent in parents


def choose(
    places: list[Hit], lists: list[list[Hit]], text: str, dateline: Dateline | None
) -> None:
    """Narrow the places that can be several units, and those that need another mention."""
    if not any(_open(hit) for hit in places):
        return
    for members in lists:
        anchor(members)
    ends = _ends([hit.start for hit in places if len(hit.senses) > 1], text)
    settled: set[str] = set()
    for place, hit in enumerate(places):
        if len(hit.senses) > 1 and not _by_sentence(hit, places, place, ends, text):
            _settle(hit, _is(settled), "mentions")
        if len(hit.senses) == 1 and hit.senses[0].unit.code:
            settled.add(hit.senses[0].unit.code)
    named = {hit.senses[0].unit.code for hit in places if not _open(hit)} - {""}
    rules, near = (
        [*_dateline_rules(dateline), *_text_rules(named)],
        _in_provinces(named),
    )
    for hit in filter(_open, places):
        if not any(
            _settle(hit, keep, basis)
            for keep, basis in [*rules, (_close(hit, near, named), "mentions")]
        ):
            _only_current(hit)


def _ends(starts: list[int], text: str) -> list[int]:
    """Where the sentences that hold these places end, and what lies between; first,
    where the first of them begins.
    """
    if not starts:
        return []
    begin = text.rfind("\n", 0, starts[0]) + 1
    ends = [begin]
    for match in _SENTENCE.finditer(text, begin):
        ends.append(match.end())
        if ends[-1] > starts[-1]:
            return ends
    return [*ends, len(text)]


def _open(hit: Hit) -> bool:
    return len(hit.senses) > 1 or (hit.accepts is SUPPORT and not hit.basis)


def _is(codes: set[str]) -> Keep:
    return lambda sense: sense.unit.code in codes


def _settle(hit: Hit, keep: Keep, basis: str) -> bool:
    """Narrow where one unit is left, or 읍면동 of one stem in one unit (대저1동,
    대저2동).
    """
    kept = [sense for sense in hit.senses if keep(sense)]
    one = (
        len(kept) == 1
        or len(
            {
                sense.parent if sense.unit.level == "eupmyeondong" else sense
                for sense in kept
            }
        )
        == 1
    )
    return one and hit.narrow(keep, basis)


def _by_sentence(
    hit: Hit, places: list[Hit], place: int, ends: list[int], text: str
) -> bool:
    """What the sentence says: a landmark, the province last named, by name or by a unit
    in it; other provinces.
    """
    number = bisect_right(ends, hit.start)
    begin, end = ends[number - 1], ends[number]
    if _settle(
        hit,
        _has_landmark(text[max(begin, hit.start - _SAID) : min(end, hit.end + _SAID)]),
        "landmark",
    ):
        return True
    before = [
        other for other in places[max(0, place - _BACK) : place] if other.start >= begin
    ]
    known = [other for other in reversed(before) if len(other.senses) == 1]
    if not _names_province(hit):
        return any(
            _settle(hit, _in_sido(other.senses[0]), "sentence") for other in known
        )
    ahead = [other for other in places[place + 1 : place + _BACK] if other.start < end]
    return _by_topic(hit, known, text) or _among_provinces(hit, [*before, *ahead])


def _has_landmark(said: str) -> Keep:
    return lambda sense: any(
        word in said for word in _LANDMARKS.get(sense.unit.code, ())
    )


def _by_topic(hit: Hit, known: list[Hit], text: str) -> bool:
    """A name that is also a province's (광주) goes by another only where that is what
    the sentence is about.
    """
    topics = (other for other in known if text.startswith(_TOPIC, other.end))
    return any(_settle(hit, _in_sido(other.senses[0]), "sentence") for other in topics)


def _among_provinces(hit: Hit, others: list[Hit]) -> bool:
    """광주 is the province beside two provinces, where no unit of 경기 is named."""
    named = [other.senses[0] for other in others if len(other.senses) == 1]
    rivals = {sense.parent for sense in hit.senses if sense.above}
    provinces = {sense.unit.code for sense in named if not sense.above}
    if len(provinces) < 2 or any(sense.parent in rivals for sense in named):
        return False
    return _settle(hit, lambda sense: not sense.above, "sentence")


def _in_sido(other: Sense) -> Keep:
    """In the province of another unit; a 구 that a city holds only where that names the
    city.
    """
    codes = {other.unit.code, *other.above}
    return lambda sense: sense.sido == other.sido and _reached(sense, codes)


def _reached(sense: Sense, codes: set[str]) -> bool:
    """Of 포항 북구 readers know the city: 북구 alone is not said of it where only 경북
    is named.
    """
    return (
        sense.unit.level == "eupmyeondong"
        or len(sense.above) < 2
        or sense.above[0] in codes
    )


def _dateline_rules(dateline: Dateline | None) -> list[tuple[Keep, str]]:
    """The unit of the dateline or one inside of it; else one in its province. An
    institution's seat tells nothing.
    """
    if not dateline or dateline.kind not in {"region", "area"}:
        return []
    codes = {unit.code for unit in dateline.regions}
    return [(_within(codes), "dateline"), (_in_provinces(codes), "dateline")]


def _text_rules(named: set[str]) -> list[tuple[Keep, str]]:
    """The same unit elsewhere in the text; the 시군구 that holds it."""
    return [(_is(named), "mentions"), (_town_of(named), "mentions")]


def _close(hit: Hit, near: Keep, named: set[str]) -> Keep:
    """In a province of what the text names; what is also a province's name is no other
    unit for that.
    """
    if _names_province(hit):
        return lambda sense: near(sense) and not sense.above
    return lambda sense: near(sense) and _reached(sense, named)


def _names_province(hit: Hit) -> bool:
    return any(not sense.above for sense in hit.senses)


def _town_of(codes: set[str]) -> Keep:
    return lambda sense: sense.unit.level == "eupmyeondong" and sense.parent in codes


def _within(codes: set[str]) -> Keep:
    return lambda sense: not codes.isdisjoint((sense.unit.code, *sense.above))


def _in_provinces(codes: set[str]) -> Keep:
    """In a province of these units. 광주 in an article of 전남 is 광주광역시: the two
    are one province today.
    """
    provinces = {province_now(code) for code in codes}
    return lambda sense: province_now(sense.sido) in provinces


def _only_current(hit: Hit) -> None:
    """Drop what bears the name no longer, but for provinces: 광주 is still said."""
    if hit.accepts is SUPPORT and len(hit.senses) > 1:
        return
    hit.narrow(lambda sense: sense.basis is None or not sense.above, "unique")
