"""A crawl delivers: its session with ledger and feed, connected to Scrapy's signals."""

import asyncio
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Self

from scrapy import signals
from scrapy.crawler import Crawler
from scrapy.exceptions import CloseSpider, DropItem
from scrapy.utils.asyncio import AsyncioLoopingCall, create_looping_call
from twisted.internet.task import LoopingCall

from envfocus import clock
from envfocus.atomic import RealDisk
from envfocus.config import Config, config_of
from envfocus.exceptions import EnvfocusError
from envfocus.items import Record
from envfocus.ledger import Ledger, PaperIdentity
from envfocus.ledger.recheck_schedule import Schedule
from envfocus.publishing.acceptance import Presence
from envfocus.publishing.contract import SerializedRecord
from envfocus.publishing.gate import Gate
from envfocus.publishing.guard import Guard, outcome_of
from envfocus.publishing.layout import Layout
from envfocus.publishing.publisher import Publisher
from envfocus.publishing.run_frontier import RunFrontier
from envfocus.publishing.session import Session, SessionSettings, tell
from envfocus.runs.outcome import FinishReason
from envfocus.runs.run_record import Run

_TICK_SECONDS = 0.25
"""How long an accepted record waits for its commit at most."""


class Delivery:
    """Holds the session of a run.

    Only `scrapy crawl` delivers (ENVFOCUS_DELIVER): `scrapy parse`, `shell`, `fetch`
    and the like find a frontier that knows nothing, and write nothing that stays.
    """

    def __init__(self, crawler: Crawler) -> None:
        self.crawler = crawler
        self.config = config_of(crawler)
        self.started_at = clock.now()
        self.session: Session | None = None
        self._dry_run: DryRun | None = None
        self._ticking: AsyncioLoopingCall | LoopingCall | None = None
        self._closing: asyncio.Task[None] | None = None

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Connect to the end of the spider."""
        extension = cls(crawler)
        crawler.signals.connect(extension.spider_closed, signal=signals.spider_closed)
        return extension

    @property
    def frontier(self) -> RunFrontier:
        """What is known of article numbers."""
        if self.session is not None:
            return self.session.frontier
        if self._dry_run is None:
            self._dry_run = DryRun(self.config.recheck_ages)
        return self._dry_run.frontier

    @property
    def presence(self) -> Presence:
        """How this run found the articles that it asked for."""
        return self.frontier.presence

    def open(self) -> None:
        """Open the ledger, finish what an earlier process left.

        Raises CloseSpider where it cannot be used.
        """
        if not self.config.deliver:
            return
        try:
            self._open(self._run())
        except EnvfocusError as error:
            outcome = outcome_of(error)
            tell(outcome, error)
            self.crawler.stats.set_value("feed/outcome", outcome.value)
            raise CloseSpider(outcome.value) from None
        self._ticking = create_looping_call(self._tick)
        self._ticking.start(_TICK_SECONDS, now=False)

    def accept(self, record: Record, serialized: SerializedRecord) -> None:
        """Accept a record, where this run delivers.

        Raises DropItem once the session has failed: the record comes again.
        """
        if self.session is None:
            return
        if self.session.accept(record, serialized) is None:
            raise DropItem(f"{record.key}: not accepted, the feed has failed")

    def judge_missed(self, kind: str, url: str) -> None:
        """A page came in place of an article: half of one lacks a field."""
        if self.session is not None:
            self.session.gate.other(kind, url)

    def fail(self, error: Exception) -> None:
        """Something beside the feed could not keep what it must: the run ends, and what
        was accepted stays.
        """
        if self.session is None:
            raise error
        self.session.guard.fail(error)

    def spider_closed(self, reason: str) -> None:
        """Publish, write the record of the run, let go of the ledger."""
        if self._ticking and self._ticking.running:
            self._ticking.stop()
        if self.session is not None:
            self.session.settle()
            self.session.finish(reason)
        if self._dry_run is not None:
            self._dry_run.close()

    def _open(self, run: Run) -> None:
        config = self.config
        paper = PaperIdentity(config.profile.key_prefix, config.base_url)
        ledger = Ledger.open(config.state_dir, run.run_id, paper)
        self.session = Session(
            publisher_of(config, ledger),
            Gate(config.min_fill_rates, config.profile.cms.never_shown),
            SessionSettings(
                config.recheck_ages,
                config.publish_every_records,
                config.publish_every_seconds,
                config.max_shares,
            ),
            run,
            self.crawler.stats,
            self._end_crawl,
        )
        self.session.begin()

    def _run(self) -> Run:
        spider = self.crawler.spider
        return Run(
            str(getattr(spider, "run_id", "")),
            getattr(spider, "name", ""),
            self.started_at,
            dict(getattr(spider, "given", {})),
        )

    def _tick(self) -> None:
        if self.session is not None:
            self.session.tick()

    def _end_crawl(self) -> None:
        engine = self.crawler.engine
        if self.crawler.spider is not None and engine.running:
            reason = FinishReason.FEED_FAILED.value
            self._closing = asyncio.ensure_future(
                engine.close_spider_async(reason=reason)
            )


class DryRun:
    """A frontier over an empty ledger in a folder of its own, which is removed."""

    def __init__(self, schedule: Schedule) -> None:
        self._folder = TemporaryDirectory(prefix="envfocus-")
        self._ledger = Ledger.open(Path(self._folder.name), "dry run")
        self.frontier = RunFrontier(
            self._ledger, "dry-run", schedule, Presence(), Guard(tell)
        )

    def close(self) -> None:
        """Remove all of it."""
        self._ledger.close()
        self._folder.cleanup()


def publisher_of(config: Config, ledger: Ledger) -> Publisher:
    """Publishes a ledger to the feed of the settings."""
    return Publisher(
        ledger,
        Layout(config.feed_dir),
        RealDisk(),
        config.part_records,
        config.feed_compression,
    )


def delivery_of(crawler: Crawler) -> Delivery:
    """The extension. Raises RuntimeError where it is switched off."""
    delivery = crawler.get_extension(Delivery)
    if delivery is None:
        name = f"{Delivery.__module__}.{Delivery.__qualname__}"
        raise RuntimeError(f"envfocus needs {name} in EXTENSIONS")
    return delivery
