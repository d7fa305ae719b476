"""Clocks, calendars, menus and files that nobody expects."""

from datetime import timedelta
from pathlib import Path

import pytest

from envfocus.clock import rfc822_utc
from envfocus.courtesy.retry_after import retry_after
from envfocus.korean.dates import parse_stamp
from fixtures.listing import CAPTCHA
from fixtures.reply import Reply
from tests.commands.test_faults import AFTER, at, told
from tests.commands.test_threats import MOVING, UNPRINTABLE
from tests.support.crawls import ROOT, crawl, published
from tests.support.living import Living
from tests.support.watching import Watching, robots, text


@pytest.mark.parametrize("ahead", [timedelta(days=1), timedelta(days=400)])
def test_a_run_cut_short_by_a_clock_that_was_ahead_loses_nothing(tmp_path: Path, ahead: timedelta) -> None:
    with Living(120) as site:
        crawl("articles", site.base, tmp_path, deed=at(AFTER + ahead), ENVFOCUS_REQUESTS_PER_DAY="60")
        done = crawl("articles", site.base, tmp_path, deed=at(AFTER))
    assert done.code == 0
    assert {line["data"]["article_no"] for line in published(tmp_path)} == set(site.newest)


def test_absences_before_and_after_a_clock_went_back_are_no_day_apart(tmp_path: Path) -> None:
    with Living(120) as site:
        crawl("articles", site.base, tmp_path, deed=at(AFTER))
        site.gone = {site.newest[3]}
        for instant in (AFTER + timedelta(days=12), AFTER + timedelta(hours=1)):
            crawl("articles", site.base, tmp_path, "-a", "reread=yes", deed=at(instant))
    assert [line["key"] for line in published(tmp_path) if line["op"] == "tombstone"] == []


@pytest.mark.parametrize("value", ["Fri, 31 Dec 9999 23:59:59 -1200", f"Fri, 07 Feb 2025 17:35:14 +{'9' * 20}"])
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
        return Reply(own.status, own.headers, own.body.replace("정책".encode(), "정\x1b[31m\u202e책".encode()))

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
    with Watching(lambda *_: Reply(200, (("Content-Type", "text/html"),), CAPTCHA.encode())) as server:
        assert crawl("articles", server.url, tmp_path).code == 18


def test_code_2_publishes_nothing(tmp_path: Path) -> None:
    with Watching(lambda _, own: Reply(own.status, own.headers, own.body.replace(b"art_list_all", b"x"))) as server:
        done = crawl("articles", server.url, tmp_path)
    assert (done.code, published(tmp_path)) == (2, [])


def test_a_file_that_is_no_database_says_what_to_do(tmp_path: Path) -> None:
    (tmp_path / "state").mkdir()
    (tmp_path / "state" / "ledger.sqlite3").write_bytes(b"no database at all\n" * 500)
    done = crawl("weather", "http://127.0.0.1:9/", tmp_path)
    assert told(done, "scrapy rebuild")
