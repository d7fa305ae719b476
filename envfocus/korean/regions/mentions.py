"""Mentions of administrative units in a text."""

from datetime import date

from envfocus.korean.regions import gazetteer
from envfocus.korean.regions.candidates import Candidate, find_candidates
from envfocus.korean.regions.evidence import decide
from envfocus.korean.regions.gazetteer import Sense
from envfocus.korean.regions.lexicon import SHORT
from envfocus.korean.regions.matches import MAX_NAMES, count_names
from envfocus.korean.regions.model import Basis, Dateline, Mention
from envfocus.korean.regions.tails import Tail
from envfocus.korean.text_view import FULL_WIDTH, Normalizer, TextView

_SPACES = {"\u00a0": " ", "\u3000": " "}
"""Those that stand between the names of two units."""
_NORMALIZER = Normalizer(FULL_WIDTH | _SPACES, drop_invisible=True)

_UNIQUE, _FULL_NAME = Basis.UNIQUE, Basis.FULL_NAME
_UNDECIDED, _INSTITUTION = Basis.UNDECIDED, Basis.INSTITUTION
"""By name: they are asked for each name, and a look into an enum is slow."""
_DISTRICT = Tail.DISTRICT
_OF_GOVERNMENT = frozenset({Tail.PUBLIC, Tail.GOVERNOR, Tail.OFFICE})


def find(text: str, on: date, dateline: Dateline | None = None) -> list[Mention]:
    """The names of 시도, 시군구 and 읍면동 in a text of that day, in order. Raises
    nothing.

    Places only: no names of universities, roads, stations, companies. Of 서울시청 the
    unit's name is cut, 서울시. A short form (완주) counts where something shows that it
    is a place. At most `MAX_NAMES` mentions, the first ones: `overflows` tells.
    """
    view = _NORMALIZER.view(text)
    period = gazetteer.epoch(on)
    candidates = find_candidates(view.text, period)
    mentions: list[Mention] = []
    for place in decide(candidates, view.text, dateline):
        mention = _mention(place, text, view)
        if mention:
            mentions.append(mention)
    return mentions


def overflows(text: str) -> bool:
    """Whether a text has more names than `find` reads, so that its last ones may be
    missing.
    """
    view = _NORMALIZER.view(text)
    return count_names(view.text) > MAX_NAMES


def _mention(place: Candidate, text: str, view: TextView) -> Mention | None:
    """The mention in the original; None where no list gives the unit's code."""
    start, end = view.span(place.start, place.end)
    written = text[start:end]
    senses = place.senses
    if len(senses) > 1:
        units = tuple(sense.unit for sense in senses if sense.unit.code)
        # of one with a code beside others without nothing is known
        if len(units) < 2:
            return None
        return Mention(written, start, end, None, units, _UNDECIDED)
    sense = senses[0]
    unit = sense.unit
    if not unit.code:
        return None
    basis = _basis(place, sense)
    return Mention(written, start, end, unit, (), basis)


def _basis(place: Candidate, sense: Sense) -> Basis:
    """What decided; of a name that needed no decision, what kind of name it is."""
    decided = sense.basis or place.basis
    if decided:
        return decided
    tail = place.tail
    short = place.name.form is SHORT
    if tail in _OF_GOVERNMENT:
        return _INSTITUTION
    if tail is _DISTRICT:
        if sense.above:
            return Basis.DISTRICT
        # 시정 of a province is its government, 전남을 an object
        if not short:
            return _INSTITUTION
    if short:
        return _UNIQUE
    return _FULL_NAME
