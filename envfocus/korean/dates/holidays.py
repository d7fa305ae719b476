"""Holidays, their days off, and days of the lunar calendar."""

from datetime import date, datetime, timedelta

from envfocus.korean.dates import periods
from envfocus.korean.dates.anchors import (
    Resolution,
    anchor_of,
    impossible,
    pick,
    year_of,
    years_to_try,
)
from envfocus.korean.dates.context import Context
from envfocus.korean.dates.lunar import solar
from envfocus.korean.dates.periods import Period
from envfocus.korean.dates.phrase import Phrase

_SATURDAY = 5
_DAY = timedelta(days=1)


def of_holiday(phrase: Phrase, context: Context) -> Resolution:
    """설, 추석, 광복절; with 연휴 the day before to the day after."""
    calendar, month, day = str(phrase.slots["holiday"].value).split()
    is_lunar = calendar == "lunar"
    if is_lunar:
        resolution = of_lunar_day(phrase, context, int(month), int(day))
    else:
        resolution = _of_solar_day(phrase, context, int(month), int(day))
    if phrase.holidays and resolution.period:
        resolution.period = _days_off(resolution.period, is_lunar=is_lunar)
    return resolution


def of_lunar_day(
    phrase: Phrase,
    context: Context,
    month: int,
    day: int,
) -> Resolution:
    """음력 8월 15일."""
    year = year_of(phrase, context)
    years = years_to_try(year, context)
    days = [solar(each, month, day) for each in years]
    options = [periods.of_day(each) for each in days if each]
    if not options:
        return impossible()
    return _picked(phrase, context, year, options)


def _of_solar_day(
    phrase: Phrase,
    context: Context,
    month: int,
    day: int,
) -> Resolution:
    """A day of the common calendar: 광복절."""
    year = year_of(phrase, context)
    years = years_to_try(year, context)
    options = [periods.of_day(date(each, month, day)) for each in years]
    return _picked(phrase, context, year, options)


def _picked(
    phrase: Phrase,
    context: Context,
    year: int | None,
    options: list[Period],
) -> Resolution:
    """The only option, where the year is named; else the one meant."""
    picked: Period | None = options[0]
    if year is None:
        picked = pick(phrase, context, options)
    return Resolution(picked, anchor_of(phrase, context.year))


def _days_off(day: Period, *, is_lunar: bool) -> Period:
    """연휴: of 설 and 추석 the day before to the day after, of others the days off that
    hang together with it.
    """
    begin, until = day.begin, day.until
    if is_lunar:
        return _period(begin - _DAY, until + _DAY)
    while (begin - _DAY).weekday() >= _SATURDAY:
        begin -= _DAY
    while until.weekday() >= _SATURDAY:
        until += _DAY
    return _period(begin, until)


def _period(begin: datetime, until: datetime) -> Period:
    """Several days, as TIMEX3 has them: first/last."""
    last = until - _DAY
    return Period(
        begin=begin,
        until=until,
        grain="day",
        value=f"{begin.date()}/{last.date()}",
    )
