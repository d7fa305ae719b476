"""`scrapy verify`: is the feed what it says it is?"""

import argparse
import sys
from pathlib import Path

from scrapy.commands import ScrapyCommand

from envfocus.commands.common import has_ledger, layout_of, open_ledger, told
from envfocus.exceptions import ConfigurationError, FeedError
from envfocus.logsafe import one_line
from envfocus.publishing.layout import STREAMS, Layout
from envfocus.publishing.verify import against_ledger, verify
from envfocus.runs.exit_codes import DEGRADED, OK


class Command(ScrapyCommand):
    """Checks chain, hashes, counts, seq, revisions and the schema of every line; the
    ledger too, where there is one.
    """

    requires_project = True
    requires_crawler_process = False
    fault = OK

    def syntax(self) -> str:
        """Arguments."""
        return "[FOLDER]"

    def short_desc(self) -> str:
        """One line for `scrapy`."""
        return f"Check every file and line of the feed; code {DEGRADED:d} and one line for the first fault"

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        """Verify the folder, default ENVFOCUS_FEED_DIR."""
        self.exitcode = told(lambda: self._told(args)) or self.fault

    def _told(self, args: list[str]) -> None:
        """A fault of the feed is this command's finding, not its failure."""
        layout = layout_of(self.settings)
        if args:
            layout = Layout(Path(args[0]))
        try:
            self._verify(layout, with_ledger=not args)
        except FeedError as error:
            print(f"envfocus: {one_line(error, 2000)}", file=sys.stderr)
            self.fault = DEGRADED

    def _verify(self, layout: Layout, *, with_ledger: bool) -> None:
        if not layout.root.is_dir():
            raise ConfigurationError(
                f"{layout.root}: no feed here; expected the folder that holds v1/"
            )
        found = verify(layout)
        for stream in STREAMS:
            parts = found.parts[stream]
            records = found.records[stream]
            seq = found.last_seq[stream]
            print(f"{stream}: {parts:,} parts, {records:,} records, seq {seq:,}")
        if with_ledger and has_ledger(self.settings):
            with open_ledger(self.settings, "scrapy verify", full_check=True) as ledger:
                against_ledger(layout, ledger.parts())
            print("ledger: agrees")
