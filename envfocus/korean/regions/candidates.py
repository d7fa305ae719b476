"""Candidates: names in a text with all that they can mean, before evidence is weighed."""

import re
from collections.abc import Callable
from dataclasses import dataclass

from envfocus.korean.regions.gazetteer import Sense, Senses
from envfocus.korean.regions.lexicon import (
    ANY,
    NOTHING,
    SHORT,
    SUPPORT,
    TOWN,
    Accepts,
    Name,
    meanings,
    patterns,
)
from envfocus.korean.regions.matches import MAX_NAMES, Match, find_matches
from envfocus.korean.regions.model import Basis
from envfocus.korean.regions.tails import Tail

_TRAPPED = Accepts.WORD | Accepts.ENDING | Accepts.ECHO
"""What still shows that a name is a place where a phrase speaks for its other meaning."""

_SURNAMES = (
    "김이박최정강조윤장임한오서신권황안송류유홍전고문양손배백허남심노하곽성차주우구민나진지"
    "엄원채천방공현함변염여추도석선설마길"
)
_CLAN = re.compile(rf"\s[{_SURNAMES}]씨")
"""전주 이씨."""

_FROM_ABOVE = frozenset({Basis.PROVINCE_BEFORE, Basis.ENUMERATION})
"""What a short form owes its sense to, even where it could have no other."""

_NAME, _GOVERNOR = Tail.NAME, Tail.GOVERNOR


@dataclass(slots=True, eq=False)
class Candidate:
    """A name in a text; evidence narrows what it can mean."""

    start: int
    end: int
    name: Name
    tail: Tail
    senses: Senses
    """What it can mean, at least one."""
    accepts: Accepts
    """What shows that it is a place."""
    certain: bool
    """Whether it is a place."""
    basis: Basis | None = None
    scope: tuple[str, ...] = ()
    """Codes of the units that hold it by the words before it, nearest first."""
    outside_of_previous: bool = False
    """Whether it stands right behind a unit that does not hold it."""

    @property
    def is_short(self) -> bool:
        """Whether the name is a short form (부산)."""
        return self.name.form is SHORT

    @property
    def is_town(self) -> bool:
        """Whether the name is that of a 읍면동."""
        return self.name.form is TOWN

    @property
    def is_doubtful(self) -> bool:
        """Whether the name is also a word."""
        return self.accepts is not ANY

    @property
    def is_ambiguous(self) -> bool:
        """Whether several units are left."""
        return len(self.senses) > 1

    @property
    def code(self) -> str:
        """Code of the only sense; "" where there are several, or where it has none."""
        if len(self.senses) > 1:
            return ""
        return self.senses[0].unit.code

    def codes(self) -> list[str]:
        """Codes of what it can mean."""
        return [sense.unit.code for sense in self.senses]

    def parents(self) -> set[str]:
        """Codes of the units right above what it can mean."""
        return {sense.parent for sense in self.senses}

    def is_one_of(self, codes: set[str]) -> bool:
        """Whether it can mean one of these."""
        return any(sense.unit.code in codes for sense in self.senses)

    def lies_in(self, codes: set[str]) -> bool:
        """Whether it can mean one of these, or a unit inside of one."""
        return any(sense.lies_in(codes) for sense in self.senses)

    def narrow(self, keep: Callable[[Sense], bool], basis: Basis) -> bool:
        """Keep the senses that evidence speaks for; whether there were any. What first
        decided is the basis.
        """
        kept = [sense for sense in self.senses if keep(sense)]
        if not kept:
            return False
        if len(kept) < len(self.senses) or self._is_shown_by(basis):
            self.basis = basis
        self.senses = tuple(kept)
        self.certain = True
        return True

    def _is_shown_by(self, basis: Basis) -> bool:
        """Whether evidence that leaves all senses is what makes this a place."""
        if self.basis:
            return False
        if not self.certain or self.accepts is SUPPORT:
            return True
        return basis in _FROM_ABOVE and self.is_short


Candidates = list[Candidate]
"""In the order of the text."""


def find_candidates(text: str, period: int) -> Candidates:
    """The names in a text with their meanings in a period; at most `MAX_NAMES`."""
    found: Candidates = []
    for start, match in find_matches(text):
        candidate = _candidate(text, start, match, period)
        if candidate:
            found.append(candidate)
        if len(found) == MAX_NAMES:
            break
    return found


def _candidate(text: str, start: int, match: Match, period: int) -> Candidate | None:
    """The name with its meanings; None where it has none in that period."""
    end, number, tail = match
    senses = meanings(number, period)
    if tail is _GOVERNOR:
        senses = _with_governor(senses)
    if not senses:
        return None
    name = patterns()[number]
    accepts = _accepts(name, text, start, end)
    if tail is _NAME and name.form is SHORT and senses[0].above:
        # a city does not run on into the next name (수원화성); provinces do (대구경북)
        accepts = NOTHING
    certain = accepts is ANY
    return Candidate(start, end, name, tail, senses, accepts, certain)


def _with_governor(senses: Senses) -> Senses:
    """Only a 도 has a 지사; elsewhere it is a branch office."""
    return tuple(sense for sense in senses if sense.unit.name.endswith("도"))


def _accepts(name: Name, text: str, start: int, end: int) -> Accepts:
    """What shows that a name is a place: more is asked in a phrase that speaks for
    another meaning.
    """
    accepts = name.accepts
    if not name.traps and name.form is not SHORT:
        return accepts
    if not _is_trapped(name, text, start, end):
        return accepts
    if accepts is ANY:
        return _TRAPPED
    return accepts & _TRAPPED


def _is_trapped(name: Name, text: str, start: int, end: int) -> bool:
    """Whether such a phrase stands here: 자전거 경주, 전주 이씨."""
    for ahead, phrase in name.traps:
        if text.startswith(phrase, max(0, start - ahead)):
            return True
    return name.form is SHORT and bool(_CLAN.match(text, end))
