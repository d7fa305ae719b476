"""`scrapy crawl`, with exit codes that tell how it went."""

import argparse
import sys

from scrapy.commands.crawl import Command as CrawlCommand
from scrapy.exceptions import UsageError

from envfocus.exceptions import ConfigurationError
from envfocus.exitcodes import CONFIGURATION, exit_code
from envfocus.spiders.base import SiteSpider


class Command(CrawlCommand):
    """Scrapy's `crawl`; a wrong argument or setting ends it before any request, with one line and code 4."""

    def short_desc(self) -> str:
        """One line for `scrapy`."""
        return "Run a spider; the exit code tells how it went (see README)"

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        """Check, crawl, tell."""
        if len(args) != 1:
            raise UsageError("expected the name of one spider: scrapy crawl articles, or weather")
        assert self.crawler_process is not None  # noqa: S101 set by Scrapy before it calls
        try:
            crawler = self.crawler_process.create_crawler(args[0])
            if issubclass(crawler.spidercls, SiteSpider):
                crawler.spidercls.check(crawler.settings, opts.spargs)
        except (ConfigurationError, KeyError) as error:
            self.exitcode = CONFIGURATION
            print(f"envfocus: {error.args[0]}", file=sys.stderr)
            return
        self.crawler_process.crawl(crawler, **opts.spargs)
        self.crawler_process.start()
        started = not self.crawler_process.bootstrap_failed
        self.exitcode = exit_code(crawler.stats.get_stats() if started else {}, started=started)
