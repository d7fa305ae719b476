"""Numbers in digits: dates with signs between their parts, clocks, and those with a
unit (`units`).
"""

import re

from envfocus.korean.dates.punctuation import QUOTE, RANGE, WEEKDAY, is_whole_text
from envfocus.korean.dates.tokens import Match, Token
from envfocus.korean.dates.units import Reading, counted, listed
from envfocus.korean.dates.words import cue_words

_TIME = r"\s?(?:오전|오후|새벽|아침|낮|저녁|밤|\d{1,2}:\d\d|\d{1,2}시)"

_YEAR = rf"({QUOTE}?)(\d{{4}}|\d\d)"
_FULL = re.compile(
    rf"{_YEAR}(?:"
    r"\s?\.\s?(\d{1,2})\s?\.\s?(\d{1,2})(?!\d|\.\d)"
    r"|-(\d{1,2})-(\d{1,2})(?![\d-])"
    r"|/(\d{1,2})/(\d{1,2})(?![\d/])"
    r")(\.?)"
)
_YEAR_MONTH = re.compile(rf"{_YEAR}\.\s?(\d{{1,2}})(?!\d)(\.(?!\s?\d)|월|)")
_MONTH_DAY = re.compile(
    r"(\d{1,2})(?:"
    r"\.\s?(\d{1,2})(?!\d)(\.(?!\d))?"
    r"|/(\d{1,2})(?![\d/])"
    r")"
)
_CLOCK = re.compile(r"([01]?\d|2[0-4]):([0-5]\d)(?::([0-5]\d))?(?![\d:])")
_BIG = re.compile(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+\.\d+")
_REST = re.compile(rf"{QUOTE}?\d[\d,.:/·{RANGE}]*+")
OTHER = re.compile(
    r"\d++(?:,\d{3})*+"
    r"(?!\s?$"
    r"|\s?(?:여\s?)?(?:[년월일시분초주달세박학/·ㆍ‧・,.:~∼∽〜～–—-]"
    r"|개월|개년|사?\s?분기))"
)
"""A number that no unit of time and no sign follows."""
_SIGNED = re.compile(rf"{QUOTE}?\d+\s?[.,:/-]")

_BEHIND_MONTH_DAY = re.compile(
    rf"{WEEKDAY}"
    rf"|{_TIME}"
    rf"|\s?[{RANGE}]\s?(?:\d{{1,2}}\.\s?\d{{1,2}}(?:[.(]|\s\()|\d{{1,2}}/\d{{1,2}})"
)
_PAIR_OF_DAYS = re.compile(
    rf"\d{{1,2}}\.\s?\d{{1,2}}\.?\s?[{RANGE}]\s?\d{{1,2}}\.\s?\d{{1,2}}\.?"
)
_MAX_PAIR_LENGTH = 20
"""Characters; a longer text is a sentence."""
_BEHIND_DOT = re.compile(
    rf"{WEEKDAY}"
    rf"|{_TIME}"
    rf"|\s?[{RANGE}]\s?\d"
    r"|\s?(?:까지|부터|자|기준|현재|시행|이후|이전)"
    r"|\)"
)
_BEHIND_SHORT_YEAR = re.compile(rf"{WEEKDAY}|{_TIME}|\s?[{RANGE}]")
_RANGE_BEFORE = re.compile(rf"[\d.)일월년]\s?[{RANGE}]\s?$")
_RANGE_BEHIND = re.compile(rf"\s?[{RANGE}]\s?{QUOTE}?\d")
_RANGE_LENGTH = 4
"""Characters of a range's sign with its spaces and the sign or digit beside it."""

_NEVER_BEHIND = ("제", *(f"{era} " for era in cue_words("era")))
"""제3일, 기원전 300년, 고종 25년: no days of the calendar."""
_BEHIND_CLOCK = re.compile(
    rf"\s?[{RANGE})]"
    r"|\s?(?:부터|까지|경|쯤|이후|이전|현재|기준)"
    r"|에(?![가-힣])"
)


def read(text: str, at: int, before: Token | None) -> Reading:
    """Tokens of the number that begins at `at`, and where to read on. `before`: the one
    right before it.
    """
    if text.endswith(_NEVER_BEHIND, 0, at):
        return [], _rest(text, at)
    if reading := counted(text, at, before):
        return reading
    if _SIGNED.match(text, at):
        token = _signed(text, at, before)
        if token:
            return [token], token.end
        if _BIG.match(text, at):
            return [], _rest(text, at)
    return listed(text, at, before) or ([], _rest(text, at))


def _signed(text: str, at: int, before: Token | None) -> Token | None:
    """A date or clock with signs between its parts."""
    return (
        _full(text, at)
        or _year_month(text, at)
        or _month_day(text, at)
        or _clock(text, at, before)
    )


def _rest(text: str, at: int) -> int:
    """Where a number that is no date ends."""
    match = _REST.match(text, at)
    if match is None:
        return at + 1
    return match.end()


def _is_possible(month: int, day: int = 1) -> bool:
    """Whether there may be such a month and day."""
    return 1 <= month <= 12 and 1 <= day <= 31


def _is_inside_number(text: str, start: int) -> bool:
    """Whether a longer number or an address goes on here."""
    return start > 0 and text[start - 1] in ".-/:,0123456789"


def _full(text: str, at: int) -> Token | None:
    """2025.12.8, 2025-12-08, 74/10/31."""
    match = _FULL.match(text, at)
    if match is None:
        return None
    quote, year, *month_and_day, full_stop = match.groups()
    month, day = (int(part) for part in month_and_day if part)
    start, end = match.span()
    if not _is_possible(month, day) or _is_inside_number(text, start):
        return None
    if len(year) == 2 and not quote and not _is_short_year(text, match):
        return None
    dotted = match[3] is not None
    if full_stop and not dotted:
        end -= 1  # the full stop of the sentence
    return Token("numeric", start, end, (int(year), month, day))


def _is_short_year(text: str, match: Match) -> bool:
    """74/10/31 and 25.12.8.(월): two digits that are a year without an apostrophe.
    25-12-8 is a number.
    """
    start, end = match.span()
    dashed, slashed, full_stop = match[5], match[7], match[9]
    if dashed is not None:
        return False
    if slashed or full_stop or _BEHIND_SHORT_YEAR.match(text, end):
        return True
    return is_whole_text(text, start, end)


def _year_month(text: str, at: int) -> Token | None:
    """2025.12., ’25.12월."""
    match = _YEAR_MONTH.match(text, at)
    if match is None:
        return None
    quote, year, month, closing = match.groups()
    if not _is_possible(int(month)) or (len(year) == 2 and not quote):
        return None
    end = match.end()
    complete = closing or _in_range(text, at, end) or is_whole_text(text, at, end)
    if not complete:
        return None
    return Token("numeric", at, end, (int(year), int(month), None))


def _in_range(text: str, start: int, end: int) -> bool:
    """Whether the sign of a range stands before or behind."""
    if _RANGE_BEHIND.match(text, end, end + _RANGE_LENGTH):
        return True
    return _behind_range(text, start)


def _behind_range(text: str, start: int) -> bool:
    """Whether the end of a range begins here: 12.8~12.10."""
    begin = max(0, start - _RANGE_LENGTH)
    return _RANGE_BEFORE.search(text, begin, start) is not None


def _month_day(text: str, at: int) -> Token | None:
    """12.8(월), 12/25, 12.8~12.10."""
    match = _MONTH_DAY.match(text, at)
    if match is None:
        return None
    month = int(match[1])
    day = int(match[2] or match[4])
    if not _is_possible(month, day) or _is_inside_number(text, at):
        return None
    if not _is_month_day(text, match):
        return None
    return Token("numeric", at, match.end(), (None, month, day))


def _is_month_day(text: str, match: Match) -> bool:
    """Whether something shows that two numbers are month and day; else a fraction."""
    start, end = match.span()
    full_stop, slashed = match[3], match[4]
    whole = is_whole_text(text, start, end)
    if not full_stop and not slashed and whole:
        return False
    if whole or _behind_range(text, start) or _BEHIND_MONTH_DAY.match(text, end):
        return True
    if full_stop and _BEHIND_DOT.match(text, end):
        return True
    return _is_pair_of_days(text)


def _is_pair_of_days(text: str) -> bool:
    """12.8~12.10 and nothing else."""
    if len(text) >= _MAX_PAIR_LENGTH:
        return False
    return _PAIR_OF_DAYS.fullmatch(text.strip()) is not None


def _clock(text: str, at: int, before: Token | None) -> Token | None:
    """10:30 behind another word of time or before a particle; else a ratio, a score."""
    match = _CLOCK.match(text, at)
    if match is None or _is_inside_number(text, at):
        return None
    end = match.end()
    near_time = before or _BEHIND_CLOCK.match(text, end)
    if not near_time and not is_whole_text(text, at, end):
        return None
    hour, minute = int(match[1]), int(match[2])
    second = None
    if match[3]:
        second = int(match[3])
    return Token("clock", at, end, (hour, minute, second))
