"""What is known of every article number ever sighted: where it stood, what came of it,
when it is due again.
"""

from datetime import datetime

from envfocus.clock import kst_text, utc_text
from envfocus.ledger.absences import Absences
from envfocus.ledger.answers import Answer, Answers, Headers
from envfocus.ledger.due import ANY_TIME, Due, DueNumbers, Window
from envfocus.ledger.sightings import Sightings, is_jump
from envfocus.ledger.states import (
    DELIVERED,
    GONE,
    TAKEN_DOWN,
    TOMBSTONED,
    UNSEEN,
    State,
    state_of,
)

__all__ = [
    "ANY_TIME",
    "DELIVERED",
    "GONE",
    "TAKEN_DOWN",
    "TOMBSTONED",
    "UNSEEN",
    "Answer",
    "Due",
    "Frontier",
    "Headers",
    "State",
    "Window",
    "is_jump",
    "state_of",
]


class Frontier(Sightings, Answers, DueNumbers, Absences):
    """All tables of article numbers. Methods raise LedgerError."""

    def correct_clock_skew(self, at: datetime) -> None:
        """A clock that was ahead put off what was due, and made absences of a day that
        never was.
        """
        sql = """
            UPDATE numbers SET due_at = :now
            WHERE result != :delivered AND due_at > :now
            AND COALESCE(fetched_at, sighted_at) > :now
        """
        self.store.write(sql, {"now": utc_text(at), "delivered": DELIVERED})
        self.store.write("DELETE FROM absences WHERE at > ?", (kst_text(at),))
