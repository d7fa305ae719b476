"""The scoring of date finders, by answers made by hand; no peer is needed."""

import json
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from benchmarks import dates
from benchmarks.dates import Case, Span, end, judge, misses, read_cases, score
from benchmarks.peers.session import Answer

STAMP = datetime.fromisoformat("2025-12-05T14:00:00")


def case(*accepted: tuple[str, str] | tuple[str, str, str]) -> Case:
    """A case with these accepted answers: begin, grain, and sometimes the end."""
    spans = []
    for begin, grain, *until in accepted:
        spans.append(
            Span(
                datetime.fromisoformat(begin),
                datetime.fromisoformat(until[0]) if until else None,
                grain,
            ),
        )
    return Case("오는 11일", STAMP, tuple(spans))


def said(
    begin: str | None,
    until: str | None = None,
    grain: str | None = "day",
    kind: str = "DATE",
) -> dict[str, Any]:
    """A mention as a worker writes it."""
    return {"type": kind, "begin": begin, "until": until, "grain": grain}


@pytest.mark.parametrize(
    ("accepted", "grain", "begin", "right"),
    [
        ("2025-01-01", "year", "2025-12-05T14:00:00", True),
        ("2025-01-01", "year", "2026-01-01", False),
        ("2025-11-01", "month", "2025-11-28", True),
        ("2025-11-01", "month", "2025-12-01", False),
        ("2025-12-11", "day", "2025-12-11T09:30:00", True),
        ("2025-12-11", "day", "2025-12-12", False),
        ("2025-12-04T18:00:00", "hour", "2025-12-04T18:45:00", True),
        ("2025-12-04T18:00:00", "hour", "2025-12-04", False),
        ("2025-02-07T17:35:14", "minute", "2025-02-07T17:35:00", True),
        ("2025-02-07T17:35:14", "second", "2025-02-07T17:35:00", False),
        # told by their first day
        ("2025-07-01", "quarter", "2025-07-01", True),
        ("2025-07-01", "quarter", "2025-08-01", False),
        ("2025-07-01", "half", "2025-07-02", False),
        ("2025-12-08", "week", "2025-12-08", True),
        ("2025-12-08", "week", "2025-12-09", False),
    ],
)
def test_a_start_is_right_at_the_accepted_grain(
    accepted: str, grain: str, begin: str, right: bool
) -> None:
    assert judge(case((accepted, grain)), [said(begin)]).start is right


@pytest.mark.parametrize(
    ("accepted", "until", "right"),
    [
        (("2025-12-11", "day", "2025-12-21"), "2025-12-21", True),
        (("2025-12-11", "day", "2025-12-21"), "2025-12-20", False),
        (("2025-12-11", "day", "2025-12-21"), "2025-12-12", False),
        (("2025-12-11", "day", "2025-12-21"), None, False),
        (("2025-12-11", "day"), "2025-12-12", True),
        (("2025-12-11", "day"), "2025-12-21", False),
        (("2025-12-11", "day"), None, True),
    ],
)
def test_an_interval_is_right_by_both_ends(
    accepted: tuple[str, str], until: str | None, right: bool
) -> None:
    verdict = judge(case(accepted), [said("2025-12-11", until)])
    assert verdict.start
    assert verdict.interval is right


def test_a_right_end_saves_no_wrong_start() -> None:
    assert not judge(
        case(("2025-12-11", "day", "2025-12-21")), [said("2025-12-12", "2025-12-21")]
    ).interval


def test_begin_and_end_must_fit_the_same_accepted_answer() -> None:
    holidays = case(
        ("2025-10-05", "day", "2025-10-08"), ("2025-10-03", "day", "2025-10-10")
    )
    assert judge(holidays, [said("2025-10-03", "2025-10-10")]).interval
    assert not judge(holidays, [said("2025-10-03", "2025-10-08")]).interval


@pytest.mark.parametrize(
    ("begin", "grain", "until"),
    [
        ("2025-12-01", "month", "2026-01-01"),
        ("2025-11-01", "month", "2025-12-01"),
        ("2025-10-01", "quarter", "2026-01-01"),
        ("2025-01-01", "half", "2025-07-01"),
        ("2024-01-01", "year", "2025-01-01"),
        ("2025-12-29", "week", "2026-01-05"),
        ("2025-12-31", "day", "2026-01-01"),
        ("2025-12-31T23:00:00", "hour", "2026-01-01"),
        ("2025-12-31T23:59:00", "minute", "2026-01-01"),
        ("2025-12-31T23:58:14", "minute", "2025-12-31T23:59:00"),
        ("2025-12-31T23:59:59", "second", "2026-01-01"),
    ],
)
def test_the_end_of_a_grain(begin: str, grain: str, until: str) -> None:
    assert end(
        Span(datetime.fromisoformat(begin), None, grain)
    ) == datetime.fromisoformat(until)


def test_the_grain_counts_apart() -> None:
    period = case(("2025-12-04", "day"), ("2025-12-04T12:00:00", "hour"))
    assert judge(period, [said("2025-12-04T12:00:00", None, "hour")]).grain
    assert not judge(period, [said("2025-12-04T12:00:00", None, "minute")]).grain
    assert not judge(period, [said("2025-12-05", None, "day")]).grain


def test_the_first_date_or_time_with_a_begin_answers() -> None:
    asked = case(("2025-12-11", "day"))
    passed_over = [
        said(None),
        said("2025-12-01", kind="DURATION"),
        said("2025-12-02", kind="SET"),
    ]
    assert judge(asked, [*passed_over, said("2025-12-11"), said("2025-12-20")]).start
    assert not judge(
        asked, [*passed_over, said("2025-12-20"), said("2025-12-11")]
    ).start
    assert judge(asked, passed_over).found is None
    assert judge(asked, [said("2025-12-11T10:00:00", kind="TIME")]).start


@pytest.mark.parametrize(
    ("mentions", "false"),
    [
        ([], False),
        ([said(None, kind="DURATION")], False),
        ([said("2025-12-04")], True),
        ([said(None), said("2025-12-04", kind="DURATION")], True),
    ],
)
def test_anything_with_a_begin_is_false_where_no_date_is(
    mentions: list[dict[str, Any]], false: bool
) -> None:
    verdict = judge(case(), mentions)
    assert verdict.false is false
    assert [verdict.start, verdict.grain, verdict.interval] == [False] * 3


CASES = [
    case(("2025-12-11", "day", "2025-12-21")),
    case(("2025-12-11", "day")),
    case(("2025-12-11", "day")),
    case(),
]
ANSWERS = [
    Answer([said("2025-12-11", "2025-12-12")], [5_000, 1_000, 2_000]),
    Answer([said("2025-12-11", None, None)], [9_000, 3_000, 4_000]),
    Answer([], [6_000, 7_000, 8_000]),
    Answer([said("2025-12-11")], [10_000, 11_000, 12_000]),
]


def test_a_score_counts_and_takes_the_median_of_all_calls() -> None:
    assert score(CASES, ANSWERS) == dates.Score(
        starts=2, grains=1, intervals=1, false_positives=1, median_us=6.5
    )


def test_no_grain_is_counted_where_none_is_named() -> None:
    grainless = [Answer([said("2025-12-11", None, None)], [1_000])]
    assert score(CASES[1:2], grainless).grains is None


def test_misses_say_what_is_wrong() -> None:
    wrong = [wrong for _, _, wrong in misses(CASES, ANSWERS)]
    assert wrong == ["end", "not found", "false positive"]
    assert [
        wrong for *_, wrong in misses(CASES[:1], [Answer([said("2025-12-10")], [1])])
    ] == ["start"]


def test_a_span_is_shown_in_a_line() -> None:
    whole, hours = (
        case(("2025-12-11", "day")).accepted[0],
        case(("2025-12-04T18:00:00", "hour", "2025-12-05")).accepted[0],
    )
    assert [dates.shown(whole), dates.shown(hours)] == [
        "2025-12-11 day",
        "2025-12-04 18:00:00 / 2025-12-05 hour",
    ]
    assert dates.shown(None) == "-"


def written(folder: Path, *entries: dict[str, Any]) -> Path:
    """A file of cases."""
    path = folder / "cases.json"
    path.write_text(json.dumps({"cases": entries}), encoding="utf-8")
    return path


def test_our_own_cases_are_read() -> None:
    cases = read_cases(dates.CASES)
    assert [len(cases), sum(not case.accepted for case in cases)] == [40, 3]
    assert (
        cases[9].accepted
        == case(("2025-12-04T18:00:00", "hour", "2025-12-04T20:00:00")).accepted
    )


def test_the_other_form_is_read_as_wall_time_and_by_its_subset(tmp_path: Path) -> None:
    instant = {"type": "instant", "value": "2025-12-11T00:00:00", "grain": "day"}
    interval = {
        "type": "interval",
        "from": "2025-12-11T00:00:00",
        "to_exclusive": "2025-12-21T00:00:00",
        "grain": "day",
    }
    asked = {"text": "오는 11일", "reference": "2025-12-05T14:00:00-02:00"}
    path = written(
        tmp_path,
        {**asked, "expected": instant, "news_subset": True},
        {**asked, "expected": instant, "news_subset": False},
        {**asked, "expected": interval},
    )
    assert read_cases(path) == [
        case(("2025-12-11", "day")),
        case(("2025-12-11", "day", "2025-12-21")),
    ]


@pytest.mark.parametrize(
    ("entry", "complaint"),
    [
        (
            {"t": "봄", "ref": "2025-12-05T14:00:00", "ok": [["2025-03-01", "season"]]},
            "grain 'season' is none of",
        ),
        ({"t": "봄", "ok": []}, "'ref'"),
        ({"text": "봄", "reference": "2025-12-05T14:00:00"}, "'expected'"),
        ({"t": "봄", "ref": "어제", "ok": []}, "어제"),
        ({"t": "봄", "ref": "2025-12-05T14:00:00", "ok": [["2025-03-01"]]}, "봄"),
    ],
)
def test_a_case_that_cannot_be_read_is_named(
    tmp_path: Path, entry: dict[str, Any], complaint: str
) -> None:
    with pytest.raises(ValueError, match=complaint) as caught:
        read_cases(written(tmp_path, entry))
    assert "cases.json: case {" in str(caught.value)


@pytest.mark.parametrize("content", ["", "[]", "{}", "7"])
def test_a_file_without_cases_is_named(tmp_path: Path, content: str) -> None:
    path = tmp_path / "cases.json"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(ValueError, match=r"cases\.json: no file of cases"):
        read_cases(path)


def test_articles_for_speed_are_of_one_length_and_dated() -> None:
    articles = dates.articles()
    assert {kind: len(those) for kind, those in articles.items()} == {
        "news": 4,
        "dense": 5,
    }
    for article in (*articles["news"], *articles["dense"]):
        assert len(article.text) == 3_000
        assert article.reference.tzinfo is None
