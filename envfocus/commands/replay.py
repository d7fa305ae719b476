"""`scrapy replay`: lines or files of the feed, again, from the ledger."""

import argparse
import re
import sys
from dataclasses import replace
from pathlib import Path

from scrapy.commands import ScrapyCommand

from envfocus.atomic import RealDisk
from envfocus.commands.common import open_ledger, told
from envfocus.exceptions import ConfigurationError
from envfocus.publishing.layout import STREAMS, Layout
from envfocus.publishing.replay import Selection, write_parts

_NUMBER = re.compile(r"[1-9]\d{0,11}", re.ASCII)
_DAY = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)


class Command(ScrapyCommand):
    """Prints the selected lines; with --to writes the parts that hold them, byte for
    byte as in the feed.
    """

    requires_project = True
    requires_crawler_process = False

    def short_desc(self) -> str:
        """One line for `scrapy`."""
        return "Print lines of the feed from the ledger, or write its files again"

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        """The selection."""
        super().add_options(parser)
        parser.add_argument(
            "--stream", choices=sorted(STREAMS), help="only this stream"
        )
        parser.add_argument("--from-seq", metavar="N", help="from this seq on")
        parser.add_argument(
            "--key", metavar="K", help="this key: <prefix>:a<article number>"
        )
        parser.add_argument(
            "--dt", metavar="D", help="this day of publication, e.g. 2026-11-22"
        )
        parser.add_argument(
            "--to",
            metavar="FOLDER",
            help="write whole parts below FOLDER instead of printing lines",
        )

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        """Replay."""
        self.exitcode = told(lambda: self._replay(opts))

    def _replay(self, opts: argparse.Namespace) -> None:
        selection = _selection(opts)
        with open_ledger(self.settings, "scrapy replay") as ledger:
            if opts.key and ledger.head(opts.key) is None:
                raise ConfigurationError(
                    f"replay: --key {opts.key!r}: not in the ledger"
                )
            if not opts.to:
                sys.stdout.buffer.writelines(selection.lines(ledger))
                return
            layout = Layout(Path(opts.to))
            for part in write_parts(ledger, layout, RealDisk(), selection):
                print(layout.data(part))


def _selection(opts: argparse.Namespace) -> Selection:
    """What the options select. Raises ConfigurationError."""
    from_seq, dt = opts.from_seq, opts.dt
    if from_seq is None and not opts.key and not dt:
        raise ConfigurationError(
            "replay: nothing selected; expected --from-seq N, --key K or --dt D"
        )
    if from_seq is not None and not _NUMBER.fullmatch(from_seq):
        raise ConfigurationError(
            f"replay: --from-seq {from_seq!r}: expected a number from 1"
        )
    if dt and not _DAY.fullmatch(dt):
        raise ConfigurationError(
            f"replay: --dt {dt!r}: expected a day, e.g. 2026-11-22"
        )
    selection = Selection(stream=opts.stream, key=opts.key, dt=dt)
    if from_seq is None:
        return selection
    return replace(selection, from_seq=int(from_seq))
