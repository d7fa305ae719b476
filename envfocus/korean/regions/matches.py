"""Where the letters of a name stand in a text, and what is glued to them."""

from collections import defaultdict
from collections.abc import Iterator

from envfocus.korean.regions.lexicon import (
    CLUB,
    FULL,
    SHORT,
    STOP,
    TOWN,
    Name,
    matcher,
    patterns,
)
from envfocus.korean.regions.tails import Tail, glued, is_other_word, particle, word

MAX_NAMES = 1000
"""Names read in one text, the first ones: an article has a hundred."""

_MAX_STARTS = 2 * MAX_NAMES
"""Places looked at: two in an overlap may stand for one name."""

_MAX_GLUED = 4
"""Names in one word (서울강남구역삼동); more are noise."""

Match = tuple[int, int, Tail]
"""Character after the last of a name, its number in `patterns`, what is glued to it."""

_BARE, _NAME, _STOP, _NOUN = Tail.BARE, Tail.NAME, Tail.STOP, Tail.NOUN
"""By name: they are asked for each name, and a look into an enum is slow."""


def find_matches(text: str) -> Iterator[tuple[int, Match]]:
    """First character and match of each name that stands at the beginning of a word or
    right behind another name, in order. Linear.
    """
    matches = _longest_matches(text)
    position = 0
    for start in reversed(matches):
        if start < position:
            continue
        if start != position and text[start - 1].isalnum():
            continue
        match = matches[start]
        position = match[0]
        yield start, match


def count_names(text: str) -> int:
    """Names in a text, also those that a longer one covers."""
    return len(_longest_matches(text))


def _longest_matches(text: str) -> dict[int, Match]:
    """First character → the longest name there that what follows allows. From the end
    to the start, so that names glued behind a name are known before it.
    """
    names = patterns()
    by_start = _names_by_start(text)
    matches: dict[int, Match] = {}
    names_in_word: dict[int, int] = {}
    tail: Tail | None
    for start in sorted(by_start, reverse=True):
        # the longest comes last
        for end, number in reversed(by_start[start]):
            following = names_in_word.get(end, 0)
            if 0 < following < _MAX_GLUED:
                tail = _NAME
            else:
                tail = _tail(names[number], text, end)
                following = 0
            if tail is None:
                continue
            matches[start] = end, number, tail
            # nothing runs on into a phrase that is no name
            if tail is not _STOP:
                names_in_word[start] = following + 1
            break
    return matches


def _names_by_start(text: str) -> dict[int, list[tuple[int, int]]]:
    """First character → end and number of each name there, the longest last.

    Raises UnicodeEncodeError for half of a character; a `TextView` has none.
    """
    by_start: dict[int, list[tuple[int, int]]] = defaultdict(list)
    ends: set[int] = set()
    occurrences = matcher().find_matches_as_indexes(text, overlapping=True)
    for number, start, end in occurrences:
        in_word = start > 0 and text[start - 1].isalnum()
        # inside of a word a name stands only behind another one
        if in_word and start not in ends:
            continue
        by_start[start].append((end, number))
        ends.add(end)
        if len(by_start) > _MAX_STARTS:
            break
    return by_start


def _tail(name: Name, text: str, end: int) -> Tail | None:
    """The kind of what is glued to a name, None where it makes another word."""
    tail = glued(text, end)
    form = name.form
    if form is STOP:
        return _STOP
    if form is CLUB:
        return _STOP if _is_club(name, tail) else None
    if not tail:
        return _BARE
    last = name.text[-1]
    kind = particle(last, tail)
    if kind is None:
        return _word_kind(name, tail) or _noun(name, tail)
    if _is_no_particle(name, tail):
        return None
    return kind


def _is_club(name: Name, tail: str) -> bool:
    """Whether a team is meant: of 수원 삼성전자 only 수원 is read, 수원 삼성전 is a
    match.
    """
    particles = tail.removeprefix("전")
    if not particles:
        return True
    last = name.text[-1]
    return particle(last, particles) is not None


def _is_no_particle(name: Name, tail: str) -> bool:
    """순천만 is a bay, 강남서 a police station."""
    if name.ward and tail.startswith("서"):
        return True
    return name.form is SHORT and tail.startswith("만")


def _word_kind(name: Name, tail: str) -> Tail | None:
    """The kind of word, where it can stand behind such a name."""
    is_town = name.form is TOWN
    # neither a 읍면동 nor a 군 is parted into electoral districts
    undivided = is_town or name.text.endswith("군")
    if undivided and tail == "을":
        return Tail.PARTICLE
    kind = word(tail)
    # but 군정 is a government
    if is_town and kind is Tail.DISTRICT:
        return None
    if kind is not Tail.OFFICE:
        return kind
    # 송정시장 is a market
    if name.former or name.form is SHORT:
        return None
    return kind


def _noun(name: Name, tail: str) -> Tail | None:
    """`NOUN` behind a whole name, where the two make no other word."""
    if name.form is not FULL or name.former:
        return None
    # 중구 and 남구 begin too many words
    if len(name.text) < 3:
        return None
    if is_other_word(name.text, tail):
        return None
    return _NOUN
