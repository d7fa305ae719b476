"""Threats beside those of `test_guards`: what a hostile site can send, and where its answers may not lead us."""

import gzip
import json
import re
import time
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any, Self

import pytest
from scrapy.crawler import Crawler
from scrapy.http import HtmlResponse, Request, Response
from scrapy.resolver import CachingThreadedResolver
from twisted.internet.defer import Deferred, succeed

from envfocus.korean.contacts import redact
from envfocus.korean.dates import find, parse_stamp
from envfocus.papers.profile import FILLED_FIELDS
from fixtures.reply import Reply
from fixtures.site import Site
from tests.commands.test_guards import ELSEWHERE
from tests.support.crawlers import project_settings
from tests.support.crawls import (
    AFTER,
    article,
    at,
    crawl,
    options,
    peak_of,
    program,
    published,
    record_in,
    scrapy,
)
from tests.support.watching import Answer, Drops, Watching, robots, same, text

OK, CONFIGURATION, UNREACHABLE = 0, 4, 69
SITE = Site(60)
HERE = "tests.commands.test_threats"
QUICK = {"RETRY_TIMES": "0"}


def numbers(folder: Path) -> set[int]:
    """Articles of the feed."""
    return {line["data"]["article_no"] for line in published(folder)}


# --- where answers may not lead us

MORE_PLACES = (
    *(
        "http://0177.1:{other}/",
        "http://0x7f.1:{other}/",
        "http://017700000001:{other}/",
        "http://[::]:{other}/",
    ),
    *(
        "http://[::7f00:1]:{other}/",
        "http://[0:0:0:0:0:ffff:127.0.0.1]:{other}/",
        "http://127.000.000.001:{other}/",
    ),
    *(
        "http://%31%32%37.0.0.1:{other}/",
        "http:\\\\127.0.0.1:{other}\\",
        "http:/127.0.0.1:{other}/../x",
    ),
    *(
        "///127.0.0.1:{other}/",
        "\\\\127.0.0.1:{other}/",
        "\t//127.0.0.1:{other}/",
        "http://127.0.0.1:{own}\\@[::1]/",
    ),
    *(
        "http://127.0.0.1\uff0e:{other}/",
        "http://localhost.:{other}/",
        "http://127.0.0.1:{own}.localhost:{other}/",
    ),
    *(
        "http://192.168.0.1/",
        "http://172.16.0.1/",
        "http://[fe80::1]/",
        "http://[fd00::1]/",
        "http://100.64.0.1/",
    ),
    *(
        "http://169.254.1.1/",
        "http://2852039166/",
        "FILE:///etc/passwd",
        "file:/etc/passwd",
        "blob:http://127.0.0.1/",
    ),
    *(
        "gopher://127.0.0.1:{other}/",
        "ws://127.0.0.1:{other}/",
        "about:blank",
        "view-source:http://127.0.0.1/",
    ),
)


def test_redirects_of_lists_feeds_and_articles_stay_on_the_site(tmp_path: Path) -> None:
    """Whatever spelling does not name the site is dropped; those that mean a path of ours are not found there."""
    with Watching() as other, Watching() as server:
        places = [
            place.format(other=other.port, own=server.port) for place in MORE_PLACES
        ]
        spellings = dict(zip(map(article, SITE.numbers), places, strict=False))
        secret = f"http://127.0.0.1:{other.port}/latest/"
        feeds = {
            f"/data/rss/section_{section_no:02d}.xml": secret
            for section_no in Site.sections
        }
        lists = {
            f"/news/section_list_all.html?sec_no={section_no}&page=1": secret
            for section_no in list(Site.sections)[:3]
        }
        locations = {**spellings, **feeds, **lists}

        def lead(target: str, own: Reply) -> Answer:
            location = locations.get(target, "").encode().decode("latin-1")
            return Reply(302, (("Location", location),), b"") if location else own

        server.change = lead
        done = crawl("articles", server.url, tmp_path, **QUICK)
        assert (other.connections, other.targets) == (0, [])
    assert len(places) < len(SITE.numbers)
    assert set(locations) <= set(server.targets)
    assert done.code != OK
    assert numbers(tmp_path) == {*SITE.numbers[len(places) :]}
    assert not [
        visit
        for visit in server.visits
        if visit.headers["Host"] != f"127.0.0.1:{server.port}"
    ]
    listed = record_in(tmp_path)["listings"]
    assert sum(stopped == "failed:OffsiteError" for stopped in listed.values()) == len(
        lists
    )
    assert "Traceback" not in done.log


def test_links_elsewhere_are_no_sightings(tmp_path: Path) -> None:
    """Of lists, boxes, fronts and feeds; a number is asked for on our own site, but only if it was named for that."""
    with Watching() as other, Watching() as server:
        places = [
            place.format(other=other.port, own=server.port)
            for place in (*ELSEWHERE, *MORE_PLACES)
        ]
        strange = [
            place for place in places if place != f"https://127.0.0.1:{server.port}/"
        ]  # the host is ours
        hrefs = [
            f"{place.rstrip('/')}/news/article.html?no={9000 + n}"
            for n, place in enumerate(strange)
        ]
        links = "".join(
            f'<li><a href="{href}"><h2>x</h2></a></li>' for href in hrefs
        ).encode()
        items = "".join(f"<item><link>{href}</link></item>" for href in hrefs).encode()

        def name(_target: str, own: Reply) -> Answer:
            body = own.body.replace(
                b'<ul class="art_list_all">', b'<ul class="art_list_all">' + links
            )
            body = body.replace(b"</body>", links + b"</body>").replace(
                b"</channel>", items + b"</channel>"
            )
            return Reply(own.status, own.headers, body)

        server.change = name
        done = crawl("articles", server.url, tmp_path)
        assert other.connections == 0
    assert done.code == OK
    assert numbers(tmp_path) == {*SITE.numbers}
    assert not [target for target in server.targets if re.search(r"no=9\d{3}$", target)]


def test_a_page_cannot_send_us_anywhere(tmp_path: Path) -> None:
    """By a refresh, a base, a canonical address, a frame, a picture, a sitemap."""
    with Watching() as other, Watching() as server:
        own_page, far = "/admin/secret", f"http://127.0.0.1:{other.port}/"
        head = (
            f'<base href="{far}"><meta http-equiv="refresh" content="0; url={far}">'
            f'<meta http-equiv="refresh" content="0; url={own_page}"><link rel="stylesheet" href="{far}a.css">'
        ).encode()
        rest = f'<iframe src="{far}"></iframe><img src="{far}x.png"><script>location="{own_page}"</script>'.encode()

        def send(target: str, own: Reply) -> Answer:
            if target == "/robots.txt":
                return text(
                    f"User-agent: *\nDisallow: /admin/\nSitemap: {far}sitemap.xml\nSitemap: /sitemap.xml\n"
                )
            body = own.body.replace(b"<head>", b"<head>" + head).replace(
                b"</body>", rest + b"</body>"
            )
            return Reply(
                own.status,
                (
                    *own.headers,
                    ("Refresh", f"0; url={far}"),
                    ("Link", f"<{far}>; rel=next"),
                ),
                body,
            )

        server.change = send
        done = crawl("articles", server.url, tmp_path)
        assert other.connections == 0
    assert done.code == OK
    assert numbers(tmp_path) == {*SITE.numbers}
    assert not [
        target for target in server.targets if "admin" in target or "sitemap" in target
    ]


class Loopback(CachingThreadedResolver):
    """Every name is this machine."""

    def getHostByName(self, name: str, timeout: Any = ()) -> Deferred[str]:  # noqa: N802 Twisted's
        return succeed("127.0.0.1")


class Secure:
    """What stands for https: the front page, and robots.txt, lead to http at DOWNGRADE."""

    lazy = False

    def __init__(self, location: str) -> None:
        self.location = location

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        return cls(crawler.settings["DOWNGRADE"])

    async def download_request(self, request: Request) -> Response:
        if request.url.endswith("/robots.txt"):
            return HtmlResponse(request.url, status=404, request=request)
        return HtmlResponse(
            request.url,
            status=301,
            headers={"Location": self.location},
            request=request,
        )

    async def close(self) -> None:
        """Nothing is open."""


def test_a_downgrade_to_http_is_not_followed(tmp_path: Path) -> None:
    handlers = {
        **project_settings().getdict("DOWNLOAD_HANDLERS"),
        "https": f"{HERE}.Secure",
    }
    with Watching() as plain:
        settings = {
            "DOWNLOAD_HANDLERS": json.dumps(handlers),
            "TWISTED_DNS_RESOLVER": f"{HERE}.Loopback",
            "USER_AGENT": "envfocus (+https://archive.some-library.kr)",
            "DOWNGRADE": f"http://paper.invalid:{plain.port}/",
        }
        done = crawl("weather", "https://paper.invalid/", tmp_path, **settings)
        assert (plain.connections, plain.targets) == (0, [])
    assert done.code == UNREACHABLE
    assert (
        "offsite (downgrade), dropped: redirect from https://paper.invalid/ to http"
        in done.log
    )


# --- what answers may not cost


@pytest.mark.parametrize("kind", ["gzip", "drops"])
def test_robots_txt_may_not_cost_more_than_a_page(tmp_path: Path, kind: str) -> None:
    """300 MiB packed, or a byte now and then: it could not be had, so nothing is crawled."""
    bomb = gzip.compress(b"# " + b"\n" * (300 * 1024 * 1024), 1)
    answer = (
        text(bomb, Content_Encoding="gzip") if kind == "gzip" else Drops(10_000, 0.1)
    )
    quick = {**QUICK, "DOWNLOAD_TIMEOUT": "1"} if kind == "drops" else QUICK
    began = time.monotonic()
    with Watching(robots(answer)) as server:
        command = [
            *program(),
            "crawl",
            "weather",
            *options(server.url, tmp_path, **quick),
        ]
        code, peak = peak_of(command, tmp_path / "log")
    assert (code, set(server.targets)) == (UNREACHABLE, {"/robots.txt"})
    assert peak < 150
    assert time.monotonic() - began < 15


def hostile_feeds(link: str, secret: Path, other: str) -> dict[str, str]:
    """XML that asks the parser for files, for other servers, for memory, for a deep stack. `link`: an article's."""
    item = "<item><link>{}</link></item>"
    laughs = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 12))
    wide = "x" * 100_000
    include = f'<x:include xmlns:x="http://www.w3.org/2001/XInclude" href="{secret.as_uri()}" parse="text"/>'
    return {
        "file": f'<!DOCTYPE rss [<!ENTITY e SYSTEM "{secret.as_uri()}">]>|{item.format("&e;")}',
        "server": f'<!DOCTYPE rss SYSTEM "{other}a.dtd" [<!ENTITY e SYSTEM "{other}b">]>|{item.format("&e;")}',
        "parameter": f'<!DOCTYPE rss [<!ENTITY % p SYSTEM "{other}c.dtd"> %p;]>|{item.format("&e;")}',
        "internal": f'<!DOCTYPE rss [<!ENTITY e "{link}">]>|{item.format("&e;")}{include}',
        "laughs": f'<!DOCTYPE rss [<!ENTITY a0 "ha">{laughs}]>|{item.format("&a11;")}',
        "quadratic": f'<!DOCTYPE rss [<!ENTITY a "{wide}">]>|{item.format("&a;" * 10_000)}',
        "deep": "|" + "<item>" * 19_000,
    }


def test_feeds_that_ask_for_files_servers_memory_or_a_deep_stack(
    tmp_path: Path,
) -> None:
    """Nothing is opened or expanded: neither what a file says nor what an entity says is ever asked for."""
    secret = tmp_path / "secret"
    with Watching() as other, Watching() as server:
        link = f"{server.url}news/article.html?no=7777"
        secret.write_text(link)
        feeds = list(hostile_feeds(link, secret, other.url).values())
        names = [
            "/data/rss/news.xml",
            *(
                f"/data/rss/section_{section_no:02d}.xml"
                for section_no in Site.sections
            ),
        ]
        asked: list[str] = []

        def feed(target: str, own: Reply) -> Answer:
            if target not in names:
                return own
            asked.append(target)
            head, _, items = feeds[names.index(target)].partition("|")
            xml = f'<?xml version="1.0"?>{head}<rss version="2.0"><channel>{items}</channel></rss>'
            return Reply(200, (("Content-Type", "application/rss+xml"),), xml.encode())

        server.change = feed
        command = [*program(), "crawl", "articles", *options(server.url, tmp_path)]
        code, peak = peak_of(command, tmp_path / "log")
        assert other.connections == 0
    assert (len(asked), set(asked)) == (len(feeds), set(names))
    assert not [target for target in server.targets if "7777" in target]
    assert code == OK, (tmp_path / "log").read_text()[-2000:]
    assert numbers(tmp_path) == {*SITE.numbers}
    assert peak < 150


UNITS = (
    *(
        "1,",
        "1.",
        "3~",
        "3·",
        "10:30 ",
        "지난 ",
        "7일부터 ",
        "일",
        "열",
        "'",
        "12월 ",
        "매년 ",
        "7일 ",
        "오는 ",
    ),
    *(
        "2025.",
        "2025.02.07 ",
        "2025년 ",
        "다음 주 ",
        "11일(",
        "1월 1일~",
        "음력 ",
        "오전 ",
        "년 월 일 ",
        "(월",
    ),
    *(
        "’25년 ",
        "1/1 ",
        "십",
        "수십 ",
        "첫째 주 ",
        "1일 1시 ",
        "１",
        "\u3000",
        " ",
        "\n",
        "-",
        "가",
        "a",
        "T",
        "17:",
    ),
)


@pytest.mark.parametrize("unit", UNITS)
def test_100_kb_of_adversarial_date_text_take_less_than_50_ms(unit: str) -> None:
    """Of the processor: a busy machine is no fault of a pattern."""
    filler = unit * (100_000 // len(unit.encode()))
    works: list[Callable[[], object]] = [
        lambda: find(filler, AFTER),
        lambda: parse_stamp(f"등록 2025.02.07 {filler}", AFTER),
        lambda: redact(filler),
    ]
    for work in works:
        assert min(taken(work) for _ in range(3)) < 0.050


def taken(work: Callable[[], object]) -> float:
    began = time.thread_time()
    work()
    return time.thread_time() - began


# --- arguments, pickles


@pytest.mark.parametrize(
    "argument",
    ["sections=/etc/passwd", "sections=..\\x", "since=../../etc", "jobdir=/tmp/x"],
)
def test_paths_as_arguments_end_it_before_any_request(
    tmp_path: Path, argument: str
) -> None:
    """NUL cannot be in an argument of a process; `tests/spiders/test_arguments.py` has it."""
    with Watching() as server:
        done = crawl("articles", server.url, tmp_path, "-a", argument)
        assert server.connections == 0
    name, _, value = argument.partition("=")
    assert done.code == CONFIGURATION
    assert done.log.splitlines()[-1].startswith(f"envfocus: {name}={value!r}: ")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("form", ["pickle", "marshal"])
def test_no_output_is_a_pickle(tmp_path: Path, form: str) -> None:
    with Watching() as server:
        done = scrapy(
            "crawl",
            "weather",
            *options(server.url, tmp_path),
            "-O",
            f"{tmp_path}/out.{form}",
        )
        assert server.connections == 0
    assert done.returncode != OK
    assert f"Unrecognized output format '{form}'" in done.stderr
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("name", ["/etc/passwd", "articles\n"])
def test_a_spiders_name_is_no_path(tmp_path: Path, name: str) -> None:
    done = crawl(name, "http://127.0.0.1:9/", tmp_path)
    assert done.code == CONFIGURATION
    assert done.log.splitlines()[-1].endswith(
        "no such spider; expected one of articles, weather"
    )
    assert list(tmp_path.iterdir()) == []


def test_the_state_is_these_files_and_no_pickle(tmp_path: Path) -> None:
    with Watching() as server:
        crawl("articles", server.url, tmp_path, "-a", "max_articles=3", deed=at(AFTER))
    known = {
        *("ledger.sqlite3", "lock", "holder.json", "requests-2025-12-08"),
        f"robots-127.0.0.1%3A{server.port}.json",
    }
    assert {path.name for path in (tmp_path / "state").iterdir()} == known
    endings = {
        "".join(path.suffixes[-1:])
        for path in (tmp_path / "feed").rglob("*")
        if path.is_file()
    }
    assert endings == {".json", ".jsonl"}


# --- what the log and the feed may not take over

MOVING = "\x1b[2J\x1b]0;owned\x07\r\u202e\u2066\u2028\u0085\x9b31m\x00"
UNPRINTABLE = re.compile(
    r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]"
)


def test_no_text_of_the_site_moves_the_cursor_in_the_log(tmp_path: Path) -> None:
    """Titles, bylines, stamps, headers, redirects; at DEBUG, with an item in quarantine."""
    long, away = SITE.numbers[:2]
    moving = MOVING.encode()

    def paint(target: str, own: Reply) -> Answer:
        if target == article(away):
            return Reply(302, (("Location", "http://evil.example/\x1b[2J\x9b"),), b"")
        body = own.body
        for before, after in (
            ("<h2>", ""),
            ("<title>", ""),
            ("등록 ", ""),
            ("", "기자 "),
        ):
            body = body.replace(
                f"{before}{after}".encode(), before.encode() + moving + after.encode()
            )
        if target == article(long):
            body = re.sub(
                rb'(id="news_body_area"[^>]*>)',
                lambda found: found[1] + b"<p>" + moving * 60_000,
                body,
            )
        return Reply(
            own.status,
            (*own.headers, ("ETag", "\x1b[2J\x9b"), ("X-Robots-Tag", "no\x1b[2J")),
            body,
        )

    with Watching(paint) as server:
        done = crawl(
            "articles",
            server.url,
            tmp_path,
            LOG_LEVEL="DEBUG",
            ENVFOCUS_MIN_FILL_RATES=json.dumps(dict.fromkeys(FILLED_FIELDS, 0)),
        )
    assert record_in(tmp_path)["quarantined"] == 1
    titles = [line["data"]["title"] for line in published(tmp_path)]
    assert len(titles) == len(SITE.numbers) - 2
    assert any("\x1b[2J" in title for title in titles)
    assert not [line for line in done.log.split("\n") if UNPRINTABLE.search(line)]


def test_numbers_and_stamps_that_no_paper_has(tmp_path: Path) -> None:
    """Numbers beyond all sense are no numbers; a far future is kept and flagged, and hides nothing."""
    odd = [
        "99999999999999999999999",
        "0",
        "-5",
        "1e5",
        "0x10",
        "1&no=2",
        "１２３",
        "00",
        "",
        "1000000000",
        "7.5",
    ]
    links = "".join(
        f'<li><a href="/news/article.html?no={article_no}"><h2>x</h2></a></li>'
        for article_no in odd
    ).encode()
    items = "".join(
        f"<item><link>/news/article.html?no={article_no}</link></item>"
        for article_no in odd
    ).encode()
    stamp, day = (
        re.compile("등록 [0-9.]+ [0-9:]+".encode()),
        re.compile(rb'(class="date">)[^<]*'),
    )

    def poison(target: str, own: Reply) -> Answer:
        body = (
            stamp.sub("등록 2999.12.30 23:59:59".encode(), own.body)
            if "article.html" in target
            else own.body
        )
        body = day.sub(rb"\g<1>2999-12-30 23:59", body).replace(
            b"</channel>", items + b"</channel>"
        )
        body = body.replace(
            b'<ul class="art_list_all">', b'<ul class="art_list_all">' + links
        )
        return Reply(own.status, own.headers, body)

    with Watching(poison) as server:
        assert crawl("articles", server.url, tmp_path, deed=at(AFTER)).code == OK
        numbered = re.compile(r"no=(\d+)$")
        asked = {
            int(match[1])
            for target in server.targets
            if (match := numbered.search(target))
        }
        before = len(server.visits)
        later = AFTER + timedelta(minutes=30)
        assert crawl("articles", server.url, tmp_path, deed=at(later)).code == OK
        assert not [
            target for target in server.targets[before:] if "article.html" in target
        ]
        server.change = same
        before, later = len(server.visits), AFTER + timedelta(minutes=90)
        assert crawl("articles", server.url, tmp_path, deed=at(later)).code == OK
        again = [
            target for target in server.targets[before:] if "article.html" in target
        ]
    assert numbers(tmp_path) == {*SITE.numbers}
    assert min(SITE.numbers) - 20 < min(asked)
    assert max(asked) < max(SITE.numbers) + 20
    first = {
        line["data"]["article_no"]: line
        for line in published(tmp_path)
        if line["rev"] == 1
    }
    poisoned = [
        line
        for line in first.values()
        if line["data"]["published_at"] == "2999-12-30T23:59:59+09:00"
    ]
    assert len(poisoned) > len(SITE.numbers) / 2
    assert all("published:future" in line["quality"]["flags"] for line in poisoned)
    assert all(
        line["observed_at"].startswith("2025-12-08T06:00:00") for line in poisoned
    )
    # an hour after it was seen first, each is looked at again: its stamp cannot put that off
    assert {article(line["data"]["article_no"]) for line in poisoned} <= set(again)
