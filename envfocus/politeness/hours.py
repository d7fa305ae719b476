"""Hours of the day in which a run may ask, KST."""

import re
from dataclasses import dataclass
from datetime import datetime, time

from envfocus.clock import KST
from envfocus.exceptions import ConfigurationError

_FORM = re.compile(r"(\d\d:\d\d)-(\d\d:\d\d)", re.ASCII)


@dataclass(frozen=True, slots=True)
class Hours:
    """From `first` until before `last`; over midnight where `last` is the earlier one."""

    first: time
    last: time

    @classmethod
    def parse(cls, text: str) -> "Hours | None":
        """Read the setting ENVFOCUS_HOURS; None where it is empty: any hour. Raises
        ConfigurationError.
        """
        if not text:
            return None
        match = _FORM.fullmatch(text)
        try:
            first, last = (
                (time.fromisoformat(part) for part in match.groups())
                if match
                else (None, None)
            )
        except ValueError:
            first = last = None
        if first is None or last is None or first == last:
            raise ConfigurationError(
                f"ENVFOCUS_HOURS={text!r}: expected two different times in KST, e.g. 01:00-06:30"
            )
        return cls(first, last)

    def hold(self, instant: datetime) -> bool:
        """Whether a run may ask at this instant."""
        now = instant.astimezone(KST).time()
        if self.first < self.last:
            return self.first <= now < self.last
        return now >= self.first or now < self.last
