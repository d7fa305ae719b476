"""The gate: what is chance, what is a layout that changed."""

from typing import Any

import pytest

from envfocus.publishing.gate import Gate, above, below
from tests.support.papers import PROFILE

FLOORS = {
    "title": 0.98,
    "published_at": 0.9,
    "subtitles": 0.2,
    "tags": 0.2,
    "section": 0.9,
}
DATA: dict[str, Any] = {
    "url": "https://www.ecofocus.co.kr/news/article.html?no=1",
    "title": "물",
    "published_at": "2025-02-07T17:35:14+09:00",
    "subtitles": ["강"],
    "tags": ["물"],
    "section": "정책",
}


@pytest.mark.parametrize(
    ("filled", "pages", "floor", "broken"),
    [
        # worked out by hand: (1 - floor) ^ pages for nothing filled
        (0, 1, 0.98, False),  # 0.02
        (0, 2, 0.98, True),  # 0.0004
        (0, 3, 0.2, False),  # 0.512
        (0, 30, 0.2, False),  # 0.00124
        (0, 31, 0.2, True),  # 0.00099
        (0, 100_000, 0.2, True),
        (90, 100, 0.9, False),
        (89, 100, 0.9, False),
        (79, 100, 0.9, True),  # 3.6 standard deviations
        (0, 50, 0.0, False),
        (49, 50, 1.0, True),
        (50, 50, 1.0, False),
    ],
)
def test_below(filled: int, pages: int, floor: float, broken: bool) -> None:
    assert below(filled, pages, floor) is broken


def gate(*articles: tuple[dict[str, Any], list[str]]) -> Gate:
    filled = Gate(FLOORS, PROFILE.cms.never_shown)
    for data, flags in articles:
        filled.article({**DATA, **data}, flags)
    return filled


def said(filled: Gate) -> list[str]:
    return [str(finding) for finding in filled.findings()]


def test_full_articles_break_nothing() -> None:
    assert said(gate(*[({}, ["skin:current"])] * 500)) == []


def test_a_selector_that_matches_no_more_is_named_with_page_and_rate() -> None:
    full: tuple[dict[str, Any], list[str]] = ({}, ["skin:current"])
    bare: tuple[dict[str, Any], list[str]] = (
        {"subtitles": [], "url": "u"},
        ["skin:sticky"],
    )
    assert said(gate(*[full] * 300, *[bare] * 40)) == [
        "subtitles: found on 0 of 40 pages of skin sticky (0.0%), floor 20%; see u"
    ]


def test_fields_that_a_skin_never_shows_are_not_missed() -> None:
    assert said(gate(*[({"tags": [], "section": None}, ["skin:mobile"])] * 300)) == []


@pytest.mark.parametrize(
    ("field", "flag"), [("title", "title:og:title"), ("published_at", "published:meta")]
)
def test_a_value_of_last_resort_does_not_count(field: str, flag: str) -> None:
    assert [
        finding.field
        for finding in gate(*[({}, ["skin:current", flag])] * 50).findings()
    ] == [field] * 2


def test_half_an_article_lacks_its_field() -> None:
    filled = gate(*[({}, ["skin:old"])] * 300)
    for _ in range(27):
        filled.other("no_headline", "https://www.ecofocus.co.kr/news/article.html?no=2")
    assert said(filled) == [
        "title: found on 300 of 327 pages (91.7%), floor 98%; see https://www.ecofocus.co.kr/news/article.html?no=2"
    ]


@pytest.mark.parametrize(("pages", "fields"), [(3, []), (9, []), (10, ["body"] * 2)])
def test_a_few_picture_stories_on_one_day_are_no_layout(
    pages: int, fields: list[str]
) -> None:
    stories = Gate({"body": 0.95})
    for _ in range(pages):
        stories.article({**DATA, "body": "", "images": ["i"]}, ["skin:current"])
    assert [finding.field for finding in stories.findings()] == fields


def test_other_pages_say_nothing() -> None:
    filled = gate(({}, ["skin:current"]))
    for kind in ("alert", "front", "http_404", "article"):
        filled.other(kind, "u")
    assert filled.rates()["any"] == dict.fromkeys(sorted(FLOORS), 1.0)


@pytest.mark.parametrize(
    ("stats", "said"),
    [
        ({"feed/changed": 20, "feed/unchanged": 80}, []),
        (
            {"feed/changed": 21, "feed/unchanged": 79},
            ["changed: 21 of 100 (21.0%), ceiling 20%"],
        ),
        ({"feed/new": 500}, []),
        (
            {
                "articles/delivered": 90,
                "articles/not_delivered/alert": 4,
                "articles/not_delivered/http_404": 6,
            },
            ["not_delivered: 10 of 100 (10.0%), ceiling 5%"],
        ),
        (
            {"feed/changed": 21, "feed/unchanged": 79, "articles/not_modified": 5},
            [],
        ),  # 21 of 105
        ({"feed/changed": 5, "feed/unchanged": 14}, []),  # too few to say
        (
            {"feed/changed": 5, "feed/unchanged": 15},
            ["changed: 5 of 20 (25.0%), ceiling 20%"],
        ),
        ({}, []),
    ],
)
def test_ceilings_warn(stats: dict[str, int], said: list[str]) -> None:
    assert above({"changed": 0.2, "not_delivered": 0.05}, stats) == said
