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
_THURSDAY = 3
_TO_MINUTE = len("2025-02-07T17:35")
_TO_SECOND = len("2025-02-07T17:35:14")


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
    """The first instant of a month."""
    return datetime(year, month, 1, tzinfo=KST)


def days_of_month(year: int, month: int) -> int:
    """How many days a month has."""
    return calendar.monthrange(year, month)[1]


def shift_month(year: int, month: int, offset: int) -> tuple[int, int]:
    """Year and month, `offset` months later."""
    months = year * 12 + month - 1 + offset
    years, month_index = divmod(months, 12)
    return years, month_index + 1


def shift_day(day: date, months: int) -> date:
    """The same day `months` later; the month's last where it is too short."""
    year, month = shift_month(day.year, day.month, months)
    last = days_of_month(year, month)
    return date(year, month, min(day.day, last))


def years_around(year: int) -> tuple[int, int, int]:
    """The year before, the year, and the year after."""
    return year - 1, year, year + 1


@lru_cache(maxsize=4096)
def days_near(year: int, month: int, day: int) -> tuple[Period, ...]:
    """That day of the month before, of the month, and of the month after, where they
    have one.
    """
    months = [shift_month(year, month, offset) for offset in (-1, 0, 1)]
    return _days(months, day)


@lru_cache(maxsize=4096)
def days_of_years(year: int, month: int, day: int) -> tuple[Period, ...]:
    """That day of the year before, of the year, and of the year after, where their
    month has it.
    """
    months = [(each, month) for each in years_around(year)]
    return _days(months, day)


def _days(months: list[tuple[int, int]], day: int) -> tuple[Period, ...]:
    """That day of the months that have it."""
    return tuple(
        of_day(date(year, month, day))
        for year, month in months
        if day <= days_of_month(year, month)
    )


@lru_cache(maxsize=4096)
def of_day(day: date) -> Period:
    """One day."""
    begin = midnight(day)
    return Period(
        begin=begin,
        until=begin + _DAY,
        grain="day",
        value=day.isoformat(),
    )


@lru_cache(maxsize=4096)
def of_month(year: int, month: int) -> Period:
    """One month."""
    return _months(year, month, 1, "month", f"-{month:02}")


def _months(
    year: int,
    first: int,
    count: int,
    grain: str,
    suffix: str,
) -> Period:
    """Several months; the value is the year and a suffix."""
    begin = _first(year, first)
    until = _first(*shift_month(year, first, count))
    return Period(
        begin=begin,
        until=until,
        grain=grain,
        value=f"{year:04}{suffix}",
    )


@lru_cache(maxsize=4096)
def of_year(year: int) -> Period:
    """One year."""
    return _months(year, 1, 12, "year", "")


@lru_cache(maxsize=4096)
def of_quarter(year: int, number: int) -> Period:
    """분기, from 1."""
    first = 3 * number - 2
    return _months(year, first, 3, "quarter", f"-Q{number}")


@lru_cache(maxsize=4096)
def of_half(year: int, number: int) -> Period:
    """상반기 1, 하반기 2."""
    first = 6 * number - 5
    return _months(year, first, 6, "half", f"-H{number}")


@lru_cache(maxsize=4096)
def of_season(year: int, season: str) -> Period:
    """A season; winter is that of the year's December."""
    first = SEASONS[season]
    return _months(year, first, 3, "season", f"-{season}")


@lru_cache(maxsize=4096)
def of_week(day: date) -> Period:
    """The ISO week (Monday to Sunday) that holds a day."""
    monday = midnight(day) - timedelta(days=day.weekday())
    year, week, _ = day.isocalendar()
    return Period(
        begin=monday,
        until=monday + _WEEK,
        grain="week",
        value=f"{year:04}-W{week:02}",
    )


def of_weekend(day: date) -> Period:
    """Saturday and Sunday of the ISO week that holds a day."""
    week = of_week(day)
    saturday = week.begin + 5 * _DAY
    return Period(
        begin=saturday,
        until=week.until,
        grain="weekend",
        value=f"{week.value}-WE",
    )


def of_decade(year: int) -> Period:
    """Ten years: 1990년대."""
    begin = _first(year, 1)
    until = _first(year + 10, 1)
    return Period(
        begin=begin,
        until=until,
        grain="decade",
        value=f"{year // 10:03}",
    )


def of_century(number: int) -> Period:
    """A hundred years: 21세기 is 2001 to 2100."""
    first = 100 * number - 99
    begin = _first(first, 1)
    until = _first(first + 100, 1)
    return Period(
        begin=begin,
        until=until,
        grain="century",
        value=f"{number - 1:02}",
    )


def of_hour(at: datetime) -> Period:
    """An hour of the clock."""
    until = at + timedelta(hours=1)
    return Period(
        begin=at,
        until=until,
        grain="hour",
        value=at.isoformat()[:_TO_MINUTE],
    )


def of_minute(at: datetime) -> Period:
    """A minute of the clock."""
    until = at + timedelta(minutes=1)
    return Period(
        begin=at,
        until=until,
        grain="minute",
        value=at.isoformat()[:_TO_MINUTE],
    )


def of_second(at: datetime) -> Period:
    """A second of the clock."""
    until = at + timedelta(seconds=1)
    return Period(
        begin=at,
        until=until,
        grain="second",
        value=at.isoformat()[:_TO_SECOND],
    )


@lru_cache(maxsize=4096)
def third_of_month(year: int, month: int, part: str) -> Period:
    """초순 START, 중순 MID, 하순 END: ten days, ten days, the rest."""
    month_period = of_month(year, month)
    eleventh = month_period.begin + 10 * _DAY
    twenty_first = month_period.begin + 20 * _DAY
    begin, until = {
        "START": (month_period.begin, eleventh),
        "MID": (eleventh, twenty_first),
        "END": (twenty_first, month_period.until),
    }[part]
    return Period(
        begin=begin,
        until=until,
        grain="day",
        value=month_period.value,
    )


@lru_cache(maxsize=4096)
def part_of_year(year: int, part: str) -> Period:
    """연초 START January to March, 중반 MID May to August, 연말 END December."""
    first, count = {
        "START": (1, 3),
        "MID": (5, 4),
        "END": (12, 1),
    }[part]
    return _months(year, first, count, "month", "")


def nth_weekday(
    year: int,
    month: int,
    weekday: int,
    nth: int,
) -> date | None:
    """The nth Monday (0) … of a month, −1 the last; None: it has fewer."""
    days = range(1, days_of_month(year, month) + 1)
    dates = [date(year, month, day) for day in days]
    fits = [day for day in dates if day.weekday() == weekday]
    return _nth(fits, nth)


def nth_week(year: int, month: int, nth: int) -> Period | None:
    """The nth week lying wholly in a month, −1 the last; one too many is told by its
    Thursday. None: it has fewer.
    """
    last_monday = days_of_month(year, month) - 6
    dates = [date(year, month, day) for day in range(1, last_monday + 1)]
    mondays = [day for day in dates if day.weekday() == 0]
    day = _nth(mondays, nth) or nth_weekday(year, month, _THURSDAY, nth)
    if day is None:
        return None
    return of_week(day)


def _nth(days: list[date], nth: int) -> date | None:
    """Counted from 1, or from the end with −1; None: there are fewer."""
    if nth > len(days):
        return None
    if nth > 0:
        return days[nth - 1]
    return days[nth]
