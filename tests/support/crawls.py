"""Real crawls: a process of its own, against a server on loopback."""

import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import orjson

ROOT = Path(__file__).parents[2]
FAST = {"DOWNLOAD_DELAY": "0", "CONCURRENT_REQUESTS_PER_DOMAIN": "8"}


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


def crawl(spider: str, url: str, folder: Path, *arguments: str, **settings: str) -> Crawl:
    """Run `scrapy crawl` with `-O`, everything else at the project's settings, without delay."""
    output = folder / "out.jsonl"
    given = {
        **FAST,
        "ENVFOCUS_BASE_URL": url,
        "ENVFOCUS_FEED_DIR": str(folder / "feed"),
        "ENVFOCUS_STATE_DIR": str(folder / "state"),
        **settings,
    }
    options = [part for name, value in given.items() for part in ("-s", f"{name}={value}")]
    command = [sys.executable, "-m", "scrapy", "crawl", spider, "-O", str(output), *options, *arguments]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=120, check=False)
    lines = output.read_bytes().splitlines() if output.exists() else []
    return Crawl(done.returncode, done.stderr, folder, [orjson.loads(line) for line in lines])
