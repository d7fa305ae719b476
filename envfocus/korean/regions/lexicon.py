"""The names that are looked for.

Tables: `region_words` (names that are also words, and what shows that a place is
meant), `region_traps` (phrases that speak for the other meaning), `region_stops`
(phrases that only look like a name), `region_clubs` (names of teams).
"""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import replace
from enum import Flag, auto
from functools import cache
from typing import NamedTuple

from ahocorasick_rs import AhoCorasick

from envfocus.korean.regions import gazetteer
from envfocus.korean.regions.gazetteer import Sense
from envfocus.korean.tables import rows


class Accepts(Flag):
    """What shows that a name is a place, besides a unit right above it in front and a
    list of units.

    `WORD`: 지역, 일대, 주민, a facility behind it. `ENDING`: 에서 (of 읍면동 also 에,
    의). `LOCATIVE`: any particle of place. `ECHO`: such a particle, where the unit or
    one that holds it is named elsewhere. `SUPPORT`: that naming alone. `ANY`: nothing
    is needed.
    """

    NOTHING = 0
    WORD = auto()
    ENDING = auto()
    LOCATIVE = auto()
    ECHO = auto()
    SUPPORT = auto()
    ANY = auto()


ANY, SUPPORT, NOTHING = Accepts.ANY, Accepts.SUPPORT, Accepts.NOTHING
"""By name, for they are asked for each name of a text."""


class Name(NamedTuple):
    """A pattern. `form`: full, short, town (읍면동), stop or club. `keys`: codes of
    what it can mean; of a name from before the gazetteer's days (`region_aliases`,
    `former`) those of what it became.

    `ward`: whether all of these are 구. `traps`: phrases that speak for another
    meaning, each with the number of characters before the name (자전거 경주: 4).
    `former`: whether the units bear it no longer.
    """

    text: str
    form: str
    accepts: Accepts
    keys: tuple[str, ...]
    ward: bool = False
    traps: tuple[tuple[int, str], ...] = ()
    former: bool = False


def _names() -> Iterator[Name]:
    words = {
        (row["name"], row["form"]): accepted(row["accepts"])
        for row in rows("region_words")
    }
    phrases = {row["name"]: row["phrases"].split("|") for row in rows("region_traps")}
    keys: dict[tuple[str, str], list[str]] = defaultdict(list)
    for name, form, code in gazetteer.names():
        keys[name, form].append(code)
    towns = gazetteer.townships().items()
    keys |= {
        (name, "town"): codes
        for name, codes in towns
        if not {(name, form) for form in ("full", "short", "former")} & keys.keys()
    }
    for (name, form), codes in keys.items():
        ward = form != "town" and all(
            gazetteer.unit(code).name.endswith("구") for code in codes
        )
        accepts = words.get((name, form), _by_kind(name, form, ward=ward))
        traps = tuple((phrase.index(name), phrase) for phrase in phrases.get(name, ()))
        yield Name(
            name,
            "full" if form == "former" else form,
            accepts,
            tuple(codes),
            ward,
            traps,
            form == "former",
        )
    for form in ("stop", "club"):
        yield from (
            Name(row["text"], form, Accepts.NOTHING, ())
            for row in rows(f"region_{form}s")
        )


def accepted(words: str) -> Accepts:
    """`word echo` → Accepts.WORD | Accepts.ECHO. Raises KeyError for another word."""
    found = Accepts.NOTHING
    for word in words.split():
        found |= Accepts[word.upper()]
    return found


def _by_kind(name: str, form: str, *, ward: bool) -> Accepts:
    """구 without its ending is often a word, 서면 and 세종로 are words, 면 also ends
    verbs; 을지로3가 is a place.
    """
    if form == "short":
        return Accepts.WORD | Accepts.ECHO | Accepts.LOCATIVE if ward else Accepts.ANY
    if (
        form in {"full", "former"}
        or name[-1] == "읍"
        or (name[-1] == "가" and name[-2].isdigit())
    ):
        return Accepts.ANY
    if len(name) == 2:
        return Accepts.ENDING if name[-1] == "동" else Accepts.NOTHING
    return {"동": Accepts.ANY, "면": Accepts.SUPPORT}.get(name[-1], Accepts.NOTHING)


@cache
def patterns() -> tuple[Name, ...]:
    """The patterns; built at the first use, as the matcher is, for 15 ms of import."""
    return tuple(_names())


@cache
def matcher() -> AhoCorasick:
    """Finds the numbers of the patterns in a text."""
    return AhoCorasick([name.text for name in patterns()])


@cache
def meanings(number: int, period: int) -> tuple[Sense, ...]:
    """What the pattern of that number can mean in a period of the gazetteer."""
    name = patterns()[number]
    if name.form == "town":
        return gazetteer.township(name.text, name.keys, period)
    found = gazetteer.senses_of(name.keys, period)
    if name.former:
        found = tuple(replace(sense, basis="former_name") for sense in found)
    if name.form == "short":  # 제주 is the province, 제주시 the city
        found = tuple(
            one
            for one in found
            if not any(one.above == (other.unit.code,) for other in found)
        )
    return found
