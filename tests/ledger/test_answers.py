"""What came of asking: states, validators, when a number is due again."""

from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from envfocus.ledger import Ledger
from envfocus.ledger.frontier import Answer, Due, Frontier
from tests.support.numbers import (
    AT,
    BODY,
    HOURS,
    NO_HEADERS,
    ask,
    due,
    known,
    lacking,
    row,
    utc,
)

OTHER = ('"v2"', None, "b" * 64)


LISTED = "2025-12-08T02:30:00Z"
"""Half an hour before `AT`."""


@pytest.mark.parametrize(
    ("hours", "next_look"),
    [(0, 0.5), (0.5, 5.5), (5.4, 5.5), (5.5, 23.5), (24, 167.5), (167.5, None)],
)
def test_a_delivered_article_is_due_by_its_age(
    frontier: Frontier, hours: float, next_look: float | None
) -> None:
    frontier.record_sightings([(7, LISTED)], "정책", "one", AT)
    assert ask(frontier, 7, "article", hours, BODY) == "unseen"
    assert row(frontier, 7)["due_at"] == (None if next_look is None else utc(next_look))
    assert known(frontier, 7) == Due(7, "article", *BODY[:2])
    if next_look is not None:
        assert (due(frontier, next_look - 1 / 3600), due(frontier, next_look)) == (
            [],
            [7],
        )


def test_the_articles_own_stamp_counts_more_than_the_lists(frontier: Frontier) -> None:
    frontier.record_sightings([(7, LISTED)], "정책", "one", AT)
    ask(
        frontier, 7, "article", 0, BODY, published="2025-12-08T00:00:00Z"
    )  # three hours ago
    assert (row(frontier, 7)["published_at"], row(frontier, 7)["due_at"]) == (
        "2025-12-08T00:00:00Z",
        utc(3),
    )
    ask(frontier, 7, "article", 4, BODY)  # this time without a stamp
    assert (row(frontier, 7)["published_at"], row(frontier, 7)["due_at"]) == (
        "2025-12-08T00:00:00Z",
        utc(21),
    )


def test_without_any_stamp_the_age_counts_from_the_first_sighting(
    frontier: Frontier,
) -> None:
    frontier.record_sightings([(7, None)], "box", "one", AT)
    ask(frontier, 7, "article", 2, BODY)
    assert (row(frontier, 7)["published_at"], row(frontier, 7)["due_at"]) == (
        None,
        utc(6),
    )
    assert ask(frontier, 8, "article", 2, BODY) is None  # nothing ever showed it: a gap
    assert (row(frontier, 8)["sighted_at"], row(frontier, 8)["due_at"]) == (
        utc(2),
        utc(3),
    )


def test_without_any_stamp_the_age_is_that_of_the_next_number(
    frontier: Frontier,
) -> None:
    """Numbers are given in order: a gap is as old as the first article above it that says when it was published."""
    frontier.record_sightings(
        [
            (5, "2025-12-08T01:00:00Z"),
            (8, None),
            (9, LISTED),
            (10, "2025-12-01T00:00:00Z"),
        ],
        "정책",
        "one",
        AT,
    )
    ask(frontier, 7, "alert", 0)
    ask(frontier, 8, "article", 1, BODY)
    frontier.record_not_modified(8, AT + timedelta(hours=1), "two", HOURS)
    assert [row(frontier, article_no)["due_at"] for article_no in (7, 8)] == [
        utc(0.5),
        utc(5.5),
    ]
    assert [row(frontier, article_no)["published_at"] for article_no in (7, 8)] == [
        None,
        None,
    ]
    ask(frontier, 11, "alert", 1)
    assert row(frontier, 11)["due_at"] == utc(2)


def test_a_failure_is_asked_for_again_and_never_given_up(frontier: Frontier) -> None:
    frontier.record_sightings([(7, "2009-01-01T00:00:00Z")], "정책", "one", AT)
    for tries, (hours, then) in enumerate(
        [(0, 1), (1, 7), (7, 31), (31, 199), (199, 367), (367, 535)], start=1
    ):
        ask(frontier, 7, "http_500", hours)
        assert (row(frontier, 7)["tries"], row(frontier, 7)["due_at"]) == (
            tries,
            utc(then),
        )
        assert lacking(frontier) == [7]


def test_one_answer_ends_the_count_of_tries(frontier: Frontier) -> None:
    for result, tries in [
        ("http_500", 1),
        ("captcha", 2),
        ("front", 0),
        ("http_503", 1),
        ("article", 0),
    ]:
        ask(frontier, 7, result, headers=BODY if result == "article" else NO_HEADERS)
        assert row(frontier, 7)["tries"] == tries


@pytest.mark.parametrize(
    ("result", "alive", "next_look"),
    [
        *[(result, True, 54) for result in ("http_404", "http_410")],
        *[(result, False, 54) for result in ("http_404", "http_410")],
        *[
            (result, True, 54)
            for result in ("alert", "front", "other_article", "listing", "OffsiteError")
        ],
        ("http_500", True, 31),
    ],
)
def test_a_known_article_that_is_gone_is_asked_for_a_day_later(
    frontier: Frontier, result: str, alive: bool, next_look: float
) -> None:
    frontier.record_sightings([(7, LISTED)], "정책", "one", AT)
    ask(frontier, 7, "article", 0, BODY)
    assert ask(frontier, 7, result, 30, alive=alive) == "article"
    assert row(frontier, 7)["due_at"] == utc(next_look)


def test_it_is_asked_for_a_day_later_however_old_and_every_time(
    frontier: Frontier,
) -> None:
    ask(frontier, 7, "article", 0, BODY, published="2009-01-01T00:00:00Z")
    assert row(frontier, 7)["due_at"] is None
    for hours in (1000, 1024, 1050):
        ask(frontier, 7, "http_404", hours, alive=True)
        assert row(frontier, 7)["due_at"] == utc(hours + 24)


@pytest.mark.parametrize(
    "result",
    ["http_500", "DownloadTimeoutError", "http_404", "alert", "front", "captcha"],
)
def test_only_a_delivery_changes_the_validators(
    frontier: Frontier, result: str
) -> None:
    ask(frontier, 7, "article", 0, BODY)
    ask(frontier, 7, result, 1, ("of another page", "x", "c" * 64))
    found = row(frontier, 7)
    assert [found[name] for name in ("etag", "last_modified", "body_sha256")] == list(
        BODY
    )
    assert [found[name] for name in ("result", "fetched_at", "run_id")] == [
        result,
        utc(1),
        "run1",
    ]
    ask(frontier, 7, "article", 2, OTHER)
    assert [
        row(frontier, 7)[name] for name in ("etag", "last_modified", "body_sha256")
    ] == list(OTHER)
    assert known(frontier, 7) == Due(7, "article", '"v2"', None)


def test_not_modified(frontier: Frontier) -> None:
    frontier.record_sightings([(7, LISTED), (8, None)], "정책", "one", AT)
    for article_no in (7, 8):
        ask(frontier, article_no, "article", 0, BODY)
        before = row(frontier, article_no)
        frontier.record_not_modified(article_no, AT + timedelta(hours=2), "two", HOURS)
        changed = {
            "fetched_at": utc(2),
            "run_id": "two",
            "due_at": utc(5.5 if article_no == 7 else 6),
        }
        assert row(frontier, article_no) == {**before, **changed}
    frontier.record_not_modified(7, AT + timedelta(hours=300), "three", HOURS)
    assert (row(frontier, 7)["due_at"], due(frontier, 999)) == (None, [8])


def test_not_modified_ends_the_count_of_tries(frontier: Frontier) -> None:
    ask(frontier, 7, "article", 0, BODY)
    ask(frontier, 7, "http_500", 1)
    frontier.record_not_modified(7, AT + timedelta(hours=2), "two", HOURS)
    assert (row(frontier, 7)["result"], row(frontier, 7)["tries"]) == ("article", 0)
    ask(frontier, 7, "http_500", 3)
    assert row(frontier, 7)["due_at"] == utc(4)


def test_forgotten_numbers_are_unseen_without_validators(frontier: Frontier) -> None:
    for article_no in (6, 7, 8):
        ask(frontier, article_no, "article", 0, BODY)
    frontier.forget_answers(iter([7, 8, 99]))
    assert [known(frontier, article_no) for article_no in (6, 7, 8, 99)] == [
        Due(6, "article", *BODY[:2]),
        Due(7),
        Due(8),
        Due(99),
    ]
    assert (row(frontier, 7)["body_sha256"], row(frontier, 99)) == (None, {})
    assert due(frontier, 0.1) == [8, 7]


def test_what_has_ended_is_never_due(frontier: Frontier) -> None:
    frontier.record_sightings([(7, LISTED)], "정책", "one", AT)
    ask(frontier, 7, "http_404", 1, alive=True)
    for article_no, result in ((7, "tombstone"), (8, "taken_down")):
        frontier.record_end(article_no, result, "two", AT)
        assert (
            row(frontier, article_no)["result"],
            row(frontier, article_no)["due_at"],
        ) == (result, None)
    assert (due(frontier, 9999), lacking(frontier)) == ([], [])
    assert row(frontier, 7)["published_at"] == LISTED


def test_validators_of_a_page_that_is_no_article_are_not_kept(
    frontier: Frontier,
) -> None:
    for article_no in (1, 2):
        frontier.record_answer(
            article_no,
            Answer("alert", ('"of the alert"', None, None), AT, "run"),
            HOURS,
        )
    assert known(frontier, 1) == Due(1, "alert")


def test_what_has_ended_has_no_validators(frontier: Frontier) -> None:
    """Else a 304 would say that it is there, and its tombstone would stay."""
    frontier.record_answer(
        1, Answer("article", ('"1"', "then", None), AT, "run"), HOURS
    )
    frontier.record_end(1, "tombstone", "run", AT)
    assert known(frontier, 1) == Due(1, "tombstone")


ABSENCES = {"http_404", "http_410", "alert", "front"}


answers = st.tuples(
    st.sampled_from(
        [
            "article",
            "304",
            "http_404",
            "http_410",
            "alert",
            "front",
            "http_500",
            "captcha",
        ]
    ),
    st.integers(0, 24_000) | st.sampled_from([60, 300, 360, 1440]),
    st.booleans(),
)


@given(st.lists(answers, max_size=12))
def test_any_course_of_answers(
    scratch: Ledger, course: list[tuple[str, int, bool]]
) -> None:
    """A model in plain words beside the table: state, validators, tries, the next look; minutes since publication."""
    ages, now, tries, result, etag = (60, 360, 1440, 10_080), 0, 0, "unseen", None
    try:
        scratch.frontier.record_sightings([(7, utc(0))], "정책", "one", AT)
        for step, (said, minutes, alive) in enumerate(course):
            now += minutes
            moment = AT + timedelta(minutes=now)
            if said == "304":
                scratch.frontier.record_not_modified(7, moment, "run", HOURS)
            else:
                answer = Answer(said, (f"{step}", None, None), moment, "run")
                assert (
                    scratch.frontier.record_answer(7, answer, HOURS, alive=alive)
                    == result
                )
            before, result = result, "article" if said == "304" else said
            etag = f"{step}" if said == "article" else etag
            tries = tries + 1 if said in {"http_500", "captcha"} else 0
            expected: int | None
            if tries:
                expected = now + ages[min(tries, 4) - 1]
            elif said in ABSENCES and (
                before in {"unseen", "article"} or (alive and said.startswith("http"))
            ):
                expected = now + 1440
            else:
                expected = next((age for age in ages if age > now), None)
            assert known(scratch.frontier, 7) == Due(7, result, etag)
            due_at = row(scratch.frontier, 7)["due_at"]
            found = datetime.fromisoformat(due_at) - AT if due_at else None
            assert found == (None if expected is None else timedelta(minutes=expected))
    finally:
        scratch.rollback()
