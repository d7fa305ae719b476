"""The scoring of finders of Korean units, by answers made by hand; no peer is needed."""

import unicodedata
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from benchmarks import regions
from benchmarks.peers.regions import Reader, mention, narrowed, stems
from benchmarks.peers.session import Answer
from benchmarks.regions import (
    Case,
    Named,
    Score,
    agrees,
    judge,
    misses,
    read_cases,
    score,
)

JUNG_GU = ("1114000000", "2611000000")


def case(*units: Named, text: str = "부산 중구에 나무를 심는다.") -> Case:
    return Case(text, "2025-12-08", None, units)


def unit(text: str, *codes: str) -> Named:
    return Named(text, codes)


@pytest.mark.parametrize(
    ("codes", "told", "right"),
    [
        (["2611000000"], ["2611000000"], True),
        (["2611000000"], ["1114000000"], False),
        (["2600000000"], ["2611000000"], False),
        (["2611000000"], ["26110"], True),
        (["2611010100"], ["26110"], True),  # a peer that knows no 읍면동 by code
        (["2611010100"], ["2611000000"], False),
        (["2600000000"], ["26110"], False),
        (["2611000000"], [], False),
        # undecided on one side only
        (["2611000000"], ["1114000000", "2611000000"], False),
        ([*JUNG_GU], ["2611000000"], False),
        ([*JUNG_GU], ["26110"], False),
        # candidates: all, and no other
        ([*JUNG_GU], ["26110", "11140"], True),
        ([*JUNG_GU], ["2611000000", "1114000000", "2711000000"], False),
        (["1120011400", "1120011500"], ["11200", "26110"], False),
        ([*JUNG_GU, "2711000000"], [*JUNG_GU], False),
        (["1120011400", "1120011500"], ["11200"], False),  # one code is a decision
    ],
)
def test_codes_are_right_as_far_as_they_are_told(
    codes: list[str], told: list[str], right: bool
) -> None:
    assert agrees(unit("중구", *codes), mention("중구", told)) is right


def test_each_mention_stands_for_one_unit() -> None:
    twice = case(unit("중구", "1114000000"), unit("중구", "2611000000"))
    verdict = judge(twice, [mention("중구", ["2611000000"])])
    assert verdict.found == (
        (unit("중구", "2611000000"), mention("중구", ["2611000000"])),
    )
    assert verdict.missed == (unit("중구", "1114000000"),)
    assert judge(
        twice, [mention("중구", [code]) for code in (*JUNG_GU, "2711000000")]
    ).false == (mention("중구", ["2711000000"]),)


def test_another_name_is_false_though_its_code_is_right() -> None:
    verdict = judge(
        case(unit("서울시", "1100000000")), [mention("서울", ["1100000000"])]
    )
    assert [len(verdict.found), len(verdict.missed), len(verdict.false)] == [0, 1, 1]


def test_a_name_in_letters_is_the_same_name() -> None:
    letters = unicodedata.normalize("NFD", "중구")
    assert judge(
        case(unit("중구", "2611000000")), [mention(letters, ["2611000000"])]
    ).found


CASES = [
    case(unit("부산", "2600000000"), unit("중구", "2611000000")),
    case(unit("중구", *JUNG_GU), text="중구는 나무를 심는다."),
    case(unit("중구", *JUNG_GU), text="중구의 나무를 센다."),
    case(unit("중구", *JUNG_GU), text="중구가 나무를 벤다."),
    case(text="비가 오는 동안 나무를 심는다."),
    case(text="상당한 나무를 심는다."),
]
MENTIONS = [
    [
        mention("부산", ["2600000000"]),
        mention("중구", ["1114000000"]),
        mention("나무", ["4111000000"]),
    ],
    [mention("중구", [*JUNG_GU])],
    [mention("중구", ["2611000000", "2711000000"])],
    [mention("중구", ["2611000000"])],
    [mention("동안", ["4117300000"]), mention("나무", ["4111000000"])],
    [],
]


def test_a_score_counts() -> None:
    assert score(CASES, MENTIONS) == Score(
        found=5,
        recall=1.0,
        precision=5 / 8,
        codes=1,
        kept=2,
        candidates=1,
        false_on_negatives=2,
    )
    assert score(CASES, [[] for _ in CASES]) == Score(0, 0.0, 1.0, 0, 0, 0, 0)


def test_misses_say_what_was_expected_and_said() -> None:
    told = [(expected, said) for _, expected, said in misses(CASES, MENTIONS)]
    assert told == [
        ("-", "나무 4111000000"),
        ("중구 2611000000", "중구 1114000000"),
        ("중구 1114000000|2611000000", "중구 2611000000|2711000000"),
        ("중구 1114000000|2611000000", "중구 2611000000"),
        ("-", "동안 4117300000"),
        ("-", "나무 4111000000"),
    ]
    assert [said for *_, said in misses(CASES[:1], [[]])] == ["-", "-"]


def test_a_peer_is_scored_by_official_names_too() -> None:
    answers = {
        "kre-mcp": [
            Answer(
                [mention("동안", ["41173"], exact=False), mention("동안구", ["41173"])],
                [],
            )
        ]
    }
    assert regions.by_finder(answers)[regions.EXACT] == [[mention("동안구", ["41173"])]]


def test_times_are_taken_of_texts_that_name_a_unit() -> None:
    many = [
        case(*([unit("중구", *JUNG_GU)] * (at % 2)), text=str(at)) for at in range(100)
    ]
    chosen = regions.timed(many)
    assert len(chosen) == regions.TIMED
    assert all(one.units for one in chosen)
    assert regions.timed(many[:4]) == [many[1], many[3]]
    assert regions.timed(many[:1]) == []


def test_articles_for_speed_are_of_one_length() -> None:
    articles = regions.articles()
    assert {kind: len(those) for kind, those in articles.items()} == {
        "news": 4,
        "dense": 5,
    }
    assert {len(one.text) for those in articles.values() for one in those} == {3_000}
    assert articles["news"][0].on == "2025-02-07"


def test_our_own_cases_are_read() -> None:
    cases = read_cases(regions.CASES)
    assert len(cases) >= 300
    assert sum(not one.units for one in cases) >= len(cases) / 3


def written(folder: Path, text: str) -> Path:
    path = folder / "cases.toml"
    path.write_text(text, encoding="utf-8")
    return path


def test_a_case_is_read_in_the_form_of_its_letters(tmp_path: Path) -> None:
    path = written(
        tmp_path,
        '[[case]]\ntext = "중구"\nnfd = true\non = 2025-12-08\ndateline = "[가=부산]"\n'
        'found = [{ text = "중구", candidates = ["1114000000", "2611000000"] }]\n',
    )
    assert read_cases(path) == [
        Case(
            unicodedata.normalize("NFD", "중구"),
            "2025-12-08",
            "[가=부산]",
            (unit("중구", *JUNG_GU),),
        )
    ]


@pytest.mark.parametrize(
    ("entry", "complaint"),
    [
        ('text = "봄"\nfound = []', "'on'"),
        ('on = "2025-12-08"\nfound = []', "'text'"),
        ('text = "봄"\non = "2025-12-08"', "'found'"),
        ('text = "봄"\non = "2025-12-08"\nfound = [{ text = "봄" }]', "'code'"),
        ('text = "봄"\non = "2025-12-08"\nfound = 7', "봄"),
    ],
)
def test_a_case_that_cannot_be_read_is_named(
    tmp_path: Path, entry: str, complaint: str
) -> None:
    with pytest.raises(ValueError, match=complaint) as caught:
        read_cases(written(tmp_path, f"[[case]]\n{entry}\n"))
    assert "cases.toml: case " in str(caught.value)


@pytest.mark.parametrize("content", ["", "case", "[cases]"])
def test_a_file_without_cases_is_named(tmp_path: Path, content: str) -> None:
    with pytest.raises(ValueError, match=r"cases\.toml: no file of cases"):
        read_cases(written(tmp_path, content))


class LookUp:
    """A look-up of four units that answers as kre-mcp's does: official names, and the beginnings of names."""

    UNITS = (
        ("26440", "부산 강서구"),
        ("11500", "서울 강서구"),
        ("41111", "경기 수원시 장안구"),
        ("52710", "전북 완주군"),
    )

    def __init__(self) -> None:
        self.asked: list[str] = []

    def normalize(self, name: str) -> str:
        return name.replace(" ", "")

    def dataset(self) -> dict[str, Any]:
        return {
            "regions": [{"names": [name, f"{name} 가나동"]} for _, name in self.UNITS]
        }

    def find_regions(self, query: str, limit: int) -> dict[str, Any]:
        self.asked.append(query)
        return {
            "matches": [
                {"region_code": code, "region_name": name, "match_type": kind}
                for code, name in self.UNITS
                for kind in (
                    "exact" if query in [*name.split(), "가나동"] else "contains",
                )
                if query in f"{self.normalize(name)}가나동"
            ][:limit]
        }


@pytest.mark.parametrize(
    ("text", "dateline", "expected"),
    [
        (
            "부산 강서구에서는",
            None,
            [mention("부산", ["26000"]), mention("강서구", ["26440"])],
        ),
        ("강서구청은", "[가=부산]", [mention("강서구", ["26440"])]),
        ("강서구의 나무", None, [mention("강서구", ["26440", "11500"])]),
        (
            "서울시와 완주",
            None,
            [mention("서울시", ["11000"]), mention("완주", ["52710"], exact=False)],
        ),
        ("수원시민", None, [mention("수원시", ["41110"])]),
        (
            "완주군 가나동",
            None,
            [mention("완주군", ["52710"]), mention("가나동", ["52710"])],
        ),
        ("강서구", None, [mention("강서구", ["26440", "11500"])]),
    ],
)
def test_a_look_up_is_driven_word_by_word(
    text: str, dateline: str | None, expected: list[dict[str, Any]]
) -> None:
    assert Reader(LookUp()).read(text, date(2025, 12, 8), dateline) == expected


def test_words_of_no_name_are_not_looked_up() -> None:
    look_up = LookUp()
    assert Reader(look_up).read("나무를 부산에 심는다", date(2025, 12, 8), None)
    assert look_up.asked == ["부산"]


def test_stems_lose_particles_and_offices_alone() -> None:
    assert list(stems("서울시청에서는")) == [
        "서울시청에서는",
        "서울시청에서",
        "서울시청",
        "서울시",
        "서울",
    ]
    assert list(stems("동안구")) == ["동안구"]


def test_the_nearest_unit_named_narrows() -> None:
    assert narrowed(("26440", "11500"), ["11110", "26000"]) == ["11500"]
    assert narrowed(("51110", "51150"), ["51000", "51150"]) == ["51150"]
    assert narrowed(("51110", "51150"), ["26000"]) == ["51110", "51150"]
