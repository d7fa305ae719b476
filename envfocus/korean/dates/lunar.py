"""The Korean lunar calendar (음력), from the table of its years."""

from datetime import date, timedelta
from functools import cache, lru_cache
from typing import NamedTuple

from envfocus.korean.tables import rows

_MONTHS = 12


class _Year(NamedTuple):
    """`first_day`: of the common calendar; `leap_month`: the month that is followed by
    its leap month; `lengths`: days of each month, the leap month among them.
    """

    first_day: date
    leap_month: int
    lengths: list[int]


@cache
def _years() -> dict[int, _Year]:
    return {int(row["year"]): _year(row) for row in rows("lunar_years")}


def _year(row: dict[str, str]) -> _Year:
    """A row of the table."""
    return _Year(
        date.fromisoformat(row["first_day"]),
        int(row["leap_month"] or _MONTHS),
        [int(length) for length in row["lengths"].split()],
    )


@lru_cache(maxsize=1024)
def solar(year: int, month: int, day: int) -> date | None:
    """The day of the common calendar (양력); None: no such day, or a year outside of
    the table (1950–2049).
    """
    table = _years().get(year)
    if table is None or not 1 <= month <= _MONTHS:
        return None
    index = month - 1
    if month > table.leap_month:
        index += 1
    if not 1 <= day <= table.lengths[index]:
        return None
    days_before = sum(table.lengths[:index]) + day - 1
    return table.first_day + timedelta(days=days_before)
