"""Which year or month is meant: nearness, tense, the reference's year, at their edges."""

from datetime import datetime, timedelta

import pytest

from envfocus.clock import KST
from envfocus.korean.dates.disambiguation import choose
from envfocus.korean.dates.periods import Period

REFERENCE = datetime(2025, 12, 20, 9, tzinfo=KST)


def period(days: int) -> Period:
    """A day so many days after the reference's, whose distance is as many."""
    begin = (REFERENCE + timedelta(days=days)).replace(hour=0)
    return Period(begin, begin + timedelta(days=1), "day", f"{begin:%Y-%m-%d}")


def chosen(*days: int, tense: str | None, near: bool) -> Period | None:
    """The period that is meant, of some in order of time."""
    options = [period(day) for day in days]
    return choose(options, REFERENCE, None, lambda: tense, near=near)


@pytest.mark.parametrize(
    ("near", "days", "meant"), [(True, 3, 3), (True, 4, -27), (False, 60, 60)]
)
def test_what_is_near_is_meant_whatever_the_tense(
    near: bool, days: int, meant: int
) -> None:
    assert chosen(-27 if near else -305, days, tense="past", near=near) == period(meant)


def test_farther_off_the_tense_decides() -> None:
    assert chosen(-305, 61, tense="past", near=False) == period(-305)


@pytest.mark.parametrize(
    ("before", "after", "meant"),
    [
        (-271, 94, 94),  # this year's is too far
        (-270, 95, -270),
        (-353, 124, 124),
        (-353, 125, -353),  # the other year's is not near enough
    ],
)
def test_this_years_gives_way_to_one_that_is_much_nearer(
    before: int, after: int, meant: int
) -> None:
    assert chosen(before, after, tense=None, near=False) == period(meant)
