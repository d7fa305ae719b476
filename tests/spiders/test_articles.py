"""The main job, against the generator's truth."""

import tomllib
from collections import Counter
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from fixtures.server import Server
from fixtures.site import Reply, Site
from fixtures.truth import Article
from tests.support.crawls import Crawl, crawl

FIXTURE_DATA = Path(__file__).parents[2] / "fixtures" / "data"
FOUND_IN_TEXT = {"dates", "regions", "primary_region", "dateline"}


def expected(
    truth: Article, base: str, snapshots: dict[str, str | None]
) -> dict[str, Any]:
    """The `data` of a record as the generator's truth has it, without what other steps fill in."""

    def at(moment: datetime | None) -> str | None:
        return moment.isoformat(timespec="seconds") if moment else None

    def utc(moment: datetime | None) -> str | None:
        return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ") if moment else None

    page_date = snapshots[truth.snapshot]
    return {
        "article_no": truth.article_no,
        "url": f"{base}news/article.html?no={truth.article_no}",
        "section": truth.section,
        "section_no": truth.section_no,
        "title": truth.title,
        "subtitles": list(truth.subtitles),
        "byline": truth.byline,
        "published_raw": truth.published_raw,
        "published_at": at(truth.published),
        "published_at_utc": utc(truth.published),
        "published_precision": truth.precision,
        "modified_raw": truth.modified_raw,
        "modified_at": at(truth.modified),
        "modified_at_utc": utc(truth.modified),
        "modified_precision": "second" if truth.modified else None,
        "body": "\n\n".join(truth.paragraphs),
        "images": [
            {"url": image.url.replace("{base}", base), "caption": image.caption}
            for image in truth.images
        ],
        "tags": list(truth.tags),
        "page_date_raw": page_date,
        "page_date": page_date[:10].replace(".", "-") if page_date else None,
    }


def test_every_article_once_with_every_field_right(
    whole: Crawl, server: Server
) -> None:
    site = Site(base=server.url)
    snapshots = {name: snapshot.page_date for name, snapshot in site.snapshots.items()}
    truths = {
        truth.article_no: expected(truth, server.url, snapshots)
        for truth in site.truths()
    }
    assert len(truths) >= 300
    numbers = [record["data"]["article_no"] for record in whole.of("article")]
    assert sorted(numbers) == sorted(truths)
    delivered = {
        article_no: without_mentions(record["data"])
        for article_no, record in whole.articles.items()
    }
    wrong = {
        article_no: {
            field: (value, delivered[article_no][field])
            for field, value in truth.items()
            if delivered[article_no][field] != value
        }
        for article_no, truth in truths.items()
        if delivered[article_no] != truth
    }
    assert wrong == {}
    assert whole.code == 0, whole.log


def without_mentions(data: dict[str, Any]) -> dict[str, Any]:
    """The fields compared one by one; what was found in the text is held against its own truths below."""
    return {field: value for field, value in data.items() if field not in FOUND_IN_TEXT}


def begins(published: datetime) -> dict[str, datetime]:
    """Where expressions of the generator's sentences begin, reckoned from the stamp alone."""
    day = published.replace(hour=0, minute=0, second=0)
    return {
        "올해": day.replace(month=1, day=1),
        "지난해": day.replace(year=day.year - 1, month=1, day=1),
        "내년 2분기": day.replace(year=day.year + 1, month=4, day=1),
        "올해 하반기": day.replace(month=7, day=1),
        "10년 뒤": day.replace(year=day.year + 10, day=1),
        "다음 달": (day.replace(day=1) + timedelta(days=32)).replace(day=1),
        "어제": day - timedelta(days=1),
    }


def test_dates_in_the_text_are_resolved_against_the_stamp_of_the_article(
    whole: Crawl, site: Site
) -> None:
    stamps = {truth.article_no: truth.published for truth in site.truths()}
    seen = Counter[str]()
    for article_no, record in whole.articles.items():
        data, stamp = record["data"], stamps[article_no]
        texts = {
            "title": data["title"],
            "subtitles": "\n".join(data["subtitles"]),
            "body": data["body"],
        }
        for mention in data["dates"]:
            assert (
                texts[mention["field"]][mention["start"] : mention["end"]]
                == mention["text"]
            )
            if stamp is None:
                assert mention["begin"] is None or mention["anchor"] != "stamp"
            elif truth := begins(stamp).get(mention["text"]):
                assert mention["begin"] == truth.isoformat(), (article_no, mention)
                seen[mention["text"]] += 1
    assert len(seen) == 7
    assert min(seen.values()) >= 10


def test_dates_of_the_seed_shaped_article_and_of_those_in_its_boxes(
    whole: Crawl,
) -> None:
    assert begun(whole, Site.SEED_NO) == [
        ("7일(금)", "2025-02-07T00:00:00+09:00"),
        ("7일(금) 오전 10시", "2025-02-07T10:00:00+09:00"),
        ("이날", "2025-02-07T00:00:00+09:00"),
        ("올해", "2025-01-01T00:00:00+09:00"),
        ("오는 11일", "2025-02-11T00:00:00+09:00"),
        ("올해", "2025-01-01T00:00:00+09:00"),
        ("다음 주 11일", "2025-02-11T00:00:00+09:00"),
        ("이날", "2025-02-11T00:00:00+09:00"),
        ("오늘", "2025-02-07T00:00:00+09:00"),
        ("10년 뒤", "2035-02-01T00:00:00+09:00"),
        ("30년 뒤", "2055-02-01T00:00:00+09:00"),
    ]


def begun(crawl: Crawl, article_no: int) -> list[tuple[str, str]]:
    """What was found in an article and has a place in the calendar."""
    return [
        (mention["text"], mention["begin"])
        for mention in crawl.articles[article_no]["data"]["dates"]
        if mention["begin"]
    ]


def numbers_of(done: Crawl) -> set[int]:
    return set(done.articles)


def test_what_is_no_article_is_counted_by_kind(whole: Crawl, site: Site) -> None:
    for kind in ("alert", "captcha", "front"):
        count = sum(how == kind for how in site.gone.values())
        assert f"'articles/not_delivered/{kind}': {count}," in whole.log
    for status in ("404", "410"):
        count = sum(how == status for how in site.gone.values())
        assert f"'articles/not_delivered/http_{status}': {count}," in whole.log
    assert not numbers_of(whole) & set(site.gone)


def test_every_page_is_asked_for_once(tmp_path: Path) -> None:
    with Server(lambda url: Site(base=url)) as server:
        crawl("articles", server.url, tmp_path)
        asked = [target for _, target, _ in server.requests]
    assert len(asked) == len(set(asked))


def test_why_each_listing_stopped(whole: Crawl, site: Site) -> None:
    for section, name in site.sections.items():
        reason = "page_ignored" if name == "포토" else "repeats"
        assert f"listing {name} (sec_no={section}): " in whole.log
        assert f"'listing/{name}/stopped': '{reason}'," in whole.log
    assert "'listing/article_list_all/stopped': 'repeats'," in whole.log


@pytest.mark.parametrize(
    "sections", ["정책,인터뷰", "8,15", "정책,15", "정책, 인터뷰 ,정책"]
)
def test_sections_by_name_and_number(
    server: Server, site: Site, tmp_path: Path, sections: str
) -> None:
    done = crawl("articles", server.url, tmp_path, "-a", f"sections={sections}")
    listed = {*site.section_numbers(8), *site.section_numbers(15)}
    assert numbers_of(done) == {
        article_no for article_no in listed if article_no not in site.gone
    }
    assert done.code == 0


def test_a_window_of_days(server: Server, site: Site, tmp_path: Path) -> None:
    days = sorted(truth.published.date() for truth in site.truths() if truth.published)
    since, until = days[len(days) // 2], days[-20]
    done = crawl(
        "articles", server.url, tmp_path, "-a", f"since={since}", "-a", f"until={until}"
    )
    inside = {
        t.article_no
        for t in site.truths()
        if t.published and since <= t.published.date() <= until
    }
    unknown = {truth.article_no for truth in site.truths() if truth.published is None}
    assert inside <= numbers_of(done) <= inside | unknown
    assert "'listing/article_list_all/stopped': 'since'," in done.log


def test_max_articles(tmp_path: Path) -> None:
    with Server(lambda url: Site(base=url)) as server:
        done = crawl("articles", server.url, tmp_path, "-a", "max_articles=7")
        asked = [target for _, target, _ in server.requests if "article.html" in target]
    assert len(asked) == 7
    assert 0 < len(done.articles) <= 7


def test_rows_that_shift_while_the_list_is_read(tmp_path: Path) -> None:
    """Three articles come in after the first page: the rows move on, no article is lost, none doubled."""

    class Moving:
        def __init__(self, base: str) -> None:
            self.base = base
            self.late = Site(base=base)
            self.newest = set(self.late.section_numbers(0)[:3])
            self.read = 0

        def reply(self, target: str) -> Reply:
            reply = self.late.reply(target)
            if "list_all" not in target:
                return reply
            self.read += 1
            return (
                reply
                if self.read > 1
                else Reply(200, reply.headers, self.without_newest(reply.body))
            )

        def without_newest(self, body: bytes) -> bytes:
            for article_no in self.newest:
                body = body.replace(f"no={article_no}".encode(), b"bbs_no=1")
            return body

    with Server(Moving) as server:
        done = crawl("articles", server.url, tmp_path)
        site = Site(base=server.url)
    assert numbers_of(done) == set(site.numbers)
    assert len(done.of("article")) == len(site.numbers)


def test_every_dateline_stands_as_it_is_written(whole: Crawl, site: Site) -> None:
    for truth in site.truths():
        line = whole.articles[truth.article_no]["data"]["dateline"]
        assert (line["raw"] if line else None) == truth.dateline_raw


def test_offsets_of_places_cut_the_published_text(whole: Crawl) -> None:
    for record in whole.of("article"):
        data = record["data"]
        texts = {
            "title": data["title"],
            "subtitles": "\n".join(data["subtitles"]),
            "body": data["body"],
        }
        assert data["regions"] or data["dateline"] is None
        for mention in data["regions"]:
            assert (
                texts[mention["field"]][mention["start"] : mention["end"]]
                == mention["text"]
            )
            assert (mention["region"] is None) == bool(mention["candidates"])


def placed(crawl: Crawl, article_no: int) -> dict[str, str]:
    """What was found in an article, by its words."""
    mentions = crawl.articles[article_no]["data"]["regions"]
    return {
        mention["text"]: mention["region"]["code"]
        for mention in mentions
        if mention["region"]
    }


def test_places_of_the_seed_shaped_article_and_of_those_in_its_boxes(
    whole: Crawl, site: Site
) -> None:
    by_title = {truth.title: truth.article_no for truth in site.truths()}
    boxed = tomllib.loads((FIXTURE_DATA / "seed.toml").read_text(encoding="utf-8"))
    seoul, busan, assembly = (
        Site.SEED_NO,
        by_title[boxed["5"]["title"]],
        by_title[boxed["8"]["title"]],
    )
    assert set(placed(whole, seoul).values()) == {"11000"}
    assert whole.articles[seoul]["data"]["primary_region"]["code"] == "11000"
    assert placed(whole, busan)["강서구"] == "26440"
    assert whole.articles[busan]["data"]["primary_region"]["name"] == "부산광역시"
    (dong,) = [
        each
        for each in whole.articles[busan]["data"]["regions"]
        if each["text"] == "대저동"
    ]
    assert [unit["code"] for unit in dong["candidates"]] == ["2644010100", "2644010200"]
    named = {
        "전북": "52000",
        "완주": "52710",
        "진안": "52720",
        "무주": "52730",
        "경기": "41000",
        "김포시": "41570",
    }
    assert (
        placed(whole, assembly).items()
        >= {**named, "울산": "31000", "동구": "31170"}.items()
    )
    line = whole.articles[assembly]["data"]["dateline"]
    assert (
        line["kind"],
        line["place"],
        [unit["code"] for unit in line["regions"]],
    ) == (
        "institution",
        "국회",
        ["11560"],
    )
