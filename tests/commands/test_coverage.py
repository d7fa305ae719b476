"""`scrapy coverage` on the ledgers of real crawls."""

import re
import time
from datetime import date, timedelta
from pathlib import Path

from envfocus.ledger.coverage import read
from fixtures.living import Living
from fixtures.reply import Reply
from tests.support.crawls import AFTER, at, crawl, options, scrapy
from tests.support.watching import Drops, Watching, started, wait_for


def columns(said: str) -> dict[tuple[str, str], list[str]]:
    """(day, section) → the six figures of its row."""
    found, day = {}, ""
    for line in said.splitlines():
        *words, listed, delivered, gone, elsewhere, failed, unexplained = [
            *[""] * 6,
            *line.split(),
        ]
        figures = [listed, delivered, gone, elsewhere, failed, unexplained]
        if all(
            figure == "·" or figure.replace(",", "").isdecimal() for figure in figures
        ):
            names = [word for word in words if word]
            day = names[0] if len(names) == 2 else day
            found[day, names[-1]] = figures
    return found


def test_every_listed_article_and_what_came_of_it(tmp_path: Path) -> None:
    with Living(120) as site:
        crawl("articles", site.base, tmp_path, deed=("at", AFTER.isoformat()))
        done = scrapy(
            "coverage", "--since", "2025-12-05", *options(site.base, tmp_path)
        )
        dated = {
            article_no: site.site.article(article_no).published
            for article_no in site.newest
        }
    days = sorted(
        {
            f"{at:%Y-%m-%d}"
            for at in dated.values()
            if at and f"{at:%Y-%m-%d}" >= "2025-12-05"
        }
    )
    rows = columns(done.stdout)
    assert sorted({day for day, _ in rows if day != "unknown"}) == days
    for day in days:
        listed = [
            article_no
            for article_no, at in dated.items()
            if at and f"{at:%Y-%m-%d}" == day and article_no in site.plan.everything
        ]
        assert rows[day, "article_list_all"][:2] == [str(len(listed))] * 2
    assert f"{len(site.newest)} delivered, " in done.stdout
    assert "no gap in the numbers" in done.stdout
    assert ": complete, ended 2025-12-08T06:00:00+09:00" in done.stdout
    assert "RSS: " in done.stdout
    assert "3 of them on no list" in done.stdout
    assert done.returncode == (1 if "captcha" in done.stdout else 0)


def test_a_run_that_stopped_for_a_limit_is_incomplete(tmp_path: Path) -> None:
    with Living(120) as site:
        crawl("articles", site.base, tmp_path, ENVFOCUS_REQUESTS_PER_DAY="60")
        done = scrapy("coverage", *options(site.base, tmp_path))
    assert done.returncode == 1
    assert ": incomplete (budget), ended " in done.stdout
    assert "complete, ended" not in done.stdout.replace("incomplete", "")


def test_what_cannot_be_meant(tmp_path: Path) -> None:
    places = options("http://127.0.0.1:9/", tmp_path)
    none = scrapy("coverage", *places)
    assert none.returncode == 4
    assert "no ledger here; see ENVFOCUS_STATE_DIR" in none.stderr
    day = scrapy("coverage", "--since", "gestern", *places)
    assert day.returncode == 4
    assert (
        day.stderr.splitlines()[-1]
        == "envfocus: coverage: --since 'gestern' is no day; write 2025-12-01"
    )


def ends(folder: Path) -> dict[str, str]:
    """Listing → why its walk stopped, as the ledger has it."""
    coverage = read(folder / "state", date(2025, 12, 1), max_gap=1000)
    return {walked.name: walked.stopped for walked in coverage.listings}


def test_a_section_that_left_the_menu_is_no_longer_looked_for(tmp_path: Path) -> None:
    entry = re.compile(r'<li class="menu_\d+"><a [^>]*>정책</a>'.encode())
    with Living(60) as site:
        crawl("articles", site.base, tmp_path, deed=at(AFTER))
        assert "정책" in ends(tmp_path)
        site.change = lambda _, reply: Reply(
            reply.status, reply.headers, entry.sub(b"<li>", reply.body)
        )
        crawl("articles", site.base, tmp_path, deed=at(AFTER + timedelta(hours=1)))
    assert "정책" not in ends(tmp_path)
    assert len(ends(tmp_path)) > 2


def test_what_an_earlier_walk_ended_with_is_no_proof_for_one_that_was_killed(
    tmp_path: Path,
) -> None:
    with Watching() as server:
        crawl("articles", server.url, tmp_path)
        assert ends(tmp_path)["article_list_all"] == "repeats"
        server.change = lambda target, own: (
            Drops(900, 0.1) if "list_all" in target else own
        )
        before = len(server.visits)
        running = started(server, tmp_path)
        wait_for(server, before + 2)  # robots.txt, and the list that never comes
        time.sleep(1)
        running.kill()
        running.communicate()
    assert ends(tmp_path)["article_list_all"] == ""
