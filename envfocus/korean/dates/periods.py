"""Periods of the calendar: half-open intervals with the TIMEX3 value that names them.
All in Korean time.
"""

import calendar
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from typing import NamedTuple

from envfocus.clock import KST

SEASONS = {"SP": 3, "SU": 6, "FA": 9, "WI": 12}
"""First month of each season, as the weather service counts them (기상청: 봄 3–5월 …)."""

_DAY = timedelta(days=1)
_WEEK = timedelta(weeks=1)


class Period(NamedTuple):
    """`begin` ≤ t < `until`; `grain`: the unit said; `value`: TIMEX3."""

    begin: datetime
    until: datetime
    grain: str
    value: str


def midnight(day: date) -> datetime:
    """The first instant of a day."""
    return datetime.combine(day, time(), KST)


def _first(year: int, month: int) -> datetime:
    return datetime(year, month, 1, tzinfo=KST)


def shift_month(year: int, month: int, offset: int) -> tuple[int, int]:
    """Year and month, `offset` months later."""
    years, months = divmod(year * 12 + month - 1 + offset, 12)
    return years, months + 1


@lru_cache(maxsize=4096)
def days_near(year: int, month: int, day: int) -> tuple[Period, ...]:
    """That day of the month before, of the month, and of the month after, where they
    have one.
    """
    months = (shift_month(year, month, offset) for offset in (-1, 0, 1))
    return tuple(
        of_day(date(*each, day))
        for each in months
        if day <= calendar.monthrange(*each)[1]
    )


@lru_cache(maxsize=4096)
def days_of_years(year: int, month: int, day: int) -> tuple[Period, ...]:
    """That day of the year before, of the year, and of the year after, where their
    month has it.
    """
    years = (year - 1, year, year + 1)
    return tuple(
        of_day(date(each, month, day))
        for each in years
        if day <= calendar.monthrange(each, month)[1]
    )


def shift_day(day: date, months: int) -> date:
    """The same day `months` later; the month's last where it is too short."""
    year, month = shift_month(day.year, day.month, months)
    return date(year, month, min(day.day, calendar.monthrange(year, month)[1]))


@lru_cache(maxsize=4096)
def of_day(day: date) -> Period:
    """One day."""
    return Period(midnight(day), midnight(day) + _DAY, "day", day.isoformat())


@lru_cache(maxsize=4096)
def of_month(year: int, month: int) -> Period:
    """One month."""
    return Period(
        _first(year, month),
        _first(*shift_month(year, month, 1)),
        "month",
        f"{year:04}-{month:02}",
    )


def _months(year: int, first: int, count: int, grain: str, suffix: str) -> Period:
    until = _first(*shift_month(year, first, count))
    return Period(_first(year, first), until, grain, f"{year:04}{suffix}")


@lru_cache(maxsize=4096)
def of_year(year: int) -> Period:
    """One year."""
    return _months(year, 1, 12, "year", "")


@lru_cache(maxsize=4096)
def of_quarter(year: int, number: int) -> Period:
    """분기, from 1."""
    return _months(year, 3 * number - 2, 3, "quarter", f"-Q{number}")


@lru_cache(maxsize=4096)
def of_half(year: int, number: int) -> Period:
    """상반기 1, 하반기 2."""
    return _months(year, 6 * number - 5, 6, "half", f"-H{number}")


@lru_cache(maxsize=4096)
def of_season(year: int, season: str) -> Period:
    """A season; winter is that of the year's December."""
    return _months(year, SEASONS[season], 3, "season", f"-{season}")


@lru_cache(maxsize=4096)
def of_week(day: date) -> Period:
    """The ISO week (Monday to Sunday) that holds a day."""
    monday = midnight(day) - timedelta(days=day.weekday())
    year, week, _ = day.isocalendar()
    return Period(monday, monday + _WEEK, "week", f"{year:04}-W{week:02}")


def of_weekend(day: date) -> Period:
    """Saturday and Sunday of the ISO week that holds a day."""
    week = of_week(day)
    return Period(week.begin + 5 * _DAY, week.until, "weekend", f"{week.value}-WE")


def of_decade(year: int) -> Period:
    """Ten years: 1990년대."""
    return Period(_first(year, 1), _first(year + 10, 1), "decade", f"{year // 10:03}")


def of_century(number: int) -> Period:
    """A hundred years: 21세기 is 2001 to 2100."""
    first = 100 * number - 99
    return Period(
        _first(first, 1), _first(first + 100, 1), "century", f"{number - 1:02}"
    )


def of_hour(at: datetime) -> Period:
    """An hour of the clock."""
    return Period(at, at + timedelta(hours=1), "hour", at.isoformat()[:16])


def of_minute(at: datetime) -> Period:
    """A minute of the clock."""
    return Period(at, at + timedelta(minutes=1), "minute", at.isoformat()[:16])


def of_second(at: datetime) -> Period:
    """A second of the clock."""
    return Period(at, at + timedelta(seconds=1), "second", at.isoformat()[:19])


@lru_cache(maxsize=4096)
def third_of_month(year: int, month: int, part: str) -> Period:
    """초순 START, 중순 MID, 하순 END: ten days, ten days, the rest."""
    whole = of_month(year, month)
    cuts = [whole.begin, whole.begin + 10 * _DAY, whole.begin + 20 * _DAY, whole.until]
    at = ("START", "MID", "END").index(part)
    return Period(cuts[at], cuts[at + 1], "day", whole.value)


@lru_cache(maxsize=4096)
def part_of_year(year: int, part: str) -> Period:
    """연초 START January to March, 중반 MID May to August, 연말 END December."""
    first, count = {"START": (1, 3), "MID": (5, 4), "END": (12, 1)}[part]
    return _months(year, first, count, "month", "")


def nth_weekday(year: int, month: int, weekday: int, nth: int) -> date | None:
    """The nth Monday (0) … of a month, −1 the last; None: it has fewer."""
    days = [
        day
        for day in calendar.Calendar().itermonthdates(year, month)
        if day.month == month
    ]
    fits = [day for day in days if day.weekday() == weekday]
    return fits[nth - 1 if nth > 0 else nth] if nth <= len(fits) else None


def nth_week(year: int, month: int, nth: int) -> Period | None:
    """The nth week lying wholly in a month, −1 the last; one too many is told by its
    Thursday. None: it has fewer.
    """
    last = calendar.monthrange(year, month)[1]
    mondays = [
        day for day in range(1, last - 5) if date(year, month, day).weekday() == 0
    ]
    if nth <= len(mondays):
        return of_week(date(year, month, mondays[nth - 1 if nth > 0 else nth]))
    thursday = nth_weekday(year, month, 3, nth)
    return of_week(thursday) if thursday else None
