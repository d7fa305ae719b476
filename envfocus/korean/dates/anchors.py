"""What a phrase leaves out: its year, its month, the day it starts from."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from envfocus.korean.dates import periods
from envfocus.korean.dates.context import Context
from envfocus.korean.dates.disambiguation import choose
from envfocus.korean.dates.periods import Period
from envfocus.korean.dates.phrase import Phrase
from envfocus.korean.dates.tokens import Token

_MISPRINT = timedelta(days=210)
"""Farther off than this, a weekday is likelier a misprint than the key to the year."""
_LAST_QUARTER = 10
"""새해 is the next year from October on."""
_OF_YEAR = {"month", "quarter", "half", "season", "holiday"}
"""Slots whose year may be the topic of the sentence."""
_BACK_IN_SENTENCE = -1
"""전년, 전월, 전분기 look back from a date of their own sentence; 같은 해, 이듬해 from
the last one anywhere.
"""


class UnknownReferenceError(Exception):
    """Raised where a phrase needs the stamp and there is none; `date_of` answers with
    the flag `unanchored`.
    """


@dataclass(slots=True)
class Resolution:
    """What a phrase means.

    `anchor`: stamp, discourse or explicit. `value` without `period`: it names no
    interval (any summer). Both None: not resolved.
    """

    period: Period | None
    anchor: str = "stamp"
    mod: str | None = None
    flags: tuple[str, ...] = ()
    value: str | None = None


def impossible() -> Resolution:
    """Of a phrase that names no day there is."""
    return Resolution(None, flags=("impossible",))


def reference_of(context: Context) -> datetime:
    """The stamp; raises UnknownReferenceError where there is none."""
    if context.reference is None:
        raise UnknownReferenceError
    return context.reference


def today_of(context: Context) -> date:
    """The day of the stamp."""
    return reference_of(context).date()


def marker_of(phrase: Phrase) -> str | None:
    """past, future, next or this, where a word says so."""
    tense = phrase.slots.get("tense")
    if tense is None:
        return None
    return tense.unit


def anchor_of(phrase: Phrase, known: object) -> str:
    """stamp, discourse or explicit, by the coarsest word of the phrase.

    `known`: what the text named before, where it named it.
    """
    year = phrase.slots.get("year")
    if year and year.kind == "year":
        return "explicit"
    tokens = phrase.slots.values()
    if known and any(token.anchor == "discourse" for token in tokens):
        return "discourse"
    return "stamp"


def year_of(phrase: Phrase, context: Context) -> int | None:
    """The year named: 2025, ’25, 지난해, 이듬해, 새해; else the topic's."""
    if "new_year" in phrase.slots:
        return _new_year(today_of(context))
    token = phrase.slots.get("year")
    if token is None:
        return _year_of_topic(phrase, context)
    if token.kind == "year":
        return _full_year(token.number, context)
    return _base_year(token, phrase, context) + token.number


def _new_year(today: date) -> int:
    if today.month >= _LAST_QUARTER:
        return today.year + 1
    return today.year


def _year_of_topic(phrase: Phrase, context: Context) -> int | None:
    """작년에는 … 3월."""
    if marker_of(phrase) or phrase.slots.keys().isdisjoint(_OF_YEAR):
        return None
    first_day = context.topic_of("year", phrase.start)
    if first_day is None:
        return None
    return first_day.year


def _full_year(year: int, context: Context) -> int:
    """Of two digits, the year nearest to the reference."""
    if year > 99:
        return year
    near = reference_of(context).year
    options = [century + year for century in (1900, 2000, 2100)]
    return min(options, key=lambda option: abs(option - near))


def _base_year(token: Token, phrase: Phrase, context: Context) -> int:
    """The year that 지난해 or 이듬해 counts from."""
    if context.year is not None and _leans_on_text(token, phrase, context):
        return context.year
    return today_of(context).year


def _leans_on_text(token: Token, phrase: Phrase, context: Context) -> bool:
    """Whether a relative word starts from a date of the text rather than the stamp."""
    if token.anchor != "discourse":
        return False
    if token.value != _BACK_IN_SENTENCE:
        return True
    return context.in_sentence(phrase.start)


def month_of(phrase: Phrase, context: Context) -> tuple[int | None, int]:
    """Year (None: not named) and month."""
    token = phrase.slots["month"]
    year = year_of(phrase, context)
    if token.kind != "relative":
        return year, token.number
    base_year, base_month = _base_month(token, phrase, context)
    if year is not None:
        return year, base_month
    return periods.shift_month(base_year, base_month, token.number)


def _base_month(token: Token, phrase: Phrase, context: Context) -> tuple[int, int]:
    """The month that 지난달 or 같은 달 counts from."""
    today = today_of(context)
    if context.month and _leans_on_text(token, phrase, context):
        return context.month
    return today.year, today.month


def years_to_try(year: int | None, context: Context) -> Sequence[int]:
    """The year; where it is not named, those around the reference's."""
    if year is not None:
        return (year,)
    return periods.years_around(today_of(context).year)


def pick(
    phrase: Phrase,
    context: Context,
    options: Sequence[Period],
    *,
    near: bool = False,
) -> Period | None:
    """The one meant of several; a weekday in the phrase decides before all else."""
    weekday = weekday_of(phrase)
    fits = []
    if weekday is not None:
        same_weekday = (day for day in options if day.begin.weekday() == weekday)
        fits = [day for day in same_weekday if _is_likely(day, context)]
    if fits:
        return pick_any(phrase, context, fits, near=True)
    return pick_any(phrase, context, options, near=near)


def _is_likely(period: Period, context: Context) -> bool:
    """Whether a weekday may decide for a day."""
    return abs(period.begin - reference_of(context)) < _MISPRINT


def pick_any(
    phrase: Phrase,
    context: Context,
    options: Sequence[Period],
    *,
    near: bool = False,
) -> Period | None:
    """The one meant of several, by marker, tense and nearness."""
    return choose(
        options,
        reference_of(context),
        marker_of(phrase),
        lambda: context.tense(phrase.end),
        near=near,
    )


def weekday_of(phrase: Phrase) -> int | None:
    """The weekday named, as a word or in brackets; Monday is 0."""
    token = phrase.slots.get("weekday")
    if token is None:
        return phrase.weekday
    return token.number


def in_month(
    phrase: Phrase,
    context: Context,
    find: Callable[[int, int], Period | None],
) -> Resolution:
    """A part of a month, whose year may be left out."""
    if "month" not in phrase.slots:
        return impossible()
    year, month = month_of(phrase, context)
    years = years_to_try(year, context)
    options = existing(find(each, month) for each in years)
    if not options:
        return impossible()
    picked: Period | None = options[0]
    if year is None:
        picked = pick_any(phrase, context, options)
    return Resolution(picked, anchor_of(phrase, context.month))


def existing(periods_or_none: Iterable[Period | None]) -> list[Period]:
    """Those that there are."""
    return [period for period in periods_or_none if period is not None]


def week_of(phrase: Phrase, context: Context) -> Period:
    """The week of 이번 주, 지난주, 다음 주, 전주."""
    token = phrase.slots["week"]
    day = None
    if token.anchor == "discourse" and context.in_sentence(phrase.start):
        day = context.week
    if day is None:
        day = today_of(context)
    return periods.of_week(day + timedelta(weeks=token.number))
