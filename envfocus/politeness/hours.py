"""Hours of the day in which a run may ask, KST."""

import re
from dataclasses import dataclass
from datetime import datetime, time
from typing import Any, Self

from envfocus.clock import KST

_FORM = re.compile(r"(\d\d:\d\d)-(\d\d:\d\d)", re.ASCII)
_EXPECTED = "expected two different times in KST, e.g. 01:00-06:30"


@dataclass(frozen=True, slots=True)
class Hours:
    """From `first` until before `last`; over midnight where `last` is the earlier one."""

    first: time
    last: time

    @classmethod
    def parse(cls, value: Any) -> Self | None:
        """Read `01:00-06:30`; None where it is empty: any hour. Raises ValueError."""
        if value is None or value == "":
            return None
        match = _FORM.fullmatch(str(value))
        if match is None:
            raise ValueError(_EXPECTED)
        try:
            first, last = (time.fromisoformat(part) for part in match.groups())
        except ValueError:
            raise ValueError(_EXPECTED) from None
        if first == last:
            raise ValueError(_EXPECTED)
        return cls(first, last)

    def __str__(self) -> str:
        return f"{self.first:%H:%M}-{self.last:%H:%M}"

    def hold(self, instant: datetime) -> bool:
        """Whether a run may ask at this instant."""
        now = instant.astimezone(KST).time()
        if self.first < self.last:
            return self.first <= now < self.last
        return now >= self.first or now < self.last
