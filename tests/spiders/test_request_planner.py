"""What is asked for, without a crawl: nothing twice, nothing left out."""

from collections.abc import Sequence
from types import SimpleNamespace
from typing import Any, cast

import pytest

from envfocus.exceptions import ConfigurationError
from envfocus.ledger.frontier import Due, Window
from envfocus.papers.profile import load_profile
from envfocus.papers.site import Site
from envfocus.publishing.run_frontier import RunFrontier
from envfocus.runs.outcome import StopReason
from envfocus.spiders import request_planner
from envfocus.spiders.arguments import ArticleArguments
from envfocus.spiders.request_planner import PlannerSettings, RequestPlanner
from envfocus.spiders.requests import Callbacks, Requests

PROFILE = load_profile("ecofocus")
SITE = Site.parse("http://127.0.0.1:8000/", PROFILE.cms.urls)


def ignore(*_: Any) -> None:
    """No answer comes here."""


class KnownNumbers:
    """A frontier that knows which numbers are due, and counts how many it gave at once."""

    def __init__(self, numbers: Sequence[int], gaps: Sequence[tuple[int, int]]) -> None:
        self.numbers = sorted(numbers, reverse=True)
        self.runs = list(gaps)
        self.sizes: list[int] = []
        self.taken_down = {"ecofocus:a7"}
        self.presence = SimpleNamespace(lacks_control=lambda: False)

    def due(
        self, window: Window, below: int, places: Sequence[str], limit: int
    ) -> list[Due]:
        found = [Due(number) for number in self.numbers if number < below][:limit]
        self.sizes.append(len(found))
        return found

    def gaps(self) -> list[tuple[int, int]]:
        return self.runs

    def complete_down_to(self, name: str) -> str | None:
        return ""

    def begin_walk(self, name: str) -> None:
        ignore(name)


def planner(
    numbers: Sequence[int] = (),
    gaps: Sequence[tuple[int, int]] = (),
    room: int = 10**6,
    **arguments: Any,
) -> tuple[RequestPlanner, KnownNumbers]:
    known, left = KnownNumbers(numbers, gaps), iter(range(room))
    callbacks = Callbacks(*[ignore] * 7)
    made = RequestPlanner(
        Requests(SITE, callbacks),
        cast("RunFrontier", known),
        ArticleArguments(**arguments),
        PlannerSettings(known_in_a_row=5, gap_max=100, key_prefix="ecofocus"),
        ignore,
        lambda: next(left, None) is not None,
    )
    return made, known


def asked(batches: Any) -> list[int]:
    return [request.cb_kwargs["article_no"] for batch in batches for request in batch]


@pytest.mark.parametrize("count", [0, 1, 199, 200, 201, 450])
def test_all_that_is_due_is_asked_for_once(count: int) -> None:
    numbers = range(1000, 1000 + count)
    made, known = planner(numbers)
    assert asked(made.batches()) == sorted(numbers, reverse=True)
    assert max(known.sizes) <= 200
    assert request_planner.AT_ONCE == 200  # memory does not grow with what is due


def test_a_batch_is_small() -> None:
    made, _ = planner(range(1000, 1120))
    assert [len(batch) for batch in made.batches()] == [50, 50, 20]


def test_what_was_taken_down_is_not_asked_for() -> None:
    made, _ = planner([6, 7, 8])
    assert asked(made.batches()) == [8, 6]


def test_gaps_follow_a_complete_walk_of_all_articles_and_no_other() -> None:
    made, _ = planner(gaps=[(20, 22), (10, 11)])
    assert asked(made.batches()) == []
    made, _ = planner(gaps=[(20, 22), (10, 11)])
    made.first()
    made.walks[0].stop(StopReason.KNOWN)
    assert asked(made.batches()) == [22, 21, 20, 11, 10]


def test_gaps_end_with_the_room_in_the_budget() -> None:
    made, _ = planner(gaps=[(20, 29)], room=3)
    made.first()
    made.walks[0].stop(StopReason.KNOWN)
    assert asked(made.batches()) == [29, 28, 27]


def test_a_jump_is_told_and_not_asked_for(caplog: pytest.LogCaptureFixture) -> None:
    made, _ = planner(gaps=[(1000, 1100), (10, 10)])
    made.first()
    made.walks[0].stop(StopReason.KNOWN)
    assert asked(made.batches()) == [10]
    assert "1000 to 1100 were never seen: a jump of the numbers" in caplog.text


def test_no_more_than_was_asked_for() -> None:
    made, _ = planner(range(100, 200), max_articles=3)
    assert asked(made.batches()) == [199, 198, 197]
    assert made.has_enough()


def test_a_section_that_the_menu_does_not_have() -> None:
    made, _ = planner(sections=("없음",))
    with pytest.raises(ConfigurationError, match="없음"):
        list(made.begin({3: "정책"}))
