"""What a finished crawl tells the shell. Scrapy itself says 0 to nearly everything."""

from collections.abc import Mapping
from typing import Any

OK, DEGRADED, REFUSED, DISK, CONFIGURATION, SIGNAL, TIME_LIMIT, BLOCKED, UNREACHABLE, INTERNAL, LOCKED = (
    0, 1, 2, 3, 4, 11, 15, 18, 69, 70, 75,
)  # fmt: skip

_STATUS = "downloader/response_status_count"
_OUTCOMES = {"refused": REFUSED, "disk": DISK, "locked": LOCKED}
_REASONS = {"bad_argument": CONFIGURATION, "shutdown": SIGNAL, "closespider_timeout": TIME_LIMIT}


def exit_code(stats: Mapping[str, Any], *, started: bool) -> int:
    """The exit code of a crawl, from its stats. `started`: whether the crawl got as far as its first request."""
    if stats.get("feed/outcome") in _OUTCOMES:
        return _OUTCOMES[stats["feed/outcome"]]
    if not started or stats.get("finish_reason") is None:
        return INTERNAL
    if stats["finish_reason"] in _REASONS:
        return _REASONS[stats["finish_reason"]]
    if not stats.get("pages/read"):
        return BLOCKED if any(stats.get(f"{_STATUS}/{status}") for status in (403, 429, 503)) else UNREACHABLE
    troubled = stats.get("quarantine/items") or any(name.startswith("spider_exceptions") for name in stats)
    return DEGRADED if troubled else OK
