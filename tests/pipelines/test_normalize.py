"""The pipeline that normalises: every record, and nothing else."""

from typing import Any

import pytest
from scrapy.utils.test import get_crawler

from envfocus.normalize.chain import steps
from envfocus.normalize.contacts import redact_contacts
from envfocus.pipelines.normalize import NormalizePipeline
from tests.support.records import article

EMAIL = "yoon@envfocus.example"


def pipeline(**settings: Any) -> tuple[NormalizePipeline, Any]:
    given = {"ENVFOCUS_REDACT_CONTACTS": True, **settings}
    crawler = get_crawler(settings_dict=given)
    return NormalizePipeline.from_crawler(crawler), crawler.stats


def test_every_step_is_done_and_counted() -> None:
    step, stats = pipeline()
    record = article(body=f"7일 부산 강서구에서 열렸다. {EMAIL}")
    assert step.process_item(record) is record
    assert record.data.published_at == "2025-02-07T17:35:14+09:00"
    assert [mention.value for mention in record.data.dates] == ["2025-02-07"]
    assert len(record.data.regions) == 2
    assert stats.get_value("privacy/redacted") == 1
    assert stats.get_value("dates/DATE") == 1


@pytest.mark.parametrize("off", [False, "False", 0])
def test_contacts_stay_where_the_operator_wants_them(off: Any) -> None:
    step, stats = pipeline(ENVFOCUS_REDACT_CONTACTS=off)
    record = step.process_item(article(body=EMAIL))
    assert record.data.body == EMAIL
    assert stats.get_value("privacy/redacted") is None
    assert redact_contacts not in steps(redact=False)


@pytest.mark.parametrize(
    "item", [None, {"schema": "article-1.0.0"}, [1], "text", object()]
)
def test_other_items_pass(item: Any) -> None:
    step, stats = pipeline()
    assert step.process_item(item) is item
    assert stats.get_stats() == {}
