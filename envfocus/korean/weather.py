"""The words of the weather widget: conditions, stations, temperatures.

Conditions: the legend of KMA's map icons (기상청 날씨 아이콘). Stations: KMA's station
metadata; WMO numbers from NOAA's ISD history, six of the sixteen have none.
"""

import re
from dataclasses import dataclass
from datetime import date

from envfocus.korean.regions import Unit, unit
from envfocus.korean.tables import rows

LOWEST, HIGHEST = -45.0, 45.0
"""°C. Korea's records are −32.6 (양평 1981) and 41.0 (홍천 2018); outside of this range
a reading is an error.
"""

_MINUS = str.maketrans("−–—", "---")
_TEMPERATURE = re.compile(r"[-+]?\d{1,3}(?:\.\d+)?", re.ASCII)


@dataclass(frozen=True, slots=True)
class Condition:
    """Present weather. `cloud`: least and most tenths of the sky. `wmo_4677`: WMO code
    table 4677 (present weather).

    The widget gives neither intensity nor duration, so the code is the lowest of its
    kind (비 → 61, slight).
    """

    name: str | None = None
    cloud: tuple[int, int] | None = None
    wmo_4677: int | None = None
    flags: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Station:
    """A KMA station. Degrees north and east, WGS 84. `wmo_id`: None where the station
    has no WMO number.
    """

    station_id: int
    wmo_id: str | None
    latitude: float
    longitude: float
    place: Unit
    """The unit it stands in."""


def _condition(row: dict[str, str]) -> Condition:
    cloud = (int(row["cloud_min"]), int(row["cloud_max"])) if row["cloud_min"] else None
    return Condition(
        row["condition"], cloud, int(row["wmo_4677"]) if row["wmo_4677"] else None
    )


def _station(row: dict[str, str]) -> Station:
    position = float(row["latitude"]), float(row["longitude"])
    return Station(
        int(row["station_id"]), row["wmo_id"] or None, *position, unit(row["code"])
    )


_WORDS = {row["word"]: _condition(row) for row in rows("conditions")}
_ICONS = {row["icon"]: _condition(row) for row in reversed(rows("conditions"))}
_STATIONS = [
    (row["name"], row["valid_from"], row["valid_to"], _station(row))
    for row in rows("stations")
]
_NOT_OBSERVED = "-"
_LONGEST_FIRST = sorted(_WORDS, key=len, reverse=True)

CONDITIONS = tuple(dict.fromkeys(str(entry.name) for entry in _WORDS.values()))
"""The closed vocabulary of conditions. Cloud cover in METAR's words: clear, scattered,
broken, overcast.
"""


def condition(word: str | None, icon: str | None) -> Condition:
    """Meaning of a condition word; without a word, of its icon (two digits).

    "-" means that nothing was observed, which is not clear weather. An unknown word
    stays without a meaning, whatever the icon: the two may come from different tables.
    """
    if word == _NOT_OBSERVED:
        return Condition(flags=("condition:not_observed",))
    if word is None:
        known = _ICONS.get(icon or "")
        return (
            _flagged(known, "condition:from_icon")
            if known
            else Condition(flags=("condition:missing",))
        )
    known = _WORDS.get(word)
    if known is None:
        return Condition(flags=("condition:unknown",))
    drawn = _ICONS.get(icon or "")
    return (
        known
        if drawn is None or drawn.name == known.name
        else _flagged(known, "condition:icon_differs")
    )


def _flagged(known: Condition, flag: str) -> Condition:
    return Condition(known.name, known.cloud, known.wmo_4677, (flag,))


def station(name: str | None, on: date) -> Station | None:
    """The station of that name, in the region it belonged to on that day; None for an
    unknown name.
    """
    day = on.isoformat()
    valid = (
        entry
        for known, start, end, entry in _STATIONS
        if known == name and start <= day < (end or "9999")
    )
    return next(valid, None)


def split(text: str, on: date) -> tuple[str, str] | None:
    """(condition word, station) of a text that is nothing but the two glued together:
    맑음서울, 서울맑음.

    None unless both are known.
    """
    for word in _LONGEST_FIRST:
        for rest in (text.removeprefix(word), text.removesuffix(word)):
            if rest != text and station(rest.strip(), on):
                return word, rest.strip()
    return None


def temperature(raw: str | None) -> tuple[float | None, tuple[str, ...]]:
    """Degrees Celsius and flags; None where the page gives no number, or one that
    cannot be.
    """
    if raw is None:
        return None, ("temperature:missing",)
    number = raw.translate(_MINUS)  # every dash that is set for a minus sign
    if not _TEMPERATURE.fullmatch(number):
        return None, ("temperature:unreadable",)
    value = float(number) + 0.0  # minus zero is zero
    return (
        (value, ())
        if LOWEST <= value <= HIGHEST
        else (None, ("temperature:out_of_range",))
    )
