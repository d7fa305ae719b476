"""Politeness: a site that refuses us again and again is left alone."""

from collections import Counter
from typing import Self
from urllib.parse import urlsplit

from scrapy.crawler import Crawler
from scrapy.exceptions import NotConfigured
from scrapy.http import Request, Response

from envfocus.config import config_of
from envfocus.extensions import limits

_REFUSED = frozenset({403, 429, 503})


class CircuitBreaker:
    """Ends the run after ENVFOCUS_BLOCKED_STREAK answers 403, 429 or 503 in a row from
    one host.
    """

    def __init__(self, crawler: Crawler) -> None:
        self.crawler = crawler
        self.max_streak = config_of(crawler).blocked_streak
        self.streaks = Counter[str]()

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Not configured where the streak is 0."""
        middleware = cls(crawler)
        if not middleware.max_streak:
            raise NotConfigured
        return middleware

    def process_response(self, request: Request, response: Response) -> Response:
        """Count; any other answer ends the streak."""
        host = urlsplit(request.url).netloc
        if response.status not in _REFUSED:
            self.streaks[host] = 0
            return response
        self.streaks[host] += 1
        if self.streaks[host] >= self.max_streak:
            self._stop(host, response.status)
        return response

    def _stop(self, host: str, status: int) -> None:
        message = (
            f"{host} turned away {self.streaks[host]} requests in a row, the last with"
            f" {status} (ENVFOCUS_BLOCKED_STREAK={self.max_streak})"
        )
        limits.stop(self.crawler, "blocked", message)
