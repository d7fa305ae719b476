"""Which year or month is meant where the text leaves it out."""

from collections.abc import Callable, Sequence
from datetime import datetime

from envfocus.korean.dates.periods import Period

_SURE_OF_DAY = 3
"""Days: nearer than this, the verb's tense says nothing (`6일 연다고 5일 밝혔다`)."""
_SURE_OF_YEAR = 60
"""As above, where years are to choose from."""
_FAR = 270
"""Days: a month so far off in this year gives way to a near one of another year."""
_NEAR = 125
"""Days: how near that one must be."""


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
    if marker == "past":
        return _last_past(options, reference)
    if marker in {"future", "next"}:
        return _next(options, reference, marker)
    if not options:
        return None
    return _without_marker(options, reference, tense, near=near)


def _without_marker(
    options: Sequence[Period],
    reference: datetime,
    tense: Callable[[], str | None],
    *,
    near: bool,
) -> Period:
    """By nearness, the verb's tense and the reference's year."""
    nearest, distance = _nearest(options, reference)
    sure = _SURE_OF_YEAR
    if near:
        sure = _SURE_OF_DAY
    if distance <= sure:
        return nearest
    fits = _fitting(options, reference, tense())
    if fits:
        return _nearest(fits, reference)[0]
    if near:
        return nearest
    of_this_year = _of_this_year(options, reference)
    if of_this_year is None:
        return nearest
    is_far = _distance(of_this_year, reference) > _FAR
    if is_far and distance < _NEAR:
        return nearest
    return of_this_year


def _last_past(options: Sequence[Period], reference: datetime) -> Period | None:
    """The last that has ended; of days the last that has begun."""
    for period in reversed(options):
        bound = period.until
        if options[0].grain == "day":
            bound = period.begin
        if bound <= reference:
            return period
    return None


def _next(options: Sequence[Period], reference: datetime, marker: str) -> Period | None:
    """The first that has not ended; behind 다음 the first that has not begun."""
    for period in options:
        bound = period.until
        if marker == "next":
            bound = period.begin
        if bound > reference:
            return period
    return None


def _nearest(options: Sequence[Period], reference: datetime) -> tuple[Period, int]:
    """The first of the nearest, and how many days off it is."""
    distances = [_distance(period, reference) for period in options]
    least = min(distances)
    return options[distances.index(least)], least


def _fitting(
    options: Sequence[Period], reference: datetime, tense: str | None
) -> list[Period]:
    """Those on the side of the reference that the verb's tense says."""
    if tense == "past":
        return [period for period in options if period.begin <= reference]
    if tense == "future":
        return [period for period in options if period.until > reference]
    return []


def _of_this_year(options: Sequence[Period], reference: datetime) -> Period | None:
    """That of the reference's year."""
    for period in options:
        if period.begin.year == reference.year:
            return period
    return None


def _distance(period: Period, reference: datetime) -> int:
    """Days between; 0 inside."""
    if period.begin > reference:
        return (period.begin - reference).days + 1
    days_since = (reference - period.until).days + 1
    return max(0, days_since)
