"""This host: its disk, the ledger, the last run, the feed. Only looked at, never
written.
"""

import json
import os
import shutil
from collections.abc import Iterator
from pathlib import Path

from envfocus.doctor import Finding
from envfocus.exceptions import FeedError, LedgerError
from envfocus.ledger.file import LOCK_NAME, REBUILD_ADVICE
from envfocus.ledger.health import LedgerHealth, RunEnd, read_health, read_holder
from envfocus.logsafe import one_line
from envfocus.publishing.layout import Layout
from envfocus.publishing.manifest import LATEST_FORM, loads
from envfocus.runs.exit_codes import MEANINGS

_MIB = 1024**2
_GIB = 1024**3
LEAST_FREE = 1 * _GIB
"""A year of articles, ledger and feed together, is near 200 MB; a first run of all
72,000 near 1 GB.
"""


def look(layout: Layout, state: Path) -> Iterator[Finding]:
    """Each thing that a run needs of this host."""
    yield folder("folder of the feed", layout.folder)
    yield folder("folder of the ledger", state)
    yield lock(state)
    yield from ledger(layout, state)
    yield delivered(layout)


def folder(what: str, path: Path) -> Finding:
    """Whether a folder can be written, or made, and has room."""
    wanted = path.absolute()
    existing = _existing(wanted)
    free = shutil.disk_usage(existing).free
    message = f"{path}: {free / _GIB:,.1f} GiB free"
    if existing != wanted:
        message += f", will be made in {existing}"
    if not existing.is_dir() or not os.access(existing, os.W_OK | os.X_OK):
        advice = f"expected {existing} to be writable for user {os.getuid()}"
        return Finding(what, False, message, advice)
    advice = f"expected {LEAST_FREE / _GIB:g} GiB"
    return Finding(what, free >= LEAST_FREE, message, advice)


def _existing(path: Path) -> Path:
    """A folder, or the nearest one above it that exists."""
    while not path.exists():
        path = path.parent
    return path


def lock(state: Path) -> Finding:
    """Who has the ledger now."""
    path = state / LOCK_NAME
    if not path.exists():
        return Finding("lock", None, "never taken")
    try:
        holder = read_holder(state)
    except OSError as error:
        message = f"{path}: {error.strerror or error}"
        return Finding("lock", False, message, "expected it to be ours")
    if holder is None:
        return Finding("lock", True, "free")
    return Finding("lock", None, f"held by {holder}")


def ledger(layout: Layout, state: Path) -> Iterator[Finding]:
    """Whether SQLite finds the whole file sound, what waits in it, and how the last run
    ended.
    """
    try:
        health = read_health(state)
    except LedgerError as error:
        yield Finding("ledger", False, one_line(error), REBUILD_ADVICE)
        return
    if health is None:
        yield Finding("ledger", None, "none yet: the first run makes it")
        return
    yield Finding("ledger", True, _words(health))
    if health.last_run is not None:
        yield _last_run(layout, health.last_run)


def _words(health: LedgerHealth) -> str:
    return (
        f"{health.size / _MIB:,.1f} MiB, integrity_check ok,"
        f" {health.pending:,} accepted records wait for publication"
    )


def _last_run(layout: Layout, run: RunEnd) -> Finding:
    """Shown, not judged: what went wrong then may be right now."""
    end = "has no end yet: it goes on, or was killed"
    if run.reason is not None:
        code = _code(layout, run.run_id)
        end = f"ended {run.ended_at or 'unknown'}, {run.reason}{code}"
    message = f"{run.spider}, began {run.started_at}, {end}"
    return Finding("last run", None, one_line(message))


def _code(layout: Layout, run_id: str) -> str:
    """What the record of a run adds: its exit code."""
    try:
        code = loads(layout.run(run_id)).get("exit_code")
    except FeedError:
        return ", no run record"
    if code is None:
        return ""
    meaning = MEANINGS.get(code, "unknown")
    return f", code {code} ({meaning})"


def delivered(layout: Layout) -> Finding:
    """Last seq of each stream, by LATEST.json."""
    if not layout.latest.exists():
        return Finding("last seq", None, "nothing published yet")
    try:
        streams = loads(layout.latest, LATEST_FORM)["streams"]
    except FeedError as error:
        advice = "`scrapy verify` names the fault"
        return Finding("last seq", False, one_line(error), advice)
    last_seqs = {name: entry["seq"] for name, entry in streams.items()}
    message = json.dumps(last_seqs).strip("{}")
    return Finding("last seq", None, message)
