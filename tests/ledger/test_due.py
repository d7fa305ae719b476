"""Which article numbers are to be asked for: due, lacking, gaps; and which rows of a listing are known ground."""

import itertools
import tempfile
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from envfocus.ledger import Ledger
from envfocus.ledger.frontier import ANY_TIME, Answer, Due, Frontier, is_jump
from tests.support.numbers import AT, BODY, HOURS, due, known, lacking


def ask(frontier: Frontier, article_no: int, result: str) -> None:
    frontier.record_answer(article_no, Answer(result, BODY, AT, "run"), HOURS)


# --- what to ask for


def test_due_is_read_page_by_page_from_the_newest(frontier: Frontier) -> None:
    frontier.record_sightings(
        [(article_no, None) for article_no in (3, 1, 9, 5, 7, 11)], "정책", "one", AT
    )
    frontier.record_end(5, "tombstone", "one", AT)
    ask(frontier, 11, "article")
    assert due(frontier, 0, limit=2) == [9, 7]
    assert due(frontier, 0, limit=2, below=7) == [3, 1]
    assert due(frontier, 0, below=1) == []
    assert frontier.due(AT + timedelta(hours=1), 12, [], 1) == [
        Due(11, "article", *BODY[:2])
    ]


@pytest.mark.parametrize("count", [199, 200, 201, 400, 450])
@pytest.mark.parametrize("limit", [1, 7, 200])
def test_pages_of_any_size_lose_nothing_and_give_nothing_twice(
    frontier: Frontier, count: int, limit: int
) -> None:
    """As a run reads them: the last number of a page is the bound of the next."""
    article_nos = [3 * place + 1 for place in range(count)]
    frontier.record_sightings(
        [(article_no, None) for article_no in article_nos], "정책", "one", AT
    )
    pages: list[Callable[[int], list[Due]]] = [
        lambda below: frontier.due(AT, below, [], limit),
        lambda below: frontier.missing_in_window(ANY_TIME, below, [], limit),
    ]
    for page_of in pages:
        found: list[int] = []
        page = page_of(1 << 62)
        while page:
            assert len(page) <= limit
            found += [entry.article_no for entry in page]
            page = page_of(found[-1])
        assert found == article_nos[::-1]


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


def test_due_and_lacking_at_certain_places(frontier: Frontier) -> None:
    frontier.record_sightings([(1, None), (2, None)], "정책", "one", AT)
    frontier.record_sightings([(2, None), (3, None)], "전국", "one", AT)
    frontier.record_sightings([(4, None)], "box", "one", AT)
    ask(frontier, 5, "http_500")  # a gap: it stood nowhere
    stood: dict[tuple[str, ...], list[int]] = {
        ("정책",): [2, 1],
        ("정책", "전국"): [3, 2, 1],
        ("섹션",): [],
        (): [5, 4, 3, 2, 1],
    }
    for places, expected in stood.items():
        assert due(frontier, 1, places=places) == expected
        assert lacking(frontier, "", "~", *places) == expected


@pytest.mark.parametrize(
    ("since", "before", "expected"),
    [
        ("", "~", [6, 5, 4, 3, 2, 1]),
        ("2025-12-07T15:00:00Z", "2025-12-08T15:00:00Z", [6, 3, 2]),
        ("2025-12-07T15:00:01Z", "2025-12-08T15:00:00Z", [6, 3]),
        ("2025-12-08T15:00:00Z", "~", [6, 5, 4]),
        ("", "2025-12-07T15:00:00Z", [6, 1]),
    ],
)
def test_a_window_takes_its_first_instant_and_not_its_last(
    frontier: Frontier, since: str, before: str, expected: list[int]
) -> None:
    stamps = "2025-12-07T14:59:59Z 2025-12-07T15:00:00Z 2025-12-08T14:59:59Z 2025-12-08T15:00:00Z 2026-01-01T00:00:00Z"
    frontier.record_sightings(
        [*enumerate(stamps.split(), start=1), (6, None)], "정책", "one", AT
    )
    assert lacking(frontier, since, before) == expected


def test_lacking_is_what_is_neither_delivered_nor_explained(frontier: Frontier) -> None:
    results = "article http_404 http_410 alert front other_article listing OffsiteError http_500 captcha".split()
    for article_no, result in enumerate(results, start=1):
        ask(frontier, article_no, result)
    frontier.record_sightings([(20, None)], "정책", "one", AT)
    frontier.record_end(21, "taken_down", "one", AT)
    assert lacking(frontier) == [20, 10, 9]
    assert [
        each.article_no for each in frontier.missing_in_window(("", "~"), 20, [], 1)
    ] == [10]
    assert frontier.missing_in_window(("", "~"), 10, [], 9) == [Due(9, "http_500")]


def test_an_article_dated_elsewhere_is_lacking_there_only(frontier: Frontier) -> None:
    frontier.record_sightings([(7, None)], "정책", "one", AT)
    assert lacking(frontier, "2025-12-01T00:00:00Z") == [7]
    frontier.record_publication_time(7, "2024-05-01T00:00:00Z")
    assert lacking(frontier, "2025-12-01T00:00:00Z") == []
    assert lacking(frontier, "2024-05-01T00:00:00Z", "2024-05-02T00:00:00Z") == [7]
    assert due(frontier, 0) == [7]


@given(st.sets(st.integers(1, 60) | st.integers(10**8, 10**8 + 5), max_size=40))
def test_gaps_are_what_lies_between(known: set[int]) -> None:
    with (
        tempfile.TemporaryDirectory() as folder,
        Ledger.open(Path(folder), "test") as ledger,
    ):
        ledger.frontier.record_sightings(
            [(article_no, None) for article_no in known], "정책", "one", AT
        )
        between = [
            (one + 1, other - 1)
            for one, other in itertools.pairwise(sorted(known))
            if other - one > 1
        ]
        assert ledger.frontier.gaps() == between[::-1]


WINDOW = ("2025-12-07T15:00:00Z", "2025-12-08T15:00:00Z")


@pytest.mark.parametrize(
    ("result", "hours", "published", "settled", "in_window"),
    [
        ("unseen", 0, None, False, False),
        ("unseen", -1, None, True, True),  # not before it was sighted
        ("article", 0, None, True, True),
        ("article", 999, None, True, True),  # due by age: a named page is no reason
        ("http_500", 0.9, None, True, True),
        ("http_500", 1, None, False, False),
        ("http_404", 23.9, None, True, True),  # one absence proves nothing
        ("http_404", 24, None, False, False),
        ("tombstone", 999, None, True, True),
        ("unseen", 0, "2025-12-07T14:59:59Z", False, True),
        ("unseen", 0, "2025-12-07T15:00:00Z", False, False),
        ("unseen", 0, "2025-12-08T14:59:59Z", False, False),
        ("unseen", 0, "2025-12-08T15:00:00Z", False, True),
    ],
)
def test_what_a_page_names_is_asked_for_unless_it_is_settled(
    frontier: Frontier,
    result: str,
    hours: float,
    published: str | None,
    *,
    settled: bool,
    in_window: bool,
) -> None:
    at = AT + timedelta(hours=hours)
    frontier.record_sightings([(7, published), (8, None)], "정책", "one", AT)
    if result == "tombstone":
        frontier.record_end(7, result, "one", AT)
    elif result != "unseen":
        ask(frontier, 7, result)
    assert (
        7 in frontier.already_handled([7, 9], at),
        7 in frontier.already_handled([6, 7], at, WINDOW),
    ) == (settled, in_window)
    assert (
        frontier.already_handled([6, 9], at)
        == frontier.already_handled([], at)
        == set()
    )


def test_the_newest_article_that_was_there_is_the_control(frontier: Frontier) -> None:
    assert frontier.newest_delivered() == []
    for article_no, result in [
        (1, "article"),
        (3, "article"),
        (5, "article"),
        (7, "http_404"),
        (9, "front"),
    ]:
        ask(frontier, article_no, result)
    frontier.record_sightings([(11, None)], "정책", "one", AT)
    assert frontier.newest_delivered() == [Due(5, "article", *BODY[:2])]
    ask(frontier, 5, "http_404")
    assert frontier.newest_delivered() == [Due(3, "article", *BODY[:2])]


def test_a_gap_that_was_asked_for_is_none(frontier: Frontier) -> None:
    frontier.record_sightings([(1, None), (5, None)], "정책", "one", AT)
    ask(frontier, 3, "http_404")
    assert frontier.gaps() == [(4, 4), (2, 2)]


# --- known ground


def test_ground_is_what_a_complete_walk_of_that_listing_saw(frontier: Frontier) -> None:
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


def test_the_floor_of_a_listing_only_sinks(frontier: Frontier) -> None:
    assert frontier.complete_down_to("정책") is None
    frontier.record_walk("정책", 3, "since", "one")
    for floor, expected in [
        *[
            ("2025-12-01", "2025-12-01"),
            ("2025-12-05", "2025-12-01"),
            ("2025-11-30", "2025-11-30"),
        ],
        *[("", ""), ("2009-01-01", ""), ("", "")],
    ]:
        frontier.mark_walk_complete("정책", floor)
        assert frontier.complete_down_to("정책") == expected


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
