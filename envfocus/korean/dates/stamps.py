"""Stamps of the site → instants and days in Korean time."""

import re
from dataclasses import dataclass, replace
from datetime import datetime, timedelta, tzinfo

import dateparser

from envfocus.clock import KST

_LABEL = re.compile(
    r"^\s*(?:최종\s?)?(?:기사\s?)?(?:등록|입력|수정|승인|작성|발행)(?:일시|일자|일|시간)?\s*[:：]?\s*"
)
_WEEKDAYS = "월화수목금토일"
_DATE = r"(?P<year>\d{4})%s(?P<month>\d{1,2})%s(?P<day>\d{1,2})"
_WEEKDAY = r"(?:\s?\((?P<weekday>[월화수목금토일])(?:요일)?\))?"
_CLOCK = r"(?:[T\s]+(?P<hour>\d{1,2}):(?P<minute>\d{2})(?::(?P<second>\d{2}))?)?"

_FORMATS = (
    ("dotted", re.compile(_DATE % (r"\.\s?", r"\.\s?") + r"\.?" + _WEEKDAY + _CLOCK)),
    ("dashed", re.compile(_DATE % ("-", "-") + _WEEKDAY + _CLOCK)),
    ("iso", re.compile(_DATE % ("-", "-") + _CLOCK + r"(?P<offset>Z|[+-]\d\d:?\d\d)")),
)
"""Exact forms of the site: article pages, list pages, search results, meta tags. Tried
in this order.
"""

_DATEPARSER = {
    "TIMEZONE": "Asia/Seoul",
    "RETURN_AS_TIMEZONE_AWARE": True,
    "REQUIRE_PARTS": ["day", "month", "year"],
    "PARSERS": [
        "absolute-time"
    ],  # a relative word would be resolved against the present
}
_PARTS = ("year", "month", "day", "hour", "minute", "second")
_NAMED_WEEKDAY = re.compile(r"\(([월화수목금토일])\)|([월화수목금토일])요일")
_SIGNS = (
    ("second", re.compile(r"초|\d:\d\d:\d")),
    ("minute", re.compile(r"분|\d:\d")),
    ("hour", re.compile(r"시")),
)
_LONGEST = 60
_FIRST_YEAR, _LAST_YEAR = 1990, 9000
"""No stamp of a web page is older; `0001.01.01` and `9999.12.31` are missing values of
some database.
"""


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
    text = _LABEL.sub("", raw, count=1).strip()
    stamp = _exact(raw, text) or _unusual(raw, text)
    if (
        stamp is None
        or stamp.value is None
        or not _FIRST_YEAR <= stamp.value.year <= _LAST_YEAR
    ):
        return Stamp(raw, flags=("stamp:unreadable",))
    late = stamp.value > fetched_at + timedelta(days=1)
    return replace(stamp, flags=(*stamp.flags, "stamp:future")) if late else stamp


def _exact(raw: str, text: str) -> Stamp | None:
    for form, pattern in _FORMATS:
        match = pattern.fullmatch(text)
        if match is None:
            continue
        parts = match.groupdict()
        year, month, day, hour, minute, second = (
            int(parts[name] or 0) for name in _PARTS
        )
        try:
            value = datetime(
                year,
                month,
                day,
                hour,
                minute,
                second,
                tzinfo=_zone(parts.get("offset")),
            ).astimezone(KST)
        except (ValueError, OverflowError):
            return None  # 31 June, 25:00, the year 0
        precision = (
            "second" if parts["second"] else "minute" if parts["minute"] else "day"
        )
        wrong_day = parts.get("weekday") not in {None, _WEEKDAYS[value.weekday()]}
        return Stamp(
            raw,
            value,
            precision,
            form,
            ("stamp:weekday_mismatch",) if wrong_day else (),
        )
    return None


def _zone(offset: str | None) -> tzinfo | None:
    return datetime.strptime(offset, "%z").tzinfo if offset else KST


def _unusual(raw: str, text: str) -> Stamp | None:
    if len(text) > _LONGEST:
        return None
    try:
        value = dateparser.parse(text, languages=["ko"], settings=_DATEPARSER)
    except OverflowError:
        return None  # the year 0001 in another time zone
    if value is None or not _says(text, value):
        return None
    precision = next((name for name, sign in _SIGNS if sign.search(text)), "day")
    named = _NAMED_WEEKDAY.search(text)
    wrong_day = named and (named[1] or named[2]) != _WEEKDAYS[value.weekday()]
    flags = ("stamp:weekday_mismatch",) if wrong_day else ()
    return Stamp(raw, value.astimezone(KST), precision, "dateparser", flags)


def _says(text: str, value: datetime) -> bool:
    """Whether the text itself says year, month and day, the year first: dateparser
    guesses order and missing parts.
    """
    numbers = [int(number) for number in re.findall(r"\d+", text)]
    return numbers[:3] == [value.year, value.month, value.day]
