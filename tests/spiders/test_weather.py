"""The weather: whole, once a snapshot, and never more than the page says."""

from pathlib import Path
from typing import Any

from fixtures.server import Server
from fixtures.site import Reply, Site, front
from fixtures.truth import Row
from tests.support.crawls import Crawl, crawl

MEANING: dict[str | None, tuple[str | None, dict[str, int] | None, int | None]] = {
    "맑음": ("clear", {"min": 0, "max": 2}, None),
    "구름조금": ("scattered", {"min": 3, "max": 5}, None),
    "구름많음": ("broken", {"min": 6, "max": 8}, None),
    "흐림": ("overcast", {"min": 9, "max": 10}, None),
    "비": ("rain", None, 61),
    "눈": ("snow", None, 71),
    "박무": ("mist", None, 10),
    "연무": ("haze", None, 5),
    "안개": ("fog", None, 45),
    "소나기": ("shower", None, 80),
    "비 또는 눈": ("sleet", None, 68),
    "눈 또는 비": ("sleet", None, 68),
    "천둥번개": ("thunderstorm", None, 95),
    "황사": ("dust", None, 6),
}
STATIONS = {
    "동두천": 98, "강릉": 105, "서울": 108, "대전": 133, "대구": 143, "울산": 152, "광주": 156, "부산": 159,
    "고창": 172, "제주": 184, "강화": 201, "보은": 226, "금산": 238, "강진군": 259, "경주시": 283, "거제": 294,
}  # fmt: skip


def values(row: Row) -> tuple[Any, ...]:
    """What a reader must make of a row, by hand-made tables."""
    condition, cloud, code = MEANING.get(row.condition, (None, None, None))
    return (
        row.station,
        STATIONS.get(row.station),
        row.condition,
        condition,
        cloud,
        code,
        float(row.temperature) if row.temperature else None,
    )


def observed(record: dict[str, Any]) -> tuple[Any, ...]:
    data = record["data"]
    names = (
        "station_raw",
        "station_id",
        "condition_raw",
        "condition",
        "cloud_amount_tenths",
        "wmo_4677",
        "temperature_c",
    )
    return tuple(data[name] for name in names)


def test_a_crawl_yields_each_distinct_snapshot_once(whole: Crawl, site: Site) -> None:
    shown = {truth.snapshot for truth in site.truths()} | {"dashes", "today"}
    expected = [values(row) for name in shown for row in site.snapshots[name].rows]
    assert len(expected) >= 16 * 4
    assert sorted(map(str, map(observed, whole.of("weather")))) == sorted(
        map(str, expected)
    )
    keys = [record["key"] for record in whole.of("weather")]
    assert len(set(keys)) == len(keys)


def test_the_weather_spider_asks_once_for_sixteen_rows(tmp_path: Path) -> None:
    with Server(lambda url: Site(base=url)) as server:
        done = crawl("weather", server.url, tmp_path)
        asked = [target for _, target, _ in server.requests]
    assert done.code == 0
    assert asked == ["/robots.txt", "/"]
    snapshot = Site().snapshots["dashes"]
    assert [observed(record) for record in done.records] == [
        values(row) for row in snapshot.rows
    ]
    assert sum(record["data"]["condition_raw"] == "-" for record in done.records) == 9
    for record in done.records:
        data = record["data"]
        assert data["page_date"] == "2025-12-08"
        assert (
            data["page_made_at"]
            == data["observed_no_later_than"]
            == "2025-12-08T03:47:07+09:00"
        )
        assert data["observed_no_later_than_utc"] == "2025-12-07T18:47:07Z"
        assert data["provider"] == "기상청"
        assert not any(name.startswith("observed_at") for name in data)


def test_rows_with_gaps_stay_with_nulls_and_flags(whole: Crawl) -> None:
    gaps = [
        record
        for record in whole.of("weather")
        if record["data"]["page_date"] == "2025-12-11"
    ]
    rows = {record["data"]["row_raw"]: record for record in gaps}
    missing = rows["맑음고창 ℃"]
    assert (missing["data"]["temperature_c"], missing["data"]["condition"]) == (
        None,
        "clear",
    )
    assert "temperature:missing" in missing["quality"]["flags"]
    silent = rows["제주 24.5℃"]
    assert (silent["data"]["condition"], silent["data"]["temperature_c"]) == (
        None,
        24.5,
    )
    assert "condition:missing" in silent["quality"]["flags"]
    assert -2.4 in {record["data"]["temperature_c"] for record in rows.values()}
    unknown = next(
        record for record in rows.values() if record["data"]["station_raw"] == "독도"
    )
    assert (
        unknown["data"]["station_name"],
        unknown["data"]["station_id"],
        unknown["data"]["region"],
    ) == (None,) * 3
    assert "station:unknown" in unknown["quality"]["flags"]
    strange = next(
        record for record in rows.values() if record["data"]["condition_raw"] == "우박"
    )
    assert strange["data"]["condition"] is None
    assert "condition:unknown" in strange["quality"]["flags"]


def test_a_front_page_without_a_widget_says_so(tmp_path: Path) -> None:
    class Bare:
        base = ""

        def reply(self, target: str) -> Reply:
            site = Site()
            return Reply(
                200,
                (("Content-Type", "text/html"),),
                front(site, site.snapshots["empty"]),
            )

    with Server(Bare()) as server:
        done = crawl("weather", server.url, tmp_path, ROBOTSTXT_OBEY="False")
    assert done.records == []
    assert "no weather widget on" in done.log
