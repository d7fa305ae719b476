"""Where numbers stood, what lies between them, how far a listing was walked."""

import itertools
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from envfocus.ledger import Ledger
from envfocus.ledger.frontier import Answer, Due, Frontier, is_jump
from envfocus.ledger.recheck_schedule import Schedule
from tests.support.numbers import (
    AT,
    BODY,
    NO_HEADERS,
    ask,
    due,
    known,
    row,
    utc,
)

LISTED = "2025-12-08T02:30:00Z"
"""Half an hour before `AT`."""
A_SECOND = 1 / 3600


# --- sighted


def test_a_number_that_stood_somewhere_is_due_at_once(frontier: Frontier) -> None:
    frontier.record_sightings([(7, LISTED), (8, None)], "정책", "one", AT)
    nothing = dict.fromkeys(("etag", "last_modified", "body_sha256", "fetched_at"))
    unseen = {
        "result": "unseen",
        "sighted_at": utc(0),
        "run_id": "one",
        "tries": 0,
        "due_at": utc(0),
        **nothing,
    }
    assert row(frontier, 7) == {**unseen, "published_at": LISTED}
    assert row(frontier, 8) == {**unseen, "published_at": None}
    assert (due(frontier, -1 / 3600), due(frontier, 0)) == ([], [8, 7])
    assert (known(frontier, 7), known(frontier, 9)) == (Due(7), Due(9))


def test_what_is_known_of_a_number_outlives_its_next_sighting(
    frontier: Frontier,
) -> None:
    frontier.record_sightings([(7, LISTED)], "정책", "one", AT)
    ask(frontier, 7, "article", headers=BODY)
    before = row(frontier, 7)
    frontier.record_sightings(
        [(7, None), (7, "2020-01-01T00:00:00Z")], "전국", "two", AT + timedelta(days=1)
    )
    assert row(frontier, 7) == before


@pytest.mark.parametrize(
    ("result", "run", "place", "again"),
    [
        *[
            (result, "run0", "전국", True)
            for result in ("http_404", "alert", "front", "http_500", "tombstone")
        ],
        *[
            (result, "run0", "전국", False)
            for result in ("unseen", "article", "taken_down")
        ],
        ("http_404", "run0", "정책", False),  # where it stood before
        ("http_404", "run1", "전국", False),  # asked for in this very run
    ],
)
def test_what_was_not_found_and_now_stands_at_a_new_place_is_due(
    frontier: Frontier, result: str, run: str, place: str, *, again: bool
) -> None:
    frontier.record_sightings([(7, "2009-01-01T00:00:00Z"), (8, None)], "정책", run, AT)
    for article_no in (7, 8):
        frontier.record_answer(
            article_no, Answer(result, NO_HEADERS, AT, run), Schedule(())
        )
    frontier.record_sightings(
        [(7, None), (7, None), (9, None)], place, "run1", AT + timedelta(hours=2)
    )
    later = (
        None if result in ("unseen", "article") else utc(24)
    )  # one absence proves nothing
    assert row(frontier, 7)["due_at"] == (utc(2) if again else later)
    assert row(frontier, 7)["result"] == result
    assert (row(frontier, 8)["due_at"], row(frontier, 9)["due_at"]) == (later, utc(2))


# --- reappeared


@pytest.mark.parametrize(
    ("result", "hours", "again"),
    [
        ("tombstone", 23, False),
        ("tombstone", 24, False),
        ("tombstone", 24 + A_SECOND, True),
        ("taken_down", 999, False),
    ],
)
def test_a_tombstone_that_still_stands_in_a_list_is_due_after_a_day(
    frontier: Frontier, result: str, hours: float, *, again: bool
) -> None:
    """The day counts from when it was looked at last, not from its tombstone."""
    first_seen = AT - timedelta(hours=50)
    frontier.record_sightings([(7, None), (8, None)], "정책", "one", first_seen)
    for article_no in (7, 8):
        ask(frontier, article_no, "http_404", -48)
        ask(frontier, article_no, "http_404")
        frontier.record_end(article_no, result, "one", AT + timedelta(hours=5))
    later = AT + timedelta(hours=hours)
    frontier.record_sightings([(7, None)], "정책", "two", later)
    assert row(frontier, 7)["due_at"] == (utc(hours) if again else None)
    assert row(frontier, 7)["result"] == result
    assert row(frontier, 8)["due_at"] is None  # it does not stand there


@pytest.mark.parametrize(("hours", "again"), [(24, False), (24 + A_SECOND, True)])
def test_a_tombstone_that_was_never_asked_for_counts_from_its_sighting(
    frontier: Frontier, hours: float, *, again: bool
) -> None:
    frontier.record_sightings([(7, None)], "정책", "one", AT)
    frontier.record_end(7, "tombstone", "one", AT + timedelta(hours=5))
    frontier.record_sightings([(7, None)], "정책", "two", AT + timedelta(hours=hours))
    assert row(frontier, 7)["due_at"] == (utc(hours) if again else None)


def test_a_tombstone_that_is_due_keeps_its_time(frontier: Frontier) -> None:
    frontier.record_sightings([(7, None)], "정책", "one", AT)
    frontier.record_end(7, "tombstone", "one", AT)
    for hours in (25, 26):
        later = AT + timedelta(hours=hours)
        frontier.record_sightings([(7, None)], "정책", "two", later)
        assert row(frontier, 7)["due_at"] == utc(25)


@pytest.mark.parametrize("result", ["article", "http_404", "front", "http_500"])
def test_only_what_has_a_tombstone_reappears(frontier: Frontier, result: str) -> None:
    frontier.record_sightings([(7, None)], "정책", "one", AT)
    never = Schedule(())
    for _ in range(2):  # the second absence is believed
        answer = Answer(result, NO_HEADERS, AT, "one")
        frontier.record_answer(7, answer, never)
    due_at = row(frontier, 7)["due_at"]
    frontier.record_sightings([(7, None)], "정책", "two", AT + timedelta(days=9))
    assert row(frontier, 7)["due_at"] == due_at


# --- gaps


@given(st.sets(st.integers(1, 60) | st.integers(10**8, 10**8 + 5), max_size=40))
def test_gaps_are_what_lies_between(scratch: Ledger, known: set[int]) -> None:
    try:
        scratch.frontier.record_sightings(
            [(article_no, None) for article_no in known], "정책", "one", AT
        )
        between = [
            (one + 1, other - 1)
            for one, other in itertools.pairwise(sorted(known))
            if other - one > 1
        ]
        assert scratch.frontier.gaps() == between[::-1]
    finally:
        scratch.rollback()


def test_a_gap_that_was_asked_for_is_none(frontier: Frontier) -> None:
    frontier.record_sightings([(1, None), (5, None)], "정책", "one", AT)
    ask(frontier, 3, "http_404")
    assert frontier.gaps() == [(4, 4), (2, 2)]


@pytest.mark.parametrize(
    ("first", "last", "max_gap", "jump"),
    [
        (11, 1009, 1000, False),  # 999 numbers
        (11, 1010, 1000, False),  # 1,000
        (11, 1011, 1000, True),  # 1,001: longer than ENVFOCUS_GAP_MAX
        (7, 7, 1, False),
        (7, 8, 1, True),
        (7, 8, 2, False),
        (1, 10**9, 0, False),  # no limit
    ],
)
def test_a_gap_longer_than_the_limit_is_a_jump(
    first: int, last: int, max_gap: int, *, jump: bool
) -> None:
    assert is_jump(first, last, max_gap) is jump


# --- walks


def test_known_is_what_a_complete_walk_of_that_listing_saw(frontier: Frontier) -> None:
    frontier.record_sightings([(1, None), (2, None)], "정책", "one", AT)
    frontier.record_sightings([(2, None), (3, None)], "전국", "one", AT)
    for name in ("정책", "전국"):
        frontier.record_walk(name, 3, "repeats", "one")
    assert (
        frontier.complete_down_to("정책"),
        frontier.seen_by_complete_walk("정책", [1, 2, 3]),
    ) == (None, set())
    frontier.mark_walk_complete("정책", "")
    assert (
        frontier.complete_down_to("정책"),
        frontier.seen_by_complete_walk("정책", [1, 2, 3]),
    ) == ("", {1, 2})
    assert (
        frontier.complete_down_to("전국"),
        frontier.seen_by_complete_walk("전국", [1, 2, 3]),
    ) == (None, set())
    frontier.record_sightings(
        [(1, None), (4, None)], "정책", "two", AT
    )  # as far as an interrupted walk came
    frontier.record_walk("정책", 1, "failed:http_500", "two")
    assert (
        frontier.complete_down_to("정책"),
        frontier.seen_by_complete_walk("정책", [1, 2, 4]),
    ) == ("", {1, 2})


def test_the_day_down_to_which_a_listing_is_known_only_sinks(
    frontier: Frontier,
) -> None:
    assert frontier.complete_down_to("정책") is None
    frontier.record_walk("정책", 3, "since", "one")
    for down_to, expected in [
        *[
            ("2025-12-01", "2025-12-01"),
            ("2025-12-05", "2025-12-01"),
            ("2025-11-30", "2025-11-30"),
        ],
        *[("", ""), ("2009-01-01", ""), ("", "")],
    ]:
        frontier.mark_walk_complete("정책", down_to)
        assert frontier.complete_down_to("정책") == expected


def test_listings_that_left_the_menu_are_forgotten(frontier: Frontier) -> None:
    for name in ("정책", "전국"):
        frontier.record_walk(name, 3, "known", "one")
    frontier.keep_only_listings(["정책", "인물"])
    assert frontier.store.execute("SELECT name FROM listings").fetchall() == [("정책",)]
