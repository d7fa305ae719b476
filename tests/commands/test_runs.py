"""Runs of the crawl as processes: once, again, side by side, cut short, on a failing disk, on a changed site."""

import errno
import os
import re
import resource
import shutil
import signal
import subprocess
import time
from collections.abc import Callable
from pathlib import Path

import orjson
import pytest

from envfocus.publishing.layout import Layout
from envfocus.publishing.verify import verify
from fixtures.edited import Edited
from fixtures.server import Server
from fixtures.site import Reply, Site
from tests.support.crawls import (
    ROOT,
    Crawl,
    crawl,
    options,
    program,
    published,
    record_in,
)

SMALL = 60
AGAIN = ("-a", "reread=yes")
DEGRADED, REFUSED, DISK, SIGNALLED, TIME_LIMIT, INTERNAL, LOCKED = (
    1,
    2,
    3,
    11,
    15,
    70,
    75,
)


def test_a_second_run_finds_nothing_new(tmp_path: Path) -> None:
    with Server(Site(SMALL)) as server:
        first = crawl("articles", server.url, tmp_path)
        before = verify(Layout(tmp_path / "feed")).records
        second = crawl("articles", server.url, tmp_path)
    assert (first.code, second.code) == (0, 0)
    assert verify(Layout(tmp_path / "feed")).records == before
    assert record_in(second.folder)["outcome"] == "nothing"
    assert record_in(second.folder)["exit_code"] == 0
    assert len(list((tmp_path / "feed" / "v1" / "runs").glob("*.json"))) == 2
    assert {record["rev"] for record in second.records} == {1}


def test_an_edit_is_a_revision(tmp_path: Path) -> None:
    article_no = next(
        truth.article_no
        for truth in Site(SMALL).truths()
        if truth.reached_by == "section"
    )
    title = Site(SMALL).article(article_no).title

    def edit(target: str, reply: Reply) -> Reply:
        edited = state["edited"] and target == f"/news/article.html?no={article_no}"
        body = (
            re.sub(re.escape(title.encode()), "고쳐 쓴 제목".encode(), reply.body)
            if edited
            else reply.body
        )
        return Reply(reply.status, reply.headers, body)

    state = {"edited": False}
    with Server(Edited(SMALL, edit)) as server:
        crawl("articles", server.url, tmp_path)
        state["edited"] = True
        crawl("articles", server.url, tmp_path, *AGAIN)
    verify(Layout(tmp_path / "feed"))
    *_, last = published(tmp_path)
    assert (last["key"], last["rev"]) == (f"ecofocus:a{article_no}", 2)
    assert last["changed_fields"] == [
        "title",
        "regions",
    ]  # the old headline named a place
    assert last["data"]["title"] == "고쳐 쓴 제목"


def without(numbers: set[int], status: int) -> Callable[[str, Reply], Reply]:
    def change(target: str, reply: Reply) -> Reply:
        match = re.fullmatch(r"/news/article\.html\?no=(\d+)", target)
        return (
            Reply(status, (), b"gone") if match and int(match[1]) in numbers else reply
        )

    return change


@pytest.mark.parametrize(("count", "tombstones"), [(1, 1), (30, 0)])
def test_deletions_and_an_outage(tmp_path: Path, count: int, tombstones: int) -> None:
    numbers = {truth.article_no for truth in Site(120).truths()}
    missing = set(sorted(numbers)[50 : 50 + count])
    now_missing: set[int] = set()
    with Server(Edited(120, without(now_missing, 404))) as server:
        for day in ("2025-12-09", "2025-12-10", "2025-12-11"):
            crawl(
                "articles",
                server.url,
                tmp_path,
                *AGAIN,
                deed=("at", f"{day}T06:00:00+09:00"),
            )
            now_missing |= missing
    verify(Layout(tmp_path / "feed"))
    buried = [line["key"] for line in published(tmp_path) if line["op"] == "tombstone"]
    assert (
        buried
        == [f"ecofocus:a{article_no}" for article_no in sorted(missing)][:tombstones]
    )


def start(server: Server, folder: Path, **settings: str) -> subprocess.Popen[str]:
    command = [
        *program(),
        "crawl",
        "articles",
        *options(server.url, folder, **settings),
    ]
    return subprocess.Popen(command, cwd=ROOT, stderr=subprocess.PIPE, text=True)


def wait_for(server: Server, requests: int) -> None:
    for _ in range(600):
        if len(server.requests) >= requests:
            return
        time.sleep(0.05)
    pytest.fail("the crawl never came so far")


def test_two_runs_at_once(tmp_path: Path) -> None:
    with Server(Site(SMALL)) as server:
        first = start(
            server, tmp_path, DOWNLOAD_DELAY="0.05", CONCURRENT_REQUESTS_PER_DOMAIN="1"
        )
        wait_for(server, 10)
        second = crawl("weather", server.url, tmp_path)
        _, log = first.communicate(timeout=60)
    assert second.code == LOCKED
    said = next(
        line
        for line in second.log.splitlines()
        if "another process holds the ledger" in line
    )
    assert f'"pid": {first.pid}' in said
    assert "Traceback" not in second.log
    assert first.returncode == 0, log
    assert verify(Layout(tmp_path / "feed")).records["articles"] == len(
        Site(SMALL).numbers
    )


def test_a_killed_run_has_a_record_too(tmp_path: Path) -> None:
    with Server(Site(SMALL)) as server:
        crawl("articles", server.url, tmp_path, deed=("kill-disk", "20"))
        assert not list((tmp_path / "feed" / "v1").glob("runs/*.json"))
        crawl("articles", server.url, tmp_path)
    runs = [
        orjson.loads(path.read_bytes())
        for path in sorted((tmp_path / "feed" / "v1" / "runs").glob("*.json"))
    ]
    assert sorted(run["finish_reason"] for run in runs) == ["finished", "killed"]


def test_sigterm_publishes_what_is_accepted(tmp_path: Path) -> None:
    with Server(Site(360)) as server:
        running = start(
            server, tmp_path, DOWNLOAD_DELAY="0.02", CONCURRENT_REQUESTS_PER_DOMAIN="1"
        )
        wait_for(server, 60)
        running.send_signal(signal.SIGTERM)
        sent = time.monotonic()
        _, log = running.communicate(timeout=60)
        took = time.monotonic() - sent
        assert (running.returncode, took < 30) == (SIGNALLED, True), log
        found = verify(Layout(tmp_path / "feed"))
        assert 0 < found.records["articles"] < 360
        done = crawl("articles", server.url, tmp_path)
    assert done.code == 0
    assert {line["data"]["article_no"] for line in published(tmp_path)} == set(
        Site(360).numbers
    )
    assert len(published(tmp_path)) == 360


def test_a_time_limit_publishes_what_is_accepted(tmp_path: Path) -> None:
    with Server(Site(360)) as server:
        limits = {
            "CLOSESPIDER_TIMEOUT": "2",
            "DOWNLOAD_DELAY": "0.05",
            "CONCURRENT_REQUESTS_PER_DOMAIN": "1",
        }
        done = crawl("articles", server.url, tmp_path, **limits)
    assert done.code == TIME_LIMIT
    assert 0 < verify(Layout(tmp_path / "feed")).records["articles"] < 360


def test_a_record_that_breaks_the_contract_is_kept_and_told(tmp_path: Path) -> None:
    """A body of more than a line may hold: quarantine, code 1, the others are published."""
    article_no = next(
        truth.article_no for truth in Site(SMALL).truths() if truth.skin == "current"
    )

    def swell(target: str, reply: Reply) -> Reply:
        if target != f"/news/article.html?no={article_no}":
            return reply
        swollen = re.sub(
            rb'(id="news_body_area"[^>]*>)',
            rb"\1<p>" + b"a " * 600_000 + b"</p>",
            reply.body,
        )
        return Reply(reply.status, reply.headers, swollen)

    with Server(Edited(SMALL, swell)) as server:
        done = crawl("articles", server.url, tmp_path)
    assert done.code == DEGRADED
    (path,) = (tmp_path / "feed" / "quarantine").iterdir()
    kept = [orjson.loads(line) for line in path.read_bytes().splitlines()]
    assert [entry["item"]["key"] for entry in kept] == [f"ecofocus:a{article_no}"]
    assert "a line of" in kept[0]["reason"]
    assert {line["data"]["article_no"] for line in published(tmp_path)} == {
        *Site(SMALL).numbers
    } - {article_no}


@pytest.mark.parametrize("code", [errno.ENOSPC, errno.EIO])
@pytest.mark.parametrize("number", [1, 12, 19])
def test_a_failing_disk(tmp_path: Path, number: int, code: int) -> None:
    """The disk fails from the nth operation of the second run on; the third run completes."""
    with Server(Site(SMALL)) as server:
        crawl("articles", server.url, tmp_path, "-a", "max_articles=5")
        before = Layout(tmp_path / "feed").latest.read_bytes()
        failed = crawl(
            "articles", server.url, tmp_path, deed=("fail-disk", str(number), str(code))
        )
        assert failed.code == DISK, failed.log[-2000:]
        assert os.strerror(code) in failed.log
        assert Layout(tmp_path / "feed").latest.read_bytes() == before or number > 10
        done = crawl("articles", server.url, tmp_path)
    assert done.code == 0
    assert {line["data"]["article_no"] for line in published(tmp_path)} == set(
        Site(SMALL).numbers
    )
    verify(Layout(tmp_path / "feed"))


def test_no_space_for_larger_files(tmp_path: Path) -> None:
    """The kernel refuses files beyond a limit, to the ledger and to the feed alike."""

    def limit() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (120_000, 120_000))

    with Server(Site(SMALL)) as server:
        command = [*program(), "crawl", "articles", *options(server.url, tmp_path)]
        failed = subprocess.run(
            command,
            cwd=ROOT,
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
            preexec_fn=limit,
        )
        assert failed.returncode == DISK, failed.stderr[-2000:]
        assert not Layout(tmp_path / "feed").latest.exists()
        done = crawl("articles", server.url, tmp_path)
    assert done.code == 0
    assert verify(Layout(tmp_path / "feed")).records["articles"] == len(
        Site(SMALL).numbers
    )


@pytest.mark.parametrize("setting", ["ENVFOCUS_FEED_DIR", "ENVFOCUS_STATE_DIR"])
def test_a_folder_that_cannot_be_written(tmp_path: Path, setting: str) -> None:
    with Server(Site(SMALL)) as server:
        done = crawl("weather", server.url, tmp_path, **{setting: "/proc/envfocus"})
        assert [
            target for _, target, _ in server.requests if target != "/robots.txt"
        ] == []
    assert done.code == DISK
    assert "/proc/envfocus" in done.log
    assert "Traceback" not in done.log


@pytest.mark.parametrize("setting", ["ENVFOCUS_FEED_DIR", "ENVFOCUS_STATE_DIR"])
def test_an_empty_folder_name(tmp_path: Path, setting: str) -> None:
    done = crawl("weather", "http://127.0.0.1:9/", tmp_path, **{setting: ""})
    assert done.code == 4
    assert (
        done.log.splitlines()[-1]
        == f"envfocus: {setting}='': expected a folder, e.g. feed/ (from -s)"
    )


@pytest.mark.parametrize(
    ("setting", "value"),
    [
        ("ENVFOCUS_FEED_COMPRESSION", "gzip"),
        ("ENVFOCUS_PART_RECORDS", "0"),
        ("ENVFOCUS_PART_RECORDS", "x"),
        ("ENVFOCUS_MIN_FILL_RATES", '{"title": "x"}'),
        ("ENVFOCUS_MIN_FILL_RATES", '{"titel": 0.5}'),
        ("ENVFOCUS_MAX_SHARES", '{"chnged": 0.2}'),
    ],
)
def test_settings_that_cannot_be_meant(
    tmp_path: Path, setting: str, value: str
) -> None:
    done = crawl("weather", "http://127.0.0.1:9/", tmp_path, **{setting: value})
    assert done.code == 4
    assert done.log.splitlines()[-1].startswith(f"envfocus: {setting}")


def test_an_error_that_nobody_foresaw_is_no_success(tmp_path: Path) -> None:
    with Server(Site(SMALL)) as server:
        broken = crawl("articles", server.url, tmp_path, deed=("break-publishing",))
        assert broken.code == INTERNAL
        assert record_in(broken.folder)["exit_code"] == INTERNAL
        assert "nobody foresaw this" in broken.log
        done = crawl("articles", server.url, tmp_path)
    assert done.code == 0
    assert verify(Layout(tmp_path / "feed")).records["articles"] == len(
        Site(SMALL).numbers
    )


def test_most_articles_gone_is_no_success(tmp_path: Path) -> None:
    with Server(Edited(SMALL, without(set(Site(SMALL).numbers), 404))) as server:
        assert crawl("articles", server.url, tmp_path).code == REFUSED


def test_articles_without_a_body_refuse_though_none_of_them_is_pending(
    tmp_path: Path,
) -> None:
    def bare(target: str, reply: Reply) -> Reply:
        words = rb"news_body_area|smartOutput|news_detail"
        return Reply(
            reply.status,
            reply.headers,
            re.sub(words, b"x", reply.body) if "article.html" in target else reply.body,
        )

    with Server(Edited(SMALL, bare)) as server:
        done = crawl("articles", server.url, tmp_path)
    assert (done.code, record_in(done.folder)["outcome"]) == (REFUSED, "refused")
    assert "refused to publish: body: found on 0 of " in done.log
    assert not list((tmp_path / "feed").glob("quarantine/*.refused.jsonl"))


def test_a_run_that_finds_no_widget_leaves_the_articles_of_a_broken_one(
    tmp_path: Path,
) -> None:
    def plain(target: str, reply: Reply) -> Reply:
        body = reply.body.replace(b"weather_", b"x_") if target == "/" else reply.body
        return Reply(reply.status, reply.headers, body)

    with Server(Edited(SMALL, plain)) as server:
        crawl("articles", server.url, tmp_path, deed=("break-publishing",))
        assert crawl("weather", server.url, tmp_path).code == REFUSED
        assert not published(tmp_path)
        assert not list((tmp_path / "feed").glob("quarantine/*"))
        before = len(server.requests)
        assert crawl("articles", server.url, tmp_path).code == 0
        again = [
            target
            for _, target, status in server.requests[before:]
            if "article.html" in target and status == 200
        ]
    assert {line["data"]["article_no"] for line in published(tmp_path)} == set(
        Site(SMALL).numbers
    )
    assert len(again) < len(Site(SMALL).numbers)


def test_a_lost_ledger_is_said_and_rebuilt(tmp_path: Path) -> None:
    with Server(Site(SMALL)) as server:
        crawl("articles", server.url, tmp_path)
        shutil.rmtree(tmp_path / "state")
        lost = crawl("articles", server.url, tmp_path)
        assert lost.code == DISK
        assert "the ledger knows less; `scrapy rebuild`" in lost.log
        places = (
            "-s",
            f"ENVFOCUS_FEED_DIR={tmp_path}/feed",
            "-s",
            f"ENVFOCUS_STATE_DIR={tmp_path}/state",
        )
        subprocess.run(
            [*program(), "rebuild", *places],
            cwd=ROOT,
            capture_output=True,
            timeout=60,
            check=True,
        )
        done = crawl("articles", server.url, tmp_path)
    assert (done.code, record_in(done.folder)["outcome"]) == (0, "nothing")


MARKUP = {
    "div.art_top > h2": ("current", rb'(<div class="art_top">)<h2>.*?</h2>', "title"),
    "div.fix_art_top h2": ("sticky", rb"()<h2[^>]*>.*?</h2>", "title"),
    ".hbox > h2": ("old", rb'(<div class="hbox">)<h2>.*?</h2>', "title"),
    "div.arvtitle": ("old", rb'()<div class="arvtitle">.*?</div>', "title"),
    "div.news_top > h3": ("mobile", rb'(<div class="news_top">)<h3>.*?</h3>', "title"),
    "div.art_top > h3": (
        "current",
        rb'(<div class="art_top"><h2>[^\n]*</h2>)<h3>.*?</h3>',
        "subtitles",
    ),
    ".hbox > h3": ("old", rb'(<div class="hbox">[^\n]*?)<h3>.*?</h3>', "subtitles"),
    "div.news_top > h4": ("mobile", rb"()<h4>.*?</h4>", "subtitles"),
}
"""Selectors of headlines and subtitles: their skin, how the fixture site writes them, the field they give."""


def without_element(selector: str) -> Callable[[str, Reply], Reply]:
    """The element taken out of every article page of the selector's skin."""
    skin, pattern, _ = MARKUP[selector]
    skins = {truth.article_no: truth.skin for truth in Site(360).truths()}

    def change(target: str, reply: Reply) -> Reply:
        match = re.fullmatch(r"/news/article\.html\?no=(\d+)", target)
        if not match or skins.get(int(match[1])) != skin:
            return reply
        return Reply(
            reply.status,
            reply.headers,
            re.sub(pattern, rb"\1", reply.body, count=1, flags=re.DOTALL),
        )

    return change


@pytest.mark.parametrize("selector", MARKUP)
def test_an_element_that_is_gone_refuses_to_publish(
    tmp_path: Path, selector: str
) -> None:
    with Server(Edited(360, without_element(selector))) as server:
        refused(crawl("articles", server.url, tmp_path), MARKUP[selector][2])


ATTRIBUTES = {
    ("path_wrap", "section"),
    ("art_top_nav", "section"),
    ("p_tit", "section"),
    ("art_info", "published_at"),
    ("arvdate", "published_at"),
    ("sub_tit", "subtitles"),
    ("tag_lists", "tags"),
    ("news_body_area", "body"),
    ("smartOutput", "body"),
    ("news_detail", "body"),
}
"""Words of class and id attributes on which the other selectors rest, and the field that goes with each."""


@pytest.mark.parametrize(("word", "field"), sorted(ATTRIBUTES))
def test_a_renamed_element_refuses_to_publish(
    tmp_path: Path, word: str, field: str
) -> None:
    def rename(target: str, reply: Reply) -> Reply:
        if "article.html" not in target:
            return reply
        return Reply(
            reply.status, reply.headers, reply.body.replace(word.encode(), b"renamed")
        )

    with Server(Edited(360, rename)) as server:
        refused(crawl("articles", server.url, tmp_path), field)


def refused(done: Crawl, field: str) -> None:
    """Code 2, nothing published, a message with field, page and fill rate; what was read is in quarantine."""
    said = [line for line in done.log.splitlines() if "refused to publish" in line]
    assert done.code == REFUSED, done.log[-3000:]
    assert any(
        re.search(
            rf"{field}: found on [\d,]+ of [\d,]+ pages.*%\), minimum \d+%; see http\S+no=\d+",
            line,
        )
        for line in said
    )
    assert not Layout(done.folder / "feed").latest.exists()
    assert record_in(done.folder)["outcome"] == "refused"
    kept = next((done.folder / "feed" / "quarantine").glob("*.refused.jsonl"))
    assert kept.stat().st_size > 100_000


def test_a_site_that_changed_its_system_is_refused_without_an_article(
    tmp_path: Path,
) -> None:
    def other(_target: str, _reply: Reply) -> Reply:
        return Reply(
            200,
            (("Content-Type", "text/html"),),
            "<html><body><main>새 누리집</main></body></html>".encode(),
        )

    with Server(Edited(SMALL, other)) as server:
        for spider in ("articles", "weather"):
            assert (
                crawl(
                    spider, server.url, tmp_path / spider, ROBOTSTXT_OBEY="False"
                ).code
                == REFUSED
            )


def test_killed_twenty_times() -> None:
    command = [*program()[:2], "tests.support.torture", "20", "11"]
    done = subprocess.run(
        command, cwd=ROOT, capture_output=True, text=True, timeout=600, check=False
    )
    assert done.returncode == 0, done.stderr[-3000:]
    assert "20 kills" in done.stdout
