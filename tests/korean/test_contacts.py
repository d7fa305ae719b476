"""Contacts: what is personal data goes, what only looks like it stays."""

import re
import unicodedata

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from envfocus.korean import contacts
from envfocus.korean.contacts import redact, strip

PHONES = [
    # land lines
    *(
        "02-000-0000",
        "02-0000-0000",
        "(02)000-0000",
        "(02) 0000-0000",
        "02.000.0000",
        "02 000 0000",
    ),
    *(
        "031-000-0000",
        "041-000-0000",
        "(051)000-0000",
        "(064) 000-0000",
        "055.000.0000",
    ),
    # mobile
    *(
        "010-0000-5678",
        "010.0000.5678",
        "010 0000 5678",
        "01000005678",
        "011-000-0000",
        "019-000-0000",
    ),
    # internet, toll-free and personal numbers
    *("070-0000-0000", "080-000-0000", "0505-000-0000", "0507-0000-0000"),
    # from abroad
    *(
        "+82-2-000-0000",
        "+82-10-0000-5678",
        "+82 10 0000 5678",
        "+82-(0)10-0000-5678",
        "+8210-0000-5678",
    ),
    # with an en dash
    "010–0000–5678",
]
EMAILS = [
    *(
        "yoon@envfocus.example",
        "Yoon.Seul-gi_1+desk%2@mail.envfocus.example",
        "y@envfocus.example",
    ),
    *(
        "yoon＠envfocus.example",
        "yoon@env-focus.co.example",
        "yoon@a.b.c.envfocus.example",
    ),
]
SETTINGS = [
    "문의 {}",
    "문의: {}.",
    "({})",
    "[{}]",
    "☎{}",
    "전화 {} 또는",
    "“{}”",
    "{}\n{}",
    "{}로 연락",
    "TEL:{}",
    "|{}|",
]


@pytest.mark.parametrize("setting", SETTINGS)
@pytest.mark.parametrize("phone", PHONES)
def test_phone_numbers_are_redacted(phone: str, setting: str) -> None:
    expected = setting.replace("{}", "[전화번호]")
    assert redact(setting.replace("{}", phone)) == (expected, setting.count("{}"))


@pytest.mark.parametrize(
    "setting",
    [
        "문의 {}",
        "({})",
        "{} {}",
        "기자/{}",
        "기자 = {}",
        "기자{}",
        "<{}>",
        "{},{}",
        "{}/{}",
    ],
)
@pytest.mark.parametrize("email", EMAILS)
def test_addresses_are_redacted(email: str, setting: str) -> None:
    expected = setting.replace("{}", "[이메일]")
    assert redact(setting.replace("{}", email)) == (expected, setting.count("{}"))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("yoon@envfocus.example.", "[이메일]."),
        ("yoon@envfocus.example에서", "[이메일]에서"),
        ("/윤슬기기자 yoon@", "/윤슬기기자 [이메일]"),
        ("(윤슬기 기자 yoon@)", "(윤슬기 기자 [이메일])"),
        ("yoon@ 제공", "[이메일] 제공"),
        ("[yoon@]", "[[이메일]]"),
        (
            "윤슬기 기자 yoon@envfocus.example 010-0000-5678",
            "윤슬기 기자 [이메일] [전화번호]",
        ),
        ("02)000-0000, 051) 000-0000", "[전화번호], [전화번호]"),
        ("02-000-0000~3", "[전화번호]~3"),
        ("02-000-0000, 010-0000-5678", "[전화번호], [전화번호]"),
    ],
)
def test_contacts_in_running_text(text: str, expected: str) -> None:
    assert redact(text) == (
        expected,
        expected.count("[전화번호]") + expected.count("[이메일]"),
    )


@pytest.mark.parametrize(
    "text",
    [
        "02-000-0000/{}",
        "02-000-0000,{}",
        "윤슬기 기자/{}",
        "윤슬기 기자,{}",
        "윤슬기-{}",
        "T.{}",
        "Tel.{}",
        "H.P.{}",
    ],
)
def test_a_number_behind_punctuation_is_redacted(text: str) -> None:
    redacted, _ = redact(text.format("010-0000-5678"))
    assert "5678" not in redacted


@pytest.mark.parametrize(
    "phone",
    [
        *(
            "０１０-００００-５６７８",
            "010\u20110000\u20115678",
            "010—0000—5678",
            "010 - 0000 - 5678",
            "010-0000 - 5678",
        ),
        *("+821000005678", "0082-10-0000-5678", "(010)-0000-5678"),
    ],
)
def test_less_common_spellings_of_a_mobile_number_are_redacted(phone: str) -> None:
    assert redact(f"문의 {phone}") == ("문의 [전화번호]", 1)


@pytest.mark.parametrize(
    "text",
    [
        # dates, times, ranges
        *(
            "2025-02-07",
            "2025.02.07 17:35:14",
            "2025. 2. 7.",
            "02-07",
            "2025-10-1029",
            "10.29~11.02",
            "2010-2025-2026",
        ),
        *("2019-0000-0000", "02.07-02.14", "2012–2022년", "오는 11일-20일", "02-2025"),
        # years that look like representative numbers, and representative numbers
        *(
            "1588-1592년",
            "1588–1592",
            "임진왜란(1592-1598)",
            "1577-0000",
            "1588-0000",
            "120",
            "국번없이 110",
            "119",
        ),
        # prices, scores, amounts, decimals
        *(
            "1,573명",
            "3,000-5,000원",
            "10,000,000원",
            "2-1",
            "3:0",
            "35㎍/㎥",
            "0.02-0.035ppm",
            "3.1415926535",
            "-0.5",
        ),
        *(
            "2,010-1234-5678",
            "35.010-1234-5678",
            "1.02-123-4567",
            "1234567890",
            "100-200-3000톤",
        ),
        # book, patent, business, account numbers
        *(
            "978-89-000-0000-0",
            "ISBN 978-89-012-3456-7",
            "979-11-0000-000-0",
            "제10-2010-0123456호",
        ),
        *(
            "123-45-67890",
            "110-000-000000",
            "000-00-00000",
            "12345-678-9012",
            "제2010-0123-4567호",
        ),
        # too short, too long
        *(
            "010-000-000",
            "010-0000-56789",
            "02-12-3456",
            "010-12345-678",
            "02-0000-0000-0000",
            "010000056789",
        ),
        # at signs that are no address
        *(
            "@envfocus",
            "#yoon",
            "가격 @ 3,000",
            "A@B",
            "PM@10",
            "안녕@",
            "@",
            "@@",
            "yoon@한글",
        ),
        *("[이메일]", "[전화번호]", ""),
    ],
)
def test_what_is_no_contact_stays(text: str) -> None:
    assert redact(text) == (text, 0)
    assert redact(f"올해 {text} 기준") == (f"올해 {text} 기준", 0)
    assert strip(text) == (text, 0)


@pytest.mark.parametrize(
    ("byline", "name"),
    [
        ("윤슬기 기자 yoon@envfocus.example", "윤슬기 기자"),
        ("윤슬기 기자(yoon@envfocus.example)", "윤슬기 기자"),
        ("윤슬기 기자 / yoon@envfocus.example", "윤슬기 기자"),
        ("윤슬기 기자 | yoon@envfocus.example", "윤슬기 기자"),
        ("윤슬기 기자 <yoon@envfocus.example>", "윤슬기 기자"),
        ("윤슬기기자yoon@envfocus.example", "윤슬기기자"),
        ("yoon@envfocus.example 윤슬기 기자", "윤슬기 기자"),
        ("/윤슬기기자 yoon@", "윤슬기기자"),
        ("윤슬기 (010-0000-5678)", "윤슬기"),
        ("윤슬기 기자 ☎ 02-000-0000", "윤슬기 기자"),
        ("윤슬기·한가람 기자 yoon@envfocus.example", "윤슬기·한가람 기자"),
        ("윤슬기 기자   yoon@envfocus.example   010-0000-5678", "윤슬기 기자"),
        ("yoon@envfocus.example", ""),
        ("(yoon@envfocus.example)", ""),
        ("☎ 010-0000-5678", ""),
        ("yoon@envfocus.example / 010-0000-5678", ""),
    ],
)
def test_a_byline_keeps_the_name(byline: str, name: str) -> None:
    kept, found = strip(byline)
    assert kept == name
    assert found >= 1


@pytest.mark.parametrize(
    "byline", ["윤슬기 기자", "윤슬기  기자 ", "(윤슬기)", " / ", ""]
)
def test_a_byline_without_contacts_is_not_touched(byline: str) -> None:
    assert strip(byline) == (byline, 0)


@pytest.mark.parametrize(
    "byline",
    ["yoon@envfocus.example.", "TEL: 02-000-0000", "E-mail: yoon@envfocus.example"],
)
def test_a_byline_of_contacts_and_their_labels_is_empty(byline: str) -> None:
    assert strip(byline)[0] == ""


hangul = st.text(st.characters(min_codepoint=0xAC00, max_codepoint=0xD7A3), max_size=12)
digits = st.text("0123456789", min_size=4, max_size=4)


@settings(deadline=None)
@given(
    hangul,
    st.sampled_from(
        [
            "02",
            "031",
            "033",
            "042",
            "051",
            "064",
            "070",
            "080",
            "010",
            "011",
            "016",
            "019",
            "0502",
            "0505",
        ]
    ),
    st.sampled_from(["-", ".", " ", ")", ") "]),
    digits,
    st.sampled_from(["-", ".", " "]),
    digits,
)
def test_every_number_of_a_korean_area_is_redacted(
    around: str, area: str, first: str, middle: str, second: str, last: str
) -> None:
    text = f"{around} {area}{first}{middle}{second}{last} {around}"
    assert redact(text) == (f"{around} [전화번호] {around}", 1)


@settings(deadline=None)
@given(
    hangul,
    st.from_regex(r"[a-z0-9][a-z0-9._+-]{0,30}[a-z0-9]", fullmatch=True),
    st.from_regex(r"([a-z0-9]{1,10}\.){1,3}[a-z]{2,6}", fullmatch=True),
)
def test_every_address_is_redacted(around: str, local: str, domain: str) -> None:
    assert redact(f"{around} {local}@{domain} {around}") == (
        f"{around} [이메일] {around}",
        1,
    )


@settings(deadline=None)
@given(
    st.lists(
        st.one_of(
            st.dates().map(str),
            st.dates().map(lambda day: f"{day.year}.{day.month:02}.{day.day:02}."),
            st.integers(0, 10**9).map(lambda number: f"{number:,}"),
            st.tuples(st.integers(1000, 2099), st.integers(1000, 2099)).map(
                lambda years: f"{years[0]}-{years[1]}년"
            ),
            st.decimals(0, 100_000, places=3).map(str),
            st.times().map(lambda time: f"{time:%H:%M:%S}"),
        ),
        max_size=6,
    ).map(", ".join)
)
def test_numbers_of_the_news_stay(text: str) -> None:
    assert redact(text) == (text, 0)


PIECES = [
    *(
        "yoon",
        "a",
        "@",
        "＠",
        "envfocus",
        ".example",
        ".",
        " ",
        "기자",
        "(",
        ")",
        "[",
        "]",
        "/",
        ",",
        "\n",
        "%",
    ),
    *(
        "010",
        "02",
        "+82",
        "-",
        "0000",
        "000",
        "5678",
        "–",
        "0",
        "[이메일]",
        "[전화번호]",
    ),
]
texts = st.text() | st.lists(st.sampled_from(PIECES), max_size=14).map("".join)


@settings(deadline=None)
@given(texts)
def test_nothing_but_contacts_changes(text: str) -> None:
    redacted, found = redact(text)
    marks = re.compile(r"\[이메일\]|\[전화번호\]")
    assert len(marks.findall(redacted)) == len(marks.findall(text)) + found
    pieces = (re.escape(part) for part in marks.split(redacted))
    assert re.fullmatch(".*?".join(pieces), text, re.DOTALL)
    assert (redacted == text) is (found == 0)


@example("yoon@envfocus.example%han@envfocus.example")
@settings(deadline=None)
@given(texts)
def test_redacting_twice_changes_nothing_more(text: str) -> None:
    redacted, _ = redact(text)
    assert redact(redacted) == (redacted, 0)


@settings(deadline=None)
@given(texts)
def test_what_is_left_of_a_byline_holds_no_contact_and_no_mark_of_ours(
    text: str,
) -> None:
    kept, found = strip(text)
    if found:
        assert redact(kept) == (kept, 0)
        assert kept == kept.strip()
        assert "[이메일]" not in kept
        assert "[전화번호]" not in kept
    else:
        assert kept == text


@pytest.mark.parametrize(
    "unit",
    [
        "a",
        "a@",
        "a.",
        "a-",
        "@",
        "a@b.",
        "a.b@",
        "0",
        "02-",
        "010-0000-",
        "+82 ",
        "+82-(0)",
        "(0",
        "02) ",
        " ",
        "/",
        "가@",
    ],
)
def test_long_text_is_read(unit: str) -> None:
    filler = unit * (100_000 // len(unit))
    redacted, _ = redact(f"{filler} 문의 010-0000-5678")
    assert redacted.endswith("문의 [전화번호]")


@pytest.mark.parametrize("unit", ["/", "- "])
def test_a_byline_with_a_long_row_of_separators_is_read(unit: str) -> None:
    filler = unit * (100_000 // len(unit))
    assert strip(f"윤슬기{filler}기자 yoon@envfocus.example") == (
        f"윤슬기{filler}기자",
        1,
    )


@pytest.mark.parametrize(
    "contact",
    [
        *(
            "hong(at)envfocus.example",
            "hong[at]envfocus.example",
            "hong @ envfocus.example",
            "ｈong@envfocus.example",
        ),
        *(
            "hong@envfocus．example",
            "hong@환경.한국",
            "ho\u00adng@envfocus.example",
            "hong@env\u200dfocus.example",
        ),
        *(
            "hong.gildong.kim@a.b.c.d.e.f.g.example",
            "0200001234",
            "010·0000·5678",
            "010_0000_5678",
        ),
        "010-\u20600000-5678",
        unicodedata.normalize("NFD", "hong@환경.한국"),
    ],
)
def test_disguised_contacts(contact: str) -> None:
    redacted, found = redact(f"문의는 {contact} 으로")
    assert found == 1
    assert redacted in {"문의는 [이메일] 으로", "문의는 [전화번호] 으로"}


@settings(max_examples=2000)
@given(
    st.text(
        st.sampled_from(
            "0123456789０１２-_.() /+[]（［aAtTａｔ@＠·—가x,com\u200b\u00ad"
        ),
        max_size=40,
    )
)
def test_no_contact_is_passed_over_because_the_text_looks_harmless(text: str) -> None:
    found = any(
        contacts._replace(pattern, "", text)[1]
        for pattern in (contacts._EMAIL, contacts._PHONE)
    )
    assert not found or contacts._MAY_HOLD.search(text)


@pytest.mark.parametrize(
    "text",
    [
        "010-1234-5678",
        "(02)345-6789",
        "０１０－１２３４－５６７８",
        "010_1234_5678",
        "0\u200b1\u200b012345678",
        "a（ａｔ）b.kr",
    ],
)
def test_other_spellings_do_not_look_harmless(text: str) -> None:
    assert contacts.redact(text)[1] == 1


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (f"{'y' * 64}@b.kr", "[이메일]"),
        (f"{'y' * 65}@b.kr", f"{'y' * 65}@b.kr"),
        (f"{'y' * 64}@ 제공", "[이메일] 제공"),
        (f"{'y' * 65}@ 제공", f"{'y' * 65}@ 제공"),
        ("yo@ 제공", "[이메일] 제공"),
        ("y@ 제공", "y@ 제공"),
        (f"y@{'b' * 63}.kr", "[이메일]"),
        (f"y@{'b' * 64}.kr", f"y@{'b' * 64}.kr"),
        (f"y@b.{'k' * 63}", "[이메일]"),
        (f"y@b.{'k' * 64}", "[이메일]k"),
        (f"y@b{'.k' * 9}", "[이메일]"),
        (f"y@b{'.k' * 10}", "[이메일].k"),
        (f"y@{'환' * 63}.한국", "[이메일]"),
        (f"y@{'환' * 64}.한국", f"y@{'환' * 64}.한국"),
        (f"y@{'환.' * 9}한국", "[이메일]"),
        (f"y@{'환.' * 10}한국", f"y@{'환.' * 10}한국"),
    ],
)
def test_an_address_is_as_long_as_the_standard_allows(text: str, expected: str) -> None:
    """RFC 5321: 64 characters before the at, 63 a label of the domain."""
    assert redact(text)[0] == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("020001234", "[전화번호]"),
        ("0200001234", "[전화번호]"),
        ("02000012345", "02000012345"),
        ("02000123 y@b.kr", "02000123 [이메일]"),
        ("1234/010-0000-5678", "1234/[전화번호]"),
        ("123/010-0000-5678", "123/010-0000-5678"),
    ],
)
def test_a_number_has_as_many_digits_as_a_phone_has(text: str, expected: str) -> None:
    assert redact(text)[0] == expected
