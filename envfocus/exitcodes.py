"""What a finished crawl tells the shell. Scrapy itself says 0 to nearly everything."""

from collections.abc import Mapping
from typing import Any

OK, DEGRADED, CONFIGURATION, SIGNAL, TIME_LIMIT, UNREACHABLE, INTERNAL = 0, 1, 4, 11, 15, 69, 70

_REASONS = {"bad_argument": CONFIGURATION, "shutdown": SIGNAL, "closespider_timeout": TIME_LIMIT}


def exit_code(stats: Mapping[str, Any], *, started: bool) -> int:
    """The exit code of a crawl, from its stats. `started`: whether the crawl got as far as its first request."""
    if not started or stats.get("finish_reason") is None:
        return INTERNAL
    if stats["finish_reason"] in _REASONS:
        return _REASONS[stats["finish_reason"]]
    if not stats.get("response_received_count"):
        return UNREACHABLE
    troubled = stats.get("quarantine/items") or any(name.startswith("spider_exceptions") for name in stats)
    return DEGRADED if troubled else OK
