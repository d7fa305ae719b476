"""The spiders that ours is held against do what they are said to do."""

import asyncio
import json
from pathlib import Path

import pytest
from scrapy import Spider
from scrapy.crawler import Crawler
from scrapy.http import HtmlResponse, Request

from benchmarks.spiders import figures
from benchmarks.spiders.bare import BareSpider
from benchmarks.spiders.figures import Figures
from benchmarks.spiders.usual import UsualSpider
from fixtures.site import Site

SITE = Site(120)
USUAL = UsualSpider(site=SITE.base)


def page(target: str) -> HtmlResponse:
    return HtmlResponse(
        SITE.base + target[1:], body=SITE.reply(target).body, encoding="utf-8"
    )


def test_bare_asks_for_every_address(tmp_path: Path) -> None:
    (tmp_path / "urls").write_text("http://127.0.0.1/a\nhttp://127.0.0.1/b\n")
    spider = BareSpider(urls=str(tmp_path / "urls"))

    async def asked() -> list[str]:
        return [request.url async for request in spider.start()]

    assert asyncio.run(asked()) == ["http://127.0.0.1/a", "http://127.0.0.1/b"]


def test_usual_reads_titles_texts_and_tags_of_every_skin() -> None:
    skins = set()
    for truth in SITE.truths():
        (item,) = [
            one
            for one in USUAL.parse_article(
                page(f"/news/article.html?no={truth.article_no}")
            )
            if isinstance(one, dict)
        ]
        skins.add(truth.skin)
        assert item["title"] == truth.title
        assert item["tags"] == list(truth.tags)
        assert len(item["body"]) > 0.7 * sum(map(len, truth.paragraphs))
        assert item["info"] or item["published"]
    assert skins == {"current", "sticky", "old", "mobile"}


def test_usual_follows_menu_lists_and_articles() -> None:
    first = [request.url for request in USUAL.parse(page("/"))]
    lists = [
        SITE.base + f"news/section_list_all.html?sec_no={number}&page=1"
        for number in SITE.sections
    ]
    assert set(first) >= {*lists, SITE.base + "news/article_list_all.html?page=1"}
    asked = [
        request.url
        for request in USUAL.parse_list(page("/news/article_list_all.html?page=1"))
    ]
    assert set(asked) >= {
        SITE.base + f"news/article.html?no={article_no}"
        for article_no in SITE.plan.everything[:20]
    }
    assert asked[-1] == SITE.base + "news/article_list_all.html?page=2"


def test_usual_stops_at_the_last_page() -> None:
    last = -(-len(SITE.plan.everything) // 20)
    asked = list(USUAL.parse_list(page(f"/news/article_list_all.html?page={last}")))
    assert all(
        isinstance(request, Request) and "list" not in request.url for request in asked
    )


def test_figures_are_written_when_all_is_closed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(figures.FILE, str(tmp_path / "figures.json"))
    stats = Figures(Crawler(Spider))
    stats.open_spider()
    stats.inc_value("downloader/response_count", 7)
    sum(range(1_000_000))
    stats.close_spider()
    found = json.loads((tmp_path / "figures.json").read_text())
    assert found["downloader/response_count"] == 7
    assert 0 < found["cpu"] <= found["wall"] * 1.5
    assert found["peak_mb"] > 20
