"""`scrapy move_site`, and crawls of a ledger that is another paper's."""

from datetime import timedelta
from importlib.resources import files
from pathlib import Path

import pytest

from envfocus.ledger import Ledger, PaperIdentity
from fixtures.server import Server
from fixtures.site import Site
from tests.support.crawls import AFTER, article, at, crawl, published, scrapy, told
from tests.support.feeds import contents
from tests.support.watching import Watching

CONFIGURATION = 4
NOTE = "state/holder.json"
"""Who took the lock last: the only file that a refused run writes."""
LOCAL = PaperIdentity("ecofocus", "http://127.0.0.1:9/")


def state(folder: Path) -> tuple[str, ...]:
    return ("-s", f"ENVFOCUS_STATE_DIR={folder / 'state'}")


def kept(folder: Path) -> dict[str, bytes]:
    """Feed and ledger, byte for byte."""
    found = contents(folder)
    return {
        name: data
        for name, data in found.items()
        if name.startswith(("feed/", "state/")) and name != NOTE
    }


def test_a_second_site_is_refused_before_any_request(tmp_path: Path) -> None:
    with Server(lambda url: Site(60, base=url)) as first, Watching() as second:
        good = crawl("articles", first.url, tmp_path, deed=at(AFTER))
        before = kept(tmp_path)
        refused = [
            crawl(spider, second.url, tmp_path, deed=at(AFTER))
            for spider in ("articles", "weather")
        ]
        assert second.connections == 0
        assert kept(tmp_path) == before
        later = at(AFTER + timedelta(minutes=9))
        again = crawl("articles", first.url, tmp_path, deed=later)
    assert "state/ledger.sqlite3" in before
    assert (good.code, again.code) == (0, 0)
    for done in refused:
        assert done.code == CONFIGURATION
        (line,) = told(done, "ERROR")
        assert f"this ledger is of 'ecofocus' at {first.url}" in line
        assert f"not of 'ecofocus' at {second.url}" in line
        assert f"`scrapy move_site {second.url}`" in line
        assert "Traceback" not in done.log


def test_another_paper_at_the_same_address_is_refused(tmp_path: Path) -> None:
    profile = tmp_path / "another.toml"
    text = files("envfocus.papers").joinpath("ecofocus.toml").read_text("utf-8")
    profile.write_text(text.replace('"ecofocus"', '"another"'), encoding="utf-8")
    with Watching() as server:
        assert crawl("weather", server.url, tmp_path).code == 0
        before, visits = kept(tmp_path), len(server.visits)
        done = crawl("weather", server.url, tmp_path, ENVFOCUS_PAPER=str(profile))
        assert len(server.visits) == visits
    assert (done.code, kept(tmp_path)) == (CONFIGURATION, before)
    assert told(done, f"'ecofocus' at {server.url}, not of 'another' at {server.url}")


def test_after_the_move_the_new_address_is_read_and_the_old_one_is_not(
    tmp_path: Path,
) -> None:
    with Server(lambda url: Site(60, base=url)) as old:
        assert crawl("articles", old.url, tmp_path, deed=at(AFTER)).code == 0
        with Server(lambda url: Site(60, base=url)) as new:
            done = scrapy("move_site", new.url, *state(tmp_path))
            later = at(AFTER + timedelta(minutes=9))
            assert crawl("articles", new.url, tmp_path, deed=later).code == 0
            asked = [target for _, target, _ in new.requests]
            assert crawl("articles", old.url, tmp_path, deed=later).code == 4
    assert (done.returncode, done.stderr) == (0, "")
    moved = f"{old.url} -> {new.url}; crawls with ENVFOCUS_BASE_URL={new.url}\n"
    assert done.stdout == moved
    newest = max(line["data"]["article_no"] for line in published(tmp_path))
    assert article(newest) not in asked


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ((), "move_site: expected the new address of the paper: https://<host>/"),
        (("https://a.example/", "https://b.example/"), "move_site: expected the new"),
        (("ecofocus.example",), "'ecofocus.example': scheme ''; expected https://"),
        (("https://ecofocus.example/news",), "more than a host; expected"),
        (("http://ecofocus.example/",), "plain http without a loopback address"),
    ],
)
def test_what_cannot_be_meant(
    tmp_path: Path, arguments: tuple[str, ...], message: str
) -> None:
    (tmp_path / "state").mkdir()
    Ledger.open(tmp_path / "state", "test", LOCAL).close()
    before = kept(tmp_path)
    done = scrapy("move_site", *arguments, *state(tmp_path))
    assert (done.returncode, done.stdout) == (CONFIGURATION, "")
    (line,) = done.stderr.splitlines()
    assert message in line
    assert kept(tmp_path) == before


def test_without_a_ledger_or_a_site_nothing_moves(tmp_path: Path) -> None:
    none = scrapy("move_site", "https://ecofocus.example/", *state(tmp_path))
    assert (none.returncode, list(tmp_path.iterdir())) == (CONFIGURATION, [])
    assert "no ledger here; see ENVFOCUS_STATE_DIR" in none.stderr
    Ledger.open(tmp_path / "state", "test").close()
    done = scrapy("move_site", "https://ecofocus.example/", *state(tmp_path))
    assert done.returncode == CONFIGURATION
    assert "this ledger knows no site yet" in done.stderr
    with Ledger.open(tmp_path / "state", "a long run", LOCAL):
        held = scrapy("move_site", "https://ecofocus.example/", *state(tmp_path))
    assert held.returncode == 75
