"""What a crawl cost, written down when it is over; the same for every spider that is measured."""

import json
import os
from pathlib import Path
from time import perf_counter, process_time

from scrapy.crawler import Crawler
from scrapy.spiders import Spider
from scrapy.statscollectors import MemoryStatsCollector, StatsT

from benchmarks.measure import peak_mb

FILE = "BENCH_FIGURES"
"""The environment variable that names the file."""


class Figures(MemoryStatsCollector):
    """Scrapy's stats, and seconds from opening the spider until everything is closed: publishing is in them.

    `elapsed_time_seconds`, which Scrapy counts, ends before extensions close.
    """

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        self.begun = 0.0, 0.0

    def open_spider(self, spider: Spider | None = None) -> None:
        """Before the first request."""
        self.begun = perf_counter(), process_time()

    def _persist_stats(self, stats: StatsT) -> None:
        super()._persist_stats(stats)
        wall, cpu = self.begun
        figures = {
            "wall": perf_counter() - wall,
            "cpu": process_time() - cpu,
            "peak_mb": peak_mb(),
        }
        counts = {
            name: value
            for name, value in stats.items()
            if isinstance(value, int | float | str)
        }
        Path(os.environ[FILE]).write_text(
            json.dumps({**counts, **figures}), encoding="utf-8"
        )
