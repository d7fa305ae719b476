"""The record of a run: every run has one, the failed and the empty too."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from envfocus.clock import kst_text
from envfocus.extensions.limits import LIMIT
from envfocus.publishing.manifest import producer
from envfocus.runs.exit_codes import exit_code

GOOD_ENDS = frozenset({"known", "repeats", "page_ignored", "since"})
"""Why a walk through a listing stops that has seen all it wanted; see
`envfocus.spiders.walk`.
"""


def run_record(  # noqa: PLR0913 each is a line of the record
    *,
    run_id: str,
    spider: str,
    times: tuple[datetime, datetime],
    stats: Mapping[str, Any],
    rates: dict[str, dict[str, float]],
    findings: list[str],
    warnings: list[str],
    parts: list[str],
) -> dict[str, Any]:
    """What a run did, how it ended, and why each listing stopped."""
    started_at, ended_at = times
    return {
        "run_id": run_id,
        "spider": spider,
        "started_at": kst_text(started_at),
        "ended_at": kst_text(ended_at),
        "finish_reason": stats.get("finish_reason"),
        "complete": is_complete(stats),
        "limit": stats.get(LIMIT),
        "exit_code": exit_code(stats, started=True),
        "outcome": stats.get("feed/outcome", "nothing"),
        "parts": parts,
        "records": _below(stats, "feed/"),
        "asked": _below(stats, "asked/"),
        "articles": _below(stats, "articles/"),
        "retries": _below(stats, "retries/"),
        "gaps": _below(stats, "gaps/"),
        "listings": _below(stats, "listing/"),
        "weather": _below(stats, "weather/"),
        "quarantined": stats.get("quarantine/items", 0),
        "requests": stats.get("downloader/request_count", 0),
        "bytes": stats.get("downloader/response_bytes", 0),
        "politeness": politeness(stats),
        "fill_rates": rates,
        "broken_floors": findings,
        "broken_ceilings": warnings,
        "producer": producer(),
    }


def is_complete(stats: Mapping[str, Any]) -> bool:
    """Whether a run came to its end by itself, and each listing to the end of what
    nobody had seen.
    """
    stopped = (
        value
        for name, value in stats.items()
        if name.startswith("listing/") and name.endswith("/stopped")
    )
    return stats.get("finish_reason") == "finished" and all(
        reason in GOOD_ENDS for reason in stopped
    )


def politeness(stats: Mapping[str, Any]) -> dict[str, Any]:
    """The receipt: what the site saw of the run, measured where requests leave.

    `smallest_gap`: seconds between the starts of two requests; null where there were
    not two. `bytes`: of bodies, as they came. `not_modified_share`: of the answers;
    null where there was none.
    """
    counts = {
        name: stats.get(f"politeness/{name}", 0)
        for name in ("requests", "answers", "not_modified", "bytes")
    }
    return {
        **counts,
        "highest_concurrency": stats.get("politeness/highest_concurrency", 0),
        "smallest_gap": stats.get("politeness/smallest_gap"),
        "not_modified_share": round(counts["not_modified"] / counts["answers"], 4)
        if counts["answers"]
        else None,
    }


def _below(stats: Mapping[str, Any], prefix: str) -> dict[str, Any]:
    """Counters under a prefix, without it, in the order of their names."""
    return {
        name.removeprefix(prefix): stats[name]
        for name in sorted(stats)
        if name.startswith(prefix)
    }
