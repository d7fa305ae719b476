"""A real Scrapyd on loopback: it takes the egg, and runs both spiders to their end."""

import json
import os
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlencode
from urllib.request import urlopen

from envfocus.publishing.layout import Layout
from envfocus.publishing.verify import verify
from fixtures.server import Server, free_port
from fixtures.site import Site
from tests.support.checks import check_server
from tests.support.crawls import FAST, ROOT

PATIENCE = 60.0
SOURCES = ("pyproject.toml", "setup.py", "README.md", "LICENSE")


def api(port: int, name: str, **values: str | list[str]) -> Any:
    """Ask Scrapyd; with values, by POST."""
    data = urlencode(values, doseq=True).encode() if values else None
    with urlopen(f"http://127.0.0.1:{port}/{name}.json", data, timeout=30) as answer:
        return json.load(answer)


@contextmanager
def scrapyd(folder: Path, port: int, environment: Mapping[str, str]) -> Iterator[None]:
    """Scrapyd by `deploy/scrapyd.conf` in `folder`, on a port of its own."""
    folder.mkdir()
    configuration = (ROOT / "deploy" / "scrapyd.conf").read_text(encoding="utf-8")
    configuration = configuration.replace("= 6800", f"= {port}").replace(
        "= 5.0", "= 0.2"
    )
    (folder / "scrapyd.conf").write_text(configuration, encoding="utf-8")
    with (folder / "scrapyd.log").open("wb") as log:
        process = subprocess.Popen(
            [sys.executable, "-m", "scrapyd"],
            cwd=folder,
            env={**os.environ, **environment},
            stdout=log,
            stderr=log,
        )
        try:
            wait(lambda: answers(port), folder)
            yield
        finally:
            process.terminate()
            process.wait(30)


def answers(port: int) -> bool:
    try:
        return bool(api(port, "daemonstatus")["status"] == "ok")
    except OSError:
        return False


def wait(done: Any, folder: Path) -> None:
    """Until `done()`; fails with Scrapyd's log."""
    end = time.monotonic() + PATIENCE
    while not done():
        assert time.monotonic() < end, (folder / "scrapyd.log").read_text(
            encoding="utf-8"
        )[-4000:]
        time.sleep(0.2)


def project(folder: Path, port: int) -> Path:
    """The project's files, with Scrapyd's port in scrapy.cfg: building an egg leaves its traces beside them."""
    folder.mkdir()
    shutil.copytree(
        ROOT / "envfocus",
        folder / "envfocus",
        ignore=shutil.ignore_patterns("__pycache__"),
    )
    for name in SOURCES:
        shutil.copy(ROOT / name, folder)
    target = (
        (ROOT / "scrapy.cfg").read_text(encoding="utf-8").replace(":6800/", f":{port}/")
    )
    (folder / "scrapy.cfg").write_text(target, encoding="utf-8")
    return folder


def test_scrapyd_takes_the_egg_and_finishes_both_spiders(tmp_path: Path) -> None:
    port, folder = free_port(), tmp_path / "scrapyd"
    with Server(Site(60)) as site, check_server() as (check, told):
        here = {
            "ENVFOCUS_BASE_URL": site.url,
            "ENVFOCUS_FEED_DIR": str(tmp_path / "feed"),
            "ENVFOCUS_STATE_DIR": str(tmp_path / "state"),
            "ENVFOCUS_HEALTHCHECK_URL": check + "/{spider}",
        }
        with scrapyd(folder, port, here):
            deploy = [
                str(Path(sys.executable).with_name("scrapyd-deploy")),
                "--version",
                "1",
            ]
            deployed = subprocess.run(
                deploy,
                cwd=project(tmp_path / "project", port),
                capture_output=True,
                text=True,
                timeout=60,
                check=False,
            )
            assert deployed.returncode == 0, deployed.stdout + deployed.stderr
            assert json.loads(deployed.stdout)["spiders"] == 2
            fast = [f"{name}={value}" for name, value in FAST.items()]
            for spider in ("articles", "weather"):
                assert (
                    api(
                        port,
                        "schedule",
                        project="envfocus",
                        spider=spider,
                        setting=fast,
                    )["status"]
                    == "ok"
                )
            wait(lambda: len(api(port, "listjobs")["finished"]) == 2, folder)
    found = verify(Layout(tmp_path / "feed"))
    assert found.records["articles"] == len(Site(60).numbers)
    assert found.records["weather"] > 16
    assert told.told == [
        "/articles/start",
        "/articles/0",
        "/weather/start",
        "/weather/0",
    ]
    log = (folder / "scrapyd.log").read_text(encoding="utf-8")
    assert len(re.findall(r"Process finished: .*spider='(articles|weather)'", log)) == 2
    assert "Process died" not in log
    logs = sorted((folder / "logs" / "envfocus").rglob("*.log"))
    assert [path.parent.name for path in logs] == ["articles", "weather"]
    assert all(
        "Closing spider (finished)" in path.read_text(encoding="utf-8") for path in logs
    )
