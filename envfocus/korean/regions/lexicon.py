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
from envfocus.korean.regions.gazetteer import Sense
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


FULL, SHORT, TOWN = Form.FULL, Form.SHORT, Form.TOWN
STOP, CLUB = Form.STOP, Form.CLUB
ANY, SUPPORT, NOTHING = Accepts.ANY, Accepts.SUPPORT, Accepts.NOTHING
"""By name: they are asked for each name of a text, and a look into an enum is slow."""

_WHOLE_NAMES = (Form.FULL, Form.SHORT, Form.FORMER)
_ENDINGS_OF_TOWNS = {"동": Accepts.ANY, "면": Accepts.SUPPORT}

_Keys = dict[tuple[str, Form], list[str]]
"""Name and form → codes of the units."""


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
    traps: tuple[tuple[int, str], ...] = ()
    """Phrases that speak for another meaning, each with the number of characters before
    the name (자전거 경주: 4).
    """
    former: bool = False
    """Whether the units bear it no longer."""


def _names() -> Iterator[Name]:
    yield from _unit_names()
    for form in (STOP, CLUB):
        for row in rows(f"region_{form}s"):
            yield Name(row["text"], form, NOTHING, ())


def _unit_names() -> Iterator[Name]:
    words = _accepted_by_words()
    traps = _traps()
    for (text, form), keys in _keys().items():
        ward = form is not TOWN and all(map(_is_ward, keys))
        accepts = words.get((text, form))
        if accepts is None:
            accepts = _accepted_by_kind(text, form, ward=ward)
        former = form is Form.FORMER
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
    for text, form, code in gazetteer.names():
        found[text, Form(form)].append(code)
    taken = {text for text, form in found if form in _WHOLE_NAMES}
    for text, codes in townships().items():
        if text not in taken:
            found[text, TOWN] = codes
    return found


def _is_ward(code: str) -> bool:
    return gazetteer.unit(code).name.endswith("구")


def _accepted_by_words() -> dict[tuple[str, str], Accepts]:
    """Name and form → what a name needs that is also a word."""
    found: dict[tuple[str, str], Accepts] = {}
    for row in rows("region_words"):
        found[row["name"], row["form"]] = accepted(row["accepts"])
    return found


def _traps() -> dict[str, tuple[tuple[int, str], ...]]:
    """Name → phrases with the name in them; see `Name.traps`."""
    found: dict[str, tuple[tuple[int, str], ...]] = {}
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
    if last == "읍" or (last == "가" and text[-2].isdigit()):
        return ANY
    if len(text) > 2:
        return _ENDINGS_OF_TOWNS.get(last, NOTHING)
    return Accepts.ENDING if last == "동" else NOTHING


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
    if name.form is TOWN:
        return township(name.text, name.keys, period)
    found = gazetteer.senses_of(name.keys, period)
    if name.former:
        return tuple(replace(sense, basis=Basis.FORMER_NAME) for sense in found)
    if name.form is SHORT:
        return _without_units_inside(found)
    return found


def _without_units_inside(senses: tuple[Sense, ...]) -> tuple[Sense, ...]:
    """제주 is the province, 제주시 the city right below it."""
    holders = {(sense.unit.code,) for sense in senses}
    return tuple(sense for sense in senses if sense.above not in holders)
