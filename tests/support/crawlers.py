"""A crawler of the project without an engine, for components called directly."""

from types import SimpleNamespace
from typing import Any, cast

from scrapy import Spider
from scrapy.crawler import Crawler
from scrapy.http import Request, Response
from scrapy.settings import Settings
from scrapy.statscollectors import MemoryStatsCollector

from envfocus.config import SETTINGS
from envfocus.scrapy_settings import fill_in

PUBLIC = "https://www.ecofocus.co.kr/"


class FakeEngine:
    """Remembers how the run was ended; answers robots.txt from `answers`, in order (a response or an error)."""

    def __init__(self, *answers: Response | Exception) -> None:
        self.spider = object()
        self.answers = list(answers)
        self.asked: list[Request] = []
        self.closed: list[str] = []
        self.paused = False
        self.slots: dict[str, Any] = {}
        self.downloader = self

    async def download_async(self, request: Request) -> Response:
        self.asked.append(request)
        answer = self.answers.pop(0)
        if isinstance(answer, Exception):
            raise answer
        return answer

    async def close_spider_async(self, *, reason: str) -> None:
        self.closed.append(reason)

    def pause(self) -> None:
        self.paused = True

    def unpause(self) -> None:
        self.paused = False


def project_settings(**settings: Any) -> Settings:
    """The project's settings and these, as a crawler has them."""
    made = Settings()
    made.setmodule("envfocus.settings", priority="project")
    made.update(settings, priority="cmdline")
    fill_in(made, SETTINGS)
    return made


def crawler_of(
    engine: FakeEngine | None = None, *extensions: Any, **settings: Any
) -> Crawler:
    """A crawler with the project's settings, for the public site unless ENVFOCUS_BASE_URL says else."""
    crawler = Crawler(
        Spider, project_settings(**{"ENVFOCUS_BASE_URL": PUBLIC, **settings})
    )
    crawler.stats = MemoryStatsCollector(crawler)
    crawler.spider = Spider("test")
    crawler.spider.crawler = crawler
    crawler.engine = cast("Any", engine or FakeEngine())
    crawler.extensions = cast("Any", SimpleNamespace(middlewares=extensions))
    return crawler
