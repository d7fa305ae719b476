"""Numbers in words with their unit: native (두 달, 세 시) and Sino-Korean (이천십오년
삼월).
"""

import re

from envfocus.korean.dates.tokens import Token
from envfocus.korean.dates.units import BEFORE_AFTER
from envfocus.korean.dates.words import RIGHT

_NATIVE: dict[str, int | str] = {
    "한": 1, "두": 2, "세": 3, "석": 3, "네": 4, "넉": 4, "다섯": 5, "여섯": 6, "일곱": 7, "여덟": 8, "아홉": 9,
    "열": 10, "열한": 11, "열두": 12, "스무": 20, "스물네": 24,
    "한두": "1/2", "두세": "2/3", "두어": "X", "서너": "3/4", "네댓": "4/5", "대여섯": "5/6", "예닐곱": "6/7",
    "일이": "1/2", "이삼": "2/3", "삼사": "3/4", "사오": "4/5", "십여": "X", "십수": "X", "수십여": "X",
    "수": "X", "몇": "X", "여러": "X", "수십": "X", "수백": "X", "수천": "X", "수만": "X", "수십만": "X", "수백만": "X",
}  # fmt: skip
_NATIVE_UNITS = (
    ("length", "year", "해(?:간|째)?|년(?:간|여간?|째)?"),
    ("length", "month", "개월(?:간|여간?|째)?|달(?:간|여|째)?"),
    ("length", "week", "주(?:일간?|간)?"),
    ("length", "day", "일(?:간)?"),
    ("length", "hour", "시간(?:여)?|나절"),
    ("hour", "hour", "시"),
    ("minute", "minute", "분"),
)
_SINO = {
    "일": 1,
    "이": 2,
    "삼": 3,
    "사": 4,
    "오": 5,
    "육": 6,
    "유": 6,
    "칠": 7,
    "팔": 8,
    "구": 9,
}
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
_HOUR_BEHIND = re.compile(
    r"\s?(?:반|정각|[가-힣]{1,3}\s?분|\d{1,2}\s?분|에|부터|까지|쯤|경)"
)
_NOT_MONTHS = {"일월", "이월", "사월", "구월"}
"""Also sun and moon, carrying over, names and a district: months only beside other
parts of a date.
"""

_WORDS = "|".join(sorted(_NATIVE, key=len, reverse=True))
_NATIVE_PARTS = re.compile(
    rf"({_WORDS})\s?(여\s)?(?:{'|'.join(f'({form})' for _, _, form in _NATIVE_UNITS)})"
)
_SINO_PARTS = re.compile(
    rf"([일이삼사오육유칠팔구시십백천]{{1,8}}?)\s?(?:{'|'.join(f'({form})' for _, _, form in _SINO_UNITS)})"
)


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
    digits = list("일이삼사오육유칠팔구시십백천")
    tens = [
        before + "십" + after
        for before in ("", *"이삼사오육칠팔구")
        for after in ("", *"일이삼사오육칠팔구")
    ]
    sino = {f"{number}{unit}" for number in (*digits, *tens) for unit in _SINO_BEGIN}
    sino |= {
        f"{number} {unit}"
        for number in (*digits, *tens)
        for unit in ("년", "개월", "분기")
    }
    return native | sino | {"천구백", "이천"}


def native(text: str, start: int, before: Token | None) -> Token | None:
    """한 달, 여러 해, 세 시. The hour needs a part of day before it or a minute, 반 or
    a particle behind it.
    """
    match = _NATIVE_PARTS.match(text, start)
    if match is None:
        return None
    kind, unit, _ = _NATIVE_UNITS[(match.lastindex or 3) - 3]
    n, end = _NATIVE[match[1]], match.end()
    otters = (
        match[1] == "수" and match[0][1] in "달해주시분"
    )  # 수달, 수해, 수주, 수시, 수분
    if kind == "minute" or otters or (unit == "day" and isinstance(n, int)):
        return None
    if kind == "hour":
        part_of_day = (
            before and before.kind == "daypart" and not text[before.end : start].strip()
        )
        return (
            Token(kind, start, end, n, unit)
            if part_of_day or _HOUR_BEHIND.match(text, end)
            else None
        )
    return Token(kind, start, end, n, unit) if _ends(text, end) else None


def sino(text: str, start: int, before: Token | None) -> Token | None:
    """이천십오년, 삼월, 십 년: a day or a minute only behind a month or an hour."""
    match = _SINO_PARTS.match(text, start)
    n = _value(match[1]) if match else None
    if match is None or n is None:
        return None
    kind, unit, _ = _SINO_UNITS[(match.lastindex or 2) - 2]
    end, near = match.end(), before is not None and not text[before.end : start].strip()
    follows = before.kind if before and near else ""
    if kind in {"day", "minute", "second"}:
        return (
            Token(kind, start, end, n, unit)
            if follows == {"day": "month", "minute": "hour", "second": "minute"}[kind]
            else None
        )
    if kind == "length" and unit == "year" and n > 1000 and not match[0].endswith("간"):
        kind = "year"
    if kind == "month":
        dated = follows in {"year", "tense", "relative"} or re.match(
            r"\s?[일이삼사오육칠팔구십]{1,3}일", text[end : end + 6]
        )
        return (
            Token(kind, start, end, n, unit)
            if n <= 12 and (dated or (match[0] not in _NOT_MONTHS and _ends(text, end)))
            else None
        )
    return Token(kind, start, end, n, unit) if _ends(text, end) else None


def _ends(text: str, end: int) -> bool:
    return (
        RIGHT.match(text, end) is not None
        or BEFORE_AFTER.match(text, end) is not None
        or text.startswith(("안에", "내", "동안", "만에", "반", "이"), end)
    )


def _value(word: str) -> int | None:
    """이천십오 → 2015; None where the powers do not fall."""
    total, digit, last = 0, 0, 10_000
    for character in word:
        if power := _SINO_POWERS.get(character):
            if power >= last:
                return None
            total, digit, last = total + (digit or 1) * power, 0, power
        elif digit:
            return None
        else:
            digit = _SINO[character]
    return total + digit
