"""What a finished crawl tells the shell. Scrapy itself says 0 to nearly everything."""

from collections.abc import Mapping
from typing import Any

OK, DEGRADED, REFUSED, DISK, CONFIGURATION, SIGNAL, TIME_LIMIT, BLOCKED, UNREACHABLE, INTERNAL, LOCKED = (
    0, 1, 2, 3, 4, 11, 15, 18, 69, 70, 75,
)  # fmt: skip

MEANINGS = {
    OK: "published, or nothing new",
    DEGRADED: "published, degraded",
    REFUSED: "refused to publish",
    DISK: "disk or ledger failed",
    CONFIGURATION: "wrong setting or argument",
    SIGNAL: "stopped by a signal",
    TIME_LIMIT: "time limit",
    BLOCKED: "the site blocks us",
    UNREACHABLE: "the site did not answer",
    INTERNAL: "internal error",
    LOCKED: "another run held the ledger",
}

_STATUS = "downloader/response_status_count"
_AWAY = (403, 429, 503)
_OUTCOMES = {
    "refused": REFUSED,
    "disk": DISK,
    "configuration": CONFIGURATION,
    "locked": LOCKED,
    "internal": INTERNAL,
}
_EXPECTED = {
    "http_404",
    "http_410",
    "alert",
    "front",
    "captcha",
    "other_article",
    "RobotsError",
}
"""Pages that stand where an article was, or are counted apart."""
_LOST = ("articles/not_delivered/", "retries/not_delivered/")
_CAME = ("articles/delivered", "articles/not_modified")
_CHALLENGED, _TURNED_AWAY, _LEAST, _FEW, _SEVERAL = 0.01, 0.2, 0.5, 10, 3
"""Shares of the articles that were asked for: captchas, refusals, delivered at least;
from so many articles and captchas on."""
_REASONS = {
    "bad_argument": CONFIGURATION,
    "shutdown": SIGNAL,
    **dict.fromkeys(("closespider_timeout", "budget", "window"), TIME_LIMIT),
    **dict.fromkeys(
        ("blocked", "throttled", "robots_throttled", "robots_delay"), BLOCKED
    ),
    "robots_unreachable": UNREACHABLE,
}


def exit_code(stats: Mapping[str, Any], *, started: bool) -> int:
    """The exit code of a crawl, from its stats. `started`: whether the crawl got as far
    as its first request.
    """
    outcome, reason = stats.get("feed/outcome"), stats.get("finish_reason")
    blocked = any(
        stats.get(name)
        for name in (
            *(f"{_STATUS}/{status}" for status in _AWAY),
            "robotstxt/forbidden",
        )
    )
    rules = (
        (outcome in _OUTCOMES, _OUTCOMES.get(str(outcome))),
        (not started or reason is None, INTERNAL),
        (reason in _REASONS, _REASONS.get(str(reason))),
        (not stats.get("pages/read"), BLOCKED if blocked else UNREACHABLE),
        (_challenged(stats), BLOCKED),
        (not stats.get("pages/found"), REFUSED),
        (_blocked(stats), BLOCKED),
        (_share(stats, "articles/delivered") < _LEAST, REFUSED),
        (_troubled(stats) or reason != "finished", DEGRADED),
    )
    return next((code for holds, code in rules if holds and code is not None), OK)


def _challenged(stats: Mapping[str, Any]) -> bool:
    """Whether the site asks for proof that we are human; a captcha or two stand where
    an article was.
    """
    name = "articles/not_delivered/captcha"
    lists = (
        stats[each]
        for each in stats
        if each.startswith("listing/") and each.endswith("/stopped")
    )
    barred = not stats.get("pages/found") and "not_a_listing:captcha" in lists
    return barred or (
        stats.get(name, 0) >= _SEVERAL and _share(stats, name) > _CHALLENGED
    )


def _blocked(stats: Mapping[str, Any]) -> bool:
    """Whether the site turned a part of the articles away."""
    return (
        sum(_share(stats, f"articles/not_delivered/http_{status}") for status in _AWAY)
        > _TURNED_AWAY
    )


def _share(stats: Mapping[str, Any], name: str) -> float:
    """Part of the articles that were asked for; of a few, nothing is said."""
    asked: int = sum(
        stats[each]
        for each in stats
        if each.startswith((*_CAME, "articles/not_delivered/"))
    )
    if asked < _FEW:
        return float(name in _CAME)
    counted: int = sum(
        stats.get(each, 0) for each in (_CAME if name in _CAME else (name,))
    )
    return counted / asked


def _troubled(stats: Mapping[str, Any]) -> bool:
    """Whether anything went wrong that the next run may mend."""
    return any(
        (name.startswith(("quarantine/", "spider_exceptions", "feed/outage")) and value)
        or (name.startswith(_LOST) and name.rpartition("/")[2] not in _EXPECTED)
        or (
            name.endswith("/stopped")
            and str(value).startswith(
                ("failed:", "not_a_listing:", "page_limit", "stuck")
            )
        )
        for name, value in stats.items()
    )
