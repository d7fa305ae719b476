"""Which year or month is meant where the text leaves it out."""

from collections.abc import Callable, Sequence
from datetime import datetime

from envfocus.korean.dates.periods import Period

_SURE, _SURE_OF_YEAR = 3, 60
"""Days: nearer than this, the verb's tense says nothing (`6일 연다고 5일 밝혔다`); of
years 60.
"""
_FAR, _NEAR = 270, 125
"""Days: a month so far off in this year gives way to one so near in the next or the
last.
"""


def choose(
    options: Sequence[Period],
    reference: datetime,
    marker: str | None,
    tense: Callable[[], str | None],
    *,
    near: bool,
) -> Period | None:
    """The period meant, of the same day or month in neighbouring months or years, in
    order of time.

    `marker`: 지난 past, 오는 future, 다음 next, 이번 this. `tense`: asks for the
    verb's. `near`: the nearest is meant (a bare day); else that of the reference's year
    unless another is much nearer.
    """
    if marker in {"past", "future", "next"}:
        return _by_marker(options, reference, marker)
    if not options:
        return None
    distances = [_distance(period, reference) for period in options]
    least = min(distances)
    nearest = options[distances.index(least)]
    if least <= (_SURE if near else _SURE_OF_YEAR):
        return nearest
    if (said := tense()) and (
        fits := [period for period in options if _fits(period, reference, said)]
    ):
        return min(fits, key=lambda period: _distance(period, reference))
    same = next(
        (period for period in options if period.begin.year == reference.year), nearest
    )
    far = _distance(same, reference) > _FAR and least < _NEAR
    return nearest if near or far else same


def _by_marker(
    options: Sequence[Period], reference: datetime, marker: str
) -> Period | None:
    days = bool(options) and options[0].grain == "day"
    if marker == "past":
        past = [
            p
            for p in options
            if (p.begin <= reference if days else p.until <= reference)
        ]
        return past[-1] if past else None
    return next(
        (p for p in options if (p.begin if marker == "next" else p.until) > reference),
        None,
    )


def _fits(period: Period, reference: datetime, tense: str) -> bool:
    return period.begin <= reference if tense == "past" else period.until > reference


def _distance(period: Period, reference: datetime) -> int:
    """Days between; 0 inside."""
    if period.begin > reference:
        return (period.begin - reference).days + 1
    return max(0, (reference - period.until).days + 1)
