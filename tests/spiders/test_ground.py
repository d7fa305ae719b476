"""Walks of several runs over one list, with the ledger between them: no run may stop early for an earlier one's sake.

The list is simulated: the newest on top, pages repeat past the end, articles arrive (some with an old stamp, so
that they stand between rows that are known), vanish, and runs are cut off. Truth is what the list has.
"""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import count
from pathlib import Path
from typing import NamedTuple

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from envfocus.ledger import Ledger
from envfocus.ledger.frontier import Frontier
from envfocus.parsing.listing import Listing, Row
from envfocus.parsing.masthead import Masthead
from envfocus.parsing.page_kind import PageKind
from envfocus.runs.outcome import StopReason
from envfocus.spiders.arguments import ArticleArguments
from envfocus.spiders.walk import Walk
from tests.support.records import FETCHED

NAME = "정책"
FIRST_DAY = date(2025, 1, 1)


class Article(NamedTuple):
    article_no: int
    day: int


@dataclass
class Paper:
    """A list of the paper. `shown`: what it ever showed; `ground`: what it had shown when a walk was complete."""

    size: int
    articles: list[Article] = field(default_factory=list)
    shown: set[int] = field(default_factory=set)
    ground: set[int] = field(default_factory=set)
    counter: Iterator[int] = field(default_factory=lambda: count(1))
    day: int = 0

    def arrive(self, how_many: int) -> None:
        """On top, on a new day."""
        self.day += how_many > 0
        for _ in range(how_many):
            self.articles.insert(0, Article(next(self.counter), self.day))

    def arrive_late(self, distances: tuple[int, ...]) -> None:
        """With an old stamp: each so many rows of known ground below the one before, the first below the top."""
        at = 0
        for distance in distances:
            places = [
                place
                for place, article in enumerate(self.articles)
                if article.article_no in self.ground and place >= at
            ]
            at = places[distance] if distance < len(places) else len(self.articles)
            day = self.articles[at].day if at < len(self.articles) else 0
            self.articles.insert(at, Article(next(self.counter), day))

    def vanish(self, which: int) -> None:
        """One that every complete walk saw."""
        places = [
            at
            for at, article in enumerate(self.articles)
            if article.article_no in self.ground
        ]
        if len(places) > 1:
            self.articles.pop(places[which % len(places)])

    def page(self, number: int) -> Listing:
        last = max(1, -(-len(self.articles) // self.size))
        start = (min(number, last) - 1) * self.size
        rows = self.articles[start : start + self.size]
        self.shown |= {article.article_no for article in rows}
        days = [
            (FIRST_DAY + timedelta(days=article.day)).isoformat() for article in rows
        ]
        made = tuple(
            Row(article.article_no, None, None, None, day)
            for article, day in zip(rows, days, strict=True)
        )
        return Listing(
            PageKind.LISTING, made, last, {}, Masthead(None, None, (), None), (), ()
        )


@contextmanager
def empty_ledger() -> Iterator[Frontier]:
    with (
        tempfile.TemporaryDirectory() as folder,
        Ledger.open(Path(folder), "test") as ledger,
    ):
        yield ledger.frontier


def sighted(frontier: Frontier) -> set[int]:
    return {
        article_no
        for (article_no,) in frontier.store.execute(
            "SELECT article_no FROM sightings WHERE place = ?", (NAME,)
        )
    }


class Run(NamedTuple):
    """What happens before a run and during it. `cut`: pages after which it is killed, or the next one `fails`."""

    new: int = 0
    late: tuple[int, ...] = ()
    vanish: int | None = None
    cut: int | None = None
    fails: bool = False
    meanwhile: tuple[int, ...] = ()
    since: int | None = None


def run(
    paper: Paper, frontier: Frontier, plan: Run, in_a_row: int, overlap: int
) -> str | None:
    """One run as the spider makes it: a page is read, its rows are sighted, a complete walk becomes ground.

    Returns why the walk stopped; None where it was cut off.
    """
    since = None if plan.since is None else FIRST_DAY + timedelta(days=plan.since)
    walk = Walk(
        3,
        NAME,
        ArticleArguments(since=since),
        frontier.complete_down_to(NAME),
        in_a_row,
        overlap,
    )
    for page_no in count(1):
        page = paper.page(page_no)
        article_nos = [row.article_no for row in page.rows]
        ground = (
            frontier.seen_by_complete_walk(NAME, article_nos)
            if walk.can_end_on_seen
            else set[int]()
        )
        walk.take_page(page, FETCHED, ground)
        frontier.record_sightings(
            [(article_no, None) for article_no in article_nos], NAME, "run", FETCHED
        )
        if walk.stopped:
            break
        if page_no == plan.cut and not plan.fails:
            return None
        if page_no == plan.cut:
            walk.stop(StopReason.FAILED, "http_500")
            break
        paper.arrive(
            plan.meanwhile[page_no - 1] if page_no <= len(plan.meanwhile) else 0
        )
    frontier.record_walk(NAME, walk.pages, walk.stop_text, "run")
    if walk.is_complete and walk.complete_down_to is not None:
        frontier.mark_walk_complete(NAME, walk.complete_down_to)
        paper.ground = set(paper.shown)
    return None if walk.stopped is StopReason.FAILED else walk.stop_text


def follow(paper: Paper, runs: list[Run], in_a_row: int, overlap: int) -> None:
    """After each uninterrupted run every article that was on the list when it began (since its day) was sighted."""
    with empty_ledger() as frontier:
        for plan in [*runs, Run()]:
            paper.arrive(plan.new)
            paper.arrive_late(plan.late)
            if plan.vanish is not None:
                paper.vanish(plan.vanish)
            there = [
                article.article_no
                for article in paper.articles
                if plan.since is None or article.day >= plan.since
            ]
            if run(paper, frontier, plan, in_a_row, overlap) is not None:
                assert set(there) <= sighted(frontier), plan


def plans(
    depth: int, meanwhile: int = 0, *, windows: bool = False
) -> st.SearchStrategy[list[Run]]:
    """`depth`: fewer known rows stand above an article that comes late; `meanwhile`: most arrivals between pages."""
    return st.lists(
        st.builds(
            Run,
            new=st.integers(0, 25),
            late=st.lists(st.integers(0, depth - 1), max_size=3).map(tuple),
            vanish=st.none() | st.integers(0, 60),
            cut=st.none() | st.integers(1, 5),
            fails=st.booleans(),
            meanwhile=st.lists(st.integers(0, meanwhile), max_size=5).map(tuple)
            if meanwhile
            else st.just(()),
            since=st.none() | st.integers(0, 7) if windows else st.none(),
        ),
        max_size=7,
    )


@given(
    st.integers(1, 60),
    st.integers(2, 8),
    st.integers(1, 9),
    st.integers(0, 2),
    st.data(),
)
def test_every_article_is_sighted_however_many_runs_were_cut_off(
    start: int, size: int, in_a_row: int, overlap: int, data: st.DataObject
) -> None:
    """Articles come late below fewer known rows than a walk reads before it stops."""
    paper = Paper(size)
    paper.arrive(start)
    follow(paper, data.draw(plans(in_a_row + overlap * size)), in_a_row, overlap)


@given(st.integers(1, 60), st.integers(2, 8), st.integers(0, 1), st.data())
def test_every_article_is_sighted_while_others_arrive(
    start: int, size: int, overlap: int, data: st.DataObject
) -> None:
    """Between two pages fewer arrive than a page holds; those that come during a run are the next one's."""
    paper, in_a_row = Paper(size), data.draw(st.integers(1, size))
    paper.arrive(start)
    follow(paper, data.draw(plans(in_a_row, meanwhile=size - 1)), in_a_row, overlap)


@given(
    st.integers(1, 60),
    st.integers(2, 8),
    st.integers(1, 9),
    st.lists(st.integers(0, 99), max_size=4),
    st.data(),
)
def test_whatever_stands_on_the_first_two_pages_is_sighted(
    start: int, size: int, in_a_row: int, late: list[int], data: st.DataObject
) -> None:
    paper = Paper(size)
    paper.arrive(start)
    with empty_ledger() as frontier:
        run(paper, frontier, Run(), in_a_row, 1)
        for _ in range(data.draw(st.integers(0, 2))):
            paper.arrive(data.draw(st.integers(0, 20)))
            run(paper, frontier, Run(cut=data.draw(st.integers(1, 3))), in_a_row, 1)
        for place in late:
            paper.articles.insert(
                min(place, 2 * size - 1, len(paper.articles)),
                Article(next(paper.counter), 0),
            )
        on_two_pages = {article.article_no for article in paper.articles[: 2 * size]}
        run(paper, frontier, Run(), in_a_row, 1)
        assert on_two_pages <= sighted(frontier)


@pytest.mark.parametrize(("overlap", "pages"), [(0, 1), (1, 2), (2, 3)])
def test_a_quiet_run_reads_the_head_of_the_list_and_its_overlap(
    overlap: int, pages: int
) -> None:
    paper = Paper(20)
    paper.arrive(200)
    with empty_ledger() as frontier:
        assert run(paper, frontier, Run(), 5, overlap) == "repeats"
        assert run(paper, frontier, Run(), 5, overlap) == "known"
        row = frontier.store.execute(
            "SELECT pages, stopped, complete_down_to FROM listings"
        ).fetchone()
        assert row == (pages, "known", "")


@pytest.mark.parametrize("distances", [(2,), (2, 2), (1, 2, 2), (0, 0, 2, 1, 2)])
def test_one_that_came_late_leads_to_the_next(distances: tuple[int, ...]) -> None:
    paper = Paper(4)
    paper.arrive(40)
    follow(paper, [Run(), Run(late=distances)], 3, 0)


@pytest.mark.parametrize("fails", [False, True])
def test_a_walk_that_was_cut_off_is_no_ground_for_the_next(*, fails: bool) -> None:
    """Ten pages of news, three of them read before the end: the next run passes over them to the old ground."""
    paper = Paper(10)
    paper.arrive(50)
    with empty_ledger() as frontier:
        run(paper, frontier, Run(), 5, 1)
        paper.arrive(100)
        assert run(paper, frontier, Run(cut=3, fails=fails), 5, 1) is None
        assert run(paper, frontier, Run(), 5, 1) == "known"
        assert len(sighted(frontier)) == 150
        assert frontier.store.execute("SELECT pages FROM listings").fetchone() == (12,)
        assert run(paper, frontier, Run(), 5, 1) == "known"
        assert frontier.store.execute("SELECT pages FROM listings").fetchone() == (2,)


@pytest.mark.parametrize("fails", [False, True])
def test_a_first_walk_that_was_cut_off_leaves_no_ground(*, fails: bool) -> None:
    paper = Paper(10)
    paper.arrive(50)
    with empty_ledger() as frontier:
        run(paper, frontier, Run(cut=4, fails=fails), 5, 1)
        assert frontier.complete_down_to(NAME) is None
        assert run(paper, frontier, Run(), 5, 1) == "repeats"


HOLE = [Run(), Run(new=30, cut=1), Run(new=3, since=3)]
"""A whole walk; thirty articles, of which a run that is cut off sees six; three more, and a run for their day only."""


@given(plans(5 + 6, windows=True))
@example(HOLE)
def test_every_article_is_sighted_whatever_windows_were_asked_for(
    runs: list[Run],
) -> None:
    paper = Paper(6)
    paper.arrive(20)
    follow(paper, runs, 5, 1)
