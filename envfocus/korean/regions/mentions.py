"""Mentions of administrative units in a text."""

import re
import unicodedata
from datetime import date
from itertools import accumulate
from typing import NamedTuple

from envfocus.korean.regions import gazetteer
from envfocus.korean.regions.candidates import Candidate, find_candidates
from envfocus.korean.regions.evidence import decide
from envfocus.korean.regions.gazetteer import Sense
from envfocus.korean.regions.lexicon import SHORT
from envfocus.korean.regions.matches import MAX_NAMES, count_names
from envfocus.korean.regions.model import Basis, Dateline, Mention, Unit
from envfocus.korean.regions.tails import Tail

_UNIQUE, _FULL_NAME = Basis.UNIQUE, Basis.FULL_NAME
_OF_GOVERNMENT = frozenset({Tail.PUBLIC, Tail.GOVERNOR, Tail.OFFICE, Tail.DISTRICT})

_HIDDEN = frozenset(
    map(chr, (0xAD, *range(0x200B, 0x2010), *range(0x2060, 0x2065), 0xFEFF))
)
_LETTERS = "\u1161-\u1175\u11a8-\u11c2"
_BROAD = "\uff01-\uff5e\u3000\u00a0"
_INVISIBLE = re.compile(f"[{''.join(sorted(_HIDDEN))}]")
_APART = re.compile(f"[{_LETTERS}]")
_WIDE = re.compile(f"[{_BROAD}]")
_UNUSUAL = re.compile(f"[{''.join(sorted(_HIDDEN))}{_LETTERS}{_BROAD}]")
"""Any of these three: most texts have none, and one search tells."""
_OPEN = "".join(map(chr, range(ord("가"), ord("힣") + 1, 28)))
_CLUSTER = re.compile(
    f"[\u1100-\u1112][\u1161-\u1175][\u11a8-\u11c2]?|[{_OPEN}][\u11a8-\u11c2]|.",
    re.DOTALL,
)
"""A syllable in letters (NFD), or any other character."""


class _Plain(NamedTuple):
    """A text to search. `kept`: where each visible character stood; `starts`: the first
    one of each syllable.
    """

    text: str
    kept: list[int] | None
    starts: list[int] | None

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Start and end in the text as it was."""
        if self.starts:
            start, end = self.starts[start], self.starts[end]
        return (self.kept[start], self.kept[end - 1] + 1) if self.kept else (start, end)


def find(text: str, on: date, dateline: Dateline | None = None) -> list[Mention]:
    """The names of 시도, 시군구 and 읍면동 in a text of that day, in order. Raises
    nothing.

    Places only: no names of universities, roads, stations, companies. Of 서울시청 the
    unit's name is cut, 서울시. A short form (완주) counts where something shows that it
    is a place. At most `MAX_NAMES` mentions, the first ones: `overflows` tells.
    """
    plain = _plain(text)
    candidates = find_candidates(plain.text, gazetteer.epoch(on))
    mentions: list[Mention] = []
    for place in decide(candidates, plain.text, dateline):
        mention = _mention(place, text, plain)
        if mention.region or mention.candidates:
            mentions.append(mention)
    return mentions


def overflows(text: str) -> bool:
    """Whether a text has more names than `find` reads, so that its last ones may be
    missing.
    """
    return count_names(_plain(text).text) > MAX_NAMES


def _mention(place: Candidate, text: str, plain: _Plain) -> Mention:
    start, end = plain.span(place.start, place.end)
    written = text[start:end]
    if len(place.senses) > 1:
        units = _with_codes(place)
        return Mention(written, start, end, None, units, Basis.UNDECIDED)
    sense = place.senses[0]
    unit = sense.unit if sense.unit.code else None
    return Mention(written, start, end, unit, (), _basis(place, sense))


def _with_codes(place: Candidate) -> tuple[Unit, ...]:
    """The units it can be. One with a code beside others without: nothing is known."""
    units = tuple(sense.unit for sense in place.senses if sense.unit.code)
    return units if len(units) > 1 else ()


def _basis(place: Candidate, sense: Sense) -> Basis:
    """What decided; of a name that needed no decision, what kind of name it is."""
    decided = sense.basis or place.basis
    if decided:
        return decided
    kind_of_name = _UNIQUE if place.name.form is SHORT else _FULL_NAME
    if place.tail not in _OF_GOVERNMENT:
        return kind_of_name
    if place.tail is not Tail.DISTRICT:
        return Basis.INSTITUTION
    if sense.above:
        return Basis.DISTRICT
    # 시정 of a province is its government, 전남을 an object
    return _UNIQUE if kind_of_name is _UNIQUE else Basis.INSTITUTION


def _narrow(match: re.Match[str]) -> str:
    return " " if match[0].isspace() else chr(ord(match[0]) - 0xFEE0)


def _plain(text: str) -> _Plain:
    """The text without invisible characters, with syllables in one piece, ASCII at its
    width.
    """
    if not _UNUSUAL.search(text):
        return _Plain(text, None, None)
    kept = starts = None
    text = _WIDE.sub(_narrow, text)
    if _INVISIBLE.search(text):
        kept = [place for place, sign in enumerate(text) if sign not in _HIDDEN]
        text = _INVISIBLE.sub("", text)
    if _APART.search(text):
        clusters = _CLUSTER.findall(text)
        starts = list(accumulate(map(len, clusters), initial=0))
        text = "".join(
            [
                part if len(part) == 1 else unicodedata.normalize("NFC", part)
                for part in clusters
            ]
        )
    return _Plain(text, kept, starts)
