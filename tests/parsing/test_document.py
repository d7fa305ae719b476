"""Bytes → text, whatever the label says."""

import codecs

import pytest
from hypothesis import given
from hypothesis import strategies as st
from selectolax.lexbor import LexborHTMLParser

from envfocus.parsing.document import decode, fold, load
from tests.support.papers import PROFILE

KOREAN = "서울시는 오는 11일 하천 정비 계획을 내놓는다."


@pytest.mark.parametrize(
    "charset", [None, "utf-8", "euc-kr", "iso-8859-1", "no-such", "zlib", "\x00", ""]
)
def test_utf8_is_read_whatever_the_header_says(charset: str | None) -> None:
    assert decode(KOREAN.encode(), charset).text == KOREAN
    assert decode(KOREAN.encode(), charset).flags == ()


@pytest.mark.parametrize(
    "charset", [None, "utf-8", "euc-kr", "cp949", "iso-8859-1", "zlib"]
)
@pytest.mark.parametrize("encoding", ["cp949", "euc-kr"])
def test_cp949_is_read_even_when_labelled_utf8(
    charset: str | None, encoding: str
) -> None:
    decoded = decode(KOREAN.encode(encoding), charset)
    assert (decoded.text, decoded.encoding, decoded.flags) == (
        KOREAN,
        "cp949",
        ("encoding:cp949",),
    )


def test_syllables_that_only_cp949_has() -> None:
    assert (
        decode("뷁 똠방각하 펲시".encode("cp949"), "euc-kr").text == "뷁 똠방각하 펲시"
    )


@pytest.mark.parametrize("charset", ["johab", "UTF-16"])
def test_other_korean_encodings_when_declared(charset: str) -> None:
    assert decode(KOREAN.encode(charset), charset).text == KOREAN


def test_byte_order_mark_is_no_text() -> None:
    assert decode(codecs.BOM_UTF8 + KOREAN.encode()).text == KOREAN


@pytest.mark.parametrize("cut", [1, 2])
def test_half_a_last_character_is_dropped_and_flagged(cut: int) -> None:
    decoded = decode("하천 정비".encode()[:-cut])
    assert (decoded.text, decoded.flags) == ("하천 정", ("encoding:cut",))
    assert decode("하천 정비".encode("cp949")[:-1]).text == "하천 정"


def test_damaged_utf8_stays_utf8() -> None:
    start, rest = "서울시는 ".encode(), KOREAN.encode()
    damaged = start + b"\xff\xfe" + rest
    decoded = decode(damaged)
    assert (decoded.text.replace("\ufffd", ""), decoded.flags) == (
        "서울시는 " + KOREAN,
        ("encoding:replaced",),
    )


@given(st.binary(max_size=400), st.one_of(st.none(), st.text(max_size=12)))
def test_any_bytes_give_text_that_utf8_can_hold(
    body: bytes, charset: str | None
) -> None:
    decode(body, charset).text.encode("utf-8")


@given(
    st.text(
        alphabet=st.characters(min_codepoint=0xAC00, max_codepoint=0xD7A3), min_size=1
    )
)
def test_hangul_survives_both_encodings(text: str) -> None:
    assert decode(text.encode()).text == text
    assert decode(("가나다 " + text).encode("cp949")).text == "가나다 " + text


def test_damage_that_outweighs_the_text_is_another_encoding() -> None:
    mostly = "가나다".encode() + b"\xff" * 2
    assert decode(mostly).encoding == "utf-8"
    assert (
        decode("강물".encode() + "하천 정비 계획을".encode("cp949")).encoding == "cp949"
    )
    assert decode("강물".encode("cp949") + b" river").text == "강물 river"


@pytest.mark.parametrize("charset", [None, "utf-16", "johab"])
def test_an_encoding_that_gives_no_hangul_is_not_believed(charset: str | None) -> None:
    decoded = decode(b"caf\xe9 price 12", charset)
    assert (decoded.encoding, decoded.flags) == ("utf-8", ("encoding:replaced",))


def test_a_page_without_an_end_is_flagged() -> None:
    assert load(b"<html><body>a</body></html>", None, PROFILE).flags == ()
    assert load(b"<html><body>a", None, PROFILE).flags == ("page_truncated",)


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("a\u00a0\u00a0b", "a b"),
        ("\n\t a \u3000b\u2028c", "a b c"),
        ("\ufeff가\u200b나", "가나"),
        ("👨\u200d👩", "👨\u200d👩"),
        ("a  b", "a b"),
        (" a b ", "a b"),
        ("a \u200b b", "a b"),
        ("", ""),
    ],
)
def test_fold(text: str, folded: str) -> None:
    assert fold(text) == folded


@given(
    st.text(
        alphabet=[
            *"ab가나 \n\t\r\x0b\x1c\x85\u00a0\u2003\u2028\u3000\u200b\u200d\ufeff"
        ]
    )
)
def test_fold_is_words_and_single_spaces(text: str) -> None:
    assert fold(text) == " ".join(
        text.replace("\u200b", "").replace("\ufeff", "").split()
    )


PIECES = [
    "<p ",
    "</p>",
    "<!--",
    "-->",
    "<",
    ">",
    "/",
    "=",
    '"',
    "'",
    "&lt;",
    "&#0",
    "\x00",
    "\r\n",
    "a",
    "가",
    "🌲",
    "\ufeff",
]


@given(st.lists(st.sampled_from(PIECES)).map("".join))
def test_a_page_in_utf8_is_parsed_like_its_text(text: str) -> None:
    assert (
        load(text.encode(), None, PROFILE).tree.html
        == LexborHTMLParser(text.removeprefix("\ufeff")).html
    )


@pytest.mark.parametrize(
    "body", [KOREAN.encode()[:-3], KOREAN.encode("cp949"), KOREAN.encode() + b"\xff"]
)
def test_a_page_that_is_no_clean_utf8_is_parsed_as_it_was_decoded(body: bytes) -> None:
    assert load(body, None, PROFILE).tree.text() == decode(body).text
