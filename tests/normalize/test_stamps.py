"""Stamps of a record beside their raw forms, and the bound of an observation."""

from datetime import datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from envfocus.normalize.stamps import resolve_stamps
from tests.support.records import FETCHED_TEXT, FETCHED_UTC_TEXT, KST, article, weather
from tests.support.steps import Applied


@pytest.fixture
def step() -> Applied:
    return Applied(resolve_stamps)


@pytest.mark.parametrize(
    ("raw", "at", "utc", "precision"),
    [
        (
            "등록 2025.02.07 17:35:14",
            "2025-02-07T17:35:14+09:00",
            "2025-02-07T08:35:14Z",
            "second",
        ),
        (
            "2025-02-07 07:35",
            "2025-02-07T07:35:00+09:00",
            "2025-02-06T22:35:00Z",
            "minute",
        ),
        (
            "2025년 2월 7일 오후 5시",
            "2025-02-07T17:00:00+09:00",
            "2025-02-07T08:00:00Z",
            "hour",
        ),
        ("2025.02.07", "2025-02-07T00:00:00+09:00", "2025-02-06T15:00:00Z", "day"),
        (
            "2025.01.01 00:00:00",
            "2025-01-01T00:00:00+09:00",
            "2024-12-31T15:00:00Z",
            "second",
        ),
    ],
)
def test_published_and_modified(
    step: Applied, raw: str, at: str, utc: str, precision: str
) -> None:
    record = article(published_raw=raw, modified_raw=raw)
    assert step.apply(record) is record
    data = record.data
    assert (data.published_raw, data.published_at, data.published_at_utc) == (
        raw,
        at,
        utc,
    )
    assert (data.modified_raw, data.modified_at, data.modified_at_utc) == (raw, at, utc)
    assert (data.published_precision, data.modified_precision) == (precision, precision)
    assert record.quality.flags == []


def test_modified_may_be_missing_and_published_may_not(step: Applied) -> None:
    record = article(published_raw=None, modified_raw=None, page_date_raw=None)
    step.apply(record)
    data = record.data
    assert (data.published_at, data.published_at_utc, data.published_precision) == (
        None,
        None,
        None,
    )
    assert (data.modified_at, data.modified_at_utc, data.modified_precision) == (
        None,
        None,
        None,
    )
    assert data.page_date is None
    assert record.quality.flags == ["published:missing"]
    assert step.counts["stamps/published:missing"] == 1


@pytest.mark.parametrize(
    "raw", ["어제 오후", "등록", "", "2025.02.30 10:00", "0000.00.00 00:00:00"]
)
def test_what_is_not_understood_stays_raw(step: Applied, raw: str) -> None:
    record = article(published_raw=raw, modified_raw=raw, page_date_raw=raw)
    step.apply(record)
    data = record.data
    assert (
        data.published_raw,
        data.published_at,
        data.published_at_utc,
        data.published_precision,
    ) == (
        raw,
        *[None] * 3,
    )
    assert (
        data.modified_raw,
        data.modified_at,
        data.modified_at_utc,
        data.modified_precision,
    ) == (raw, *[None] * 3)
    assert (data.page_date_raw, data.page_date) == (raw, None)
    flags = ["published:unreadable", "modified:unreadable", "page_date:unreadable"]
    assert record.quality.flags == flags
    assert [step.counts[f"stamps/{flag}"] for flag in flags] == [1, 1, 1]


def test_each_field_has_flags_of_its_own(step: Applied) -> None:
    record = article(
        published_raw="등록 2035.02.07 17:35:14",
        modified_raw="2025.02.07 (월)",
        page_date_raw="2035.12.08 (월)",
    )
    record.quality.flags.append("skin:old")
    step.apply(record)
    assert record.data.published_at == "2035-02-07T17:35:14+09:00"
    assert record.data.modified_at == "2025-02-07T00:00:00+09:00"
    assert record.data.page_date == "2035-12-08"
    assert record.quality.flags[0] == "skin:old"
    assert sorted(record.quality.flags[1:]) == [
        "modified:weekday_mismatch",
        "page_date:future",
        "page_date:weekday_mismatch",
        "published:future",
    ]
    assert step.counts["stamps/published:future"] == 1


def test_the_page_date_is_a_day_and_says_nothing_of_the_article(
    step: Applied,
) -> None:
    record = article(published_raw=None, page_date_raw="2025.12.08 (월)")
    step.apply(record)
    assert record.data.page_date == "2025-12-08"
    assert record.data.published_at is None


@pytest.mark.parametrize(
    ("made", "at", "bound", "bound_utc", "flags"),
    [
        # made before it was received: made is the tighter bound
        *[
            (
                "2025-12-08 03:47:07",
                "2025-12-08T03:47:07+09:00",
                "2025-12-08T03:47:07+09:00",
                "2025-12-07T18:47:07Z",
                [],
            ),
            (FETCHED_TEXT, FETCHED_TEXT, FETCHED_TEXT, FETCHED_UTC_TEXT, []),
        ],
        # a clock that is ahead: nothing was observed after it was received
        (
            "2025-12-08 12:00:01",
            "2025-12-08T12:00:01+09:00",
            FETCHED_TEXT,
            FETCHED_UTC_TEXT,
            [],
        ),
        (
            "2035-12-08 03:47:07",
            "2035-12-08T03:47:07+09:00",
            FETCHED_TEXT,
            FETCHED_UTC_TEXT,
            ["page_made_at:future"],
        ),
        # no time, or none that is understood
        (None, None, FETCHED_TEXT, FETCHED_UTC_TEXT, []),
        ("어제", None, FETCHED_TEXT, FETCHED_UTC_TEXT, ["page_made_at:unreadable"]),
    ],
)
def test_an_observation_is_no_later_than_the_page(
    step: Applied,
    made: str | None,
    at: str | None,
    bound: str,
    bound_utc: str,
    flags: list[str],
) -> None:
    record = weather(page_made_at_raw=made)
    step.apply(record)
    data = record.data
    assert (data.page_made_at_raw, data.page_made_at) == (made, at)
    assert (data.page_made_at_utc is None) is (at is None)
    assert (data.observed_no_later_than, data.observed_no_later_than_utc) == (
        bound,
        bound_utc,
    )
    assert (data.fetched_at, data.fetched_at_utc) == (FETCHED_TEXT, FETCHED_UTC_TEXT)
    assert data.page_date == "2025-12-08"
    assert record.quality.flags == flags


@pytest.mark.parametrize(
    ("made", "end"),
    [
        ("2025-12-05", "2025-12-05T23:59:59+09:00"),
        ("2025-12-05 03:47", "2025-12-05T03:47:59+09:00"),
        ("2025년 12월 5일 오후 5시", "2025-12-05T17:59:59+09:00"),
    ],
)
def test_a_coarse_time_bounds_an_observation_by_its_end(
    step: Applied, made: str, end: str
) -> None:
    record = weather(page_made_at_raw=made)
    step.apply(record)
    assert record.data.observed_no_later_than is not None
    assert end <= record.data.observed_no_later_than <= FETCHED_TEXT


@settings(deadline=None)
@given(st.datetimes(datetime(1990, 1, 1), datetime(2060, 1, 1)))  # noqa: DTZ001 hypothesis wants them naive
def test_the_bound_is_the_earlier_of_made_and_received(made: datetime) -> None:
    made = made.replace(microsecond=0, tzinfo=KST)
    record = weather(page_made_at_raw=f"{made:%Y-%m-%d %H:%M:%S}")
    Applied(resolve_stamps).apply(record)
    bound, bound_utc = (
        record.data.observed_no_later_than,
        record.data.observed_no_later_than_utc,
    )
    assert bound is not None
    assert bound_utc is not None
    received = datetime.fromisoformat(FETCHED_TEXT)
    assert (
        datetime.fromisoformat(bound)
        == datetime.fromisoformat(bound_utc)
        == min(made, received)
    )
