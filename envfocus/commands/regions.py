"""`scrapy regions`: which administrative units stand in a text, and why."""

import argparse
from datetime import date

from rich.box import SIMPLE_HEAD
from rich.table import Table
from scrapy.commands import ScrapyCommand

from envfocus.commands.common import text_of, told, wide_console
from envfocus.exceptions import ConfigurationError
from envfocus.korean.regions import Dateline, Mention, Unit, find, parse_dateline
from envfocus.logsafe import one_line


class Command(ScrapyCommand):
    """Prints a table of the places in a text and what decided on each, for the curious
    and for bug reports.
    """

    requires_project = True
    requires_crawler_process = False

    def syntax(self) -> str:
        """Arguments."""
        return "--on DAY [--dateline PLACE] TEXT (or - for standard input)"

    def short_desc(self) -> str:
        """One line for `scrapy`."""
        return "Show the places in a text, as of a day, and what decided"

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        """Scrapy's options and ours."""
        super().add_options(parser)
        parser.add_argument(
            "--on",
            metavar="DAY",
            help="day of publication, e.g. 2025-12-08: units change",
        )
        parser.add_argument(
            "--dateline",
            metavar="PLACE",
            help="부산, or the whole bracket [신문=부산]",
        )

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        """Find and print."""
        self.exitcode = told(lambda: _show(args, opts.on, opts.dateline))


def _show(args: list[str], on: str | None, dateline: str | None) -> None:
    day = _day(on)
    text = text_of(
        args,
        'regions: no text; e.g. scrapy regions "강서구 대저동 토마토" --on 2025-12-08',
    )
    line = parse_dateline(dateline, day) if dateline else None
    found = find(text, day, line)
    if line:
        print(_said(line))
    if not found:
        print("no places")
        return
    wide_console().print(_table(found))


def _day(on: str | None) -> date:
    if on is None:
        raise ConfigurationError(
            "regions: no day, and units change; write --on 2025-12-08"
        )
    try:
        return date.fromisoformat(on)
    except ValueError as error:
        raise ConfigurationError(
            f"regions: --on {on!r} is no day; write 2025-12-08"
        ) from error


def _said(line: Dateline) -> str:
    units = (
        ", ".join(map(_named, line.regions))
        or " or ".join(map(_named, line.candidates))
        or "no region"
    )
    return (
        f"dateline: {one_line(line.place)} ({line.kind or 'not understood'}): {units}"
    )


def _table(found: list[Mention]) -> Table:
    table = Table(
        "text",
        "offsets",
        "unit, or the units it can be",
        "basis",
        box=SIMPLE_HEAD,
        pad_edge=False,
    )
    for mention in found:
        units = [mention.region] if mention.region else mention.candidates
        meaning = " or ".join(map(_named, units))
        table.add_row(
            one_line(mention.text),
            f"{mention.start}–{mention.end}",
            meaning,
            mention.basis,
        )
    return table


def _named(unit: Unit) -> str:
    return f"{unit.name} {unit.code}" + (
        f" (now {unit.current_code})" if unit.current_code else ""
    )
