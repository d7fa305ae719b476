"""`scrapy crawl`, with exit codes that tell how it went."""

import argparse
import sys
from typing import Any, ClassVar

from scrapy.commands.crawl import Command as CrawlCommand
from scrapy.crawler import Crawler
from scrapy.exceptions import UsageError

from envfocus.commands.common import end_on_wrong_settings
from envfocus.config import Config, config_of
from envfocus.exceptions import ConfigurationError
from envfocus.runs.exit_codes import ExitCode, exit_code
from envfocus.runs.healthcheck import Healthcheck
from envfocus.runs.monitor import Monitor
from envfocus.spiders.base import SiteSpider


class Command(CrawlCommand):
    """Scrapy's `crawl`; a wrong argument or setting ends it before any request, with
    one line and code 4.
    """

    default_settings: ClassVar[dict[str, Any]] = {
        **CrawlCommand.default_settings,
        "ENVFOCUS_DELIVER": True,  # no other command opens the ledger for a spider
    }

    def short_desc(self) -> str:
        """One line for `scrapy`."""
        return "Run a spider; the exit code tells how it went (see README)"

    def process_options(self, args: list[str], opts: argparse.Namespace) -> None:
        """Read the options; a wrong setting ends the process."""
        super().process_options(args, opts)
        end_on_wrong_settings(self.settings)

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        """Check, crawl, tell."""
        if len(args) != 1:
            raise UsageError(
                "expected the name of one spider: scrapy crawl articles, or weather"
            )
        assert self.crawler_process is not None  # noqa: S101 set by Scrapy before it calls
        try:
            crawler = self.crawler_process.create_crawler(args[0])
            monitor = monitor_of(config_of(crawler), args[0])
        except KeyError:
            known = ", ".join(self.crawler_process.spider_loader.list())
            self._refused(
                ConfigurationError(
                    f"{args[0]!r}: no such spider; expected one of {known}"
                )
            )
            return
        except ConfigurationError as error:
            self._refused(error)
            return
        monitor.started()
        stats = self._crawl(crawler, opts.spargs)
        monitor.ended(self.exitcode, stats)

    def _crawl(self, crawler: Crawler, arguments: dict[str, str]) -> dict[str, Any]:
        """Set the exit code. Returns the stats, none where nothing began."""
        assert self.crawler_process is not None  # noqa: S101 as above
        try:
            if issubclass(crawler.spidercls, SiteSpider):
                crawler.spidercls.check(crawler.settings, arguments)
        except ConfigurationError as error:
            self._refused(error)
            return {}
        self.crawler_process.crawl(crawler, **arguments)
        self.crawler_process.start()
        started = not self.crawler_process.bootstrap_failed
        stats = {}
        if started:
            stats = crawler.stats.get_stats()
        self.exitcode = exit_code(stats, started=started)
        return stats

    def _refused(self, error: Exception) -> None:
        self.exitcode = ExitCode.CONFIGURATION
        print(f"envfocus: {error.args[0]}", file=sys.stderr)


def monitor_of(config: Config, spider: str) -> Monitor:
    """Watches a run, as the settings want it."""
    healthcheck = None
    if config.healthcheck_url:
        url = config.healthcheck_url.replace("{spider}", spider)
        healthcheck = Healthcheck(url, config.user_agent)
    return Monitor(spider, healthcheck, config.metrics_file)
