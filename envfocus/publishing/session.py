"""One run's dealings with ledger and feed: accept, judge, settle, publish.

Knows nothing of Scrapy; `envfocus.extensions.delivery` connects it to a crawl.
"""

import logging
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, fields
from typing import Any

from envfocus import clock
from envfocus.atomic import write
from envfocus.exceptions import EnvfocusError
from envfocus.items import ArticleRecord, Record
from envfocus.ledger import Ledger, Part
from envfocus.ledger.frontier import DELIVERED, Answer
from envfocus.ledger.recheck_schedule import Schedule
from envfocus.logsafe import one_line
from envfocus.publishing.acceptance import (
    Acceptance,
    Presence,
    accept,
    write_tombstones,
)
from envfocus.publishing.contract import SerializedRecord
from envfocus.publishing.gate import Gate
from envfocus.publishing.guard import Guard, guarded, nothing, outcome_of
from envfocus.publishing.judging import judgement_of, reasons_to_refuse, sees_nothing
from envfocus.publishing.manifest import dumps, producer
from envfocus.publishing.publisher import Publisher
from envfocus.publishing.recovery import end_killed_runs, pending_records
from envfocus.publishing.run_frontier import RunFrontier
from envfocus.runs.outcome import Outcome
from envfocus.runs.run_record import Run, run_record
from envfocus.runs.stats import Stats

logger = logging.getLogger(__name__)

_COMMIT_EVERY = 50
"""Records: one fsync for all of them."""


@dataclass(frozen=True, slots=True)
class SessionSettings:
    """`schedule`: when articles are due again. A long run publishes after
    `publish_every_records` or `publish_every_seconds`. `max_shares`: see
    `publishing.gate.above`.
    """

    schedule: Schedule
    publish_every_records: int
    publish_every_seconds: float
    max_shares: Mapping[str, float]


class Session:
    """Publishes every so often, and at the end, unless the gate finds a fault.

    The first failure ends it: the open transaction is forgotten, `on_failure` is
    called, and nothing is tried after it. Stats: `feed/new`, `feed/changed`,
    `feed/unchanged`, `feed/taken_down`, `feed/tombstones`, `feed/published`;
    `feed/outcome`.
    """

    def __init__(
        self,
        publisher: Publisher,
        gate: Gate,
        settings: SessionSettings,
        run: Run,
        stats: Stats,
        on_failure: Callable[[], None],
    ) -> None:
        self.publisher = publisher
        self.ledger: Ledger = publisher.ledger
        self.gate = gate
        self.settings = settings
        self.run = run
        self.stats = stats
        self.guard = Guard(self._failed)
        self.presence = Presence()
        self.frontier = RunFrontier(
            self.ledger, run.run_id, settings.schedule, self.presence, self.guard
        )
        self.parts: list[Part] = []
        self.pending = 0
        self._on_failure = on_failure
        self._published_at = run.started_at

    def begin(self) -> None:
        """Finish what an earlier process left, note the start of the run.

        Raises EnvfocusError where ledger or feed cannot be used: then the session has
        failed.
        """
        try:
            self._begin()
        except EnvfocusError:
            self.guard.failed = True
            raise

    def _begin(self) -> None:
        self.parts += self.publisher.recover()
        self.publisher.prepare()
        end_killed_runs(self.publisher)
        started_at = self.run.started_at
        self.ledger.frontier.correct_clock_skew(started_at)
        self.ledger.begin_run(
            self.run.run_id,
            self.run.spider,
            self.run.arguments,
            clock.kst_text(started_at),
        )
        for record in pending_records(self.ledger):
            self._count_again(record)

    @guarded(lambda: None)
    def accept(self, record: Record, serialized: SerializedRecord) -> Acceptance | None:
        """Accept a record; None once the session has failed: it is not accepted."""
        acceptance = self._accept(record, serialized)
        self.stats.inc_value(f"feed/{acceptance.value}")
        if acceptance in {Acceptance.NEW, Acceptance.CHANGED}:
            self.pending += 1
        if isinstance(record, ArticleRecord):
            self.gate.article(_field_values(record), record.quality.flags)
        if self.ledger.uncommitted >= _COMMIT_EVERY:
            self.ledger.commit()
        return acceptance

    @guarded(nothing)
    def tick(self) -> None:
        """Commit; publish where enough waits for it. Called every so often."""
        self.ledger.commit()
        if self._is_publication_due() and not self.gate.findings():
            self._publish()

    @guarded(nothing)
    def settle(self) -> None:
        """The end of a run: tombstones and publication, or neither."""
        reasons = reasons_to_refuse(self.gate, self.stats)
        for reason in reasons:
            logger.error("refused to publish: %s", reason)
        if reasons:
            self._refuse()
        elif sees_nothing(self.stats):
            # what a killed run left waits for a run that sees the site
            self._set_outcome(Outcome.NOTHING)
        else:
            self._write_tombstones()
            self._publish()
            self._set_outcome(Outcome.PUBLISHED if self.parts else Outcome.NOTHING)

    def finish(self, reason: str) -> None:
        """Write the record of the run, let go of the ledger. Raises nothing.

        `reason`: why the spider was closed.
        """
        try:
            self._write_run_record(reason)
        except Exception as error:  # noqa: BLE001 whatever it is, it must not end in code 0
            self._tell(outcome_of(error), error)
        try:
            self.ledger.close()
        except Exception as error:  # noqa: BLE001 as above
            self._tell(outcome_of(error), error)

    # --- accepting

    def _accept(self, record: Record, serialized: SerializedRecord) -> Acceptance:
        """A record and the fetch that brought it, in one transaction: neither is known
        without the other.
        """
        acceptance = accept(self.ledger, record, serialized)
        if isinstance(record, ArticleRecord):
            self._record_delivery(record)
        return acceptance

    def _record_delivery(self, record: ArticleRecord) -> None:
        source, article_no = record.source, record.data.article_no
        answer = Answer(
            DELIVERED,
            (source.etag, source.last_modified, source.body_sha256),
            clock.now(),
            self.run.run_id,
            record.data.published_at_utc,
        )
        frontier = self.ledger.frontier
        frontier.record_answer(article_no, answer, self.settings.schedule)
        frontier.clear_absences(article_no)
        self.presence.present += 1

    # --- beginning

    def _count_again(self, record: dict[str, Any]) -> None:
        """A record that an earlier process accepted passes this run's gate."""
        self.pending += 1
        if record["data"] and record["schema"].startswith("article"):
            self.gate.article(record["data"], record["quality"]["flags"])

    # --- publishing

    def _is_publication_due(self) -> bool:
        if not self.pending:
            return False
        waited = (clock.now() - self._published_at).total_seconds()
        return (
            self.pending >= self.settings.publish_every_records
            or waited >= self.settings.publish_every_seconds
        )

    def _publish(self) -> None:
        now = clock.now()
        parts = self.publisher.publish(self.run.run_id, now)
        self.parts += parts
        self.pending, self._published_at = 0, now
        records = sum(part.last_seq - part.first_seq + 1 for part in parts)
        self.stats.inc_value("feed/published", records)

    def _write_tombstones(self) -> None:
        written, outage = write_tombstones(
            self.ledger,
            self.run.run_id,
            clock.now(),
            outage=self.presence.is_outage(),
        )
        if outage:
            logger.error(
                "too many known articles are gone at once: taken as an outage,"
                " nothing is deleted"
            )
            self.stats.set_value("feed/outage", 1)
        self.stats.set_value("feed/tombstones", written)

    def _refuse(self) -> None:
        """Nothing is published. Articles go to quarantine and out of the ledger: their
        pages will be asked for again.

        Weather stays pending for the next good run: it cannot be asked for again.
        """
        logger.error("the last good feed stays")
        lines = list(self.ledger.pending("articles"))
        if lines:
            name = f"{self.run.run_id}.refused.jsonl"
            path = self.publisher.layout.quarantine / name
            write(self.publisher.disk, path, lines)
            logger.error("what was read is in %s", path)
        self.ledger.discard("articles")
        self.ledger.frontier.forget_absences(self.run.run_id)
        self._set_outcome(Outcome.REFUSED)

    # --- ending

    def _write_run_record(self, reason: str) -> None:
        ended_at = clock.now()
        judgement = judgement_of(self.gate, self.settings.max_shares, self.stats)
        for warning in judgement.warnings:
            logger.warning("unusual: %s", warning)
        layout = self.publisher.layout
        record = run_record(
            self.run,
            ended_at,
            {**self.stats.get_stats(), "finish_reason": reason},
            judgement,
            [layout.relative(layout.manifest(part)) for part in self.parts],
            producer(),
        )
        write(self.publisher.disk, layout.run(self.run.run_id), [dumps(record)])
        self.ledger.end_run(self.run.run_id, clock.kst_text(ended_at), reason)

    # --- failing

    def _failed(self, outcome: Outcome, error: Exception) -> None:
        self._tell(outcome, error)
        with suppress(EnvfocusError):
            self.ledger.rollback()
        self._on_failure()

    def _tell(self, outcome: Outcome, error: Exception) -> None:
        tell(outcome, error)
        self._set_outcome(outcome)

    def _set_outcome(self, outcome: Outcome) -> None:
        self.stats.set_value("feed/outcome", outcome.value)


def tell(outcome: Outcome, error: Exception) -> None:
    """Say in the log what failed; a traceback only for what nobody foresaw."""
    trace = error if outcome is Outcome.INTERNAL else None
    logger.error("%s", one_line(error, 2000), exc_info=trace)


def _field_values(record: ArticleRecord) -> dict[str, Any]:
    data = record.data
    return {field.name: getattr(data, field.name) for field in fields(data)}
