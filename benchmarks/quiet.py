"""`python -m benchmarks.quiet`: what a run costs on a paper of 72,000 known articles, of which nothing changed."""

import argparse
import statistics
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Final, NamedTuple

from benchmarks import measure, project
from benchmarks.archive import read_before
from benchmarks.report import Found, Table, tell
from envfocus import clock
from fixtures.living import Living

SCRAPY: Final = (sys.executable, "-m", "scrapy")
KNOWN, NIGHTS = 72_000, 3


class Night(NamedTuple):
    """A process: requests, and seconds, CPU seconds and peak MB with its start."""

    requests: float
    seconds: float
    cpu_seconds: float
    peak_mb: float


def nights(known: int, folder: Path) -> tuple[list[Night], list[Night]]:
    """Quiet runs, and starts of Scrapy alone, in turns."""
    quiet, start = list[Night](), list[Night]()
    with Living(known) as site:
        read_before(site, folder, clock.now())
        for _ in range(NIGHTS):
            before = len(site.server.requests)
            figures = measure.run(
                [
                    *SCRAPY,
                    *("crawl", "articles", "-L", "ERROR"),
                    *project.options(project.settings(site.base, folder)),
                ]
            )
            quiet.append(Night(len(site.server.requests) - before, *figures))
            start.append(Night(0, *measure.run([*SCRAPY, "version"])))
    return quiet, start


def table(known: int, quiet: Sequence[Night], start: Sequence[Night]) -> Table:
    """Medians, and what the run costs beyond Scrapy's start."""
    one, alone = median(quiet), median(start)
    rows = [
        ("quiet run", *_shown(one)),
        ("scrapy version (start alone)", *_shown(alone)),
    ]
    beyond = Night(
        one.requests,
        one.seconds - alone.seconds,
        one.cpu_seconds - alone.cpu_seconds,
        one.peak_mb,
    )
    rows.append(("beyond the start (goals: ≤ 1.5 s CPU, ≤ 120 MB)", *_shown(beyond)))
    title = f"{known:,} known articles, nothing due; median of {len(quiet)}"
    return Table(title, ("what", "requests", "s", "CPU s", "peak MB"), tuple(rows))


def median(runs: Sequence[Night]) -> Night:
    """Each figure's median."""
    return Night(*map(statistics.median, zip(*runs, strict=True)))


def _shown(one: Night) -> tuple[str, ...]:
    return (
        f"{one.requests:,.0f}",
        f"{one.seconds:.2f}",
        f"{one.cpu_seconds:.2f}",
        f"{one.peak_mb:.0f}",
    )


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(prog="benchmarks.quiet", description=__doc__)
    parser.add_argument("--known", type=int, default=KNOWN, help="so many articles")
    known = parser.parse_args().known
    with tempfile.TemporaryDirectory(prefix="envfocus-") as name:
        quiet, start = nights(known, Path(name))
    figures = {
        f"quiet_{name}": value for name, value in median(quiet)._asdict().items()
    }
    figures |= {
        f"start_{name}": value for name, value in median(start)._asdict().items()
    }
    tell("quiet", Found([table(known, quiet, start)], figures))


if __name__ == "__main__":
    main()
