"""The names that are looked for.

Tables: `region_words` (names that are also words, and what shows that a place is
meant), `region_traps` (phrases that speak for the other meaning), `region_stops`
(phrases that only look like a name), `region_clubs` (names of teams).
"""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import replace
from enum import Flag, StrEnum, auto
from functools import cache
from typing import NamedTuple

from ahocorasick_rs import AhoCorasick

from envfocus.korean.regions import gazetteer
from envfocus.korean.regions.gazetteer import Senses
from envfocus.korean.regions.model import Basis
from envfocus.korean.regions.townships import township, townships
from envfocus.korean.tables import rows


class Form(StrEnum):
    """Forms of a name."""

    FULL = "full"
    """부산시, 부산광역시."""
    SHORT = "short"
    """부산."""
    FORMER = "former"
    """A whole name from before the gazetteer's days."""
    TOWN = "town"
    """A 읍면동."""
    STOP = "stop"
    """A phrase that only looks like a name."""
    CLUB = "club"
    """A team."""


class Accepts(Flag):
    """What shows that a name is a place, besides a unit right above it in front and a
    list of units.
    """

    NOTHING = 0
    WORD = auto()
    """지역, 일대, 주민, a facility behind it."""
    ENDING = auto()
    """에서, of 읍면동 also 에 and 의."""
    LOCATIVE = auto()
    """Any particle of place."""
    ECHO = auto()
    """Such a particle, where the unit or one that holds it is named elsewhere."""
    SUPPORT = auto()
    """That naming alone."""
    ANY = auto()
    """Nothing is needed."""


FULL, SHORT, FORMER = Form.FULL, Form.SHORT, Form.FORMER
TOWN, STOP, CLUB = Form.TOWN, Form.STOP, Form.CLUB
ANY, SUPPORT, NOTHING = Accepts.ANY, Accepts.SUPPORT, Accepts.NOTHING
"""By name: they are asked for each name of a text, and a look into an enum is slow."""

_SHORT_TOWNS = {"동": Accepts.ENDING}
"""Ending of a name of two syllables → what it needs (중동, 사동); others are words."""
_LONG_TOWNS = {"동": ANY, "면": SUPPORT}
"""Ending of a longer name → what it needs; others are words."""

_Keys = dict[tuple[str, Form], list[str]]
"""Name and form → codes of the units."""

Traps = tuple[tuple[int, str], ...]
"""Phrases, each with the number of characters before the name in it."""


class Name(NamedTuple):
    """A pattern."""

    text: str
    form: Form
    """Not `FORMER`: that is a `FULL` name with `former` set."""
    accepts: Accepts
    keys: tuple[str, ...]
    """Codes of what it can mean, of a former name codes of what it became."""
    ward: bool = False
    """Whether all of these are 구."""
    traps: Traps = ()
    """Phrases that speak for another meaning (자전거 경주: 4)."""
    former: bool = False
    """Whether the units bear it no longer."""


def _names() -> Iterator[Name]:
    """Names of units, then phrases that only look like one."""
    yield from _unit_names()
    for form in (STOP, CLUB):
        table = rows(f"region_{form}s")
        for row in table:
            yield Name(
                text=row["text"],
                form=form,
                accepts=NOTHING,
                keys=(),
            )


def _unit_names() -> Iterator[Name]:
    """Names with what the tables say of them."""
    words = _accepted_by_words()
    traps = _traps()
    for (text, form), keys in _keys().items():
        ward = form is not TOWN and all(map(_is_ward, keys))
        accepts = words.get((text, form))
        if accepts is None:
            accepts = _accepted_by_kind(text, form, ward=ward)
        former = form is FORMER
        yield Name(
            text=text,
            form=FULL if former else form,
            accepts=accepts,
            keys=tuple(keys),
            ward=ward,
            traps=traps.get(text, ()),
            former=former,
        )


def _keys() -> _Keys:
    """Names of 시도 and 시군구, then those of 읍면동 that are not also one of these."""
    found: _Keys = defaultdict(list)
    taken: set[str] = set()
    for text, form, code in gazetteer.names():
        key = text, Form(form)
        found[key].append(code)
        taken.add(text)
    for text, codes in townships().items():
        if text not in taken:
            found[text, TOWN] = codes
    return found


def _is_ward(code: str) -> bool:
    """Whether the unit is a 구."""
    return gazetteer.unit(code).name.endswith("구")


def _accepted_by_words() -> dict[tuple[str, Form], Accepts]:
    """Name and form → what a name needs that is also a word."""
    found: dict[tuple[str, Form], Accepts] = {}
    for row in rows("region_words"):
        name = row["name"]
        form = Form(row["form"])
        found[name, form] = accepted(row["accepts"])
    return found


def _traps() -> dict[str, Traps]:
    """Name → phrases with the name in them that speak for another meaning."""
    found: dict[str, Traps] = {}
    for row in rows("region_traps"):
        name = row["name"]
        phrases = row["phrases"].split("|")
        found[name] = tuple((phrase.index(name), phrase) for phrase in phrases)
    return found


def accepted(words: str) -> Accepts:
    """`word echo` → Accepts.WORD | Accepts.ECHO. Raises KeyError for another word."""
    found = Accepts.NOTHING
    for word in words.split():
        found |= Accepts[word.upper()]
    return found


def _accepted_by_kind(text: str, form: Form, *, ward: bool) -> Accepts:
    """What a name needs that no table lists. 구 without its ending is often a word."""
    if form is TOWN:
        return _accepted_by_town(text)
    if form is SHORT and ward:
        return Accepts.WORD | Accepts.ECHO | Accepts.LOCATIVE
    return ANY


def _accepted_by_town(text: str) -> Accepts:
    """서면 and 세종로 are words, 면 also ends verbs; 을지로3가 is a place."""
    last = text[-1]
    if last == "읍":
        return ANY
    if last == "가" and text[-2].isdigit():
        return ANY
    if len(text) == 2:
        return _SHORT_TOWNS.get(last, NOTHING)
    return _LONG_TOWNS.get(last, NOTHING)


@cache
def patterns() -> tuple[Name, ...]:
    """The patterns; built at the first use, as the matcher is, for 15 ms of import."""
    return tuple(_names())


@cache
def matcher() -> AhoCorasick:
    """Finds the numbers of the patterns in a text."""
    return AhoCorasick([name.text for name in patterns()])


@cache
def meanings(number: int, period: int) -> Senses:
    """What the pattern of that number can mean in a period of the gazetteer."""
    name = patterns()[number]
    if name.form is TOWN:
        return township(name.text, name.keys, period)
    found = gazetteer.senses_of(name.keys, period)
    if name.former:
        basis = Basis.FORMER_NAME
        return tuple(replace(sense, basis=basis) for sense in found)
    if name.form is SHORT:
        return _without_units_inside(found)
    return found


def _without_units_inside(senses: Senses) -> Senses:
    """제주 is the province, 제주시 the city right below it."""
    holders = {(sense.unit.code,) for sense in senses}
    # 구 of a city are further below: 원미 is the 구, also where 부천시 followed an older one
    return tuple(sense for sense in senses if sense.above not in holders)
