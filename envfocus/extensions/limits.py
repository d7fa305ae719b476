"""The end of a run that may not go on: it says why, in log and run record, and never
that it finished.
"""

import asyncio
import logging

from scrapy.crawler import Crawler

from envfocus.logsafe import one_line
from envfocus.runs.outcome import LIMIT_STAT

logger = logging.getLogger(__name__)

LIMIT = LIMIT_STAT
"""Stat: why the run may not go on, in words."""

_closing: set[asyncio.Task[None]] = set()
"""A task that nobody holds can be collected before it ends."""


def note(crawler: Crawler, why: str) -> None:
    """Keep and log the first reason why the run may not go on; later ones are ignored."""
    if ended(crawler):
        return
    message = one_line(why)
    crawler.stats.set_value(LIMIT, message)
    logger.error("incomplete: %s", message)


def stop(crawler: Crawler, reason: str, why: str) -> None:
    """End the run once what is under way is done. `reason`: its finish reason; `why`:
    in words.
    """
    note(crawler, why)
    if crawler.engine.spider is None:
        return
    task = asyncio.ensure_future(crawler.engine.close_spider_async(reason=reason))
    _closing.add(task)
    task.add_done_callback(_closing.discard)


def ended(crawler: Crawler) -> bool:
    """Whether a limit has ended the run."""
    return crawler.stats.get_value(LIMIT) is not None
