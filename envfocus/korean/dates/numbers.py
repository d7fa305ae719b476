"""Numbers in digits: dates with signs between their parts, clocks, and those with a
unit (`units`).
"""

import re

from envfocus.korean.dates.punctuation import QUOTE, RANGE, WEEKDAY, is_whole_text
from envfocus.korean.dates.tokens import Token
from envfocus.korean.dates.units import counted, listed
from envfocus.korean.dates.words import cue_pattern

_TIME = r"\s?(?:오전|오후|새벽|아침|낮|저녁|밤|\d{1,2}:\d\d|\d{1,2}시)"

_FULL = re.compile(
    rf"({QUOTE}?)(\d{{4}}|\d\d)(?:\s?\.\s?(\d{{1,2}})\s?\.\s?(\d{{1,2}})(?!\d|\.\d)|-(\d{{1,2}})-(\d{{1,2}})(?![\d-])|/(\d{{1,2}})/(\d{{1,2}})(?![\d/]))(\.?)"
)
_YEAR_MONTH = re.compile(
    rf"({QUOTE}?)(\d{{4}}|\d\d)\.\s?(\d{{1,2}})(?!\d)(\.(?!\s?\d)|월|)"
)
_MONTH_DAY = re.compile(
    r"(\d{1,2})(?:\.\s?(\d{1,2})(?!\d)(\.(?!\d))?|/(\d{1,2})(?![\d/]))"
)
_CLOCK = re.compile(r"([01]?\d|2[0-4]):([0-5]\d)(?::([0-5]\d))?(?![\d:])")
_BIG = re.compile(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+\.\d+")
_REST = re.compile(rf"{QUOTE}?\d[\d,.:/·{RANGE}]*+")
OTHER = re.compile(
    r"\d++(?:,\d{3})*+(?!\s?$|\s?(?:여\s?)?(?:[년월일시분초주달세박학/·ㆍ‧・,.:~∼∽〜～–—-]|개월|개년|사?\s?분기))"
)
"""A number that no unit of time and no sign follows."""
_SIGNED = re.compile(rf"{QUOTE}?\d+\s?[.,:/-]")

_BEHIND_MONTH_DAY = re.compile(
    rf"{WEEKDAY}|{_TIME}|\s?[{RANGE}]\s?(?:\d{{1,2}}\.\s?\d{{1,2}}(?:[.(]|\s\()|\d{{1,2}}/\d{{1,2}})"
)
_LONGEST_PAIR = 20
_PAIR = re.compile(
    rf"\d{{1,2}}\.\s?\d{{1,2}}\.?\s?[{RANGE}]\s?\d{{1,2}}\.\s?\d{{1,2}}\.?"
)
_BEHIND_DOT = re.compile(
    rf"{WEEKDAY}|{_TIME}|\s?[{RANGE}]\s?\d|\s?(?:까지|부터|자|기준|현재|시행|이후|이전)|\)"
)
_BEHIND_SHORT_YEAR = re.compile(rf"{WEEKDAY}|{_TIME}|\s?[{RANGE}]")
_RANGE_BEFORE = re.compile(rf"[\d.)일월년]\s?[{RANGE}]\s?$")

_NEVER_BEHIND = re.compile(rf"제$|(?:{cue_pattern('era')})\s$")
"""제3일, 기원전 300년, 고종 25년: no days of the calendar."""
_BEHIND_CLOCK = re.compile(
    rf"\s?[{RANGE})]|\s?(?:부터|까지|경|쯤|이후|이전|현재|기준)|에(?![가-힣])"
)


def read(text: str, at: int, before: Token | None) -> tuple[list[Token], int]:
    """Tokens of the number that begins at `at`, and where to read on. `before`: the one
    right before it.
    """
    if at and text[at - 1] in "제 " and _NEVER_BEHIND.search(text, max(0, at - 4), at):
        return [], _rest(text, at)
    if tokens := counted(text, at, before):
        return tokens
    if _SIGNED.match(text, at):
        for form in (_full, _year_month, _month_day):
            if token := form(text, at):
                return [token], token.end
        if token := _clock(text, at, before):
            return [token], token.end
        if _BIG.match(text, at):
            return [], _rest(text, at)
    return listed(text, at, before) or ([], _rest(text, at))


def _pair(text: str) -> bool:
    """12.8~12.10 and nothing else."""
    return len(text) < _LONGEST_PAIR and _PAIR.fullmatch(text.strip()) is not None


def _rest(text: str, at: int) -> int:
    match = _REST.match(text, at)
    return match.end() if match else at + 1


def _valid(month: int, day: int = 1) -> bool:
    return 1 <= month <= 12 and 1 <= day <= 31


def _full(text: str, at: int) -> Token | None:
    match = _FULL.match(text, at)
    if match is None:
        return None
    quote, year = match[1], int(match[2])
    month, day = (int(part) for part in match.groups()[2:8] if part)
    start, end = match.span()
    if not _valid(month, day) or _inside_number(text, start):
        return None
    dotted = match[3] is not None
    if len(match[2]) == 2 and not quote and not _short_year_said(text, match):
        return None
    if not dotted and match[9]:
        end -= 1  # the full stop of the sentence
    return Token("numeric", start, end, (year, month, day))


def _short_year_said(text: str, match: re.Match[str]) -> bool:
    """74/10/31 and 25.12.8.(월): two digits that are a year without an apostrophe.
    25-12-8 is a number.
    """
    start, end = match.span()
    behind = match[9] or _BEHIND_SHORT_YEAR.match(text, end)
    return match[5] is None and bool(
        match[7] or behind or is_whole_text(text, start, end)
    )


def _inside_number(text: str, start: int) -> bool:
    return start > 0 and text[start - 1] in ".-/:,0123456789"


def _year_month(text: str, at: int) -> Token | None:
    match = _YEAR_MONTH.match(text, at)
    if (
        match is None
        or not _valid(int(match[3]))
        or not (match[1] or len(match[2]) == 4)
    ):
        return None
    in_range = re.match(
        rf"\s?[{RANGE}]\s?{QUOTE}?\d", text[match.end() : match.end() + 4]
    ) or _RANGE_BEFORE.search(text, max(0, at - 4), at)
    if not match[4] and not in_range and not is_whole_text(text, at, match.end()):
        return None
    return Token("numeric", at, match.end(), (int(match[2]), int(match[3]), None))


def _month_day(text: str, at: int) -> Token | None:
    match = _MONTH_DAY.match(text, at)
    if (
        match is None
        or not _valid(int(match[1]), int(match[2] or match[4]))
        or _inside_number(text, at)
    ):
        return None
    end = match.end()
    in_range = _RANGE_BEFORE.search(text, max(0, at - 4), at)
    said = bool(
        in_range
        or _BEHIND_MONTH_DAY.match(text, end)
        or _pair(text)
        or is_whole_text(text, at, end)
    )
    if match[3]:
        said = said or _BEHIND_DOT.match(text, end) is not None
    if not said or (not match[3] and not match[4] and is_whole_text(text, at, end)):
        return None
    return Token("numeric", at, end, (None, int(match[1]), int(match[2] or match[4])))


def _clock(text: str, at: int, before: Token | None) -> Token | None:
    match = _CLOCK.match(text, at)
    if match is None or _inside_number(text, at):
        return None
    if not (
        before
        or _BEHIND_CLOCK.match(text, match.end())
        or is_whole_text(text, at, match.end())
    ):
        return None  # a ratio, a score
    return Token(
        "clock",
        at,
        match.end(),
        tuple(int(part) if part else None for part in match.groups()),
    )
