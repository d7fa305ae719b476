"""Repetitions: 매년 4월 22일, 매주 금요일, 여름마다."""

import re
from datetime import date

from envfocus.korean.dates import phrase as phrases
from envfocus.korean.dates.clock import CLOCK, time_of
from envfocus.korean.dates.mention import Mention
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
_GAP = {"", " ", "의 "}
_LINK = re.compile(r"\s?(?:([~∼–-]|부터)|[,·]|과|와)\s?")


def read(text: str, tokens: list[Token], at: int) -> tuple[list[Mention], int]:
    """The set that begins with token `at`, and the next token."""
    every = tokens[at]
    times = every.value or (3 if every.unit == "quarter" else 1)
    plain = Mention(every.start, every.end, "SET", _PERIODS[every.unit].format(times))
    part, after = _part(text, tokens, at + 1, every.end)
    value = value_of(part, every.unit, text) if part else None
    if part is None or value is None:
        return [plain], at + 1
    found = [plain._replace(end=part.end, value=value)]
    link = _LINK.match(text, part.end)
    other, then = _part(text, tokens, after, link.end()) if link else (None, after)
    if other and part.finest == other.finest == "day":
        other.slots = {**part.slots, **other.slots}  # 매년 5월 1일부터 31일
    more = value_of(other, every.unit, text) if other else None
    if not link or other is None or more is None:
        return found, after
    if link[1]:
        return [plain._replace(end=other.end, value=f"{value}/{more}")], then
    return [*found, Mention(other.start, other.end, "SET", more)], then


def _part(
    text: str, tokens: list[Token], at: int, end: int
) -> tuple[Phrase | None, int]:
    if at >= len(tokens) or text[end : tokens[at].start] not in _GAP:
        return None, at
    return phrases.read(text, tokens, at)


def value_of(phrase: Phrase, unit: str, text: str) -> str | None:
    """XXXX-04-22, XXXX-XX-15, XXXX-WXX-5, T09:00; None: not of that unit."""
    slots = {
        name: token.value
        for name, token in phrase.slots.items()
        if token.kind != "relative"
    }
    date_part = _date(slots, unit)
    time_part = ""
    if slots.keys() & CLOCK:
        period, _ = time_of(phrase, of_day(date(2000, 1, 1)), text)
        time_part = period.value[10:]
    if date_part is None and not (time_part and unit == "day"):
        return None
    return f"{date_part or ''}{time_part}"


def _date(
    slots: dict[str, "int | str | tuple[int | None, ...]"], unit: str
) -> str | None:
    month, day, weekday = slots.get("month"), slots.get("day"), slots.get("weekday")
    if unit == "year" and isinstance(month, int):
        return f"XXXX-{month:02}" + (f"-{day:02}" if isinstance(day, int) else "")
    if unit == "year" and "season" in slots:
        return f"XXXX-{slots['season']}"
    if unit == "month" and isinstance(day, int):
        return f"XXXX-XX-{day:02}"
    if isinstance(weekday, int):
        return f"XXXX-WXX-{weekday + 1}"
    return None
