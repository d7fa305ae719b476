"""What a run asks and tells of article numbers."""

from collections.abc import Iterable, Sequence

from envfocus import clock
from envfocus.ledger import Ledger
from envfocus.ledger.frontier import (
    ANY_TIME,
    DELIVERED,
    GONE,
    Answer,
    Due,
    Headers,
    Window,
)
from envfocus.ledger.recheck_schedule import Schedule
from envfocus.publishing.acceptance import Presence, is_live
from envfocus.publishing.guard import Guard, guarded, nothing

Row = tuple[int, str | None]
"""An article number, and the time of publication beside it (UTC), if the page has it."""


class RunFrontier:
    """The ledger's frontier as one run sees it.

    Raises nothing: the guard is told of what fails, and every answer after that is
    empty.
    """

    def __init__(
        self,
        ledger: Ledger,
        run_id: str,
        schedule: Schedule,
        presence: Presence,
        guard: Guard,
    ) -> None:
        self.ledger = ledger
        self.frontier = ledger.frontier
        self.run_id = run_id
        self.schedule = schedule
        self.presence = presence
        self.guard = guard
        self.taken_down = ledger.taken()
        """Keys that must not be collected."""

    # --- where articles stood

    @guarded(nothing)
    def record_sightings(self, rows: Iterable[Row], place: str) -> None:
        """Articles stood on a page."""
        self.frontier.record_sightings(rows, place, self.run_id, clock.now())

    @guarded(nothing)
    def keep_only_listings(self, names: Sequence[str]) -> None:
        """These are all listings there are: how others ended is forgotten."""
        self.frontier.keep_only_listings(names)

    @guarded(nothing)
    def begin_walk(self, name: str) -> None:
        """A walk begins: how an earlier one ended is no proof for this one."""
        self.frontier.record_walk(name, 0, "", self.run_id)

    @guarded(nothing)
    def end_walk(
        self, name: str, pages: int, stopped: str, complete_down_to: str | None
    ) -> None:
        """A walk through a listing ended.

        `complete_down_to`: the day down to which all of the listing was seen; empty: to
        its end; None: it was not.
        """
        self.frontier.record_walk(name, pages, stopped, self.run_id)
        if complete_down_to is not None:
            self.frontier.mark_walk_complete(name, complete_down_to)

    @guarded(lambda: None)
    def complete_down_to(self, name: str) -> str | None:
        """The day down to which complete walks saw a listing, as `end_walk` has it."""
        return self.frontier.complete_down_to(name)

    @guarded(set)
    def seen_by_complete_walk(self, name: str, article_nos: Sequence[int]) -> set[int]:
        """Those that an earlier, complete walk of this listing saw."""
        return self.frontier.seen_by_complete_walk(name, article_nos)

    # --- what came of them

    @guarded(nothing)
    def record_missed(self, article_no: int, result: str, headers: Headers) -> None:
        """An article was asked for and none came.

        `result`: what the page is instead, or why there is none.
        """
        answer = Answer(result, headers, clock.now(), self.run_id)
        is_known = is_live(self.ledger, article_no)
        before = self.frontier.record_answer(
            article_no, answer, self.schedule, alive=is_known
        )
        if result not in GONE:
            return
        at = clock.kst_text(answer.at)
        self.frontier.record_absence(article_no, self.run_id, at)
        if is_known and before == DELIVERED:
            self.presence.newly_gone += 1
        elif is_known:
            self.presence.still_gone += 1

    @guarded(nothing)
    def record_not_modified(self, article_no: int) -> None:
        """The site has of an article what we have."""
        self.presence.present += 1
        now = clock.now()
        self.frontier.record_not_modified(article_no, now, self.run_id, self.schedule)
        self.frontier.clear_absences(article_no)

    @guarded(nothing)
    def record_publication_time(self, article_no: int, published_at: str) -> None:
        """An article that is not wanted now was published then, UTC."""
        self.frontier.record_publication_time(article_no, published_at)

    # --- what to ask for

    @guarded(set)
    def already_handled(self, article_nos: Sequence[int], window: Window) -> set[int]:
        """Those that need not be asked for because a page names them."""
        return self.frontier.already_handled(article_nos, clock.now(), window)

    @guarded(list)
    def due(
        self, window: Window, below: int, places: Sequence[str], limit: int
    ) -> list[Due]:
        """Numbers below `below` to ask for again, the newest first, at most `limit`.

        All that are due; of a window that was asked for, what is missing in it.
        `places`: only those that stood there; empty: all.
        """
        if window == ANY_TIME:
            return self.frontier.due(clock.now(), below, places, limit)
        return self.frontier.missing_in_window(window, below, places, limit)

    @guarded(list)
    def newest_delivered(self) -> list[Due]:
        """The newest article that was there when it was looked at last, if any."""
        return self.frontier.newest_delivered()

    @guarded(list)
    def gaps(self) -> list[tuple[int, int]]:
        """First and last of each run of numbers that nothing ever showed."""
        return self.frontier.gaps()
