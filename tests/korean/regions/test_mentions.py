"""Mentions: what is a place, which unit it is, on which day, and where it stands."""

import tomllib
import unicodedata
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from envfocus.korean.regions import Mention, find, overflows, parse_dateline
from envfocus.korean.regions.lexicon import patterns
from envfocus.korean.regions.matches import MAX_NAMES

SEED_DAY = date(2025, 12, 8)
SEED = tomllib.loads(Path("fixtures/data/seed.toml").read_text(encoding="utf-8"))


def brief(mention: Mention) -> tuple[str, str | set[str]]:
    """Name and code; undecided, the codes of the candidates."""
    return mention.text, mention.region.code if mention.region else {
        each.code for each in mention.candidates
    }


def read(
    text: str, on: date = SEED_DAY, dateline: str | None = None
) -> list[tuple[str, str | set[str]]]:
    return [
        brief(each)
        for each in find(text, on, parse_dateline(dateline, on) if dateline else None)
    ]


def codes(text: str, on: date = SEED_DAY) -> list[str | set[str]]:
    return [code for _, code in read(text, on)]


def test_the_farmer_of_the_seed() -> None:
    article = SEED["5"]
    found = read(
        article["paragraphs"][0], SEED_DAY, f"[환경포커스={article['dateline']}]"
    )
    assert found == [
        ("강서구", "26440"),
        ("대저동", {"2644010100", "2644010200"}),
        ("부산시", "26000"),
    ]


def test_the_members_of_parliament_of_the_seed() -> None:
    article = SEED["8"]
    dateline = parse_dateline(f"[환경포커스={article['dateline']}]", SEED_DAY)
    assert (dateline.kind, [each.code for each in dateline.regions]) == (
        "institution",
        ["11560"],
    )
    assert [
        brief(each) for each in find(article["paragraphs"][0], SEED_DAY, dateline)
    ] == [
        ("전북", "52000"),
        ("완주", "52710"),
        ("진안", "52720"),
        ("무주", "52730"),
        ("경기", "41000"),
        ("김포시", "41570"),
        ("울산", "31000"),
        ("동구", "31170"),
    ]


def test_the_city_of_the_seed() -> None:
    found = read(SEED["seed"]["title"] + " " + " ".join(SEED["seed"]["paragraphs"]))
    assert set(found) == {("서울시", "11000"), ("서울", "11000")}


@pytest.mark.parametrize(
    ("text", "on", "expected"),
    [
        ("인천 서구", date(2026, 6, 30), ["28000", "28260"]),
        ("인천 서구", date(2026, 7, 1), ["28000", {"28275", "28290"}]),
        ("인천 서해구", date(2026, 7, 1), ["28000", "28275"]),
        ("인천 서해구", date(2026, 6, 30), ["28000"]),
        ("인천 동구", date(2026, 7, 1), ["28000", "28125"]),
        ("군위군", date(2023, 6, 30), ["47720"]),
        ("군위군", date(2023, 7, 1), ["27720"]),
        ("경북 군위군", date(2023, 6, 30), ["47000", "47720"]),
        ("전라북도", date(2023, 12, 8), ["45000"]),
        ("전라북도", SEED_DAY, ["52000"]),
        ("전북특별자치도", date(2023, 12, 8), ["45000"]),
        ("강원도 춘천시", date(2023, 6, 10), ["42000", "42110"]),
        ("강원도 춘천시", date(2023, 6, 11), ["51000", "51110"]),
        ("광주 광산구", date(2026, 6, 30), ["29000", "29200"]),
        ("광주 광산구", date(2026, 7, 1), ["12000", "12330"]),
        ("광주광역시 광산구", date(2026, 7, 1), ["12000", "12330"]),
        ("화성시 동탄구", date(2026, 1, 31), ["41590"]),
        ("화성시 동탄구", date(2026, 2, 1), ["41590", "41597"]),
        ("화성시 영천동", date(2026, 1, 31), ["41590", "4159013100"]),
        ("인천 남구", date(2018, 6, 30), ["28000", "28170"]),
        ("인천 남구", date(2018, 7, 1), ["28000", "28177"]),
        ("부천시 원미구", date(2020, 5, 1), ["41190", "41190"]),
        ("부천시 원미구", date(2024, 1, 1), ["41190", "41192"]),
        ("충북 청원군", date(2015, 1, 1), ["43000", "43110"]),
        ("충무시", SEED_DAY, ["48220"]),
        ("이리시", date(2023, 12, 8), ["45140"]),
        ("이리시", SEED_DAY, ["52140"]),
        ("일산구", SEED_DAY, [{"41285", "41287"}]),
    ],
)
def test_the_day_decides(text: str, on: date, expected: list[str | set[str]]) -> None:
    assert codes(f"{text}에서 행사가 열렸다.", on) == expected


@pytest.mark.parametrize(
    ("text", "last", "basis"),
    [
        ("전라북도는 문을 열었다", "52000", "former_name"),
        ("부산 강서구는", "26440", "province_before"),
        ("전북 완주·진안", "52720", "enumeration"),
        ("용인·이천·광주", "41610", "enumeration"),
        ("부산 강서구 대저동·명지동, 남구", "26290", "enumeration"),
        ("광주·전남", "46000", "unique"),
        ("경기 김포시갑", "41570", "district"),
        ("북구을 의원", {"26320", "27230", "29170", "31200", "47113"}, "undecided"),
        ("고성군(경남)", "48000", "unique"),
        ("부산시의회는", "26000", "institution"),
        ("이천 지역 농가", "41500", "place_word"),
        ("이천시에 이어 이천에는", "41500", "mentions"),
        ("부산시는 강서구에서", "26440", "sentence"),
        ("수원에서", "41110", "unique"),
        ("은평구는", "11380", "full_name"),
    ],
)
def test_what_decided(text: str, last: str | set[str], basis: str) -> None:
    found = find(text, SEED_DAY)[-1]
    assert (brief(found)[1], found.basis) == (last, basis)


@pytest.mark.parametrize(
    ("text", "first", "basis"),
    [
        ("고성군(경남)의", "48820", "brackets"),
        ("광주 북구의", "29000", "unit_after"),
        ("강서구 대저동에서", "26440", "eupmyeondong"),
        ("광주·전남에서", "29000", "enumeration"),
    ],
)
def test_what_follows_decides_too(text: str, first: str, basis: str) -> None:
    found = find(text, SEED_DAY)[0]
    assert (brief(found)[1], found.basis) == (first, basis)


@pytest.mark.parametrize(
    "text",
    [
        *(
            "상주",
            "동안",
            "수정",
            "음성",
            "여주",
            "강진",
            "기장",
            "사상",
            "예산",
            "상당",
            "고양이",
            "경기",
            "광주리",
        ),
        *(
            "이천만원",
            "세종대왕",
            "관악대로",
            "서울대학교",
            "부산은행",
            "인천공항",
            "강남구청역",
            "동구릉",
            "서구화",
        ),
        *(
            "전북 현대",
            "울산 HD",
            "수원 삼성전",
            "전주 이씨",
            "김해 허씨",
            "강남서",
            "동해 북부",
            "순동을",
            "함양하고",
            "송정시장",
            "수원화성",
        ),
        *(
            "부산시설공단",
            "성동구치소",
            "경기도자박물관",
            "서울시립대",
            "순천만",
            "거제도",
            "안동댐",
            "활동",
            "이동",
        ),
    ],
)
@pytest.mark.parametrize("tail", [" 모습", "에 따라"])
def test_other_words(text: str, tail: str) -> None:
    assert codes(text + tail) == []


def test_what_holds_the_first_of_a_list_holds_the_others() -> None:
    assert codes("부산 동구·서구·남구") == ["26000", "26170", "26140", "26290"]
    assert codes("부산 강서구 대저동·명지동, 사하구 하단동과 중구")[3:] == [
        "2644010400",
        "26380",
        "2638010300",
        "26110",
    ]
    assert codes("부산 북·강서을") == ["26000", "26440"]


def test_a_word_right_behind_another_unit_is_no_place() -> None:
    assert codes("강원 영동 지역") == ["51000"]
    assert codes("충북 영동 지역") == ["43000", "43740"]


def test_a_particle_that_cannot_follow_makes_it_a_road() -> None:
    assert codes("관악로 옆 관악구") == ["11620"]
    assert codes("충북으로") == ["43000"]
    assert codes("충북로") == []


def test_a_phrase_shows_the_other_meaning_and_a_province_before_it_the_place() -> None:
    assert codes("대구 산란기") == []
    assert codes("대구 시내") == ["27000"]
    assert codes("구미 각국은") == []
    assert codes("경북 구미 각국 학생") == ["47000", "47190"]
    assert codes("분당 30리터") == []
    assert codes("분당 아파트") == ["41135"]
    assert codes("수원 삼성전자 공장") == ["41110"]
    assert codes("서울 날씨") == ["11000"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("성수동2가에서", ["1120011500"]),
        ("을지로3가 골목", ["1114015500"]),
        ("서울 목동", ["11000", "1147010200"]),
        ("안산시 사동", ["41270", "4127110300"]),
        ("부천 중동", ["41190", "4119210800"]),
        ("서울 명동", ["11000", {"1114012600", "1114012700"}]),
        ("서울 합동 단속", ["11000"]),
        ("서울 중성동갑", ["11000"]),
    ],
)
def test_towns(text: str, expected: list[str | set[str]]) -> None:
    assert codes(text) == expected


def test_a_district_that_is_no_other_word_needs_a_particle_of_place_or_a_list() -> None:
    assert codes("해운대에서 만난다") == ["26350"]
    assert codes("강남으로 간다") == ["11680"]
    assert codes("해운대 야경") == []
    assert codes("노원·도봉·강북 집값") == ["11350", "11320", "11305"]
    assert codes("부산서 만나 강릉서도 본다") == ["26000", "51150"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [("강남", ["11680"]), ("고성", [{"48820", "51820"}]), ("수정", [])],
)
def test_a_text_that_is_one_name(text: str, expected: list[str | set[str]]) -> None:
    assert codes(text) == expected


def test_doubtful_names_back_one_another() -> None:
    assert codes("광주·이천·여주 주민") == ["41610", "41500", "41670"]
    assert codes("하남에서 구리로 간다") == ["41450", "41310"]
    assert codes("완주-전주 통합") == ["52710", "52110"]
    assert codes("이천 물류창고") == ["41500"]
    assert codes("이천 물류") == []


def test_a_landmark_tells_which() -> None:
    assert codes("광주 무등산에서")[0] == "29000"
    assert codes("광주 남한산성에서")[0] == "41610"
    assert codes("고성군 화진포에서")[0] == "51820"
    assert codes("무등산은 높다. 광주에서")[-1] == {"29000", "41610"}


def test_gwangju_beside_other_provinces() -> None:
    assert codes("대구 3도, 부산은 0도, 광주 영하 2도")[-1] == "29000"
    assert codes("수원에서 온 손님이 광주에서 묵었다.")[-1] == {"29000", "41610"}


def test_a_district_of_a_city_is_not_found_by_the_province() -> None:
    assert codes("경북 칠곡군 옆 북구는")[-1] == {
        "26320",
        "27230",
        "29170",
        "31200",
        "47113",
    }
    assert codes("경북 북구는")[-1] == "47113"
    assert codes("포항시는 넓고 북구는 더 넓다")[-1] == "47113"


def test_the_dateline_comes_after_what_the_text_says() -> None:
    assert read("중구는", dateline="[환경포커스=대전]") == [("중구", "30140")]
    assert read("울산 중구에 이어 중구는", dateline="[환경포커스=대전]")[-1] == (
        "중구",
        "31110",
    )
    assert read("울산 중구는 넓다. 중구는", dateline="[환경포커스=대전]")[-1] == (
        "중구",
        "31110",
    )
    assert read("중구는", dateline="[환경포커스=국회]") == [
        ("중구", {"11140", "26110", "27110", "28110", "30140", "31110"})
    ]


def test_jeonnam_and_gwangju_are_neighbours() -> None:
    assert read("광주에서", dateline="[환경포커스=전남]") == [("광주", "29000")]
    assert read("광주에서", dateline="[환경포커스=경기]") == [("광주", "41610")]
    assert read("광주에서") == [("광주", {"29000", "41610"})]


def test_a_unit_without_a_code_only_tells_what_holds_it() -> None:
    """No list gives the codes of 읍면동 after the union."""
    assert read("북구 용봉동", date(2026, 6, 30)) == [
        ("북구", "29170"),
        ("용봉동", "2917010700"),
    ]
    assert read("북구 용봉동", date(2026, 7, 1)) == [("북구", "12300")]
    assert read("광주시 오포읍") == [("광주시", "41610")]


def test_a_dateline_without_a_code_is_the_unit_that_holds_it() -> None:
    dateline = parse_dateline("[환경포커스=북구 용봉동]", date(2026, 7, 1))
    assert [each.code for each in dateline.regions] == ["12300"]


PLACES = [
    "부산 강서구 대저동",
    "전북 완주·진안·무주",
    "경기 김포시갑",
    "고성군(강원)",
    "서울시청",
    "광주",
    "중구",
]
NAMED = st.sampled_from([name.text for name in patterns()])
GLUE = st.sampled_from(
    [
        " ",
        "·",
        ", ",
        "(",
        ")",
        "에서 ",
        "시 ",
        "갑",
        "\n",
        "",
        "는 ",
        "\u200b",
        "　",
        "가",
    ]
)
DAYS = st.dates(date(1985, 1, 1), date(2100, 1, 1))


@given(st.lists(st.tuples(NAMED | st.text(max_size=5), GLUE), max_size=30), DAYS, NAMED)
def test_offsets_cut_the_text_in_order(
    parts: list[tuple[str, str]], on: date, place: str
) -> None:
    text = "".join(word + glue for word, glue in parts)
    end = 0
    for each in find(text, on, parse_dateline(f"[환경포커스={place}]", on)):
        assert text[each.start : each.end] == each.text
        assert end <= each.start < each.end
        assert (each.region is None) == (len(each.candidates) > 1)
        end = each.end


@given(st.text(st.characters() | st.sampled_from("\ud800\udfff")), DAYS)
def test_never_raises(text: str, on: date) -> None:
    find(text, on)


@pytest.mark.parametrize("on", [date.min, date.max])
def test_any_day(on: date) -> None:
    assert codes("서울과 부산", on) == (["11000", "26000"] if on == date.max else [])


def test_half_a_character_moves_nothing() -> None:
    assert read("\ud800 부산 강서구") == [("부산", "26000"), ("강서구", "26440")]


def test_a_text_with_too_many_names_is_told() -> None:
    assert not overflows("중구 " * 1000)
    assert overflows("중구 " * 1001)
    assert len(find("중구 " * 1001, SEED_DAY)) == 1000


def test_names_are_looked_for_at_two_thousand_places() -> None:
    """관악로 is a road."""
    assert codes("관악로 " * 2000 + "서울에서") == ["11000"]
    assert codes("관악로 " * 2001 + "서울에서") == []


@given(st.lists(st.sampled_from(PLACES), min_size=1, max_size=5))
def test_letters_apart_and_wide_signs_mean_the_same(places: list[str]) -> None:
    text = " 및 ".join(places) + " 주민"
    plain = read(text)
    apart = find(unicodedata.normalize("NFD", text), SEED_DAY)
    wide = text.replace(" ", "\u3000").replace("(", "（").replace(")", "）")
    assert [
        (unicodedata.normalize("NFC", name), code) for name, code in map(brief, apart)
    ] == plain
    assert read(wide) == plain
    hidden = find("\u200b".join(text), SEED_DAY)
    assert [
        (name.replace("\u200b", ""), code) for name, code in map(brief, hidden)
    ] == plain


@pytest.mark.parametrize(
    "part",
    [
        "중구 ",
        "중구",
        "이천·",
        "김포시",
        "부산 강서구 대저동, ",
        "광주시광주시 ",
        "고성군(경남)",
        "교동의 ",
        "가",
    ],
)
def test_the_work_on_a_long_text_is_bounded(part: str) -> None:
    text = (part * 100_000)[:100_000]
    assert len(find(text, SEED_DAY)) <= MAX_NAMES
    assert len(find(unicodedata.normalize("NFD", text), SEED_DAY)) <= MAX_NAMES


@pytest.mark.parametrize(
    ("text", "basis"),
    [("울주군을 잇는 길", "full_name"), ("전남을 잇는 길", "unique"), ("경기 김포시을 의원", "district")],
)  # fmt: skip
def test_the_object_particle_is_no_electoral_district(text: str, basis: str) -> None:
    assert find(text, date(2025, 12, 8))[-1].basis == basis
