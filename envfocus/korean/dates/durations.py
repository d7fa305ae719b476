"""Lengths of time: durations, and dates that lie a length away (3일 전, 10년 뒤)."""

import re
from datetime import datetime, timedelta
from typing import NamedTuple

from envfocus.korean.dates import amounts, periods
from envfocus.korean.dates.amounts import Length
from envfocus.korean.dates.context import Context
from envfocus.korean.dates.mention import Mention, Reading
from envfocus.korean.dates.periods import Period
from envfocus.korean.dates.tokens import Match, Token
from envfocus.korean.dates.unit_senses import BEFORE_AFTER

_MOD = re.compile(
    r"\s?(?:"
    r"(?P<EQUAL_OR_MORE>이상)"
    r"|(?P<EQUAL_OR_LESS>이내|이하|안에|안으로|내(?=에|로))"
    r"|(?P<LESS_THAN>미만)"
    r"|(?P<MORE_THAN>초과|넘게|넘도록)"
    r"|(?P<APPROX>가량|정도|쯤|안팎|남짓|내외)"
    r")"
)
_ABOUT_BEFORE = re.compile(r"(?:^|[\s(])약\s?$")
_ABOUT_LENGTH = 4
"""Characters looked back at for 약, a sign and a space."""
_WITHIN = re.compile(r"\s?(?:안|이내|내)(?=에|로|\s|$)")
_FROM = re.compile(r"부터\s")
_EVERY = "마다"
_FINER = {
    "year": {"month", "season", "quarter", "half", "holiday"},
    "day": {"daypart", "hour", "clock"},
}
"""What may go on behind `2년 전` and `사흘 전`."""
_GAPS = {" ", " 같은 "}
_OF_DAYS = {"year", "month", "week", "day"}
_OF_CLOCK = {"hour", "minute", "second"}
_SIGNS = {"past": -1, "recent": -1, "future": 1, "next": 1, "coming": 1}
"""Whether a length behind a word (지난, 향후) lies before or after the reference."""


def read(
    text: str,
    tokens: list[Token],
    at: int,
    context: Context,
) -> Reading:
    """The length that begins with token `at` (a word like 지난 or 향후 may stand before
    it), and the next token.
    """
    start = tokens[at].start
    marker = None
    if tokens[at].kind == "tense":
        marker = tokens[at].unit
        at += 1
    length, after = amounts.read(text, tokens, at)
    if text.startswith(_EVERY, length.end):
        end = length.end + len(_EVERY)
        value = amounts.value_of(length)
        return [Mention(start, end, "SET", value)], after
    mention = None
    if marker is None:
        mention = _relative(text, length, context)
    if mention is None:
        span = _span(length, marker, context)
        mention = _duration(text, length, start, span)
    return [mention], after


def behind(
    text: str,
    tokens: list[Token],
    at: int,
    end: int,
    first: Period,
) -> tuple[Period, int, int] | None:
    """The days of `12월 5일부터 3일간`, their end in the text, the next token; None: no
    such length follows.
    """
    token = tokens[at]
    if token.kind not in {"length", "days"} or token.unit not in _OF_DAYS:
        return None
    if first.grain != "day" or "/" in first.value:
        return None
    match = _FROM.match(text, end)
    if match is None or token.start != match.end():
        return None
    length, after = amounts.read(text, tokens, at)
    if _MOD.match(text, length.end):
        return None
    day_before = first.begin - timedelta(days=1)
    last = amounts.away(_with_days(length), 1, day_before)
    if last is None:
        return None
    period = Period(
        begin=first.begin,
        until=last.until,
        grain="day",
        value=f"{first.value}/{last.value}",
    )
    return period, length.end, after


def _with_days(length: Length) -> amounts.Numbers:
    """Its amounts, counted to the day even where it is of whole years."""
    days = length.amounts.get("day", 0)
    return length.amounts | {"day": days}


def as_word(
    text: str,
    tokens: list[Token],
    at: int,
    context: Context,
) -> tuple[Token, int] | None:
    """`2년 전` before `3월`, `사흘 전` before `오후 3시`, as one relative word, and the
    next token; None: it stands alone.
    """
    unit = tokens[at].unit
    if unit not in _FINER or tokens[at + 1].kind not in _FINER[unit]:
        return None
    length, after = amounts.read(text, tokens, at)
    match = BEFORE_AFTER.match(text, length.end)
    if match is None or len(length.amounts) > 1:
        return None
    if text[match.end() : tokens[after].start] not in _GAPS:
        return None
    if context.counts_from_event(length.start):
        return None
    number = length.amounts[unit]
    if not isinstance(number, int):
        return None
    word = Token(
        kind="relative",
        start=length.start,
        end=match.end(),
        value=_sign(match) * number,
        unit=unit,
        anchor="stamp",
    )
    return word, after


def _sign(before_or_after: Match) -> int:
    """−1 for 전 and 이전, 1 for 후, 뒤 and 이후."""
    if before_or_after[0].strip() in {"전", "이전"}:
        return -1
    return 1


def _duration(
    text: str,
    length: Length,
    start: int,
    span: Period | None,
) -> Mention:
    """3년, 약 3년, 3년 이상, 2시간 전."""
    end = length.end
    mod = length.mod
    if match := _MOD.match(text, end):
        mod = match.lastgroup
        end = match.end()
    elif _ABOUT_BEFORE.search(text, max(0, start - _ABOUT_LENGTH), start):
        mod = "APPROX"
    if _has_clock(length):
        match = BEFORE_AFTER.match(text, end)
        if match:
            end = match.end()
    anchor = None
    if span:
        anchor = "stamp"
    return Mention(
        start,
        end,
        "DURATION",
        amounts.value_of(length),
        mod,
        span,
        anchor,
        grain=list(length.amounts)[-1],
    )


def _has_clock(length: Length) -> bool:
    """Whether it has hours, minutes or seconds."""
    return not _OF_CLOCK.isdisjoint(length.amounts)


class _Offset(NamedTuple):
    """How a length leads to a date. `end`: in the text."""

    end: int
    sign: int
    mod: str | None
    flags: tuple[str, ...] = ()


def _relative(text: str, length: Length, context: Context) -> Mention | None:
    """A date a length before or after the stamp; None: it is a length, or starts from
    an event not known.
    """
    if _has_clock(length):
        return None
    match = BEFORE_AFTER.match(text, length.end)
    if match is None:
        match = _WITHIN.match(text, length.end)
        if match is None or not _is_deadline(length, match[0]):
            return None
        offset = _Offset(match.end(), 1, "ON_OR_BEFORE", ("ambiguous",))
        return _date_away(length, offset, context)
    if context.counts_from_event(length.start):
        return Mention(
            start=length.start,
            end=match.end(),
            type="DURATION",
            value=amounts.value_of(length),
            mod=length.mod,
        )
    offset = _Offset(match.end(), _sign(match), _mod_of(match, length))
    return _date_away(length, offset, context)


def _mod_of(before_or_after: Match, length: Length) -> str | None:
    """3년 이전 is before, 3년 이후 after that day."""
    word = before_or_after[0].strip()
    if word == "이전":
        return "BEFORE"
    if word == "이후":
        return "AFTER"
    return length.mod


def _is_deadline(length: Length, word: str) -> bool:
    """3년 안에, 1주일 내: by then. 이내 and days are limits of law and form: a length."""
    return "이내" not in word and "day" not in length.amounts


def _date_away(length: Length, offset: _Offset, context: Context) -> Mention:
    """The date of a length; without a value where it leads to none."""
    mention = Mention(
        start=length.start,
        end=offset.end,
        type="DATE",
        value=None,
        mod=offset.mod,
        anchor="stamp",
        flags=offset.flags,
    )
    period = amounts.reach(length.amounts, offset.sign, context.reference)
    if period is None:
        why = _why_not(length, context.reference)
        return mention._replace(flags=(*offset.flags, why))
    context.remember(period, offset.end)
    return mention._replace(value=period.value, period=period, grain=period.grain)


def _why_not(length: Length, reference: datetime | None) -> str:
    """The flag of a length that leads to no date."""
    if reference is None:
        return "unanchored"
    if all(isinstance(number, int) for number in length.amounts.values()):
        return "impossible"
    return "ambiguous"  # 몇 년 전


def _span(length: Length, marker: str | None, context: Context) -> Period | None:
    """지난 3년간, 향후 5년: the days from or to the reference."""
    if marker not in _SIGNS or context.reference is None or _has_clock(length):
        return None
    sign = _SIGNS[marker]
    far = amounts.away(_with_days(length), sign, context.reference)
    if far is None:
        return None
    today = periods.of_day(context.reference.date())
    if sign < 0:
        return Period(far.begin, today.begin, "day", "")
    return Period(today.until, far.until, "day", "")
