"""How a run, and each walk through a listing in it, can end: closed sets."""

from enum import StrEnum


class Outcome(StrEnum):
    """What became of what a run accepted; the stat `feed/outcome`."""

    PUBLISHED = "published"
    NOTHING = (
        "nothing"  # nothing new, or nothing that a run which sees nothing may publish
    )
    REFUSED = "refused"  # the gate found the layout changed; the last good feed stays
    DISK = "disk"  # the disk or the ledger failed
    LOCKED = "locked"  # another process holds the ledger
    CONFIGURATION = "configuration"  # the ledger belongs to another paper
    INTERNAL = "internal"  # an exception of ours


class FinishReason(StrEnum):
    """Why Scrapy closed the spider, where that says more than `finished`."""

    FINISHED = "finished"
    BAD_ARGUMENT = "bad_argument"
    SHUTDOWN = "shutdown"  # a signal
    TIMEOUT = "closespider_timeout"
    BUDGET = "budget"
    HOURS = "window"
    BLOCKED = "blocked"
    THROTTLED = "throttled"
    ROBOTS_THROTTLED = "robots_throttled"
    ROBOTS_DELAY = "robots_delay"
    ROBOTS_UNREACHABLE = "robots_unreachable"
    FEED_FAILED = "feed_failed"


class StopReason(StrEnum):
    """Why the walk through a listing stopped."""

    KNOWN = "known"
    """Enough rows in a row, and the overlap behind them, were seen by a complete walk."""
    REPEATS = "repeats"
    """A page brought no article that the listing had not shown before: its end."""
    PAGE_IGNORED = "page_ignored"
    """Later pages are page 1 again although the paging counts on."""
    STUCK = "stuck"
    """Two pages brought nothing new although the paging counts on."""
    SINCE = "since"
    """All rows of a page are older than the first day that was asked for."""
    ENOUGH = "enough"
    """`max_articles` were asked for."""
    PAGE_LIMIT = "page_limit"
    """More pages than any listing has."""
    NOT_A_LISTING = "not_a_listing"
    """The page has no rows; the detail names what it is instead."""
    FAILED = "failed"
    """A page did not arrive; the detail names why."""


COMPLETE_STOPS = frozenset(
    {
        StopReason.KNOWN,
        StopReason.REPEATS,
        StopReason.PAGE_IGNORED,
        StopReason.SINCE,
    }
)
"""Reasons of a walk that has seen all it wanted."""

TROUBLED_STOPS = frozenset(
    {
        StopReason.STUCK,
        StopReason.PAGE_LIMIT,
        StopReason.NOT_A_LISTING,
        StopReason.FAILED,
    }
)
"""Reasons that make a run degraded."""


def stop_text(reason: StopReason, detail: str = "") -> str:
    """A reason as stats, ledger and run record have it: `failed:http_500`."""
    return f"{reason.value}:{detail}" if detail else reason.value


def stop_reason_of(text: str) -> StopReason | None:
    """The reason in a text of `stop_text`; None: the walk goes on, or nobody knows."""
    reason, _, _ = text.partition(":")
    return _STOP_REASONS.get(reason)


_STOP_REASONS = {reason.value: reason for reason in StopReason}

LIMIT_STAT = "run/limit"
"""Stat: why the run may not go on, in words."""
