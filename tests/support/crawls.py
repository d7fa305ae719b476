"""Real crawls: a process of its own, against a server on loopback."""

import re
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import orjson

from envfocus.ledger import Ledger
from fixtures.plan import KST

ROOT = Path(__file__).parents[2]
FAST = {
    "DOWNLOAD_DELAY": "0",
    "CONCURRENT_REQUESTS": "8",
    "CONCURRENT_REQUESTS_PER_DOMAIN": "8",
}
AFTER = datetime(2025, 12, 8, 6, tzinfo=KST)
"""A moment after all articles of the fixture site."""


@dataclass(frozen=True)
class Crawl:
    """How a crawl ended. `records`: the lines of `-O`, in order."""

    code: int
    log: str
    folder: Path
    records: list[dict[str, Any]]

    @property
    def articles(self) -> dict[int, dict[str, Any]]:
        """Records of articles by number."""
        return {record["data"]["article_no"]: record for record in self.of("article")}

    def of(self, kind: str) -> list[dict[str, Any]]:
        """Records of one schema."""
        return [record for record in self.records if record["schema"].startswith(kind)]


def crawl(
    spider: str,
    url: str,
    folder: Path,
    *arguments: str,
    deed: Sequence[str] = (),
    **settings: str,
) -> Crawl:
    """Run `scrapy crawl` with `-O`, everything else at the project's settings, without delay.

    `deed`: a deed of `tests.support.victim` and its arguments.
    """
    output = folder / "out.jsonl"
    output.unlink(missing_ok=True)
    command = [
        *program(deed),
        "crawl",
        spider,
        "-O",
        str(output),
        *options(url, folder, **settings),
        *arguments,
    ]
    done = subprocess.run(
        command, cwd=ROOT, capture_output=True, text=True, timeout=120, check=False
    )
    lines = output.read_bytes().splitlines() if output.exists() and not deed else []
    return Crawl(
        done.returncode, done.stderr, folder, [orjson.loads(line) for line in lines]
    )


def scrapy(
    *arguments: str, text: str | None = None
) -> subprocess.CompletedProcess[str]:
    """Run one of the project's commands, with `text` on standard input."""
    return subprocess.run(
        [*program(), *arguments],
        cwd=ROOT,
        input=text,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


def program(deed: Sequence[str] = ()) -> list[str]:
    """Scrapy's command line as a process, with or without a deed."""
    return [
        sys.executable,
        "-m",
        *(("tests.support.victim", *deed) if deed else ("scrapy",)),
    ]


def options(url: str, folder: Path, **settings: str) -> list[str]:
    """The `-s` options of a crawl whose feed and state lie in `folder`."""
    places = {
        "ENVFOCUS_FEED_DIR": str(folder / "feed"),
        "ENVFOCUS_STATE_DIR": str(folder / "state"),
    }
    given = {**FAST, "ENVFOCUS_BASE_URL": url, **places, **settings}
    return [part for name, value in given.items() for part in ("-s", f"{name}={value}")]


def move_site(folder: Path, url: str) -> None:
    """The paper that was crawled into `folder` stands at another address: a server with another port."""
    with Ledger.open(folder / "state", "a test") as ledger:
        ledger.move_site(url)


def published(folder: Path, stream: str = "articles") -> list[dict[str, Any]]:
    """Every line that a reader of the feed sees: of data files that have a manifest, in the order of seq."""
    lines: list[dict[str, Any]] = []
    for manifest in sorted(
        (folder / "feed" / "v1" / stream).glob("dt=*/*.manifest.json"),
        key=lambda path: path.name,
    ):
        data = manifest.with_name(manifest.name.replace(".manifest.json", ".jsonl"))
        lines += [orjson.loads(line) for line in data.read_bytes().splitlines()]
    return lines


def record_in(folder: Path) -> dict[str, Any]:
    """The record of the last run."""
    newest = max(
        (folder / "feed" / "v1" / "runs").glob("*.json"),
        key=lambda path: path.stat().st_mtime,
    )
    record: dict[str, Any] = orjson.loads(newest.read_bytes())
    return record


def told(done: Crawl, pattern: str) -> list[str]:
    """Lines of the log that match."""
    return [line for line in done.log.splitlines() if re.search(pattern, line)]


def article(article_no: int) -> str:
    """The target of an article."""
    return f"/news/article.html?no={article_no}"


def at(instant: datetime) -> tuple[str, str]:
    """The deed of a clock that stands still."""
    return ("at", instant.isoformat())


def peak_of(command: list[str], log: Path) -> tuple[int, int]:
    """Exit code and peak memory in MiB of one process.

    The kernel's high-water mark, read until the process ends: what `wait4` says includes the memory of its parent.
    """
    with log.open("w") as file:
        running = subprocess.Popen(
            command, cwd=ROOT, stderr=file, stdout=subprocess.DEVNULL
        )
        peak = 0
        while running.poll() is None:
            peak = max(peak, high_water_mark(running.pid))
            time.sleep(0.005)
    return running.returncode, peak // 1024


def high_water_mark(pid: int) -> int:
    """Peak memory so far, in KiB; 0 for a process that has ended."""
    found = re.search(r"VmHWM:\s+(\d+) kB", Path(f"/proc/{pid}/status").read_text())
    return int(found[1]) if found else 0
