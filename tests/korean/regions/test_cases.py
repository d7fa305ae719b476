"""Hand-made sentences: precision, recall, and what they must cover; a blind set by a second hand."""

import tomllib
import unicodedata
from collections import Counter
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from envfocus.korean.regions import find, parse_dateline

FOLDER = Path(__file__).parent.parent / "cases"


def load(name: str) -> list[dict[str, Any]]:
    cases: list[dict[str, Any]] = tomllib.loads(
        (FOLDER / name).read_text(encoding="utf-8")
    )["case"]
    return cases


CASES, BLIND = load("regions_sentences.toml"), load("regions_blind.toml")

Answer = tuple[str, tuple[str, ...]]
"""Name, and the code or the codes of the candidates, ten digits."""


def expected(case: dict[str, Any]) -> list[Answer]:
    return [
        (each["text"], tuple(sorted(each.get("candidates") or [each["code"]])))
        for each in case["found"]
    ]


def found(case: dict[str, Any]) -> list[Answer]:
    on = date.fromisoformat(str(case["on"]))
    text = (
        unicodedata.normalize("NFD", case["text"]) if case.get("nfd") else case["text"]
    )
    mentions = find(
        text, on, parse_dateline(case["dateline"], on) if case.get("dateline") else None
    )
    units = [
        (each, [each.region] if each.region else each.candidates) for each in mentions
    ]
    return [
        (
            unicodedata.normalize("NFC", each.text),
            tuple(sorted(unit.code.ljust(10, "0") for unit in those)),
        )
        for each, those in units
    ]


@pytest.mark.parametrize(
    ("cases", "precision", "recall"),
    [
        pytest.param(CASES, 0.98, 0.95, id="sentences"),
        pytest.param(BLIND, 0.97, 0.95, id="blind"),
    ],
)
def test_precision_and_recall(
    cases: list[dict[str, Any]], precision: float, recall: float
) -> None:
    right, wrong, missed = 0, list[str](), list[str]()
    for case in cases:
        ignored = set(case.get("ignore", ()))
        said, wanted = (
            Counter(each for each in found(case) if each[0] not in ignored),
            Counter(expected(case)),
        )
        right += (said & wanted).total()
        wrong += [f"{case['text']}: {answer}" for answer in (said - wanted).elements()]
        missed += [f"{case['text']}: {answer}" for answer in (wanted - said).elements()]
    assert right / (right + len(wrong)) >= precision, wrong
    assert right / (right + len(missed)) >= recall, missed


def test_there_are_enough_cases_and_a_third_are_negatives() -> None:
    assert len(CASES) >= 300
    assert sum(not case["found"] for case in CASES) >= len(CASES) / 3


@pytest.mark.parametrize(
    "name", ["광주", "고성군", "강서구", "북구", "남구", "서구", "동구", "중구"]
)
def test_every_shared_name_is_met_in_three_contexts_one_of_them_undecided(
    name: str,
) -> None:
    met = [
        each
        for case in CASES
        for each in case["found"]
        if each["text"] in {name, f"{name}시"}
    ]
    undecided = [each for each in met if each.get("candidates")]
    assert undecided
    assert (
        len({each["code"] for each in met if each.get("code")}) + len(undecided[:1])
        >= 3
    )
