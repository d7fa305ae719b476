"""Calendars, menus, links and files that nobody expects."""

import re
from pathlib import Path

import pytest

from envfocus.clock import rfc822_utc
from envfocus.korean.dates import parse_stamp
from envfocus.politeness.retry_after import retry_after
from fixtures.listing import CAPTCHA
from fixtures.reply import Reply
from fixtures.site import Site
from tests.commands.test_threats import MOVING, UNPRINTABLE
from tests.support.crawls import AFTER, ROOT, article, crawl, published, record_in, told
from tests.support.watching import Watching, robots, text


@pytest.mark.parametrize(
    "value",
    ["Fri, 31 Dec 9999 23:59:59 -1200", f"Fri, 07 Feb 2025 17:35:14 +{'9' * 20}"],
)
def test_dates_beyond_the_calendar_raise_nothing(value: str) -> None:
    assert rfc822_utc(value) is None
    retry_after(value, None, AFTER)
    retry_after("Fri, 07 Feb 2025 17:35:14 GMT", value, AFTER)


def test_a_stamp_on_the_last_day_of_the_calendar() -> None:
    stamp = parse_stamp("등록 9999.12.31 23:59:59", AFTER)
    assert (stamp.value, stamp.flags) == (None, ("stamp:unreadable",))


@pytest.mark.parametrize("argument", ["until=9999-12-31", "since=0001-01-01"])
def test_days_at_the_ends_of_the_calendar(tmp_path: Path, argument: str) -> None:
    with Watching() as server:
        assert crawl("articles", server.url, tmp_path, "-a", argument).code in (0, 4)


def test_a_menu_that_moves_the_cursor(tmp_path: Path) -> None:
    def paint(_target: str, own: Reply) -> Reply:
        return Reply(
            own.status,
            own.headers,
            own.body.replace("정책".encode(), "정\x1b[31m\u202e책".encode()),
        )

    with Watching(paint) as server:
        done = crawl("articles", server.url, tmp_path)
    assert not [line for line in done.log.split("\n") if UNPRINTABLE.search(line)]


def test_robots_txt_that_moves_the_cursor_at_debug(tmp_path: Path) -> None:
    with Watching(robots(text(f"User-agent: *\nCrawl-delay: {MOVING}\n"))) as server:
        done = crawl("weather", server.url, tmp_path, LOG_LEVEL="DEBUG")
    assert not [line for line in done.log.split("\n") if UNPRINTABLE.search(line)]


@pytest.mark.parametrize("folder", ["0", "False"])
def test_no_folder_of_jobs_whatever_its_name(tmp_path: Path, folder: str) -> None:
    with Watching() as server:
        done = crawl("weather", server.url, tmp_path, JOBDIR=folder)
    assert (done.code, (ROOT / folder).exists()) == (4, False)


def test_a_captcha_on_every_page_is_a_block(tmp_path: Path) -> None:
    with Watching(
        lambda *_: Reply(200, (("Content-Type", "text/html"),), CAPTCHA.encode())
    ) as server:
        assert crawl("articles", server.url, tmp_path).code == 18


def test_code_2_publishes_nothing(tmp_path: Path) -> None:
    with Watching(
        lambda _, own: Reply(
            own.status, own.headers, own.body.replace(b"art_list_all", b"x")
        )
    ) as server:
        done = crawl("articles", server.url, tmp_path)
    assert (done.code, published(tmp_path)) == (2, [])


def test_a_file_that_is_no_database_says_what_to_do(tmp_path: Path) -> None:
    (tmp_path / "state").mkdir()
    (tmp_path / "state" / "ledger.sqlite3").write_bytes(b"no database at all\n" * 500)
    done = crawl("weather", "http://127.0.0.1:9/", tmp_path)
    assert told(done, "scrapy rebuild")


def test_a_site_without_a_menu_is_degraded(tmp_path: Path) -> None:
    with Watching(
        lambda _, own: Reply(
            own.status, own.headers, own.body.replace(b'id="gnb"', b'id="x"')
        )
    ) as server:
        done = crawl("articles", server.url, tmp_path)
    assert (done.code, record_in(tmp_path)["listings"]["menu/stopped"]) == (
        1,
        "not_a_listing:no_menu",
    )


def test_of_the_links_of_a_page_300_are_followed(tmp_path: Path) -> None:
    links = "".join(
        f'<a href="/news/article.html?no={article_no}">x</a>'
        for article_no in range(900_000, 900_400)
    ).encode()

    def more(target: str, own: Reply) -> Reply:
        body = (
            own.body.replace(b"</body>", links + b"</body>")
            if target == article(max(Site(60).numbers))
            else own.body
        )
        return Reply(own.status, own.headers, body)

    with Watching(more) as server:
        crawl("articles", server.url, tmp_path)
    assert 250 < len([target for target in server.targets if "no=900" in target]) <= 300


def test_of_a_menu_100_sections_are_read(tmp_path: Path) -> None:
    entries = "".join(
        f'<li><a href="/news/section_list_all.html?sec_no={section_no}">{section_no}호</a></li>'
        for section_no in range(200, 320)
    )

    def grow(_target: str, own: Reply) -> Reply:
        menu = re.sub(
            rb'(id="gnb"[^>]*>\s*<ul[^>]*>)',
            rb"\1" + entries.encode(),
            own.body,
            count=1,
        )
        return Reply(own.status, own.headers, menu)

    with Watching(grow) as server:
        done = crawl("articles", server.url, tmp_path)
    asked = {
        match[1]
        for target in server.targets
        if (match := re.search(r"list_all\.html\?sec_no=(\d+)", target))
    }
    assert len(asked) == 100
    assert told(done, "sections in the menu: only the first 100 are read")
