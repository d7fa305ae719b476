"""The contract: each broken rule is named by key and place; nothing else is touched."""

import math
import re
from copy import deepcopy
from typing import Any

import orjson
import pytest

from envfocus.exceptions import ContractError
from envfocus.exporters import line
from envfocus.items import (
    CloudAmount,
    Dateline,
    DateMention,
    Image,
    RawValue,
    Record,
    Region,
    RegionMention,
    Rights,
)
from envfocus.publishing.contract import Contract
from tests.support.records import article, weather

MEBIBYTE = 1_048_576


@pytest.fixture(scope="module")
def contract() -> Contract:
    return Contract()


def seoul() -> Region:
    return Region(
        scheme="mois",
        code="11000",
        iso="KR-11",
        name="서울특별시",
        name_en="Seoul",
        level="sido",
        current_code=None,
    )


def full_article() -> Record:
    """Every list filled, every optional field set."""
    record = article(
        subtitles=["둘째 줄"],
        published_at="2025-02-07T17:35:14+09:00",
        published_at_utc="2025-02-07T08:35:14Z",
        published_precision="second",
        modified_raw="수정 2025.02.08",
        modified_at="2025-02-08T00:00:00+09:00",
        modified_at_utc="2025-02-07T15:00:00Z",
        modified_precision="day",
        dateline=Dateline(raw="[환경포커스=서울]", kind="region", regions=[seoul()]),
        images=[Image(url=None, caption="숲길")],
        tags=["숲"],
        dates=[
            DateMention(
                field="body",
                text="7일",
                start=0,
                end=2,
                type="DATE",
                value="2025-02-07",
                mod=None,
                begin="2025-02-07T00:00:00+09:00",
                until="2025-02-08T00:00:00+09:00",
                grain="day",
                anchor="stamp",
                flags=[],
            )
        ],
        regions=[
            RegionMention(
                field="title",
                text="서울",
                start=0,
                end=2,
                region=seoul(),
                candidates=[seoul()],
                basis="full_name",
            )
        ],
        primary_region=seoul(),
        page_date="2025-12-08",
    )
    record.quality.flags = ["skin:old"]
    record.quality.raw = [RawValue(field="title", value="강변")]
    record.seq, record.op, record.rev = 1, "upsert", 1
    record.content_sha256, record.changed_fields = "ab" * 32, ["title"]
    record.rights = Rights(noarchive=False)
    return record


def full_weather() -> Record:
    return weather(
        station_name="동두천",
        station_id=98,
        wmo_id="47098",
        latitude=37.90188,
        longitude=127.0607,
        region=seoul(),
        condition="clear",
        cloud_amount_tenths=CloudAmount(min=0, max=2),
        wmo_4677=0,
        temperature_c=-3.7,
        page_date="2025-12-08",
        page_made_at_raw="2025-12-08 03:47:07",
        page_made_at="2025-12-08T03:47:07+09:00",
        page_made_at_utc="2025-12-07T18:47:07Z",
        observed_no_later_than="2025-12-08T03:47:07+09:00",
        observed_no_later_than_utc="2025-12-07T18:47:07Z",
    )


def put(record: Record, place: str, value: Any) -> Record:
    """Set what stands at a dotted place, e.g. `data.images.0.caption`."""
    *way, last = place.split(".")
    node: Any = record
    for step in way:
        node = node[int(step)] if step.isdecimal() else getattr(node, step)
    if last.isdecimal():
        node[int(last)] = value
    else:
        object.__setattr__(node, last, value)  # what records share is frozen
    return record


@pytest.mark.parametrize("build", [article, weather, full_article, full_weather])
def test_good_records_pass_as_they_are(contract: Contract, build: Any) -> None:
    record = build()
    before = deepcopy(record)
    written = contract.serialize(record)
    assert written.line == line(record)
    assert written.fields == orjson.loads(line(record))
    assert record == before


INSTANTS = [
    "2025-02-07 17:35:14",
    "2025-02-07T17:35:14Z",
    "2025-02-07T17:35:14+00:00",
    "2025-02-07T17:35+09:00",
    "어제",
]
INSTANTS += [
    "２０２５-02-07T17:35:14+09:00",
    "2025-02-07T17:35:14+09:00\n",
    "2025-02-07T17:35:14.5+09:00",
    "",
]
UTCS = [
    "2025-02-07T08:35:14+00:00",
    "2025-02-07T08:35:14",
    "2025-02-07T08:35:14+09:00",
    "2025-02-07T08:35:14Z ",
    "",
]
DAYS = ["2025.12.08", "2025-12-8", "2025-12-08T00:00:00+09:00", "2025-12-08\n", ""]
HASHES = ["", "ab" * 31, "AB" * 32, "ab" * 33, "xy" * 32]

BOTH: list[tuple[str, list[Any]]] = [
    ("seq", ["1", 1.5, True]),
    ("op", ["insert", "", 1]),
    (
        "key",
        [
            "71760",
            "ecofocus:71760",
            "ecofocus:a",
            "ecofocus:b1",
            "Other:a1",
            "ecofocus:a71760 ",
            "ecofocus:A1",
            None,
        ],
    ),
    ("rev", ["1", 0.5]),
    ("content_sha256", HASHES),
    ("changed_fields", ["title", [1], [None]]),
    ("observed_at", [*INSTANTS, None]),
    ("observed_at_utc", [*UTCS, None]),
    ("run_id", [None, 1]),
    ("parser_version", [None, 1]),
    ("source", [None, {}]),
    ("source.url", [None]),
    ("source.status", [None, "200", 200.5, True]),
    ("source.etag", [1]),
    ("source.last_modified", [1]),
    ("source.body_sha256", [*HASHES, None]),
    ("rights", [None]),
    ("rights.robots", [1]),
    ("rights.noarchive", ["no", 0]),
    ("rights.tdm_reservation", ["1", 1]),
    ("quality", [None]),
    ("quality.flags", [None, "flag"]),
    ("quality.raw", [None, "raw"]),
    ("data", [None, {}]),
]
ARTICLE: list[tuple[str, list[Any]]] = [
    ("quality.flags.0", [None, 1]),
    ("quality.raw.0", [None, "title"]),
    ("quality.raw.0.field", [None]),
    ("quality.raw.0.value", [None]),
    ("data.article_no", [0, -1, None, "71760", 1.5, True]),
    ("data.url", [None]),
    ("data.section", [1]),
    ("data.section_no", ["3"]),
    ("data.title", ["", None, 1]),
    ("data.subtitles", [None, "둘째 줄"]),
    ("data.subtitles.0", [None]),
    ("data.byline", [1, ["윤슬기"]]),
    ("data.published_raw", [1]),
    ("data.published_at", INSTANTS),
    ("data.published_at_utc", UTCS),
    ("data.published_precision", ["week", "", "Second"]),
    ("data.modified_raw", [1]),
    ("data.modified_at", INSTANTS),
    ("data.modified_at_utc", UTCS),
    ("data.modified_precision", ["month"]),
    ("data.body", [None, ["문단"]]),
    ("data.images", [None, {}]),
    ("data.images.0", [None, "a.jpg"]),
    ("data.images.0.url", [1]),
    ("data.images.0.caption", [1]),
    ("data.tags", [None]),
    ("data.tags.0", [None]),
    ("data.dates", [None]),
    ("data.dates.0.field", ["teaser", None]),
    ("data.dates.0.text", [None]),
    ("data.dates.0.start", [None, "0", 0.5]),
    ("data.dates.0.type", ["date", None]),
    ("data.dates.0.begin", INSTANTS),
    ("data.dates.0.until", INSTANTS),
    ("data.dates.0.flags", [None]),
    ("data.regions", [None]),
    ("data.regions.0.field", ["tags"]),
    ("data.regions.0.end", [None]),
    ("data.regions.0.candidates.0.code", ["29", "1100", "110000", "11000 ", "ab123"]),
    ("data.regions.0.candidates.0.level", ["province", None]),
    ("data.regions.0.basis", [None]),
    ("data.page_date_raw", [1]),
    ("data.page_date", DAYS),
]
WEATHER: list[tuple[str, list[Any]]] = [
    ("data.row_raw", [None]),
    ("data.station_raw", [1]),
    ("data.station_id", ["98", 98.5]),
    ("data.wmo_id", [47098]),
    ("data.latitude", ["37.9"]),
    ("data.longitude", ["127"]),
    ("data.icon", [1]),
    ("data.condition", ["맑음", "sunny", ""]),
    ("data.wmo_4677", [-1, 100, "61", 61.5]),
    ("data.temperature_c", ["3.7", True]),
    ("data.page_date", DAYS),
    ("data.page_made_at", INSTANTS),
    ("data.page_made_at_utc", UTCS),
    ("data.fetched_at", [*INSTANTS, None]),
    ("data.fetched_at_utc", [*UTCS, None]),
    ("data.observed_no_later_than", INSTANTS),
    ("data.observed_no_later_than_utc", UTCS),
    ("data.provider", [1]),
    ("data.snapshot", [*HASHES, None]),
]


@pytest.mark.parametrize(
    ("build", "place", "value"),
    [
        pytest.param(build, place, value, id=f"{build.__name__}-{place}-{value!r}")
        for build, rules in (
            (full_article, BOTH + ARTICLE),
            (full_weather, BOTH + WEATHER),
        )
        for place, values in rules
        for value in values
    ],
)
def test_a_broken_rule_is_named_by_key_and_place(
    contract: Contract, build: Any, place: str, value: Any
) -> None:
    record = put(build(), place, value)
    with pytest.raises(
        ContractError, match=re.escape(f"{record.key}: {place}") + r"(\.\d+)?: "
    ):
        contract.serialize(record)


@pytest.mark.parametrize(
    "place",
    [
        "data.dateline",
        "data.dateline.kind",
        "data.dateline.regions",
        "data.primary_region",
    ],
)
@pytest.mark.parametrize("value", ["서울", 1])
def test_a_broken_rule_below_an_optional_object_is_named_at_least_by_the_object(
    contract: Contract, place: str, value: Any
) -> None:
    with pytest.raises(
        ContractError, match=r"^ecofocus:a71760: data\.(dateline|primary_region)[.:]"
    ):
        contract.serialize(put(full_article(), place, value))


def test_a_tombstone_has_no_data(contract: Contract) -> None:
    record = put(article(), "op", "tombstone")
    with pytest.raises(ContractError, match=r"^ecofocus:a71760: data: "):
        contract.serialize(record)
    assert contract.serialize(put(record, "data", None)).fields["data"] is None


@pytest.mark.parametrize(
    "name",
    ["", "article", "article-1.1.1", "article-1.1.0 ", "article-1.0.0", "recipe-1.1.0"],
)
def test_an_unknown_schema_is_refused(contract: Contract, name: str) -> None:
    with pytest.raises(
        ContractError, match=re.escape(f"ecofocus:a71760: no schema is called {name!r}")
    ):
        contract.serialize(put(article(), "schema", name))


def test_a_record_of_another_schema_is_refused(contract: Contract) -> None:
    with pytest.raises(ContractError, match=r"^ecofocus:a71760: data"):
        contract.serialize(put(article(), "schema", "weather-1.1.0"))
    with pytest.raises(ContractError, match=r"^ecofocus:w0123456789abcdef-01: data"):
        contract.serialize(put(weather(), "schema", "article-1.1.0"))


def test_a_line_of_one_mebibyte_is_the_longest(contract: Contract) -> None:
    record = article(body="")
    most = MEBIBYTE - 2048  # acceptance adds seq, op, rev, hash and changed fields
    record.data.body = "x" * (most - len(line(record)))
    assert len(line(record)) == most
    assert contract.serialize(record).line == line(record)
    record.data.body += "x"
    with pytest.raises(
        ContractError,
        match=r"^ecofocus:a71760: a line of 1,046,529 bytes; at most 1,046,528 are",
    ):
        contract.serialize(record)


def test_bytes_count_not_characters(contract: Contract) -> None:
    with pytest.raises(ContractError, match="a line of"):
        contract.serialize(article(body="환" * 350_000))
    with pytest.raises(ContractError, match="a line of"):
        contract.serialize(article(body="\u2028" * 180_000))
    assert contract.serialize(article(body="환" * 340_000))


@pytest.mark.parametrize(
    "place",
    ["data.title", "data.url", "data.images.0.caption", "source.etag", "run_id"],
)
def test_a_lone_surrogate_cannot_be_written(contract: Contract, place: str) -> None:
    with pytest.raises(
        ContractError, match=r"^ecofocus:a71760: cannot be written as JSON: .*surrogate"
    ):
        contract.serialize(put(full_article(), place, "앞\ud800뒤"))


@pytest.mark.parametrize(
    ("value", "good"),
    [(2**53 - 1, True), (2**53, False), (2**53 + 1, False), (2**64, False)],
)
def test_integers_end_where_doubles_do(
    contract: Contract, value: int, good: bool
) -> None:
    record = article(article_no=value)
    if good:
        assert contract.serialize(record).fields["data"]["article_no"] == value
    else:
        with pytest.raises(
            ContractError, match=r"^ecofocus:a71760: cannot be written as JSON: "
        ):
            contract.serialize(record)


@pytest.mark.parametrize("value", [math.nan, math.inf, -math.inf])
def test_what_is_no_number_is_written_as_null_or_refused(
    contract: Contract, value: float
) -> None:
    written = contract.serialize(weather(temperature_c=value))
    assert orjson.loads(written.line)["data"]["temperature_c"] is None
    with pytest.raises(ContractError, match=r"^ecofocus:a71760: source\.status: "):
        contract.serialize(put(article(), "source.status", value))


@pytest.mark.parametrize("value", [b"bytes", object(), {1: "one"}, {"set"}])
def test_what_json_does_not_know_is_refused(contract: Contract, value: Any) -> None:
    with pytest.raises(ContractError, match=r"^ecofocus:a71760: "):
        contract.serialize(article(body=value))


def test_the_reason_stays_short_whatever_the_value(contract: Contract) -> None:
    with pytest.raises(ContractError) as caught:
        contract.serialize(article(published_at="x" * 100_000))
    assert len(str(caught.value)) < 500


REVISION = {
    "op": "upsert",
    "rev": 3,
    "content_sha256": "a" * 64,
    "changed_fields": ["title", "tags"],
}


@pytest.mark.parametrize("build", [full_article, full_weather])
def test_a_revision_is_the_line_that_would_be_written_anew(
    contract: Contract, build: Any
) -> None:
    record = build()
    record.quality.flags.append('\u2028 \x07 "quoted"')
    serialized = contract.serialize(record)
    for name, value in REVISION.items():
        setattr(record, name, value)
    assert serialized.revised(**REVISION) == line(record)
