"""Parts of day and hours of the clock → the time of a day."""

from datetime import datetime, timedelta
from functools import cache

from envfocus.korean.dates import periods
from envfocus.korean.dates.periods import Period
from envfocus.korean.dates.phrase import Phrase
from envfocus.korean.dates.tokens import Token

CLOCK = {"daypart", "hour", "clock", "minute", "second"}
"""The slots below a day."""

_NIGHT = "TNI"
_MORNING = "TMO"
_AROUND_NOON = {"TDT", "TMI"}
_AFTERNOON = {"TAF", "TEV", "TNI", *_AROUND_NOON}
"""Parts of day that turn 3시 into 15시."""
_FIRST_HOUR_OF_NIGHT = 6
"""밤 1시 is after midnight, 밤 6시 before."""
_LAST_HOUR_OF_MORNING = 10
"""낮 10시 is before noon."""
_NOON = 12
_HOURS_OF_AFTERNOON = range(1, 7)
"""Hours that, without 오전 or 오후, are those of the afternoon."""


def time_of(phrase: Phrase, day: Period, text: str) -> tuple[Period, tuple[str, ...]]:
    """The time a phrase names on a day; flags: `ambiguous`."""
    slots = phrase.slots
    part_of_day = slots.get("daypart")
    token = slots.get("clock") or slots.get("hour")
    if token is None:
        return _part_of_day(part_of_day, day), ()
    hour, minute, second = _numbers(phrase)
    part = None
    if part_of_day:
        part = part_of_day.anchor
    padded = text[token.start] == "0"
    hours, ambiguous = _since_midnight(hour, part, padded=padded)
    time = timedelta(hours=hours, minutes=minute or 0, seconds=second or 0)
    period = _period(day.begin + time, minute, second)
    if hours == 24 and not minute and not second:
        period = period._replace(value=f"{day.begin.date()}T24:00")
        is_midnight_word = token.kind == "clock" and token.value == 24  # 자정
        ambiguous = ambiguous or is_midnight_word
    if ambiguous:
        return period, ("ambiguous",)
    return period, ()


def _numbers(phrase: Phrase) -> tuple[int, int | None, int | None]:
    """Hour, minute and second; None: not named."""
    clock = phrase.slots.get("clock")
    if clock is None:
        return _words_of_clock(phrase)
    if isinstance(clock.value, tuple):
        hour, minute, second = clock.value
        return hour or 0, minute, second
    return clock.number, None, None


def _words_of_clock(phrase: Phrase) -> tuple[int, int | None, int | None]:
    """3시 5분 7초, 3시 반."""
    slots = phrase.slots
    minute = _number(slots.get("minute"))
    if phrase.half_hour:
        minute = 30
    second = _number(slots.get("second"))
    return slots["hour"].number, minute, second


def _number(token: Token | None) -> int | None:
    """The number of a slot; None: it is not named."""
    if token is None:
        return None
    return token.number


def _since_midnight(hour: int, part: str | None, *, padded: bool) -> tuple[int, bool]:
    """Hours since midnight, and whether they could be others."""
    if hour > _NOON or padded:
        return hour, False
    if part is None:
        return _without_part_of_day(hour)
    if hour == _NOON:
        return _twelve(part)
    if part == _NIGHT and hour < _FIRST_HOUR_OF_NIGHT:
        return hour + 24, True
    if _is_afternoon(hour, part):
        return hour + 12, False
    return hour, False


def _without_part_of_day(hour: int) -> tuple[int, bool]:
    """3시 is more often 15시."""
    if hour in _HOURS_OF_AFTERNOON:
        return hour + 12, True
    return hour, False


def _is_afternoon(hour: int, part: str) -> bool:
    """오후 3시, 낮 3시; not 낮 11시."""
    if part in _AROUND_NOON and hour >= _LAST_HOUR_OF_MORNING:
        return False
    return part in _AFTERNOON


def _twelve(part: str) -> tuple[int, bool]:
    """밤 12시, 오전 12시, 낮 12시."""
    if part == _NIGHT:
        return 24, False
    if part == _MORNING:
        return 0, True
    return _NOON, False


def _period(at: datetime, minute: int | None, second: int | None) -> Period:
    """A second, a minute or an hour, by the finest that is named."""
    if second is not None:
        return periods.of_second(at)
    if minute is not None:
        return periods.of_minute(at)
    return periods.of_hour(at)


def _part_of_day(part: Token | None, day: Period) -> Period:
    """오후: noon to midnight. The bounds are the table's (`daypart` in time_words.csv)."""
    if part is None:
        return day
    first, last = _hours_of(str(part.value))
    return Period(
        begin=day.begin + first,
        until=day.begin + last,
        grain="hour",
        value=f"{day.value}{part.anchor}",
    )


@cache
def _hours_of(bounds: str) -> tuple[timedelta, timedelta]:
    """`12-24`, as in the table."""
    first, last = bounds.split("-")
    return timedelta(hours=int(first)), timedelta(hours=int(last))
