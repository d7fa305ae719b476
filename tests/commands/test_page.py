"""`scrapy page`: one page as fields, with the selector that found each."""

from pathlib import Path

import orjson

from fixtures.server import Server, free_port
from fixtures.site import Site
from tests.support.crawls import Crawl, options, scrapy

NEWEST = 71306
PUBLIC = f"https://www.ecofocus.co.kr/news/article.html?no={NEWEST}"


def saved(site: Site, target: str, folder: Path) -> str:
    path = folder / "page.html"
    path.write_bytes(site.reply(target).body)
    return str(path)


def test_an_article_of_the_site(server: Server, tmp_path: Path) -> None:
    url = f"{server.url}news/article.html?no={NEWEST}"
    done = scrapy("page", url, *options(server.url, tmp_path))
    assert done.returncode == 0
    assert done.stdout.startswith(f"article: {url}\n")
    for shown in (
        "div.fix_art_top h2 (skin sticky)",
        "#news_body_area (skin sticky)",
        "2025-12-07T19:12:40+09:00",
        "대구광역시 27000",
        "skin:sticky",
        "contract: kept",
    ):
        assert shown in done.stdout, shown
    assert list(tmp_path.iterdir()) == []


def test_the_record_is_that_of_a_crawl(
    whole: Crawl, server: Server, tmp_path: Path
) -> None:
    url = f"{server.url}news/article.html?no={NEWEST}"
    done = scrapy("page", url, "--json", *options(server.url, tmp_path))
    record = orjson.loads(done.stdout)
    delivered = whole.articles[NEWEST]
    assert record["data"] == delivered["data"]
    assert record["quality"] == delivered["quality"]
    assert record["source"]["body_sha256"] == delivered["source"]["body_sha256"]


def test_a_saved_page(site: Site, tmp_path: Path) -> None:
    file = saved(site, f"/news/article.html?no={NEWEST}", tmp_path)
    done = scrapy("page", file, "--url", PUBLIC)
    assert done.returncode == 0
    assert done.stdout.startswith(f"article: {PUBLIC}\n")
    assert "div.fix_art_top h2 (skin sticky)" in done.stdout


def test_a_list(site: Site, tmp_path: Path) -> None:
    file = saved(site, "/news/article_list_all.html?page=1", tmp_path)
    done = scrapy("page", file)
    assert done.returncode == 0
    assert done.stdout.startswith("listing: https://www.ecofocus.co.kr/\n")
    assert "18 rows, last page 6; menu: 전국 (3)" in done.stdout
    assert "71306" in done.stdout


def test_half_an_article_says_what_was_found(site: Site, tmp_path: Path) -> None:
    path = tmp_path / "page.html"
    body = site.reply(f"/news/article.html?no={NEWEST}").body
    path.write_bytes(body.replace(b"news_body_area", b"other_area"))
    done = scrapy("page", str(path), "--url", PUBLIC)
    assert done.returncode == 1
    assert done.stdout.startswith(f"no_body: {PUBLIC}\n")
    lines = [line.split() for line in done.stdout.splitlines()]
    assert ["body", "nothing", "matched"] in lines
    assert ["title", "div.fix_art_top", "h2", "(skin", "sticky)"] in lines


def test_what_is_no_file_and_no_address_of_the_site() -> None:
    for target, refusal in (
        ("no-such-file.html", "scheme"),
        ("https://other.example/news/article.html?no=1", "other_host"),
    ):
        done = scrapy("page", target)
        assert done.returncode == 4
        message = f"envfocus: page: {target!r}: no file, and no address of"
        assert done.stderr.startswith(message)
        assert done.stderr.endswith(f" ({refusal})\n")


def test_a_page_that_does_not_come(tmp_path: Path) -> None:
    url = f"http://127.0.0.1:{free_port()}/"
    given = options(url, tmp_path, RETRY_TIMES="0")
    done = scrapy("page", f"{url}news/article.html?no=1", *given)
    assert done.returncode == 69
