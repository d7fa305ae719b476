"""The walk through a listing: what is taken, and why it stops."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from envfocus.parsing.listing import Listing, Row
from envfocus.parsing.masthead import Masthead
from envfocus.parsing.page_kind import PageKind
from envfocus.runs.outcome import COMPLETE_STOPS, StopReason
from envfocus.spiders import walk as walk_module
from envfocus.spiders.arguments import ArticleArguments
from envfocus.spiders.walk import Walk, within
from tests.support.records import FETCHED

SINCE = ArticleArguments(since=date(2025, 2, 5), until=date(2025, 2, 7))


def listing(
    *rows: int | tuple[int, str | None],
    last_page: int | None = 9,
    kind: PageKind = PageKind.LISTING,
) -> Listing:
    """A page of numbers, or of numbers with the date that the row shows."""
    pairs = [row if isinstance(row, tuple) else (row, None) for row in rows]
    return Listing(
        kind=kind,
        rows=tuple(Row(article_no, None, None, None, day) for article_no, day in pairs),
        last_page=last_page,
        sections={},
        masthead=Masthead(None, None, (), None),
        links=(),
        flags=(),
    )


def new_walk(arguments: ArticleArguments | None = None) -> Walk:
    return Walk(3, "정책", arguments or ArticleArguments())


def turn(walk: Walk, page: Listing) -> tuple[list[int], str | None]:
    return walk.take_page(page, FETCHED), walk.stop_text or None


def test_pages_are_taken_in_the_order_of_their_rows() -> None:
    walk = new_walk()
    assert turn(walk, listing(9, 7, 8)) == ([9, 7, 8], None)
    assert turn(walk, listing(6, 5, 4)) == ([6, 5, 4], None)
    assert walk.pages == 2


def test_a_number_that_stands_twice_on_a_page_is_taken_once() -> None:
    assert turn(new_walk(), listing(9, 8, 9, 8, 7)) == ([9, 8, 7], None)


def test_rows_shifted_by_new_articles_are_taken_once() -> None:
    walk = new_walk()
    assert turn(walk, listing(9, 8, 7)) == ([9, 8, 7], None)
    assert turn(walk, listing(8, 7, 6)) == ([6], None)
    assert turn(walk, listing(12, 6, 5)) == ([12, 5], None)


def test_the_last_page_again_is_the_end() -> None:
    walk = new_walk()
    turn(walk, listing(9, 8, last_page=2))
    assert turn(walk, listing(7, last_page=2)) == ([7], None)
    assert turn(walk, listing(7, last_page=2)) == ([], "repeats")
    assert walk.pages == 3


def test_a_page_of_numbers_seen_on_several_pages_is_the_end() -> None:
    walk = new_walk()
    turn(walk, listing(9, 8))
    turn(walk, listing(7, 6))
    assert turn(walk, listing(8, 7, last_page=3)) == ([], "repeats")


def test_one_page_of_new_articles_pushes_every_row_on_and_ends_nothing() -> None:
    walk = new_walk()
    turn(walk, listing(9, 8, last_page=4))
    assert turn(walk, listing(9, 8, last_page=5)) == ([], None)
    assert turn(walk, listing(7, 6, last_page=5)) == ([7, 6], None)


@pytest.mark.parametrize(
    ("last_page", "stopped"),
    [(9, "page_ignored"), (2, "page_ignored"), (1, "repeats"), (None, "repeats")],
)
def test_the_first_page_again_as_the_second(
    last_page: int | None, stopped: str
) -> None:
    walk = new_walk()
    assert turn(walk, listing(9, 8, 7, last_page=last_page)) == ([9, 8, 7], None)
    if last_page == 9:
        assert turn(walk, listing(9, 8, 7, last_page=last_page)) == ([], None)
    assert turn(walk, listing(9, 8, 7, last_page=last_page)) == ([], stopped)


def test_the_first_page_again_as_the_third_is_no_ignored_page() -> None:
    walk = new_walk()
    turn(walk, listing(9, 8))
    turn(walk, listing(7, 6))
    assert turn(walk, listing(9, 8, last_page=3)) == ([], "repeats")


@pytest.mark.parametrize("kind", ["front", "alert", "captcha", "empty", "unknown"])
def test_a_page_without_rows_ends_the_walk_and_counts_for_nothing(kind: str) -> None:
    walk = new_walk()
    turn(walk, listing(9, 8))
    assert turn(walk, listing(kind=PageKind(kind))) == ([], f"not_a_listing:{kind}")
    assert walk.pages == 1


def test_the_window_is_inclusive_and_a_mixed_page_goes_on() -> None:
    page = listing(
        (9, "2025-02-08 00:00"),
        (8, "2025-02-07 23:59"),
        (7, "2025-02-06 12:00"),
        (6, "2025-02-05 00:00"),
        (5, "2025-02-04 23:59"),
    )
    assert turn(new_walk(SINCE), page) == ([8, 7, 6], None)


def test_a_page_of_newer_rows_only_gives_nothing_and_goes_on() -> None:
    assert turn(
        new_walk(SINCE), listing((9, "2025-03-01 10:00"), (8, "2025-02-08 00:00"))
    ) == ([], None)


def test_a_page_of_older_rows_only_ends_the_walk() -> None:
    walk = new_walk(SINCE)
    turn(walk, listing((9, "2025-02-06 10:00")))
    assert turn(walk, listing((8, "2025-02-04 23:59"), (7, "2025.02.03"))) == (
        [],
        "since",
    )


def test_without_since_old_rows_end_nothing() -> None:
    arguments = ArticleArguments(until=date(2025, 2, 7))
    assert turn(
        new_walk(arguments), listing((8, "1999-02-04 23:59"), (7, "2026-02-04"))
    ) == ([8], None)


@pytest.mark.parametrize("shown", [None, "", "어제 오후", "7일", "2025-02-30", "02.04"])
def test_a_row_without_a_day_is_taken_and_never_ends_the_walk(
    shown: str | None,
) -> None:
    assert turn(new_walk(SINCE), listing((8, "2025-02-04 10:00"), (7, shown))) == (
        [7],
        None,
    )


def test_old_rows_that_were_seen_before_are_the_end_for_that_reason() -> None:
    walk = new_walk(SINCE)
    turn(walk, listing((9, "2025-02-06 10:00"), (8, "2025-02-04 10:00")))
    assert turn(walk, listing((8, "2025-02-04 10:00"), last_page=1)) == ([], "repeats")


def test_the_number_of_pages_has_a_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(walk_module, "LAST_PAGE", 3)
    walk = new_walk()
    assert turn(walk, listing(9)) == ([9], None)
    assert turn(walk, listing(8)) == ([8], None)
    assert turn(walk, listing(7)) == ([7], "page_limit")


def test_the_limit_holds_the_papers_whole_archive() -> None:
    assert walk_module.LAST_PAGE * 20 >= 72_000


def test_two_walks_share_no_memory() -> None:
    first, second = new_walk(), new_walk()
    assert turn(first, listing(9, 8)) == ([9, 8], None)
    assert turn(second, listing(9, 8)) == ([9, 8], None)


KNOWN = frozenset(range(1, 100))


def grounded(
    floor: str | None = "", overlap: int = 1, arguments: ArticleArguments | None = None
) -> Walk:
    """A walk that stands on known ground after three known rows."""
    return Walk(3, "정책", arguments or ArticleArguments(), floor, 3, overlap)


def ends(walk: Walk, *pages: tuple[int, ...]) -> list[str | None]:
    """Why the walk stopped, after each page."""
    stopped = []
    for page in pages:
        walk.take_page(listing(*page), FETCHED, KNOWN)
        stopped.append(walk.stop_text or None)
    return stopped


@pytest.mark.parametrize(
    ("overlap", "pages", "stopped"),
    [
        (0, [(9, 8, 7)], ["known"]),
        (0, [(200, 9, 8, 7)], ["known"]),
        (
            0,
            [(200, 9, 8), (7, 6, 5)],
            [None, "known"],
        ),  # two at the end of a page, and the next
        (
            0,
            [(9, 8, 7, 200), (6, 5, 200), (4, 3, 2)],
            [None, None, "known"],
        ),  # rows above news are no ground
        (1, [(9, 8, 7), (6, 5, 4)], [None, "known"]),
        (
            1,
            [(9, 8, 7), (6, 5, 200), (4, 3), (2, 1)],
            [None, None, None, None],
        ),  # overlap counts anew
        (
            1,
            [(9, 8, 7), (6, 5, 200), (4, 3), (2, 1), (11, 10)],
            [None, None, None, None, "known"],
        ),
        (1, [(9, 8, 7), (200, 6, 5, 4), (3, 2, 1)], [None, None, "known"]),
        (
            1,
            [(9, 8), (7, 6), (5, 4)],
            [None, None, "known"],
        ),  # pages shorter than the rows that it takes
        (2, [(9, 8, 7), (6, 5, 4), (3, 2, 1)], [None, None, "known"]),
    ],
)
def test_known_rows_and_the_pages_behind_them_are_the_end(
    overlap: int, pages: list[tuple[int, ...]], stopped: list[str | None]
) -> None:
    walk = grounded(overlap=overlap)
    assert ends(walk, *pages) == stopped
    assert walk.is_complete is (stopped[-1] == "known")
    assert walk.complete_down_to == ""


def test_known_rows_are_wanted_as_news_are() -> None:
    """Whether a number is asked for is not the walk's matter."""
    walk = grounded()
    assert walk.take_page(listing(200, 9, 8, 7), FETCHED, KNOWN) == [200, 9, 8, 7]
    assert walk.take_page(listing(8, 7, 6), FETCHED, KNOWN) == [6]


def test_without_ground_nothing_is_known() -> None:
    walk = grounded(overlap=0)
    assert turn(walk, listing(9, 8, 7)) == ([9, 8, 7], None)
    assert not walk.is_complete


@pytest.mark.parametrize(
    ("floor", "since", "has"),
    [
        (None, None, False),
        (None, date(2025, 2, 5), False),
        ("", None, True),
        ("", date(2025, 2, 5), True),
        ("2025-02-05", None, False),
        ("2025-02-05", date(2025, 2, 4), False),
        ("2025-02-05", date(2025, 2, 5), True),
        ("2025-02-05", date(2025, 2, 6), True),
        ("2024-12-31", date(2025, 1, 1), True),
    ],
)
def test_ground_that_is_deep_enough(
    floor: str | None, since: date | None, has: bool
) -> None:
    assert (
        grounded(floor, arguments=ArticleArguments(since=since)).can_end_on_seen is has
    )


@pytest.mark.parametrize(
    ("floor", "since", "expected"),
    [
        (None, date(2025, 2, 5), "2025-02-05"),
        ("2025-02-09", date(2025, 2, 5), "2025-02-05"),
    ],
)
def test_a_walk_to_a_day_makes_ground_down_to_it(
    floor: str | None, since: date, expected: str
) -> None:
    walk = grounded(floor, arguments=ArticleArguments(since=since))
    walk.take_page(listing((9, "2025-02-06 10:00"), (8, "2025-02-04 10:00")), FETCHED)
    assert (walk.stopped, walk.complete_down_to) == (None, floor)
    walk.take_page(listing((7, "2025-02-04 10:00")), FETCHED)
    assert (walk.stopped, walk.complete_down_to, walk.is_complete) == (
        "since",
        expected,
        True,
    )


@pytest.mark.parametrize("floor", [None, "", "2025-02-05"])
def test_a_walk_to_the_end_makes_ground_of_all(floor: str | None) -> None:
    walk = grounded(floor)
    assert [
        turn(walk, listing(*page, last_page=2))[1]
        for page in ((200, 201), (202,), (202,))
    ][-1] == "repeats"
    assert (walk.complete_down_to, walk.is_complete) == ("", True)


@pytest.mark.parametrize(
    "reason", [None, *sorted(set(StopReason) - COMPLETE_STOPS - {StopReason.STUCK})]
)
def test_any_other_end_is_no_complete_walk(reason: StopReason | None) -> None:
    walk = grounded(None)
    walk.take_page(listing(9, 8), FETCHED)
    walk.stopped = reason
    assert (walk.is_complete, walk.complete_down_to) == (False, None)


@pytest.mark.parametrize(
    ("day", "since", "until", "wanted"),
    [
        (None, date(2025, 2, 5), date(2025, 2, 7), True),
        (date(2025, 2, 6), None, None, True),
        (date(2025, 2, 5), date(2025, 2, 5), None, True),
        (date(2025, 2, 4), date(2025, 2, 5), None, False),
        (date(2025, 2, 7), None, date(2025, 2, 7), True),
        (date(2025, 2, 8), None, date(2025, 2, 7), False),
        (date(2025, 2, 7), date(2025, 2, 7), date(2025, 2, 7), True),
        (date(2025, 2, 4), date(2025, 2, 5), date(2025, 2, 7), False),
        (date(2025, 2, 8), date(2025, 2, 5), date(2025, 2, 7), False),
    ],
)
def test_the_window(
    day: date | None, since: date | None, until: date | None, wanted: bool
) -> None:
    assert within(day, ArticleArguments(since=since, until=until)) is wanted


@settings(deadline=None)
@given(st.integers(1, 60), st.integers(2, 7), st.data())
def test_no_article_is_missed_or_taken_twice_while_new_ones_arrive(
    count: int, size: int, data: st.DataObject
) -> None:
    """Between two pages fewer articles arrive than a page holds; past the end the last page repeats."""
    articles = list(range(count, 0, -1))
    walk, taken, page_no = new_walk(), list[int](), 1
    while walk.stopped is None:
        last = -(-len(articles) // size)
        start = (min(page_no, last) - 1) * size
        taken += walk.take_page(
            listing(*articles[start : start + size], last_page=last), FETCHED
        )
        page_no += 1
        arrived = data.draw(st.integers(0, size - 1)) if page_no < 30 else 0
        articles[:0] = range(articles[0] + arrived, articles[0], -1)
    assert set(range(1, count + 1)) <= set(taken)
    assert len(taken) == len(set(taken))
    assert walk.stopped in {"repeats", "page_ignored"}


def test_pages_of_nothing_new_before_the_last_are_stuck() -> None:
    walk = new_walk()
    stops = [
        turn(walk, listing(*page, last_page=9))[1]
        for page in ((9, 8), (7, 6), (7, 6), (7, 6))
    ]
    assert stops == [None, None, None, "stuck"]
    assert (walk.is_complete, walk.complete_down_to) == (True, "")
