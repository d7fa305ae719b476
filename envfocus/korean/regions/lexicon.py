"""The names that are looked for.

Tables: `region_words` (names that are also words, and what shows that a place is meant), `region_traps` (words that
show the other meaning), `region_stops` (phrases that only look like a name).
"""

from collections import defaultdict
from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

from ahocorasick_rs import AhoCorasick

from envfocus.korean.regions import gazetteer
from envfocus.korean.regions.gazetteer import Sense
from envfocus.korean.tables import rows

ANY: tuple[str, ...] = ("any",)
"""A name that needs no evidence."""


class Name(NamedTuple):
    """A pattern. `form`: full, short, town (읍면동) or stop. `keys`: codes of what it can mean.

    `accepts`: what shows that a place is meant, besides a unit right above it in front: `any` nothing is needed; `word`
    지역, 일대, 주민 … behind it; `ending` 에서 (of 읍면동 also 에, 의); `echo` any of these where the unit, or one that
    holds it, is named elsewhere; `support` that alone.
    """

    text: str
    form: str
    accepts: tuple[str, ...]
    keys: tuple[str, ...]


def _names() -> Iterator[Name]:
    words = {(row["name"], row["form"]): tuple(row["accepts"].split()) for row in rows("region_words")}
    keys: dict[tuple[str, str], list[str]] = defaultdict(list)
    for name, form, code in gazetteer.names():
        keys[name, form].append(code)
    towns = gazetteer.townships().items()
    keys |= {
        (name, "town"): codes for name, codes in towns if (name, "full") not in keys and (name, "short") not in keys
    }
    for (name, form), codes in keys.items():
        yield Name(name, form, words.get((name, form), _accepts(name, form, codes)), tuple(codes))
    yield from (Name(row["text"], "stop", (), ()) for row in rows("region_stops"))


def _accepts(name: str, form: str, codes: list[str]) -> tuple[str, ...]:
    """By the kind of name: 구 without its ending is mostly a word, 서면 and 세종로 are words, 면 also ends verbs."""
    if form == "short":
        return ("word", "echo") if all(gazetteer.unit(code).name.endswith("구") for code in codes) else ANY
    if form == "full" or name[-1] == "읍":
        return ANY
    if len(name) == 2:
        return ("ending",) if name[-1] == "동" else ()
    return {"동": ANY, "면": ("support",)}.get(name[-1], ())


NAMES = tuple(_names())
MATCHER = AhoCorasick([name.text for name in NAMES])
TRAPS = {row["form"]: tuple(row["words"].split("|")) for row in rows("region_traps")}


@cache
def senses(number: int, period: int) -> tuple[Sense, ...]:
    """What the pattern of that number can mean in a period of the gazetteer."""
    name = NAMES[number]
    if name.form == "town":
        return gazetteer.township(name.text, name.keys, period)
    found = gazetteer.senses(name.keys, period)
    if name.form == "short":  # 제주 is the province, 제주시 the city
        found = tuple(one for one in found if not any(one.above == (other.unit.code,) for other in found))
    return found
