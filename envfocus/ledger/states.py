"""What can come of an article number."""

from enum import StrEnum

UNSEEN = "unseen"
DELIVERED = "article"
TOMBSTONED = "tombstone"
TAKEN_DOWN = "taken_down"
"""Results that are no answers of the site; the others are kinds of pages and reasons of
failures.
"""

GONE = frozenset({"http_404", "http_410"})
"""What the feed takes for a deletion."""


class State(StrEnum):
    """What a result means."""

    DELIVERED = "delivered"
    GONE = "gone"
    ELSEWHERE = "elsewhere"
    FAILED = "failed"
    UNSEEN = "unseen"


_STATES = {
    UNSEEN: State.UNSEEN,
    DELIVERED: State.DELIVERED,
    "http_404": State.GONE,
    "http_410": State.GONE,
    "alert": State.GONE,
    TOMBSTONED: State.GONE,
    TAKEN_DOWN: State.GONE,
    "front": State.ELSEWHERE,
    "other_article": State.ELSEWHERE,
    "listing": State.ELSEWHERE,
    "OffsiteError": State.ELSEWHERE,
}

EXPLAINED = frozenset(_STATES) - {UNSEEN}
"""Results after which a number needs no further request to be accounted for."""


def state_of(result: str) -> State:
    """What a result means; whatever is not known to explain a number has failed."""
    return _STATES.get(result, State.FAILED)
