"""Figures of the last run, read by Prometheus's own parser."""

import errno
import os
import threading
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from prometheus_client.parser import text_string_to_metric_families
from scrapy.settings import Settings

from envfocus.atomic import RealDisk
from envfocus.config import Config
from envfocus.exceptions import ConfigurationError
from envfocus.runs.metrics import Run
from fixtures.server import Server, free_port
from fixtures.site import Reply, Site
from tests.support.crawls import crawl, move_site

AT = datetime(2026, 11, 22, 3, 0, tzinfo=UTC)
UNIX = 1795316400.0
NAMES = {
    "envfocus_last_run_timestamp_seconds",
    "envfocus_last_run_duration_seconds",
    "envfocus_last_run_exit_code",
    "envfocus_last_run_articles_delivered",
    "envfocus_last_run_records_published",
    "envfocus_last_run_items_quarantined",
    "envfocus_last_run_requests",
    "envfocus_last_run_response_bytes",
}
SUCCESS = "envfocus_last_success_timestamp_seconds"


def read(path: Path, spider: str) -> dict[str, float]:
    """Values by name; every family must be a gauge with help and this spider's one sample."""
    values = {}
    for family in text_string_to_metric_families(path.read_text(encoding="utf-8")):
        (sample,) = family.samples
        assert (family.type, bool(family.documentation), sample.labels) == (
            "gauge",
            True,
            {"spider": spider},
        )
        values[sample.name] = sample.value
    return values


def run(code: int, **stats: Any) -> Run:
    return Run("articles", AT, 12.5, code, stats)


def test_a_run_of_the_fixture_site(tmp_path: Path) -> None:
    name = str(tmp_path / "metrics" / "envfocus-{spider}.prom")
    with Server(Site(60)) as server:
        before = datetime.now(UTC).timestamp()
        done = crawl("articles", server.url, tmp_path, ENVFOCUS_METRICS_FILE=name)
        values = read(tmp_path / "metrics" / "envfocus-articles.prom", "articles")
        asked = len(server.requests)
    assert done.code == 0
    assert set(values) == NAMES | {SUCCESS}
    assert values["envfocus_last_run_exit_code"] == 0
    assert values["envfocus_last_run_requests"] == asked
    assert values["envfocus_last_run_articles_delivered"] == len(Site(60).numbers)
    assert values["envfocus_last_run_records_published"] == len(done.records)
    assert values["envfocus_last_run_items_quarantined"] == 0
    assert values["envfocus_last_run_response_bytes"] > 1_000_000
    assert 0.1 < values["envfocus_last_run_duration_seconds"] < 120
    assert (
        before - 1
        <= values["envfocus_last_run_timestamp_seconds"]
        <= datetime.now(UTC).timestamp()
    )
    assert values[SUCCESS] == values["envfocus_last_run_timestamp_seconds"]


class Silenced:
    """A site that answers 503 to everything but its rules for robots."""

    base = ""

    def reply(self, target: str) -> Reply:
        return Reply(200, (), b"") if target == "/robots.txt" else Reply(503, (), b"")


def test_a_failure_keeps_the_time_of_the_last_success(
    server: Server, tmp_path: Path
) -> None:
    settings = {
        "ENVFOCUS_METRICS_FILE": str(tmp_path / "{spider}.prom"),
        "RETRY_TIMES": "0",
    }
    path = tmp_path / "weather.prom"
    assert crawl("weather", server.url, tmp_path, **settings).code == 0
    good = read(path, "weather")
    with Server(Silenced()) as silenced:
        move_site(tmp_path, silenced.url)
        assert crawl("weather", silenced.url, tmp_path, **settings).code == 18
    failed = read(path, "weather")
    assert (
        crawl(
            "weather",
            f"http://127.0.0.1:{free_port()}/",
            tmp_path,
            "-a",
            "x=1",
            **settings,
        ).code
        == 4
    )
    refused = read(path, "weather")
    assert (
        failed["envfocus_last_run_exit_code"],
        failed["envfocus_last_run_requests"],
    ) == (18, 2)
    assert (
        refused["envfocus_last_run_exit_code"],
        refused["envfocus_last_run_requests"],
    ) == (4, 0)
    assert good[SUCCESS] == failed[SUCCESS] == refused[SUCCESS]
    assert set(failed) == set(refused) == NAMES | {SUCCESS}


def test_the_file_for_people(tmp_path: Path) -> None:
    run(1, **{"articles/delivered": 7, "quarantine/items": 1}).write(
        str(tmp_path / "{spider}.prom")
    )
    lines = (tmp_path / "articles.prom").read_text(encoding="utf-8").splitlines()
    assert len(lines) == 3 * (len(NAMES) + 1)
    assert lines[:3] == [
        "# HELP envfocus_last_run_timestamp_seconds When the last run ended, as Unix time.",
        "# TYPE envfocus_last_run_timestamp_seconds gauge",
        'envfocus_last_run_timestamp_seconds{spider="articles"} 1795316400.0',
    ]
    assert lines[-1] == f'{SUCCESS}{{spider="articles"}} {UNIX}'


@pytest.mark.parametrize(
    ("code", "success"), [(0, UNIX), (1, UNIX), (2, None), (11, None), (75, None)]
)
def test_what_a_success_is(tmp_path: Path, code: int, success: float | None) -> None:
    run(code).write(str(tmp_path / "{spider}.prom"))
    assert read(tmp_path / "articles.prom", "articles").get(SUCCESS) == success


def test_a_disk_that_fails_leaves_the_old_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    name = str(tmp_path / "{spider}.prom")
    run(0).write(name)
    before = (tmp_path / "articles.prom").read_bytes()
    monkeypatch.setattr(RealDisk, "sync", full)
    run(2).write(name)
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == {
        "articles.prom": before
    }
    assert [record.message for record in caplog.records] == [
        f"metrics not written: {tmp_path}/articles.prom: cannot be written: No space left on device"
    ]


def test_a_folder_that_cannot_be_written_fails_no_run(
    server: Server, tmp_path: Path
) -> None:
    done = crawl(
        "weather",
        server.url,
        tmp_path,
        ENVFOCUS_METRICS_FILE="/proc/envfocus/{spider}.prom",
    )
    assert done.code == 0
    assert (
        sum(
            "metrics not written: /proc/envfocus/weather.prom" in line
            for line in done.log.splitlines()
        )
        == 1
    )
    assert "Traceback" not in done.log


@pytest.mark.parametrize(
    "damage",
    [b"\xff\xfe", b'envfocus_last_success_timestamp_seconds{spider="articles"} x\n'],
)
def test_a_damaged_old_file_is_reported_and_replaced(
    tmp_path: Path, damage: bytes, caplog: pytest.LogCaptureFixture
) -> None:
    (tmp_path / "articles.prom").write_bytes(damage)
    run(2).write(str(tmp_path / "{spider}.prom"))
    assert "time of the last success is lost" in caplog.text
    assert set(read(tmp_path / "articles.prom", "articles")) == NAMES


def test_a_reader_never_sees_half_a_file(tmp_path: Path) -> None:
    path, stop, seen = tmp_path / "articles.prom", threading.Event(), []
    run(0).write(str(tmp_path / "{spider}.prom"))

    def look() -> None:
        while not stop.is_set():
            seen.append(len(read(path, "articles")))

    looking = threading.Thread(target=look)
    looking.start()
    for code in range(60):
        run(code % 2).write(str(tmp_path / "{spider}.prom"))
    stop.set()
    looking.join()
    assert len(seen) > 5
    assert set(seen) == {len(NAMES) + 1}
    assert not any(entry.name != "articles.prom" for entry in tmp_path.iterdir())


def metrics_file(name: str) -> str | None:
    settings = Settings({"ENVFOCUS_METRICS_FILE": name})
    return Config.from_settings(settings).metrics_file


@pytest.mark.parametrize(
    "name",
    ["/x/envfocus.prom", "/x/{spider}/envfocus.prom", "/x/{spider}.txt", "{spider}"],
)
def test_a_name_that_cannot_be_meant(name: str) -> None:
    with pytest.raises(ConfigurationError, match=r"^ENVFOCUS_METRICS_FILE="):
        metrics_file(name)


def test_off_by_default() -> None:
    assert metrics_file("") is None
