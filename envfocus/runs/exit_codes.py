"""What a finished crawl tells the shell. Scrapy itself says 0 to nearly everything."""

from collections.abc import Iterator, Mapping
from enum import IntEnum
from typing import Any

from envfocus.runs.outcome import (
    TROUBLED_STOPS,
    FinishReason,
    Outcome,
    StopReason,
    stop_reason_of,
    stop_text,
)


class ExitCode(IntEnum):
    """The exit codes of `scrapy crawl` and of the project's other commands."""

    OK = 0
    DEGRADED = 1
    REFUSED = 2
    DISK = 3
    CONFIGURATION = 4
    SIGNAL = 11
    TIME_LIMIT = 15
    BLOCKED = 18
    UNREACHABLE = 69
    INTERNAL = 70
    LOCKED = 75


MEANINGS = {
    ExitCode.OK: "published, or nothing new",
    ExitCode.DEGRADED: "published, degraded",
    ExitCode.REFUSED: "refused to publish",
    ExitCode.DISK: "disk or ledger failed",
    ExitCode.CONFIGURATION: "wrong setting or argument",
    ExitCode.SIGNAL: "stopped by a signal",
    ExitCode.TIME_LIMIT: "time limit",
    ExitCode.BLOCKED: "the site blocks us",
    ExitCode.UNREACHABLE: "the site did not answer",
    ExitCode.INTERNAL: "internal error",
    ExitCode.LOCKED: "another run held the ledger",
}

_OUTCOMES = {
    Outcome.REFUSED: ExitCode.REFUSED,
    Outcome.DISK: ExitCode.DISK,
    Outcome.LOCKED: ExitCode.LOCKED,
    Outcome.CONFIGURATION: ExitCode.CONFIGURATION,
    Outcome.INTERNAL: ExitCode.INTERNAL,
}
_FINISH_REASONS = {
    FinishReason.BAD_ARGUMENT: ExitCode.CONFIGURATION,
    FinishReason.SHUTDOWN: ExitCode.SIGNAL,
    FinishReason.TIMEOUT: ExitCode.TIME_LIMIT,
    FinishReason.BUDGET: ExitCode.TIME_LIMIT,
    FinishReason.HOURS: ExitCode.TIME_LIMIT,
    FinishReason.BLOCKED: ExitCode.BLOCKED,
    FinishReason.THROTTLED: ExitCode.BLOCKED,
    FinishReason.ROBOTS_THROTTLED: ExitCode.BLOCKED,
    FinishReason.ROBOTS_DELAY: ExitCode.BLOCKED,
    FinishReason.ROBOTS_UNREACHABLE: ExitCode.UNREACHABLE,
}

_STATUS_COUNT = "downloader/response_status_count"
_TURNED_AWAY = (403, 429, 503)
_NOT_DELIVERED = "articles/not_delivered/"
_CAPTCHAS = f"{_NOT_DELIVERED}captcha"
_CAPTCHA_LISTING = stop_text(StopReason.NOT_A_LISTING, "captcha")
_DELIVERED = ("articles/delivered", "articles/not_modified")
_LOST = (_NOT_DELIVERED, "retries/not_delivered/")
_FAULTS = ("quarantine/", "spider_exceptions", "feed/outage")
_EXPECTED = frozenset(
    "http_404 http_410 alert front captcha other_article RobotsError".split()
)
"""Pages that stand where an article was, or are counted apart."""

_FEW_ARTICLES = 10
"""Of fewer articles that were asked for, a share says nothing."""
_MIN_DELIVERED_SHARE = 0.5
"""Below it more failed than came: the layout changed, or the site is not itself."""
_MAX_TURNED_AWAY_SHARE = 0.2
"""Above it the site keeps a part of the articles from us, not single ones."""
_SEVERAL_CAPTCHAS, _MAX_CAPTCHA_SHARE = 3, 0.01
"""A captcha or two stand where an article was; more of them ask who we are."""


def exit_code(stats: Mapping[str, Any], *, started: bool) -> ExitCode:
    """The exit code of a crawl, from its stats.

    `started`: whether the crawl got as far as its first request.
    """
    outcome, reason = stats.get("feed/outcome"), stats.get("finish_reason")
    if outcome in _OUTCOMES:
        return _OUTCOMES[outcome]
    if not started or reason is None:
        return ExitCode.INTERNAL
    if reason in _FINISH_REASONS:
        return _FINISH_REASONS[reason]
    return _by_pages(stats) or _by_articles(stats, finished=reason == "finished")


def _by_pages(stats: Mapping[str, Any]) -> ExitCode | None:
    """What the pages say that came at all; None: there is nothing against them."""
    if not stats.get("pages/read"):
        return ExitCode.BLOCKED if _was_turned_away(stats) else ExitCode.UNREACHABLE
    if _is_challenged(stats):
        return ExitCode.BLOCKED
    if not stats.get("pages/found"):
        return ExitCode.REFUSED
    return None


def _by_articles(stats: Mapping[str, Any], *, finished: bool) -> ExitCode:
    if _is_blocked(stats):
        return ExitCode.BLOCKED
    if _delivered_share(stats) < _MIN_DELIVERED_SHARE:
        return ExitCode.REFUSED
    if _is_troubled(stats) or not finished:
        return ExitCode.DEGRADED
    return ExitCode.OK


def _was_turned_away(stats: Mapping[str, Any]) -> bool:
    names = [f"{_STATUS_COUNT}/{status}" for status in _TURNED_AWAY]
    return any(stats.get(name) for name in (*names, "robotstxt/forbidden"))


def _is_challenged(stats: Mapping[str, Any]) -> bool:
    """Whether the site asks for proof that we are human."""
    barred_list = _CAPTCHA_LISTING in _stops(stats)
    if barred_list and not stats.get("pages/found"):
        return True
    several = stats.get(_CAPTCHAS, 0) >= _SEVERAL_CAPTCHAS
    return several and _share(stats, _CAPTCHAS) > _MAX_CAPTCHA_SHARE


def _is_blocked(stats: Mapping[str, Any]) -> bool:
    """Whether the site turned a part of the articles away."""
    names = [f"{_NOT_DELIVERED}http_{status}" for status in _TURNED_AWAY]
    return sum(_share(stats, name) for name in names) > _MAX_TURNED_AWAY_SHARE


def _asked(stats: Mapping[str, Any]) -> int:
    """Articles that were asked for and answered in any way."""
    prefixes = (*_DELIVERED, _NOT_DELIVERED)
    return sum(count for name, count in stats.items() if name.startswith(prefixes))


def _share(stats: Mapping[str, Any], name: str) -> float:
    """Part of the articles that were asked for; of a few, nothing is said."""
    asked = _asked(stats)
    if asked < _FEW_ARTICLES:
        return 0.0
    return float(stats.get(name, 0)) / asked


def _delivered_share(stats: Mapping[str, Any]) -> float:
    asked = _asked(stats)
    if asked < _FEW_ARTICLES:
        return 1.0
    delivered = sum(stats.get(name, 0) for name in _DELIVERED)
    return float(delivered) / asked


def _is_troubled(stats: Mapping[str, Any]) -> bool:
    """Whether anything went wrong that the next run may mend."""
    if any(stop_reason_of(text) in TROUBLED_STOPS for text in _stops(stats)):
        return True
    if any(value for name, value in stats.items() if name.startswith(_FAULTS)):
        return True
    lost = (name for name in stats if name.startswith(_LOST))
    return any(name.rpartition("/")[2] not in _EXPECTED for name in lost)


def _stops(stats: Mapping[str, Any]) -> Iterator[str]:
    """Why the listings stopped."""
    for name, value in stats.items():
        if name.startswith("listing/") and name.endswith("/stopped"):
            yield str(value)


(
    OK,
    DEGRADED,
    REFUSED,
    DISK,
    CONFIGURATION,
    SIGNAL,
    TIME_LIMIT,
    BLOCKED,
    UNREACHABLE,
    INTERNAL,
    LOCKED,
) = ExitCode
