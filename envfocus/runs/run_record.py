"""The record of a run: every run has one, the failed and the empty too."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from envfocus.clock import kst_text
from envfocus.runs.exit_codes import exit_code
from envfocus.runs.outcome import (
    COMPLETE_STOPS,
    LIMIT_STAT,
    FinishReason,
    Outcome,
    stop_reason_of,
)

GOOD_ENDS = COMPLETE_STOPS


@dataclass(frozen=True, slots=True)
class Run:
    """One run of a spider. `arguments`: its `-a` arguments, as given."""

    run_id: str
    spider: str
    started_at: datetime
    arguments: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Judgement:
    """What the gate found. `fill_rates`: skin → field → share of pages that fill it.

    `findings`: broken minimums, for which nothing was published. `warnings`: shares
    above their maximum.
    """

    fill_rates: dict[str, dict[str, float]]
    findings: list[str]
    warnings: list[str]


def run_record(
    run: Run,
    ended_at: datetime,
    stats: Mapping[str, Any],
    judgement: Judgement,
    parts: list[str],
    producer: Mapping[str, str],
) -> dict[str, Any]:
    """What a run did, how it ended, and why each listing stopped.

    `parts`: manifests that it wrote, as the feed names them. `producer`: versions.
    """
    return {
        "run_id": run.run_id,
        "spider": run.spider,
        "started_at": kst_text(run.started_at),
        "ended_at": kst_text(ended_at),
        "finish_reason": stats.get("finish_reason"),
        "complete": is_complete(stats),
        "limit": stats.get(LIMIT_STAT),
        "exit_code": int(exit_code(stats, started=True)),
        "outcome": stats.get("feed/outcome", Outcome.NOTHING.value),
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
        "fill_rates": judgement.fill_rates,
        "broken_floors": judgement.findings,
        "broken_ceilings": judgement.warnings,
        "producer": dict(producer),
    }


def is_complete(stats: Mapping[str, Any]) -> bool:
    """Whether a run ended by itself, and each listing where all of it was seen."""
    stops = [
        stop_reason_of(str(value))
        for name, value in stats.items()
        if name.startswith("listing/") and name.endswith("/stopped")
    ]
    finished = stats.get("finish_reason") == FinishReason.FINISHED
    return finished and COMPLETE_STOPS.issuperset(stops)


def politeness(stats: Mapping[str, Any]) -> dict[str, Any]:
    """What the site saw of the run, measured where requests leave.

    `smallest_gap`: seconds between the starts of two requests; null where there were
    not two. `bytes`: of bodies, as they came. `not_modified_share`: of the answers;
    null where there was none.
    """
    names = ("requests", "answers", "not_modified", "bytes")
    counts = {name: stats.get(f"politeness/{name}", 0) for name in names}
    return {
        **counts,
        "highest_concurrency": stats.get("politeness/highest_concurrency", 0),
        "smallest_gap": stats.get("politeness/smallest_gap"),
        "not_modified_share": _share(counts["not_modified"], counts["answers"]),
    }


def _share(part: int, whole: int) -> float | None:
    if not whole:
        return None
    return round(part / whole, 4)


def _below(stats: Mapping[str, Any], prefix: str) -> dict[str, Any]:
    """Counters under a prefix, without it, in the order of their names."""
    names = sorted(name for name in stats if name.startswith(prefix))
    return {name.removeprefix(prefix): stats[name] for name in names}
