"""Amounts of time, as said: `1년 6개월`, `3년 반`, `2~3일`; and the days and months
that lie so far away.
"""

import re
from datetime import datetime, timedelta
from typing import NamedTuple

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
_HALVES = {"year": ("month", 6), "hour": ("minute", 30), "month": ("day", 15)}
_HALF = re.compile(r"\s?반(?![가-힣])|\s?반(?=동안|만에|이|을|의| )")
_DAYS_BEHIND = re.compile(r"간(?![가-힣])|간(?=의|은|에)|째")


class Length(NamedTuple):
    """Amounts by unit, the coarse before the fine; `X` where the text does not say how
    many.
    """

    start: int
    end: int
    amounts: dict[str, int | str]
    mod: str | None


def read(text: str, tokens: list[Token], at: int) -> tuple[Length, int]:
    """1년 6개월, 2시간 30분, 3년 반."""
    first, mod = tokens[at].start, None
    amounts: dict[str, int | str] = {}
    end = first
    while (
        at < len(tokens)
        and tokens[at].kind in LENGTHS
        and text[end : tokens[at].start] in {"", " "}
    ):
        token = tokens[at]
        if amounts and UNITS.index(token.unit) <= max(map(UNITS.index, amounts)):
            break
        amounts[token.unit] = (
            token.value if isinstance(token.value, int) else str(token.value)
        )
        mod = "APPROX" if _about(text[token.start : token.end]) else mod
        end, at = token.end, at + 1
        if token.kind == "days" and (match := _DAYS_BEHIND.match(text, end)):
            end = match.end()
    if match := _HALF.match(text, end):
        unit, n = _HALVES.get(list(amounts)[-1], (None, 0))
        if unit:
            amounts[unit], end = n, match.end()
    return Length(first, end, amounts, mod), at


def _about(text: str) -> bool:
    return "여" in text and not text.startswith(("여러", "여덟", "여드레", "여섯"))


def value_of(length: Length) -> str:
    """TIMEX3 period: P1Y6M, PT2H30M, PXD; of 3~5년 the shortest and the longest,
    P3Y/P5Y.
    """
    if any(isinstance(n, str) and "/" in n for n in length.amounts.values()):
        return "/".join(
            value_of(length._replace(amounts=_end(length.amounts, at)))
            for at in (0, -1)
        )
    date, time = "P", ""
    for unit, n in length.amounts.items():
        if unit in _OF_DAYS:
            date += f"{n}{_LETTERS[unit]}"
        else:
            time += f"{n}{_LETTERS[unit]}"
    return f"{date}T{time}" if time else date


def _end(amounts: dict[str, int | str], at: int) -> dict[str, int | str]:
    return {unit: str(n).split("/")[at] for unit, n in amounts.items()}


def reach(
    amounts: dict[str, int | str], sign: int, reference: datetime | None
) -> Period | None:
    """The period a length away; of 2~3년 전 all between."""
    if not any("/" in str(n) for n in amounts.values()):
        return away(amounts, sign, reference)
    near, far = (away(_numbers(_end(amounts, at)), sign, reference) for at in (0, -1))
    if near is None or far is None:
        return None
    first, last = sorted((near, far))
    return Period(first.begin, last.until, first.grain, f"{first.value}/{last.value}")


def _numbers(amounts: dict[str, int | str]) -> dict[str, int | str]:
    return {unit: int(n) if str(n).isdigit() else n for unit, n in amounts.items()}


def away(
    amounts: dict[str, int | str], sign: int, reference: datetime | None
) -> Period | None:
    """The month for years, else the day; None without a reference or with an unknown
    number.
    """
    numbers = {unit: sign * n for unit, n in amounts.items() if isinstance(n, int)}
    if reference is None or len(numbers) < len(amounts):
        return None
    try:
        months = 12 * numbers.get("year", 0) + numbers.get("month", 0)
        day = periods.shift_day(reference.date(), months) + timedelta(
            weeks=numbers.get("week", 0), days=numbers.get("day", 0)
        )
    except (OverflowError, ValueError):
        return None
    return (
        periods.of_month(day.year, day.month)
        if set(amounts) == {"year"}
        else periods.of_day(day)
    )
