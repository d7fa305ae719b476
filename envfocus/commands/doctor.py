"""`scrapy doctor`: the first thing to run on a new host."""

import argparse
from collections.abc import Iterable

from rich.console import Console
from rich.table import Table
from rich.text import Text
from scrapy.commands import ScrapyCommand
from scrapy.settings import SETTINGS_PRIORITIES, Settings

from envfocus.commands.common import end_on_wrong_settings, layout_of, state_of, told
from envfocus.doctor import Finding, guards, host
from envfocus.doctor.visit import PAGES, Visit
from envfocus.papers.site import Site
from envfocus.runs.exit_codes import DEGRADED
from envfocus.spiders.base import check_settings

_STATES = {
    True: Text("held", "green"),
    False: Text("broken", "bold red"),
    None: Text(""),
}


class Command(ScrapyCommand):
    """Guards, host and site, each held or broken. Code 0: all held; 1: something is
    broken; 4: a setting is wrong.
    """

    requires_project = True
    broken = 0

    def short_desc(self) -> str:
        """One line for `scrapy`."""
        return "Check guards, ledger, disk and site; code 1 where something is broken"

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        """Whether the site is asked."""
        super().add_options(parser)
        words = "ask the site for robots.txt, a list page and an article (default), or for nothing"
        parser.add_argument(
            "--site", action=argparse.BooleanOptionalAction, default=True, help=words
        )

    def process_options(self, args: list[str], opts: argparse.Namespace) -> None:
        """Warnings and errors only, unless another level is asked for."""
        super().process_options(args, opts)
        end_on_wrong_settings(self.settings)
        if self._known.getpriority("LOG_LEVEL") != SETTINGS_PRIORITIES["cmdline"]:
            self._known.set("LOG_LEVEL", "WARNING", priority="cmdline")

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        """Look, show, tell."""
        self.exitcode = told(lambda: self._look(asked=opts.site)) or (
            DEGRADED if self.broken else 0
        )

    def _look(self, *, asked: bool) -> None:
        settings, console = self._known, Console()
        found = guards.look(settings)
        self._show(console, "Guards, and the settings that decide", found)
        site = check_settings(settings).site
        self._show(
            console, "This host", host.look(layout_of(settings), state_of(settings))
        )
        if asked:
            self._show(console, f"The site, {site.base}", self._visit(site))
        console.print(
            f"{self.broken} broken" if self.broken else "all held", highlight=False
        )

    def _visit(self, site: Site) -> list[Finding]:
        assert self.crawler_process is not None  # noqa: S101 set by Scrapy before it calls
        crawler, findings = self.crawler_process.create_crawler(Visit), list[Finding]()
        self.crawler_process.crawl(crawler, site=site, findings=findings)
        self.crawler_process.start()
        seen = {finding.what: finding for finding in findings}
        begun = not self.crawler_process.bootstrap_failed
        ended = crawler.stats.get_value("finish_reason") if begun else "before it began"
        said = f"not seen, the visit ended: {ended}"
        return [
            seen.get(
                what, Finding(what, False, said, "the log, or the line above, says why")
            )
            for what in PAGES
        ]

    def _show(self, console: Console, title: str, findings: Iterable[Finding]) -> None:
        table = Table(title=Text(title), title_justify="left", show_header=False)
        for _ in range(3):
            table.add_column(overflow="fold")
        for finding in findings:
            said = Text(finding.said)
            if finding.held is False:
                self.broken += 1
                said.append(f"\n{finding.advice}", "bold")
            table.add_row(finding.what, _STATES[finding.held], said)
        console.print(table)

    @property
    def _known(self) -> Settings:
        assert self.settings is not None  # noqa: S101 set by Scrapy before it calls
        return self.settings
