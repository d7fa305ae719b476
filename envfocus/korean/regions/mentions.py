"""Mentions of administrative units in a text."""

import re
import unicodedata
from datetime import date

from envfocus.korean.regions import gazetteer
from envfocus.korean.regions.evidence import decide
from envfocus.korean.regions.gazetteer import Sense
from envfocus.korean.regions.model import Dateline, Mention
from envfocus.korean.regions.spot import Hit, spot

_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u2060-\u2064\ufeff]")
_CLUSTER = re.compile("[\u1100-\u115f][\u1160-\u11a7]*[\u11a8-\u11ff]*|[가-힣][\u11a8-\u11ff]*|.", re.DOTALL)
"""A syllable in letters (NFD), or any other character."""
_WIDE = re.compile("[\uff01-\uff5e\u3000\u00a0]")


def find(text: str, on: date, dateline: Dateline | None = None) -> list[Mention]:
    """The names of 시도, 시군구 and 읍면동 in a text of that day, in order. Raises nothing.

    Places only: no names of universities, roads, stations, companies. Of 서울시청 the unit's name is cut, 서울시.
    A short form (완주) counts where something shows that it is a place. At most `spot.MOST` mentions, the first ones.
    """
    plain, spans = _plain(text)
    hits = decide(spot(plain, gazetteer.epoch(on)), plain, dateline)
    mentions = (_mention(hit, text, spans) for hit in hits)
    return [mention for mention in mentions if mention.region or mention.candidates]


def _mention(hit: Hit, text: str, spans: list[tuple[int, int]] | None) -> Mention:
    start, end = (spans[hit.start][0], spans[hit.end - 1][1]) if spans else (hit.start, hit.end)
    units = tuple(sense.unit for sense in hit.senses if sense.unit.code)
    if len(hit.senses) > 1:
        return Mention(text[start:end], start, end, None, units, "undecided")
    return Mention(text[start:end], start, end, units[0] if units else None, (), _basis(hit, hit.senses[0]))


def _basis(hit: Hit, sense: Sense) -> str:
    """What decided; of a name that needed no decision, what kind of name it is."""
    if decided := sense.basis or hit.basis:
        return decided
    if hit.tail == "district" and sense.above:  # 시정 of a province is its government
        return "district"
    if hit.tail in {"public", "governor", "office", "district"}:
        return "institution"
    return "unique" if hit.name.form == "short" else "full_name"


def _narrow(match: re.Match[str]) -> str:
    return " " if match[0].isspace() else chr(ord(match[0]) - 0xFEE0)


def _plain(text: str) -> tuple[str, list[tuple[int, int]] | None]:
    """The text in NFC, without invisible characters, ASCII at its width; and where each character stood, if moved."""
    text = _WIDE.sub(_narrow, text)
    if unicodedata.is_normalized("NFC", text) and not _INVISIBLE.search(text):
        return text, None
    plain: list[str] = []
    spans: list[tuple[int, int]] = []
    for match in _CLUSTER.finditer(text):
        composed = _INVISIBLE.sub("", unicodedata.normalize("NFC", match[0]))
        plain.append(composed)
        spans += [match.span()] * len(composed)
    return "".join(plain), spans
