"""What a phrase leaves out: its year, its month, the day it starts from."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from envfocus.korean.dates import periods
from envfocus.korean.dates.context import Context
from envfocus.korean.dates.disambiguation import choose
from envfocus.korean.dates.periods import Period
from envfocus.korean.dates.phrase import Phrase
from envfocus.korean.dates.tokens import Token


class UnknownReferenceError(Exception):
    """Raised where a phrase needs the stamp and there is none; `date_of` answers with
    the flag `unanchored`.
    """


@dataclass(slots=True)
class Resolution:
    """What a phrase means. `value` without `period`: it names no interval (any summer).
    Both None: not resolved.
    """

    period: Period | None
    anchor: str = "stamp"
    mod: str | None = None
    flags: tuple[str, ...] = ()
    value: str | None = None


_MISPRINT = timedelta(days=210)


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
    return tense.unit if tense else None


def number_of(token: Token) -> int:
    """A token's number."""
    return token.value if isinstance(token.value, int) else 0


def anchor_of(phrase: Phrase, said: object) -> str:
    """stamp, discourse or explicit, by the coarsest word of the phrase."""
    year = phrase.slots.get("year")
    if year and year.kind == "year":
        return "explicit"
    relative = said and any(
        token.anchor == "discourse" for token in phrase.slots.values()
    )
    return "discourse" if relative else "stamp"


def year_of(phrase: Phrase, context: Context) -> int | None:
    """The year said: 2025, ’25, 지난해, 이듬해, 새해."""
    token = phrase.slots.get("year")
    if "new_year" in phrase.slots:
        today = today_of(context)
        return today.year + (today.month >= 10)
    if token is None:
        topic = None if marker_of(phrase) else context.topic_of("year", phrase.start)
        return topic.year if topic and phrase.slots.keys() & _OF_YEAR else None
    if token.kind == "year":
        return _century(number_of(token), context)
    return _base_year(token, phrase, context) + number_of(token)


_OF_YEAR = {"month", "quarter", "half", "season", "holiday"}


def _century(year: int, context: Context) -> int:
    """Of two digits, the year nearest to the reference."""
    if year > 99:
        return year
    near = reference_of(context).year
    return min(
        (century + year for century in (1900, 2000, 2100)),
        key=lambda option: abs(option - near),
    )


_OF_SENTENCE = {-1}
"""전년, 전월, 전분기 look back from a date of their own sentence; 같은 해, 이듬해 from
the last one anywhere.
"""


def _base_year(token: Token, phrase: Phrase, context: Context) -> int:
    if (
        token.anchor == "discourse"
        and context.year is not None
        and _reaches(token, phrase, context)
    ):
        return context.year
    return today_of(context).year


def _reaches(token: Token, phrase: Phrase, context: Context) -> bool:
    return token.value not in _OF_SENTENCE or context.in_sentence(phrase.start)


def month_of(phrase: Phrase, context: Context) -> tuple[int | None, int]:
    """Year (None: not said) and month."""
    token = phrase.slots["month"]
    year = year_of(phrase, context)
    if token.kind != "relative":
        return year, number_of(token)
    today = today_of(context)
    said = (
        context.month
        if token.anchor == "discourse" and _reaches(token, phrase, context)
        else None
    )
    base = said or (today.year, today.month)
    if year is not None:
        return year, base[1]
    return periods.shift_month(*base, number_of(token))


def pick(
    phrase: Phrase, context: Context, options: Sequence[Period], *, near: bool = False
) -> Period | None:
    """The one meant of several; a weekday in the phrase decides before all else."""
    weekday = weekday_of(phrase)
    if weekday is None:
        return pick_any(phrase, context, options, near=near)
    fits = [
        period
        for period in options
        if period.begin.weekday() == weekday and _likely(period, context)
    ]
    return pick_any(phrase, context, fits or options, near=near or bool(fits))


def _likely(period: Period, context: Context) -> bool:
    """Whether a weekday may decide for a day: farther off, a misprint is likelier."""
    return abs(period.begin - reference_of(context)) < _MISPRINT


def pick_any(
    phrase: Phrase, context: Context, options: Sequence[Period], *, near: bool = False
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
    """The weekday said, as a word or in brackets; Monday is 0."""
    token = phrase.slots.get("weekday")
    return number_of(token) if token else phrase.weekday


def in_month(
    phrase: Phrase, context: Context, find: Callable[[int, int], Period | None]
) -> Resolution:
    """A part of a month, whose year may be left out."""
    if "month" not in phrase.slots:
        return Resolution(None, flags=("impossible",))
    year, month = month_of(phrase, context)
    this = today_of(context).year if year is None else year
    years = (this,) if year is not None else (this - 1, this, this + 1)
    options = [found for option in years if (found := find(option, month))]
    if not options:
        return Resolution(None, flags=("impossible",))
    picked = options[0] if year is not None else pick_any(phrase, context, options)
    return Resolution(picked, anchor_of(phrase, context.month))


def week_of(phrase: Phrase, context: Context) -> Period:
    """The week of 이번 주, 지난주, 다음 주, 전주."""
    token = phrase.slots["week"]
    said = (
        context.week
        if token.anchor == "discourse" and context.in_sentence(phrase.start)
        else None
    )
    return periods.of_week(
        (said or today_of(context)) + timedelta(weeks=number_of(token))
    )
