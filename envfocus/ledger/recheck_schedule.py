"""When an article is asked for again."""

import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise
from typing import Self

from envfocus.exceptions import ConfigurationError

_AGE = re.compile(r"(\d{1,6})([mhd])", re.ASCII)
_UNIT = {"m": timedelta(minutes=1), "h": timedelta(hours=1), "d": timedelta(days=1)}

_NO_TIME = timedelta(0)

DELETION_INTERVAL = timedelta(hours=24)
"""A deletion is believed when it was seen twice, so far apart."""


@dataclass(frozen=True, slots=True)
class Schedule:
    """`ages`: how old an article is when it is looked at again, ascending. Empty:
    never.
    """

    ages: tuple[timedelta, ...]

    @classmethod
    def parse(cls, text: object) -> Self:
        """Read `1h 6h 24h 7d` (m, h, d). Raises ConfigurationError."""
        words = str(text or "").split()
        ages = tuple(map(_age, words))
        for earlier, later in pairwise((_NO_TIME, *ages)):
            if later <= earlier:
                raise ConfigurationError(
                    f"ENVFOCUS_RECHECK_AGES={text!r}: expected growing ages,"
                    " e.g. 1h 6h 24h 7d"
                )
        return cls(ages)

    def after(self, published: datetime, now: datetime) -> datetime | None:
        """The next time to look at an article that is explained as it is; None: no
        more.
        """
        since = min(published, now)  # a stamp in the future is wrong
        for age in self.ages:
            if since + age > now:
                return since + age
        return None

    def again(self, tries: int, now: datetime) -> datetime:
        """The next time to ask for what failed `tries` times in a row. Nothing is given
        up: the last age repeats.
        """
        ages = self.ages or (DELETION_INTERVAL,)
        nth = min(tries, len(ages))
        return now + ages[nth - 1]


def _age(word: str) -> timedelta:
    """An age; none at all, which no schedule takes, where the word is none."""
    match = _AGE.fullmatch(word)
    if match is None:
        return _NO_TIME
    return int(match[1]) * _UNIT[match[2]]
