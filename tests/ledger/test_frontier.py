"""What is known of article numbers: states, validators, when they are due."""

import tempfile
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from envfocus.ledger import Ledger
from envfocus.ledger.frontier import Answer, Due, Frontier, state_of
from envfocus.ledger.recheck_schedule import Schedule
from tests.support.numbers import AT, BODY, HOURS, due, known, lacking

OTHER = ('"v2"', None, "b" * 64)
NOTHING = (None, None, None)
LISTED = "2025-12-08T02:30:00Z"
"""Half an hour before `AT`."""
_COLUMNS = "result, published_at, sighted_at, etag, last_modified, body_sha256, fetched_at, run_id, tries, due_at"


def row(frontier: Frontier, article_no: int) -> dict[str, Any]:
    """All that is known of a number; nothing where it has no row."""
    sql = f"SELECT {_COLUMNS} FROM numbers WHERE article_no = ?"  # noqa: S608
    found = frontier.store.execute(sql, (article_no,)).fetchone()
    return dict(zip(_COLUMNS.split(", "), found, strict=True)) if found else {}


def utc(hours: float) -> str:
    """So long after `AT`, in UTC."""
    moment = AT + timedelta(hours=hours) - timedelta(hours=9)
    return f"{moment.replace(tzinfo=None).isoformat(timespec='seconds')}Z"


def ask(
    frontier: Frontier,
    article_no: int,
    result: str,
    hours: float = 0,
    headers: Any = NOTHING,
    **more: Any,
) -> str | None:
    answer = Answer(
        result,
        headers,
        AT + timedelta(hours=hours),
        f"run{hours}",
        more.pop("published", None),
    )
    return frontier.record_answer(article_no, answer, HOURS, **more)


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
            article_no, Answer(result, NOTHING, AT, run), Schedule(())
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


# --- answered


@pytest.mark.parametrize(
    ("result", "state"),
    [
        ("article", "delivered"),
        ("unseen", "unseen"),
        *[
            (result, "gone")
            for result in ("http_404", "http_410", "alert", "tombstone", "taken_down")
        ],
        *[
            (result, "elsewhere")
            for result in ("front", "other_article", "listing", "OffsiteError")
        ],
        *[
            (result, "failed")
            for result in (
                "http_500",
                "http_403",
                "captcha",
                "empty",
                "unknown",
                "RobotsError",
                "",
            )
        ],
        *[
            (result, "failed")
            for result in (
                "DownloadTimeoutError",
                "no_body",
                "no_headline",
                "http_404 ",
                "Article",
            )
        ],
    ],
)
def test_what_a_result_means(result: str, state: str) -> None:
    assert state_of(result) == state


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
        ask(frontier, 7, result, headers=BODY if result == "article" else NOTHING)
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
def test_any_course_of_answers(course: list[tuple[str, int, bool]]) -> None:
    """A model in plain words beside the table: state, validators, tries, the next look; minutes since publication."""
    ages, now, tries, result, etag = (60, 360, 1440, 10_080), 0, 0, "unseen", None
    with (
        tempfile.TemporaryDirectory() as folder,
        Ledger.open(Path(folder), "test") as ledger,
    ):
        ledger.frontier.record_sightings([(7, utc(0))], "정책", "one", AT)
        for step, (said, minutes, alive) in enumerate(course):
            now += minutes
            moment = AT + timedelta(minutes=now)
            if said == "304":
                ledger.frontier.record_not_modified(7, moment, "run", HOURS)
            else:
                answer = Answer(said, (f"{step}", None, None), moment, "run")
                assert (
                    ledger.frontier.record_answer(7, answer, HOURS, alive=alive)
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
            assert known(ledger.frontier, 7) == Due(7, result, etag)
            due_at = row(ledger.frontier, 7)["due_at"]
            found = datetime.fromisoformat(due_at) - AT if due_at else None
            assert found == (None if expected is None else timedelta(minutes=expected))


A_SECOND = 1 / 3600


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
    frontier.record_sightings([(7, None), (8, None)], "정책", "one", AT)
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
    for _ in range(2):  # the second absence is settled
        answer = Answer(result, NOTHING, AT, "one")
        frontier.record_answer(7, answer, never)
    due_at = row(frontier, 7)["due_at"]
    frontier.record_sightings([(7, None)], "정책", "two", AT + timedelta(days=9))
    assert row(frontier, 7)["due_at"] == due_at


def test_listings_that_left_the_menu_are_forgotten(frontier: Frontier) -> None:
    for name in ("정책", "전국"):
        frontier.record_walk(name, 3, "known", "one")
    frontier.keep_only_listings(["정책", "인물"])
    assert frontier.store.execute("SELECT name FROM listings").fetchall() == [("정책",)]
