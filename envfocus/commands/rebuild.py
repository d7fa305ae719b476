"""`scrapy rebuild`: a lost ledger from the feed."""

import argparse

from scrapy.commands import ScrapyCommand

from envfocus.commands.common import layout_of, schedule_of, state_of, told
from envfocus.exceptions import ConfigurationError
from envfocus.ledger import Ledger
from envfocus.ledger.file import FILE_NAME, holds_nothing
from envfocus.publishing.rebuild import rebuild
from envfocus.publishing.verify import verify


class Command(ScrapyCommand):
    """Verifies the feed, then fills a new ledger with what it holds. An existing ledger
    is never touched.
    """

    requires_project = True
    requires_crawler_process = False

    def short_desc(self) -> str:
        """One line for `scrapy`."""
        return "Make a lost ledger from the feed"

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        """Rebuild."""
        self.exitcode = told(self._rebuild)

    def _rebuild(self) -> None:
        state, layout = state_of(self.settings), layout_of(self.settings)
        if not holds_nothing(state):
            raise ConfigurationError(
                f"{state / FILE_NAME}: is there; move it away first"
            )
        schedule = schedule_of(self.settings)
        verify(layout)  # before there is a ledger
        with Ledger.open(state, "scrapy rebuild") as ledger:
            counts = rebuild(ledger, layout, schedule)
        rebuilt = [f"{stream}: {count:,} records" for stream, count in counts.items()]
        print(", ".join(rebuilt) or "the feed is empty")
