"""The date line and the weather widget, in every form the site shows."""

import pytest

from envfocus.parsing import masthead
from envfocus.parsing.masthead import Masthead, WeatherRow, parse
from fixtures.site import Site, front
from tests.support.pages import page, widget
from tests.support.papers import PROFILE


def only_row(row: str) -> WeatherRow:
    rows = parse(widget(row), None, PROFILE).rows
    assert len(rows) == 1
    return rows[0]


@pytest.mark.parametrize(
    ("row", "condition", "icon", "station", "temperature"),
    [
        ('<span class="iw01">맑음</span>동두천 3.7℃', "맑음", "01", "동두천", "3.7"),
        ('<span class="iw00">-</span>강릉 8.8℃', "-", "00", "강릉", "8.8"),
        ('<span class="iw01">맑음</span>고창 ℃', "맑음", "01", "고창", None),
        ('<span class="iw00"></span>제주 24.5℃', None, "00", "제주", "24.5"),
        ('<span class="iw03"></span>제주 24.5℃', None, "03", "제주", "24.5"),
        ("제주 24.5℃", None, None, "제주", "24.5"),
        ('<span class="iw01">맑음</span>고창 -2.4℃', "맑음", "01", "고창", "-2.4"),
        ('<span class="iw01">맑음</span>고창 −2.4℃', "맑음", "01", "고창", "−2.4"),
        ('<span class="iw00">-</span>고창 -2.4℃', "-", "00", "고창", "-2.4"),
        ("-강릉 8.8℃", "-", None, "강릉", "8.8"),
        ("-강릉 -8.8℃", "-", None, "강릉", "-8.8"),
        ('서울 -9.6℃<span class="iw01">맑음</span>', "맑음", "01", "서울", "-9.6"),
        ("서울 -9.6℃맑음", "맑음", None, "서울", "-9.6"),
        (
            '<span class="iw13">눈 또는 비</span> 서울 0.0℃ ',
            "눈 또는 비",
            "13",
            "서울",
            "0.0",
        ),
        ('<span class="iw01">맑음</span>서울 12℃', "맑음", "01", "서울", "12"),
        ('<span class="iw01">맑음</span>서울', "맑음", "01", "서울", None),
        ('<span class="iw01">맑음</span> 3.1℃', "맑음", "01", None, "3.1"),
        (
            '<span class="iw01">맑음</span>서울 99999.9℃',
            "맑음",
            "01",
            "서울",
            "99999.9",
        ),
        ('<span class="icon iw08 day">비</span>서울 3.1℃', "비", "08", "서울", "3.1"),
        ("서울 –3.8℃", None, None, "서울", "–3.8"),
        ("서울 —3.8℃", None, None, "서울", "—3.8"),
        ("서울 −3.8℃", None, None, "서울", "−3.8"),
        ("서울 3,8℃", None, None, "서울", "3,8"),
        ("서울 .5℃", None, None, "서울", ".5"),
        ("서울 1.℃", None, None, "서울", "1."),
        ("서울 +3.8℃", None, None, "서울", "+3.8"),
        ("서울 3.8 ℃", None, None, "서울", "3.8"),
        ("서울 - ℃", None, None, "서울", "-"),
        ("서울 3도8℃", None, None, "서울", "3도8"),
        ("서울 약3.8℃", None, None, "서울", "약3.8"),
        ("강릉8.8℃", None, None, "강릉", "8.8"),
        ("강릉-8.8℃", None, None, "강릉", "-8.8"),
        ("-강릉8.8℃", "-", None, "강릉", "8.8"),
        ("-강릉 ℃", "-", None, "강릉", None),
        ("고창℃", None, None, "고창", None),
        ("서울 3℃ 8℃", "8℃", None, "서울", "3"),
        ("맑음서울 3.8℃", None, None, "맑음서울", "3.8"),
        ("<a><span>맑음</span>서울 3.8℃</a>", "맑음", None, "서울", "3.8"),
        ("<span>맑음</span><span>서울</span> 3.8℃", "맑음", None, "서울", "3.8"),
        (
            '<span>서울</span> 3.8℃ <span class="iw01">맑음</span>',
            "맑음",
            "01",
            "서울",
            "3.8",
        ),
        ("<span>맑음</span><span>서울 3.8℃</span>", "맑음", None, "서울", "3.8"),
        ("<span>서울 3.8℃</span>", None, None, "서울", "3.8"),
        ('<span class="iw1">맑음</span>서울 3.8℃', "맑음", None, "서울", "3.8"),
        ('<span class="iw011">맑음</span>서울 3.8℃', "맑음", None, "서울", "3.8"),
    ],
)
def test_rows(
    row: str,
    condition: str | None,
    icon: str | None,
    station: str | None,
    temperature: str | None,
) -> None:
    read = only_row(row)
    assert (read.condition, read.icon, read.station, read.temperature) == (
        condition,
        icon,
        station,
        temperature,
    )


def test_an_empty_row_is_no_row() -> None:
    assert (
        parse(widget("", " \u00a0 ", '<span class="iw00"></span>'), None, PROFILE).rows
        == ()
    )


def test_a_row_that_is_no_row_is_passed_over() -> None:
    rows = parse(
        widget("글" * 201 + " 3.8℃", "1" * 30_000 + "℃", "서울 3.8℃"), None, PROFILE
    ).rows
    assert [row.station for row in rows] == ["서울"]


def test_a_widget_without_its_usual_list() -> None:
    row = "<li><span class='iw01'>맑음</span>서울 3.8℃</li>"
    for content in (
        f"<div class='weather_box'><ul>{row}</ul></div>",
        f"<div id='weather_box'><ul>{row}</ul></div>",
    ):
        assert [
            (found.condition, found.station)
            for found in parse(page(content), None, PROFILE).rows
        ] == [("맑음", "서울")]
    both = f"<div class='weather_box'><ul><li>꾸밈</li></ul><ul class='weather_slide'>{row}</ul></div>"
    assert [found.station for found in parse(page(both), None, PROFILE).rows] == [
        "서울"
    ]


def test_text_that_looks_like_the_comment_is_no_time() -> None:
    assert (
        parse(
            page("", after="&lt;!-- MAKE FILE (2018-03-24 03:47:07) --&gt;"),
            None,
            PROFILE,
        ).made_at
        is None
    )


def test_every_snapshot_of_the_fixture_site_as_printed(site: Site) -> None:
    assert {"seed", "dashes", "today", "gaps", "reversed"} <= {
        n for n, s in site.snapshots.items() if s.rows
    }
    for snapshot in site.snapshots.values():
        read = parse(front(site, snapshot), None, PROFILE)
        shown = [
            (
                row.condition,
                f"iw{row.icon}" if row.icon else None,
                row.station,
                row.temperature,
            )
            for row in read.rows
        ]
        assert shown == [
            (row.condition, row.icon, row.station, row.temperature)
            for row in snapshot.rows
        ], snapshot.name
        assert (read.page_date, read.made_at) == (snapshot.page_date, snapshot.made_at)
        assert read.provider == snapshot.provider


def test_a_front_page_whose_rows_are_mostly_dashes(site: Site) -> None:
    rows = parse(site.reply("/").body, None, PROFILE).rows
    assert len(rows) == 16
    assert sum(row.condition == "-" for row in rows) == 9
    assert all(row.temperature for row in rows)


NOTHING = Masthead(page_date=None, made_at=None, rows=(), provider=None)


@pytest.mark.parametrize(
    "content",
    ["", '<div id="weather_box"></div>', '<div class="weather_box"><ul></ul></div>'],
)
def test_a_page_without_a_widget(content: str) -> None:
    assert parse(page(content), None, PROFILE) == NOTHING


def test_the_mobile_and_the_old_skin_have_none(site: Site) -> None:
    old = next(truth.article_no for truth in site.truths() if truth.skin == "old")
    for target in (
        f"/mobile/article.html?no={site.SEED_NO}",
        f"/news/article.html?no={old}",
    ):
        assert parse(site.reply(target).body, None, PROFILE) == NOTHING


def test_the_time_a_page_was_made_stands_behind_its_end() -> None:
    made = "<!-- MAKE FILE (2018-03-24 03:47:07) -->"
    assert (
        parse(page("", after=f"\n{made}\n"), None, PROFILE).made_at
        == "2018-03-24 03:47:07"
    )
    assert (
        parse(page("", after=f"<!-- other -->{made}"), None, PROFILE).made_at
        == "2018-03-24 03:47:07"
    )


@pytest.mark.parametrize(
    "comment",
    [
        "<!-- 2025.12.08 (화) -->",
        "<!-- MAKE FILE () -->",
        "<!-- MAKE FILE (2018-03-24 03:47:07) by -->",
    ],
)
def test_other_comments_are_no_time(comment: str) -> None:
    assert parse(page(comment, after=comment), None, PROFILE).made_at is None


def test_a_comment_inside_the_page_is_no_time() -> None:
    assert (
        parse(page("<!-- MAKE FILE (2018-03-24 03:47:07) -->"), None, PROFILE).made_at
        is None
    )


def test_the_date_line_is_taken_from_its_element_only() -> None:
    assert (
        parse(
            page(
                '<!-- 2025.12.09 (화) --><p class="today_txt"> 2025.12.08\n (월) </p>'
            ),
            None,
            PROFILE,
        ).page_date
        == "2025.12.08 (월)"
    )


def test_rows_in_cp949(site: Site) -> None:
    body = (
        front(site, site.snapshots["seed"])
        .decode()
        .replace('charset="utf-8"', "")
        .encode("cp949", "xmlcharrefreplace")
    )
    assert [row.station for row in parse(body, "utf-8", PROFILE).rows] == [
        row.station for row in site.snapshots["seed"].rows
    ]


@pytest.mark.parametrize("padding", ["", f"<b title='{'x' * 2_000}'></b>"])
@pytest.mark.parametrize(
    "row",
    [
        "서울 -9.6℃맑음",
        "<span>맑음</span><span>서울 3.8℃</span>",
        "-강릉 8.8℃",
        "맑음 &lt;서울&gt;&nbsp;",
    ],
)
def test_a_row_says_the_same_however_much_markup_it_has(row: str, padding: str) -> None:
    plain = parse(widget(row, row), None, PROFILE).rows
    assert (
        parse(widget(row + padding, row), None, PROFILE).rows
        == plain
        == (plain[0],) * 2
    )


def test_rows_that_look_alike_differ_by_their_elements() -> None:
    rows = [
        "맑음서울 3.8℃",
        "<span>맑음</span>서울 3.8℃",
        '<span class="iw01">맑음</span>서울 3.8℃',
    ]
    found = [
        (row.text, row.condition, row.icon)
        for row in parse(widget(*rows, *rows), None, PROFILE).rows
    ]
    assert (
        found
        == [
            ("맑음서울 3.8℃", *rest)
            for rest in ((None, None), ("맑음", None), ("맑음", "01"))
        ]
        * 2
    )


def test_rows_without_text_and_overlong_ones_are_left_out() -> None:
    assert (
        parse(
            widget("", "&nbsp;", "<b></b>", "가" * 201, "<b>가</b>" * 201),
            None,
            PROFILE,
        ).rows
        == ()
    )
    assert len(parse(widget("가" * 200), None, PROFILE).rows) == 1


def test_no_long_row_is_remembered() -> None:
    known = masthead._known_row
    known.cache_clear()
    parse(widget("서울 3.8℃", f"<b title='{'x' * 2_000}'></b>부산 3.8℃"), None, PROFILE)
    parse(widget("서울 3.8℃"), None, PROFILE)
    assert (known.cache_info().currsize, known.cache_info().hits) == (1, 1)
