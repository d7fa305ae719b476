"""Contacts leave every text of an article; the reporter's name stays."""

from copy import deepcopy
from dataclasses import astuple
from typing import Any

import orjson
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scrapy.crawler import Crawler
from scrapy.exceptions import NotConfigured
from scrapy.utils.test import get_crawler

from envfocus.items import Dateline, Image, RawValue
from envfocus.pipelines.privacy import PrivacyPipeline
from tests.support.records import article, weather

EMAIL, PHONE = "yoon@envfocus.example", "010-0000-5678"


@pytest.fixture
def crawler() -> Crawler:
    return get_crawler(settings_dict={"ENVFOCUS_REDACT_CONTACTS": True})


@pytest.fixture
def pipeline(crawler: Crawler) -> PrivacyPipeline:
    return PrivacyPipeline.from_crawler(crawler)


@pytest.mark.parametrize("off", [False, "False", 0])
def test_off_by_its_setting(off: Any) -> None:
    with pytest.raises(NotConfigured):
        PrivacyPipeline.from_crawler(
            get_crawler(settings_dict={"ENVFOCUS_REDACT_CONTACTS": off})
        )


def test_every_text_of_an_article_is_redacted(
    pipeline: PrivacyPipeline, crawler: Crawler
) -> None:
    record = article(
        title=f"문의 {EMAIL}",
        subtitles=["첫째", f"둘째 {PHONE}"],
        body=f"숲길.\n\n{EMAIL} {PHONE}",
        images=[Image(url=None, caption=f"사진 {EMAIL}")],
        tags=[PHONE],
        dateline=Dateline(raw=f"[환경포커스 {EMAIL}]"),
    )
    assert pipeline.process_item(record) is record
    data = record.data
    assert data.title == "문의 [이메일]"
    assert data.subtitles == ["첫째", "둘째 [전화번호]"]
    assert data.body == "숲길.\n\n[이메일] [전화번호]"
    assert data.images == [Image(url=None, caption="사진 [이메일]")]
    assert data.tags == ["[전화번호]"]
    assert data.dateline == Dateline(raw="[환경포커스 [이메일]]")
    assert record.quality.flags == ["privacy:redacted"]
    assert crawler.stats.get_value("privacy/redacted") == 7


@pytest.mark.parametrize(
    ("shown", "byline"),
    [
        ("윤슬기 기자 yoon@envfocus.example", "윤슬기 기자"),
        ("윤슬기 기자(yoon@envfocus.example)", "윤슬기 기자"),
        ("윤슬기 (010-0000-5678)", "윤슬기"),
        ("윤슬기 기자 yoon@", "윤슬기 기자"),
        ("윤슬기 기자 / yoon@envfocus.example / 010-0000-5678", "윤슬기 기자"),
        ("윤슬기 기자", "윤슬기 기자"),
        ("yoon@envfocus.example", None),
        ("(010-0000-5678)", None),
        ("", None),
        (None, None),
    ],
)
def test_the_name_stays_as_the_byline(
    pipeline: PrivacyPipeline, crawler: Crawler, shown: str | None, byline: str | None
) -> None:
    record = article(byline=shown)
    pipeline.process_item(record)
    assert record.data.byline == byline
    assert record.quality.flags == []  # a byline is expected to carry contacts
    assert crawler.stats.get_value("privacy/redacted") is None


def test_raw_forms_are_redacted_too(pipeline: PrivacyPipeline) -> None:
    record = article()
    record.quality.raw = [
        RawValue(field="byline", value=f"\u110b\u1172\u11ab {EMAIL}"),
        RawValue(field="body", value=f"\u110b\u1172\u11ab {PHONE}"),
        RawValue(field="title", value="\u110b\u1172\u11ab"),
    ]
    pipeline.process_item(record)
    assert [astuple(raw) for raw in record.quality.raw] == [
        ("byline", "\u110b\u1172\u11ab [이메일]"),
        ("body", "\u110b\u1172\u11ab [전화번호]"),
        ("title", "\u110b\u1172\u11ab"),
    ]


def test_addresses_of_pages_and_pictures_stay(pipeline: PrivacyPipeline) -> None:
    address = f"https://www.ecofocus.co.kr/{EMAIL}/{PHONE}.jpg"
    record = article(url=address, images=[Image(url=address, caption=None)])
    pipeline.process_item(record)
    assert (record.data.url, record.data.images[0].url) == (address, address)
    assert record.quality.flags == []


def test_stamps_and_envelope_stay(pipeline: PrivacyPipeline, crawler: Crawler) -> None:
    record = article()
    before = deepcopy(record)
    assert pipeline.process_item(record) == before
    assert crawler.stats.get_value("privacy/redacted") is None


def test_one_flag_for_many_contacts_and_a_sum_over_articles(
    pipeline: PrivacyPipeline, crawler: Crawler
) -> None:
    for _ in range(2):
        record = article(title=EMAIL, body=f"{PHONE} {PHONE}")
        pipeline.process_item(record)
        assert record.quality.flags == ["privacy:redacted"]
    assert crawler.stats.get_value("privacy/redacted") == 6


@pytest.mark.parametrize(
    "item", [None, {"title": EMAIL}, weather(row_raw=f"맑음 {PHONE} 3.7℃")]
)
def test_other_items_pass(pipeline: PrivacyPipeline, item: Any) -> None:
    before = deepcopy(item)
    assert pipeline.process_item(item) is item
    assert item == before


prose = st.lists(
    st.sampled_from([EMAIL, PHONE, "윤슬기", " ", " 문의 ", "(", ")", "\n"]), max_size=6
).map(" ".join)


@settings(deadline=None)
@given(prose, prose, prose, prose, prose)
def test_no_contact_is_left_on_the_line(
    title: str, subtitle: str, byline: str, body: str, caption: str
) -> None:
    pipeline = PrivacyPipeline.from_crawler(
        get_crawler(settings_dict={"ENVFOCUS_REDACT_CONTACTS": True})
    )
    record = article(
        title=title,
        subtitles=[subtitle],
        byline=byline,
        body=body,
        images=[Image(url=None, caption=caption)],
    )
    record.quality.raw = [RawValue(field="body", value=body)]
    line = orjson.dumps(pipeline.process_item(record)).decode()
    assert EMAIL not in line
    assert PHONE not in line
