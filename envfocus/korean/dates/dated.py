"""Dates and times in a text: single ones, ranges, and lists whose later parts leave out what the first said."""

import re
from datetime import datetime, timedelta

from envfocus.korean.dates import phrase as phrases
from envfocus.korean.dates.anchors import Answer
from envfocus.korean.dates.clock import CLOCK, time_of
from envfocus.korean.dates.context import Context
from envfocus.korean.dates.lengths import Found
from envfocus.korean.dates.periods import Period, of_day, shift_month
from envfocus.korean.dates.phrase import Phrase
from envfocus.korean.dates.resolve import date_of
from envfocus.korean.dates.sets import value_of
from envfocus.korean.dates.tokens import RANK, Token

_RANGE = re.compile(r"\s?(?:[~∼∽〜～–—-]\s?|(부터)\s?,?\s?|(에서)\s)")
_LIST = re.compile(r"\s?(?:,\s?|[·ㆍ‧・]\s?|[와과]\s|이나\s|및\s|또는\s)")
_LINKS = set(" ~∼∽〜～–—-,·ㆍ‧・부에와과이")
_CLOSING = re.compile(r"\s?(?:까지|사이)|\s*$")
_MODS = (
    ("ON_OR_AFTER", r"부터|\s?이후|\s?이래"),
    ("ON_OR_BEFORE", r"까지|\s?이전"),
    ("BEFORE", r"\s?전(?=에|까지|$|[^가-힣])"),
    ("APPROX", r"경(?![가-힣])|경(?=에|부터|까지)|쯤|께(?![서])|\s?무렵"),
)
_MOD = re.compile("|".join(f"({form})" for _, form in _MODS))


def read(text: str, tokens: list[Token], at: int, context: Context) -> tuple[list[Found], int]:
    """The dates that begin with token `at` and hang together, and the next token."""
    phrase, after = phrases.read(text, tokens, at)
    if phrase is None:
        return [], at + 1
    answer = _answer(phrase, context)
    found: list[Found] = []
    while second := _linked(text, tokens, after, phrase):
        other, link, then = second
        ending = _inherited(other, phrase, answer, context, ranged=link is _RANGE)
        both = (
            _range(phrase, answer, other, ending)
            if link is _RANGE or _consecutive(text, phrase, answer, ending)
            else None
        )
        if both:
            return [*found, both], then
        if link is _RANGE:
            break
        found.append(_single(text, phrase, answer))
        phrase, answer, after = other, ending, then
    return [*found, _single(text, phrase, answer)], after


def _answer(phrase: Phrase, context: Context) -> Answer:
    return _with_clock(phrase, date_of(phrase, context), context)


def _with_clock(phrase: Phrase, answer: Answer, context: Context) -> Answer:
    if answer.period and phrase.slots.keys() & CLOCK:
        answer.period, flags = time_of(phrase, answer.period, context.text)
        answer.flags += flags
    if answer.period:
        context.say(answer.period, phrase.end)
    return answer


def _linked(text: str, tokens: list[Token], at: int, phrase: Phrase) -> tuple[Phrase, re.Pattern[str], int] | None:
    """The date that a range or a list goes on with, right behind its sign."""
    if at >= len(tokens) or text[phrase.end] not in _LINKS:
        return None
    for link in (_RANGE, _LIST):
        match = link.match(text, phrase.end)
        if match is None or match.end() != tokens[at].start:
            continue
        other, then = phrases.read(text, tokens, at)
        if other and (link is _LIST or match.lastindex is None or _CLOSING.match(text, other.end)):
            return other, link, then
    return None


def _inherited(phrase: Phrase, first: Phrase, answer: Answer, context: Context, *, ranged: bool) -> Answer:
    """The answer of a later part, with what it leaves out taken from the first."""
    begin = answer.period.begin if answer.period else None
    relative = phrase.slots.keys() & {"tense"} or any(t.kind in {"relative", "new_year"} for t in phrase.slots.values())
    if begin is None or relative or phrase.coarsest <= RANK["year"]:
        return _answer(phrase, context)
    own, slots = phrase.coarsest, phrase.slots
    if own == RANK["weekday"]:
        return _weekday_after(phrase, answer, begin, context)
    yearly = own <= RANK["month"]
    if yearly and not ranged and "year" not in first.slots and not context.text[first.end - 1].isdigit():
        return _answer(phrase, context)
    said = {"year": begin.year, "month": begin.month, "day": begin.day}
    phrase.slots = {
        name: Token(name, phrase.start, phrase.start, n, name) for name, n in said.items() if RANK[name] < own
    } | slots
    if own == RANK["month"]:
        phrase.slots.pop("month", None)
        phrase.slots |= slots
    if own >= RANK["hour"] and "daypart" in first.slots:
        phrase.slots["daypart"] = first.slots["daypart"]
    ending = _answer(phrase, context)
    if ranged and ending.period and ending.period.begin < begin:
        ending = _later(phrase, ending, begin.year, own, context, answer.period)
    ending.anchor = answer.anchor
    return ending


def _weekday_after(phrase: Phrase, answer: Answer, first: datetime, context: Context) -> Answer:
    """이번 주 월요일부터 수요일: the first such day on or after the first."""
    ahead = (int(str(phrase.slots["weekday"].n)) - first.weekday()) % 7
    return _with_clock(phrase, Answer(of_day(first.date() + timedelta(days=ahead)), answer.anchor), context)


def _later(phrase: Phrase, ending: Answer, year: int, own: int, context: Context, first: Period | None) -> Answer:
    """The end of a range that runs over noon, a month's end or New Year."""
    if own >= RANK["daypart"] and ending.period and first:
        hours = 12 if ending.period.begin + timedelta(hours=12) > first.begin else 24
        begin, until, grain, _ = ending.period
        shifted = begin + timedelta(hours=hours)
        ending.period = Period(shifted, until + timedelta(hours=hours), grain, f"{shifted:%Y-%m-%dT%H:%M}")
        return ending
    slots = phrase.slots
    if own == RANK["day"] and isinstance(slots["month"].n, int):
        year, month = shift_month(year, slots["month"].n, 1)
        slots["month"] = slots["month"]._replace(n=month)
        slots["year"] = slots["year"]._replace(n=year)
    elif "year" in slots:
        slots["year"] = slots["year"]._replace(n=year + 1)
    return _answer(phrase, context)


def _consecutive(text: str, phrase: Phrase, answer: Answer, ending: Answer) -> bool:
    """14·15일: the unit stands once, and one follows the other."""
    follows = answer.period and ending.period and answer.period.until == ending.period.begin
    return bool(follows) and text[phrase.end - 1].isdigit()


def _range(first: Phrase, answer: Answer, last: Phrase, ending: Answer) -> Found | None:
    if not answer.period or not ending.period or ending.period.begin < answer.period.begin:
        return None
    timed = bool(last.slots.keys() & (CLOCK - {"daypart"}))
    until = ending.period.begin if timed else ending.period.until
    if until <= answer.period.begin:
        return None
    value = f"{answer.period.value.split('/')[0]}/{ending.period.value.split('/')[-1]}"
    period = Period(answer.period.begin, until, ending.period.grain, value)
    flags = tuple(dict.fromkeys((*answer.flags, *ending.flags)))
    kind = "TIME" if (first.slots.keys() | last.slots.keys()) & CLOCK else "DATE"
    return Found(first.start, last.end, kind, value, None, period, answer.anchor, flags, period.grain)


def _single(text: str, phrase: Phrase, answer: Answer) -> Found:
    if text.startswith("마다", phrase.end) and (value := answer.value or value_of(phrase, "week", text)):
        return Found(phrase.start, phrase.end + 2, "SET", value)
    mod = answer.mod
    if mod is None and (match := _MOD.match(text, phrase.end)):
        mod = _MODS[(match.lastindex or 1) - 1][0]
    kind = "TIME" if phrase.slots.keys() & CLOCK else "DATE"
    value = answer.period.value if answer.period else answer.value
    grain = answer.period.grain if answer.period else phrase.finest if answer.value else None
    return Found(phrase.start, phrase.end, kind, value, mod, answer.period, answer.anchor, tuple(answer.flags), grain)
