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
MAY_FOLLOW = re.compile(rf"(?![가-힣])|{_PARTICLES}|{_TIME}|{_NUMERAL}")
"""What may follow a word of time: no Hangul, a particle, or more of the expression."""


class Word(NamedTuple):
    """A row of the tables. `unless`, `only`: what must not, what must stand behind it."""

    kind: str
    unit: str
    value: int | str
    anchor: str
    unless: re.Pattern[str] | None
    only: re.Pattern[str]


@cache
def words() -> dict[str, Word]:
    """The words by their spelling without spaces."""
    table = {row["word"]: _word(row) for row in rows("time_words")}
    table |= {row["name"]: _holiday(row) for row in rows("holidays")}
    return {spelling.replace(" ", ""): word for spelling, word in table.items()}


def _word(row: dict[str, str]) -> Word:
    """A row of time_words.csv."""
    return Word(
        row["kind"],
        row["unit"],
        _number_or_name(row["n"]),
        row["anchor"],
        _compiled(row["unless"]),
        _compiled(row["only"]) or MAY_FOLLOW,
    )


def _holiday(row: dict[str, str]) -> Word:
    """A row of holidays.csv; its value: calendar, month and day."""
    day = f"{row['calendar']} {row['month']} {row['day']}"
    unless = _compiled(row["unless"])
    only = _compiled(row["only"]) or MAY_FOLLOW
    return Word("holiday", "holiday", day, "", unless, only)


def _number_or_name(cell: str) -> int | str:
    """A cell of the column `n`."""
    if cell.lstrip("-").isdigit():
        return int(cell)
    return cell


def _compiled(cell: str) -> re.Pattern[str] | None:
    """A condition of the table; None where there is none."""
    if not cell:
        return None
    return re.compile(cell)


def spellings() -> set[str]:
    """The words as they are written: a space of the tables may be left out."""
    written = [row["word"] for row in rows("time_words")]
    written += [row["name"] for row in rows("holidays")]
    return {spelling for word in written for spelling in _spellings_of(word)}


def _spellings_of(word: str) -> list[str]:
    """다음 달, 다음달."""
    first, *others = word.split(" ")
    spelled = [first]
    for part in others:
        together = [beginning + part for beginning in spelled]
        apart = [f"{beginning} {part}" for beginning in spelled]
        spelled = together + apart
    return spelled


def cue_pattern(name: str) -> str:
    """An alternation of the words of a cue (`time_cues.csv`).

    `all`: nouns before which 전 means "all"; `event`: nouns a length counts from;
    `past`, `future`: words that tell the tense where no verb ending does; `adverb`:
    before a length, no event; `era`: not our calendar; `length`: before a number of
    days that is a length; `per_day`, `measure`: behind 1일, a rate.
    """
    return "|".join(map(re.escape, cue_words(name)))


def cue_words(name: str) -> list[str]:
    """The words of a cue."""
    return [row["word"] for row in _cues() if row["cue"] == name]


@cache
def _cues() -> list[dict[str, str]]:
    return rows("time_cues")
