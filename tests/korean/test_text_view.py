"""The normalised view: what it changes, and that its offsets cut the original."""

import unicodedata

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from envfocus.korean.text_view import FULL_WIDTH, SPACES, Normalizer

DROPPING = Normalizer(FULL_WIDTH | SPACES, drop_invisible=True)
KEEPING = Normalizer(FULL_WIDTH | SPACES, drop_invisible=False)

PIECES = st.sampled_from(
    [
        *"가 각 서울 3월 A . ~ \n".split(" "),
        *"２ Ａ ． （ ～ \u3000 \u00a0 \u2009 \u202f \u2007".split(" "),
        *"\u00ad \u200b \u200f \u2060 \u2064 \ufeff".split(" "),
        *"\u1100 \u1161 \u11a8 \u11ff \uac00\u11a8 \u1112\u1161\u11ab".split(" "),
        *"e\u0301 か\u3099 \u0301 \u0316\u0301 \u212b \uf914 \ud83d \udc00 💧".split(
            " "
        ),
    ]
)
TEXTS = st.text(max_size=30) | st.lists(PIECES, max_size=15).map("".join)


@pytest.mark.parametrize(
    "text", ["", "서울시는 7일(금) 오전 10시에 열었다.", "plain ASCII", "50㎍/㎥ 金 💧"]
)
@pytest.mark.parametrize("normalizer", [DROPPING, KEEPING])
def test_an_ordinary_text_is_its_own_view(normalizer: Normalizer, text: str) -> None:
    view = normalizer.view(text)
    assert view.text is text
    assert view.starts is None
    assert view.span(2, 5) == (2, 5)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("２０２５．３．５．（수）", "2025.3.5.(수)"),
        ("［ＡＴ］～", "[AT]~"),
        ("3월\u00a05일\u30002시\u2009반\u2007에\u202f연다", "3월 5일 2시 반 에 연다"),
        ("7\ud83d일\udc00", "7?일?"),
        (unicodedata.normalize("NFD", "오전 10시 환경"), "오전 10시 환경"),
        ("가\u11a8 서\u11af", "각 설"),
        ("caf\u0065\u0301", "café"),
        ("5일(\uf90a)", "5일(金)"),
    ],
)
def test_what_is_normalised(text: str, expected: str) -> None:
    assert KEEPING.view(text).text == DROPPING.view(text).text == expected


@pytest.mark.parametrize(
    "invisible",
    [
        "\u00ad",
        *map(chr, range(0x200B, 0x2010)),
        *map(chr, range(0x2060, 0x2065)),
        "\ufeff",
    ],
)
def test_invisible_characters_are_left_out_where_asked(invisible: str) -> None:
    text = f"{invisible}서{invisible}{invisible}울{invisible}시"
    view = DROPPING.view(text)
    assert view.text == "서울시"
    assert view.span(0, 2) == (1, 5)
    assert KEEPING.view(text).text == text


def test_a_syllable_in_letters_is_composed_across_an_invisible_character() -> None:
    view = DROPPING.view("\u1109\u200b\u1165\u110b\u116e\u200b\u11af은")
    assert view.text == "서울은"
    assert [view.span(at, at + 1) for at in range(3)] == [(0, 3), (3, 7), (7, 8)]


def test_only_what_is_asked_for_is_replaced() -> None:
    dashes = Normalizer({"·": "-", "_": "-", "]": ")"}, drop_invisible=False)
    assert dashes.view("1·2_3]４\\^").text == "1-2-3)４\\^"


def test_a_character_and_its_accent_stay_together() -> None:
    view = KEEPING.view("봄\u0301에 e\u0301")
    assert view.text == "봄\u0301에 é"
    assert [view.span(at, at + 1) for at in range(5)] == [
        *((0, 2), (0, 2)),
        *((2, 3), (3, 4), (4, 6)),
    ]


@given(TEXTS, st.sampled_from([DROPPING, KEEPING]), st.data())
@example("\u200b", DROPPING, None)
@example("00\u00ad\u212a", DROPPING, None)  # the Kelvin sign is no letter of ours
def test_offsets_cut_the_original(
    text: str, normalizer: Normalizer, data: st.DataObject | None
) -> None:
    view = normalizer.view(text)
    spans = [view.span(at, at + 1) for at in range(len(view.text))]
    assert spans == sorted(spans)
    assert all(0 <= start < end <= len(text) for start, end in spans)
    if data is None or not view.text:
        return
    first = data.draw(st.integers(0, len(view.text) - 1))
    until = data.draw(st.integers(first + 1, len(view.text)))
    start, end = view.span(first, until)
    assert view.text[first:until] in normalizer.view(text[start:end]).text
    assert (start, end) == (spans[first][0], spans[until - 1][1])


@given(TEXTS)
def test_a_view_has_nothing_left_to_normalise(text: str) -> None:
    once = DROPPING.view(text).text
    assert DROPPING.view(once).text == once
