"""Scrapy's own tools leave ledger, feed and state as they were."""

import hashlib
import os
import shutil
import subprocess
from pathlib import Path

import pytest

from fixtures.server import Server
from tests.support.crawls import ROOT, Crawl, options, program

TOOLS = {
    "shell": ["shell", "-c", "response.status"],
    "fetch": ["fetch"],
    "view": ["view"],
    "parse": ["parse", "--spider", "articles", "--pipelines", "--depth", "2"],
    "check": ["check"],
    "bench": ["bench"],
}
"""Command line of each tool; most go on with an address."""

WITHOUT_ADDRESS = {"check", "bench"}


def fingerprint(folder: Path) -> dict[str, str]:
    """Every file and folder below, with the hash of its bytes."""
    found = {}
    for path in sorted(folder.rglob("*")):
        content = path.read_bytes() if path.is_file() else b""
        found[str(path.relative_to(folder))] = hashlib.sha256(content).hexdigest()
    return found


def run(tool: str, url: str, folder: Path) -> subprocess.CompletedProcess[str]:
    address = [] if tool in WITHOUT_ADDRESS else [f"{url}news/article.html?no=71306"]
    given = options(url, folder, CLOSESPIDER_TIMEOUT="3", ROBOTSTXT_OBEY="True")
    return subprocess.run(
        [*program(), *TOOLS[tool], *given, *address],
        cwd=ROOT,
        env={**os.environ, "BROWSER": "true"},  # `view` opens one
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


@pytest.fixture
def delivered(whole: Crawl, tmp_path: Path) -> Path:
    """Feed and state after a crawl."""
    for name in ("feed", "state"):
        shutil.copytree(whole.folder / name, tmp_path / name)
    return tmp_path


@pytest.mark.parametrize("tool", TOOLS)
def test_a_tool_changes_nothing_of_what_was_delivered(
    tool: str, server: Server, delivered: Path
) -> None:
    before = fingerprint(delivered)
    done = run(tool, server.url, delivered)
    assert fingerprint(delivered) == before
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize("tool", TOOLS)
def test_a_tool_makes_no_folder(tool: str, server: Server, tmp_path: Path) -> None:
    done = run(tool, server.url, tmp_path)
    assert "Traceback" not in done.stderr
    assert fingerprint(tmp_path) == {}


def test_parse_shows_the_record_of_an_article(server: Server, tmp_path: Path) -> None:
    done = run("parse", server.url, tmp_path)
    assert "'published_at': '2025-12-07T19:12:40+09:00'" in done.stdout
