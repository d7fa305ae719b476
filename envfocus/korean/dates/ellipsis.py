"""What one part of a range or list leaves out and another names: `12월 29일~1월 3일`,
`30일부터 다음 달 3일까지`.
"""

from dataclasses import replace
from datetime import datetime, timedelta

from envfocus.korean.dates.anchors import Resolution
from envfocus.korean.dates.clock import CLOCK, time_of
from envfocus.korean.dates.context import Context
from envfocus.korean.dates.periods import Period, of_day, shift_month
from envfocus.korean.dates.phrase import Phrase
from envfocus.korean.dates.resolve import date_of
from envfocus.korean.dates.tokens import RANK, Token

_HALF_YEAR = timedelta(days=180)
"""A later part of a list that lies so long before the first is of the next year."""
_HALF_DAY = timedelta(hours=12)


def resolve(phrase: Phrase, context: Context) -> Resolution:
    """What a phrase means, its clock included; it is remembered for what follows."""
    return _with_clock(phrase, date_of(phrase, context), context)


def _with_clock(phrase: Phrase, date: Resolution, context: Context) -> Resolution:
    """The time on a day; what was found is remembered."""
    if date.period and phrase.finest in CLOCK:
        date.period, flags = time_of(phrase, date.period, context.text)
        date.flags += flags
    if date.period and not _is_comparison(phrase):
        context.remember(date.period, phrase.end)
        context.set_topic(date.period, phrase.end)
    return date


def _is_comparison(phrase: Phrase) -> bool:
    """전년, 전월, 전날, 작년 동기, 지난해 같은 달: looked back to, not the topic of
    what follows.
    """
    slots = phrase.slots
    if phrase.same_period:
        return True
    if len(slots) == 1:
        return _looks_back(slots[phrase.finest])
    relative = [token for token in slots.values() if token.kind == "relative"]
    if len(relative) > 1 and relative[-1].anchor == "discourse":
        return True
    return any(map(_looks_back, relative))


def _looks_back(token: Token) -> bool:
    """전년, 전월, 전날."""
    return token.anchor == "discourse" and token.value == -1


def _is_bare(phrase: Phrase) -> bool:
    """Whether no word of it (지난, 다음 달, 새해) says where in time it lies."""
    if "tense" in phrase.slots:
        return False
    kinds = {token.kind for token in phrase.slots.values()}
    return kinds.isdisjoint({"relative", "new_year"})


def end_leads(last: Phrase, first: Phrase) -> bool:
    """Whether the end of a range says more than its beginning; of two bare months the
    end decides.
    """
    month, day = RANK["month"], RANK["day"]
    if not _is_bare(first) or first.coarsest not in {month, day}:
        return False
    if last.coarsest > day:
        return False
    if last.coarsest < first.coarsest or not _is_bare(last):
        return True
    return last.coarsest == first.coarsest == month


def resolve_from_end(
    first: Phrase, last: Phrase, context: Context
) -> tuple[Resolution, Resolution]:
    """Both ends, the beginning as the latest that fits before the end."""
    ending = resolve(last, context)
    if ending.period is None:
        return resolve(first, context), ending
    end = ending.period.begin
    for year, month in _months_to_try(first, end, context):
        beginning = _resolve_in(first, year, month, context)
        if beginning.period and beginning.period.begin <= end:
            break
    beginning.anchor = ending.anchor
    return beginning, ending


def _months_to_try(
    first: Phrase, end: datetime, context: Context
) -> list[tuple[int, int]]:
    """Years and months in which a range may begin, the likeliest first."""
    if "month" in first.slots:
        month = first.slots["month"].number
        return [(end.year, month), (end.year - 1, month)]
    months = [(end.year, end.month), shift_month(end.year, end.month, -1)]
    if context.reference:
        months.insert(0, (context.reference.year, context.reference.month))
    return months


def _resolve_in(
    phrase: Phrase,
    year: int,
    month: int,
    context: Context,
) -> Resolution:
    """What a phrase means in a month, where it does not name another."""
    given = _given(phrase, {"year": year, "month": month})
    return resolve(replace(phrase, slots=given | phrase.slots), context)


def _given(phrase: Phrase, numbers: dict[str, int]) -> dict[str, Token]:
    """Slots that the phrase does not name itself; they take no room in the text."""
    return {
        slot: Token(
            kind=slot,
            start=phrase.start,
            end=phrase.start,
            value=number,
            unit=slot,
        )
        for slot, number in numbers.items()
    }


def inherited(
    phrase: Phrase,
    first: Phrase,
    beginning: Resolution,
    context: Context,
    *,
    ranged: bool,
) -> Resolution:
    """What a later part means, with what it leaves out taken from the first."""
    if beginning.period is None or not _is_bare(phrase):
        return resolve(phrase, context)
    coarsest = phrase.coarsest
    if coarsest <= RANK["year"]:
        return resolve(phrase, context)
    begin = beginning.period.begin
    if coarsest == RANK["weekday"]:
        return _weekday_after(phrase, beginning.anchor, begin, context)
    _inherit(phrase, first, begin)
    ending = resolve(phrase, context)
    allowance = _HALF_YEAR
    if ranged:
        allowance = timedelta()
    if ending.period and begin - ending.period.begin > allowance:
        ending = _later(phrase, coarsest, ending, begin, context)
    ending.anchor = beginning.anchor
    return ending


def _inherit(phrase: Phrase, first: Phrase, begin: datetime) -> None:
    """Fill the slots that are coarser than all that the phrase names."""
    coarsest = phrase.coarsest
    numbers = {"year": begin.year, "month": begin.month, "day": begin.day}
    coarser = {
        slot: number for slot, number in numbers.items() if RANK[slot] < coarsest
    }
    phrase.slots = _given(phrase, coarser) | phrase.slots
    if coarsest >= RANK["hour"] and "daypart" in first.slots:
        phrase.slots["daypart"] = first.slots["daypart"]


def _weekday_after(
    phrase: Phrase,
    anchor: str,
    first: datetime,
    context: Context,
) -> Resolution:
    """이번 주 월요일부터 수요일: the first such day on or after the first."""
    weekday = phrase.slots["weekday"].number
    days_ahead = (weekday - first.weekday()) % 7
    day = first.date() + timedelta(days=days_ahead)
    return _with_clock(phrase, Resolution(of_day(day), anchor), context)


def _later(
    phrase: Phrase,
    coarsest: int,
    ending: Resolution,
    first: datetime,
    context: Context,
) -> Resolution:
    """The end of a range that runs over noon, a month's end or New Year.

    `coarsest`: the rank of what the phrase names itself.
    """
    if ending.period and coarsest >= RANK["daypart"]:
        ending.period = _later_time(ending.period, first)
        return ending
    slots = phrase.slots
    year = first.year
    if coarsest == RANK["day"] and isinstance(slots["month"].value, int):
        year, month = shift_month(year, slots["month"].value, 1)
        slots["month"] = slots["month"]._replace(value=month)
        slots["year"] = slots["year"]._replace(value=year)
    elif "year" in slots:
        slots["year"] = slots["year"]._replace(value=year + 1)
    return resolve(phrase, context)


def _later_time(ending: Period, first: datetime) -> Period:
    """오전 11시~1시: half a day later, or a day."""
    shift = _HALF_DAY
    if ending.begin + shift <= first:
        shift = 2 * _HALF_DAY
    begin = ending.begin + shift
    return Period(
        begin=begin,
        until=ending.until + shift,
        grain=ending.grain,
        value=f"{begin.date()}T{begin:%H:%M}",
    )
