"""Whether a name is a place: the units beside it, lists, brackets, and the words around
it.
"""

from envfocus.korean.regions.candidates import Candidate, Candidates
from envfocus.korean.regions.disambiguation import disambiguate
from envfocus.korean.regions.lexicon import NOTHING, SUPPORT, Accepts
from envfocus.korean.regions.model import Basis, Dateline, DatelineKind
from envfocus.korean.regions.neighbours import (
    back_each_other,
    link_ends,
    narrow_list,
    read_neighbours,
)
from envfocus.korean.regions.tails import Tail, place_word_follows

_GOVERNMENT = (Tail.PUBLIC, Tail.GOVERNOR)

_LOCATIVE, _AREA, _DISTRICT = Tail.LOCATIVE, Tail.AREA, Tail.DISTRICT
"""By name: a look into an enum is slow."""


def decide(candidates: Candidates, text: str, dateline: Dateline | None) -> Candidates:
    """The candidates that are places, each with the senses that the evidence leaves."""
    if len(candidates) == 1:
        _read_lone_name(candidates[0], text)
    lists = read_neighbours(candidates, text)
    for members in lists:
        back_each_other(members)
        narrow_list(members)
    _read_words_around(candidates, text, dateline)
    link_ends(candidates, text)
    places = _certain(candidates)
    lists_of_places = map(_certain, lists)
    disambiguate(places, lists_of_places, text, dateline)
    # a name that needs another mention is a place where it found one
    return [place for place in places if place.basis or place.accepts is not SUPPORT]


def _certain(candidates: Candidates) -> Candidates:
    """Those that are places."""
    return [candidate for candidate in candidates if candidate.certain]


def _read_lone_name(candidate: Candidate, text: str) -> None:
    """A text that is nothing but a name, as a reader asks for it, is a place."""
    if candidate.accepts is NOTHING or not candidate.is_short:
        return
    if candidate.name.text == text.strip():
        candidate.certain = True


def _read_words_around(
    candidates: Candidates,
    text: str,
    dateline: Dateline | None,
) -> None:
    """Decide which of the doubtful names are places."""
    doubtful = [candidate for candidate in candidates if not candidate.certain]
    if not doubtful:
        return
    named = _codes_beyond_doubt(candidates, dateline)
    for candidate in doubtful:
        candidate.certain = _is_place(candidate, text, named)


def _codes_beyond_doubt(candidates: Candidates, dateline: Dateline | None) -> set[str]:
    """Codes of units that are named beyond doubt, and of the dateline's."""
    named: set[str] = set()
    for candidate in candidates:
        senses = candidate.senses
        if candidate.certain and len(senses) == 1:
            named.add(senses[0].unit.code)
    if dateline and dateline.kind is DatelineKind.REGION:
        for unit in dateline.regions:
            named.add(unit.code)
    return named


def _is_place(candidate: Candidate, text: str, named: set[str]) -> bool:
    """Whether a doubtful name is a place, by what follows it or by what else is named.
    Names that need `SUPPORT` are let through: it is looked for at the end.
    """
    if candidate.accepts is SUPPORT:
        return True
    if candidate.is_short and candidate.tail in _GOVERNMENT:
        return True
    if candidate.outside_of_previous or candidate.accepts is NOTHING:
        return False
    return (
        _shown_by_particle(candidate, text)
        or _shown_by_word(candidate, text)
        or _shown_by_echo(candidate, text, named)
    )


def _shown_by_particle(candidate: Candidate, text: str) -> bool:
    """에서, 에, 으로; of 읍면동 also 의: whoever writes 명동의 has a place in mind."""
    locative = candidate.tail is _LOCATIVE
    if locative and Accepts.LOCATIVE in candidate.accepts:
        return True
    if Accepts.ENDING not in candidate.accepts:
        return False
    if text.startswith("에서", candidate.end):
        return True
    if not candidate.is_town:
        return False
    return locative or text.startswith("의", candidate.end)


def _shown_by_word(candidate: Candidate, text: str) -> bool:
    """해운대 일대, 이천 물류창고."""
    if Accepts.WORD not in candidate.accepts:
        return False
    is_area = candidate.tail is _AREA
    found = is_area or place_word_follows(text, candidate.end)
    if found:
        candidate.basis = Basis.PLACE_WORD
    return found


def _shown_by_echo(candidate: Candidate, text: str, named: set[str]) -> bool:
    """A particle of place behind a name that stands elsewhere too; an electoral
    district, but 을 is also a particle.
    """
    if Accepts.ECHO not in candidate.accepts:
        return False
    tail = candidate.tail
    if tail is _LOCATIVE and candidate.lies_in(named):
        candidate.basis = Basis.MENTIONS
        return True
    if tail is not _DISTRICT:
        return False
    return text[candidate.end] != "을"
