"""The last of our code that a request passes."""

from scrapy.core.downloader.handlers.http11 import HTTP11DownloadHandler
from scrapy.crawler import Crawler
from scrapy.http import Request, Response

from envfocus.extensions.traffic import TrafficStats


class MeasuredHandler(HTTP11DownloadHandler):
    """Scrapy's handler of http and https, which tells the receipt what leaves and what
    comes back.

    A middleware would see a request before it waits for its turn. Twisted may send a
    request again, unseen, on a new connection where an old one broke; here that is off,
    and the retry middleware does it, counted.
    """

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        self._pool.retryAutomatically = False

    async def download_request(self, request: Request) -> Response:
        """Send it."""
        receipt = self.crawler.get_extension(TrafficStats)
        if receipt is None:
            return await super().download_request(request)
        receipt.began()
        status = None
        try:
            response = await super().download_request(request)
            status = response.status
        finally:
            receipt.ended(status)
        return response
