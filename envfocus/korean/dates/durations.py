"""Lengths of time: durations, and dates that lie a length away (3일 전, 10년 뒤)."""

import re
from datetime import datetime, timedelta

from envfocus.korean.dates import amounts, periods
from envfocus.korean.dates.amounts import Length
from envfocus.korean.dates.context import Context
from envfocus.korean.dates.mention import Mention
from envfocus.korean.dates.periods import Period
from envfocus.korean.dates.tokens import Token
from envfocus.korean.dates.unit_senses import BEFORE_AFTER

_MODS = (
    ("EQUAL_OR_MORE", "이상"),
    ("EQUAL_OR_LESS", "이내|이하|안에|안으로|내(?=에|로)"),
    ("LESS_THAN", "미만"),
    ("MORE_THAN", "초과|넘게|넘도록"),
    ("APPROX", r"가량|정도|쯤|안팎|남짓|내외"),
)
_MOD = re.compile(r"\s?(?:" + "|".join(f"({form})" for _, form in _MODS) + ")")
_APPROX_BEFORE = re.compile(r"(?:^|[\s(])약\s?$")
_WITHIN = re.compile(r"\s?(?:안|이내|내)(?=에|로|\s|$)")
_FROM = re.compile(r"부터\s")
_IN_YEAR = {"month", "season", "quarter", "half", "holiday"}
_IN_DAY = {"daypart", "hour", "clock"}
_OF_DAYS = {"year", "month", "week", "day"}
_OF_CLOCK = {"hour", "minute", "second"}
_SPAN_BEFORE = {"past": -1, "recent": -1, "future": 1, "next": 1, "coming": 1}


def read(
    text: str, tokens: list[Token], at: int, context: Context
) -> tuple[list[Mention], int]:
    """The length that begins with token `at` (a word like 지난 or 향후 may stand before
    it), and the next token.
    """
    marker = tokens[at].unit if tokens[at].kind == "tense" else None
    first = at + (marker is not None)
    length, after = amounts.read(text, tokens, first)
    start = tokens[at].start
    if text.startswith("마다", length.end):
        return [Mention(start, length.end + 2, "SET", amounts.value_of(length))], after
    if marker is None and (relative := _relative(text, length, context)):
        return [relative], after
    span = _span(length, marker, context)
    return [_duration(text, length, start, span)], after


def behind(
    text: str, tokens: list[Token], at: int, end: int, first: Period
) -> tuple[Period, int, int] | None:
    """The days of `12월 5일부터 3일간`, their end in the text, the next token; None: no
    such length follows.
    """
    if (
        at >= len(tokens)
        or tokens[at].kind not in {"length", "days"}
        or tokens[at].unit not in _OF_DAYS
    ):
        return None
    match = _FROM.match(text, end)
    whole_days = first.grain == "day" and "/" not in first.value
    if match is None or not whole_days or tokens[at].start != match.end():
        return None
    length, after = amounts.read(text, tokens, at)
    last = amounts.away(
        length.amounts | {"day": length.amounts.get("day", 0)},
        1,
        first.begin - timedelta(days=1),
    )
    if last is None or _MOD.match(text, length.end):
        return None
    value = f"{first.value}/{last.value}"
    return Period(first.begin, last.until, "day", value), length.end, after


def as_word(
    text: str, tokens: list[Token], at: int, context: Context
) -> tuple[Token, int] | None:
    """`2년 전` before `3월`, `사흘 전` before `오후 3시`, as one relative word; None:
    it stands alone.
    """
    unit = tokens[at].unit
    finer = {"year": _IN_YEAR, "day": _IN_DAY}.get(unit)
    if finer is None or at + 1 >= len(tokens) or tokens[at + 1].kind not in finer:
        return None
    length, after = amounts.read(text, tokens, at)
    match = BEFORE_AFTER.match(text, length.end)
    if match is None or len(length.amounts) > 1:
        return None
    if text[match.end() : tokens[after].start] not in {
        " ",
        " 같은 ",
    } or context.counts_from_event(length.start):
        return None
    n = length.amounts[unit]
    sign = -1 if match[0].strip() in {"전", "이전"} else 1
    if not isinstance(n, int):
        return None
    return Token("relative", length.start, match.end(), sign * n, unit, "stamp"), after


def _duration(text: str, length: Length, start: int, span: Period | None) -> Mention:
    end, mod = length.end, length.mod
    if match := _MOD.match(text, end):
        mod, end = _MODS[(match.lastindex or 1) - 1][0], match.end()
    elif _APPROX_BEFORE.search(text, max(0, start - 4), start):
        mod = "APPROX"
    if not _OF_CLOCK.isdisjoint(length.amounts) and (
        match := BEFORE_AFTER.match(text, end)
    ):
        end = match.end()
    grain = list(length.amounts)[-1]
    return Mention(
        start,
        end,
        "DURATION",
        amounts.value_of(length),
        mod,
        span,
        "stamp" if span else None,
        (),
        grain,
    )


def _relative(text: str, length: Length, context: Context) -> Mention | None:
    """A date a length before or after the stamp; None: it is a length, or starts from
    an event not known.
    """
    if not _OF_CLOCK.isdisjoint(length.amounts):
        return None
    flags: tuple[str, ...] = ()
    if match := BEFORE_AFTER.match(text, length.end):
        sign = -1 if match[0].strip() in {"전", "이전"} else 1
        if context.counts_from_event(length.start):
            return Mention(
                length.start,
                match.end(),
                "DURATION",
                amounts.value_of(length),
                length.mod,
            )
        mod = {"이전": "BEFORE", "이후": "AFTER"}.get(match[0].strip(), length.mod)
    elif (match := _WITHIN.match(text, length.end)) and _is_deadline(length, match[0]):
        sign, mod, flags = 1, "ON_OR_BEFORE", ("ambiguous",)
    else:
        return None
    period = amounts.reach(length.amounts, sign, context.reference)
    if period is None:
        flags = (*flags, _why_not(length, context.reference))
    else:
        context.remember(period, match.end())
    value, grain = (period.value, period.grain) if period else (None, None)
    return Mention(
        length.start, match.end(), "DATE", value, mod, period, "stamp", flags, grain
    )


def _why_not(length: Length, reference: datetime | None) -> str:
    if reference is None:
        return "unanchored"
    return (
        "impossible"
        if all(isinstance(n, int) for n in length.amounts.values())
        else "ambiguous"
    )  # 몇 년 전


def _is_deadline(length: Length, word: str) -> bool:
    """3년 안에, 1주일 내: by then. 이내 and days are limits of law and form: a length."""
    return "이내" not in word and "day" not in length.amounts


def _span(length: Length, marker: str | None, context: Context) -> Period | None:
    """지난 3년간, 향후 5년: the days from or to the reference."""
    sign = _SPAN_BEFORE.get(marker or "")
    if sign is None or not _OF_CLOCK.isdisjoint(length.amounts):
        return None
    far = amounts.away(
        {**length.amounts, "day": length.amounts.get("day", 0)}, sign, context.reference
    )
    if far is None or context.reference is None:
        return None
    today = periods.of_day(context.reference.date())
    begin, until = (far.begin, today.begin) if sign < 0 else (today.until, far.until)
    return Period(begin, until, "day", "")
