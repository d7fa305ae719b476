"""The line below the headline: names, stamps, counters, and lines that are another article's."""

import pytest

from envfocus.parsing.article import ArticlePage, parse
from envfocus.parsing.info import Info, read
from tests.support.pages import URL, article, page
from tests.support.papers import PROFILE

LINE = '<ul class="art_info"><li>남의글 기자</li><li>등록 2020.01.01 00:00:00</li></ul>'
OWN = '<ul class="art_info"><li>윤슬기 기자</li></ul>'


def found(body: bytes) -> ArticlePage:
    read_page = parse(body, None, URL, PROFILE)
    assert isinstance(read_page, ArticlePage), read_page
    return read_page


@pytest.mark.parametrize(
    "name",
    [
        *(
            "한수정 기자 hong@x.example 010-0000-5678",
            "김등록 기자",
            "김입력 기자",
            "등록 기자",
            "수정 기자 a@x.example",
        ),
        *(
            "입력 편집팀",
            "한수정",
            "남궁솔",
            "윤슬기·한가람 기자",
            "환경포커스 편집부",
            "서이든 편집국장",
            "남궁솔 논설위원",
        ),
        *(
            "도하늘 특파원",
            "나무현 사회부장",
            "디지털팀",
            "sol@envfocus.example",
            "가" * 77 + " 기자",
        ),
    ],
)
def test_names(name: str) -> None:
    assert read((name,), PROFILE) == Info(byline=name)


@pytest.mark.parametrize(
    "stamp",
    [
        *(
            "등록 2025.02.07 17:35:14",
            "입력 2025.02.07 17:35",
            "기사입력 2025-02-07 17:35",
            "등록일시 : 2025.02.07",
        ),
        *(
            "2025.02.07 17:35:14",
            "2025-02-07",
            "2025.02.07 (금) 17:35",
            "등록 2025년 2월 7일 17시 35분",
            "승인 2025.02.07",
        ),
        *(
            "등록 어제 오후",
            "입력: 방금",
            "최종 등록 2025. 2. 7. 오후 5:35",
            "2025-02-07T17:35:14+09:00",
            "등록 25.02.07 17:35",
        ),
    ],
)
def test_stamps(stamp: str) -> None:
    assert read((stamp,), PROFILE) == Info(registered=stamp)


@pytest.mark.parametrize(
    "stamp",
    [
        "수정 2025.02.08 09:00",
        "최종수정 2025.02.08",
        "2025.02.08 09:00 수정",
        "수정 오늘",
    ],
)
def test_revisions(stamp: str) -> None:
    assert read((stamp,), PROFILE) == Info(modified=stamp)


@pytest.mark.parametrize(
    "control",
    [
        *(
            "인쇄",
            "댓글 3개",
            "조회수 : 1,234회",
            "환경포커스",
            "조회 1,204",
            "댓글 0",
            "수정",
            "등록",
            "수정 삭제",
            "공유하기",
        ),
        *("|", "글자 크게", "12"),
    ],
)
def test_counters_and_buttons_are_nobody(control: str) -> None:
    assert read((control,), PROFILE) == Info()


@pytest.mark.parametrize(
    "entry",
    ["우리 강 이야기", "환경포커스뉴스룸", "가" * 78 + " 기자", "아주 긴 소속이름"],
)
def test_what_is_neither_is_flagged(entry: str) -> None:
    assert read((entry,), PROFILE) == Info(flags=("info:unread",))


@pytest.mark.parametrize(
    ("entry", "expected"),
    [
        (
            "윤슬기 기자 yoon@x.example 등록 2025.02.07 17:35:14",
            Info("윤슬기 기자 yoon@x.example", "등록 2025.02.07 17:35:14"),
        ),
        (
            "등록 2025.02.07 17:35:14 수정 2025.02.08 09:00:00",
            Info(None, "등록 2025.02.07 17:35:14", "수정 2025.02.08 09:00:00"),
        ),
        (
            "2025.02.07 17:35 수정 2025.02.08 09:00",
            Info(None, "2025.02.07 17:35", "수정 2025.02.08 09:00"),
        ),
        ("윤슬기 기자 | 2025.02.07 | 조회 12", Info("윤슬기 기자", "2025.02.07")),
    ],
)
def test_one_entry_can_hold_several_things(entry: str, expected: Info) -> None:
    assert read((entry,), PROFILE) == expected


def test_the_first_name_stands_and_others_are_flagged() -> None:
    assert read(("윤슬기 기자", "한가람 기자"), PROFILE) == Info(
        "윤슬기 기자", flags=("byline:several",)
    )


@pytest.mark.parametrize(
    "elsewhere",
    [
        f"<aside>{LINE}</aside>",
        f"<ul><li>{LINE}</li></ul>",
        f"<a href='/news/article.html?no=5'>{LINE}</a>",
        f"<div><ul><li><div>{LINE}</div></li></ul></div>",
    ],
)
def test_a_line_in_a_row_or_a_sidebar_is_another_ones(elsewhere: str) -> None:
    for body in (
        article("<p>글.</p>", top=elsewhere),
        article("<p>글.</p>", top=elsewhere + OWN),
    ):
        assert found(body).byline in {None, "윤슬기 기자"}
        assert found(body).registered is None
    assert found(article("<p>글.</p>", top=elsewhere + OWN)).byline == "윤슬기 기자"


def test_a_line_behind_the_body_is_another_ones() -> None:
    assert found(article("<p>글.</p>", after=f"<div>{LINE}</div>")).byline is None


HEADLINE = '<div class="art_top"><h2>물</h2></div>'
BODY = '<div id="news_body_area"><p>글.</p></div>'


@pytest.mark.parametrize(
    ("content", "byline"),
    [
        (f"<div>{LINE}</div>{HEADLINE}{BODY}", None),  # above the headline
        (
            f'<div class="art_top">{OWN}<h2>물</h2></div>{BODY}',
            "윤슬기 기자",
        ),  # above, but in its element
        (f"{HEADLINE}<div>{OWN}</div>{BODY}", "윤슬기 기자"),
        (
            f"<div>{HEADLINE}</div><div>{LINE}</div><div>{OWN}</div>{BODY}",
            "남의글 기자",
        ),
        (f"<div><div>{HEADLINE}</div></div><div>{OWN}</div>{BODY}", "윤슬기 기자"),
        (f"{OWN}{BODY}", "윤슬기 기자"),  # no headline: before the body
    ],
)
def test_the_line_stands_between_headline_and_body(
    content: str, byline: str | None
) -> None:
    assert (
        found(page(content, head='<meta property="og:title" content="물">')).byline
        == byline
    )


def test_the_line_beside_the_headline_comes_first() -> None:
    content = f'<section><div class="art_top"><h2>물</h2></div>{{}}</section>{BODY}'
    inner = f'<div class="art_top"><h2>물</h2><div>{OWN}</div></div>{LINE}{BODY}'
    assert (
        found(page(content.format(f"<div>{OWN}</div>") + LINE)).byline == "윤슬기 기자"
    )
    assert found(page(inner)).byline == "윤슬기 기자"
    outer = (
        f'<section><div><div class="art_top"><h2>물</h2></div></div></section>{LINE}'
    )
    assert found(page(outer + BODY)).byline == "남의글 기자"


def test_the_old_skins_stamp_stands_beside_its_headline() -> None:
    body = '<div class="c011_arv"><div class="smartOutput">글.</div></div>'
    top = '<div class="arvtitle">물</div>'
    stamp = '<div class="arvdate">{}</div>'
    both = stamp.format("등록 2025.02.07 17:35 수정 2025.02.08 09:00")
    read_page = found(page(top + both + body))
    assert (read_page.registered, read_page.modified) == (
        "등록 2025.02.07 17:35",
        "수정 2025.02.08 09:00",
    )
    assert found(page(top + stamp.format("어느 봄날") + body)).registered == "어느 봄날"
    assert (
        found(
            page(f"<aside>{stamp.format('2020.01.01')}</aside>{top}{body}")
        ).registered
        is None
    )
