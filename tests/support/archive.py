"""The state of one who has read a whole paper before, written without reading it."""

from datetime import datetime
from pathlib import Path

from envfocus.clock import utc_text
from envfocus.courtesy.schedule import Schedule
from envfocus.feed.acceptance import accept
from envfocus.feed.files import RealDisk
from envfocus.feed.layout import Layout
from envfocus.feed.publisher import Publisher
from envfocus.ledger import Ledger
from envfocus.ledger.numbers import DELIVERED, Answer
from tests.support.living import Living
from tests.support.records import article

RUN = "20251207T000000Z-abcdef"
_SCHEDULE = Schedule.parse("1h 6h 24h 7d")


def read_before(site: Living, folder: Path, at: datetime) -> None:
    """Fill ledger and feed in `folder` as a run at `at` would have: every number asked for, every list to its end."""
    with Ledger.open(folder / "state", "a test") as ledger:
        ledger.begin_run(RUN, "articles", {}, at.isoformat())
        _walk(ledger, site, at)
        for no in site.plan.numbers:
            _deliver(ledger, site, no, at)
        for no in range(site.plan.numbers[-1], site.plan.numbers[0]):
            if not site.plan.exists(no) or no in site.plan.gone:
                ledger.numbers.answered(no, Answer("http_404", (None, None, None), at, RUN), _SCHEDULE)
        publisher = Publisher(ledger, Layout(folder / "feed"), RealDisk(), 10_000)
        publisher.prepare()
        publisher.publish(RUN, at)
        ledger.end_run(RUN, at.isoformat(), "finished")


def _walk(ledger: Ledger, site: Living, at: datetime) -> None:
    lists = {name: site.site.section_numbers(sec_no) for sec_no, name in site.site.sections.items()}
    for name, numbers in {"article_list_all": site.plan.everything, **lists}.items():
        ledger.numbers.sighted([(no, utc_text(site.plan.stamp(no))) for no in numbers], name, RUN, at)
        ledger.numbers.listed(name, len(numbers) // 20, "repeats", RUN)
        ledger.numbers.ground(name, "")
    rss = [no for no, role in site.plan.roles.items() if role == "rss"]
    ledger.numbers.sighted([(no, None) for no in (*site.plan.everything[:50], *rss)], "rss", RUN, at)


def _deliver(ledger: Ledger, site: Living, no: int, at: datetime) -> None:
    published = utc_text(site.plan.stamp(no))
    record = article(article_no=no, published_at_utc=published)
    record.key = f"ecofocus:a{no}"
    accept(ledger, record)
    answer = Answer(DELIVERED, (f"\"{no}-''\"", None, None), at, RUN, published)
    ledger.numbers.answered(no, answer, _SCHEDULE)
    if ledger.uncommitted > 5000:
        ledger.commit()
