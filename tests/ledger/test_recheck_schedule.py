"""When an article is asked for again: instants reckoned by hand."""

from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from envfocus.config import Config
from envfocus.exceptions import ConfigurationError
from envfocus.ledger.recheck_schedule import DELETION_INTERVAL, Schedule
from tests.support.crawlers import project_settings

SHIPPED = Schedule(
    (timedelta(hours=1), timedelta(hours=6), timedelta(hours=24), timedelta(days=7))
)
KST = timezone(timedelta(hours=9))


def at(text: str) -> datetime:
    """A day of December 2025 and a time, UTC."""
    return datetime.fromisoformat(f"2025-12-{text}+00:00")


def test_what_ships() -> None:
    assert Config.from_settings(project_settings()).recheck_ages == SHIPPED
    assert timedelta(days=1) == DELETION_INTERVAL


@pytest.mark.parametrize(
    ("now", "expected"),
    [
        ("08T03:00:00", "08T04:00:00"),
        ("08T03:00:01", "08T04:00:00"),
        ("08T03:59:59", "08T04:00:00"),
        ("08T04:00:00", "08T09:00:00"),  # a look on the stroke was a look
        ("08T08:59:59", "08T09:00:00"),
        ("08T09:00:00", "09T03:00:00"),
        ("09T02:59:59", "09T03:00:00"),
        ("09T03:00:00", "15T03:00:00"),
        ("11T00:00:00", "15T03:00:00"),
        ("15T02:59:59", "15T03:00:00"),
        ("15T03:00:00", None),
        ("31T00:00:00", None),
    ],
)
def test_by_age_of_publication(now: str, expected: str | None) -> None:
    published = at("08T03:00:00")
    assert SHIPPED.after(published, at(now)) == (at(expected) if expected else None)
    assert SHIPPED.after(published.astimezone(KST), at(now)) == (
        at(expected) if expected else None
    )


@pytest.mark.parametrize("published", ["08T03:00:01", "09T00:00:00", "31T23:59:59"])
def test_a_stamp_in_the_future_counts_as_now(published: str) -> None:
    assert SHIPPED.after(at(published), at("08T03:00:00")) == at("08T04:00:00")


def test_an_article_of_years_ago_is_looked_at_no_more() -> None:
    assert SHIPPED.after(datetime(2009, 1, 1, tzinfo=KST), at("08T03:00:00")) is None
    assert SHIPPED.after(datetime(1, 1, 1, tzinfo=UTC), at("08T03:00:00")) is None


@pytest.mark.parametrize(
    ("tries", "expected"),
    [
        (1, "08T04:00:00"),
        (2, "08T09:00:00"),
        (3, "09T03:00:00"),
        *[(tries, "15T03:00:00") for tries in (4, 5, 99)],
    ],
)
def test_a_failure_by_number_of_tries(tries: int, expected: str) -> None:
    assert SHIPPED.again(tries, at("08T03:00:00")) == at(expected)


def test_without_ages_only_failures_are_asked_for_again() -> None:
    assert Schedule(()).after(at("08T03:00:00"), at("08T03:00:00")) is None
    assert Schedule(()).again(1, at("08T03:00:00")) == at("09T03:00:00")


@pytest.mark.parametrize(
    ("text", "ages"),
    [
        ("1h 6h 24h 7d", SHIPPED.ages),
        ("  90m\t2h\n", (timedelta(minutes=90), timedelta(hours=2))),
        (
            "59m 1h 23h 1d",
            (
                timedelta(minutes=59),
                timedelta(hours=1),
                timedelta(hours=23),
                timedelta(days=1),
            ),
        ),
        ("999999d", (timedelta(days=999_999),)),
        ("", ()),
        ("  ", ()),
        (None, ()),
    ],
)
def test_what_can_be_meant(text: object, ages: tuple[timedelta, ...]) -> None:
    assert Schedule.parse(text).ages == ages


@pytest.mark.parametrize(
    "text",
    [
        *(
            "1",
            "h",
            "1 h",
            "1h,6h",
            "1h;6h",
            "-1h",
            "+1h",
            "1.5h",
            "1H",
            "1s",
            "1w",
            "1h6h",
            "1e3h",
            "１h",
            "1_0h",
        ),
        *(
            "0m",
            "0h",
            "0h 1h",
            "1h 0d",
            "1000000d",
            "0x1h",
            "never",
            "1h never",
            "[1h]",
        ),
        *("6h 1h", "1h 1h", "1h 60m", "24h 1d", "1h 7d 6h"),
        *(60, 1.5, True, ["1h", "6h"]),
    ],
)
def test_what_cannot_be_meant(text: Any) -> None:
    with pytest.raises(ConfigurationError) as caught:
        Schedule.parse(text)
    assert (
        str(caught.value)
        == f"ENVFOCUS_RECHECK_AGES={text!r}: expected growing ages, e.g. 1h 6h 24h 7d"
    )


ages = st.lists(
    st.integers(1, 10**7).map(lambda n: timedelta(minutes=n)), unique=True, max_size=6
).map(lambda found: Schedule(tuple(sorted(found))))
instants = st.datetimes(
    datetime(2005, 1, 1),  # noqa: DTZ001
    datetime(2035, 1, 1),  # noqa: DTZ001
    timezones=st.sampled_from([UTC, KST]),
)


@given(ages, instants, instants)
def test_the_next_look_is_the_earliest_that_is_still_to_come(
    schedule: Schedule, published: datetime, now: datetime
) -> None:
    since = min(published, now)
    to_come = [
        since + age for age in schedule.ages if (since + age) - now > timedelta(0)
    ]
    assert schedule.after(published, now) == (min(to_come) if to_come else None)


@given(ages, instants)
def test_every_try_waits_longer_up_to_the_last_age(
    schedule: Schedule, now: datetime
) -> None:
    steps = schedule.ages or (timedelta(days=1),)
    waits = [schedule.again(tries, now) for tries in range(1, len(steps) + 3)]
    assert waits == [now + step for step in (*steps, steps[-1], steps[-1])]


@given(st.text("0123456789mhd ", max_size=20))
def test_any_text_is_read_as_it_stands_or_refused(text: str) -> None:
    try:
        schedule = Schedule.parse(text)
    except ConfigurationError:
        return
    minutes = {"m": 1, "h": 60, "d": 1440}
    assert [age // timedelta(minutes=1) for age in schedule.ages] == [
        int(word[:-1]) * minutes[word[-1]] for word in text.split()
    ]
    assert all(
        one < other
        for one, other in zip(schedule.ages, schedule.ages[1:], strict=False)
    )
