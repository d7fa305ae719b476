"""Runs after the first: what they ask for, from the server's own log."""

import re
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest

from benchmarks.archive import read_before
from envfocus.publishing.layout import Layout
from envfocus.publishing.verify import verify
from fixtures.living import MENU, Living
from fixtures.reply import Reply
from tests.support.crawls import AFTER, Crawl, crawl, published

NEWS, SMALL, WHOLE = 40, 120, 72_000


def run(
    site: Living, folder: Path, at: datetime, *arguments: str, **settings: str
) -> Crawl:
    given = [part for each in arguments for part in ("-a", each)]
    return crawl(
        "articles", site.base, folder, *given, deed=("at", at.isoformat()), **settings
    )


def asked(site: Living, before: int) -> list[str]:
    return [target for target, _ in site.since(before)]


def lists(site: Living, before: int) -> list[str]:
    return [target for target in asked(site, before) if "article.html" not in target]


def numbers(folder: Path) -> list[int]:
    return [
        int(line["key"].partition(":a")[2])
        for line in published(folder)
        if line["op"] == "upsert"
    ]


def test_a_quiet_run_asks_for_the_heads_of_the_lists_and_nothing_more(
    tmp_path: Path,
) -> None:
    with Living(SMALL) as site:
        run(site, tmp_path, AFTER)
        before = len(site.server.requests)
        done = run(site, tmp_path, AFTER + timedelta(minutes=10))
        quiet = asked(site, before)
    assert done.code == 0, done.log[-2000:]
    assert len(quiet) <= MENU * 2 + 3
    assert [target for target in quiet if "article.html" in target] == []
    assert len(quiet) == len(set(quiet))
    assert "'listing/정책/stopped': 'known'," in done.log


def test_a_quiet_run_on_an_archive_of_72_000_articles(tmp_path: Path) -> None:
    """Of the same size in memory as one on a small site, and as short."""
    with Living(SMALL) as site:
        run(site, tmp_path / "small", AFTER)
        small = run(site, tmp_path / "small", AFTER + timedelta(minutes=10))
    with Living(WHOLE) as site:
        read_before(site, tmp_path / "whole", AFTER)
        done = run(site, tmp_path / "whole", AFTER + timedelta(minutes=10))
        quiet = asked(site, 0)
    assert done.code == 0, done.log[-2000:]
    assert len(quiet) <= MENU * 2 + 3
    assert [target for target in quiet if "article.html" in target] == []
    assert memory(done) <= memory(small) * 1.1


def memory(done: Crawl) -> int:
    """Peak of the crawl's process, kB."""
    match = re.search(r"VmHWM:\s+(\d+) kB", done.log)
    assert match
    return int(match[1])


def test_news_and_edits_are_the_only_bodies_that_are_sent(tmp_path: Path) -> None:
    """40 articles came, 5 of those that are due were edited; the others that are due answer 304."""
    with Living(2000) as site:
        news = set(site.newest[:NEWS])
        first, second = site.plan.stamp(site.newest[NEWS]) + timedelta(hours=2), AFTER
        site.hide(news)
        assert run(site, tmp_path, first).code == 0
        due = {
            article_no
            for article_no in site.newest[NEWS:]
            if looked_at_again(site.plan.stamp(article_no), first, second)
        }
        edits = set(
            sorted(
                article_no
                for article_no in due
                if site.site.article(article_no).published
            )[:5]
        )
        known = len(published(tmp_path))
        site.hide(())
        site.edited = dict.fromkeys(edits, "고쳐 쓴 제목")
        before = len(site.server.requests)
        done = run(site, tmp_path, second)
        assert done.code == 0, done.log[-2000:]
        assert sorted(site.bodies(before)) == sorted(news | edits)
        assert sum(status == 304 for _, status in site.since(before)) == len(
            due - edits
        )
    new = published(tmp_path)[known:]
    came = sorted((int(line["key"].partition(":a")[2]), line["rev"]) for line in new)
    assert came == sorted(
        [
            *((article_no, 1) for article_no in news),
            *((article_no, 2) for article_no in edits),
        ]
    )
    assert (len(edits), len(due) > len(edits)) == (5, True)
    verify(Layout(tmp_path / "feed"))


def looked_at_again(stamp: datetime, first: datetime, second: datetime) -> bool:
    """By the default ages: one of them lies between the two runs."""
    return any(
        first < stamp + timedelta(hours=age) <= second for age in (1, 6, 24, 7 * 24)
    )


def test_a_late_article_with_an_old_stamp_is_found_on_the_second_page(
    tmp_path: Path,
) -> None:
    with Living(360) as site:
        late = next(
            article_no
            for article_no in site.newest
            if site.plan.section(article_no) == 3
        )
        site.hide([late])
        run(site, tmp_path, AFTER)
        site.show(late, at=30)
        before = len(site.server.requests)
        run(site, tmp_path, AFTER + timedelta(hours=1))
        assert site.bodies(before) == [late]
    assert numbers(tmp_path).count(late) == 1


def test_a_late_article_far_down_is_found_as_a_gap_once_a_newer_one_is_there(
    tmp_path: Path,
) -> None:
    with Living(360) as site:
        newest, late = [
            article_no
            for article_no in site.newest
            if site.plan.section(article_no) == 3
        ][:2]
        site.hide([article_no for article_no in site.newest if article_no >= late])
        run(site, tmp_path, AFTER)
        site.hide(
            [
                article_no
                for article_no in site.newest
                if article_no > late and article_no != newest
            ]
        )
        site.show(late, at=90)
        before = len(site.server.requests)
        done = run(site, tmp_path, AFTER + timedelta(hours=1))
        assert sorted(site.bodies(before)) == sorted([late, newest])
        assert "'asked/gap': " in done.log
    assert {late, newest} <= set(numbers(tmp_path))


def test_a_number_that_was_a_draft_is_asked_for_again_when_it_stands_on_a_list(
    tmp_path: Path,
) -> None:
    with Living(SMALL) as site:
        draft = site.newest[3]
        site.hide([draft])
        run(site, tmp_path, AFTER)
        assert (f"/news/article.html?no={draft}", 404) in site.since(0)
        site.hide([])
        before = len(site.server.requests)
        run(site, tmp_path, AFTER + timedelta(minutes=5))
        assert site.bodies(before) == [draft]
    assert numbers(tmp_path).count(draft) == 1


def test_a_deletion_is_believed_after_a_second_look_a_day_later(tmp_path: Path) -> None:
    with Living(SMALL) as site:
        victim = site.newest[0]
        run(site, tmp_path, AFTER)
        site.gone = {victim}
        for hours in (24, 47, 49, 80):
            run(site, tmp_path, AFTER + timedelta(hours=hours))
            buried = [
                line["key"] for line in published(tmp_path) if line["op"] == "tombstone"
            ]
            assert buried == ([f"ecofocus:a{victim}"] if hours >= 49 else []), hours
        assert sum(target.endswith(f"no={victim}") for target in asked(site, 0)) <= 4


def test_an_outage_of_all_articles_deletes_nothing(tmp_path: Path) -> None:
    with Living(2000) as site:
        run(site, tmp_path, AFTER)
        site.gone = set(site.newest)
        for days in (1, 2, 3, 7):
            done = run(site, tmp_path, AFTER + timedelta(days=days))
            assert done.code in (1, 2), days  # 2 where ten or more were asked for
            assert "'feed/outage': 1," in done.log
        site.gone = set()
        assert run(site, tmp_path, AFTER + timedelta(days=9)).code == 0
    assert [line for line in published(tmp_path) if line["op"] == "tombstone"] == []


def test_a_walk_that_was_cut_short_is_no_known_ground(tmp_path: Path) -> None:
    with Living(360) as site:
        first = run(site, tmp_path, AFTER, ENVFOCUS_REQUESTS_PER_DAY="150")
        assert first.code == 15
        got = set(numbers(tmp_path))
        assert 0 < len(got) < 200
        before = len(site.server.requests)
        done = run(site, tmp_path, AFTER + timedelta(days=1))
        assert done.code == 0, done.log[-2000:]
        again = [article_no for article_no in site.bodies(before) if article_no in got]
    assert again == []
    assert sorted(numbers(tmp_path)) == sorted(site.newest)


def test_a_window_is_filled_with_what_is_lacking(tmp_path: Path) -> None:
    with Living(360) as site:
        dated = {
            article_no: stamp.date()
            for article_no in site.newest
            if (stamp := site.site.article(article_no).published)
        }
        days = sorted(set(dated.values()))
        narrow, wide = (days[-60], days[-40]), (days[-80], days[-20])
        for since, until in (narrow, wide, wide):
            before = len(site.server.requests)
            got = set(numbers(tmp_path))
            done = run(site, tmp_path, AFTER, f"since={since}", f"until={until}")
            assert done.code == 0, done.log[-2000:]
            assert got & set(site.bodies(before)) == set()
            assert {
                article_no for article_no, day in dated.items() if since <= day <= until
            } <= set(numbers(tmp_path))
        assert len(lists(site, before)) <= MENU * 2 + 3
        run(site, tmp_path, AFTER)
    assert sorted(numbers(tmp_path)) == sorted(site.newest)


def test_a_first_run_with_since_is_no_ground_for_a_run_without(tmp_path: Path) -> None:
    with Living(360) as site:
        run(site, tmp_path, AFTER, f"since={date(2025, 9, 1)}")
        some = len(numbers(tmp_path))
        before = len(site.server.requests)
        run(site, tmp_path, AFTER, f"since={date(2025, 9, 1)}")
        assert len(lists(site, before)) <= MENU * 2 + 3
        assert site.bodies(before) == []
        run(site, tmp_path, AFTER)
    assert 0 < some < 200
    assert sorted(numbers(tmp_path)) == sorted(site.newest)


def test_a_section_that_ignores_the_page_ends_and_loses_nothing(tmp_path: Path) -> None:
    with Living(360) as site:
        news = site.newest[:60]
        site.hide(news)
        run(site, tmp_path, AFTER)
        site.hide([])
        before = len(site.server.requests)
        done = run(site, tmp_path, AFTER + timedelta(minutes=5))
        pages = [target for target in asked(site, before) if "sec_no=21" in target]
        assert {
            article_no
            for article_no in news
            if site.plan.reached_by(article_no) in ("section", "all")
        } <= set(site.bodies(before))
    assert "'listing/포토/stopped': 'page_ignored'," in done.log
    assert len(pages) <= 3


def test_gaps_are_probed_with_a_share_of_the_budget(tmp_path: Path) -> None:
    with Living(SMALL) as site:
        done = run(
            site,
            tmp_path,
            AFTER,
            ENVFOCUS_REQUESTS_PER_DAY="200",
            ENVFOCUS_PROBE_SHARE="0.1",
        )
        assert "asked/gap" not in done.log
        before = len(site.server.requests)
        run(site, tmp_path, AFTER + timedelta(minutes=1))
        probes = [target for target, status in site.since(before) if status == 404]
        assert probes
        before = len(site.server.requests)
        run(site, tmp_path, AFTER + timedelta(minutes=2))
        assert len(site.since(before)) <= MENU * 2 + 3
    assert done.code == 0


def test_a_jump_of_the_numbers_is_told_and_not_followed(tmp_path: Path) -> None:
    with Living(SMALL) as site:
        odd = b'<ul class="art_list_all">\n<li><a href="/news/article.html?no=99000000"><h2>x</h2></a></li>'

        def jump(target: str, reply: Reply) -> Reply:
            body = (
                reply.body.replace(b'<ul class="art_list_all">', odd)
                if "article_list_all" in target
                else reply.body
            )
            return Reply(reply.status, reply.headers, body)

        site.change = jump
        done = run(site, tmp_path, AFTER)
    assert (
        "to 98999999 were never seen: a jump of the numbers, not asked for (ENVFOCUS_GAP_MAX=1000)"
        in done.log
    )
    assert sorted(numbers(tmp_path)) == sorted(site.newest)


def test_an_article_of_a_refused_run_is_read_again_whatever_its_etag(
    tmp_path: Path,
) -> None:
    with Living(360) as site:
        site.change = lambda _, reply: Reply(
            reply.status, reply.headers, reply.body.replace(b"news_body_area", b"x")
        )
        assert run(site, tmp_path, AFTER).code == 2
        site.change = lambda _, reply: reply
        assert run(site, tmp_path, AFTER + timedelta(hours=1)).code == 0
    assert sorted(numbers(tmp_path)) == sorted(site.newest)


@pytest.mark.parametrize("reread", ["no", "yes"])
def test_reading_everything_anew(tmp_path: Path, reread: str) -> None:
    with Living(SMALL) as site:
        run(site, tmp_path, AFTER)
        before = len(site.server.requests)
        run(site, tmp_path, AFTER + timedelta(minutes=5), f"reread={reread}")
        bodies = site.bodies(before)
    live = [article_no for article_no in bodies if article_no in set(site.newest)]
    assert sorted(live) == (sorted(site.newest) if reread == "yes" else [])
