"""The hours in which a run may ask."""

from datetime import UTC, datetime

import pytest

from envfocus.politeness.hours import Hours


@pytest.mark.parametrize(
    ("text", "hour", "minute", "holds"),
    [
        # KST is nine hours ahead of UTC
        ("01:00-06:30", 16, 0, True),
        ("01:00-06:30", 15, 59, False),
        ("01:00-06:30", 21, 29, True),
        ("01:00-06:30", 21, 30, False),
        ("23:00-05:00", 14, 0, True),
        ("23:00-05:00", 15, 0, True),
        ("23:00-05:00", 19, 59, True),
        ("23:00-05:00", 20, 0, False),
        ("23:00-05:00", 13, 59, False),
    ],
)
def test_from_the_first_until_before_the_last(
    text: str, hour: int, minute: int, holds: bool
) -> None:
    hours = Hours.parse(text)
    assert hours
    assert hours.hold(datetime(2025, 12, 31, hour, minute, tzinfo=UTC)) is holds


def test_nothing_is_any_hour() -> None:
    assert Hours.parse("") is None


@pytest.mark.parametrize(
    "text",
    [
        "1-6",
        "01:00",
        "01:00-25:00",
        "01:60-02:00",
        "01:00-01:00",
        "01:00 - 02:00",
        "밤",
    ],
)
def test_what_cannot_be_meant(text: str) -> None:
    with pytest.raises(
        ValueError, match=r"^expected two different times in KST, e\.g\."
    ):
        Hours.parse(text)
