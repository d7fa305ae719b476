"""Every step from a page's bytes to its line, outside of a crawl."""

from collections.abc import Callable, Iterator
from datetime import datetime
from typing import Any, Final

from scrapy import Spider
from scrapy.crawler import Crawler
from scrapy.http import HtmlResponse
from scrapy.settings import Settings
from scrapy.statscollectors import MemoryStatsCollector
from scrapy.utils.misc import build_from_crawler, load_object

from benchmarks.stored import Stored
from envfocus.clock import KST
from envfocus.exporters import line
from envfocus.items import ArticleRecord
from envfocus.normalize.records import Fetch, load_article, snapshot_of
from envfocus.parsing import article
from envfocus.parsing.article import ArticlePage

READ_AT: Final = datetime(2026, 1, 1, 12, tzinfo=KST)
LAST: Final = "contract"  # what comes after it needs a ledger
HEADERS: Final = {"Content-Type": "text/html; charset=utf-8", "ETag": '"1f2e3d"'}

Step = Callable[[Any], Any]


class Chain:
    """The spider's steps and the project's item pipelines, each under its name, in their order."""

    def __init__(self) -> None:
        self.steps: dict[str, Step] = {
            "extraction": _extract,
            "record": _record,
            **pipelines(),
            "line": line,
        }

    def run(self, page: Stored) -> bytes:
        """The line of a page."""
        value: Any = answer(page)
        for step in self.steps.values():
            value = step(value)
        return bytes(value)


def answer(page: Stored) -> HtmlResponse:
    """The page as Scrapy hands it to a spider."""
    return HtmlResponse(page.url, headers=HEADERS, body=page.body)


def pipelines() -> dict[str, Step]:
    """The pipelines of `ITEM_PIPELINES`, up to the contract."""
    settings = Settings()
    settings.setmodule("envfocus.settings", priority="project")
    crawler = Crawler(Spider, settings)
    crawler.stats = MemoryStatsCollector(crawler)
    return dict(_built(crawler))


def _built(crawler: Crawler) -> Iterator[tuple[str, Step]]:
    for path in sorted(
        settings := crawler.settings.getwithbase("ITEM_PIPELINES"), key=settings.get
    ):
        name = path.rpartition(".")[2].removesuffix("Pipeline").lower()
        yield name, build_from_crawler(load_object(path), crawler).process_item
        if name == LAST:
            return


def _extract(response: HtmlResponse) -> tuple[HtmlResponse, ArticlePage]:
    page = article.parse(response.body, "utf-8", response.url)
    if not isinstance(page, ArticlePage):
        raise TypeError(f"{response.url}: {page.kind} in place of an article")
    return response, page


def _record(read: tuple[HtmlResponse, ArticlePage]) -> ArticleRecord:
    """With the hash of the body, the rights, and the hash by which a weather widget is known, as in the spider."""
    response, page = read
    snapshot_of(page.masthead)
    article_no = int(response.url.rpartition("=")[2])
    return load_article(
        page,
        article_no,
        response.url,
        Fetch.of(response, page.masthead, READ_AT, "bench", "ecofocus"),
    )
