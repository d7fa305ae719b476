"""What one part of a range or list leaves out and another says: `12월 29일~1월 3일`,
`30일부터 다음 달 3일까지`.
"""

from dataclasses import replace
from datetime import datetime, timedelta

from envfocus.korean.dates.anchors import Resolution, number_of
from envfocus.korean.dates.clock import CLOCK, time_of
from envfocus.korean.dates.context import Context
from envfocus.korean.dates.periods import Period, of_day, shift_month
from envfocus.korean.dates.phrase import Phrase
from envfocus.korean.dates.resolve import date_of
from envfocus.korean.dates.tokens import RANK, Token


def answer_of(phrase: Phrase, context: Context) -> Resolution:
    """What a phrase means, its clock included; it is remembered for what follows."""
    return _with_clock(phrase, date_of(phrase, context), context)


def _with_clock(phrase: Phrase, answer: Resolution, context: Context) -> Resolution:
    if answer.period and phrase.finest in CLOCK:
        answer.period, flags = time_of(phrase, answer.period, context.text)
        answer.flags += flags
    if answer.period and not _compares(phrase):
        context.remember(answer.period, phrase.end)
        context.set_topic(answer.period, phrase.end)
    return answer


def _compares(phrase: Phrase) -> bool:
    """전년, 전월, 전날, 작년 동기, 지난해 같은 달: looked back to, not the topic of
    what follows.
    """
    slots = phrase.slots
    if phrase.same_period or len(slots) == 1:
        return phrase.same_period or _backwards(slots[phrase.finest])
    relative = [token for token in slots.values() if token.kind == "relative"]
    if not relative:
        return False
    several = len(relative) > 1 and relative[-1].anchor == "discourse"
    return several or any(map(_backwards, relative))


def _backwards(token: Token) -> bool:
    return token.anchor == "discourse" and token.value == -1


def _said_alone(phrase: Phrase) -> bool:
    """Whether no word of it (지난, 다음 달, 새해) says where in time it lies."""
    return "tense" not in phrase.slots and all(
        t.kind not in {"relative", "new_year"} for t in phrase.slots.values()
    )


def leads(last: Phrase, first: Phrase) -> bool:
    """Whether the end of a range says more than its beginning; of two bare months the
    end decides.
    """
    if (
        not _said_alone(first)
        or first.coarsest not in {RANK["month"], RANK["day"]}
        or last.coarsest > RANK["day"]
    ):
        return False
    bare_months = last.coarsest == first.coarsest == RANK["month"]
    return bare_months or last.coarsest < first.coarsest or not _said_alone(last)


def from_its_end(
    first: Phrase, last: Phrase, context: Context
) -> tuple[Resolution, Resolution]:
    """Both ends, the beginning as the latest that fits before the end."""
    ending = answer_of(last, context)
    if ending.period is None:
        return answer_of(first, context), ending
    end = ending.period.begin
    months = [(end.year, end.month), shift_month(end.year, end.month, -1)]
    if "month" in first.slots:
        month = number_of(first.slots["month"])
        months = [(end.year, month), (end.year - 1, month)]
    elif context.reference:
        months.insert(0, (context.reference.year, context.reference.month))
    for year, month in months:
        beginning = _placed(first, year, month, context)
        if beginning.period and beginning.period.begin <= end:
            break
    beginning.anchor = ending.anchor
    return beginning, ending


def _placed(phrase: Phrase, year: int, month: int, context: Context) -> Resolution:
    said = {"year": year, "month": month}
    tokens = {
        name: Token(name, phrase.start, phrase.start, n, name)
        for name, n in said.items()
    }
    return answer_of(replace(phrase, slots=tokens | phrase.slots), context)


_HALF_YEAR = timedelta(days=180)


def inherited(
    phrase: Phrase, first: Phrase, answer: Resolution, context: Context, *, ranged: bool
) -> Resolution:
    """The answer of a later part, with what it leaves out taken from the first."""
    begin = answer.period.begin if answer.period else None
    if begin is None or not _said_alone(phrase) or phrase.coarsest <= RANK["year"]:
        return answer_of(phrase, context)
    own, slots = phrase.coarsest, phrase.slots
    if own == RANK["weekday"]:
        return _weekday_after(phrase, answer, begin, context)
    said = {"year": begin.year, "month": begin.month, "day": begin.day}
    phrase.slots = {
        name: Token(name, phrase.start, phrase.start, n, name)
        for name, n in said.items()
        if RANK[name] < own
    } | slots
    if own >= RANK["hour"] and "daypart" in first.slots:
        phrase.slots["daypart"] = first.slots["daypart"]
    ending = answer_of(phrase, context)
    earlier = begin - ending.period.begin if ending.period else timedelta()
    if earlier > (timedelta() if ranged else _HALF_YEAR):
        ending = _later(phrase, ending, begin.year, own, context, answer.period)
    ending.anchor = answer.anchor
    return ending


def _weekday_after(
    phrase: Phrase, answer: Resolution, first: datetime, context: Context
) -> Resolution:
    """이번 주 월요일부터 수요일: the first such day on or after the first."""
    ahead = (int(str(phrase.slots["weekday"].value)) - first.weekday()) % 7
    return _with_clock(
        phrase,
        Resolution(of_day(first.date() + timedelta(days=ahead)), answer.anchor),
        context,
    )


def _later(
    phrase: Phrase,
    ending: Resolution,
    year: int,
    own: int,
    context: Context,
    first: Period | None,
) -> Resolution:
    """The end of a range that runs over noon, a month's end or New Year."""
    if own >= RANK["daypart"] and ending.period and first:
        hours = 12 if ending.period.begin + timedelta(hours=12) > first.begin else 24
        begin, until, grain, _ = ending.period
        shifted = begin + timedelta(hours=hours)
        ending.period = Period(
            shifted,
            until + timedelta(hours=hours),
            grain,
            f"{shifted.date()}T{shifted:%H:%M}",
        )
        return ending
    slots = phrase.slots
    if own == RANK["day"] and isinstance(slots["month"].value, int):
        year, month = shift_month(year, slots["month"].value, 1)
        slots["month"] = slots["month"]._replace(value=month)
        slots["year"] = slots["year"]._replace(value=year)
    elif "year" in slots:
        slots["year"] = slots["year"]._replace(value=year + 1)
    return answer_of(phrase, context)
