"""Days: 7일, 12월 5일, 어제, 이날, 추석 전날, 3월 마지막 날."""

from datetime import date, timedelta

from envfocus.korean.dates import periods
from envfocus.korean.dates.anchors import (
    Resolution,
    anchor_of,
    impossible,
    in_month,
    month_of,
    pick,
    today_of,
    week_of,
    year_of,
)
from envfocus.korean.dates.context import Context
from envfocus.korean.dates.holidays import of_holiday, of_lunar_day
from envfocus.korean.dates.periods import Period
from envfocus.korean.dates.phrase import Phrase
from envfocus.korean.dates.tokens import Token
from envfocus.korean.dates.weekdays import days_near_today

_THREE_DAYS = timedelta(days=3)
"""From the beginning of a week to its middle."""
_DAY = timedelta(days=1)


def of_day(phrase: Phrase, context: Context) -> Resolution:
    """7일, 12월 5일, 다음 주 11일, 음력 8월 15일, 어제, 이날."""
    slots = phrase.slots
    token = slots["day"]
    if token.kind == "relative":
        return _relative_day(token, phrase, context)
    if "month" in slots:
        return _day_of_month(phrase, context, token.number)
    if "week" in slots:
        return _day_of_week(phrase, context, token.number)
    if "year" in slots or "new_year" in slots:
        return impossible()
    options = days_near_today(context, token.number)
    return Resolution(pick(phrase, context, options, near=True))


def _relative_day(token: Token, phrase: Phrase, context: Context) -> Resolution:
    """어제, 이날, 추석 전날."""
    if "holiday" in phrase.slots:
        return _day_beside(of_holiday(phrase, context), token.number)
    if _is_day_of_event(token, context):
        return Resolution(None, flags=("ambiguous",))
    day = None
    anchor = "discourse"
    if token.anchor == "discourse":
        day = context.day
    if day is None:
        day = today_of(context)
        anchor = "stamp"
    day += timedelta(days=token.number)
    return Resolution(periods.of_day(day), anchor)


def _is_day_of_event(token: Token, context: Context) -> bool:
    """수능 당일."""
    if token.value != 0 or not context.text.startswith("당일", token.start):
        return False
    return context.counts_from_event(token.start)


def _day_beside(holiday: Resolution, days: int) -> Resolution:
    """추석 전날, 설 당일, 크리스마스 다음 날."""
    if holiday.period:
        day = holiday.period.begin.date() + timedelta(days=days)
        holiday.period = periods.of_day(day)
    return holiday


def _day_of_month(phrase: Phrase, context: Context, day: int) -> Resolution:
    """12월 5일, 음력 8월 15일."""
    calendar = phrase.slots.get("calendar")
    if calendar and calendar.value == "lunar":
        lunar_month = phrase.slots["month"].number
        return of_lunar_day(phrase, context, lunar_month, day)
    year, month = month_of(phrase, context)
    if year is not None:
        period = periods.of_day(date(year, month, day))
        return Resolution(period, anchor_of(phrase, context.month))
    options = periods.days_of_years(today_of(context).year, month, day)
    if not options:
        return impossible()
    return Resolution(pick(phrase, context, options))


def _day_of_week(phrase: Phrase, context: Context, day: int) -> Resolution:
    """다음 주 11일: the 11th nearest to that week; flagged where it lies outside of it."""
    week = week_of(phrase, context)
    options = periods.days_near(week.begin.year, week.begin.month, day)
    middle = week.begin + _THREE_DAYS
    nearest = min(options, key=lambda option: abs(option.begin - middle))
    if week.begin <= nearest.begin < week.until:
        return Resolution(nearest)
    return Resolution(nearest, flags=("week_mismatch",))


def of_edge(phrase: Phrase, context: Context) -> Resolution:
    """첫날, 마지막 날, 말일 of a month, a year or holidays."""
    is_last = phrase.slots["edge"].number < 0
    if "holiday" in phrase.slots:
        return _edge_of_holidays(of_holiday(phrase, context), is_last=is_last)
    if "month" in phrase.slots:
        return _edge_of_month(phrase, context, is_last=is_last)
    year = year_of(phrase, context)
    if year is None:
        return impossible()
    day = date(year, 1, 1)
    if is_last:
        day = date(year, 12, 31)
    return Resolution(periods.of_day(day), anchor_of(phrase, context.year))


def _edge_of_holidays(holidays: Resolution, *, is_last: bool) -> Resolution:
    """설 연휴 첫날, 추석 연휴 마지막 날."""
    if holidays.period:
        day = holidays.period.begin
        if is_last:
            day = holidays.period.until - _DAY
        holidays.period = periods.of_day(day.date())
    return holidays


def _edge_of_month(phrase: Phrase, context: Context, *, is_last: bool) -> Resolution:
    """다음 달 첫날, 3월 마지막 날."""

    def find(year: int, month: int) -> Period:
        day = 1
        if is_last:
            day = periods.days_of_month(year, month)
        return periods.of_day(date(year, month, day))

    return in_month(phrase, context, find)


def of_clock_day(phrase: Phrase, context: Context) -> Resolution:
    """A time without a date: that of the date in the same sentence, else the
    reference's.
    """
    if context.day and context.in_sentence(phrase.start):
        return Resolution(periods.of_day(context.day), "discourse")
    return Resolution(periods.of_day(today_of(context)))
