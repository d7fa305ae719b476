"""Where a name may stand in a text, before it is asked what it means."""

from collections.abc import Callable
from dataclasses import dataclass

from envfocus.korean.regions.gazetteer import Sense
from envfocus.korean.regions.lexicon import ANY, MATCHER, NAMES, TRAPS, Name, senses
from envfocus.korean.regions.tails import glued, is_other_word, particle, word

MOST = 1000
"""Names read in one text, the first ones: an article has a hundred."""

_NEAR = 12
"""Characters around a short form that are searched for its other meaning."""

_GLUED = 4
"""Names in one word (서울강남구역삼동); more are noise."""


_FROM_ABOVE = frozenset({"province_before", "enumeration"})
"""What a short form owes its sense to, even where it could have no other."""


@dataclass(slots=True, eq=False)
class Hit:
    """A name in the text. `tail`: kind of what is glued to it. `senses`: what it can mean, narrowed by evidence.

    `accepts`: see Name; `certain`: whether it is a place. `scope`: codes of the units that hold it by the words before
    it, nearest first. `astray`: stands right behind a unit that does not hold it.
    """

    start: int
    end: int
    name: Name
    tail: str
    senses: tuple[Sense, ...]
    accepts: tuple[str, ...]
    certain: bool
    basis: str | None = None
    scope: tuple[str, ...] = ()
    astray: bool = False

    @property
    def doubtful(self) -> bool:
        """Whether the name is also a word."""
        return self.accepts != ANY

    def near(self, codes: set[str]) -> bool:
        """Whether the unit, or one that holds it, is among these."""
        return any(not codes.isdisjoint((sense.unit.code, *sense.above)) for sense in self.senses)

    def narrow(self, keep: Callable[[Sense], bool], basis: str) -> bool:
        """Keep the senses that evidence speaks for; whether there were any. What first decided is the basis."""
        kept = tuple(sense for sense in self.senses if keep(sense))
        if not kept:
            return False
        doubted = not self.certain or "support" in self.accepts
        chosen = len(kept) < len(self.senses)
        if chosen or (not self.basis and (doubted or (self.name.form == "short" and basis in _FROM_ABOVE))):
            self.basis = basis
        self.senses, self.certain = kept, True
        return True


def spot(text: str, period: int) -> list[Hit]:
    """Names that stand at the beginning of a word or right behind another name; the longest that fits. Linear."""
    fits = _fits(text)
    found: list[Hit] = []
    position = 0
    for start in sorted(fits):
        if start < position or (start != position and _in_word(text, start)):
            continue
        end, number, tail = fits[start]
        position = end
        meanings = senses(number, period)
        if tail == "governor":  # elsewhere it is a branch office
            meanings = tuple(sense for sense in meanings if sense.unit.name.endswith("도"))
        if meanings:
            accepts = _accepts(NAMES[number], text, end, meanings)
            found.append(Hit(start, end, NAMES[number], tail, meanings, accepts, accepts == ANY))
        if len(found) == MOST:
            break
    return found


def _accepts(name: Name, text: str, end: int, meanings: tuple[Sense, ...]) -> tuple[str, ...]:
    """What shows that a short form is a place: less where words of its other meaning are near, or as an object."""
    if name.form != "short":
        return name.accepts
    around = text[max(0, end - len(name.text) - _NEAR) : end + _NEAR]
    if any(word in around for word in TRAPS.get(name.text, ())):
        return ()
    if meanings[0].above and text.startswith(("을", "를"), end):
        return ("support",) if name.accepts == ANY else ()
    return name.accepts


def _in_word(text: str, start: int) -> bool:
    return start > 0 and text[start - 1].isalnum()


def _fits(text: str) -> dict[int, tuple[int, int, str]]:
    """Start → end, number and tail of the longest name there that what follows allows. From the end to the start."""
    starts: dict[int, list[tuple[int, int]]] = {}
    ends: set[int] = set()
    for number, start, end in MATCHER.find_matches_as_indexes(text, overlapping=True):
        if start in ends or not _in_word(text, start):
            starts.setdefault(start, []).append((end, number))
            ends.add(end)
            if len(starts) > 2 * MOST:
                break
    fits: dict[int, tuple[int, int, str]] = {}
    chain: dict[int, int] = {}
    for start in sorted(starts, reverse=True):
        for end, number in reversed(starts[start]):
            glued = chain.get(end, 0)
            tail = "glued" if 0 < glued < _GLUED else _tail(NAMES[number], text, end)
            if tail:
                fits[start] = (end, number, tail)
                chain[start] = 0 if tail == "stop" else glued + 1 if tail == "glued" else 1
                break
    return fits


def _tail(name: Name, text: str, end: int) -> str | None:
    """What is glued to a name: the kind of it, or None where it makes another word."""
    if name.form == "stop":
        return "stop"
    tail = glued(text, end)
    if not tail:
        return "bare"
    if kind := particle(name.text[-1], tail):
        bay = name.form == "short" and tail.startswith("만")  # 순천만
        return None if bay else kind
    kind = word(tail)
    if kind and (kind != "office" or name.form != "short"):
        return kind
    free = name.form == "full" and len(name.text) > 2 and not is_other_word(name.text, tail)
    return "noun" if free else None
