"""Numbers in digits with their unit: `7일`, `3~5년간`, `’25년`. The units are those of
`data/time_units.csv`.
"""

import re

from envfocus.korean.dates.punctuation import QUOTE, RANGE, WEEKDAY, alone
from envfocus.korean.dates.tokens import Token
from envfocus.korean.dates.words import cue
from envfocus.korean.tables import rows

_UNITS = [(row["kind"], row["unit"]) for row in rows("time_units")]
_FORMS = [
    row["form"] + (f"(?!{row['unless']})" if row["unless"] else "")
    for row in rows("time_units")
]
_NUMBER = re.compile(rf"({QUOTE}?)(\d{{1,4}})(?!\d)")
_COUNTED = re.compile(
    _NUMBER.pattern
    + r"\s?(여(?!름)\s?)?(?:"
    + "|".join(f"({form})" for form in _FORMS)
    + ")"
)
_BEFORE_UNITS = 4
"""Group of the first unit in that pattern."""
_NEXT = rf"\s?[{RANGE}·ㆍ‧・]\s?|,\s?(?=\d\d?\D|\d{{4}}\D)"
_MORE = re.compile(
    rf"(?:{_NEXT})(?=(?:{QUOTE}?\d{{1,4}}(?:{_NEXT})){{0,7}}{QUOTE}?\d{{1,4}}\s?[년월일시분개달주세]|\d{{1,4}}\s?사?분)"
)
"""A list or a range whose unit stands behind its last number, at most eight."""

BEFORE_AFTER = re.compile(
    rf"\s?(?:(전)(?!\s(?:{cue('all')}))|후|뒤|이후(?!의\b)|이전)"
    r"(?=$|[^가-힣]|에|의|부터|까지|쯤|보다|인|엔|이다|이던|이었|였|만 |과|와|면|본)"
)
"""`전` before a noun of people or places is the determiner "all"."""
_LENGTH_BEHIND = re.compile(
    r"\s?(?:동안|이내|이상|이하|미만|초과|넘[게도는은]|만에|만의|만이|가량|정도|남짓|안팎|연속|내내|씩|안에|안으로|내(?=에|로|\s|$)"
    r"|소요|걸[리려렸]|짜리|마다|앞당|단축|연장|늦[어은춰]|빠른|빨랐|된 |된다|묵은|역사|전통|가까이|치\b|분\b|뿐"
    r"|줄[었고]|줄어들|늘[었고]|길었|짧았|일찍)"
)
_LENGTH_BEFORE = re.compile(rf"(?:^|[\s(])(?:{cue('length')})\s?$|보다\s$")
"""최대 10일, 날은 27일, 작년보다 6일: numbers of days."""
_QUOTA_BEFORE = re.compile(
    r"(?:^|[\s(])(?:주|월|연|연간|연중|(?:한 주|일주일|1주일|한 달|1년|한 해)에)\s?$"
)
_PER_DAY = re.compile(
    rf"\s?(?:{cue('per_day')}|약\s|\d[\d,.]*\s?(?:만|천)?\s?(?:여\s?)?(?:{cue('measure')}))"
)
"""1일 500톤, 1일 평균: a rate."""
_IN_YEAR = re.compile(r"\s?(?:\d{1,2}월|봄|여름|가을|겨울)")
_CAREER = re.compile(
    r"(?:에)?\s?(?:입사|입학|졸업|데뷔|등단|개봉|취임)|\s?[가-힣]{0,4}(?:올림픽|월드컵|아시안게임)"
)
_CALENDAR_YEAR = re.compile(
    r"(?:\s?(?:\d{1,2}월|봄|여름|가을|겨울|[상하]반기|[1-4](?:/4)?\s?분기|당시)|생\b|\s?[말초](?:(?![가-힣])|(?=에|까지|부터|의|로)))"
)


_YEAR_EVENT = re.compile(
    rf"\s?시즌|\s?[가-힣]{{0,6}}\s?(?:올림픽|월드컵|아시안게임|국정감사|국감)|\s?[{RANGE}]\s?(?:(?:19|20)\d\d\s?(?:\)|$)|(?:\d\d)?\d\d\s?시즌)"
)
_DAY_LIST = re.compile(rf"{WEEKDAY}\s?\)\s?[{RANGE}·,]\s?\d{{1,2}}(?:일|\()")


def counted(text: str, at: int, before: Token | None) -> tuple[list[Token], int] | None:
    """A number with its unit right behind it, and where to read on; None: another sign
    or word follows.
    """
    match = _COUNTED.match(text, at)
    if match is None:
        return None
    token = _with_unit(text, match, before)
    return ([token] if token else []), match.end()


def listed(text: str, at: int, before: Token | None) -> tuple[list[Token], int] | None:
    """Numbers whose unit stands behind the last: of `3~5일` both, of `3~5년간` one
    length; years without 년.
    """
    number = _NUMBER.match(text, at)
    if number is None:
        return None
    if (more := _MORE.match(text, number.end())) and (
        tokens := _before_more(text, number, more, before)
    ):
        return tokens
    if token := _without_unit(text, number, before):
        return [token], token.end
    return None


def _without_unit(
    text: str, number: re.Match[str], before: Token | None
) -> Token | None:
    """A year before 올림픽 or alone, the day after `2025.12.8~`, the first of
    `8(월)~10일(수)`.
    """
    start, end, n = number.start(), number.end(), int(number[2])
    if len(number[2]) == 4 and 1800 <= n < 2200:
        ranged = before is not None and before.kind == "year"
        said = ranged or _YEAR_EVENT.match(text, end) or alone(text, start, end)
        return Token("year", start, end, n, "year") if said else None
    if (
        before
        and before.kind == "numeric"
        and 1 <= n <= 31
        and not text[end : end + 1].isalnum()
    ):
        return Token("day", start, end, n, "day") if before.end < start else None
    return (
        Token("day", start, end, n, "day")
        if _DAY_LIST.match(text, end) and 1 <= n <= 31
        else None
    )


def _before_more(
    text: str, number: re.Match[str], more: re.Match[str], before: Token | None
) -> tuple[list[Token], int] | None:
    last = _NUMBER.match(text, more.end())
    rest = (
        (counted(text, more.end(), before) or listed(text, more.end(), before))
        if last
        else None
    )
    if not rest or not rest[0]:
        return None
    first = rest[0][0]
    if first.kind == "length" and first.unit == "year" and len(number[2]) == 4:
        if not isinstance(first.n, int):
            return None  # 2010·14·18년
        first = rest[0][0] = first._replace(
            kind="year", n=int(number[2][:2] + f"{first.n:0>2}")
        )  # 1997~98년
    if first.kind == "length":
        return [
            first._replace(start=number.start(), n=f"{number[2]}/{first.n}"),
            *rest[0][1:],
        ], rest[1]
    if first.kind not in {
        "year",
        "month",
        "day",
        "hour",
        "quarter",
        "decade",
        "century",
    }:
        return None
    n = int(number[2])
    if first.kind == "decade":
        n = _decade(n * 10 if n < 10 else n)  # 6,70년대
    return [
        Token(first.kind, number.start(), number.end(), n, first.unit),
        *rest[0],
    ], rest[1]


_MOST = {
    "month": 12,
    "day": 31,
    "hour": 24,
    "minute": 59,
    "second": 59,
    "quarter": 4,
    "nthweek": 6,
    "century": 30,
}


def _with_unit(text: str, match: re.Match[str], before: Token | None) -> Token | None:
    kind, name = _UNITS[(match.lastindex or _BEFORE_UNITS) - _BEFORE_UNITS]
    n, (start, end) = int(match[2]), match.span()
    if kind == "years":
        kind = "year" if _is_year(text, match, end) else "length"
    if kind == "days":
        kind = _kind_of_days(text, n, start, end, before)
    if kind == "nights":
        return Token(
            "length", start, end, int(text[match.end(2) : end].strip("박 일")), name
        )  # 2박 4일
    if kind == "weeks":
        measured = before or _LENGTH_BEFORE.search(text, max(0, start - 6), start)
        kind = "length" if measured else "skip"  # `주` also counts trees and shares
    if kind == "decade":
        n = _decade(n)
        return Token(kind, start, end, n, name) if n % 10 == 0 else None
    if match[3] and kind in {"quarter", "century"}:
        return None  # 3여 분기: lengths are not measured in these
    if (
        kind == "skip"
        or not 0 <= n <= _MOST.get(kind, 9999)
        or (n == 0 and kind not in {"hour", "minute", "second"})
    ):
        return None
    return Token("length" if match[3] else kind, start, end, n, name)


def _decade(n: int) -> int:
    """90년대 → 1990."""
    return n if n > 99 else 1900 + n if n >= 30 else 2000 + n


def _is_year(text: str, number: re.Match[str], end: int) -> bool:
    digits, start = number[2], number.start()
    if number[1]:
        return True
    if len(digits) == 4:
        return (
            "1000" <= digits <= "2999"
            and not _LENGTH_BEHIND.match(text, end)
            and not (digits < "1900" and BEFORE_AFTER.match(text, end))
        )
    if digits.startswith("0") or (len(digits) == 3 and _IN_YEAR.match(text, end)):
        return True  # 07년, 918년 6월
    if len(digits) == 2 and digits >= "50" and _CAREER.match(text, end):
        return True
    return len(digits) == 2 and (
        _CALENDAR_YEAR.match(text, end) is not None or alone(text, start, end)
    )


def _kind_of_days(text: str, n: int, start: int, end: int, before: Token | None) -> str:
    if before is None:
        return _kind_of_free_days(text, n, start, end)
    if before.kind == "tense" and before.unit in {"recent", "coming", "next"}:
        return "length"
    return "length" if n > 31 or _LENGTH_BEHIND.match(text, end) else "day"


def _kind_of_free_days(text: str, n: int, start: int, end: int) -> str:
    """Of days that no other word of time precedes."""
    if _QUOTA_BEFORE.search(text, max(0, start - 8), start) or (
        n == 1 and _PER_DAY.match(text, end)
    ):
        return "skip"
    if n > 31 or _LENGTH_BEHIND.match(text, end):
        return "length"
    if _LENGTH_BEFORE.search(text, max(0, start - 6), start) and not text.startswith(
        ("까지", "부터"), end
    ):
        return "length"
    relative = BEFORE_AFTER.match(text, end)
    return "length" if relative and not relative[0].strip().startswith("이") else "day"
