"""Amounts of time, as written: `1년 6개월`, `3년 반`, `2~3일`; and the days and months
that lie so far away.
"""

import re
from datetime import date, datetime, timedelta
from typing import NamedTuple, TypeAlias

from envfocus.korean.dates import periods
from envfocus.korean.dates.periods import Period
from envfocus.korean.dates.tokens import Token

UNITS = ("year", "month", "week", "day", "hour", "minute", "second")
LENGTHS = {"length", "days", "minute", "second"}
"""Kinds of tokens that are amounts where no clock stands before them."""
_OF_DAYS = frozenset(UNITS[:4])
_LETTERS = {
    "year": "Y",
    "month": "M",
    "week": "W",
    "day": "D",
    "hour": "H",
    "minute": "M",
    "second": "S",
}
_HALVES = {
    "year": ("month", 6),
    "hour": ("minute", 30),
    "month": ("day", 15),
}
_HALF = re.compile(r"\s?반(?![가-힣])|\s?반(?=동안|만에|이|을|의| )")
_DAYS_BEHIND = re.compile(r"간(?![가-힣])|간(?=의|은|에)|째")
_NOT_ABOUT = ("여러", "여덟", "여드레", "여섯")
"""Numbers that begin with 여; elsewhere it means "some"."""

Numbers: TypeAlias = dict[str, int | str]
"""By unit, the coarse before the fine: a number, `2/3`, or `X` where the text does not
say how many.
"""


class Length(NamedTuple):
    """A length of time in a text. `mod`: TIMEX3 modifier."""

    start: int
    end: int
    amounts: Numbers
    mod: str | None


def read(text: str, tokens: list[Token], at: int) -> tuple[Length, int]:
    """1년 6개월, 2시간 30분, 3년 반; and the next token."""
    start = tokens[at].start
    end = start
    mod = None
    amounts: Numbers = {}
    while _goes_on(text, end, tokens[at], amounts):
        token = tokens[at]
        amounts[token.unit] = _amount(token)
        if _is_about(text[token.start : token.end]):
            mod = "APPROX"
        end = token.end
        if token.kind == "days" and (match := _DAYS_BEHIND.match(text, end)):
            end = match.end()
        at += 1
    if match := _HALF.match(text, end):
        last_unit = list(amounts)[-1]
        if last_unit in _HALVES:
            unit, half = _HALVES[last_unit]
            amounts[unit] = half
            end = match.end()
    return Length(start, end, amounts, mod), at


def _goes_on(
    text: str,
    end: int,
    token: Token,
    amounts: Numbers,
) -> bool:
    """Whether a token is an amount in a finer unit than all before."""
    if token.kind not in LENGTHS or text[end : token.start] not in {"", " "}:
        return False
    if not amounts:
        return True
    rank = UNITS.index(token.unit)
    return all(UNITS.index(unit) < rank for unit in amounts)


def _amount(token: Token) -> int | str:
    """How many: a number, or as written (`3/5`, `X`)."""
    if isinstance(token.value, int):
        return token.value
    return str(token.value)


def _is_about(text: str) -> bool:
    """10여 년, 석 달여."""
    return "여" in text and not text.startswith(_NOT_ABOUT)


def value_of(length: Length) -> str:
    """TIMEX3 period: P1Y6M, PT2H30M, PXD; of 3~5년 the shortest and the longest,
    P3Y/P5Y.
    """
    if not _is_range(length.amounts):
        return _value_of(length.amounts)
    shortest = _value_of(_bound(length.amounts, 0))
    longest = _value_of(_bound(length.amounts, -1))
    return f"{shortest}/{longest}"


def _value_of(amounts: Numbers) -> str:
    """TIMEX3 period of single numbers."""
    days = ""
    time = ""
    for unit, number in amounts.items():
        designated = f"{number}{_LETTERS[unit]}"
        if unit in _OF_DAYS:
            days += designated
        else:
            time += designated
    if time:
        time = f"T{time}"
    return f"P{days}{time}"


def _is_range(amounts: Numbers) -> bool:
    """Whether it is `3~5년` rather than `3년`."""
    return any("/" in str(number) for number in amounts.values())


def _bound(amounts: Numbers, index: int) -> Numbers:
    """The shortest (0) or longest (-1) of a range, as written; single numbers stay."""
    return {unit: str(number).split("/")[index] for unit, number in amounts.items()}


def reach(amounts: Numbers, sign: int, reference: datetime | None) -> Period | None:
    """The period a length away; of 2~3년 전 all between."""
    if not _is_range(amounts):
        return away(amounts, sign, reference)
    near = away(_bound(amounts, 0), sign, reference)
    far = away(_bound(amounts, -1), sign, reference)
    if near is None or far is None:
        return None
    first, last = sorted((near, far))
    value = f"{first.value}/{last.value}"
    return Period(first.begin, last.until, first.grain, value)


def away(amounts: Numbers, sign: int, reference: datetime | None) -> Period | None:
    """The month for years, else the day.

    None without a reference, with an unknown number, or outside of the calendar.
    """
    if reference is None:
        return None
    if not all(str(number).isdigit() for number in amounts.values()):
        return None
    numbers = {unit: sign * int(number) for unit, number in amounts.items()}
    try:
        day = _shifted(reference.date(), numbers)
    except (OverflowError, ValueError):
        return None
    if set(numbers) == {"year"}:
        return periods.of_month(day.year, day.month)
    return periods.of_day(day)


def _shifted(day: date, numbers: dict[str, int]) -> date:
    """The day that lies so many units away."""
    months = 12 * numbers.get("year", 0) + numbers.get("month", 0)
    weeks, days = numbers.get("week", 0), numbers.get("day", 0)
    return periods.shift_day(day, months) + timedelta(weeks=weeks, days=days)
