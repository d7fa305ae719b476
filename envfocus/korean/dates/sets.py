"""Repetitions: 매년 4월 22일, 매주 금요일, 여름마다."""

import re
from datetime import date

from envfocus.korean.dates import phrase as phrases
from envfocus.korean.dates.clock import CLOCK, time_of
from envfocus.korean.dates.mention import Mention, Reading
from envfocus.korean.dates.periods import of_day
from envfocus.korean.dates.phrase import Phrase
from envfocus.korean.dates.tokens import Token

_PERIODS = {
    "year": "P{}Y",
    "quarter": "P{}M",
    "month": "P{}M",
    "week": "P{}W",
    "day": "P{}D",
    "hour": "PT{}H",
}
_MONTHS_OF_QUARTER = 3
_GAPS = {"", " ", "의 "}
_LINK = re.compile(r"\s?(?:([~∼–-]|부터)|[,·]|과|와)\s?")
_ANY_DAY = of_day(date(2000, 1, 1))


def read(text: str, tokens: list[Token], at: int) -> Reading:
    """The set that begins with token `at`, and the next token."""
    every = tokens[at]
    period = _PERIODS[every.unit].format(_count(every))
    mention = Mention(every.start, every.end, "SET", period)
    part, after = _part(text, tokens, at + 1, every.end)
    value = _value_of(part, every.unit, text)
    if part is None or value is None:
        return [mention], at + 1
    mention = mention._replace(end=part.end, value=value)
    link = _LINK.match(text, part.end)
    if link is None:
        return [mention], after
    other, then = _part(text, tokens, after, link.end())
    _inherit_month(other, part)
    other_value = _value_of(other, every.unit, text)
    if other is None or other_value is None:
        return [mention], after
    is_range = link[1] is not None
    return _joined(mention, other, other_value, is_range=is_range), then


def _joined(
    first: Mention,
    other: Phrase,
    value: str,
    *,
    is_range: bool,
) -> list[Mention]:
    """매년 5월 1일부터 31일까지, 매년 5월 1일과 15일."""
    if is_range:
        return [first._replace(end=other.end, value=f"{first.value}/{value}")]
    return [first, Mention(other.start, other.end, "SET", value)]


def _count(every: Token) -> int:
    """Of 격주 2; a quarter is counted in months."""
    if every.number:
        return every.number
    if every.unit == "quarter":
        return _MONTHS_OF_QUARTER
    return 1


def _part(
    text: str,
    tokens: list[Token],
    at: int,
    end: int,
) -> tuple[Phrase | None, int]:
    """The phrase of token `at`, where nothing stands between it and `end`."""
    if text[end : tokens[at].start] not in _GAPS:
        return None, at
    return phrases.read(text, tokens, at)


def _inherit_month(other: Phrase | None, part: Phrase) -> None:
    """매년 5월 1일부터 31일."""
    if other and part.finest == other.finest == "day":
        other.slots = part.slots | other.slots


def _value_of(phrase: Phrase | None, unit: str, text: str) -> str | None:
    """The value of a phrase, where there is one."""
    if phrase is None:
        return None
    return value_of(phrase, unit, text)


def value_of(phrase: Phrase, unit: str, text: str) -> str | None:
    """XXXX-04-22, XXXX-XX-15, XXXX-WXX-5, T09:00; None: not of that unit."""
    day = _day(phrase, unit)
    time = _time(phrase, text)
    if day is None and not (time and unit == "day"):
        return None
    return f"{day or ''}{time}"


def _time(phrase: Phrase, text: str) -> str:
    """T09:00; "" where the phrase names none."""
    named = [slot for slot in phrase.slots if _is_named(phrase, slot)]
    if CLOCK.isdisjoint(named):
        return ""
    period, _ = time_of(phrase, _ANY_DAY, text)
    return period.value[len(_ANY_DAY.value) :]


def _day(phrase: Phrase, unit: str) -> str | None:
    """XXXX-04-22, XXXX-SU, XXXX-XX-15, XXXX-WXX-5."""
    month = _number(phrase, "month")
    day = _number(phrase, "day")
    if unit == "year" and month is not None:
        if day is None:
            return f"XXXX-{month:02}"
        return f"XXXX-{month:02}-{day:02}"
    if unit == "year" and _is_named(phrase, "season"):
        return f"XXXX-{phrase.slots['season'].value}"
    if unit == "month" and day is not None:
        return f"XXXX-XX-{day:02}"
    weekday = _number(phrase, "weekday")
    if weekday is None:
        return None
    return f"XXXX-WXX-{weekday + 1}"


def _is_named(phrase: Phrase, slot: str) -> bool:
    """Whether the phrase has a slot that is no relative word (다음 달)."""
    token = phrase.slots.get(slot)
    return token is not None and token.kind != "relative"


def _number(phrase: Phrase, slot: str) -> int | None:
    """The number named in a slot."""
    if not _is_named(phrase, slot):
        return None
    return phrase.slots[slot].number
