"""`scrapy move_site`: the paper of this ledger stands at another address."""

import argparse

from scrapy.commands import ScrapyCommand

from envfocus.commands.common import open_ledger, told
from envfocus.exceptions import ConfigurationError
from envfocus.papers.site import checked_base_url


class Command(ScrapyCommand):
    """Notes a new base URL in the ledger: else a run at another address is refused, so
    that two papers never share a feed.
    """

    requires_project = True
    requires_crawler_process = False

    def syntax(self) -> str:
        """Arguments."""
        return "NEW_BASE_URL"

    def short_desc(self) -> str:
        """One line for `scrapy`."""
        return "Tell the ledger that its paper has moved to another address"

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        """Move."""
        self.exitcode = told(lambda: self._move(args))

    def _move(self, args: list[str]) -> None:
        if len(args) != 1:
            raise ConfigurationError(
                "move_site: expected the new address of the paper: https://<host>/"
            )
        base_url = checked_base_url(args[0])
        with open_ledger(self.settings, "scrapy move_site") as ledger:
            before = ledger.move_site(base_url)
        print(f"{before} -> {base_url}; crawls with ENVFOCUS_BASE_URL={base_url}")
