"""Units by code, and what a name means on a day (`data/regions.csv`,
`data/eupmyeondong.csv`).
"""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache

from envfocus.korean.regions.model import Unit
from envfocus.korean.tables import rows

GAZETTEER_DAY = date(2026, 10, 8)
"""Day of the latest list that the tables were built from."""

SCHEME = "mois"
FAR = "~"
"""Later than any day, where none is known."""


@dataclass(frozen=True, slots=True)
class Sense:
    """A unit that a name can mean. `above`: codes of the units that hold it, nearest
    first. `basis`: see Mention.
    """

    unit: Unit
    above: tuple[str, ...]
    basis: str | None = None

    @property
    def parent(self) -> str:
        """Code of the unit right above, "" for a province."""
        return self.above[0] if self.above else ""

    @property
    def sido(self) -> str:
        """Code of its province, or its own."""
        return self.above[-1] if self.above else self.unit.code


_ROWS = {row["code"]: row for row in rows("regions")}
_CHILDREN: dict[str, list[str]] = defaultdict(list)
_FORERUNNERS: dict[str, list[str]] = defaultdict(list)
for _row in _ROWS.values():
    _CHILDREN[_row["parent"]].append(_row["code"])
    for _code in _row["successor"].split():
        _FORERUNNERS[_code].append(_row["code"])
_TOWNSHIPS: dict[str, str] = {
    code: row["units"]
    for row in rows("eupmyeondong")
    for code in row["sigungu"].split()
    if code in _ROWS
}
_DAYS = sorted(
    {row[key] for row in _ROWS.values() for key in ("valid_from", "valid_to")} - {""}
)


def epoch(on: date) -> int:
    """Number of the period without changes that the day lies in."""
    return bisect_right(_DAYS, on.isoformat())


def _first_day(period: int) -> str:
    return _DAYS[period - 1] if period else ""


def _valid(code: str, day: str) -> bool:
    row = _ROWS[code]
    return row["valid_from"] <= day < (row["valid_to"] or FAR)


@cache
def unit(code: str) -> Unit:
    """The 시도 or 시군구 of that code (five digits), whether or not it still exists.
    Raises KeyError if unknown.
    """
    row = _ROWS[code]
    above = f"{unit(row['parent']).name} " if row["parent"] else ""
    now = _now(code)
    current = now[0] if len(now) == 1 and now[0] != code else None
    return Unit(
        SCHEME,
        code,
        row["iso"] or None,
        above + row["name"],
        row["name_en"] or None,
        row["level"],
        current,
    )


def units_on(on: date) -> list[Unit]:
    """The 시도 and 시군구 of a day, by code."""
    return [unit(code) for code in _ROWS if _valid(code, on.isoformat())]


def _now(code: str) -> list[str]:
    return list(_followed(code, GAZETTEER_DAY.isoformat()))


def _followed(code: str, day: str) -> Iterator[str]:
    """The units valid on the day that followed an ended one, or the unit itself."""
    if _valid(code, day):
        yield code
    elif _ROWS[code]["valid_from"] <= day:
        for successor in _ROWS[code]["successor"].split():
            yield from _followed(successor, day)


def _preceded(code: str, day: str) -> Iterator[str]:
    """The unit valid on the day that became this one, where one became one: the name
    was known before its day.
    """
    forerunners = _FORERUNNERS[code]
    if len(forerunners) == 1 and _ROWS[forerunners[0]]["successor"] == code:
        yield from (other for other in forerunners if _valid(other, day))


@cache
def above(code: str) -> tuple[str, ...]:
    """Codes of the units that hold a 시군구, nearest first."""
    parent = _ROWS[code]["parent"]
    return (parent, *above(parent)) if parent else ()


@cache
def province_now(code: str) -> str:
    """Code of the province of a unit, as of the gazetteer's day."""
    province = next(
        row["code"]
        for row in _ROWS.values()
        if row["level"] == "sido" and row["code"][:2] == code[:2]
    )
    return unit(province).current_code or province


def senses_of(codes: Iterable[str], period: int) -> tuple[Sense, ...]:
    """The units that these codes stand for in a period: themselves, what followed them,
    or what they followed.
    """
    day, found = _first_day(period), dict[str, Sense]()
    ordered = sorted(codes, key=lambda code: not _valid(code, day))
    for code in ordered:
        basis = (
            None
            if _valid(code, day)
            else "former_name"
            if _ROWS[code]["valid_from"] <= day
            else "future_name"
        )
        units = _preceded(code, day) if basis == "future_name" else _followed(code, day)
        for other in units:
            same = _ROWS[other]["name"] == _ROWS[code]["name"]
            found.setdefault(
                other, Sense(unit(other), above(other), None if same else basis)
            )
    now = tuple(sense for sense in found.values() if sense.basis is None)
    return now + tuple(sense for sense in found.values() if sense.basis)


def names() -> Iterator[tuple[str, str, str]]:
    """(name, form, code) of every 시도 and 시군구; form: full, short, or former: a name
    from before the gazetteer.
    """
    for code, row in _ROWS.items():
        yield row["name"], "full", code
        if row["short"]:
            yield row["short"], "short", code
    for row in rows("region_aliases"):
        yield from ((row["name"], row["form"], code) for code in row["codes"].split())


def townships() -> dict[str, list[str]]:
    """Name of a 읍면동 → keys for `township`. The stem of 대저1동 and 대저2동, 대저동,
    stands for both.
    """
    found: dict[str, list[str]] = defaultdict(list)
    for sigungu, units in _TOWNSHIPS.items():
        known = {
            entry.lstrip("0123456789"): entry[: 3 * entry[0].isdigit()]
            for entry in units.split(" ")
        }
        for name, number in known.items():
            found[name].append(sigungu + number)
            stem = _stem(name)
            if stem and stem not in known:
                found[stem].append(f"{sigungu}{number}{name}")
    return found


def _stem(name: str) -> str | None:
    """대저1동 → 대저동, 성수동1가 → 성수동."""
    if name[-1] not in "동가" or not name[-2].isdigit():
        return None
    stem = name[:-1].rstrip("0123456789")
    return f"{stem}동" if name[-1] == "동" else stem if stem.endswith("동") else None


def township(name: str, keys: Iterable[str], period: int) -> tuple[Sense, ...]:
    """The 읍면동 of that name in a period.

    A unit that holds 구 has 읍면동 of its own only before its first 구. One without a
    code has an empty code: it tells which 시군구 is meant, but cannot be one itself.
    Days of single 읍면동 are not known.
    """
    day, found = _first_day(period), list[Sense]()
    for key in keys:
        sigungu, digits, official = key[:5], key[5:8], key[8:] or name
        if _valid(sigungu, day) and not any(
            _valid(child, day) for child in _CHILDREN[sigungu]
        ):
            code = f"{sigungu}{digits}00" if digits.isdigit() else ""
            full = f"{unit(sigungu).name} {official if digits.isdigit() else name}"
            found.append(
                Sense(
                    Unit(SCHEME, code, None, full, None, "eupmyeondong", None),
                    (sigungu, *above(sigungu)),
                )
            )
    return tuple(found)
