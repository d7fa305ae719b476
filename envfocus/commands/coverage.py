"""`scrapy coverage`: what the lists showed, and what came of it."""

import argparse
from datetime import date, timedelta

from rich.box import SIMPLE_HEAD
from rich.table import Table
from scrapy.commands import ScrapyCommand

from envfocus import clock
from envfocus.commands.common import has_ledger, read_config, told, wide_console
from envfocus.exceptions import ConfigurationError
from envfocus.ledger.coverage import Coverage, read
from envfocus.ledger.file import FILE_NAME
from envfocus.logsafe import one_line
from envfocus.runs.exit_codes import DEGRADED, OK

_DAYS = 7
_COLUMNS = ("delivered", "gone", "elsewhere", "failed", "unseen")


class Command(ScrapyCommand):
    """Section × day: listed, and what became of it. Code 0: all is explained; 1: not
    all, or a run is incomplete.
    """

    requires_project = True
    requires_crawler_process = False
    found = OK

    def short_desc(self) -> str:
        """One line for `scrapy`."""
        return "Show what the lists showed and what came of it; code 1 where numbers are unexplained"

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        """Scrapy's options and ours."""
        super().add_options(parser)
        words = (
            f"first day of publication in the table (KST, default: {_DAYS} days back)"
        )
        parser.add_argument("--since", metavar="DAY", help=words)

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        """Read and show."""
        self.exitcode = told(lambda: self._show(_day(opts.since))) or self.found

    def _show(self, since: date) -> None:
        config = read_config(self.settings)
        if not has_ledger(self.settings):
            raise ConfigurationError(
                f"{config.state_dir / FILE_NAME}: no ledger here; see ENVFOCUS_STATE_DIR"
            )
        coverage = read(config.state_dir, since, config.gap_max)
        console = wide_console()
        console.print(
            _table(coverage)
            if coverage.rows
            else f"no list showed anything from {since} on"
        )
        console.print(_walks(coverage))
        console.print("\n".join(_words(coverage)))
        self.found = OK if coverage.is_proven else DEGRADED


def _day(given: str | None) -> date:
    try:
        return (
            date.fromisoformat(given)
            if given
            else clock.now().date() - timedelta(days=_DAYS)
        )
    except ValueError as error:
        raise ConfigurationError(
            f"coverage: --since {given!r} is no day; write 2025-12-01"
        ) from error


def _table(coverage: Coverage) -> Table:
    """`unexplained`: listed, and never asked for."""
    headers = ("listed", *_COLUMNS[:-1], "unexplained")
    table = Table("day", "section", *headers, box=SIMPLE_HEAD, pad_edge=False)
    for column in table.columns[2:]:
        column.justify = "right"
    before: str | None = ""
    for row in coverage.rows:
        counts = [row.states.total(), *(row.states[state] for state in _COLUMNS)]  # type: ignore[index]
        day = "" if row.day == before else row.day or "unknown"
        table.add_row(
            day,
            one_line(row.section),
            *(f"{count:,}" if count else "·" for count in counts),
        )
        before = row.day
    return table


def _words(coverage: Coverage) -> list[str]:
    states = ", ".join(f"{coverage.states[state]:,} {state}" for state in _COLUMNS)  # type: ignore[index]
    said = [f"numbers {coverage.first or 0} to {coverage.last or 0}: {states}"]
    said += [
        f"  failed: {count:,} {one_line(reason)}" for reason, count in coverage.failures
    ]
    said += _gaps(coverage)
    said.append(
        f"RSS: {coverage.rss[0]:,} numbers, {coverage.rss[1]:,} of them on no list"
    )
    return [*said, _last_run(coverage)]


def _walks(coverage: Coverage) -> Table:
    """Why each listing stopped when it was walked last, and how far down it is known."""
    table = Table("list", "pages", "stopped", "known", box=SIMPLE_HEAD, pad_edge=False)
    depths = {None: "not to its end", "": "to its end"}
    for walked in coverage.listings:
        depth = depths.get(walked.floor, f"down to {walked.floor}")
        table.add_row(
            one_line(walked.name), f"{walked.pages:,}", one_line(walked.stopped), depth
        )
    return table


def _gaps(coverage: Coverage) -> list[str]:
    if not coverage.gaps:
        return ["no gap in the numbers"]
    total = sum(last - first + 1 for first, last in coverage.gaps)
    first, last = max(coverage.gaps, key=lambda gap: gap[1] - gap[0])
    return [
        f"{len(coverage.gaps):,} gaps of {total:,} numbers that nothing showed; the longest is {first} to {last}"
    ]


def _last_run(coverage: Coverage) -> str:
    if coverage.run is None:
        return "last run: none yet"
    run_id, ended_at, reason = coverage.run
    if reason is None:
        return f"last run {run_id}: goes on, or was killed"
    if coverage.is_complete:
        return f"last run {run_id}: complete, ended {ended_at}"
    cut = [walked.name for walked in coverage.listings if not walked.is_complete]
    why = (
        reason
        if reason != "finished"
        else f"cut short: {', '.join(map(one_line, cut))}"
    )
    return f"last run {run_id}: incomplete ({why}), ended {ended_at}"
