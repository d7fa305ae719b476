"""One line an item: Scrapy's own messages print the whole of it."""

import logging
from typing import Any

from scrapy import Spider
from scrapy.http import Response
from scrapy.logformatter import LogFormatter, LogFormatterResult
from twisted.python.failure import Failure

from envfocus.logsafe import one_line


class LineFormatter(LogFormatter):
    """Names an item by its key."""

    def scraped(
        self, item: Any, response: Response | Failure | None, spider: Spider
    ) -> LogFormatterResult:
        """An item went through."""
        source = getattr(response, "url", None) or "start"
        return {
            "level": logging.DEBUG,
            "msg": "scraped %(key)s from %(url)s",
            "args": {"key": _key(item), "url": source},
        }

    def dropped(
        self,
        item: Any,
        exception: BaseException,
        response: Response | Failure | None,
        spider: Spider,
    ) -> LogFormatterResult:
        """An item was refused."""
        url = getattr(response, "url", None)
        return {
            "level": logging.WARNING,
            "msg": "refused %(key)s from %(url)s: %(exception)s",
            "args": {"key": _key(item), "url": url, "exception": one_line(exception)},
        }

    def item_error(
        self,
        item: Any,
        exception: BaseException,
        response: Response | Failure | None,
        spider: Spider,
    ) -> LogFormatterResult:
        """A pipeline failed; the traceback follows."""
        url = getattr(response, "url", None)
        return {
            "level": logging.ERROR,
            "msg": "failed on %(key)s from %(url)s: %(exception)s",
            "args": {"key": _key(item), "url": url, "exception": one_line(exception)},
        }


def _key(item: Any) -> str:
    return one_line(getattr(item, "key", type(item).__name__))
