"""`python -m benchmarks.crawl`: a whole crawl of ours beside Scrapy's own pace, and beside a usual project's."""

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from benchmarks import mirror, project
from benchmarks.measure import ROOT
from benchmarks.mirror import Mirror
from benchmarks.peers.environment import PRODUCT, interpreter
from benchmarks.report import Found, Table, tell
from benchmarks.spiders import figures

SIZES: Final = (2_100,)  # larger ones take minutes each: --pages 2100 21000 100000
PAGES_AN_ARTICLE: Final = 1.13  # list pages, feeds and what is gone
REPEATED, REPEATS = (
    5_000,
    3,
)  # sites up to so many pages are crawled so often, and by all spiders
LARGEST: Final = 50_000  # above, ours has one rival
SERVER_FACTOR: Final = 5.0
OURS, BARE, QUIET, DRESSED, USUAL = (
    "ours: everything, feed published",
    "bare spider, Scrapy's defaults",
    "bare spider, defaults but LOG_LEVEL=INFO",
    "bare spider, our settings",
    "usual project: parsel, FEEDS jsonl",
)
GOALS: Final = {BARE: 1.00, DRESSED: 0.70}  # ours divided by it
MOST_GROWTH, MOST_MB = 1.10, 130.0  # peak memory, largest site divided by smallest


@dataclass(frozen=True, slots=True)
class Run:
    """One crawl. `seconds` and `cpu_seconds`: from opening the spider until everything is closed."""

    pages: int
    seconds: float
    cpu_seconds: float
    peak_mb: float


@dataclass(frozen=True, slots=True)
class Site:
    """One size of site, and every run on it. `load`: the machine's load average before; `server`: pages a second."""

    pages: int
    load: float
    server: float
    runs: Mapping[str, Sequence[Run]]

    def rate(self, name: str) -> float:
        """Median pages a second."""
        return statistics.median(run.pages / run.seconds for run in self.runs[name])

    def cpu_us(self, name: str) -> float:
        """Median microseconds of CPU time a page."""
        return statistics.median(
            run.cpu_seconds / run.pages * 1e6 for run in self.runs[name]
        )

    def peak_mb(self, name: str) -> float:
        """The highest peak of memory."""
        return max(run.peak_mb for run in self.runs[name])


def scrapy(folder: Path, inside: bool, *arguments: str, **settings: str) -> Run:
    """One crawl in a process of its own; `inside`: with the project's settings. Ends the program where it fails.

    Raises FileNotFoundError without the product's environment.
    """
    folder.mkdir()
    given = {"STATS_CLASS": "benchmarks.spiders.figures.Figures", **settings}
    environment = {
        **os.environ,
        "PYTHONPATH": str(ROOT),
        figures.FILE: str(folder / "figures.json"),
    }
    command = [
        str(interpreter(PRODUCT)),
        "-m",
        "scrapy",
        *arguments,
        *project.options(given),
    ]
    with (folder / "log").open("wb") as log:
        done = subprocess.run(
            command,
            cwd=ROOT if inside else folder,
            env=environment,
            stderr=log,
            check=False,
        )
    if done.returncode:
        sys.exit(
            f"{' '.join(command)} ended with code {done.returncode}:\n{(folder / 'log').read_text()[-2000:]}"
        )
    found = json.loads((folder / "figures.json").read_text(encoding="utf-8"))
    return Run(
        found["downloader/response_count"],
        found["wall"],
        found["cpu"],
        found["peak_mb"],
    )


def ours(served: Mirror, folder: Path) -> Run:
    """The real spider into an empty feed. Ends the program unless every article of the site is in the feed."""
    run = scrapy(
        folder, True, "crawl", "articles", **project.settings(served.base, folder)
    )
    manifests = (folder / "feed").glob("v1/articles/dt=*/*.manifest.json")
    published = sum(json.loads(path.read_bytes())["records"] for path in manifests)
    if published != len(served.site.numbers):
        sys.exit(
            f"{folder}: {published:,} of {len(served.site.numbers):,} articles in the feed; nothing to compare"
        )
    return run


def other(name: str, served: Mirror, folder: Path, urls: Path) -> Run:
    """One of those that ours is held against."""
    bare = ("runspider", str(ROOT / "benchmarks/spiders/bare.py"), "-a", f"urls={urls}")
    if name == USUAL:
        usual = (
            "runspider",
            str(ROOT / "benchmarks/spiders/usual.py"),
            "-a",
            f"site={served.base}",
            "-o",
            "out.jsonl",
        )
        return scrapy(folder, False, *usual)
    if name == DRESSED:
        return scrapy(
            folder,
            True,
            *bare,
            **project.settings(served.base, folder),
            ITEM_PIPELINES="{}",
        )
    return scrapy(
        folder, False, *bare, **({"LOG_LEVEL": "INFO"} if name == QUIET else {})
    )


def crawled(pages: int, folder: Path, repeats: int) -> Site:
    """Ours and the others in turns, on a site of about so many pages; the bare ones ask for what ours asked for."""
    rivals = (
        [BARE, QUIET, DRESSED, USUAL]
        if pages <= REPEATED
        else [BARE, DRESSED]
        if pages <= LARGEST
        else [BARE]
    )
    runs: dict[str, list[Run]] = {name: [] for name in (OURS, *rivals)}
    load = os.getloadavg()[0]
    with mirror.serve(round(pages / PAGES_AN_ARTICLE), folder / "site") as served:
        for turn in range(repeats):
            runs[OURS].append(ours(served, folder / f"ours-{turn}"))
            if turn == 0:
                asked = [
                    target
                    for target in dict.fromkeys(served.asked())
                    if target != "/robots.txt"
                ]
                urls = folder / "urls"
                urls.write_text(
                    "".join(f"{served.base}{target[1:]}\n" for target in asked),
                    encoding="ascii",
                )
            for at, name in enumerate(rivals):
                runs[name].append(
                    other(name, served, folder / f"other-{at}-{turn}", urls)
                )
        return Site(
            len(asked), load, mirror.pages_a_second(served, asked[:2_000]), runs
        )


def compared(site: Site) -> Table:
    """One row a spider."""
    ours, repeats = site.rate(OURS), len(site.runs[OURS])
    rows = [
        (
            name,
            f"{site.rate(name):,.0f}",
            ratio(name, ours / site.rate(name)),
            f"{site.cpu_us(name):,.0f}",
            f"{site.peak_mb(name):.0f}",
            f"{site.runs[name][0].pages:,}",
        )
        for name in site.runs
    ]
    fastest = max(site.rate(name) for name in site.runs)
    title = f"{site.pages:,} pages, all of them different files; {repeats} run(s) each, in turns; load before"
    title += f" {site.load:.1f}; nginx alone: {site.server:,.0f} pages/s, {site.server / fastest:.0f} times the fastest"
    return Table(
        title,
        ("spider", "pages/s", "ours ÷ it", "CPU µs a page", "peak MB", "answers"),
        tuple(rows),
    )


def ratio(name: str, value: float) -> str:
    """A ratio with its goal, where there is one."""
    return (
        f"{value:.2f} (goal ≥ {GOALS[name]:.2f})" if name in GOALS else f"{value:.2f}"
    )


def memory(sites: Sequence[Site]) -> Table:
    """Peak memory of ours by size of the site."""
    rows = [
        (
            f"{site.pages:,}",
            f"{site.peak_mb(OURS):.1f}",
            f"{growth(sites[0], site):.2f}",
        )
        for site in sites
    ]
    title = f"Peak memory of ours (goals: ≤ {MOST_MB:.0f} MB, largest ÷ smallest ≤ {MOST_GROWTH:.2f})"
    return Table(title, ("pages", "peak MB", "÷ smallest"), tuple(rows))


def growth(small: Site, large: Site) -> float:
    """Peak memory of ours on one site divided by that on another."""
    return large.peak_mb(OURS) / small.peak_mb(OURS)


def missed(sites: Sequence[Site]) -> Iterator[str]:
    """What is not as it should be, a line each."""
    for site in sites:
        at = f"{site.pages:,} pages"
        for name in site.runs:
            if site.server < SERVER_FACTOR * site.rate(name):
                yield f"{at}: nginx is less than {SERVER_FACTOR:g} times as fast as: {name}"
            if name in GOALS and site.rate(OURS) < GOALS[name] * site.rate(name):
                yield f"{at}: ours ÷ {name} is {site.rate(OURS) / site.rate(name):.2f}; the goal is {GOALS[name]:.2f}"
        if site.peak_mb(OURS) > MOST_MB:
            yield f"{at}: peak memory {site.peak_mb(OURS):.1f} MB; the goal is {MOST_MB:.0f}"
        if growth(sites[0], site) > MOST_GROWTH:
            yield f"{at}: peak memory grew by {growth(sites[0], site):.2f}; the goal is {MOST_GROWTH:.2f}"


def numbers(sites: Sequence[Site]) -> dict[str, float]:
    """The bare figures."""
    keys = {
        OURS: "ours",
        BARE: "bare",
        QUIET: "bare_info",
        DRESSED: "bare_our_settings",
        USUAL: "usual",
    }
    found: dict[str, float] = {}
    for site in sites:
        found[f"{site.pages}_server_pages_per_second"] = site.server
        for name in site.runs:
            start = f"{site.pages}_{keys[name]}"
            found[f"{start}_pages_per_second"] = site.rate(name)
            found[f"{start}_cpu_us_a_page"] = site.cpu_us(name)
            found[f"{start}_peak_mb"] = site.peak_mb(name)
    return found


def main() -> int:
    """Print the tables and every goal that is missed; 1 where something is missing to measure with."""
    parser = argparse.ArgumentParser(prog="benchmarks.crawl", description=__doc__)
    parser.add_argument(
        "--pages",
        type=int,
        nargs="+",
        default=SIZES,
        help="sites of about so many pages",
    )
    parser.add_argument(
        "--repeats",
        type=int,
        help=f"default: {REPEATS} up to {REPEATED:,} pages, else 1",
    )
    chosen = parser.parse_args()
    sites: list[Site] = []
    try:
        for pages in sorted(chosen.pages):
            with tempfile.TemporaryDirectory(prefix="envfocus-") as folder:
                sites.append(
                    crawled(
                        pages,
                        Path(folder),
                        chosen.repeats or (REPEATS if pages <= REPEATED else 1),
                    )
                )
    except (OSError, RuntimeError) as error:
        print(error, file=sys.stderr)
        return 1
    tell("crawl", Found([*map(compared, sites), memory(sites)], numbers(sites)))
    print(*missed(sites), sep="\n")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
