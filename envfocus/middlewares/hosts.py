"""Guard: no request leaves the site."""

import logging
from typing import Self
from urllib.parse import urljoin

from scrapy.crawler import Crawler
from scrapy.http import Request, Response

from envfocus.config import config_of
from envfocus.exceptions import OffsiteError
from envfocus.logsafe import one_line

logger = logging.getLogger(__name__)

_REDIRECTS = frozenset({301, 302, 303, 307, 308})


class Hosts:
    """Drops requests and redirects to other hosts, schemes and ports.

    Stands in for Scrapy's OffsiteMiddleware, which lets subdomains pass, and every
    request with `dont_filter`: a redirect inherits that. Stats: `offsite/<why>`.
    """

    def __init__(self, crawler: Crawler) -> None:
        self.crawler = crawler
        self.site = config_of(crawler).site

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Read the site's address."""
        return cls(crawler)

    def process_request(self, request: Request) -> None:
        """Whoever made it. Raises OffsiteError."""
        self._check(request.url, "request")

    def process_response(self, request: Request, response: Response) -> Response:
        """Also where a redirect leads to no scheme that Scrapy would follow. Raises
        OffsiteError.
        """
        location = response.headers.get("Location")
        if location and response.status in _REDIRECTS:
            target = _absolute(request.url, location.decode("latin-1"))
            self._check(target, f"redirect from {request.url}")
        return response

    def _check(self, url: str, what: str) -> None:
        why = self.site.refusal(url)
        if why is None:
            return
        self.crawler.stats.inc_value(f"offsite/{why}")
        message = one_line(f"{what} to {url}")
        logger.warning("offsite (%s), dropped: %s", why, message)
        raise OffsiteError(f"offsite ({why}): {message}")


def _absolute(base: str, location: str) -> str:
    try:
        return urljoin(base, location.strip())
    except ValueError:
        return location
