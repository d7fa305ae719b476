"""The words of the weather widget: conditions, stations, temperatures.

Conditions: the legend of KMA's map icons (기상청 날씨 아이콘). Stations: KMA's station
metadata; WMO numbers from NOAA's ISD history, six of the sixteen have none.
"""

import re
from collections import defaultdict
from dataclasses import dataclass, replace
from datetime import date
from typing import NamedTuple

from envfocus.korean.regions import Unit, unit
from envfocus.korean.tables import Row, rows

LOWEST, HIGHEST = -45.0, 45.0
"""°C. Korea's records are −32.6 (양평 1981) and 41.0 (홍천 2018); outside of this range
a reading is an error.
"""

_MINUS = str.maketrans("−–—", "---")
_TEMPERATURE = re.compile(r"[-+]?\d{1,3}(?:\.\d+)?", re.ASCII)


@dataclass(frozen=True, slots=True)
class Condition:
    """Present weather."""

    name: str | None = None
    cloud: tuple[int, int] | None = None
    """Least and most tenths of the sky."""
    wmo_4677: int | None = None
    """WMO code table 4677 (present weather). The widget gives neither intensity nor
    duration, so the code is the lowest of its kind (비 → 61, slight).
    """
    flags: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Station:
    """A KMA station."""

    station_id: int
    wmo_id: str | None
    """None where the station has no WMO number."""
    latitude: float
    """Degrees north, WGS 84."""
    longitude: float
    """Degrees east, WGS 84."""
    place: Unit
    """The unit it stands in."""


def _condition(row: Row) -> Condition:
    cloud = None
    code = None
    if row["cloud_min"]:
        cloud = int(row["cloud_min"]), int(row["cloud_max"])
    if row["wmo_4677"]:
        code = int(row["wmo_4677"])
    return Condition(row["condition"], cloud, code)


def _station(row: Row) -> Station:
    return Station(
        station_id=int(row["station_id"]),
        wmo_id=row["wmo_id"] or None,
        latitude=float(row["latitude"]),
        longitude=float(row["longitude"]),
        place=unit(row["code"]),
    )


class _Entry(NamedTuple):
    """A station in the unit that it belonged to from one day until another."""

    valid_from: str
    valid_to: str
    station: Station


def _stations() -> dict[str, list[_Entry]]:
    """Name of a station → its entries, one for each unit that it belonged to."""
    found: dict[str, list[_Entry]] = defaultdict(list)
    for row in rows("stations"):
        entry = _Entry(
            valid_from=row["valid_from"],
            valid_to=row["valid_to"] or "9999",
            station=_station(row),
        )
        found[row["name"]].append(entry)
    return dict(found)


_WORDS = {row["word"]: _condition(row) for row in rows("conditions")}
_ICONS = {row["icon"]: _condition(row) for row in rows("conditions")}
_STATIONS = _stations()
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
    drawn = _ICONS.get(icon or "")
    if word is None:
        return _by_icon(drawn)
    known = _WORDS.get(word)
    if known is None:
        return Condition(flags=("condition:unknown",))
    if drawn and drawn.name != known.name:
        return _flagged(known, "condition:icon_differs")
    return known


def _by_icon(drawn: Condition | None) -> Condition:
    if drawn is None:
        return Condition(flags=("condition:missing",))
    return _flagged(drawn, "condition:from_icon")


def _flagged(known: Condition, flag: str) -> Condition:
    return replace(known, flags=(flag,))


def station(name: str | None, on: date) -> Station | None:
    """The station of that name, in the region it belonged to on that day; None for an
    unknown name.
    """
    day = on.isoformat()
    for entry in _STATIONS.get(name or "", ()):
        if entry.valid_from <= day < entry.valid_to:
            return entry.station
    return None


def split(text: str, on: date) -> tuple[str, str] | None:
    """(condition word, station) of a text that is nothing but the two glued together:
    맑음서울, 서울맑음.

    None unless both are known.
    """
    for word in _LONGEST_FIRST:
        for rest in (text.removeprefix(word), text.removesuffix(word)):
            name = rest.strip()
            if rest != text and station(name, on):
                return word, name
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
    if not LOWEST <= value <= HIGHEST:
        return None, ("temperature:out_of_range",)
    return value, ()
