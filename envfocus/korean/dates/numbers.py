"""Numbers in digits: dates with signs between their parts, clocks, and numbers with a unit."""

import re

from envfocus.korean.dates.tokens import Token
from envfocus.korean.dates.words import cue

_QUOTE = "['’‘`´]"
_RANGE = r"\-~∼∽〜～–—"
_WEEKDAY = r"\s?\(\s?[월화수목금토일月火水木金土日]"
_TIME = r"\s?(?:오전|오후|새벽|아침|낮|저녁|밤|\d{1,2}:\d\d|\d{1,2}시)"

_FULL = re.compile(
    rf"({_QUOTE}?)(\d{{4}}|\d\d)(?:\s?\.\s?(\d{{1,2}})\s?\.\s?(\d{{1,2}})(?!\d|\.\d)|-(\d{{1,2}})-(\d{{1,2}})(?![\d-])|/(\d{{1,2}})/(\d{{1,2}})(?![\d/]))(\.?)"
)
_YEAR_MONTH = re.compile(rf"({_QUOTE}?)(\d{{4}}|\d\d)\.\s?(\d{{1,2}})(?!\d)(\.(?!\s?\d)|월|)")
_MONTH_DAY = re.compile(r"(\d{1,2})(?:\.\s?(\d{1,2})(?!\d)(\.(?!\d))?|/(\d{1,2})(?![\d/]))")
_CLOCK = re.compile(r"([01]?\d|2[0-4]):([0-5]\d)(?::([0-5]\d))?(?![\d:])")
_BIG = re.compile(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+\.\d+")
_REST = re.compile(rf"{_QUOTE}?\d[\d,.:/·{_RANGE}]*+")
OTHER = re.compile(
    r"\d++(?:,\d{3})*+(?!\s?$|\s?(?:여\s?)?(?:[년월일시분초주달세박학/·ㆍ‧・,.:~∼∽〜～–—-]|개월|개년|사?\s?분기))"
)
"""A number that no unit of time and no sign follows."""
_SIGNED = re.compile(rf"{_QUOTE}?\d+\s?[.,:/-]")

_BEHIND_MONTH_DAY = re.compile(
    rf"{_WEEKDAY}|{_TIME}|\s?[{_RANGE}]\s?(?:\d{{1,2}}\.\s?\d{{1,2}}(?:[.(]|\s\()|\d{{1,2}}/\d{{1,2}})"
)
_LONGEST_ALONE = 40
_PAIR = re.compile(rf"\d{{1,2}}\.\s?\d{{1,2}}\.?\s?[{_RANGE}]\s?\d{{1,2}}\.\s?\d{{1,2}}\.?")
_BEHIND_DOT = re.compile(rf"{_WEEKDAY}|{_TIME}|\s?[{_RANGE}]\s?\d|\s?(?:까지|부터|자|기준|현재|시행|이후|이전)|\)")
_BEHIND_SHORT_YEAR = re.compile(rf"{_WEEKDAY}|{_TIME}|\s?[{_RANGE}]")
_RANGE_BEFORE = re.compile(rf"[\d.)일월년]\s?[{_RANGE}]\s?$")

_UNITS = (
    (
        "skip",
        "",
        r"일분|주년|주기(?!적)|년\s?차|개년|일\s?차|시간(?:당|대|외|제|표)|분의|일치(?![하한했])|분기\s?(?:연속|째|만에)|학기|[주일년]제",
    ),
    ("nights", "day", r"박\s?\d{1,2}일"),
    ("decade", "decade", "년대"),
    ("year", "year", "(?:학|회계)?년도"),
    ("length", "year", "년(?:간|여간?|째)"),
    ("years", "year", "년"),
    ("length", "month", "개월(?:간|여간?|째)?|달(?:간|여|째)?(?![러라리성빛력걀인콤동팽])"),
    ("month", "month", r"월(?![드령세급간동]|\s?(?:민주항쟁|항쟁|혁명|유신))"),
    ("nthweek", "week", r"주\s?차(?!장)|째\s?주"),
    (
        "length",
        "week",
        r"주(?:일간?|간|여간?|째)|주(?=\s?(?:동안|이상|이내|전|후|뒤|이전|이후|만에|연속|정도|안에|내(?!외)|가량|마다|안팎))",
    ),
    ("weeks", "week", "주(?![년기택민요식])"),
    ("length", "day", "일(?:간|여간?|째)"),
    (
        "days",
        "day",
        "일(?!반|부(?!터)|정(?!오)|괄|본|상|당(?!일)|출|몰|용|권|꾼|자리|행|손|류|대(?!비)|제(?!주|정)|장(?![가-힣])|으[킨키])",
    ),
    ("length", "hour", "시간(?:여|째)?"),
    ("hour", "hour", r"시(?!간|군|도|민|장|설|험|즌|리즈|행|작|스템|청|의회|의원|범|비|집|·도|·군|\s?\d+\s?[군구])"),
    ("quarter", "quarter", r"(?:/4|사)?\s?분기"),
    ("length", "minute", "분(?:간|여)"),
    ("minute", "minute", "분(?![야위과류담량할대단들진석포수말뇨양쇄무배리기])"),
    ("second", "second", "초(?![등미과고중반대기선입안록여가겨봄박점콜])"),
    ("century", "century", "세기"),
)
_UNIT = re.compile(r"\s?(여(?!름)\s?)?(?:" + "|".join(f"({form})" for _, _, form in _UNITS) + ")")
_NUMBER = re.compile(rf"({_QUOTE}?)(\d{{1,4}})(?!\d)")
_NEXT = rf"\s?[{_RANGE}·ㆍ‧・]\s?|,\s?(?=\d\d?\D|\d{{4}}\D)"
_MORE = re.compile(
    rf"(?:{_NEXT})(?=(?:{_QUOTE}?\d{{1,4}}(?:{_NEXT})){{0,7}}{_QUOTE}?\d{{1,4}}\s?[년월일시분개달주세]|\d{{1,4}}\s?사?분)"
)
"""A list or a range whose unit stands behind its last number, at most eight."""

BEFORE_AFTER = re.compile(
    rf"\s?(?:(전)(?!\s(?:{cue('all')}))|후|뒤|이후(?!의\b)|이전)"
    r"(?=$|[^가-힣]|에|의|부터|까지|쯤|보다|인|엔|이다|이던|이었|였|만 |과|와)"
)
"""`전` before a noun of people or places is the determiner "all"."""
_LENGTH_BEHIND = re.compile(
    r"\s?(?:동안|이내|이상|이하|미만|초과|넘[게도는은]|만에|만의|만이|가량|정도|남짓|안팎|연속|내내|씩|안에|안으로|내(?=에|로|\s|$)"
    r"|소요|걸[리려렸]|짜리|마다|앞당|단축|연장|늦[어은춰]|빠른|된 |된다|묵은|역사|전통|가까이|치\b|분\b|뿐)"
)
_LENGTH_BEFORE = re.compile(
    r"(?:^|[\s(])(?:총|약|최대|최소|최장|최단|단|무려|꼬박|불과|만|평균|하루|향후|앞으로|최근|적어도|짧게는|길게는|기간은|기한은)\s?$"
)
_QUOTA_BEFORE = re.compile(r"(?:^|[\s(])(?:주|월|연|연간|연중|(?:한 주|일주일|1주일|한 달|1년|한 해)에)\s?$")
_NEVER_BEHIND = re.compile(rf"제$|(?:{cue('era')})\s$")
"""제3일, 기원전 300년, 고종 25년: no days of the calendar."""
_BEHIND_CLOCK = re.compile(rf"\s?[{_RANGE})]|\s?(?:부터|까지|경|쯤|이후|이전|현재|기준)|에(?![가-힣])")
_PER_DAY = re.compile(
    r"\s?(?:평균|최대|최고|최소|처리|생산|공급|이용|사용|섭취|배출|발생량|급수|교통|허용|권장|시설|취수|약\s"
    r"|\d[\d,.]*\s?(?:만|천)?\s?(?:여\s?)?(?:톤|㎥|t|회|명|건|번|대|kg|㎏|L|ℓ|ℓ|리터|편|개|잔|시간|mg|㎎|g|세제곱|가구|마리))"
)
_CALENDAR_YEAR = re.compile(
    r"(?:\s?(?:\d{1,2}월|봄|여름|가을|겨울|[상하]반기|[1-4](?:/4)?\s?분기|당시)|생\b|\s?[말초](?:(?![가-힣])|(?=에|까지|부터|의|로)))"
)


def read(text: str, at: int, before: Token | None) -> tuple[list[Token], int]:
    """Tokens of the number that begins at `at`, and where to read on. `before`: the one right before it."""
    if at and text[at - 1] in "제 " and _NEVER_BEHIND.search(text, max(0, at - 4), at):
        return [], _rest(text, at)
    if _SIGNED.match(text, at):
        for form in (_full, _year_month, _month_day):
            if token := form(text, at):
                return [token], token.end
        if token := _clock(text, at, before):
            return [token], token.end
        if _BIG.match(text, at):
            return [], _rest(text, at)
    return _counted(text, at, before) or ([], _rest(text, at))


_YEAR_EVENT = re.compile(
    rf"\s?시즌|\s?[가-힣]{{0,6}}\s?(?:올림픽|월드컵|아시안게임|국정감사|국감)|\s?[{_RANGE}]\s?(?:(?:19|20)\d\d\s?(?:\)|$)|(?:\d\d)?\d\d\s?시즌)"
)
_DAY_LIST = re.compile(rf"{_WEEKDAY}\s?\)\s?[{_RANGE}·,]\s?\d{{1,2}}(?:일|\()")


def alone(text: str, start: int, end: int) -> bool:
    """Whether the text is nothing but this: then it is a date rather than a length or a fraction."""
    return len(text) < _LONGEST_ALONE and not text[:start].strip() and not text[end:].strip(" .")


def _pair(text: str) -> bool:
    """12.8~12.10 and nothing else."""
    return len(text) < _LONGEST_ALONE and _PAIR.fullmatch(text.strip()) is not None


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
    """74/10/31 and 25.12.8.(월): two digits that are a year without an apostrophe. 25-12-8 is a number."""
    start, end = match.span()
    behind = match[9] or _BEHIND_SHORT_YEAR.match(text, end)
    return match[5] is None and bool(match[7] or behind or alone(text, start, end))


def _inside_number(text: str, start: int) -> bool:
    return start > 0 and text[start - 1] in ".-/:,0123456789"


def _year_month(text: str, at: int) -> Token | None:
    match = _YEAR_MONTH.match(text, at)
    if match is None or not _valid(int(match[3])) or not (match[1] or len(match[2]) == 4):
        return None
    in_range = re.match(rf"\s?[{_RANGE}]\s?{_QUOTE}?\d", text[match.end() : match.end() + 4]) or _RANGE_BEFORE.search(
        text, max(0, at - 4), at
    )
    if not match[4] and not in_range and not alone(text, at, match.end()):
        return None
    return Token("numeric", at, match.end(), (int(match[2]), int(match[3]), None))


def _month_day(text: str, at: int) -> Token | None:
    match = _MONTH_DAY.match(text, at)
    if match is None or not _valid(int(match[1]), int(match[2] or match[4])) or _inside_number(text, at):
        return None
    end = match.end()
    in_range = _RANGE_BEFORE.search(text, max(0, at - 4), at)
    said = bool(in_range or _BEHIND_MONTH_DAY.match(text, end) or _pair(text) or alone(text, at, end))
    if match[3]:
        said = said or _BEHIND_DOT.match(text, end) is not None
    if not said or (not match[3] and not match[4] and alone(text, at, end)):
        return None
    return Token("numeric", at, end, (None, int(match[1]), int(match[2] or match[4])))


def _clock(text: str, at: int, before: Token | None) -> Token | None:
    match = _CLOCK.match(text, at)
    if match is None or _inside_number(text, at):
        return None
    if not (before or _BEHIND_CLOCK.match(text, match.end()) or alone(text, at, match.end())):
        return None  # a ratio, a score
    return Token("clock", at, match.end(), tuple(int(part) if part else None for part in match.groups()))


def _counted(text: str, at: int, before: Token | None) -> tuple[list[Token], int] | None:
    """A number with its unit; of `3~5일` both, of `3~5년간` one of unknown length."""
    number = _NUMBER.match(text, at)
    if number is None:
        return None
    if unit := _UNIT.match(text, number.end()):
        token = _with_unit(text, number, unit, before)
        return ([token] if token else []), unit.end()
    if (more := _MORE.match(text, number.end())) and (tokens := _before_more(text, number, more, before)):
        return tokens
    if token := _without_unit(text, number, before):
        return [token], token.end
    return None


def _without_unit(text: str, number: re.Match[str], before: Token | None) -> Token | None:
    """A year before 올림픽 or alone, the day after `2025.12.8~`, the first of `8(월)~10일(수)`."""
    start, end, n = number.start(), number.end(), int(number[2])
    if len(number[2]) == 4 and 1800 <= n < 2200:
        ranged = before is not None and before.kind == "year"
        said = ranged or _YEAR_EVENT.match(text, end) or alone(text, start, end)
        return Token("year", start, end, n, "year") if said else None
    if before and before.kind == "numeric" and 1 <= n <= 31 and not text[end : end + 1].isalnum():
        return Token("day", start, end, n, "day") if before.end < start else None
    return Token("day", start, end, n, "day") if _DAY_LIST.match(text, end) and 1 <= n <= 31 else None


def _before_more(
    text: str, number: re.Match[str], more: re.Match[str], before: Token | None
) -> tuple[list[Token], int] | None:
    last = _NUMBER.match(text, more.end())
    rest = _counted(text, more.end(), before) if last else None
    if not rest or not rest[0]:
        return None
    first = rest[0][0]
    if first.kind == "length" and first.unit == "year" and len(number[2]) == 4:
        first = rest[0][0] = first._replace(kind="year", n=int(number[2][:2] + f"{first.n:0>2}"))  # 1997~98년
    if first.kind == "length":
        return [first._replace(start=number.start(), n=f"{number[2]}/{first.n}"), *rest[0][1:]], rest[1]
    if first.kind not in {"year", "month", "day", "hour", "quarter", "decade", "century"}:
        return None
    n = _decade(int(number[2])) if first.kind == "decade" else int(number[2])
    return [Token(first.kind, number.start(), number.end(), n, first.unit), *rest[0]], rest[1]


_MOST = {"month": 12, "day": 31, "hour": 24, "minute": 59, "second": 59, "quarter": 4, "nthweek": 6, "century": 30}


def _with_unit(text: str, number: re.Match[str], unit: re.Match[str], before: Token | None) -> Token | None:
    kind, name, _ = _UNITS[(unit.lastindex or 2) - 2]
    n, start, end = int(number[2]), number.start(), unit.end()
    if kind == "years":
        kind = "year" if _is_year(text, number, end) else "length"
    if kind == "days":
        kind = _kind_of_days(text, n, start, end, before)
    if kind == "nights":
        return Token("length", start, end, n + 1, name)
    if kind == "weeks":
        measured = before or _LENGTH_BEFORE.search(text, max(0, start - 6), start)
        kind = "length" if measured else "skip"  # `주` also counts trees and shares
    if kind == "decade":
        n = _decade(n)
        return Token(kind, start, end, n, name) if n % 10 == 0 else None
    if kind == "skip" or not 0 <= n <= _MOST.get(kind, 9999) or (n == 0 and kind not in {"hour", "minute", "second"}):
        return None
    return Token("length" if unit[1] else kind, start, end, n, name)


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
    return len(digits) == 2 and (_CALENDAR_YEAR.match(text, end) is not None or alone(text, start, end))


def _kind_of_days(text: str, n: int, start: int, end: int, before: Token | None) -> str:
    if before is None:
        return _kind_of_free_days(text, n, start, end)
    if before.kind == "tense" and before.unit in {"recent", "coming", "next"}:
        return "length"
    return "length" if n > 31 or _LENGTH_BEHIND.match(text, end) else "day"


def _kind_of_free_days(text: str, n: int, start: int, end: int) -> str:
    """Of days that no other word of time precedes."""
    if _QUOTA_BEFORE.search(text, max(0, start - 8), start) or (n == 1 and _PER_DAY.match(text, end)):
        return "skip"
    if n > 31 or _LENGTH_BEHIND.match(text, end) or _LENGTH_BEFORE.search(text, max(0, start - 6), start):
        return "length"
    relative = BEFORE_AFTER.match(text, end)
    return "length" if relative and not relative[0].strip().startswith("이") else "day"
