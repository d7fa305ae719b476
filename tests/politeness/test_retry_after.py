"""`Retry-After` in both its forms."""

from datetime import UTC, datetime

import pytest

from envfocus.politeness.retry_after import retry_after

NOW = datetime(2025, 12, 7, 18, 47, 7, tzinfo=UTC)


@pytest.mark.parametrize(
    ("value", "date", "seconds"),
    [
        (None, None, None),
        ("", None, None),
        ("120", None, 120),
        (" 0 ", None, 0),
        ("9" * 5000, None, 999_999_999),
        ("Sun, 07 Dec 2025 18:48:07 GMT", None, 60),
        (
            "Sun, 07 Dec 2025 18:48:07 GMT",
            "Sun, 07 Dec 2025 18:48:00 GMT",
            7,
        ),  # our clock is wrong, and it does not matter
        ("Sun, 07 Dec 2025 18:48:07 GMT", "yesterday", 60),
        ("Sunday, 07-Dec-25 18:48:07 GMT", None, 60),
        ("Sun, 07 Dec 2025 18:48:07 -0000", None, 60),
        ("Mon, 08 Dec 2025 03:48:07 +0900", None, 60),
        ("Sun, 07 Dec 2025 18:00:00 GMT", None, 0),
        ("-5", None, None),
        ("1.5", None, None),
        ("１２", None, None),
        ("soon", None, None),
        ("Sun, 99 Dec 2025 18:48:07 GMT", None, None),
    ],
)
def test_seconds_to_wait(
    value: str | None, date: str | None, seconds: float | None
) -> None:
    assert retry_after(value, date, NOW) == seconds
