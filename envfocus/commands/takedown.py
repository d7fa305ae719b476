"""`scrapy takedown`: an article out of everything."""

import argparse

from scrapy.commands import ScrapyCommand

from envfocus import clock
from envfocus.commands.common import layout_of, open_ledger, read_config, told
from envfocus.exceptions import ConfigurationError
from envfocus.extensions.delivery import publisher_of
from envfocus.publishing.takedown import purge_quarantine, take_down


class Command(ScrapyCommand):
    """Ends a key with a tombstone, purges its text from ledger, feed and quarantine,
    never collects it again.
    """

    requires_project = True
    requires_crawler_process = False

    def syntax(self) -> str:
        """Arguments."""
        return "KEY --reason REASON"

    def short_desc(self) -> str:
        """One line for `scrapy`."""
        return "Take an article down: purge its text everywhere, never collect it again"

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        """The reason."""
        super().add_options(parser)
        parser.add_argument("--reason", help="why; it stands in the tombstone")

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        """Take down."""
        self.exitcode = told(lambda: self._take_down(args, opts.reason))

    def _take_down(self, args: list[str], reason: str | None) -> None:
        if len(args) != 1 or not reason or not reason.isprintable():
            raise ConfigurationError(
                "takedown: expected a key and a reason:"
                " <prefix>:a<article number> --reason 'court order'"
            )
        with open_ledger(self.settings, "scrapy takedown") as ledger:
            if ledger.head(args[0]) is None:
                raise ConfigurationError(
                    f"{args[0]}: not in the ledger;"
                    " expected a key of the feed, <prefix>:a<article number>"
                )
            dropped = purge_quarantine(layout_of(self.settings), args[0])
            publisher = publisher_of(read_config(self.settings), ledger)
            publisher.recover()
            publisher.prepare()
            for part in take_down(ledger, publisher, args[0], reason, clock.now()):
                print(f"written: {publisher.layout.data(part)}")
        print(f"{args[0]}: taken down; {dropped} lines out of the quarantine")
