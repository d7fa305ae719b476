"""Politeness: the site says that it is asked too much, and we wait."""

import logging
import random
from time import monotonic
from typing import Self

from scrapy import signals
from scrapy.crawler import Crawler
from scrapy.downloadermiddlewares.retry import get_retry_request
from scrapy.http import Request, Response
from scrapy.utils.asyncio import CallLaterResult, call_later

from envfocus import clock
from envfocus.config import config_of
from envfocus.extensions import limits
from envfocus.logsafe import one_line
from envfocus.middlewares.robots import ROBOTS
from envfocus.politeness.retry_after import retry_after

logger = logging.getLogger(__name__)

_THROTTLED = frozenset({429, 503})
_JITTER = 0.25
"""Up to this share is added, so that those who were refused together do not come back
together.
"""


class Backoff:
    """Pauses the whole run on 429 and 503, as long as `Retry-After` says and at least
    exponentially longer.

    Stands in for Scrapy's retry of these statuses, which asks again at once. Where the
    site wants us away for longer than ENVFOCUS_RETRY_AFTER_MAX the run ends. The engine
    looks at its queue every five seconds, so a pause can be that much longer. Nothing
    is under way in it: a run that is told to stop does so at once.
    """

    def __init__(self, crawler: Crawler) -> None:
        config = config_of(crawler)
        self.crawler = crawler
        self.first_pause = config.backoff_seconds
        self.max_pause = config.retry_after_max
        self.paused_until = 0.0
        self.waking: CallLaterResult | None = None

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Connect to the end of the spider."""
        middleware = cls(crawler)
        crawler.signals.connect(middleware.spider_closed, signal=signals.spider_closed)
        return middleware

    def process_response(
        self, request: Request, response: Response
    ) -> Request | Response:
        """Give the request back to the queue, and pause; or let the answer pass, where
        it was asked often enough.
        """
        if response.status not in _THROTTLED or request.meta.get(ROBOTS):
            return response
        if limits.ended(self.crawler):
            return response
        seconds = self._seconds(request, response)
        answer = f"{request.url} answered {response.status}"
        if seconds > self.max_pause:
            self._stop(f"{answer} and wants us away for {seconds:,.0f} s")
            return response
        assert self.crawler.spider is not None  # noqa: S101 there is no answer without one
        again = get_retry_request(
            request, spider=self.crawler.spider, reason=f"throttled_{response.status}"
        )
        self._pause(seconds, answer)
        return again or response

    def spider_closed(self) -> None:
        """Cancel the end of the pause."""
        if self.waking:
            self.waking.cancel()

    def _seconds(self, request: Request, response: Response) -> float:
        asked_for = retry_after(
            _header(response, "Retry-After"), _header(response, "Date"), clock.now()
        )
        grown: float = self.first_pause * 2 ** request.meta.get("retry_times", 0)
        return max(asked_for or 0.0, min(grown, self.max_pause))

    def _pause(self, seconds: float, why: str) -> None:
        seconds *= 1 + random.random() * _JITTER  # noqa: S311 not a secret
        until = monotonic() + seconds
        if until <= self.paused_until:
            return
        logger.warning("%s: nothing is asked for %.1f s", one_line(why), seconds)
        self.crawler.stats.inc_value("backoff/pauses")
        self.spider_closed()
        self.paused_until = until
        self.crawler.engine.pause()
        self.waking = call_later(seconds, self.crawler.engine.unpause)

    def _stop(self, message: str) -> None:
        limit = f"more than ENVFOCUS_RETRY_AFTER_MAX={self.max_pause:g}"
        limits.stop(self.crawler, "throttled", f"{message}, {limit}")


def _header(response: Response, name: str) -> str | None:
    value = response.headers.get(name)
    if value is None:
        return None
    return value.decode("latin-1")
