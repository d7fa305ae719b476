"""Sentences with their answers, written by hand (tests/korean/cases)."""

import csv
import json
import tomllib
import unicodedata
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from envfocus.clock import KST
from envfocus.korean.dates import Timex, find

CASES = Path(__file__).parents[1] / "cases"
FOUND = tomllib.loads((CASES / "dates_found.toml").read_text(encoding="utf-8"))["case"]
NOT_FOUND = tomllib.loads((CASES / "dates_not_found.toml").read_text(encoding="utf-8"))[
    "case"
]
NEWS = json.loads((CASES / "dates_news.json").read_text(encoding="utf-8"))["cases"]
DATED = {"DATE", "TIME"}
SHORT = list(
    csv.DictReader((CASES / "dates_short.csv").read_text(encoding="utf-8").splitlines())
)


def name(case: dict[str, Any]) -> str:
    return f"{case.get('group') or case['c']}: {(case.get('text') or case['t'])[:30]}"


def said(case: dict[str, Any]) -> list[Timex]:
    text = (
        unicodedata.normalize("NFD", case["text"]) if case.get("nfd") else case["text"]
    )
    return find(text, datetime.fromisoformat(case["at"]) if "at" in case else None)


def instant(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text).replace(tzinfo=KST) if text else None


def as_found(timex: Timex) -> dict[str, Any]:
    """The parts of a mention that every case states."""
    common = {
        "text": unicodedata.normalize("NFC", timex.text),
        "type": timex.type,
        "value": timex.value,
        "mod": timex.mod,
    }
    if timex.type not in DATED:
        return common
    return {**common, "begin": timex.begin, "until": timex.until, "grain": timex.grain}


def as_expected(mention: dict[str, Any]) -> dict[str, Any]:
    common = {name: mention.get(name) for name in ("text", "type", "value", "mod")}
    if mention["type"] not in DATED:
        return common
    return {
        **common,
        "begin": instant(mention.get("begin")),
        "until": instant(mention.get("until")),
        "grain": mention.get("grain"),
    }


@pytest.mark.parametrize("case", [*FOUND, *NOT_FOUND], ids=name)
def test_a_sentence_as_a_reader_understands_it(case: dict[str, Any]) -> None:
    mentions = said(case)
    expected = sorted(
        (as_expected(m) for m in [*case["found"], *case.get("others", [])]), key=str
    )
    assert sorted(map(as_found, mentions), key=str) == expected
    for mention, truth in zip(
        (m for m in mentions if m.type in DATED), case["found"], strict=True
    ):
        assert set(truth.get("flags", [])) <= set(mention.flags)


def test_the_set_is_as_large_as_promised_and_a_third_of_it_negative() -> None:
    negatives = [case for case in [*FOUND, *NOT_FOUND] if not case["found"]]
    assert len(FOUND) + len(NOT_FOUND) >= 250
    assert len(negatives) * 3 >= len(FOUND) + len(NOT_FOUND)


def test_no_date_is_seen_in_99_of_100_sentences_without_one() -> None:
    negatives = [case for case in [*FOUND, *NOT_FOUND] if not case["found"]]
    wrong = [
        case["text"]
        for case in negatives
        if any(mention.type in DATED for mention in said(case))
    ]
    assert len(wrong) <= len(negatives) * 0.01, wrong


@pytest.mark.parametrize("case", NEWS, ids=name)
def test_inputs_typical_of_the_site(case: dict[str, Any]) -> None:
    dated = [
        mention
        for mention in find(case["t"], datetime.fromisoformat(case["ref"]))
        if mention.begin and mention.type in DATED
    ]
    if not case["ok"]:
        assert dated == []
        return
    first = dated[0]
    accepted = [
        (instant(start), grain, instant(until[0]) if until else first.until)
        for start, grain, *until in case["ok"]
    ]
    seconds = [
        (begin.replace(second=0), grain, until)
        for begin, grain, until in accepted
        if begin and grain == "minute"
    ]
    assert (first.begin, first.grain, first.until) in accepted + seconds


def answered(case: dict[str, str]) -> bool:
    """Whether a text of the short set is understood as one date, with the begin, until and grain it names."""
    found = [
        mention
        for mention in find(case["text"], datetime.fromisoformat(case["at"]))
        if mention.begin
    ]
    if not case["begin"]:
        return not found
    if len(found) != 1:
        return False
    (mention,) = found
    until = instant(case["until"]) or mention.until
    grain = case["grain"] or mention.grain
    return (mention.begin, mention.until, mention.grain) == (
        instant(case["begin"]),
        until,
        grain,
    )


def test_words_without_a_sentence() -> None:
    """Written by a reader who had not seen the code; some can be read in two ways, as `25~26일` on the fifth."""
    missed = [
        f"{case['text']} at {case['at']}: not {case['begin']}"
        for case in SHORT
        if not answered(case)
    ]
    assert len(SHORT) >= 230
    assert len(missed) <= len(SHORT) * 0.08, missed
