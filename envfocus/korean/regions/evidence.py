"""Whether a name is a place: the units beside it, lists, brackets, and the words around
it.
"""

from envfocus.korean.regions.candidates import Candidate
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


def decide(
    candidates: list[Candidate], text: str, dateline: Dateline | None
) -> list[Candidate]:
    """The candidates that are places, each with the senses that the evidence leaves."""
    if len(candidates) == 1:
        _read_lone_name(candidates[0], text)
    lists = read_neighbours(candidates, text)
    for members in lists:
        back_each_other(members)
        narrow_list(members)
    doubtful = [candidate for candidate in candidates if not candidate.certain]
    if doubtful:
        named = _codes_beyond_doubt(candidates, dateline)
        for candidate in doubtful:
            candidate.certain = _is_place(candidate, text, named)
    link_ends(candidates, text)
    places = _certain(candidates)
    disambiguate(places, map(_certain, lists), text, dateline)
    return [place for place in places if place.basis or place.accepts is not SUPPORT]


def _certain(candidates: list[Candidate]) -> list[Candidate]:
    return [candidate for candidate in candidates if candidate.certain]


def _read_lone_name(candidate: Candidate, text: str) -> None:
    """A text that is nothing but a name, as a reader asks for it, is a place."""
    could_be = candidate.accepts is not NOTHING and candidate.is_short
    if could_be and candidate.name.text == text.strip():
        candidate.certain = True


def _codes_beyond_doubt(
    candidates: list[Candidate], dateline: Dateline | None
) -> set[str]:
    """Codes of units that are named beyond doubt, and of the dateline's."""
    named: set[str] = set()
    for candidate in candidates:
        if candidate.certain and not candidate.is_ambiguous:
            named.add(candidate.senses[0].unit.code)
    if dateline and dateline.kind is DatelineKind.REGION:
        named.update(unit.code for unit in dateline.regions)
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
    locative = candidate.tail is Tail.LOCATIVE
    if locative and Accepts.LOCATIVE in candidate.accepts:
        return True
    if Accepts.ENDING not in candidate.accepts:
        return False
    if candidate.is_town:
        return locative or text.startswith(("의", "에서"), candidate.end)
    return text.startswith("에서", candidate.end)


def _shown_by_word(candidate: Candidate, text: str) -> bool:
    """해운대 일대, 이천 물류창고."""
    if Accepts.WORD not in candidate.accepts:
        return False
    found = candidate.tail is Tail.AREA or place_word_follows(text, candidate.end)
    if found:
        candidate.basis = Basis.PLACE_WORD
    return found


def _shown_by_echo(candidate: Candidate, text: str, named: set[str]) -> bool:
    """A particle of place behind a name that stands elsewhere too; an electoral
    district, but 을 is also a particle.
    """
    if Accepts.ECHO not in candidate.accepts:
        return False
    if candidate.tail is Tail.LOCATIVE and candidate.lies_in(named):
        candidate.basis = Basis.MENTIONS
        return True
    return candidate.tail is Tail.DISTRICT and text[candidate.end] != "을"
