"""Where a name may stand in a text, before it is asked what it means."""

import re
from collections.abc import Callable
from dataclasses import dataclass

from envfocus.korean.regions.gazetteer import Sense
from envfocus.korean.regions.lexicon import (
    ANY,
    NOTHING,
    SUPPORT,
    Accepts,
    Name,
    matcher,
    meanings,
    patterns,
)
from envfocus.korean.regions.tails import glued, is_other_word, particle, word

MOST = 1000
"""Names read in one text, the first ones: an article has a hundred."""

_GLUED = 4
"""Names in one word (서울강남구역삼동); more are noise."""


_TRAPPED = Accepts.WORD | Accepts.ENDING | Accepts.ECHO
"""What still shows that a name is a place where a phrase speaks for its other meaning."""

_SURNAMES = (
    "김이박최정강조윤장임한오서신권황안송류유홍전고문양손배백허남심노하곽성차주우구민나진지"
    "엄원채천방공현함변염여추도석선설마길"
)
_CLAN = re.compile(rf"\s[{_SURNAMES}]씨")
"""전주 이씨."""

_SURROGATE = re.compile("[\ud800-\udfff]")

_FROM_ABOVE = frozenset({"province_before", "enumeration"})
"""What a short form owes its sense to, even where it could have no other."""


@dataclass(slots=True, eq=False)
class Hit:
    """A name in the text. `tail`: kind of what is glued to it. `senses`: what it can
    mean, narrowed by evidence.

    `accepts`: see Name; `certain`: whether it is a place. `scope`: codes of the units
    that hold it by the words before it, nearest first. `astray`: stands right behind a
    unit that does not hold it.
    """

    start: int
    end: int
    name: Name
    tail: str
    senses: tuple[Sense, ...]
    accepts: Accepts
    certain: bool
    basis: str | None = None
    scope: tuple[str, ...] = ()
    astray: bool = False

    @property
    def doubtful(self) -> bool:
        """Whether the name is also a word."""
        return self.accepts is not ANY

    def near(self, codes: set[str]) -> bool:
        """Whether the unit, or one that holds it, is among these."""
        return any(
            not codes.isdisjoint((sense.unit.code, *sense.above))
            for sense in self.senses
        )

    def narrow(self, keep: Callable[[Sense], bool], basis: str) -> bool:
        """Keep the senses that evidence speaks for; whether there were any. What first
        decided is the basis.
        """
        kept = tuple([sense for sense in self.senses if keep(sense)])
        if not kept:
            return False
        doubted = not self.certain or self.accepts is SUPPORT
        chosen = len(kept) < len(self.senses)
        if chosen or (
            not self.basis
            and (doubted or (self.name.form == "short" and basis in _FROM_ABOVE))
        ):
            self.basis = basis
        self.senses, self.certain = kept, True
        return True


def spot(text: str, period: int) -> list[Hit]:
    """Names that stand at the beginning of a word or right behind another name; the
    longest that fits. Linear.
    """
    fitting, names = fits(text), patterns()
    found: list[Hit] = []
    position = 0
    for start in reversed(fitting):
        if start < position or (start != position and text[start - 1].isalnum()):
            continue
        end, number, tail = fitting[start]
        position = end
        name, units = names[number], meanings(number, period)
        if tail == "governor":  # elsewhere it is a branch office
            units = tuple(sense for sense in units if sense.unit.name.endswith("도"))
        if units:
            accepts = (
                NOTHING
                if _is_half(name, tail, units)
                else _accepts(name, text, start, end)
            )
            found.append(Hit(start, end, name, tail, units, accepts, accepts is ANY))
        if len(found) == MOST:
            break
    return found


def _is_half(name: Name, tail: str, units: tuple[Sense, ...]) -> bool:
    """Whether a city runs on into the next name, as in 수원화성; provinces do
    (대구경북), and what holds the next.
    """
    return tail == "glued" and name.form == "short" and bool(units[0].above)


def _accepts(name: Name, text: str, start: int, end: int) -> Accepts:
    """What shows that a name is a place: more is asked in a phrase that speaks for
    another meaning.
    """
    trapped = name.traps and any(
        text.startswith(phrase, max(0, start - ahead)) for ahead, phrase in name.traps
    )
    if trapped or (name.form == "short" and _CLAN.match(text, end)):
        return _TRAPPED if name.accepts is ANY else name.accepts & _TRAPPED
    return name.accepts


def _matches(text: str) -> list[tuple[int, int, int]]:
    """Number, start and end of each name, overlapping ones too."""
    try:
        return matcher().find_matches_as_indexes(text, overlapping=True)
    except UnicodeEncodeError:  # half of a character, from a broken page
        return matcher().find_matches_as_indexes(
            _SURROGATE.sub("?", text), overlapping=True
        )


def fits(text: str) -> dict[int, tuple[int, int, str]]:
    """Start → end, number and tail of the longest name there that what follows allows.
    From the end to the start.
    """
    names = patterns()
    starts: dict[int, list[tuple[int, int]]] = {}
    ends: set[int] = set()
    for number, start, end in _matches(text):
        if start in ends or not (start and text[start - 1].isalnum()):
            starts.setdefault(start, []).append((end, number))
            ends.add(end)
            if len(starts) > 2 * MOST:
                break
    found: dict[int, tuple[int, int, str]] = {}
    chain: dict[int, int] = {}
    for start in sorted(starts, reverse=True):
        for end, number in reversed(starts[start]):
            glued = chain.get(end, 0)
            tail = "glued" if 0 < glued < _GLUED else _tail(names[number], text, end)
            if tail:
                found[start] = (end, number, tail)
                chain[start] = (
                    0 if tail == "stop" else glued + 1 if tail == "glued" else 1
                )
                break
    return found


def _is_club(name: Name, tail: str) -> bool:
    """Whether a team is meant: of 수원 삼성전자 only 수원 is read, 수원 삼성전 is a
    match.
    """
    match = tail.removeprefix("전")
    return not match or particle(name.text[-1], match) is not None


def _no_particle(name: Name, tail: str) -> bool:
    """순천만 is a bay, 강남서 a police station."""
    return (name.form == "short" and tail.startswith("만")) or (
        name.ward and tail.startswith("서")
    )


def _tail(name: Name, text: str, end: int) -> str | None:
    """What is glued to a name: the kind of it, or None where it makes another word."""
    tail = glued(text, end)
    if name.form in {"stop", "club"}:
        return "stop" if name.form == "stop" or _is_club(name, tail) else None
    if not tail:
        return "bare"
    if kind := particle(name.text[-1], tail):
        return None if _no_particle(name, tail) else kind
    town = name.form == "town"
    kind = (
        "particle"
        if tail == "을" and (town or name.text.endswith("군"))
        else word(tail)
    )
    if (
        town and kind == "district"
    ):  # neither a 읍면동 nor a 군 is parted into electoral districts, but 군정 is a government
        kind = None
    if kind and (
        kind != "office" or (name.form != "short" and not name.former)
    ):  # 송정시장 is a market
        return kind
    free = (
        name.form == "full"
        and not name.former
        and len(name.text) > 2
        and not is_other_word(name.text, tail)
    )
    return "noun" if free else None
