"""The state of one who has read a whole paper before, written without reading it."""

from datetime import datetime
from pathlib import Path

import orjson

from benchmarks.records import record
from envfocus.atomic import RealDisk
from envfocus.clock import utc_text
from envfocus.exporters import line
from envfocus.ledger import Ledger
from envfocus.ledger.frontier import DELIVERED, Answer
from envfocus.ledger.recheck_schedule import Schedule
from envfocus.publishing.acceptance import accept
from envfocus.publishing.contract import SerializedRecord
from envfocus.publishing.layout import Layout
from envfocus.publishing.publisher import Publisher
from fixtures.living import Living

BODY = "숲길이 열렸다."
RUN = "20251207T000000Z-abcdef"
_SCHEDULE = Schedule.parse("1h 6h 24h 7d")


def read_before(site: Living, folder: Path, at: datetime) -> None:
    """Fill ledger and feed in `folder` as a run at `at` would have: every number asked for, every list to its end."""
    with Ledger.open(folder / "state", "a benchmark") as ledger:
        ledger.begin_run(RUN, "articles", {}, at.isoformat())
        _walk(ledger, site, at)
        for article_no in site.plan.numbers:
            _deliver(ledger, site, article_no, at)
        for article_no in range(site.plan.numbers[-1], site.plan.numbers[0]):
            if not site.plan.exists(article_no) or article_no in site.plan.gone:
                ledger.frontier.record_answer(
                    article_no,
                    Answer("http_404", (None, None, None), at, RUN),
                    _SCHEDULE,
                )
        publisher = Publisher(ledger, Layout(folder / "feed"), RealDisk(), 10_000)
        publisher.prepare()
        publisher.publish(RUN, at)
        ledger.end_run(RUN, at.isoformat(), "finished")


def _walk(ledger: Ledger, site: Living, at: datetime) -> None:
    lists = {
        name: site.site.section_numbers(section_no)
        for section_no, name in site.site.sections.items()
    }
    for name, numbers in {"article_list_all": site.plan.everything, **lists}.items():
        ledger.frontier.record_sightings(
            [
                (article_no, utc_text(site.plan.stamp(article_no)))
                for article_no in numbers
            ],
            name,
            RUN,
            at,
        )
        ledger.frontier.record_walk(name, len(numbers) // 20, "repeats", RUN)
        ledger.frontier.mark_walk_complete(name, "")
    rss = [article_no for article_no, role in site.plan.roles.items() if role == "rss"]
    ledger.frontier.record_sightings(
        [(article_no, None) for article_no in (*site.plan.everything[:50], *rss)],
        "rss",
        RUN,
        at,
    )


def _deliver(ledger: Ledger, site: Living, article_no: int, at: datetime) -> None:
    published = utc_text(site.plan.stamp(article_no))
    delivered = record(article_no)
    delivered.data.published_at_utc = published
    delivered.data.body = BODY  # a short one: 72,000 of them are written
    written = line(delivered)
    accept(ledger, delivered, SerializedRecord(written, orjson.loads(written)))
    answer = Answer(DELIVERED, (f"\"{article_no}-''\"", None, None), at, RUN, published)
    ledger.frontier.record_answer(article_no, answer, _SCHEDULE)
    if ledger.uncommitted > 5000:
        ledger.commit()
