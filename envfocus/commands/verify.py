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
        return "Check every file and line of the feed; code 1 and one line for the first fault"

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        """Verify the folder, default ENVFOCUS_FEED_DIR."""
        layout = Layout(Path(args[0])) if args else layout_of(self.settings)
        self.exitcode = (
            told(lambda: self._told(layout, with_ledger=not args)) or self.fault
        )

    def _told(self, layout: Layout, *, with_ledger: bool) -> None:
        """A fault of the feed is this command's finding, not its failure."""
        try:
            self._verify(layout, with_ledger=with_ledger)
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
            parts, records, seq = (
                found.parts[stream],
                found.records[stream],
                found.last_seq[stream],
            )
            print(f"{stream}: {parts:,} parts, {records:,} records, seq {seq:,}")
        if with_ledger and has_ledger(self.settings):
            with open_ledger(self.settings, "scrapy verify", full_check=True) as ledger:
                against_ledger(layout, ledger.parts())
            print("ledger: agrees")
