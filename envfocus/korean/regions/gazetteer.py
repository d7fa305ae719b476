"""시도 and 시군구 by code, and what their names mean on a day (`data/regions.csv`)."""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache

from envfocus.korean.regions.model import Basis, Level, Unit
from envfocus.korean.tables import Row, rows

GAZETTEER_DAY = date(2026, 10, 8)
"""Day of the latest list that the tables were built from."""

SCHEME = "mois"
FAR = "~"
"""Later than any day, where none is known."""


@dataclass(frozen=True, slots=True)
class Sense:
    """A unit that a name can mean."""

    unit: Unit
    above: tuple[str, ...]
    """Codes of the units that hold it, nearest first."""
    basis: Basis | None = None
    """`FORMER_NAME` or `FUTURE_NAME`, where the name is that of another day."""

    @property
    def parent(self) -> str:
        """Code of the unit right above, "" for a province."""
        if not self.above:
            return ""
        return self.above[0]

    @property
    def sido(self) -> str:
        """Code of its province, or its own."""
        if not self.above:
            return self.unit.code
        return self.above[-1]

    def lies_in(self, codes: Collection[str]) -> bool:
        """Whether it is one of these, or inside of one."""
        if self.unit.code in codes:
            return True
        return any(code in codes for code in self.above)


Senses = tuple[Sense, ...]

_ROWS: dict[str, Row] = {}
"""Units by code, of all days."""
_CHILDREN: dict[str, list[str]] = defaultdict(list)
"""Code → codes of the units right below, of all days."""
_PREDECESSORS: dict[str, list[str]] = defaultdict(list)
"""Code → codes of the units that it followed."""
_CHANGES: list[str] = []
"""Days on which units began or ended, in order."""


def _load() -> None:
    """Fill the look-ups above."""
    days: set[str] = set()
    for row in rows("regions"):
        code = row["code"]
        _ROWS[code] = row
        days.add(row["valid_from"])
        days.add(row["valid_to"])
        _CHILDREN[row["parent"]].append(code)
        for successor in row["successor"].split():
            _PREDECESSORS[successor].append(code)
    days.discard("")
    _CHANGES.extend(sorted(days))


_load()


def epoch(on: date) -> int:
    """Number of the period without changes that the day lies in."""
    return bisect_right(_CHANGES, on.isoformat())


def first_day(period: int) -> str:
    """First day of a period, "" of the one before all changes."""
    if period == 0:
        return ""
    return _CHANGES[period - 1]


def valid(code: str, day: str) -> bool:
    """Whether the unit exists that day."""
    row = _ROWS[code]
    begin = row["valid_from"]
    end = row["valid_to"] or FAR
    return begin <= day < end


def divided(code: str, day: str) -> bool:
    """Whether the unit holds others of this table that day, as a city does its 구."""
    # 구 come and go: a city may be divided on one day and not on another
    children = _CHILDREN.get(code, ())
    return any(valid(child, day) for child in children)


@cache
def unit(code: str) -> Unit:
    """The 시도 or 시군구 of that code (five digits), whether or not it still exists.
    Raises KeyError if unknown.
    """
    row = _ROWS[code]
    name = row["name"]
    if row["parent"]:
        name = f"{unit(row['parent']).name} {name}"
    return Unit(
        scheme=SCHEME,
        code=code,
        iso=row["iso"] or None,
        name=name,
        name_en=row["name_en"] or None,
        level=Level(row["level"]),
        current_code=_current_code(code),
    )


def units_on(on: date) -> list[Unit]:
    """The 시도 and 시군구 of a day, by code."""
    day = on.isoformat()
    return [unit(code) for code in _ROWS if valid(code, day)]


def _current_code(code: str) -> str | None:
    """The one other unit that stands for it on the gazetteer's day."""
    today = GAZETTEER_DAY.isoformat()
    current = list(_successors_on(code, today))
    if len(current) != 1:
        return None
    if current[0] == code:
        return None
    return current[0]


def _successors_on(code: str, day: str) -> Iterator[str]:
    """The units valid on the day that followed an ended one, or the unit itself."""
    if valid(code, day):
        yield code
        return
    if not _begun(code, day):
        return
    successors = _ROWS[code]["successor"].split()
    for successor in successors:
        yield from _successors_on(successor, day)


def _begun(code: str, day: str) -> bool:
    """Whether the unit began by that day; it may have ended."""
    return _ROWS[code]["valid_from"] <= day


def _predecessor_on(code: str, day: str) -> Iterator[str]:
    """The unit valid on the day that became this one, where one became one: the name
    was known before its day.
    """
    predecessors = _PREDECESSORS.get(code, ())
    if len(predecessors) != 1:
        return
    predecessor = predecessors[0]
    became_one = _ROWS[predecessor]["successor"] == code
    if became_one and valid(predecessor, day):
        yield predecessor


@cache
def above(code: str) -> tuple[str, ...]:
    """Codes of the units that hold a 시군구, nearest first."""
    parent = _ROWS[code]["parent"]
    if not parent:
        return ()
    return (parent, *above(parent))


@cache
def province_now(code: str) -> str:
    """Code of the province of a unit, as of the gazetteer's day."""
    # all codes of a province begin with the same two digits
    prefix = code[:2]
    for province, row in _ROWS.items():
        if row["level"] != Level.SIDO:
            continue
        if province.startswith(prefix):
            return unit(province).current_code or province
    raise KeyError(code)


def senses_of(codes: Iterable[str], period: int) -> Senses:
    """The units that these codes stand for in a period: themselves, what followed them,
    or what they followed; units that bear the name in that period first.
    """
    day = first_day(period)
    valid_first = sorted(codes, key=lambda code: not valid(code, day))
    found: dict[str, Sense] = {}
    for code in valid_first:
        for sense in _senses_on(code, day):
            found.setdefault(sense.unit.code, sense)
    senses = found.values()
    return tuple(sorted(senses, key=_is_of_another_day))


def _is_of_another_day(sense: Sense) -> bool:
    """The order of senses: by the name of the day first."""
    return sense.basis is not None


def _senses_on(code: str, day: str) -> Iterator[Sense]:
    """What the name of one unit means on a day."""
    if _begun(code, day):
        # the unit itself, where it is still valid
        for successor in _successors_on(code, day):
            yield _sense(successor, code, Basis.FORMER_NAME)
    else:
        for predecessor in _predecessor_on(code, day):
            yield _sense(predecessor, code, Basis.FUTURE_NAME)


def _sense(code: str, named: str, basis: Basis) -> Sense:
    """A unit by the name of another."""
    bears_the_name = _ROWS[code]["name"] == _ROWS[named]["name"]
    return Sense(
        unit=unit(code),
        above=above(code),
        basis=None if bears_the_name else basis,
    )


def names() -> Iterator[tuple[str, str, str]]:
    """(name, form, code) of every 시도 and 시군구; form: full, short, or former: a name
    from before the gazetteer.
    """
    for code, row in _ROWS.items():
        yield row["name"], "full", code
        short = row["short"]
        if short:
            yield short, "short", code
    for row in rows("region_aliases"):
        name = row["name"]
        form = row["form"]
        for code in row["codes"].split():
            yield name, form, code
