"""`scrapy demo`: what a newcomer sees first."""

import subprocess
import sys
from pathlib import Path

from fixtures.site import Site
from tests.support.crawls import ROOT


def demo(folder: Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "scrapy", "demo", "-s", f"ENVFOCUS_FEED_DIR={folder}"]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=120, check=False)


def test_the_demo_shows_the_job_and_leaves_the_files(tmp_path: Path) -> None:
    done = demo(tmp_path)
    site = Site()
    newest = site.article(max(site.numbers))
    assert (done.returncode, done.stderr) == (0, "")
    assert f"{len(site.numbers)} articles from" in done.stdout
    assert all(name in done.stdout for name in site.sections.values())
    assert newest.title[:20] in done.stdout
    for row in site.snapshots["dashes"].rows:
        assert row.station in done.stdout
    written = sorted(tmp_path.rglob("*.jsonl"))
    assert len(written) == 3
    assert all(path.name in done.stdout.replace("\n", "") for path in written)
