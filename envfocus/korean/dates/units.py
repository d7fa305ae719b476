"""Numbers in digits with their unit: `7일`, `3~5년간`, `’25년`. The units are those of
`data/time_units.csv`.
"""

import re
from typing import TypeAlias

from envfocus.korean.dates.punctuation import QUOTE, RANGE, WEEKDAY, is_whole_text
from envfocus.korean.dates.tokens import Match, Token
from envfocus.korean.dates.unit_senses import SEVERAL_SENSES, kind_in_text
from envfocus.korean.tables import rows

_UNITS = [(row["kind"], row["unit"]) for row in rows("time_units")]


def _form(row: dict[str, str]) -> str:
    """The group of a unit in the pattern of all."""
    if not row["unless"]:
        return f"({row['form']})"
    return f"({row['form']}(?!{row['unless']}))"


_FORMS = "|".join(map(_form, rows("time_units")))
_NUMBER = re.compile(rf"({QUOTE}?)(\d{{1,4}})(?!\d)")
_COUNTED = re.compile(
    rf"{_NUMBER.pattern}(?![.,:~-])"  # before these signs no unit needs to be tried
    rf"\s?(여(?!름)\s?)?(?:{_FORMS})"
)
_FIRST_UNIT = 4
"""Group of the first unit in that pattern."""
_NEXT = (
    rf"\s?[{RANGE}·ㆍ‧・]\s?"  # a range, or a list with dots
    r"|,\s?(?=\d\d?\D|\d{4}\D)"  # a list with commas
)
_MORE = re.compile(
    rf"(?:{_NEXT})"
    rf"(?=(?:{QUOTE}?\d{{1,4}}(?:{_NEXT})){{0,7}}"
    rf"{QUOTE}?\d{{1,4}}\s?[년월일시분개달주세]"
    r"|\d{1,4}\s?사?분)"
)
"""A list or a range whose unit stands behind its last number, at most eight."""

_YEAR_EVENT = re.compile(
    r"\s?시즌"
    r"|\s?[가-힣]{0,6}\s?(?:올림픽|월드컵|아시안게임|국정감사|국감)"
    rf"|\s?[{RANGE}]\s?(?:(?:19|20)\d\d\s?(?:\)|$)|(?:\d\d)?\d\d\s?시즌)"
)
_DAY_LIST = re.compile(rf"{WEEKDAY}\s?\)\s?[{RANGE}·,]\s?\d{{1,2}}(?:일|\()")

_SHARED_UNITS = {"year", "month", "day", "hour", "quarter", "decade", "century"}
"""Kinds that several numbers can share: 3·5월."""
_MAX_VALUES = {
    "month": 12,
    "day": 31,
    "hour": 24,
    "minute": 59,
    "second": 59,
    "quarter": 4,
    "nthweek": 6,
    "century": 30,
}
_FROM_ZERO = {"hour", "minute", "second"}

Reading: TypeAlias = tuple[list[Token], int]
"""Tokens, and where to read on."""


def counted(text: str, at: int, before: Token | None) -> Reading | None:
    """A number with its unit right behind it; None: another sign or word follows."""
    match = _COUNTED.match(text, at)
    if match is None:
        return None
    token = _with_unit(text, match, before)
    if token is None:
        return [], match.end()
    return [token], match.end()


def listed(text: str, at: int, before: Token | None) -> Reading | None:
    """Numbers whose unit stands behind the last: of `3~5일` both, of `3~5년간` one
    length; years without 년.
    """
    number = _NUMBER.match(text, at)
    if number is None:
        return None
    if more := _MORE.match(text, number.end()):
        reading = _before_more(text, number, more.end(), before)
        if reading:
            return reading
    token = _without_unit(text, number, before)
    if token is None:
        return None
    return [token], token.end


def _without_unit(text: str, number: Match, before: Token | None) -> Token | None:
    """A year before 올림픽 or alone, the day after `2025.12.8~`, the first of
    `8(월)~10일(수)`.
    """
    start, end = number.span()
    value = int(number[2])
    if len(number[2]) == 4 and 1800 <= value < 2200:
        ranged = before is not None and before.kind == "year"
        if ranged or _YEAR_EVENT.match(text, end) or is_whole_text(text, start, end):
            return Token("year", start, end, value, "year")
        return None
    if not 1 <= value <= 31:
        return None
    if before and before.kind == "numeric" and not text[end : end + 1].isalnum():
        is_day = before.end < start
    else:
        is_day = _DAY_LIST.match(text, end) is not None
    if not is_day:
        return None
    return Token("day", start, end, value, "day")


def _before_more(
    text: str,
    number: Match,
    next_at: int,
    before: Token | None,
) -> Reading | None:
    """A number that shares the unit of those behind it."""
    if not _NUMBER.match(text, next_at):
        return None
    rest = counted(text, next_at, before) or listed(text, next_at, before)
    if rest is None or not rest[0]:
        return None
    (last, *others), end = rest
    if last.kind == "length" and last.unit == "year" and len(number[2]) == 4:
        if not isinstance(last.value, int):
            return None  # 2010·14·18년
        last = _year_of_century(last, number[2])
    if last.kind == "length":
        ranged = last._replace(
            start=number.start(),
            value=f"{number[2]}/{last.value}",
        )
        return [ranged, *others], end
    if last.kind not in _SHARED_UNITS:
        return None
    first = Token(
        last.kind,
        number.start(),
        number.end(),
        _shared_value(number, last.kind),
        last.unit,
    )
    return [first, last, *others], end


def _year_of_century(token: Token, first_year: str) -> Token:
    """1997~98년: two digits are a year of the same century."""
    digits = f"{token.value:0>2}"
    return token._replace(kind="year", value=int(first_year[:2] + digits))


def _shared_value(number: Match, kind: str) -> int:
    """Of 6,70년대 both are decades."""
    value = int(number[2])
    if kind != "decade":
        return value
    if value < 10:
        value *= 10  # 6,70년대
    return _decade(value)


def _with_unit(text: str, match: Match, before: Token | None) -> Token | None:
    """The token of a number and its unit; None: it is no time."""
    group = match.lastindex or _FIRST_UNIT
    kind, unit = _UNITS[group - _FIRST_UNIT]
    start, end = match.span()
    value = int(match[2])
    if kind == "nights":
        days = text[match.end(2) : end].strip("박 일")  # 2박 4일
        return Token("length", start, end, int(days), unit)
    if kind == "decade":
        value = _decade(value)
        if value % 10:
            return None
        return Token(kind, start, end, value, unit)
    if kind in SEVERAL_SENSES:
        kind = kind_in_text(kind, text, match, before)
    if not _is_possible(kind, value):
        return None
    if match[3]:  # 여, "some"
        if kind in {"quarter", "century"}:
            return None  # 3여 분기: lengths are not measured in these
        kind = "length"
    return Token(kind, start, end, value, unit)


def _is_possible(kind: str, value: int) -> bool:
    """Whether there may be such a number of a unit: no 32일, no 25시."""
    if kind == "skip":
        return False
    if value == 0:
        return kind in _FROM_ZERO
    return value <= _MAX_VALUES.get(kind, 9999)


def _decade(year: int) -> int:
    """90년대 → 1990."""
    if year > 99:
        return year
    if year >= 30:
        return 1900 + year
    return 2000 + year
