"""What a finished crawl tells the shell. Scrapy itself says 0 to nearly everything."""

from collections.abc import Mapping
from typing import Any

OK, DEGRADED, REFUSED, DISK, CONFIGURATION, SIGNAL, TIME_LIMIT, BLOCKED, UNREACHABLE, INTERNAL, LOCKED = (
    0, 1, 2, 3, 4, 11, 15, 18, 69, 70, 75,
)  # fmt: skip

_STATUS = "downloader/response_status_count"
_OUTCOMES = {"refused": REFUSED, "disk": DISK, "locked": LOCKED}
_EXPECTED = {"http_404", "http_410", "alert", "front", "captcha", "other_article"}
"""Pages that stand where an article was, or are counted apart."""
_CHALLENGED = 0.01
_REASONS = {"bad_argument": CONFIGURATION, "shutdown": SIGNAL, "closespider_timeout": TIME_LIMIT}


def exit_code(stats: Mapping[str, Any], *, started: bool) -> int:
    """The exit code of a crawl, from its stats. `started`: whether the crawl got as far as its first request."""
    outcome, reason = stats.get("feed/outcome"), stats.get("finish_reason")
    blocked = any(stats.get(f"{_STATUS}/{status}") for status in (403, 429, 503))
    rules = (
        (outcome in _OUTCOMES, _OUTCOMES.get(str(outcome))),
        (not started or reason is None, INTERNAL),
        (reason in _REASONS, _REASONS.get(str(reason))),
        (not stats.get("pages/read"), BLOCKED if blocked else UNREACHABLE),
        (not stats.get("pages/found"), REFUSED),
        (_share(stats, "articles/not_delivered/captcha") > _CHALLENGED, BLOCKED),
        (_troubled(stats), DEGRADED),
    )
    return next((code for holds, code in rules if holds and code is not None), OK)


def _share(stats: Mapping[str, Any], name: str) -> float:
    """Part of the articles that were asked for."""
    asked = sum(stats[each] for each in stats if each.startswith(("articles/delivered", "articles/not_delivered/")))
    return stats.get(name, 0) / asked if asked else 0.0


def _troubled(stats: Mapping[str, Any]) -> bool:
    """Whether anything went wrong that the next run may mend."""
    return any(
        (name.startswith(("quarantine/", "spider_exceptions")) and value)
        or (name.startswith("articles/not_delivered/") and name.rpartition("/")[2] not in _EXPECTED)
        or (name.endswith("/stopped") and str(value).startswith(("failed:", "not_a_listing:", "page_limit")))
        for name, value in stats.items()
    )
