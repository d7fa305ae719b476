"""A health check that is notified of every run, and can neither delay nor fail one."""

import logging
import time
from pathlib import Path

import pytest
from scrapy.settings import Settings

from envfocus.commands.crawl import monitor_of
from envfocus.config import Config
from envfocus.exceptions import ConfigurationError
from envfocus.runs import healthcheck
from envfocus.runs.healthcheck import Healthcheck
from envfocus.runs.monitor import Monitor
from fixtures.server import Server, free_port
from fixtures.site import Site
from tests.support.checks import check_server, silent_server
from tests.support.crawls import crawl


def made(url: str, spider: str = "weather") -> Healthcheck:
    check = monitor(url, spider).healthcheck
    assert check is not None
    return check


def monitor(url: str, spider: str) -> Monitor:
    settings = {
        "ENVFOCUS_HEALTHCHECK_URL": url,
        "USER_AGENT": "envfocus/0 (+https://archive.example/)",
    }
    return monitor_of(Config.from_settings(Settings(settings)), spider)


def test_start_and_exit_code_in_their_order(server: Server, tmp_path: Path) -> None:
    with check_server() as (url, check):
        for spider, argument in (
            ("weather", "_job=1"),
            ("articles", "since=yesterday"),
        ):
            crawl(
                spider,
                server.url,
                tmp_path,
                "-a",
                argument,
                ENVFOCUS_HEALTHCHECK_URL=url + "/k3y/{spider}",
            )
    assert check.told == [
        "/k3y/weather/start",
        "/k3y/weather/0",
        "/k3y/articles/start",
        "/k3y/articles/4",
    ]
    assert all(agent.startswith("envfocus/") for agent in check.agents)


def test_a_site_that_does_not_answer_is_notified(tmp_path: Path) -> None:
    with check_server() as (url, check):
        dead = f"http://127.0.0.1:{free_port()}/"
        done = crawl(
            "weather", dead, tmp_path, ENVFOCUS_HEALTHCHECK_URL=url, RETRY_TIMES="0"
        )
    assert (done.code, check.told) == (69, ["/start", "/69"])


@pytest.mark.parametrize("kind", ["refused", "silent"])
def test_a_dead_check_neither_fails_nor_delays_a_run(
    server: Server, tmp_path: Path, kind: str
) -> None:
    with silent_server() as silent:
        url = silent if kind == "silent" else f"http://127.0.0.1:{free_port()}"
        began = time.monotonic()
        done = crawl(
            "weather", server.url, tmp_path, ENVFOCUS_HEALTHCHECK_URL=url + "/s3cret"
        )
        took = time.monotonic() - began
    messages = [line for line in done.log.splitlines() if "health check" in line]
    assert done.code == 0
    assert len(messages) in {1, 2}, (
        done.log
    )  # one for each of the two words, or the end of patience
    assert all("health check at 127.0.0.1" in line for line in messages)
    assert "Traceback" not in done.log
    assert "s3cret" not in done.log  # whoever knows the address can report for us
    assert took < 30


def test_its_wait_is_bounded(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(healthcheck, "_END_TIMEOUT", 0.3)
    with silent_server() as url:
        check = made(url)
        began = time.monotonic()
        check.started()
        assert time.monotonic() - began < 1
        check.ended(0)
        assert 0.25 < time.monotonic() - began < 3
    check._thread.join(
        10
    )  # the server is gone: its thread ends, and writes into no other test's log
    assert (
        caplog.records[0].message == "health check at 127.0.0.1: no answer within 0.3 s"
    )


def test_an_error_is_one_line(caplog: pytest.LogCaptureFixture) -> None:
    with check_server(status=404) as (url, _):
        check = made(url)
        check.started()
        check.ended(2)
    assert [record.levelno for record in caplog.records] == [logging.WARNING] * 2
    assert (
        caplog.records[1].message
        == "health check at 127.0.0.1 not notified of '2': Not Found"
    )


@pytest.mark.parametrize(
    ("url", "asked"),
    [
        ("http://{host}/a/b/", ["/a/b/start", "/a/b/15"]),
        ("http://{host}/a?create=1", ["/a/start?create=1", "/a/15?create=1"]),
        ("http://{host}", ["/start", "/15"]),
        ("http://{host}/{{spider}}", ["/weather/start", "/weather/15"]),
    ],
)
def test_the_addresses(url: str, asked: list[str]) -> None:
    with check_server() as (base, server):
        check = made(url.format(host=base.removeprefix("http://")))
        check.started()
        check.ended(15)
    assert server.told == asked


@pytest.mark.parametrize(
    "url",
    [
        "x",
        "hc.example/x",
        "ftp://hc.example/x",
        "file:///etc/passwd",
        "https:///x",
        "https://me:pw@hc.example/x",
        "https://hc.example/a b",
        "https://hc.example/\n",
        "https://hc.example/한글",
        "https://hc.example:x/",
        "https://hc.example/x#y",
        "https://[::1/x",
    ],
)
def test_an_address_that_cannot_be_meant(url: str) -> None:
    with pytest.raises(ConfigurationError, match=r"^ENVFOCUS_HEALTHCHECK_URL="):
        made(url)


def test_a_wrong_address_ends_a_run_before_any_request(tmp_path: Path) -> None:
    with Server(Site(60)) as server:
        done = crawl(
            "weather", server.url, tmp_path, ENVFOCUS_HEALTHCHECK_URL="hc.example/x"
        )
        assert server.requests == []
    assert done.code == 4
    assert done.log.splitlines()[-1].startswith(
        "envfocus: ENVFOCUS_HEALTHCHECK_URL='hc.example/x': scheme ''"
    )


def test_off_by_default() -> None:
    assert monitor("", "weather").healthcheck is None
