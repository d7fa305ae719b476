"""Stamps of the site → instants and days in Korean time."""

import re
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta, tzinfo
from functools import lru_cache

from envfocus.clock import KST
from envfocus.korean.dates.stamp_grammar import (
    EXACT_FORMS,
    LABEL,
    NAMED_WEEKDAY,
    PRECISIONS,
    WEEKDAYS,
)

_DATEPARSER = {
    "TIMEZONE": "Asia/Seoul",
    "RETURN_AS_TIMEZONE_AWARE": True,
    "REQUIRE_PARTS": ["day", "month", "year"],
    # a relative word would be resolved against the present
    "PARSERS": ["absolute-time"],
}
_PARTS = ("year", "month", "day", "hour", "minute", "second")
_NUMBER = re.compile(r"\d+")
_LONGEST = 60
"""Characters; a longer text is no stamp, and dateparser takes long over it."""
_FIRST_YEAR, _LAST_YEAR = 1990, 9000
"""No stamp of a web page is older; `0001.01.01` and `9999.12.31` are missing values of
some database.
"""
_CLOCKS_OFF = timedelta(days=1)
"""How far a stamp may lie ahead: for clocks that are wrong."""
_REMEMBERED = 256
"""Stamps: those of a list's page and of the articles in work are asked for twice."""


@dataclass(frozen=True, slots=True)
class Stamp:
    """A stamp and what it means.

    `value`: aware, +09:00; None where the wording is not understood. `precision`:
    second, minute, hour or day (then the time is midnight). `format`: the form that
    matched. `flags`: `stamp:unreadable`, `stamp:weekday_mismatch`, `stamp:future`.
    """

    raw: str
    value: datetime | None = None
    precision: str | None = None
    format: str | None = None
    flags: tuple[str, ...] = ()


def parse_stamp(raw: str, fetched_at: datetime) -> Stamp:
    """Read one of the site's stamps, e.g. `등록 2025.02.07 17:35:14`, `2025.12.08
    (월)`, `2025-02-07 17:35`.

    The exact forms come first; dateparser reads other complete Korean stamps (`2025년
    2월 7일 오후 5시 35분`). A stamp that does not name year, month and day has no
    value: never "now", never a guess. A stamp later than `fetched_at` (plus a day, for
    clocks that are wrong) keeps its value and is flagged.
    """
    stamp = _read(raw)
    if stamp.value is None or stamp.value <= fetched_at + _CLOCKS_OFF:
        return stamp
    return replace(stamp, flags=(*stamp.flags, "stamp:future"))


@lru_cache(maxsize=_REMEMBERED)
def _read(raw: str) -> Stamp:
    """What a stamp means, whenever it is read."""
    text = LABEL.sub("", raw, count=1).strip()
    stamp = _exact(raw, text) or _unusual(raw, text)
    if stamp is None or stamp.value is None:
        return Stamp(raw, flags=("stamp:unreadable",))
    if not _FIRST_YEAR <= stamp.value.year <= _LAST_YEAR:
        return Stamp(raw, flags=("stamp:unreadable",))
    return stamp


def _exact(raw: str, text: str) -> Stamp | None:
    """A stamp in one of the exact forms."""
    for form, pattern in EXACT_FORMS.items():
        match = pattern.fullmatch(text)
        if match is None:
            continue
        parts = match.groupdict()
        value = _moment(parts)
        if value is None:
            return None
        return Stamp(
            raw=raw,
            value=value,
            precision=_precision(parts),
            format=form,
            flags=_weekday_flags(parts.get("weekday"), value),
        )
    return None


def _moment(parts: dict[str, str | None]) -> datetime | None:
    """None: 31 June, 25:00, the year 0, an offset of 30 hours."""
    year, month, day, hour, minute, second = (int(parts[name] or 0) for name in _PARTS)
    try:
        zone = _zone(parts.get("offset"))
        moment = datetime(year, month, day, hour, minute, second, tzinfo=zone)
        return moment.astimezone(KST)
    except (ValueError, OverflowError):
        return None


def _zone(offset: str | None) -> tzinfo | None:
    """Korean time, where the stamp names no offset."""
    if offset is None:
        return KST
    return datetime.strptime(offset, "%z").tzinfo


def _precision(parts: dict[str, str | None]) -> str:
    """By the parts of an exact form."""
    for name in ("second", "minute"):
        if parts[name]:
            return name
    return "day"


def _weekday_flags(named: str | None, value: datetime) -> tuple[str, ...]:
    """A weekday that is not the day's."""
    if named is None or named == WEEKDAYS[value.weekday()]:
        return ()
    return ("stamp:weekday_mismatch",)


def _unusual(raw: str, text: str) -> Stamp | None:
    """A stamp in words. dateparser guesses order and missing parts: it is asked only
    where the text itself names a day, and believed where it found that day.
    """
    if len(text) > _LONGEST:
        return None
    day = _named_day(text)
    if day is None:
        return None
    value = _parsed(text)
    if value is None or value.date() != day:
        return None
    return Stamp(
        raw=raw,
        value=value.astimezone(KST),
        precision=_precision_of_words(text),
        format="dateparser",
        flags=_weekday_flags(_named_weekday(text), value),
    )


def _named_day(text: str) -> date | None:
    """The day of the first three numbers: year, month and day, in this order."""
    numbers = [int(number) for number in _NUMBER.findall(text)[:3]]
    if len(numbers) < 3:
        return None
    year, month, day = numbers
    try:
        return date(year, month, day)
    except (ValueError, OverflowError):
        return None


def _parsed(text: str) -> datetime | None:
    """What dateparser reads. It takes 0.1 s to load: few stamps need it."""
    import dateparser  # noqa: PLC0415 - see above

    try:
        return dateparser.parse(text, languages=["ko"], settings=_DATEPARSER)
    except OverflowError:
        return None  # the year 0001 in another time zone


def _precision_of_words(text: str) -> str:
    """By the words and signs of the clock."""
    for name, pattern in PRECISIONS.items():
        if pattern.search(text):
            return name
    return "day"


def _named_weekday(text: str) -> str | None:
    """The weekday, in brackets or with its ending."""
    match = NAMED_WEEKDAY.search(text)
    if match is None:
        return None
    return match["bracketed"] or match["worded"]
