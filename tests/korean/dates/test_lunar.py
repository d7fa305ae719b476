"""The lunar calendar against days known from printed calendars."""

from datetime import date
from itertools import pairwise

import pytest

from envfocus.korean.dates.lunar import solar
from envfocus.korean.tables import rows


@pytest.mark.parametrize(
    ("year", "month", "day", "expected"),
    [
        (2024, 1, 1, date(2024, 2, 10)),
        (2025, 1, 1, date(2025, 1, 29)),
        (2026, 1, 1, date(2026, 2, 17)),
        (2023, 8, 15, date(2023, 9, 29)),  # behind the leap second month
        (2024, 8, 15, date(2024, 9, 17)),
        (2025, 8, 15, date(2025, 10, 6)),  # behind the leap sixth month
        (2020, 4, 8, date(2020, 4, 30)),  # before the leap fourth month ends
        (2024, 4, 8, date(2024, 5, 15)),
        (2025, 4, 8, date(2025, 5, 5)),
        (1988, 8, 15, date(1988, 9, 25)),
    ],
)
def test_holidays(year: int, month: int, day: int, expected: date) -> None:
    assert solar(year, month, day) == expected


@pytest.mark.parametrize(
    ("year", "month", "day"),
    [(1949, 1, 1), (2050, 1, 1), (2025, 13, 1), (2025, 0, 1), (2025, 1, 31)],
)
def test_days_that_do_not_exist_or_are_not_in_the_table(
    year: int, month: int, day: int
) -> None:
    assert solar(year, month, day) is None


def test_the_years_join_without_a_gap() -> None:
    table = rows("lunar_years")
    for this, following in pairwise(table):
        first = date.fromisoformat(this["first_day"])
        lengths = [int(length) for length in this["lengths"].split()]
        assert (date.fromisoformat(following["first_day"]) - first).days == sum(lengths)
        assert set(lengths) <= {29, 30}
        assert len(lengths) == 13 if this["leap_month"] else 12
