"""Which article numbers are to be asked for: due, lacking in a window."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from envfocus.ledger.frontier import ANY_TIME, Due, Frontier
from tests.support.numbers import (
    AT,
    BODY,
    ask,
    due,
    lacking,
)


def test_due_is_read_page_by_page_from_the_newest(frontier: Frontier) -> None:
    frontier.record_sightings(
        [(article_no, None) for article_no in (3, 1, 9, 5, 7, 11)], "정책", "one", AT
    )
    frontier.record_end(5, "tombstone", "one", AT)
    ask(frontier, 11, "article", headers=BODY)
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


def test_due_and_lacking_at_certain_places(frontier: Frontier) -> None:
    frontier.record_sightings([(1, None), (2, None)], "정책", "one", AT)
    frontier.record_sightings([(2, None), (3, None)], "전국", "one", AT)
    frontier.record_sightings([(4, None)], "box", "one", AT)
    ask(frontier, 5, "http_500", headers=BODY)  # a gap: it stood nowhere
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
        ask(frontier, article_no, result, headers=BODY)
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


WINDOW = ("2025-12-07T15:00:00Z", "2025-12-08T15:00:00Z")


@pytest.mark.parametrize(
    ("result", "hours", "published", "handled", "in_window"),
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
def test_what_a_page_names_is_asked_for_unless_it_was_handled(
    frontier: Frontier,
    result: str,
    hours: float,
    published: str | None,
    *,
    handled: bool,
    in_window: bool,
) -> None:
    at = AT + timedelta(hours=hours)
    frontier.record_sightings([(7, published), (8, None)], "정책", "one", AT)
    if result == "tombstone":
        frontier.record_end(7, result, "one", AT)
    elif result != "unseen":
        ask(frontier, 7, result, headers=BODY)
    assert (
        7 in frontier.already_handled([7, 9], at),
        7 in frontier.already_handled([6, 7], at, WINDOW),
    ) == (handled, in_window)
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
        ask(frontier, article_no, result, headers=BODY)
    frontier.record_sightings([(11, None)], "정책", "one", AT)
    assert frontier.newest_delivered() == [Due(5, "article", *BODY[:2])]
    ask(frontier, 5, "http_404", headers=BODY)
    assert frontier.newest_delivered() == [Due(3, "article", *BODY[:2])]
