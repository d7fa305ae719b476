"""Every step from a page's bytes to its line, outside of a crawl."""

from collections.abc import Callable
from datetime import datetime
from typing import Any, Final

from scrapy.http import HtmlResponse

from benchmarks.stored import Stored
from envfocus.clock import KST
from envfocus.items import ArticleRecord
from envfocus.normalize.chain import steps
from envfocus.normalize.records import Fetch, load_article, snapshot_of
from envfocus.papers.profile import load_profile
from envfocus.parsing import article
from envfocus.parsing.article import ArticlePage
from envfocus.publishing.contract import Contract

READ_AT: Final = datetime(2026, 1, 1, 12, tzinfo=KST)
HEADERS: Final = {"Content-Type": "text/html; charset=utf-8", "ETag": '"1f2e3d"'}

PAPER: Final = load_profile("ecofocus")

Step = Callable[[Any], Any]


class Chain:
    """The spider's steps, those of `envfocus.normalize`, and the contract, in order."""

    def __init__(self) -> None:
        self.steps: dict[str, Step] = {
            "extraction": _extract,
            "record": _record,
            **{_name(step): _in_place(step) for step in steps(redact=True)},
            "contract": Contract().serialize,
        }

    def run(self, page: Stored) -> bytes:
        """The line of a page."""
        value: Any = answer(page)
        for step in self.steps.values():
            value = step(value)
        line: bytes = value.line
        return line


def _name(step: Step) -> str:
    return step.__module__.rpartition(".")[2]


def _in_place(step: Step) -> Step:
    """A step that hands on the record that it changed."""

    def apply(record: Any) -> Any:
        step(record)
        return record

    return apply


def answer(page: Stored) -> HtmlResponse:
    """The page as Scrapy hands it to a spider."""
    return HtmlResponse(page.url, headers=HEADERS, body=page.body)


def _extract(response: HtmlResponse) -> tuple[HtmlResponse, ArticlePage]:
    page = article.parse(response.body, "utf-8", response.url, PAPER)
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
