"""Makes `envfocus/korean/data/lunar_years.csv`, the Korean lunar calendar, from korean-lunar-calendar.

    python -m pip install korean-lunar-calendar==0.4.0
    python scripts/build_lunar_years.py > envfocus/korean/data/lunar_years.csv

A row is a lunar year: the day its first month begins, and the lengths of its months in order. A leap
month (윤달) follows the month of its number. Same package, same bytes.
"""

import csv
import sys
from datetime import date
from itertools import pairwise

from korean_lunar_calendar import KoreanLunarCalendar  # type: ignore[import-not-found]

FIRST, LAST = 1950, 2050


def begin(year: int, month: int, *, leap: bool = False) -> date | None:
    """The day a lunar month begins; None where the year has no such leap month."""
    calendar = KoreanLunarCalendar()
    if (
        not calendar.setLunarDate(year, month, 1, leap)
        or calendar.isIntercalation != leap
    ):
        return None
    return date.fromisoformat(calendar.SolarIsoFormat())


def months(year: int) -> list[tuple[date, bool]]:
    """Beginnings of the months of a lunar year, in order, and whether each is a leap month."""
    found = [
        (begin(year, month, leap=leap), leap)
        for month in range(1, 13)
        for leap in (False, True)
    ]
    return [(day, leap) for day, leap in found if day]


def row(year: int) -> list[str]:
    """Year, first day, number of the leap month or nothing, lengths."""
    these = months(year)
    days = [day for day, _ in these] + [months(year + 1)[0][0]]
    lengths = [str((after - before).days) for before, after in pairwise(days)]
    leap = next((str(place) for place, (_, is_leap) in enumerate(these) if is_leap), "")
    return [str(year), days[0].isoformat(), leap, " ".join(lengths)]


if __name__ == "__main__":
    writer = csv.writer(sys.stdout, lineterminator="\n")
    writer.writerow(["year", "first_day", "leap_month", "lengths"])
    writer.writerows(row(year) for year in range(FIRST, LAST))
