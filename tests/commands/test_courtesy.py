"""Courtesy of real runs, from the log of the server that was asked."""

import os
import re
import signal
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path

import pytest

from fixtures.reply import Reply
from tests.support.crawls import Crawl, crawl, published, record_in
from tests.support.watching import (
    HANG_UP,
    Answer,
    Watching,
    robots,
    started,
    text,
    wait_for,
)

OK, CONFIGURATION, SIGNALLED, LIMIT, BLOCKED, UNREACHABLE = 0, 4, 11, 15, 18, 69
FEW = ("-a", "sections=정책", "-a", "max_articles=2")
ARTICLE = "/news/article.html"
RULES = "User-agent: *\nAllow: /\n"


def assert_incomplete(done: Crawl, code: int, reason: str, said: str) -> None:
    """Exit code, run record and log say the same, and none of them that the run finished."""
    record = record_in(done.folder)
    assert (
        done.code,
        record["exit_code"],
        record["finish_reason"],
        record["complete"],
    ) == (code, code, reason, False)
    assert said in record["limit"]
    assert f"incomplete: {record['limit']}" in done.log
    assert "Traceback" not in done.log


# --- robots.txt


@pytest.mark.parametrize(
    ("answer", "code", "reason", "asked"),
    [
        (text("", 503), UNREACHABLE, "robots_unreachable", 1),
        (
            text("", 500),
            UNREACHABLE,
            "robots_unreachable",
            3,
        ),  # asked again by Scrapy's retry
        (text("", 429, Retry_After="1"), BLOCKED, "robots_throttled", 1),
        (HANG_UP, UNREACHABLE, "robots_unreachable", 3),
        (
            text("", 301, Location="http://localhost:9/robots.txt"),
            UNREACHABLE,
            "robots_unreachable",
            1,
        ),
        (text("User-agent: envfocus\nCrawl-delay: 99"), BLOCKED, "robots_delay", 1),
    ],
)
def test_where_robots_txt_cannot_be_had_nothing_is_crawled(
    tmp_path: Path, answer: Answer, code: int, reason: str, asked: int
) -> None:
    with Watching(robots(answer)) as server:
        done = crawl("weather", server.url, tmp_path)
    assert server.targets == ["/robots.txt"] * asked
    assert_incomplete(done, code, reason, "/robots.txt: ")


def test_a_good_copy_stands_in_for_a_day(tmp_path: Path) -> None:
    with Watching(robots(text("User-agent: *\nDisallow: /data/\n"))) as server:
        crawl(
            "articles",
            server.url,
            tmp_path,
            *FEW,
            deed=("at", "2025-12-08T03:00:00+09:00"),
        )
        server.change = robots(text("", 503))
        before = len(server.visits)
        next_day = crawl(
            "weather", server.url, tmp_path, deed=("at", "2025-12-09T03:00:00+09:00")
        )
        assert server.targets[before:] == ["/robots.txt", "/"]
        later = crawl(
            "weather", server.url, tmp_path, deed=("at", "2025-12-09T03:00:01+09:00")
        )
    assert (next_day.code, later.code) == (OK, UNREACHABLE)
    assert "the last good copy holds" in next_day.log


@pytest.mark.parametrize("hops", [5, 6])
def test_five_redirects_are_followed(tmp_path: Path, hops: int) -> None:
    def hop(target: str, own: Reply) -> Answer:
        if not target.startswith("/robots"):
            return own
        number = int(target.removeprefix("/robots").removesuffix(".txt") or 0)
        rules = text("User-agent: *\nDisallow: /\n")
        return (
            rules
            if number == hops
            else text("", 302, Location=f"/robots{number + 1}.txt")
        )

    with Watching(hop) as server:
        done = crawl("weather", server.url, tmp_path)
    assert all(target.startswith("/robots") for target in server.targets)
    assert len(server.targets) == 6
    assert done.code == (BLOCKED if hops == 5 else UNREACHABLE)


def test_a_crawl_delay_is_a_floor_under_a_shorter_delay(tmp_path: Path) -> None:
    with Watching(
        robots(text("User-agent: *\nCrawl-delay: 0.4\nDisallow: /data/rss/\n"))
    ) as server:
        done = crawl("articles", server.url, tmp_path, *FEW)
    assert len(server.visits) >= 5
    # on the way to a busy server a gap shrinks; what counts is when requests leave
    assert min(server.gaps()) > 0.35
    assert max(visit.at_once for visit in server.visits) == 1
    assert record_in(done.folder)["politeness"]["smallest_gap"] >= 0.39


def test_what_is_forbidden_is_not_asked_for(tmp_path: Path) -> None:
    with Watching(
        robots(text("User-agent: *\nDisallow: /data/\nDisallow: /*no=*7$\n"))
    ) as server:
        crawl("articles", server.url, tmp_path)
    assert len(server.visits) > 50
    assert not [
        target
        for target in server.targets
        if target.startswith("/data/") or target.endswith("7")
    ]


# --- Retry-After, refusals


class Turning:
    """Answers articles with `refusal`, `times` times, and then as the site does."""

    def __init__(self, refusal: Reply, times: int) -> None:
        self.refusal, self.left = refusal, times

    def __call__(self, target: str, own: Reply) -> Answer:
        if not target.startswith(ARTICLE) or not self.left:
            return own
        self.left -= 1
        return self.refusal


ONE = {"CONCURRENT_REQUESTS": "1"}


def test_after_a_429_the_whole_run_waits_as_long_as_it_is_told(tmp_path: Path) -> None:
    with Watching(Turning(text("", 429, Retry_After="2"), 1)) as server:
        done = crawl(
            "articles",
            server.url,
            tmp_path,
            *FEW,
            **ONE,
            ENVFOCUS_BACKOFF_SECONDS="0.1",
        )
    assert (done.code, len(done.articles)) == (OK, 2)
    (pause,) = (gap for gap in server.gaps() if gap > 1)
    assert 2 <= pause < 2 * 1.25 + 5 + 1


def test_a_site_that_wants_us_away_for_long_is_left_alone(tmp_path: Path) -> None:
    with Watching(Turning(text("", 503, Retry_After="86400"), 1)) as server:
        done = crawl("articles", server.url, tmp_path, *FEW, **ONE)
    assert sum(target.startswith(ARTICLE) for target in server.targets) == 1
    assert_incomplete(done, BLOCKED, "throttled", "wants us away for 86,400 s")


def test_five_refusals_in_a_row_end_the_run(tmp_path: Path) -> None:
    with Watching(Turning(text("", 403), 999)) as server:
        done = crawl("articles", server.url, tmp_path, **ONE)
    assert sum(target.startswith(ARTICLE) for target in server.targets) == 5
    assert_incomplete(
        done, BLOCKED, "blocked", "turned away 5 requests in a row, the last with 403"
    )


def test_a_run_that_waits_can_be_stopped_at_once(tmp_path: Path) -> None:
    with Watching(Turning(text("", 429, Retry_After="500"), 1)) as server:
        running = started(server, tmp_path, **ONE)
        while not any(target.startswith(ARTICLE) for target in server.targets):
            time.sleep(0.02)
        time.sleep(0.5)
        running.send_signal(signal.SIGTERM)
        sent = time.monotonic()
        running.communicate(timeout=30)
    assert time.monotonic() - sent < 5
    assert running.returncode == SIGNALLED


# --- budget, hours, contact


def test_a_day_has_its_budget_whatever_the_number_of_runs(tmp_path: Path) -> None:
    budget = {"ENVFOCUS_REQUESTS_PER_DAY": "12"}
    with Watching() as server:
        first = crawl(
            "articles",
            server.url,
            tmp_path,
            deed=("at", "2025-12-08T03:00:00+09:00"),
            **budget,
        )
        assert len(server.visits) == 12
        again = crawl(
            "articles",
            server.url,
            tmp_path,
            deed=("at", "2025-12-08T23:59:59+09:00"),
            **budget,
        )
        assert len(server.visits) == 12
        next_day = crawl(
            "articles",
            server.url,
            tmp_path,
            deed=("at", "2025-12-09T00:00:00+09:00"),
            **budget,
        )
        assert len(server.visits) == 24
    for done in (first, again, next_day):
        assert done.code == LIMIT
    assert_incomplete(next_day, LIMIT, "budget", "the day's 12 requests are spent")
    assert record_in(next_day.folder)["politeness"]["requests"] == 12


def test_a_kill_forgets_no_request(tmp_path: Path) -> None:
    with Watching() as server:
        running = started(server, tmp_path)
        wait_for(server, 20)
        os.kill(running.pid, signal.SIGKILL)
        running.communicate()
    (spent,) = (tmp_path / "state").glob("requests-*")
    assert 0 <= spent.stat().st_size - len(server.visits) <= 8


def test_outside_of_its_hours_a_run_asks_nothing(tmp_path: Path) -> None:
    with Watching() as server:
        at_noon = ("at", "2025-12-08T12:00:00+09:00")
        done = crawl(
            "articles", server.url, tmp_path, deed=at_noon, ENVFOCUS_HOURS="23:00-06:00"
        )
        assert server.connections == 0
    assert_incomplete(
        done, LIMIT, "window", "it is 12:00 in Korea, and ENVFOCUS_HOURS=23:00-06:00"
    )


@pytest.mark.parametrize("spider", ["articles", "weather"])
def test_a_placeholder_for_a_contact_ends_it_before_any_request(
    tmp_path: Path, spider: str
) -> None:
    done = crawl(spider, "https://www.ecofocus.co.kr/", tmp_path)
    assert done.code == CONFIGURATION
    said = done.log.splitlines()[-1]
    assert said.startswith(
        "envfocus: USER_AGENT='envfocus/0.1.0 (+https://envfocus.example/contact)': expected your own"
    )
    assert list(tmp_path.iterdir()) == []


# --- the receipt, rights


@pytest.fixture(scope="module")
def polite(
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[tuple[Watching, Crawl]]:
    """A run at a delay, on a site that reserves rights and has some pages unchanged."""

    def change(target: str, own: Reply) -> Answer:
        if target.startswith("/data/rss/"):
            return Reply(304, (), b"")
        kinds = (
            ("X-Robots-Tag", "noarchive"),
            ("X-Robots-Tag", "otherbot: noindex"),
            ("TDM-Reservation", "1"),
        )
        return Reply(own.status, (*own.headers, *kinds), own.body)

    with Watching(change) as server:
        settings = {"DOWNLOAD_DELAY": "0.1", "CONCURRENT_REQUESTS_PER_DOMAIN": "1"}
        done = crawl(
            "articles",
            server.url,
            tmp_path_factory.mktemp("polite"),
            "-a",
            "max_articles=9",
            **settings,
        )
        yield server, done


def test_the_receipt_is_what_the_server_counted(polite: tuple[Watching, Crawl]) -> None:
    server, done = polite
    receipt = record_in(done.folder)["politeness"]
    unchanged = sum(target.startswith("/data/rss/") for target in server.targets)
    assert unchanged > 3
    assert receipt["requests"] == receipt["answers"] == len(server.visits)
    assert receipt["bytes"] == sum(visit.sent for visit in server.visits)
    assert (
        receipt["highest_concurrency"]
        == max(visit.at_once for visit in server.visits)
        == 1
    )
    gaps = list(server.gaps())
    # the receipt is written where requests leave; on their way single gaps vary
    assert receipt["smallest_gap"] == pytest.approx(min(gaps), abs=0.06)
    assert sum(gaps) / len(gaps) >= receipt["smallest_gap"] >= 0.099
    assert receipt["not_modified"] == unchanged
    assert receipt["not_modified_share"] == pytest.approx(
        unchanged / len(server.visits), abs=0.0001
    )


def test_a_receipt_tells_of_haste_too(tmp_path: Path) -> None:
    with Watching() as server:
        done = crawl("articles", server.url, tmp_path)
    receipt = record_in(done.folder)["politeness"]
    assert receipt["requests"] == len(server.visits)
    assert (
        receipt["highest_concurrency"]
        >= max(visit.at_once for visit in server.visits)
        > 1
    )
    assert receipt["smallest_gap"] < 0.05


def test_a_request_that_is_sent_again_is_counted_again(tmp_path: Path) -> None:
    """A connection that was kept open breaks under a request."""
    hung_up: list[str] = []

    def once(target: str, own: Reply) -> Answer:
        if target.startswith(ARTICLE) and not hung_up:
            hung_up.append(target)
            return HANG_UP
        return own

    with Watching(once) as server:
        done = crawl("articles", server.url, tmp_path, *FEW, CONCURRENT_REQUESTS="1")
    assert server.targets.count(hung_up[0]) == 2
    receipt = record_in(done.folder)["politeness"]
    assert (receipt["requests"], receipt["answers"]) == (
        len(server.visits),
        len(server.visits) - 1,
    )


def test_rights_stand_on_every_record(polite: tuple[Watching, Crawl]) -> None:
    _, done = polite
    for stream in ("articles", "weather"):
        lines = published(done.folder, stream)
        assert lines
        for line in lines:
            assert line["rights"] == {
                "robots": "noarchive",
                "noarchive": True,
                "tdm_reservation": True,
            }


def test_a_site_that_says_nothing_about_use(tmp_path: Path) -> None:
    with Watching() as server:
        crawl("weather", server.url, tmp_path)
    rights = [line["rights"] for line in published(tmp_path, "weather")]
    assert rights
    assert all(
        said == {"robots": None, "noarchive": None, "tdm_reservation": None}
        for said in rights
    )


# --- robots.txt as it also comes

LONG = "# " + "x" * 97 + "\n"
FORBIDS = "User-agent: *\nDisallow: /\n"


@pytest.mark.parametrize(
    "answer",
    [
        *(text(FORBIDS, status) for status in (403, 404)),
        text(f"<!doctype html>\n<pre>\n{FORBIDS}</pre>", Content_Type="text/html"),
        text(LONG * 5_200 + FORBIDS),  # beyond 500 KiB
    ],
)
def test_what_is_no_rule_forbids_nothing(tmp_path: Path, answer: Reply) -> None:
    with Watching(robots(answer)) as server:
        done = crawl("weather", server.url, tmp_path)
    assert (done.code, server.targets) == (OK, ["/robots.txt", "/"])


@pytest.mark.parametrize(
    "body",
    [
        "\ufeff" + FORBIDS,
        "# 규칙\n".encode("cp949") + FORBIDS.encode(),
        FORBIDS + LONG * 5_200 + RULES,
    ],
)
def test_rules_hold_behind_a_mark_beside_other_encodings_and_in_a_long_file(
    tmp_path: Path, body: str | bytes
) -> None:
    with Watching(robots(text(body))) as server:
        done = crawl("weather", server.url, tmp_path)
    assert (done.code, server.targets) == (BLOCKED, ["/robots.txt"])


@pytest.mark.parametrize("status", [429, 503])
def test_a_pause_is_as_long_as_the_site_says(tmp_path: Path, status: int) -> None:
    """429 in seconds, 503 as a date. From the log: the engine may add some seconds of its own to any pause."""
    refused: list[str] = []

    def once(target: str, own: Reply) -> Answer:
        if not target.startswith(ARTICLE) or refused:
            return own
        refused.append(target)
        until = format_datetime(datetime.now(UTC) + timedelta(seconds=4), usegmt=True)
        return text("", status, Retry_After="4" if status == 429 else until)

    with Watching(once) as server:
        done = crawl(
            "articles",
            server.url,
            tmp_path,
            *FEW,
            **ONE,
            ENVFOCUS_BACKOFF_SECONDS="0.1",
        )
    assert (done.code, len(done.articles)) == (OK, 2)
    (said,) = re.findall(
        rf"answered {status}: nothing is asked for ([\d.]+) s", done.log
    )
    assert 3 <= float(said) <= 5 * 1.25
    assert max(server.gaps()) >= float(said) - 0.1


def test_what_is_due_is_asked_for_with_its_validators(tmp_path: Path) -> None:
    """ETag and Last-Modified as the site sent them, a day before."""
    first = datetime.fromisoformat("2025-12-08T06:00:00+09:00")
    with Watching() as server:
        for days in (0, 1):
            before = len(server.visits)
            crawl(
                "articles",
                server.url,
                tmp_path,
                deed=("at", (first + timedelta(days=days)).isoformat()),
            )
        again = [
            visit
            for visit in server.visits[before:]
            if visit.target.startswith(ARTICLE)
        ]
        sent = {
            visit.target: dict(server._site.reply(visit.target).headers)
            for visit in again
        }
    known = [visit for visit in again if "ETag" in sent[visit.target]]
    assert known  # the others were no articles a day before
    for visit in known:
        assert visit.headers["If-None-Match"] == sent[visit.target]["ETag"]
        assert visit.headers["If-Modified-Since"] == sent[visit.target]["Last-Modified"]
