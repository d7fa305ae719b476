"""What is found: a temporal expression, as TIMEX3 (ISO 24617-1) has it."""

import re
from datetime import datetime
from typing import NamedTuple


class Timex(NamedTuple):
    """A temporal expression in a text.

    `start`, `end`: character offsets, `text[start:end] == self.text`. `type`: DATE,
    TIME, DURATION or SET. `value`: TIMEX3 value, ISO 8601 for what is resolved,
    `first/last` for a range; None: not resolved. `mod`: TIMEX3 modifier. `begin`,
    `until`: the half-open interval the value names, aware, KST; None where it names
    none (durations, sets, what could not be resolved). `부터` and `까지` do not move
    it: they stand in `mod` as ON_OR_AFTER and ON_OR_BEFORE. `grain`: the unit said,
    second … century. `anchor`: stamp, discourse or explicit. `flags`:
    `weekday_mismatch`, `week_mismatch`, `ambiguous`, `impossible`, `unanchored`,
    `limit`.
    """

    text: str
    start: int
    end: int
    type: str
    value: str | None
    mod: str | None
    begin: datetime | None
    until: datetime | None
    grain: str | None
    anchor: str | None
    flags: tuple[str, ...] = ()


_DATE = r"(?:\d{4}|XXXX)(?:-(?:(?:\d\d|XX)(?:-(?:\d\d|XX))?|Q[1-4]|H[12]|SP|SU|FA|WI|W(?:\d\d|XX)(?:-(?:[1-7]|WE))?))?"
_CLOCK = r"T(?:\d\d(?::\d\d(?::\d\d)?)?|MO|MI|DT|AF|EV|NI)"
_AMOUNT = r"(?:\d+|X)"
_PERIOD = (
    rf"P(?=[\dXT])(?:{_AMOUNT}Y)?(?:{_AMOUNT}M)?(?:{_AMOUNT}W)?(?:{_AMOUNT}D)?"
    rf"(?:T(?=[\dX])(?:{_AMOUNT}H)?(?:{_AMOUNT}M)?(?:{_AMOUNT}S)?)?"
)
_POINT = rf"(?:{_DATE}(?:{_CLOCK})?|{_CLOCK}|\d\d\d?)"
VALUE = re.compile(rf"{_POINT}(?:/{_POINT})?|{_PERIOD}(?:/{_PERIOD})?", re.ASCII)
"""Every value has this form: a date, a time, a decade (`199`), a century (`20`), a
range of two, or a period.
"""
