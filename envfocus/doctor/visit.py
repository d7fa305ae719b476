"""What the site answers: robots.txt, one list page, the first article on it. Three
requests, by the project's rules.
"""

from collections.abc import AsyncIterator, Iterator
from typing import Any, Self

from scrapy import Spider, signals
from scrapy.crawler import Crawler
from scrapy.exceptions import IgnoreRequest
from scrapy.http import Request, Response
from scrapy.settings import SETTINGS_PRIORITIES, BaseSettings
from twisted.python.failure import Failure

from envfocus.config import Config, config_of
from envfocus.doctor import Finding
from envfocus.logsafe import one_line
from envfocus.papers.profile import Profile
from envfocus.papers.site import Site
from envfocus.parsing import article, listing
from envfocus.parsing.article import ArticlePage
from envfocus.politeness.robots import Kind, Rules, judge
from envfocus.spiders.base import charset_of, reason_of

PAGES = ("robots.txt", "list page", "article")
MOST = len(PAGES)
_LONGEST = 60
_FIRST = SETTINGS_PRIORITIES["cmdline"] + 1
"""Above `-s`, which would win where the priority is the same."""

_OFF = tuple(
    f"envfocus.extensions.{name}"
    for name in ("delivery.Delivery", "quarantine.Quarantine", "progress.Progress")
)
"""Extensions of a crawl that a visit does without: it accepts nothing and holds no
ledger.
"""


class AtMost:
    """Lets three requests through, whoever made them."""

    def __init__(self) -> None:
        self.sent = 0

    def process_request(self, request: Request) -> None:
        """Stands next to the network. Raises IgnoreRequest for the fourth."""
        if self.sent >= MOST:
            raise IgnoreRequest(f"more than {MOST} requests")
        self.sent += 1


class Visit(Spider):
    """Looks at three pages and notes what it finds in `findings`."""

    name = "doctor"
    site: Site
    profile: Profile
    findings: list[Finding]
    allowed_domains: list[str]

    @classmethod
    def update_settings(cls, settings: BaseSettings) -> None:
        """Everything as in a crawl, but for what would write, or ask again."""
        super().update_settings(settings)
        changes: dict[str, Any] = {
            "EXTENSIONS": {**settings.getdict("EXTENSIONS"), **dict.fromkeys(_OFF)},
            "DOWNLOADER_MIDDLEWARES": {
                **settings.getdict("DOWNLOADER_MIDDLEWARES"),
                AtMost: 1000,
            },
            "ITEM_PIPELINES": {},
            "RETRY_TIMES": 0,
            "REDIRECT_ENABLED": False,
            "ROBOTSTXT_OBEY": True,
        }
        for name, value in changes.items():
            settings.set(name, value, priority=_FIRST)

    @classmethod
    def from_crawler(cls, crawler: Crawler, *args: Any, **kwargs: Any) -> Self:
        """Listen to every answer: that of robots.txt comes to no callback."""
        spider = super().from_crawler(crawler, *args, **kwargs)
        spider.profile = config_of(crawler).profile
        spider.allowed_domains = [spider.site.host]
        crawler.signals.connect(spider.answered, signal=signals.response_received)
        return spider

    async def start(self) -> AsyncIterator[Request]:
        """The list of all articles."""
        yield self._request(self.site.listing(0, 1), self.parse_listing, "list page")

    def answered(self, response: Response) -> None:
        """Note what robots.txt says of lists and articles."""
        if response.url == self.site.robots:
            self.findings.append(robots(response, config_of(self.crawler)))

    def parse_listing(self, response: Response) -> Iterator[Request]:
        """Note the list, go on to its first article."""
        page = listing.parse(
            response.body, charset_of(response), response.url, self.profile
        )
        names = ", ".join(page.sections.values()) or "none in the menu"
        said = f"{_answer(response)}, {len(page.rows)} rows, last page {page.last_page}, sections: {names}"
        advice = f"expected rows in ul.art_list_all: this page is {page.kind}"
        self.findings.append(
            Finding("list page", bool(page.rows), one_line(said), advice)
        )
        if page.rows:
            yield self._request(
                self.site.article(page.rows[0].article_no),
                self.parse_article,
                "article",
            )

    def parse_article(self, response: Response) -> None:
        """Note whether the article can be read."""
        page = article.parse(
            response.body, charset_of(response), response.url, self.profile
        )
        if isinstance(page, ArticlePage):
            length = len(page.paragraphs)
            read = f"{_cut(page.title)} · {page.registered} · {length} paragraphs, {len(page.photos)} pictures"
            held, said = (
                bool(page.registered and (length or page.photos)),
                f"skin {page.skin}: {read}",
            )
        else:
            held, said = False, f"no article: {page.kind}"
        advice = "expected headline, time and body: the layout may have changed"
        self.findings.append(
            Finding("article", held, one_line(f"{_answer(response)}, {said}"), advice)
        )

    def failed(self, failure: Failure) -> None:
        """Note a page that did not come."""
        what: str = failure.request.meta["what"]  # type: ignore[attr-defined]
        said = f"{reason_of(failure)}: {failure.value}"
        self.findings.append(
            Finding(
                what, False, one_line(said, 300), "deploy/README.md, codes 18 and 69"
            )
        )

    def _request(self, url: str, callback: Any, what: str) -> Request:
        return Request(url, callback, errback=self.failed, meta={"what": what})


def robots(response: Response, config: Config) -> Finding:
    """What an answer for robots.txt means, by the crawler's own verdict."""
    answer = _answer(response)
    if 300 <= response.status < 400:
        message = f"{answer}: leads elsewhere; not followed here"
        return Finding("robots.txt", None, message)
    verdict = judge(response.status, response.body)
    if verdict.kind in {Kind.THROTTLED, Kind.UNREACHABLE}:
        advice = "nothing may be crawled until it answers"
        return Finding("robots.txt", False, answer, advice)
    if verdict.kind is Kind.NONE:
        return Finding("robots.txt", True, f"{answer}: no rules")
    if verdict.kind is Kind.PAGE:
        return Finding("robots.txt", True, f"{answer}: a page in its place, no rules")
    rules = Rules(verdict.text, config.user_agent, config.robots_user_agent)
    return _verdict(rules, config, answer)


def _verdict(rules: Rules, config: Config, answer: str) -> Finding:
    """What the rules allow, and whether the crawler would keep their delay."""
    pages = {
        "lists": config.site.listing(0, 1),
        "articles": config.site.article(1),
    }
    closed = [name for name, url in pages.items() if not rules.allows(url)]
    permission = "allows lists and articles"
    if closed:
        permission = f"forbids {' and '.join(closed)}"
    delay = "no crawl-delay"
    if rules.crawl_delay:
        delay = f"crawl-delay {rules.crawl_delay:g} s"
    held = not closed and rules.crawl_delay <= config.crawl_delay_max
    message = f"{answer}: {permission}, {delay}"
    return Finding("robots.txt", held, message, "the paper decides; write to it")


def _answer(response: Response) -> str:
    waited: float = response.meta.get("download_latency", 0.0)
    return f"{response.status}, {len(response.body):,} bytes in {waited:.2f} s"


def _cut(text: str) -> str:
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…"
