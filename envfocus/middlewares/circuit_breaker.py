"""Courtesy: a site that turns us away again and again is left alone."""

from collections import Counter
from typing import Self
from urllib.parse import urlsplit

from scrapy.crawler import Crawler
from scrapy.exceptions import NotConfigured
from scrapy.http import Request, Response

from envfocus.extensions import limits

_TURNED_AWAY = frozenset({403, 429, 503})


class CircuitBreaker:
    """Ends the run after ENVFOCUS_BLOCKED_STREAK answers 403, 429 or 503 in a row from
    one host.
    """

    def __init__(self, crawler: Crawler, most: int) -> None:
        self.crawler = crawler
        self.most = most
        self.streaks = Counter[str]()

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Not configured where the streak is 0."""
        most = crawler.settings.getint("ENVFOCUS_BLOCKED_STREAK")
        if not most:
            raise NotConfigured
        return cls(crawler, most)

    def process_response(self, request: Request, response: Response) -> Response:
        """Count; any other answer ends the streak."""
        host = urlsplit(request.url).netloc
        self.streaks[host] = (
            self.streaks[host] + 1 if response.status in _TURNED_AWAY else 0
        )
        if self.streaks[host] >= self.most:
            why = f"{host} turned away {self.streaks[host]} requests in a row, the last with {response.status}"
            limits.stop(
                self.crawler, "blocked", f"{why} (ENVFOCUS_BLOCKED_STREAK={self.most})"
            )
        return response
