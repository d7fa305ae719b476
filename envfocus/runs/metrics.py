"""Figures of the last run as a Prometheus text file, for the textfile collector of a
node exporter.
"""

import logging
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from envfocus.atomic import RealDisk, write
from envfocus.exceptions import FeedError
from envfocus.logsafe import one_line
from envfocus.runs.exit_codes import DEGRADED, OK

logger = logging.getLogger(__name__)

_SUCCESS = "envfocus_last_success_timestamp_seconds"

_STATS = (
    (
        "articles_delivered",
        "articles/delivered",
        "Articles that the site delivered in the last run.",
    ),
    ("records_published", "feed/published", "Records that the last run published."),
    (
        "items_quarantined",
        "quarantine/items",
        "Records that the last run put into quarantine.",
    ),
    ("requests", "downloader/request_count", "Requests that the last run sent."),
    (
        "response_bytes",
        "downloader/response_bytes",
        "Bytes that the last run received, as they were transferred.",
    ),
)
"""End of the name, counter of the crawl, help."""


@dataclass(frozen=True, slots=True)
class Run:
    """A run that ended. `seconds`: how long it took; `stats`: the crawl's, empty where
    it never began.
    """

    spider: str
    ended_at: datetime
    seconds: float
    code: int
    stats: Mapping[str, Any]

    def write(self, name: str) -> None:
        """Replace the file `name` in one step. What goes wrong is a line in the log."""
        path = Path(name.replace("{spider}", self.spider))
        text = self.text(last_success(path, self.spider))
        try:
            write(RealDisk(), path, [text.encode()])
        except FeedError as error:
            logger.warning("metrics not written: %s", one_line(error, 500))

    def text(self, succeeded_at: float | None) -> str:
        """The file. `succeeded_at`: when an earlier run succeeded, None where that is
        not known.
        """
        return "".join(_lines(self.spider, self._figures(succeeded_at)))

    def _figures(self, succeeded_at: float | None) -> Iterator[tuple[str, str, float]]:
        """Name, help and value; an unknown value has no line."""
        ended_at = self.ended_at.timestamp()
        yield (
            "envfocus_last_run_timestamp_seconds",
            "When the last run ended, as Unix time.",
            ended_at,
        )
        yield (
            "envfocus_last_run_duration_seconds",
            "How long the last run took.",
            round(self.seconds, 3),
        )
        yield (
            "envfocus_last_run_exit_code",
            f"Exit code of the last run; {OK:d} is well, {DEGRADED:d} is degraded.",
            self.code,
        )
        for name, stat, words in _STATS:
            yield f"envfocus_last_run_{name}", words, self.stats.get(stat, 0)
        if self.code in {OK, DEGRADED}:
            succeeded_at = ended_at
        if succeeded_at is not None:
            yield (
                _SUCCESS,
                f"When a run last ended with exit code {OK:d} or {DEGRADED:d}, as Unix time.",
                succeeded_at,
            )


def last_success(path: Path, spider: str) -> float | None:
    """When a run last succeeded, from the file that an earlier one wrote; None where it
    does not say.
    """
    pattern = rf'^{_SUCCESS}{{spider="{re.escape(spider)}"}} (\S+)$'
    try:
        found = re.search(pattern, path.read_text(encoding="utf-8"), re.MULTILINE)
        if found is None:
            return None
        return float(found[1])
    except FileNotFoundError:
        return None
    except (OSError, ValueError) as error:
        logger.warning(
            "%s: time of the last success is lost: %s", path, one_line(error, 500)
        )
        return None


def _lines(spider: str, figures: Iterator[tuple[str, str, float]]) -> Iterator[str]:
    for name, words, value in figures:
        yield f'# HELP {name} {words}\n# TYPE {name} gauge\n{name}{{spider="{spider}"}} {value}\n'
