"""This host: its disk, the ledger, the last run, the feed. Only looked at, never
written.
"""

import json
import os
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

from filelock import FileLock, Timeout

from envfocus.doctor import Finding
from envfocus.exceptions import FeedError
from envfocus.ledger.file import FILE_NAME, opened_for_reading
from envfocus.logsafe import one_line
from envfocus.publishing.layout import Layout
from envfocus.publishing.manifest import LATEST_FORM, loads
from envfocus.runs.exit_codes import MEANINGS

_GIB = 1024**3
LEAST_FREE = 1 * _GIB
"""A year of articles, ledger and feed together, is near 200 MB; a first run of all
72,000 near 1 GB.
"""


def look(layout: Layout, state: Path) -> Iterator[Finding]:
    """Each thing that a run needs of this host."""
    for what, path in (
        ("folder of the feed", layout.folder),
        ("folder of the ledger", state),
    ):
        yield folder(what, path)
    yield lock(state)
    yield from ledger(layout, state)
    yield delivered(layout)


def folder(what: str, path: Path) -> Finding:
    """Whether a folder can be written, or made, and has room."""
    there = next(
        parent
        for parent in (path.absolute(), *path.absolute().parents)
        if parent.exists()
    )
    free = shutil.disk_usage(there).free
    can = there.is_dir() and os.access(there, os.W_OK | os.X_OK)
    said = f"{path}: {free / _GIB:,.1f} GiB free" + (
        "" if there == path.absolute() else f", will be made in {there}"
    )
    advice = (
        f"expected {LEAST_FREE / _GIB:g} GiB"
        if can
        else f"expected {there} to be writable for user {os.getuid()}"
    )
    return Finding(what, can and free >= LEAST_FREE, said, advice)


def lock(state: Path) -> Finding:
    """Who has the ledger now. Taken for an instant, where nobody has it."""
    if not (state / "lock").exists():
        return Finding("lock", None, "never taken")
    try:
        with FileLock(state / "lock", timeout=0):
            return Finding("lock", True, "free")
    except Timeout:
        note = state / "holder.json"
        return Finding(
            "lock",
            None,
            f"held by {note.read_text('utf-8') if note.exists() else 'an unknown process'}",
        )
    except OSError as error:
        return Finding(
            "lock",
            False,
            f"{state / 'lock'}: {error.strerror or error}",
            "expected it to be ours",
        )


def ledger(layout: Layout, state: Path) -> Iterator[Finding]:
    """Whether SQLite finds the file whole, what waits in it, and how the last run
    ended.
    """
    path = state / FILE_NAME
    if not path.exists():
        yield Finding("ledger", None, "none yet: the first run makes it")
        return
    try:
        with closing(opened_for_reading(path)) as connection:
            said = connection.execute("PRAGMA quick_check(1)").fetchone()[0]
            sizes = f"{path.stat().st_size / 1024**2:,.1f} MiB"
            waits = connection.execute(
                "SELECT COUNT(*) FROM revisions WHERE seq IS NULL"
            ).fetchone()[0]
            last = connection.execute(
                "SELECT * FROM runs ORDER BY started_at DESC, run_id DESC LIMIT 1"
            ).fetchone()
    except (sqlite3.Error, OSError) as error:
        said, sizes, waits, last = str(error), "", 0, None
    advice = "move it away and run `scrapy rebuild`"
    whole = f"{sizes}, quick_check ok, {waits:,} accepted records wait for publication"
    yield Finding(
        "ledger",
        said == "ok",
        whole if said == "ok" else one_line(f"{path}: {said}"),
        advice,
    )
    if last:
        yield _last_run(layout, last)


def _last_run(
    layout: Layout, row: tuple[str, str, str, str, str | None, str | None]
) -> Finding:
    """Told, not judged: what went wrong then may be right now."""
    run_id, spider, _, started_at, ended_at, reason = row
    if reason is None:
        said = "has no end yet: it goes on, or was killed"
    else:
        said = f"ended {ended_at or 'unknown'}, {reason}{_code(layout, run_id)}"
    return Finding("last run", None, one_line(f"{spider}, began {started_at}, {said}"))


def _code(layout: Layout, run_id: str) -> str:
    try:
        code = loads(layout.run(run_id)).get("exit_code")
    except FeedError:
        return ", no run record"
    return "" if code is None else f", code {code} ({MEANINGS.get(code, 'unknown')})"


def delivered(layout: Layout) -> Finding:
    """Last seq of each stream, by LATEST.json."""
    if not layout.latest.exists():
        return Finding("last seq", None, "nothing published yet")
    try:
        streams = loads(layout.latest, LATEST_FORM)["streams"]
    except FeedError as error:
        return Finding(
            "last seq", False, one_line(error), "`scrapy verify` names the fault"
        )
    return Finding(
        "last seq",
        None,
        json.dumps({name: entry["seq"] for name, entry in streams.items()})[1:-1],
    )
