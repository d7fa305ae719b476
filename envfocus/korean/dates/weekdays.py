"""Weekdays and numbered weeks: 월요일, 다음 주 월요일, 3월 마지막 월요일, 10월 첫째 주."""

import re
from collections.abc import Sequence
from datetime import date, timedelta

from envfocus.korean.dates import periods
from envfocus.korean.dates.anchors import (
    Resolution,
    in_month,
    marker_of,
    pick_any,
    today_of,
    week_of,
)
from envfocus.korean.dates.context import Context
from envfocus.korean.dates.periods import Period
from envfocus.korean.dates.phrase import Phrase

_NAMED = re.compile(r"인\s?(\d{1,2})일")
_DAYS_OF_WEEK = 7


def of_weekday(phrase: Phrase, context: Context) -> Resolution:
    """월요일, 다음 주 월요일, 3월 마지막 월요일."""
    slots = phrase.slots
    weekday = slots["weekday"].number
    if "ordinal" in slots:
        return _nth_weekday(phrase, context, weekday)
    if "nthweek" in slots:
        return _in_week(of_nth_week(phrase, context), weekday)
    if "week" in slots:
        monday = week_of(phrase, context).begin.date()
        return Resolution(_day_behind(monday, weekday))
    return Resolution(_nearest(phrase, context, weekday))


def _nearest(phrase: Phrase, context: Context, weekday: int) -> Period:
    """A weekday without a week: that of the topic or of the day behind it, else the
    next or the last from the reference.
    """
    today = today_of(context)
    marker = marker_of(phrase)
    topic = context.topic_of("week", phrase.start)
    if topic and marker is None:
        return _day_behind(topic, weekday)
    named = _named_behind(phrase, context, weekday)
    if named:
        return named
    days_ahead = (weekday - today.weekday()) % _DAYS_OF_WEEK
    if marker == "past":
        days_ahead -= _DAYS_OF_WEEK
    elif marker is None and context.tense(phrase.end) == "past":
        if days_ahead:
            days_ahead -= _DAYS_OF_WEEK
    elif marker != "this" and not days_ahead:
        days_ahead = _DAYS_OF_WEEK
    return _day_behind(today, days_ahead)


def _day_behind(day: date, days: int) -> Period:
    """So many days later."""
    return periods.of_day(day + timedelta(days=days))


def _named_behind(phrase: Phrase, context: Context, weekday: int) -> Period | None:
    """금요일인 5일: the weekday of that day."""
    match = _NAMED.match(context.text, phrase.end)
    if match is None:
        return None
    days = days_near_today(context, int(match[1]))
    options = [day for day in days if day.begin.weekday() == weekday]
    if not options:
        return None
    return pick_any(phrase, context, options, near=True)


def days_near_today(context: Context, day: int) -> Sequence[Period]:
    """That day of the month before the stamp's, of its own and of the one after."""
    today = today_of(context)
    return periods.days_near(today.year, today.month, day)


def _in_week(week: Resolution, weekday: int) -> Resolution:
    """11월 넷째 주 목요일."""
    if week.period:
        week.period = _day_behind(week.period.begin.date(), weekday)
    return week


def _nth_weekday(phrase: Phrase, context: Context, weekday: int) -> Resolution:
    """3월 마지막 월요일."""
    nth = phrase.slots["ordinal"].number

    def find(year: int, month: int) -> Period | None:
        day = periods.nth_weekday(year, month, weekday, nth)
        if day is None:
            return None
        return periods.of_day(day)

    return in_month(phrase, context, find)


def of_nth_week(phrase: Phrase, context: Context) -> Resolution:
    """10월 첫째 주, 3월 2주차."""
    nth = phrase.slots["nthweek"].number

    def find(year: int, month: int) -> Period | None:
        return periods.nth_week(year, month, nth)

    return in_month(phrase, context, find)
