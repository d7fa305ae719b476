"""`scrapy dates`: which dates stand in a text, and what they mean."""

import argparse
from datetime import datetime

from rich.box import SIMPLE_HEAD
from rich.table import Table
from scrapy.commands import ScrapyCommand

from envfocus.clock import KST
from envfocus.commands.common import text_of, told, wide_console
from envfocus.exceptions import ConfigurationError
from envfocus.korean.dates import Timex, find
from envfocus.logsafe import one_line


class Command(ScrapyCommand):
    """Prints a table of the temporal expressions in a text, for the curious and for bug
    reports.
    """

    requires_project = True
    requires_crawler_process = False

    def syntax(self) -> str:
        """Arguments."""
        return "[--at STAMP] TEXT (or - for standard input)"

    def short_desc(self) -> str:
        """One line for `scrapy`."""
        return "Show the dates in a text, resolved against a stamp"

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        """Scrapy's options and ours."""
        super().add_options(parser)
        parser.add_argument(
            "--at",
            metavar="STAMP",
            help="the article's stamp, e.g. 2025-02-07T17:35 (Korean time); without it only full dates are resolved",
        )

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        """Find and print."""
        self.exitcode = told(lambda: _show(args, opts.at))


def _show(args: list[str], at: str | None) -> None:
    text = text_of(
        args,
        'dates: no text; e.g. scrapy dates "7일(금) 오전 10시" --at 2025-02-07T17:35',
    )
    found = find(text, _stamp(at))
    if not found:
        print("no dates")
        return
    wide_console().print(_table(found))


def _stamp(at: str | None) -> datetime | None:
    try:
        stamp = datetime.fromisoformat(at) if at else None
    except ValueError as error:
        raise ConfigurationError(
            f"dates: --at {at!r} is no stamp; write 2025-02-07T17:35"
        ) from error
    return stamp.replace(tzinfo=stamp.tzinfo or KST) if stamp else None


def _table(found: list[Timex]) -> Table:
    table = Table(
        "text",
        "offsets",
        "type",
        "value",
        "begin",
        "until",
        "how",
        box=SIMPLE_HEAD,
        pad_edge=False,
    )
    for column in table.columns[1:6]:
        column.no_wrap = True
    for mention in found:
        how = ", ".join(filter(None, (mention.anchor, mention.mod, *mention.flags)))
        table.add_row(
            one_line(mention.text),
            f"{mention.start}–{mention.end}",
            mention.type,
            mention.value or "–",
            _moment(mention.begin),
            _moment(mention.until),
            how,
        )
    return table


def _moment(moment: datetime | None) -> str:
    return f"{moment:%Y-%m-%d %H:%M}" if moment else "–"
