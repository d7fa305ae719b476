"""The words of time, from `data/time_words.csv` and `data/holidays.csv`, as they are
written.
"""

import re
from functools import cache
from typing import NamedTuple

from envfocus.korean.tables import rows

_PARTICLES = (
    "에서|에는|에도|에|의|은|는|이라|이며|이고|이다|이었|이던|이나|이면|이후|이전|이래|이 |이$|이,|을|를|도|과|와|로"
    "|부터|까지|보다|만|엔|쯤|께|경|라|인|였|처럼|마다|나|든|란|대비|들어|중|내|초|말|가"
    "|째|간|무렵|면|씩|종일|연속|새 |동안"
)
_TIME = (
    "새벽|아침|오전|오후|점심|낮|저녁|밤|정오|자정|상반기|하반기|봄|여름|가을|겨울"
    "|월요|화요|수요|목요|금요|토요|일요|도|동기|연휴|주말|방학|휴가"
)
_NUMERAL = (
    r"(?:한|두|세|네|석|넉|다섯|여섯|일곱|여덟|아홉|열|스물|[일이삼사오육칠팔구십])+"
    r"\s?(?:시|달|년|개월|월|주|해|분기|일)"
)
RIGHT = re.compile(rf"(?![가-힣])|{_PARTICLES}|{_TIME}|{_NUMERAL}")
"""What may follow a word of time: no Hangul, a particle, or more of the expression."""


class Word(NamedTuple):
    """A row of the tables. `unless`, `only`: what must not, what must stand behind it."""

    kind: str
    unit: str
    n: int | str
    anchor: str
    unless: re.Pattern[str] | None
    only: re.Pattern[str]


def _number(cell: str) -> int | str:
    return int(cell) if cell.lstrip("-").isdigit() else cell


def _word(row: dict[str, str]) -> Word:
    unless = re.compile(row["unless"]) if row["unless"] else None
    only = re.compile(row["only"]) if row["only"] else RIGHT
    return Word(
        row["kind"], row["unit"], _number(row["n"]), row["anchor"], unless, only
    )


def _holiday(row: dict[str, str]) -> dict[str, str]:
    day = f"{row['calendar']} {row['month']} {row['day']}"
    return {
        **row,
        "word": row["name"],
        "kind": "holiday",
        "unit": "holiday",
        "n": day,
        "anchor": "",
    }


@cache
def words() -> dict[str, Word]:
    """The words by their spelling without spaces."""
    table = [*rows("time_words"), *map(_holiday, rows("holidays"))]
    return {row["word"].replace(" ", ""): _word(row) for row in table}


def cue(name: str) -> str:
    """An alternation of the words of a cue (`time_cues.csv`).

    `all`: nouns before which 전 means "all"; `event`: nouns a length counts from;
    `past`, `future`: words that tell the tense where no verb ending does; `adverb`:
    before a length, no event; `era`: not our calendar; `length`: before a number of
    days that is a length; `per_day`, `measure`: behind 1일, a rate.
    """
    return "|".join(re.escape(row["word"]) for row in _cues() if row["cue"] == name)


@cache
def _cues() -> list[dict[str, str]]:
    return rows("time_cues")


def spellings() -> set[str]:
    """The words as they are written: a space of the tables may be left out."""
    table = [row["word"] for row in rows("time_words")] + [
        row["name"] for row in rows("holidays")
    ]
    return {spelling for word in table for spelling in _spaced(word)}


def _spaced(word: str) -> list[str]:
    first, *rest = word.split(" ")
    written = [first]
    for part in rest:
        written = [before + space + part for before in written for space in ("", " ")]
    return written
