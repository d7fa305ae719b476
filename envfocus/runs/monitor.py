"""What a run reports to those who watch over it: a health check, and figures for
Prometheus. Neither can fail a run.
"""

from collections.abc import Mapping
from time import monotonic
from typing import Any

from envfocus import clock
from envfocus.runs.healthcheck import Healthcheck
from envfocus.runs.metrics import Run


class Monitor:
    """One run of a spider, watched. Settings: ENVFOCUS_HEALTHCHECK_URL,
    ENVFOCUS_METRICS_FILE; empty is off.
    """

    def __init__(
        self, spider: str, healthcheck: Healthcheck | None, metrics: str | None
    ) -> None:
        self.spider = spider
        self.healthcheck = healthcheck
        self.metrics = metrics
        self._began = monotonic()

    def started(self) -> None:
        """The run begins."""
        self._began = monotonic()
        if self.healthcheck:
            self.healthcheck.started()

    def ended(self, code: int, stats: Mapping[str, Any]) -> None:
        """The run ended with this exit code."""
        run = Run(self.spider, clock.now(), monotonic() - self._began, code, stats)
        if self.metrics:
            run.write(self.metrics)
        if self.healthcheck:
            self.healthcheck.ended(code)
