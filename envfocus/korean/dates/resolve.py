"""A phrase of days, months, years → the period it names."""

from collections.abc import Callable
from typing import TypeAlias

from envfocus.korean.dates import calendar_periods, days, weekdays
from envfocus.korean.dates.anchors import (
    Resolution,
    UnknownReferenceError,
    impossible,
    weekday_of,
)
from envfocus.korean.dates.clock import CLOCK
from envfocus.korean.dates.context import Context
from envfocus.korean.dates.holidays import of_holiday
from envfocus.korean.dates.phrase import Phrase
from envfocus.korean.dates.tokens import Token

_Resolver: TypeAlias = Callable[[Phrase, Context], Resolution]

_RESOLVERS: dict[str, _Resolver] = {
    "weekday": weekdays.of_weekday,
    "edge": days.of_edge,
    "holiday": of_holiday,
    "weekend": calendar_periods.of_weekend,
    "nthweek": weekdays.of_nth_week,
    "week": calendar_periods.of_week,
    "portion": calendar_periods.of_portion,
    "month": calendar_periods.of_month,
    "season": calendar_periods.of_season,
    "quarter": calendar_periods.of_quarter,
    "half": calendar_periods.of_half,
    "year": calendar_periods.of_year,
    "new_year": calendar_periods.of_year,
    "decade": calendar_periods.of_decade,
    "century": calendar_periods.of_century,
}
"""By the finest slot of the date."""


def date_of(phrase: Phrase, context: Context) -> Resolution:
    """The date a phrase names; its clock is read elsewhere.

    Flags: `weekday_mismatch`, `week_mismatch`, `ambiguous`, `impossible` (no such day),
    `unanchored`.
    """
    resolver = _resolver(phrase.slots)
    try:
        resolution = resolver(phrase, context)
    except UnknownReferenceError:
        return Resolution(None, flags=("unanchored",))
    except (ValueError, OverflowError):  # 31 June; the year 10000
        return impossible()
    if "day" in phrase.slots and _has_other_weekday(resolution, phrase):
        resolution.flags += ("weekday_mismatch",)
    return resolution


def _has_other_weekday(resolution: Resolution, phrase: Phrase) -> bool:
    """Whether the weekday named is not that of the day."""
    weekday = weekday_of(phrase)
    if weekday is None or resolution.period is None:
        return False
    return weekday != resolution.period.begin.weekday()


def _resolver(slots: dict[str, Token]) -> _Resolver:
    """By the finest slot above the clock; `4일 목요일` by its day."""
    if "day" in slots:
        return days.of_day
    for slot in reversed(slots):
        if slot not in CLOCK:
            return _RESOLVERS.get(slot, days.of_clock_day)
    return days.of_clock_day
