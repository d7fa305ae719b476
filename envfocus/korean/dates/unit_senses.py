"""Senses of a unit: 년 behind a year or a number of years, 일 behind a day or a number of
days.
"""

import re

from envfocus.korean.dates.punctuation import is_whole_text
from envfocus.korean.dates.tokens import Match, Token
from envfocus.korean.dates.words import cue_pattern

BEFORE_AFTER = re.compile(
    rf"\s?(?:(전)(?!\s(?:{cue_pattern('all')}))|후|뒤|이후(?!의\b)|이전)"
    r"(?=$|[^가-힣]"
    r"|에|의|부터|까지|쯤|보다|인|엔|이다|이던|이었|였|만 |과|와|면|본)"
)
"""`전` before a noun of people or places is the determiner "all"."""
_LENGTH_BEHIND = re.compile(
    r"\s?(?:"
    r"동안|이내|이상|이하|미만|초과|넘[게도는은]|만에|만의|만이|가량|정도|남짓|안팎"
    r"|연속|내내|씩|안에|안으로|내(?=에|로|\s|$)"
    r"|소요|걸[리려렸]|짜리|마다|앞당|단축|연장|늦[어은춰]|빠른|빨랐|된 |된다"
    r"|묵은|역사|전통|가까이|치\b|분\b|뿐"
    r"|줄[었고]|줄어들|늘[었고]|길었|짧았|일찍"
    r")"
)
_LENGTH_BEFORE = re.compile(rf"(?:^|[\s(])(?:{cue_pattern('length')})\s?$|보다\s$")
"""최대 10일, 날은 27일, 작년보다 6일: numbers of days."""
_LENGTH_BEFORE_REACH = 6
"""Characters looked back at for it."""
_QUOTA_BEFORE = re.compile(
    r"(?:^|[\s(])"
    r"(?:주|월|연|연간|연중|(?:한 주|일주일|1주일|한 달|1년|한 해)에)\s?$"
)
"""연 30일, 한 달에 3일: so many days in each."""
_QUOTA_BEFORE_REACH = 8
_PER_DAY = re.compile(
    rf"\s?(?:{cue_pattern('per_day')}|약\s"
    r"|\d[\d,.]*\s?(?:만|천)?\s?(?:여\s?)?"
    rf"(?:{cue_pattern('measure')}))"
)
"""1일 500톤, 1일 평균: a rate."""
_IN_YEAR = re.compile(r"\s?(?:\d{1,2}월|봄|여름|가을|겨울)")
_CAREER = re.compile(
    r"(?:에)?\s?(?:입사|입학|졸업|데뷔|등단|개봉|취임)"
    r"|\s?[가-힣]{0,4}(?:올림픽|월드컵|아시안게임)"
)
_CALENDAR_YEAR = re.compile(
    r"\s?(?:\d{1,2}월|봄|여름|가을|겨울|[상하]반기|[1-4](?:/4)?\s?분기|당시)"
    r"|생\b"
    r"|\s?[말초](?:(?![가-힣])|(?=에|까지|부터|의|로))"
)

SEVERAL_SENSES = {"years", "days", "weeks"}
"""Kinds of units that mean several things."""


def kind_in_text(
    kind: str,
    text: str,
    match: Match,
    before: Token | None,
) -> str:
    """What a unit that means several things means here."""
    if kind == "years":
        return _kind_of_years(text, match)
    if kind == "days":
        return _kind_of_days(text, match, before)
    if before or _length_before(text, match.start()):
        return "length"
    return "skip"  # `주` also counts trees and shares


def _kind_of_years(text: str, number: Match) -> str:
    """2025년 or 3년."""
    if number[1] or _is_year(text, number):
        return "year"
    return "length"


def _is_year(text: str, number: Match) -> bool:
    """Whether digits before 년 are a year of the calendar."""
    digits = number[2]
    start, end = number.span()
    if len(digits) == 4:
        return _is_full_year(text, digits, end)
    if digits.startswith("0"):
        return True  # 07년
    if len(digits) == 3:
        return _IN_YEAR.match(text, end) is not None  # 918년 6월
    if len(digits) == 2:
        return _is_short_year(text, digits, end) or is_whole_text(text, start, end)
    return False


def _is_short_year(text: str, digits: str, end: int) -> bool:
    """98년 입사, 25년 상반기."""
    if digits >= "50" and _CAREER.match(text, end):
        return True
    return _CALENDAR_YEAR.match(text, end) is not None


def _is_full_year(text: str, digits: str, end: int) -> bool:
    """2025년; not 1500년 전, 2000년 역사."""
    if not "1000" <= digits <= "2999" or _LENGTH_BEHIND.match(text, end):
        return False
    return digits >= "1900" or not BEFORE_AFTER.match(text, end)


def _length_before(text: str, start: int) -> bool:
    """최대 10일, 작년보다 6일."""
    reach = max(0, start - _LENGTH_BEFORE_REACH)
    return _LENGTH_BEFORE.search(text, reach, start) is not None


def _kind_of_days(text: str, match: Match, before: Token | None) -> str:
    """7일, or 20일 동안."""
    if before is None:
        return _kind_of_free_days(text, match)
    if before.kind == "tense" and before.unit in {"recent", "coming", "next"}:
        return "length"
    if int(match[2]) > 31 or _LENGTH_BEHIND.match(text, match.end()):
        return "length"
    return "day"


def _kind_of_free_days(text: str, match: Match) -> str:
    """Of days that no other word of time precedes."""
    start, end = match.span()
    count = int(match[2])
    quota_reach = max(0, start - _QUOTA_BEFORE_REACH)
    if _QUOTA_BEFORE.search(text, quota_reach, start):
        return "skip"
    if count == 1 and _PER_DAY.match(text, end):
        return "skip"
    if count > 31 or _LENGTH_BEHIND.match(text, end):
        return "length"
    bounded = text.startswith(("까지", "부터"), end)
    if not bounded and _length_before(text, start):
        return "length"
    relative = BEFORE_AFTER.match(text, end)
    if relative is None or relative[0].strip().startswith("이"):
        return "day"
    return "length"
