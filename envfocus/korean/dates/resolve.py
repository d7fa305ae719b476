"""A phrase of days, months, years → the period it names."""

from collections.abc import Callable

from envfocus.korean.dates import days, parts
from envfocus.korean.dates.anchors import (
    Resolution,
    UnknownReferenceError,
    week_of,
    weekday_of,
)
from envfocus.korean.dates.clock import CLOCK
from envfocus.korean.dates.context import Context
from envfocus.korean.dates.phrase import Phrase
from envfocus.korean.dates.tokens import Token


def date_of(phrase: Phrase, context: Context) -> Resolution:
    """The date a phrase names; its clock is read elsewhere.

    Flags: `weekday_mismatch`, `week_mismatch`, `ambiguous`, `impossible` (no such day),
    `unanchored`.
    """
    try:
        answer = _resolver(phrase.slots)(phrase, context)
    except UnknownReferenceError:
        return Resolution(None, "stamp", flags=("unanchored",))
    except (ValueError, OverflowError):  # 31 June; the year 10000
        return Resolution(None, "stamp", flags=("impossible",))
    if (
        "day" in phrase.slots
        and answer.period
        and weekday_of(phrase) not in {None, answer.period.begin.weekday()}
    ):
        answer.flags += ("weekday_mismatch",)
    return answer


def _resolver(slots: dict[str, Token]) -> Callable[[Phrase, Context], Resolution]:
    """By the finest slot above the clock; `4일 목요일` by its day."""
    if "day" in slots:
        return days.of_day
    for name in reversed(slots):
        if name not in CLOCK:
            return _RESOLVERS.get(name, days.of_clock_day)
    return days.of_clock_day


_RESOLVERS: dict[str, Callable[[Phrase, Context], Resolution]] = {
    "weekday": days.of_weekday,
    "edge": days.of_edge,
    "holiday": days.of_holiday,
    "weekend": parts.of_weekend,
    "nthweek": days.of_nth_week,
    "week": lambda phrase, context: Resolution(week_of(phrase, context)),
    "portion": parts.of_portion,
    "month": parts.of_month,
    "season": parts.of_season,
    "quarter": parts.of_quarter,
    "half": parts.of_half,
    "year": parts.of_year,
    "new_year": parts.of_year,
    "decade": parts.of_decade,
    "century": parts.of_century,
}
"""By the finest slot of the date."""
