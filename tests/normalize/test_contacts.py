"""Contacts leave every text of an article; the reporter's name stays."""

from copy import deepcopy
from dataclasses import astuple

import orjson
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from envfocus.items import Dateline, Image, RawValue
from envfocus.normalize.contacts import redact_contacts
from tests.support.records import article, weather
from tests.support.steps import Applied

EMAIL, PHONE = "yoon@envfocus.example", "010-0000-5678"


@pytest.fixture
def step() -> Applied:
    return Applied(redact_contacts)


def test_every_text_of_an_article_is_redacted(step: Applied) -> None:
    record = article(
        title=f"문의 {EMAIL}",
        subtitles=["첫째", f"둘째 {PHONE}"],
        body=f"숲길.\n\n{EMAIL} {PHONE}",
        images=[Image(url=None, caption=f"사진 {EMAIL}")],
        tags=[PHONE],
        dateline=Dateline(raw=f"[환경포커스 {EMAIL}]"),
    )
    assert step.apply(record) is record
    data = record.data
    assert data.title == "문의 [이메일]"
    assert data.subtitles == ["첫째", "둘째 [전화번호]"]
    assert data.body == "숲길.\n\n[이메일] [전화번호]"
    assert data.images == [Image(url=None, caption="사진 [이메일]")]
    assert data.tags == ["[전화번호]"]
    assert data.dateline == Dateline(raw="[환경포커스 [이메일]]")
    assert record.quality.flags == ["privacy:redacted"]
    assert step.counts["privacy/redacted"] == 7


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
    step: Applied, shown: str | None, byline: str | None
) -> None:
    record = article(byline=shown)
    step.apply(record)
    assert record.data.byline == byline
    assert record.quality.flags == []  # a byline is expected to carry contacts
    assert step.counts["privacy/redacted"] == 0


def test_raw_forms_are_redacted_too(step: Applied) -> None:
    record = article()
    record.quality.raw = [
        RawValue(field="byline", value=f"\u110b\u1172\u11ab {EMAIL}"),
        RawValue(field="body", value=f"\u110b\u1172\u11ab {PHONE}"),
        RawValue(field="title", value="\u110b\u1172\u11ab"),
    ]
    step.apply(record)
    assert [astuple(raw) for raw in record.quality.raw] == [
        ("byline", "\u110b\u1172\u11ab [이메일]"),
        ("body", "\u110b\u1172\u11ab [전화번호]"),
        ("title", "\u110b\u1172\u11ab"),
    ]


def test_addresses_of_pages_and_pictures_stay(step: Applied) -> None:
    address = f"https://www.ecofocus.co.kr/{EMAIL}/{PHONE}.jpg"
    record = article(url=address, images=[Image(url=address, caption=None)])
    step.apply(record)
    assert (record.data.url, record.data.images[0].url) == (address, address)
    assert record.quality.flags == []


def test_stamps_and_envelope_stay(step: Applied) -> None:
    record = article()
    before = deepcopy(record)
    assert step.apply(record) == before
    assert step.counts["privacy/redacted"] == 0


def test_one_flag_for_many_contacts_and_a_sum_over_articles(step: Applied) -> None:
    for _ in range(2):
        record = article(title=EMAIL, body=f"{PHONE} {PHONE}")
        step.apply(record)
        assert record.quality.flags == ["privacy:redacted"]
    assert step.counts["privacy/redacted"] == 6


def test_other_records_pass(step: Applied) -> None:
    record = weather(row_raw=f"맑음 {PHONE} 3.7℃")
    before = deepcopy(record)
    step.apply(record)
    assert record == before


prose = st.lists(
    st.sampled_from([EMAIL, PHONE, "윤슬기", " ", " 문의 ", "(", ")", "\n"]), max_size=6
).map(" ".join)


@settings(deadline=None)
@given(prose, prose, prose, prose, prose)
def test_no_contact_is_left_on_the_line(
    title: str, subtitle: str, byline: str, body: str, caption: str
) -> None:
    record = article(
        title=title,
        subtitles=[subtitle],
        byline=byline,
        body=body,
        images=[Image(url=None, caption=caption)],
    )
    record.quality.raw = [RawValue(field="body", value=body)]
    line = orjson.dumps(Applied(redact_contacts).apply(record)).decode()
    assert EMAIL not in line
    assert PHONE not in line
