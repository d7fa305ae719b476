"""Tokens → phrases: words and numbers that stand together, from coarse to fine, as one
date or time.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass, field

from envfocus.korean.dates.tokens import RANK, Match, Token, slot_of

_GAPS = {"", " ", "  ", "의 ", "의"}
_GAPS_BEFORE_TIME = {*_GAPS, ", ", ",", " ,"}
_WIDEST_GAP = max(map(len, _GAPS_BEFORE_TIME))
_DAYPART = RANK["daypart"]
_PARTS = ("year", "month", "day")
_WEEKDAYS = {
    **dict(zip("월화수목금토일", range(7), strict=True)),
    **dict(zip("月火水木金土日", range(7), strict=True)),
}
_END = r"(?=$|[^가-힣]|에|의|까지|부터|쯤|경|께|이|을|를|은|는|엔|로|으로|과|와|인|보다|도)"

_BRACKET = re.compile(
    r"\s?\(\s?([월화수목금토일月火水木金土日])(?:요일|曜日)?(?:\s?\)|(?=\s?[,·]))"
)
_PORTION = re.compile(rf"\s?(?:(초순|상순|초반|초)|(중순|중반)|(하순|후반|말)){_END}")
_SAME_PERIOD = re.compile(rf"\s?(?:동기|같은\s?기간){_END}")
_HOLIDAYS = re.compile(rf"\s?연휴(?:\s?기간)?{_END}")
_HALF_HOUR = re.compile(rf"\s?반{_END}")
_WEEK_OR_DAY = re.compile(r"\s?(?:(주)(?![말간])|(날))")
_PORTIONS = (None, "START", "MID", "END")
"""By the group of `_PORTION`."""
_NEEDS = {
    "edge": {"month", "year", "new_year", "holiday", "week"},
    "nthweek": {"month"},
    "ordinal": {"weekday"},
}
"""Slots that are no date without one of others."""
_NOT_ALONE = {"tense", "calendar", "daypart"}


@dataclass(slots=True)
class Phrase:
    """One date or time as written. `slots`: tokens by their slot; the rest is what
    stands behind them.
    """

    start: int
    end: int
    slots: dict[str, Token] = field(default_factory=dict)
    weekday: int | None = None
    """The weekday in brackets."""
    portion: str | None = None
    """START, MID or END of the year or month."""
    same_period: bool = False
    holidays: bool = False
    half_hour: bool = False
    finest: str = ""
    """The finest slot."""

    @property
    def coarsest(self) -> int:
        """The rank of the coarsest slot."""
        return min(RANK[name] for name in self.slots)

    def add(self, token: Token, slot: str) -> None:
        """Go on with a token; one of a date in digits fills several slots."""
        self.end = token.end
        if token.kind != "numeric" or not isinstance(token.value, tuple):
            self.finest = slot
            self.slots[slot] = token
            return
        for part, number in zip(_PARTS, token.value, strict=True):
            if number is None:
                continue
            self.finest = part
            self.slots[part] = Token(
                kind=part,
                start=token.start,
                end=token.end,
                value=number,
                unit=part,
            )


def read(text: str, tokens: list[Token], at: int) -> tuple[Phrase | None, int]:
    """The phrase that begins with token `at` and the token to read on with; None: it is
    no date.
    """
    token = tokens[at]
    slot = slot_of(token)
    if slot not in RANK:
        return None, at
    phrase = Phrase(token.start, token.start)
    while True:
        phrase.add(token, slot)
        if phrase.finest in _READERS:
            _read_behind(text, phrase)
        at += 1
        while tokens[at].start < phrase.end:
            at += 1  # the weekday in brackets
        token = tokens[at]
        if token.start > phrase.end + _WIDEST_GAP:
            break
        slot = slot_of(token)
        if not _joins(text, phrase, token, slot):
            break
    if not _is_date(phrase):
        return None, at
    return phrase, at


def _joins(
    text: str,
    phrase: Phrase,
    token: Token,
    slot: str,
) -> bool:
    """Whether a token goes on with the phrase: finer than all before, and nothing
    between.
    """
    rank = RANK.get(slot, -1)
    finest = RANK[phrase.finest]
    if rank <= finest:
        return False
    gaps = _GAPS
    if rank >= _DAYPART > finest:
        gaps = _GAPS_BEFORE_TIME
    return text[phrase.end : token.start] in gaps


def _read_behind(text: str, phrase: Phrase) -> None:
    """What belongs to the last token and is no token itself."""
    match = _READERS[phrase.finest](text, phrase)
    if match is None:
        return
    open_bracket = "(" in match[0] and not match[0].rstrip().endswith(")")
    if not open_bracket:
        phrase.end = match.end()


def _weekday(text: str, phrase: Phrase) -> Match | None:
    """7일(금)."""
    match = _BRACKET.match(text, phrase.end)
    if match:
        phrase.weekday = _WEEKDAYS[match[1]]
    return match


def _portion(text: str, phrase: Phrase) -> Match | None:
    """3월 말, 1990년대 초."""
    match = _PORTION.match(text, phrase.end)
    if match:
        phrase.portion = _PORTIONS[match.lastindex or 0]
    return match


def _portion_or_same_period(text: str, phrase: Phrase) -> Match | None:
    """2025년 말, 작년 동기."""
    portion = _portion(text, phrase)
    if portion or phrase.slots["year"].kind != "relative":
        return portion
    match = _SAME_PERIOD.match(text, phrase.end)
    if match:
        phrase.same_period = True
    return match


def _holidays(text: str, phrase: Phrase) -> Match | None:
    """설 연휴."""
    match = _HOLIDAYS.match(text, phrase.end)
    if match:
        phrase.holidays = True
    return match


def _half_hour(text: str, phrase: Phrase) -> Match | None:
    """3시 반."""
    match = _HALF_HOUR.match(text, phrase.end)
    if match:
        phrase.half_hour = True
    return match


def _week_or_day(text: str, phrase: Phrase) -> Match | None:
    """첫째 주, 마지막 날."""
    match = _WEEK_OR_DAY.match(text, phrase.end)
    if match:
        slot = "edge"
        if match[1]:
            slot = "nthweek"
        ordinal = phrase.slots.pop("ordinal")
        phrase.slots[slot] = ordinal._replace(kind=slot)
        phrase.finest = slot
    return match


_READERS: dict[str, Callable[[str, Phrase], Match | None]] = {
    "day": _weekday,
    "weekend": _weekday,
    "year": _portion_or_same_period,
    "month": _portion,
    "new_year": _portion,
    "decade": _portion,
    "century": _portion,
    "holiday": _holidays,
    "hour": _half_hour,
    "ordinal": _week_or_day,
}
"""Of what may stand behind a slot."""


def _is_date(phrase: Phrase) -> bool:
    """Whether its slots make a date: no tense, no part of day alone."""
    slots = phrase.slots.keys()
    if phrase.finest in _NOT_ALONE and slots <= _NOT_ALONE:
        return False
    if phrase.finest in {"minute", "second"} and "hour" not in slots:
        return False
    if slots.isdisjoint(_NEEDS):
        return True
    return all(slots & _NEEDS[slot] for slot in slots & _NEEDS.keys())
