"""The feed beside the crawl: it holds the ledger, accepts records, publishes them."""

import asyncio
import logging
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from dataclasses import fields
from pathlib import Path
from typing import Any, Self, TypeVar

from scrapy import Spider, signals
from scrapy.crawler import Crawler
from scrapy.exceptions import CloseSpider, DropItem
from scrapy.settings import BaseSettings
from scrapy.utils.asyncio import create_looping_call

from envfocus import clock
from envfocus.atomic import RealDisk, write
from envfocus.exceptions import ConfigurationError, EnvfocusError, LockedError
from envfocus.items import ArticleRecord, Record
from envfocus.ledger import Ledger, PaperIdentity, Part
from envfocus.ledger.frontier import DELIVERED, GONE, Answer, Frontier, Headers
from envfocus.ledger.recheck_schedule import Schedule
from envfocus.logsafe import one_line
from envfocus.papers.profile import load_profile
from envfocus.publishing import acceptance
from envfocus.publishing.gate import Gate, above
from envfocus.publishing.layout import STREAMS, Layout
from envfocus.publishing.lines import parsed
from envfocus.publishing.manifest import dumps
from envfocus.publishing.publisher import Publisher
from envfocus.runs.run_record import run_record

logger = logging.getLogger(__name__)
_T = TypeVar("_T")

_GROUP, _TICK = 50, 0.25
"""A commit after so many records or seconds: one fsync for all of them."""
_OUTCOMES: dict[type[EnvfocusError], str] = {
    ConfigurationError: "configuration",
    LockedError: "locked",
}
"""What keeps the ledger from being opened, where it is not the disk."""


class Delivery:
    """Publishes every so often, and when the spider closes, unless a floor is broken.

    Stats: `feed/new`, `feed/changed`, `feed/unchanged`, `feed/taken_down`,
    `feed/tombstones`, `feed/published`; `feed/outcome` of the run: published, nothing,
    refused, disk, configuration, locked.
    """

    def __init__(self, crawler: Crawler) -> None:
        settings = crawler.settings
        self.crawler = crawler
        self.layout = Layout(Path(settings["ENVFOCUS_FEED_DIR"]))
        self.disk = RealDisk()
        self.gate = Gate(
            {
                name: float(floor)
                for name, floor in settings.getdict("ENVFOCUS_FLOORS").items()
            }
        )
        self.ceilings = {
            name: float(most)
            for name, most in settings.getdict("ENVFOCUS_CEILINGS").items()
        }
        self.schedule = Schedule.parse(settings["ENVFOCUS_RECHECK_AGES"])
        self.turned = acceptance.Turned()
        self.every = (
            settings.getint("ENVFOCUS_PUBLISH_EVERY_RECORDS"),
            settings.getint("ENVFOCUS_PUBLISH_EVERY_SECONDS"),
        )
        self.started_at = self.published_at = clock.now()
        self.pending = 0
        self.parts: list[Part] = []
        self.ledger: Ledger | None = None
        self.failed = False
        self.taken: set[str] = set()
        self.ticking = create_looping_call(self._tick)
        self._closing: asyncio.Task[None] | None = None

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Connect to the end of the spider."""
        extension = cls(crawler)
        crawler.signals.connect(extension.spider_closed, signal=signals.spider_closed)
        return extension

    @property
    def run_id(self) -> str:
        """The run that this crawl is."""
        return str(getattr(self.crawler.spider, "run_id", ""))

    def open(self) -> None:
        """Open the ledger, finish what an earlier process left. Raises CloseSpider
        where it cannot be used.
        """
        try:
            self.ledger = Ledger.open(
                Path(self.crawler.settings["ENVFOCUS_STATE_DIR"]),
                self.run_id,
                _paper(self.crawler.settings),
            )
            self._begin(self.ledger)
        except EnvfocusError as error:
            outcome = _OUTCOMES.get(type(error), "disk")
            self._failed(outcome, error)
            raise CloseSpider(outcome) from None
        self.ticking.start(_TICK, now=False)

    def accept(self, record: Record) -> None:
        """Accept a record. Raises DropItem once the feed has failed: the record is not
        accepted, so it comes again.
        """
        outcome = self._try(lambda ledger: self._accept(ledger, record))
        if outcome is None:
            raise DropItem(f"{record.key}: not accepted, the feed has failed")
        self.crawler.stats.inc_value(f"feed/{outcome}")
        self.pending += outcome in {"new", "changed"}
        if isinstance(record, ArticleRecord):
            self.gate.article(_as_mapping(record), record.quality.flags)
        if self.ledger and self.ledger.uncommitted >= _GROUP:
            self._try(Ledger.commit)

    def ask(self, question: Callable[[Frontier], _T]) -> _T | None:
        """Something of what is known of article numbers; None once the feed has failed."""
        return self._try(lambda ledger: question(ledger.frontier))

    def sighted(self, rows: Iterable[tuple[int, str | None]], place: str) -> None:
        """Numbers of articles stood on a page, each with its time of publication (UTC),
        if the page has it.
        """
        self._try(
            lambda ledger: ledger.frontier.record_sightings(
                rows, place, self.run_id, clock.now()
            )
        )

    def missed(self, article_no: int, result: str, headers: Headers, url: str) -> None:
        """An article was asked for and none came: `result` is a kind of page, or the
        reason of a failure.
        """
        self.gate.other(result, url)
        self._try(
            lambda ledger: self._missed(
                ledger, article_no, Answer(result, headers, clock.now(), self.run_id)
            )
        )

    def unchanged(self, article_no: int) -> None:
        """The site has of an article what we have."""
        self.turned.there += 1
        self._try(
            lambda ledger: ledger.frontier.record_not_modified(
                article_no, clock.now(), self.run_id, self.schedule
            )
        )
        self._try(lambda ledger: ledger.frontier.clear_absences(article_no))

    def listings(self, names: Sequence[str]) -> None:
        """All the listings that there are: what is known of how others ended is
        dropped.
        """
        self._try(lambda ledger: ledger.frontier.keep_only_listings(names))

    def dated(self, article_no: int, published_at: str) -> None:
        """An article that is not wanted now was published then, UTC."""
        self._try(
            lambda ledger: ledger.frontier.record_publication_time(
                article_no, published_at
            )
        )

    def listed(self, name: str, pages: int, stopped: str, floor: str | None) -> None:
        """How a walk through a listing ended; `stopped`: empty while it goes on.

        `floor`: the day down to which all of it was seen; empty: to its end; None: not
        all was.
        """
        self._try(
            lambda ledger: ledger.frontier.record_walk(
                name, pages, stopped, self.run_id
            )
        )
        if floor is not None:
            self._try(lambda ledger: ledger.frontier.mark_walk_complete(name, floor))

    def spider_closed(self, spider: Spider, reason: str) -> None:
        """Publish, write the record of the run, let go of the ledger."""
        if self.ledger is None:
            return
        if self.ticking.running:
            self.ticking.stop()
        self._try(self._settle)
        try:
            self._finish(self.ledger, spider, reason)
        except Exception as error:  # noqa: BLE001 whatever it is, it must not end in code 0
            self._failed(
                "disk" if isinstance(error, EnvfocusError) else "internal", error
            )
        finally:
            self._close(self.ledger)

    def _close(self, ledger: Ledger) -> None:
        try:
            ledger.close()
        except EnvfocusError as error:
            self._failed("disk", error)

    def _accept(self, ledger: Ledger, record: Record) -> acceptance.Outcome:
        """A record and the fetch that brought it, in one transaction: neither is known
        without the other.
        """
        outcome = acceptance.accept(ledger, record)
        if isinstance(record, ArticleRecord):
            source, article_no = record.source, record.data.article_no
            headers = (source.etag, source.last_modified, source.body_sha256)
            answer = Answer(
                DELIVERED,
                headers,
                clock.now(),
                self.run_id,
                record.data.published_at_utc,
            )
            ledger.frontier.record_answer(article_no, answer, self.schedule)
            self.turned.there += 1
            ledger.frontier.clear_absences(article_no)
        return outcome

    def _missed(self, ledger: Ledger, article_no: int, answer: Answer) -> None:
        alive = acceptance.is_alive(ledger, article_no)
        before = ledger.frontier.record_answer(
            article_no, answer, self.schedule, alive=alive
        )
        if answer.result in GONE:
            ledger.frontier.record_absence(
                article_no, self.run_id, clock.kst_text(answer.at)
            )
            self.turned.gone += alive and before == DELIVERED
            self.turned.still += alive and before != DELIVERED

    def _begin(self, ledger: Ledger) -> None:
        self.publisher = Publisher.from_settings(self.crawler.settings, ledger)
        self.parts += self.publisher.recover()
        self.publisher.prepare()
        self.taken = ledger.taken()
        spider = self.crawler.spider
        arguments = {
            name: str(value) for name, value in getattr(spider, "given", {}).items()
        }
        for killed in ledger.unfinished_runs():
            ledger.frontier.forget_absences(
                killed["run_id"]
            )  # it never settled whether they were an outage
            if not self.layout.run(killed["run_id"]).exists():
                write(self.disk, self.layout.run(killed["run_id"]), [dumps(killed)])
            ledger.end_run(killed["run_id"], None, killed["finish_reason"])
        ledger.frontier.correct_clock_skew(self.started_at)
        ledger.begin_run(
            self.run_id,
            spider.name if spider else "",
            arguments,
            clock.kst_text(self.started_at),
        )
        for stream in STREAMS:
            for line in ledger.pending(stream):
                self._recount(parsed(line, "the ledger"))

    def _recount(self, record: dict[str, Any]) -> None:
        """A record that an earlier process accepted passes this run's gate."""
        self.pending += 1
        if record["data"] and record["schema"].startswith("article"):
            self.gate.article(record["data"], record["quality"]["flags"])

    def _tick(self) -> None:
        self._try(Ledger.commit)
        records, seconds = self.every
        waited = (clock.now() - self.published_at).total_seconds()
        if (
            self.pending
            and (self.pending >= records or waited >= seconds)
            and not self.gate.findings()
        ):
            self._try(self._publish)

    def _publish(self, ledger: Ledger) -> None:
        parts = self.publisher.publish(self.run_id, clock.now())
        self.parts += parts
        self.pending, self.published_at = 0, clock.now()
        self.crawler.stats.inc_value(
            "feed/published", sum(part.last_seq - part.first_seq + 1 for part in parts)
        )

    def _settle(self, ledger: Ledger) -> None:
        """The end of a run: tombstones and publication, or neither."""
        findings, stats = (
            [str(finding) for finding in self.gate.findings()],
            self.crawler.stats,
        )
        sees_nothing = stats.get_value("pages/read") and not stats.get_value(
            "pages/found"
        )
        if sees_nothing and stats.get_value("articles/delivered"):
            findings.append(
                "no list showed a row: listing/*/stopped in the run record says why"
            )
        for finding in findings:
            logger.error("refused to publish: %s", finding)
        if findings:
            self._refuse(ledger)
            return
        if sees_nothing:  # what a killed run left waits for a run that sees the site
            stats.set_value("feed/outcome", "nothing")
            return
        buried, outage = acceptance.bury(
            ledger, self.run_id, clock.now(), outage=self.turned.is_outage()
        )
        if outage:
            logger.error(
                "too many known articles are gone at once: taken as an outage, nothing is deleted"
            )
            stats.set_value("feed/outage", 1)
        stats.set_value("feed/tombstones", buried)
        self._publish(ledger)
        stats.set_value("feed/outcome", "published" if self.parts else "nothing")

    def _refuse(self, ledger: Ledger) -> None:
        """Nothing is published. Articles go to quarantine and out of the ledger: their
        pages will be asked for again.

        Weather stays pending for the next good run: its rows cannot be asked for again.
        """
        logger.error("the last good feed stays")
        if lines := list(ledger.pending("articles")):
            path = self.layout.quarantine / f"{self.run_id}.refused.jsonl"
            write(self.disk, path, lines)
            logger.error("what was read is in %s", path)
        ledger.discard("articles")
        ledger.frontier.forget_absences(self.run_id)
        self.crawler.stats.set_value("feed/outcome", "refused")

    def _finish(self, ledger: Ledger, spider: Spider, reason: str) -> None:
        ended_at = clock.now()
        warnings = above(self.ceilings, self.crawler.stats.get_stats())
        for warning in warnings:
            logger.warning("unusual: %s", warning)
        record = run_record(
            run_id=self.run_id,
            spider=spider.name,
            times=(self.started_at, ended_at),
            stats={**self.crawler.stats.get_stats(), "finish_reason": reason},
            rates=self.gate.rates(),
            findings=[str(finding) for finding in self.gate.findings()],
            warnings=warnings,
            parts=[
                self.layout.relative(self.layout.manifest(part)) for part in self.parts
            ],
        )
        write(self.disk, self.layout.run(self.run_id), [dumps(record)])
        ledger.end_run(self.run_id, clock.kst_text(ended_at), reason)

    def _try(self, action: Callable[[Ledger], _T]) -> _T | None:
        """Do something with the ledger; the first failure ends the crawl, and nothing
        is tried after it.
        """
        if self.ledger is None or self.failed:
            return None
        try:
            return action(self.ledger)
        except Exception as error:  # noqa: BLE001 whatever it is, it must not end in code 0
            self._failed(
                "disk" if isinstance(error, EnvfocusError) else "internal", error
            )
            self._stop()
            return None

    def _stop(self) -> None:
        """Forget the open transaction, end the crawl."""
        with suppress(EnvfocusError):
            if self.ledger is not None:
                self.ledger.rollback()
        engine, spider = self.crawler.engine, self.crawler.spider
        if spider is not None and engine.running:
            self._closing = asyncio.ensure_future(
                engine.close_spider_async(reason="feed_failed")
            )

    def fail(self, error: Exception) -> None:
        """Something beside the feed could not keep what it must: the run ends, what was
        accepted stays.
        """
        if not self.failed:
            self._failed("disk", error)
            self._stop()

    def _failed(self, outcome: str, error: Exception) -> None:
        self.failed = True
        logger.error(
            "%s",
            one_line(error, 2000),
            exc_info=None if isinstance(error, EnvfocusError) else error,
        )
        self.crawler.stats.set_value("feed/outcome", outcome)


def _as_mapping(record: ArticleRecord) -> dict[str, Any]:
    return {
        field.name: getattr(record.data, field.name) for field in fields(record.data)
    }


def _paper(settings: BaseSettings) -> PaperIdentity:
    profile = load_profile(settings["ENVFOCUS_PAPER"])
    return PaperIdentity(profile.key_prefix, settings["ENVFOCUS_BASE_URL"])
