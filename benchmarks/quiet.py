"""`python -m benchmarks.quiet`: what a run costs on a site on which nothing has changed since the last one."""

import argparse
import statistics
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from time import perf_counter
from typing import NamedTuple

from benchmarks import mirror
from benchmarks.crawl import PAGES_AN_ARTICLE, project, scrapy
from benchmarks.mirror import Mirror
from benchmarks.report import Table, tell

PAGES, NIGHTS = 2_100, 3


class Night(NamedTuple):
    """One run: requests, seconds of the whole process with its start, CPU seconds of the crawl, peak MB."""

    requests: float
    seconds: float
    cpu_seconds: float
    peak_mb: float


def night(served: Mirror, folder: Path, number: int) -> Night:
    """One more run with the same feed and state."""
    start = perf_counter()
    run = scrapy(folder / f"run-{number}", True, "crawl", "articles", **project(served, folder))
    return Night(run.pages, perf_counter() - start, run.cpu_seconds, run.peak_mb)


def table(pages: int, first: Night, others: Sequence[Night]) -> Table:
    """The run that fills the feed, and the median of those that find nothing new."""
    rows = [(name, *_shown(one)) for name, one in (("first run", first), ("quiet run", median(others)))]
    title = f"A site of about {pages:,} pages, without delay; quiet runs: median of {len(others)}"
    return Table(title, ("run", "requests", "s with start", "CPU s of the crawl", "peak MB"), tuple(rows))


def median(nights: Sequence[Night]) -> Night:
    """Each figure's median."""
    return Night(*map(statistics.median, zip(*nights, strict=True)))


def _shown(one: Night) -> tuple[str, ...]:
    return f"{one.requests:,.0f}", f"{one.seconds:.1f}", f"{one.cpu_seconds:.2f}", f"{one.peak_mb:.0f}"


def main() -> int:
    """Print the table; 1 where something is missing."""
    parser = argparse.ArgumentParser(prog="benchmarks.quiet", description=__doc__)
    parser.add_argument("--pages", type=int, default=PAGES, help="about so many")
    pages = parser.parse_args().pages
    try:
        with tempfile.TemporaryDirectory(prefix="envfocus-") as name:
            folder = Path(name)
            with mirror.serve(round(pages / PAGES_AN_ARTICLE), folder / "site") as served:
                first, *others = (night(served, folder, number) for number in range(1 + NIGHTS))
    except (OSError, RuntimeError) as error:
        print(error, file=sys.stderr)
        return 1
    figures = {f"first_{name}": value for name, value in first._asdict().items()}
    figures |= {f"quiet_{name}": value for name, value in median(others)._asdict().items()}
    tell("quiet", [table(pages, first, others)], figures)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
