"""The end of a body: copyright notices and signatures go, people and sentences stay."""

from dataclasses import replace

import pytest

from envfocus.parsing.article import ArticlePage, parse
from tests.support.pages import URL, article
from tests.support.papers import PROFILE


def read(body: str, byline: str | None = None) -> ArticlePage:
    top = f'<ul class="art_info"><li>{byline}</li></ul>' if byline else ""
    found = parse(article(body, top=top), None, URL, PROFILE)
    assert isinstance(found, ArticlePage)
    return found


def closing(found: ArticlePage) -> list[str]:
    return [
        flag for flag in found.flags if flag in {"body:signature", "body:copyright"}
    ]


@pytest.mark.parametrize(
    "notice",
    [
        *(
            "무단 전재 및 재배포 금지",
            "무단전재-재배포금지",
            "무단전재 금지",
            "무단 전재를 금지합니다",
        ),
        "&lt;저작권자ⓒ환경포커스. 무단전재-재배포금지&gt;",
        "‹저작권자 ⓒ 환경포커스, 무단전재 및 재배포 금지›",
        "〈저작권자 © 환경포커스 무단전재 및 재배포 금지〉",
        "저작권자 ⓒ 환경포커스 www.ecofocus.co.kr 무단전재-재배포금지",
        "Copyright ⓒ 환경포커스 https://www.ecofocus.co.kr All rights reserved. 무단 전재, AI 학습 이용 금지.",
        "※ 무단 전재 및 재배포 금지!",
    ],
)
def test_a_notice_goes(notice: str) -> None:
    for ending in (f"<p>{notice}</p>", f"<br>{notice}"):
        found = read(f"<p>글이다.</p>{ending}")
        assert (found.paragraphs, closing(found)) == (("글이다.",), ["body:copyright"])
    glued = read(f"<p>글이다. {notice}</p>")
    assert (glued.paragraphs, closing(glued)) == (("글이다.",), ["body:copyright"])


@pytest.mark.parametrize(
    "sentence",
    [
        "본문 끝이다 무단 전재 및 재배포 금지",
        "시 공보실은 무단 전재 금지",
        "환경포커스는 무단 전재 금지",
        "무단 전재 금지 안내문을 붙였다.",
        "무단 전재를 막는 조례는 금지",
        "누리집 사진의 무단 전재 및 재배포 금지",
    ],
)
def test_a_sentence_stays(sentence: str) -> None:
    found = read(f"<p>글이다.</p><p>{sentence}</p>")
    assert (found.paragraphs, closing(found)) == (("글이다.", sentence), [])


def test_a_notice_behind_a_long_paragraph() -> None:
    text = "강물이 맑아졌다. " * 100
    found = read(f"<p>{text}무단 전재 및 재배포 금지</p>")
    assert found.paragraphs == (text.strip(),)


@pytest.mark.parametrize(
    ("signature", "byline"),
    [
        ("/윤슬기기자 yoon@", "윤슬기 기자"),
        ("윤슬기 기자 yoon@x.example", "윤슬기 기자"),
        ("윤슬기 기자 yoon@x.example 010-0000-5678", "윤슬기 기자"),
        ("[윤슬기 기자 yoon@x.example]", "윤슬기 기자"),
        ("윤슬기 기자 (yoon@x.example)", "윤슬기 기자"),
        ("환경포커스=윤슬기 기자", "윤슬기 기자"),
        ("[환경포커스=윤슬기 기자]", "윤슬기 기자"),
        ("환경포커스 윤슬기 기자", "윤슬기 기자"),
        ("윤슬기·한가람 기자", "윤슬기·한가람 기자"),
        ("윤슬기 인턴기자", "윤슬기 인턴기자"),
        ("윤슬기 대표기자", "윤슬기 대표기자"),
        ("남궁솔 논설위원", "남궁솔 논설위원"),
        ("서이든 편집국장", "서이든 편집국장"),
    ],
)
def test_a_signature_goes_and_names_the_reporter(signature: str, byline: str) -> None:
    found = read(f"<p>글이다.</p><p>{signature}</p>")
    assert (found.paragraphs, found.byline) == (("글이다.",), byline)
    assert closing(found) == ["body:signature"]
    assert "byline:signature" in found.flags


@pytest.mark.parametrize(
    "glued",
    [
        *(
            "/윤슬기기자 yoon@x.example",
            " /윤슬기 기자 yoon@",
            " / 윤슬기 기자 yoon@x.example",
            "/윤슬기 기자",
            " /윤슬기기자",
        ),
        "/윤슬기 기자 yoon@x.example 02-0000-1234",
    ],
)
def test_a_signature_glued_to_the_last_sentence(glued: str) -> None:
    found = read(f"<p>글이다.{glued}</p>")
    assert (found.paragraphs, found.byline, closing(found)) == (
        ("글이다.",),
        "윤슬기 기자",
        ["body:signature"],
    )


@pytest.mark.parametrize(
    "paragraphs",
    [
        ("수상자는 다음과 같다.", "도하늘 기자", "나무현 기자"),
        ("수상자는 A사 / 도하늘 기자",),
        ("수상자는 A사/도하늘 기자",),
        ("토론에는 나무현 기자", "가나다라마 도하늘 기자"),
        ("이 자리에는 도하늘 기자도 있었다.",),
        ("글이다.", "도하늘 기자단"),
    ],
)
def test_people_in_a_text_stay(paragraphs: tuple[str, ...]) -> None:
    found = read("".join(f"<p>{text}</p>" for text in paragraphs))
    assert (found.paragraphs, found.byline, closing(found)) == (paragraphs, None, [])


@pytest.mark.parametrize(
    ("byline", "signature", "goes"),
    [
        ("윤슬기 기자", "윤슬기 기자", True),
        ("윤슬기·한가람 기자", "한가람 기자", True),
        ("윤슬기 기자", "도하늘 기자", False),
        ("윤슬기 기자", "/도하늘 기자", True),
        ("윤슬기 기자", "도하늘 기자 sky@x.example", True),
    ],
)
def test_a_bare_name_signs_only_for_the_reporter_of_the_page(
    byline: str, signature: str, *, goes: bool
) -> None:
    found = read(f"<p>글이다.</p><p>{signature}</p>", byline)
    assert found.paragraphs == (("글이다.",) if goes else ("글이다.", signature))
    assert (found.byline, closing(found)) == (
        byline,
        ["body:signature"] if goes else [],
    )


def test_only_one_signature_is_taken() -> None:
    found = read(
        "<p>글이다.</p><p>/도하늘 기자 sky@</p><p>/윤슬기 기자 yoon@</p><p>무단 전재 금지</p>"
    )
    assert (found.paragraphs, found.byline) == (
        ("글이다.", "/도하늘 기자 sky@"),
        "윤슬기 기자",
    )
    assert closing(found) == ["body:copyright", "body:signature"]


def test_notices_stand_on_both_sides_of_a_signature() -> None:
    found = read(
        "<p>글이다.</p><p>무단 전재 금지</p><p>/윤슬기 기자</p><p>ⓒ 환경포커스 무단전재 금지</p>"
    )
    assert (found.paragraphs, found.byline) == (("글이다.",), "윤슬기 기자")


@pytest.mark.parametrize(("length", "is_dateline"), [(34, True), (35, False)])
def test_a_dateline_is_short(length: int, is_dateline: bool) -> None:
    start = f"[환경포커스={'가' * length}]"
    assert (read(f"<p>{start} 글이다.</p>").dateline == start) is is_dateline


NOTICE = "무단 전재 금지"


@pytest.mark.parametrize(("length", "goes"), [(200, True), (201, False)])
def test_a_notice_of_its_own_line_is_as_long_as_a_tail(
    length: int, *, goes: bool
) -> None:
    line = NOTICE.rjust(length, "※")
    found = read(f"<p>글이다.</p><p>{line}</p>")
    assert (found.paragraphs == ("글이다.",)) is goes


@pytest.mark.parametrize(("length", "goes"), [(199, True), (200, False)])
def test_a_glued_notice_stands_in_the_tail_with_the_end_of_its_sentence(
    length: int, *, goes: bool
) -> None:
    glued = NOTICE.rjust(length, "※")
    found = read(f"<p>글이다.{glued}</p>")
    assert (found.paragraphs == ("글이다.",)) is goes


@pytest.mark.parametrize(("length", "goes"), [(200, True), (201, False)])
def test_a_signature_of_its_own_line_is_as_long_as_a_tail(
    length: int, *, goes: bool
) -> None:
    line = "윤슬기 기자 " + "@x.example".rjust(length - 7, "y")
    found = read(f"<p>글이다.</p><p>{line}</p>")
    assert (found.byline == "윤슬기 기자") is goes
    assert (found.paragraphs == ("글이다.",)) is goes


@pytest.mark.parametrize(("length", "goes"), [(200, True), (201, False)])
def test_a_glued_signature_stands_in_the_tail(length: int, *, goes: bool) -> None:
    glued = " /윤슬기 기자 " + "@x.example".rjust(length - 9, "y")
    found = read(f"<p>강물이 맑아졌고{glued}</p>")
    assert (found.paragraphs == ("강물이 맑아졌고",)) is goes


@pytest.mark.parametrize(("length", "listed"), [(200, True), (201, False)])
def test_a_line_longer_than_a_tail_is_no_entry_of_a_list(
    length: int, *, listed: bool
) -> None:
    line = "윤슬기 기자 " + "@x.example".rjust(length - 7, "y")
    found = read(f"<p>글이다.</p><p>{line}</p><p>도하늘 기자</p>")
    assert ("도하늘 기자" in found.paragraphs) is listed


@pytest.mark.parametrize("length", [150, 200, 900])
def test_what_stands_before_a_glued_end_is_kept_whole(length: int) -> None:
    text = "가" * length + "."
    for glued in (f" {NOTICE}", " /윤슬기 기자 yoon@"):
        assert read(f"<p>{text}{glued}</p>").paragraphs == (text,)


def test_names_that_repeat_each_other_take_no_time() -> None:
    paper = replace(
        PROFILE,
        outlet_names=("물", "물물", "www", "저작권", "환경포커스"),
        base_url="https://www.c.co.example/",
    )
    for line in ("물" * 190, "www." * 49, "저작권" * 60, "c." * 99):
        for end in ("x", NOTICE[:4]):
            assert parse(article(f"<p>글.</p><p>{line}{end}</p>"), None, URL, paper)
    found = parse(article(f"<p>글.</p><p>ⓒ물물 c.co {NOTICE}</p>"), None, URL, paper)
    assert isinstance(found, ArticlePage)
    assert found.paragraphs == ("글.",)
