"""Parts of day and hours of the clock → the time of a day."""

from datetime import datetime, timedelta
from functools import cache

from envfocus.korean.dates import periods
from envfocus.korean.dates.periods import Period
from envfocus.korean.dates.phrase import Phrase
from envfocus.korean.dates.tokens import Token

CLOCK = {"daypart", "hour", "clock", "minute", "second"}
"""The rungs below a day."""

_AFTERNOON = {"TAF": 1, "TEV": 1, "TDT": 1, "TMI": 1, "TNI": 6}
"""Parts of day that turn 3시 into 15시, and the hour from which they do (밤 1시 is
after midnight).
"""
_UNSAID = range(1, 7)
"""Hours that, without 오전 or 오후, are those of the afternoon."""


def time_of(phrase: Phrase, day: Period, text: str) -> tuple[Period, tuple[str, ...]]:
    """The time a phrase names on a day; flags: `ambiguous`."""
    slots = phrase.slots
    part, token = slots.get("daypart"), slots.get("clock") or slots.get("hour")
    if token is None:
        return (_part_of_day(part, day), ()) if part else (day, ())
    hour, minute, second = _numbers(phrase)
    hours, ambiguous = _hours(
        hour, part.anchor if part else None, padded=text[token.start] == "0"
    )
    at = day.begin + timedelta(hours=hours, minutes=minute or 0, seconds=second or 0)
    found = _period(at, minute, second)
    if hours == 24 and not minute and not second:
        found = found._replace(value=f"{day.begin.date()}T24:00")
        ambiguous = ambiguous or (token.kind == "clock" and token.value == 24)
    return found, ("ambiguous",) if ambiguous else ()


def _numbers(phrase: Phrase) -> tuple[int, int | None, int | None]:
    clock = phrase.slots.get("clock")
    if clock and isinstance(clock.value, tuple):
        hour, minute, second = clock.value
        return hour or 0, minute, second
    if clock:
        return int(str(clock.value)), None, None
    minute = _n(phrase.slots.get("minute"))
    return (
        _n(phrase.slots["hour"]) or 0,
        30 if phrase.half_hour else minute,
        _n(phrase.slots.get("second")),
    )


def _n(token: Token | None) -> int | None:
    return token.value if token and isinstance(token.value, int) else None


def _hours(hour: int, part: str | None, *, padded: bool) -> tuple[int, bool]:
    """Hours since midnight, and whether they could be others."""
    if hour > 12 or padded:
        return hour, False
    if part is None:
        return (hour + 12, True) if hour in _UNSAID else (hour, False)
    if hour == 12:
        return {"TNI": 24, "TMO": 0}.get(part, 12), part == "TMO"
    if part == "TNI" and hour < _AFTERNOON["TNI"]:
        return hour + 24, True
    late = part in _AFTERNOON and not (part in {"TDT", "TMI"} and hour >= 10)
    return (hour + 12 if late else hour), False


def _period(at: datetime, minute: int | None, second: int | None) -> Period:
    if second is not None:
        return periods.of_second(at)
    return periods.of_hour(at) if minute is None else periods.of_minute(at)


def _part_of_day(part: Token, day: Period) -> Period:
    """오후: noon to midnight. The bounds are the table's (`daypart` in time_words.csv)."""
    first, last = _hours_of(str(part.value))
    return Period(
        day.begin + first, day.begin + last, "hour", f"{day.value}{part.anchor}"
    )


@cache
def _hours_of(said: str) -> tuple[timedelta, timedelta]:
    """`12-24`, as in the table."""
    first, last = said.split("-")
    return timedelta(hours=int(first)), timedelta(hours=int(last))
