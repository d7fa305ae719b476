"""`scrapy coverage`: what the lists showed, and what came of it."""

import argparse
from datetime import date, timedelta

from rich.box import SIMPLE_HEAD
from rich.console import RenderableType
from rich.table import Table
from scrapy.commands import ScrapyCommand

from envfocus import clock
from envfocus.commands.common import (
    has_ledger,
    read_config,
    state_of,
    told,
    wide_console,
)
from envfocus.exceptions import ConfigurationError
from envfocus.ledger.coverage import Coverage, read
from envfocus.ledger.file import FILE_NAME
from envfocus.ledger.states import State
from envfocus.logsafe import one_line
from envfocus.runs.exit_codes import DEGRADED, OK

_DAYS = 7
_STATES = (State.DELIVERED, State.GONE, State.ELSEWHERE, State.FAILED, State.UNSEEN)
_HEADERS = ("listed", "delivered", "gone", "elsewhere", "failed", "unexplained")


class Command(ScrapyCommand):
    """Section × day: listed, and what became of it. Code 0: all is explained; 1: not
    all, or a run is incomplete.
    """

    requires_project = True
    requires_crawler_process = False
    found = OK

    def short_desc(self) -> str:
        """One line for `scrapy`."""
        return (
            "Show what the lists showed and what came of it;"
            " code 1 where numbers are unexplained"
        )

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        """Scrapy's options and ours."""
        super().add_options(parser)
        words = (
            f"first day of publication in the table (KST, default: {_DAYS} days back)"
        )
        parser.add_argument("--since", metavar="DAY", help=words)

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        """Read and show."""
        self.exitcode = told(lambda: self._show(opts.since)) or self.found

    def _show(self, first_day: str | None) -> None:
        since = _day(first_day)
        coverage = self._read(since)
        console = wide_console()
        console.print(_listed(coverage, since))
        console.print(_walks(coverage))
        for line in _numbers(coverage):
            console.print(line)
        console.print(_last_run(coverage))
        if not coverage.is_proven:
            self.found = DEGRADED

    def _read(self, since: date) -> Coverage:
        state = state_of(self.settings)
        if not has_ledger(self.settings):
            raise ConfigurationError(
                f"{state / FILE_NAME}: no ledger here; see ENVFOCUS_STATE_DIR"
            )
        return read(state, since, read_config(self.settings).gap_max)


def _day(text: str | None) -> date:
    if not text:
        return clock.now().date() - timedelta(days=_DAYS)
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise ConfigurationError(
            f"coverage: --since {text!r} is no day; write 2025-12-01"
        ) from error


def _listed(coverage: Coverage, since: date) -> RenderableType:
    """`unexplained`: listed, and never asked for."""
    if not coverage.rows:
        return f"no list showed anything from {since} on"
    table = Table("day", "section", box=SIMPLE_HEAD, pad_edge=False)
    for header in _HEADERS:
        table.add_column(header, justify="right")
    day_before: str | None = ""
    for row in coverage.rows:
        day = row.day or "unknown"
        if row.day == day_before:
            day = ""
        counts = [row.states.total()]
        counts += [row.states[state] for state in _STATES]
        table.add_row(day, one_line(row.section), *map(_figure, counts))
        day_before = row.day
    return table


def _figure(count: int) -> str:
    if not count:
        return "·"
    return f"{count:,}"


def _walks(coverage: Coverage) -> Table:
    """Why each listing stopped when it was walked last, and how far down it is known."""
    table = Table("list", "pages", "stopped", "known", box=SIMPLE_HEAD, pad_edge=False)
    for walked in coverage.listings:
        table.add_row(
            one_line(walked.name),
            f"{walked.pages:,}",
            one_line(walked.stopped),
            _depth(walked.complete_down_to),
        )
    return table


def _depth(complete_down_to: str | None) -> str:
    if complete_down_to is None:
        return "not to its end"
    if not complete_down_to:
        return "to its end"
    return f"down to {complete_down_to}"


def _numbers(coverage: Coverage) -> list[str]:
    """What came of all numbers, a line each."""
    states = ", ".join(f"{coverage.states[state]:,} {state}" for state in _STATES)
    lines = [f"numbers {coverage.first or 0} to {coverage.last or 0}: {states}"]
    for reason, count in coverage.failures:
        lines.append(f"  failed: {count:,} {one_line(reason)}")
    lines.append(_gaps(coverage))
    rss = coverage.rss
    lines.append(f"RSS: {rss.named:,} numbers, {rss.unlisted:,} of them on no list")
    return lines


def _gaps(coverage: Coverage) -> str:
    if not coverage.gaps:
        return "no gap in the numbers"
    total = sum(map(_size, coverage.gaps))
    first, last = max(coverage.gaps, key=_size)
    return (
        f"{len(coverage.gaps):,} gaps of {total:,} numbers that nothing showed;"
        f" the longest is {first} to {last}"
    )


def _size(gap: tuple[int, int]) -> int:
    first, last = gap
    return last - first + 1


def _last_run(coverage: Coverage) -> str:
    run = coverage.run
    if run is None:
        return "last run: none yet"
    if run.reason is None:
        return f"last run {run.run_id}: goes on, or was killed"
    if coverage.is_complete:
        return f"last run {run.run_id}: complete, ended {run.ended_at}"
    why = run.reason
    if run.reason == "finished":
        cut = [walk.name for walk in coverage.listings if not walk.is_complete]
        why = f"cut short: {', '.join(map(one_line, cut))}"
    return f"last run {run.run_id}: incomplete ({why}), ended {run.ended_at}"
