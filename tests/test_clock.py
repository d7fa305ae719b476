"""The clock: aware, in Korean time, whatever the host's zone."""

import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta, timezone

import pytest

from envfocus import clock


@pytest.fixture(params=["UTC", "America/New_York", "Pacific/Kiritimati", "Asia/Seoul"])
def host_zone(
    request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch
) -> Iterator[str]:
    monkeypatch.setenv("TZ", request.param)
    time.tzset()
    yield request.param
    monkeypatch.undo()
    time.tzset()


@pytest.mark.usefixtures("host_zone")
def test_now_is_the_present_second_in_korean_time_on_any_host() -> None:
    earliest = int(time.time())
    now = clock.now()
    latest = time.time()
    assert earliest <= now.timestamp() <= latest
    assert now.utcoffset() == timedelta(hours=9)
    assert now.microsecond == 0


@pytest.mark.usefixtures("host_zone")
@pytest.mark.parametrize(
    ("instant", "kst", "utc"),
    [
        (
            datetime(2025, 2, 7, 8, 35, 14, tzinfo=UTC),
            "2025-02-07T17:35:14+09:00",
            "2025-02-07T08:35:14Z",
        ),
        (
            datetime(2025, 12, 31, 15, 0, tzinfo=UTC),
            "2026-01-01T00:00:00+09:00",
            "2025-12-31T15:00:00Z",
        ),
        (
            datetime(
                2025, 7, 1, 0, 0, 0, 999_999, tzinfo=timezone(timedelta(hours=-4))
            ),
            "2025-07-01T13:00:00+09:00",
            "2025-07-01T04:00:00Z",
        ),
    ],
)
def test_instants_are_written_to_the_second_in_both_zones(
    instant: datetime, kst: str, utc: str
) -> None:
    assert clock.kst_text(instant) == kst
    assert clock.utc_text(instant) == utc
