"""`scrapy demo`: what a newcomer sees first."""

import re
import shutil
import subprocess
import sys
from pathlib import Path

from fixtures.site import Site
from tests.support.crawls import ROOT


def scrapy(*arguments: str, cwd: Path = ROOT) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "scrapy", *arguments]
    return subprocess.run(
        command, cwd=cwd, capture_output=True, text=True, timeout=120, check=False
    )


def demo(folder: Path) -> subprocess.CompletedProcess[str]:
    return scrapy("demo", str(folder))


def test_the_demo_shows_the_job_and_leaves_the_files(tmp_path: Path) -> None:
    done = demo(tmp_path / "demo")
    site = Site()
    newest = site.article(max(site.numbers))
    assert (done.returncode, done.stderr) == (0, "")
    assert f"{len(site.numbers)} articles and 80 observations by" in done.stdout
    assert all(name in done.stdout for name in site.sections.values())
    assert newest.title[:20] in done.stdout
    for row in site.snapshots["dashes"].rows:
        assert row.station in done.stdout
    written = sorted(
        path for path in (tmp_path / "demo" / "feed").rglob("*") if path.is_file()
    )
    assert sum(path.suffix == ".jsonl" for path in written) == 2
    assert all(path.name in done.stdout.replace("\n", "") for path in written)


def test_a_folder_that_holds_something_else_is_not_emptied(tmp_path: Path) -> None:
    (tmp_path / "letters").mkdir()
    done = demo(tmp_path)
    assert done.returncode == 4
    assert "which is not of a demo" in done.stderr
    assert (tmp_path / "letters").is_dir()


def offered(listing: str) -> set[str]:
    """Commands that `scrapy` lists, a line of two spaces, name and description each."""
    return set(re.findall(r"^  ([a-z]+) ", listing, re.MULTILINE))


def test_only_the_repository_offers_it(tmp_path: Path) -> None:
    shutil.copytree(ROOT / "envfocus", tmp_path / "envfocus")
    shutil.copy(ROOT / "scrapy.cfg", tmp_path)
    here, alone = scrapy(), scrapy(cwd=tmp_path)
    assert {"crawl", "doctor"} <= offered(alone.stdout)
    assert offered(here.stdout) - offered(alone.stdout) == {"demo"}
    done = scrapy("demo", cwd=tmp_path)
    assert (done.returncode, done.stderr) == (2, "")
    assert "Unknown command: demo" in done.stdout


def test_another_package_called_fixtures_is_not_the_site(tmp_path: Path) -> None:
    shutil.copytree(ROOT / "envfocus", tmp_path / "envfocus")
    shutil.copy(ROOT / "scrapy.cfg", tmp_path)
    (tmp_path / "fixtures").mkdir()
    (tmp_path / "fixtures" / "__init__.py").touch()
    assert "demo" not in offered(scrapy(cwd=tmp_path).stdout)
