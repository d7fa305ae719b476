"""Faults of the site, the network, the clock, the disk and our own code, met by real crawls."""

import json
import logging
import re
import shutil
import signal
import sqlite3
import subprocess
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, Self
from urllib.parse import urlsplit

import orjson
import pytest
from scrapy.crawler import Crawler
from scrapy.resolver import CachingThreadedResolver
from twisted.internet.defer import Deferred, fail
from twisted.internet.error import DNSLookupError

from envfocus.normalize.records import load_article
from envfocus.parsing.article import ArticlePage
from envfocus.publishing.layout import Layout
from envfocus.publishing.verify import verify
from envfocus.spiders import articles
from fixtures.listing import CAPTCHA
from fixtures.plan import KST
from fixtures.reply import Reply
from fixtures.server import free_port
from fixtures.site import Site
from tests.support.crawlers import project_settings
from tests.support.crawls import (
    AFTER,
    article,
    at,
    crawl,
    move_site,
    options,
    published,
    record_in,
    scrapy,
    told,
)
from tests.support.watching import (
    HANG_UP,
    Answer,
    Drops,
    Watching,
    _Handler,
    same,
    started,
    wait_for,
)

OK, DEGRADED, REFUSED, DISK, SIGNALLED, BLOCKED, UNREACHABLE = 0, 1, 2, 3, 11, 18, 69
SMALL = 60
SITE = Site(SMALL)
CURRENT = [
    truth.article_no
    for truth in SITE.truths()
    if truth.skin == "current" and truth.published
]
HERE = "tests.commands.test_faults"


def numbers(folder: Path) -> list[int]:
    """Articles of the feed, one for each line that is no tombstone, in order."""
    lines = published(folder)
    assert [line["op"] for line in lines] == ["upsert"] * len(lines)
    return sorted(int(line["key"].partition(":a")[2]) for line in lines)


@pytest.fixture(scope="module")
def read(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Watching, Path]]:
    """A site, and the folder of one who has read it."""
    folder = tmp_path_factory.mktemp("read")
    with Watching() as server:
        assert crawl("articles", server.url, folder, deed=at(AFTER)).code == OK
        yield server, folder


# --- our own code


class BrokenParser:
    """An extension: one page, number BROKEN_PAGE, makes the reader of articles fail."""

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        broken = crawler.settings.getint("BROKEN_PAGE")

        def load(page: ArticlePage, article_no: int, *rest: Any) -> Any:
            if article_no == broken:
                raise RuntimeError("nobody foresaw this page")
            return load_article(page, article_no, *rest)

        setattr(articles, "load_article", load)  # noqa: B010 mypy would refuse the assignment
        return cls()


class BrokenStep:
    """A pipeline that fails on one article, number BROKEN_ITEM."""

    def __init__(self, broken: int) -> None:
        self.broken = broken

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        return cls(crawler.settings.getint("BROKEN_ITEM"))

    def process_item(self, item: Any) -> Any:
        if getattr(item.data, "article_no", None) == self.broken:
            raise RuntimeError("nobody foresaw this item")
        return item


def test_exceptions_cost_one_article_each_for_a_while(tmp_path: Path) -> None:
    """In a parser there is no item yet, and the next run asks again; in a pipeline it is kept, and an hour passes."""
    page, step = CURRENT[5:7]
    own = project_settings()
    settings = {
        "EXTENSIONS": json.dumps(
            {**own.getdict("EXTENSIONS"), f"{HERE}.BrokenParser": 150}
        ),
        "ITEM_PIPELINES": json.dumps(
            {**own.getdict("ITEM_PIPELINES"), f"{HERE}.BrokenStep": 150}
        ),
    }
    with Watching() as server:
        done = crawl(
            "articles",
            server.url,
            tmp_path,
            **settings,
            BROKEN_PAGE=str(page),
            BROKEN_ITEM=str(step),
        )
        assert done.code == DEGRADED
        assert told(done, "RuntimeError: nobody foresaw this page")
        assert numbers(tmp_path) == sorted({*SITE.numbers} - {page, step})
        (path,) = (tmp_path / "feed" / "quarantine").glob("*.jsonl")
        (kept,) = (orjson.loads(line) for line in path.read_bytes().splitlines())
        assert (kept["item"]["key"], kept["reason"]) == (
            f"ecofocus:a{step}",
            "RuntimeError: nobody foresaw this item",
        )
        before, soon = len(server.visits), datetime.now(KST) + timedelta(minutes=30)
        assert crawl("articles", server.url, tmp_path, deed=at(soon)).code == OK
        asked = server.targets[before:]
        assert (article(page) in asked, article(step) in asked) == (True, False)
        later = datetime.now(KST) + timedelta(hours=2)
        assert crawl("articles", server.url, tmp_path, deed=at(later)).code == OK
    assert numbers(tmp_path) == sorted(SITE.numbers)


# --- the site: layout, wording, captchas, bodies


def test_lists_whose_markup_changed_are_no_success(tmp_path: Path) -> None:
    def rename(_target: str, own: Reply) -> Answer:
        return Reply(
            own.status,
            own.headers,
            own.body.replace(b"art_list_all", b"renamed").replace(b"on_thumb", b"x"),
        )

    with Watching(rename) as server:
        done = crawl("articles", server.url, tmp_path, "-a", "max_articles=5")
    assert done.code == REFUSED
    assert record_in(tmp_path)["complete"] is False


def test_wording_that_nobody_knows_stays_raw_and_gives_null(tmp_path: Path) -> None:
    """Of a stamp, a place and the page's day; the others are as they always were."""
    odd = CURRENT[2]
    stamp = re.compile("등록 [0-9.]+ [0-9:]+".encode())

    def reword(target: str, own: Reply) -> Answer:
        body = re.sub(
            rb'(class="today_txt">)[^<]*', rb"\g<1>" + "오늘 (월)".encode(), own.body
        )
        if target == article(odd):
            body, found = stamp.subn("등록 그저께 늦은 밤".encode(), body)
            assert found
            body = re.sub(
                r"\[환경포커스=[^\]]*\]".encode(), "[환경포커스=달나라]".encode(), body
            )
        return Reply(own.status, own.headers, body)

    with Watching(reword) as server:
        done = crawl("articles", server.url, tmp_path, deed=at(AFTER))
    assert done.code == OK, done.log[-2000:]
    lines = {line["data"]["article_no"]: line for line in published(tmp_path)}
    data, flags = lines[odd]["data"], lines[odd]["quality"]["flags"]
    assert (data["published_raw"], data["page_date_raw"]) == (
        "등록 그저께 늦은 밤",
        "오늘 (월)",
    )
    nulls = ("published_at", "published_at_utc", "published_precision", "page_date")
    assert [data[name] for name in nulls] == [None] * 4
    assert {"published:unreadable", "page_date:unreadable", "regions:undated"} <= set(
        flags
    )
    assert (data["dateline"]["raw"], data["dateline"]["regions"]) == (
        "[환경포커스=달나라]",
        [],
    )
    truths = {
        article_no: SITE.article(article_no).published
        for article_no in CURRENT
        if article_no != odd
    }
    assert {
        article_no: datetime.fromisoformat(lines[article_no]["data"]["published_at"])
        for article_no in truths
    } == truths
    rows = published(tmp_path, "weather")
    assert rows
    assert {
        (row["data"]["page_date_raw"], row["data"]["page_date"]) for row in rows
    } == {("오늘 (월)", None)}


def captchas(target: str, own: Reply) -> Answer:
    return (
        Reply(200, (("Content-Type", "text/html"),), CAPTCHA.encode())
        if "article.html" in target
        else own
    )


def test_a_captcha_with_status_200_is_no_article(tmp_path: Path) -> None:
    """Two hours later they come."""
    with Watching(captchas) as server:
        blocked = crawl("articles", server.url, tmp_path, deed=at(AFTER))
        assert (blocked.code, numbers(tmp_path)) == (BLOCKED, [])
        server.change = same
        assert (
            crawl(
                "articles", server.url, tmp_path, deed=at(AFTER + timedelta(hours=2))
            ).code
            == OK
        )
    assert numbers(tmp_path) == sorted(SITE.numbers)


def test_a_captcha_is_no_deletion(read: tuple[Watching, Path], tmp_path: Path) -> None:
    """However often one article is hidden by it, days apart."""
    server, good = read
    shutil.copytree(good, tmp_path, dirs_exist_ok=True)
    server.change = lambda target, own: (
        captchas(target, own) if target == article(CURRENT[0]) else own
    )
    try:
        for days in (2, 4):
            when = at(AFTER + timedelta(days=days))
            assert (
                crawl(
                    "articles", server.url, tmp_path, "-a", "reread=yes", deed=when
                ).code
                == OK
            )
            assert (
                record_in(tmp_path)["articles"]["not_delivered/captcha"]
                == len(known_captchas()) + 1
            )
    finally:
        server.change = same
    assert numbers(tmp_path) == sorted(SITE.numbers)


def known_captchas() -> list[int]:
    return [article_no for article_no, kind in SITE.gone.items() if kind == "captcha"]


class _Cutting(_Handler):
    """Hangs up in the middle of what is marked."""

    def _send(self, reply: Reply) -> None:
        if ("X-Cut", "1") not in reply.headers:
            super()._send(reply)
            return
        self.send_response(reply.status)
        self.send_header("Content-Type", "text/html")
        self.send_header("Content-Length", str(len(reply.body)))
        self.end_headers()
        self.wfile.write(reply.body[: len(reply.body) // 2])
        self.close_connection = True


def test_bodies_that_were_cut_or_lie_about_their_encoding(tmp_path: Path) -> None:
    """A transfer that was cut is asked for again; half a page that came whole says so; CP949 is read as what it is."""
    once, always, half, *korean = CURRENT[:6]
    seen: list[str] = []

    def spoil(target: str, own: Reply) -> Answer:
        seen.append(target)
        if target == article(always) or (
            target == article(once) and seen.count(target) == 1
        ):
            return Reply(200, (*own.headers, ("X-Cut", "1")), own.body)
        if target == article(half):
            return Reply(
                200,
                own.headers,
                own.body[: own.body.index(b"</p>", own.body.index(b"smartOutput"))],
            )
        if target in map(article, korean):
            assert ("Content-Type", "text/html; charset=utf-8") in [
                (name, kind.lower()) for name, kind in own.headers
            ]
            return Reply(
                200, own.headers, own.body.decode().encode("cp949", "xmlcharrefreplace")
            )
        return own

    with Watching(spoil) as server:
        server._http.RequestHandlerClass = _Cutting
        done = crawl("articles", server.url, tmp_path, RETRY_TIMES="1")
    assert done.code == DEGRADED
    assert (seen.count(article(once)), seen.count(article(always))) == (2, 2)
    lines = {line["data"]["article_no"]: line for line in published(tmp_path)}
    assert set(lines) == {*SITE.numbers} - {always}
    assert "page_truncated" in lines[half]["quality"]["flags"]
    assert "\n\n".join(SITE.article(half).paragraphs).startswith(
        lines[half]["data"]["body"]
    )
    for article_no in (once, *korean):
        truth, data = SITE.article(article_no), lines[article_no]["data"]
        assert (data["title"], data["body"]) == (
            truth.title,
            "\n\n".join(truth.paragraphs),
        )
        assert ("encoding:cp949" in lines[article_no]["quality"]["flags"]) == (
            article_no in korean
        )
        assert "page_truncated" not in lines[article_no]["quality"]["flags"]


# --- the network


class NoNames(CachingThreadedResolver):
    """A resolver that finds nobody, and says whom it was asked for."""

    def getHostByName(self, name: str, timeout: Any = ()) -> Deferred[str]:  # noqa: N802 Twisted's
        logging.getLogger(HERE).warning("nobody knows %s", name)
        return fail(DNSLookupError(f"no address for {name}"))


def test_no_name_can_be_resolved(tmp_path: Path) -> None:
    settings = {
        "TWISTED_DNS_RESOLVER": f"{HERE}.NoNames",
        "USER_AGENT": "envfocus (+https://archive.some-library.kr)",
    }
    done = crawl(
        "articles", "https://paper.invalid/", tmp_path, **settings, RETRY_TIMES="1"
    )
    assert done.code == UNREACHABLE
    assert told(done, "nobody knows paper.invalid")
    assert told(
        done,
        r"incomplete: https://paper\.invalid/robots\.txt: CannotResolveHostError: .*paper\.invalid",
    )
    assert "Traceback" not in done.log
    assert numbers(tmp_path) == []
    record = record_in(tmp_path)
    assert (record["exit_code"], record["complete"]) == (UNREACHABLE, False)


def test_a_network_that_goes_down_loses_nothing(tmp_path: Path) -> None:
    """After thirty answers nothing comes any more; two hours later the rest is read, and no article twice."""
    answered: list[str] = []

    def fall(target: str, own: Reply) -> Answer:
        answered.append(target)
        return own if len(answered) <= 30 else HANG_UP

    quick = {"RETRY_TIMES": "0", "CONCURRENT_REQUESTS": "1"}
    with Watching(fall) as server:
        cut = crawl("articles", server.url, tmp_path, deed=at(AFTER), **quick)
        assert cut.code in {DEGRADED, UNREACHABLE}
        assert record_in(tmp_path)["complete"] is False
        got = numbers(tmp_path)
        assert 0 < len(got) < SMALL
        server.change = lambda _, own: own
        before = len(server.visits)
        assert (
            crawl(
                "articles", server.url, tmp_path, deed=at(AFTER + timedelta(hours=2))
            ).code
            == OK
        )
        assert not set(map(article, got)) & set(server.targets[before:])
    assert numbers(tmp_path) == sorted(SITE.numbers)


def test_a_site_that_is_off_leaves_the_feed_as_it_is(
    read: tuple[Watching, Path], tmp_path: Path
) -> None:
    shutil.copytree(read[1], tmp_path, dirs_exist_ok=True)
    latest = Layout(tmp_path / "feed").latest.read_bytes()
    nobody = f"http://127.0.0.1:{free_port()}/"
    move_site(tmp_path, nobody)
    for days in (1, 3):
        when = at(AFTER + timedelta(days=days))
        assert (
            crawl("articles", nobody, tmp_path, deed=when, RETRY_TIMES="0").code
            == UNREACHABLE
        )
    assert Layout(tmp_path / "feed").latest.read_bytes() == latest


def test_sigterm_while_a_body_comes_in_drops(tmp_path: Path) -> None:
    """What is under way is given up after DOWNLOAD_TIMEOUT at the latest, however slowly it comes."""
    slow = article(max(SITE.numbers))
    with Watching(
        lambda target, own: Drops(10_000, 0.1) if target == slow else own
    ) as server:
        running = started(
            server, tmp_path, DOWNLOAD_TIMEOUT="2", CONCURRENT_REQUESTS="1"
        )
        wait_for(server, 3)
        while slow not in server.targets:
            assert running.poll() is None
        running.send_signal(signal.SIGTERM)
        try:
            running.communicate(timeout=2 + 4)
        except subprocess.TimeoutExpired:
            running.kill()
            running.communicate()
    assert running.returncode == SIGNALLED
    assert record_in(tmp_path)["exit_code"] == SIGNALLED
    verify(Layout(tmp_path / "feed"))


# --- the ledger


def overwritten(data: bytes, start: int) -> bytes:
    return data[:start] + b"\xa5" * 8192 + data[start + 8192 :]


DAMAGED: dict[str, Callable[[bytes], bytes]] = {
    "in the middle": lambda data: overwritten(data, len(data) // 2),
    "another file": lambda data: b"no database at all\n" * (len(data) // 19),
    "cut": lambda data: data[: len(data) // 3],
}


def end_uncleanly(file: Path) -> None:
    """As a kill leaves a ledger."""
    with closing(sqlite3.connect(file)) as connection, connection:
        connection.execute("UPDATE shutdown SET is_clean = 0")


def test_damage_after_a_clean_end_is_found_on_request(
    read: tuple[Watching, Path], tmp_path: Path
) -> None:
    """A crawl would find it only where it reads that page."""
    server, good = read
    shutil.copytree(good, tmp_path, dirs_exist_ok=True)
    file = tmp_path / "state" / "ledger.sqlite3"
    file.write_bytes(overwritten(file.read_bytes(), file.stat().st_size // 2))
    places = options(server.url, tmp_path)
    verified = scrapy("verify", *places)
    assert (verified.returncode, "damaged" in verified.stderr) == (DISK, True)
    looked = scrapy("doctor", "--no-site", *places)
    assert looked.returncode == DEGRADED
    assert "move it away and run `scrapy rebuild`" in looked.stdout


@pytest.mark.parametrize("damage", DAMAGED)
def test_a_damaged_ledger_is_said_and_rebuilt_from_the_feed(
    read: tuple[Watching, Path], tmp_path: Path, damage: str
) -> None:
    """Nothing is asked for and nothing published with it; nothing is read twice once it is rebuilt.

    What is damaged in the middle is found before any request where the last run was killed.
    """
    server, good = read
    shutil.copytree(good, tmp_path, dirs_exist_ok=True)
    file = tmp_path / "state" / "ledger.sqlite3"
    end_uncleanly(file)
    file.write_bytes(DAMAGED[damage](file.read_bytes()))
    latest, before = Layout(tmp_path / "feed").latest.read_bytes(), len(server.visits)
    done = crawl(
        "articles", server.url, tmp_path, deed=at(AFTER + timedelta(minutes=5))
    )
    assert (done.code, len(server.visits)) == (DISK, before)
    assert told(done, "ERROR: .*(ledger.sqlite3: |the ledger knows less)")
    assert "Traceback" not in done.log
    assert Layout(tmp_path / "feed").latest.read_bytes() == latest
    shutil.move(tmp_path / "state", tmp_path / "damaged")
    places = (
        "-s",
        f"ENVFOCUS_FEED_DIR={tmp_path}/feed",
        "-s",
        f"ENVFOCUS_STATE_DIR={tmp_path}/state",
    )
    assert scrapy("rebuild", *places).returncode == OK
    if damage == "cut":
        assert (
            crawl(
                "articles", server.url, tmp_path, deed=at(AFTER + timedelta(minutes=6))
            ).code
            == OK
        )
        asked = [
            target
            for target in server.targets[before:]
            if urlsplit(target).path == "/news/article.html"
        ]
        assert not set(asked) & set(map(article, SITE.numbers))
        assert numbers(tmp_path) == sorted(SITE.numbers)
