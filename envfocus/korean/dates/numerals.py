"""Numbers in words with their unit: native (두 달, 세 시) and Sino-Korean (이천십오년
삼월).
"""

import re

from envfocus.korean.dates.tokens import Match, Token
from envfocus.korean.dates.unit_senses import BEFORE_AFTER
from envfocus.korean.dates.words import MAY_FOLLOW

_NATIVE: dict[str, int | str] = {
    "한": 1,
    "두": 2,
    "세": 3,
    "석": 3,
    "네": 4,
    "넉": 4,
    "다섯": 5,
    "여섯": 6,
    "일곱": 7,
    "여덟": 8,
    "아홉": 9,
    "열": 10,
    "열한": 11,
    "열두": 12,
    "스무": 20,
    "스물네": 24,
    "한두": "1/2",
    "두세": "2/3",
    "두어": "X",
    "서너": "3/4",
    "네댓": "4/5",
    "대여섯": "5/6",
    "예닐곱": "6/7",
    "일이": "1/2",
    "이삼": "2/3",
    "삼사": "3/4",
    "사오": "4/5",
    "십여": "X",
    "십수": "X",
    "수십여": "X",
    "수": "X",
    "몇": "X",
    "여러": "X",
    "수십": "X",
    "수백": "X",
    "수천": "X",
    "수만": "X",
    "수십만": "X",
    "수백만": "X",
}
_NATIVE_UNITS = (
    ("length", "year", "해(?:간|째)?|년(?:간|여간?|째)?"),
    ("length", "month", "개월(?:간|여간?|째)?|달(?:간|여|째)?"),
    ("length", "week", "주(?:일간?|간)?"),
    ("length", "day", "일(?:간)?"),
    ("length", "hour", "시간(?:여)?|나절"),
    ("hour", "hour", "시"),
    ("minute", "minute", "분"),
)
_SINO = dict(zip("일이삼사오육칠팔구", range(1, 10), strict=True)) | {"유": 6}
_SINO_POWERS = {"십": 10, "백": 100, "천": 1000, "시": 10}
_SINO_UNITS = (
    ("length", "year", "년간|년"),
    ("length", "month", "개월(?:간|여간?)?"),
    ("length", "week", "주일(?:간)?"),
    ("month", "month", "월"),
    ("day", "day", "일"),
    ("quarter", "quarter", r"사?\s?분기"),
    ("minute", "minute", "분"),
    ("second", "second", "초"),
    ("century", "century", "세기"),
)
_NATIVE_BEGIN = "해 년 개월 달 주 일 시 나절".split()
_SINO_BEGIN = "년 개월 주일 월 일 분 사분기 초 세기".split()
"""First letters of the units: the patterns above read on."""
_SINO_DIGITS = "일이삼사오육유칠팔구시십백천"
_HOUR_BEHIND = re.compile(
    r"\s?(?:반|정각|[가-힣]{1,3}\s?분|\d{1,2}\s?분|에|부터|까지|쯤|경)"
)
_NOT_MONTHS = {"일월", "이월", "사월", "구월"}
"""Also sun and moon, carrying over, names and a district: months only beside other
parts of a date.
"""

_LONGEST_FIRST = sorted(_NATIVE, key=len, reverse=True)
_NATIVE_FORMS = "|".join(f"({form})" for _, _, form in _NATIVE_UNITS)
_NATIVE_PARTS = re.compile(
    rf"({'|'.join(_LONGEST_FIRST)})\s?(여\s)?(?:{_NATIVE_FORMS})"
)
_FIRST_NATIVE_UNIT = 3
"""Group of the first unit in that pattern."""
_SINO_FORMS = "|".join(f"({form})" for _, _, form in _SINO_UNITS)
_SINO_PARTS = re.compile(rf"([{_SINO_DIGITS}]{{1,8}}?)\s?(?:{_SINO_FORMS})")
_FIRST_SINO_UNIT = 2
_DAY_BEHIND = re.compile(r"\s?[일이삼사오육칠팔구십]{1,3}일")
_MAX_DAY_LENGTH = 6
"""Characters of ` 이십구 일`, and of the longest day that `_DAY_BEHIND` reads."""
_NEEDED_BEFORE = {"day": "month", "minute": "hour", "second": "minute"}
_ENDINGS = ("안에", "내", "동안", "만에", "반", "이")


def spellings() -> set[str]:
    """How numbers in words begin: all with one digit and those of tens to the unit,
    thousands before it.
    """
    native = {
        f"{number}{space}{unit}"
        for number in _NATIVE
        for unit in _NATIVE_BEGIN
        for space in ("", " ", " 여 ")
    }
    tens = [
        f"{before}십{after}"
        for before in ("", *"이삼사오육칠팔구")
        for after in ("", *"일이삼사오육칠팔구")
    ]
    numbers = [*_SINO_DIGITS, *tens]
    together = {f"{number}{unit}" for number in numbers for unit in _SINO_BEGIN}
    apart = {
        f"{number} {unit}" for number in numbers for unit in ("년", "개월", "분기")
    }
    return native | together | apart | {"천구백", "이천"}


def native(text: str, start: int, before: Token | None) -> Token | None:
    """한 달, 여러 해, 세 시. The hour needs a part of day before it or a minute, 반 or
    a particle behind it.
    """
    match = _NATIVE_PARTS.match(text, start)
    if match is None:
        return None
    group = match.lastindex or _FIRST_NATIVE_UNIT
    kind, unit, _ = _NATIVE_UNITS[group - _FIRST_NATIVE_UNIT]
    value = _NATIVE[match[1]]
    if kind == "minute" or _is_noun(match):
        return None
    if unit == "day" and isinstance(value, int):
        return None
    if kind == "hour" and not _is_hour(text, match, before):
        return None
    if kind == "length" and not _may_end(text, match.end()):
        return None
    return Token(kind, start, match.end(), value, unit)


def _is_noun(match: Match) -> bool:
    """수달, 수해, 수주, 수시, 수분: otters, floods …"""
    return match[1] == "수" and match[0][1] in "달해주시분"


def _is_hour(text: str, match: Match, before: Token | None) -> bool:
    """오후 세 시, 세 시 반, 세 시에."""
    if _behind(before, text, match.start()) == "daypart":
        return True
    return _HOUR_BEHIND.match(text, match.end()) is not None


def _behind(before: Token | None, text: str, start: int) -> str:
    """The kind of the token that ends right before `start`; "": none does."""
    if before is None or text[before.end : start].strip():
        return ""
    return before.kind


def sino(text: str, start: int, before: Token | None) -> Token | None:
    """이천십오년, 삼월, 십 년: a day or a minute only behind a month or an hour."""
    match = _SINO_PARTS.match(text, start)
    if match is None:
        return None
    value = _sino_number(match[1])
    if value is None:
        return None
    group = match.lastindex or _FIRST_SINO_UNIT
    kind, unit, _ = _SINO_UNITS[group - _FIRST_SINO_UNIT]
    before_kind = _behind(before, text, start)
    if kind in _NEEDED_BEFORE:
        complete = before_kind == _NEEDED_BEFORE[kind]
    elif kind == "month":
        complete = value <= 12 and _is_month(text, match, before_kind)
    else:
        complete = _may_end(text, match.end())
    if not complete:
        return None
    if unit == "year" and value > 1000 and not match[0].endswith("간"):
        kind = "year"
    return Token(kind, start, match.end(), value, unit)


def _is_month(text: str, match: Match, before_kind: str) -> bool:
    """이천십오년 삼월, 삼월 오일, 삼월에."""
    end = match.end()
    if before_kind in {"year", "tense", "relative"}:
        return True
    if _DAY_BEHIND.match(text, end, end + _MAX_DAY_LENGTH):
        return True
    return match[0] not in _NOT_MONTHS and _may_end(text, end)


def _may_end(text: str, end: int) -> bool:
    """Whether a length in words may end here."""
    if MAY_FOLLOW.match(text, end) or BEFORE_AFTER.match(text, end):
        return True
    return text.startswith(_ENDINGS, end)


def _sino_number(word: str) -> int | None:
    """이천십오 → 2015; None where the powers do not fall."""
    total = digit = 0
    last_power = 10_000
    for character in word:
        power = _SINO_POWERS.get(character)
        if power is None:
            if digit:
                return None
            digit = _SINO[character]
            continue
        if power >= last_power:
            return None
        total += (digit or 1) * power
        digit = 0
        last_power = power
    return total + digit
