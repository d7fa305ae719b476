"""List pages of every kind, against the generator's plan."""

from envfocus.parsing.listing import parse
from fixtures.site import Site
from tests.support.pages import page
from tests.support.papers import PROFILE

URL = "https://www.ecofocus.co.kr/news/section_list_all.html?sec_no=3"


def test_every_page_of_every_section(site: Site) -> None:
    for section in site.sections:
        expected = list(site.section_numbers(section))
        seen: list[int] = []
        for number in range(1, 3 + len(expected) // 20):
            target = f"news/section_list_all.html?sec_no={section}&page={number}"
            listing = parse(
                site.reply(f"/{target}").body, None, site.base + target, PROFILE
            )
            assert listing.kind == "listing"
            assert listing.sections == dict(site.sections)
            seen += [
                row.article_no for row in listing.rows if row.article_no not in seen
            ]
        assert seen == expected


def test_rows_say_what_the_article_says(site: Site) -> None:
    target = "news/article_list_all.html?page=1"
    listing = parse(site.reply(f"/{target}").body, None, site.base + target, PROFILE)
    assert len(listing.rows) == 20
    assert {row.teaser is None for row in listing.rows} == {True, False}
    for row in listing.rows:
        if row.article_no in site.gone:
            continue
        truth = site.article(row.article_no)
        assert row.title == truth.title
        assert row.date == (
            truth.published.strftime("%Y-%m-%d %H:%M") if truth.published else None
        )
        assert row.teaser is None or not row.teaser.startswith(("\n", "\t", " "))


def test_the_mobile_list(site: Site) -> None:
    target = "mobile/section_list_all.html?sec_no=5&page=1"
    listing = parse(site.reply(f"/{target}").body, None, site.base + target, PROFILE)
    assert [row.article_no for row in listing.rows] == list(site.section_numbers(5))[
        :20
    ]
    assert all(row.title for row in listing.rows)


def test_past_the_end_the_last_page_stands_again(site: Site) -> None:
    def numbers(number: int) -> list[int]:
        target = f"news/section_list_all.html?sec_no=3&page={number}"
        return [
            row.article_no
            for row in parse(
                site.reply(f"/{target}").body, None, site.base + target, PROFILE
            ).rows
        ]

    assert numbers(500) == numbers(501) != numbers(1)


def test_banners_and_menus_are_no_rows() -> None:
    content = (
        '<ul id="gnb"><li><a href="/news/section.html?sec_no=3"> 전국 </a></li>'
        '<li><a href="/news/section_list_all.html?sec_no=0">전체</a></li>'
        '<li><a href="/news/section_list_all.html?sec_no=3">전국 전체</a></li></ul>'
        '<ul class="art_list_all"><li><a href="/news/banner_click.php?no=9">광고</a></li>'
        '<li><a href="/news/article.html?no=7"><h2>물</h2></a></li><li>기사 아님</li></ul>'
        '<div class="btn_pagenum"><a class="on">1</a><a href="?sec_no=3&amp;page=2">2</a>'
        '<a class="btn_p next" href="?sec_no=3&amp;page=14">다음</a></div>'
    )
    listing = parse(page(content), None, URL, PROFILE)
    assert [
        (row.article_no, row.title, row.teaser, row.name, row.date)
        for row in listing.rows
    ] == [(7, "물", None, None, None)]
    assert listing.sections == {3: "전국"}
    assert listing.last_page == 14


def test_an_article_that_stands_three_times_is_one_link(site: Site) -> None:
    target = f"news/article.html?no={next(t.article_no for t in site.truths() if t.skin == 'sticky')}"
    body = site.reply(f"/{target}").body
    links = parse(body, None, site.base + target, PROFILE).links
    assert len(links) == len(set(links))
    assert max(body.count(f"no={article_no}".encode()) for article_no in links) >= 3


def test_a_page_that_is_no_list(site: Site) -> None:
    assert parse(b"", None, URL, PROFILE).kind == "empty"
    front = parse(site.reply("/").body, None, site.base, PROFILE)
    assert (front.kind, front.rows, front.sections) == (
        "front",
        (),
        dict(site.sections),
    )


def test_lists_inside_a_row_are_no_rows() -> None:
    inner = '<ul class="art_info"><li class="name">윤슬기</li><li class="date">2025-02-07 17:35</li></ul>'
    related = '<ul><li><a href="/news/article.html?no=8"><h2>다른 글</h2></a></li></ul>'
    row = f'<li><a href="/news/article.html?no=7"><h2>물</h2></a>{inner}{related}</li>'
    listing = parse(page(f'<ul class="art_list_all">{row}</ul>'), None, URL, PROFILE)
    assert [
        (row.article_no, row.title, row.name, row.date) for row in listing.rows
    ] == [(7, "물", "윤슬기", "2025-02-07 17:35")]
    assert listing.links == (7, 8)


def test_rows_of_the_mobile_list() -> None:
    rows = (
        '<li class="on_thumb"><a href="/mobile/article.html?no=7"><h3>물</h3></a></li>'
    )
    other = '<li><a href="/mobile/article.html?no=9">다른 글</a></li>'
    listing = parse(page(f"<ul>{rows}{other}</ul>"), None, URL, PROFILE)
    assert [(row.article_no, row.title) for row in listing.rows] == [(7, "물")]
    assert listing.kind == "listing"
