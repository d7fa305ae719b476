"""Tokens → phrases: words and numbers that stand together, from coarse to fine, as one
date or time.
"""

import re
from dataclasses import dataclass, field

from envfocus.korean.dates.tokens import RANK, Token, slot_of

_GAPS = {"", " ", "  ", "의 ", "의"}
_WIDEST_GAP = 2
_DAYPART = RANK["daypart"]
_GAPS_BEFORE_TIME = {*_GAPS, ", ", ",", " ,"}
_WEEKDAYS = {
    **{day: at for at, day in enumerate("월화수목금토일")},
    **{day: at for at, day in enumerate("月火水木金土日")},
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
_BEHIND = {
    "day",
    "weekend",
    "decade",
    "century",
    "year",
    "month",
    "new_year",
    "holiday",
    "hour",
    "ordinal",
}
_PORTIONS = (None, "START", "MID", "END")


@dataclass(slots=True)
class Phrase:
    """One date or time as said. `slots`: tokens by their slot_of; the rest is what stands
    behind them.
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
    """The lowest slot_of."""

    @property
    def coarsest(self) -> int:
        """The highest slot_of."""
        return min(RANK[name] for name in self.slots)


def read(text: str, tokens: list[Token], at: int) -> tuple[Phrase | None, int]:
    """The phrase that begins with token `at` and the token to read on with; None: it is
    no date.
    """
    token, count = tokens[at], len(tokens)
    name = slot_of(token)
    if name not in RANK:
        return None, at
    phrase = Phrase(token.start, token.start)
    while True:
        _add(phrase, token, name)
        if phrase.finest in _BEHIND:
            _read_behind(text, phrase)
        at += 1
        while at < count and tokens[at].start < phrase.end:
            at += 1  # the weekday in brackets
        if at == count or (token := tokens[at]).start > phrase.end + _WIDEST_GAP:
            break
        name = slot_of(token)
        if not _joins(text, phrase, token, name):
            break
    return (phrase if _is_date(phrase) else None), at


def _joins(text: str, phrase: Phrase, token: Token, name: str) -> bool:
    """Whether a token goes on with the phrase: finer than all before, and nothing
    between.
    """
    own, rank = RANK.get(name, -1), RANK[phrase.finest]
    if own <= rank:
        return False
    gaps = _GAPS_BEFORE_TIME if own >= _DAYPART > rank else _GAPS
    return text[phrase.end : token.start] in gaps


def _add(phrase: Phrase, token: Token, name: str) -> None:
    phrase.end = token.end
    if token.kind == "numeric" and isinstance(token.value, tuple):
        for part, n in zip(("year", "month", "day"), token.value, strict=True):
            if n is not None:
                phrase.slots[part] = Token(part, token.start, token.end, n, part)
                phrase.finest = part
    else:
        phrase.finest = name
        phrase.slots[name] = token


def _read_behind(text: str, phrase: Phrase) -> None:
    """What belongs to the last token and is no token itself."""
    slots, end, last = phrase.slots, phrase.end, phrase.finest
    match: re.Match[str] | None = None
    if last in {"day", "weekend"} and (match := _BRACKET.match(text, end)):
        phrase.weekday = _WEEKDAYS[match[1]]
    elif last in {"year", "month", "new_year", "decade", "century"} and (
        match := _PORTION.match(text, end)
    ):
        phrase.portion = _PORTIONS[match.lastindex or 0]
    elif (
        last == "year"
        and slots["year"].kind == "relative"
        and (match := _SAME_PERIOD.match(text, end))
    ):
        phrase.same_period = True
    elif last == "holiday" and (match := _HOLIDAYS.match(text, end)):
        phrase.holidays = True
    elif last == "hour" and (match := _HALF_HOUR.match(text, end)):
        phrase.half_hour = True
    elif last == "ordinal" and (match := _WEEK_OR_DAY.match(text, end)):
        name = "nthweek" if match[1] else "edge"
        slots[name] = slots.pop("ordinal")._replace(kind=name)
        phrase.finest = name
    if match and (match[0].rstrip().endswith(")") or "(" not in match[0]):
        phrase.end = match.end()


_NEEDS = {
    "edge": {"month", "year", "new_year", "holiday", "week"},
    "nthweek": {"month"},
    "ordinal": {"weekday"},
}


_NOT_ALONE = {"tense", "calendar", "daypart"}


def _is_date(phrase: Phrase) -> bool:
    names, finest = phrase.slots.keys(), phrase.finest
    if finest in _NOT_ALONE and names <= _NOT_ALONE:
        return False
    if finest in {"minute", "second"} and "hour" not in names:
        return False
    return names.isdisjoint(_NEEDS) or all(
        names & _NEEDS[name] for name in names & _NEEDS.keys()
    )
