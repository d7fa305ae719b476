"""Text → tokens, in one pass of an Aho-Corasick automaton over all words of time and
all digits.
"""

import re
from functools import cache

from ahocorasick_rs import AhoCorasick, MatchKind

from envfocus.korean.dates import numbers, numerals
from envfocus.korean.dates.tokens import Token
from envfocus.korean.dates.words import MAY_FOLLOW, Word, spellings, words

LIMIT = 600
"""Words and numbers looked at in one text. An article has some hundred; a text of
nothing else would cost a second.
"""

_QUOTES = "'’‘`´"
_DIGITS = "0123456789"
_FIRST_WORD = len(_DIGITS)
_DAYS = "월화수목금토일"
_DAY_BEFORE = re.compile(rf"(?<![가-힣])([{_DAYS}])\s?[·,~∼〜～–-]\s?$")
_DAY_BEFORE_LENGTH = 4
"""Characters of that pattern: the day, a space, a sign, a space."""
_SHORT_YEAR = re.compile(r"\d\d(?!\d)\s?[년.~∼〜～–-]")
_MAX_GAP = 3
"""Characters between two numbers of one date, spaces around a sign included."""
_GAP_SIGNS = " ~∼∽〜～–—-"


@cache
def _automaton() -> tuple[AhoCorasick, list[Word | None]]:
    """Finds the longest of its patterns, from the left.

    Beside it the words by the index of their pattern; None: a digit or a numeral. The
    first ten patterns are the digits.
    """
    patterns = list(_DIGITS)
    patterns += sorted(spellings() | numerals.spellings())
    table = words()
    meanings = [table.get(pattern.replace(" ", "")) for pattern in patterns]
    automaton = AhoCorasick(patterns, matchkind=MatchKind.LeftmostLongest)
    return automaton, meanings


def tokens(text: str) -> tuple[list[Token], bool]:
    """The temporal words and numbers of a text, in order.

    Also whether that is all: it stops at `LIMIT`.
    """
    automaton, meanings = _automaton()
    found: list[Token] = []
    before: Token | None = None
    read_to = 0
    looked_at = 0
    for index, start, end in automaton.find_matches_as_indexes(text):
        if start < read_to:
            continue
        looked_at += 1
        if looked_at > LIMIT or len(found) > LIMIT:
            return found[:LIMIT], False
        if index < _FIRST_WORD:
            if other := numbers.OTHER.match(text, start):
                read_to = other.end()
                continue
            more, read_to = _number(text, start, read_to, before)
        elif start and text[start - 1].isalnum() and not _is_behind(before, start):
            continue  # a word begins after a space, a sign or another word of time
        else:
            more = _word(text, meanings[index], start, end, before)
            if more:
                read_to = more[-1].end
        if more:
            found += more
            before = more[-1]
    return found, True


def _number(
    text: str,
    start: int,
    read_to: int,
    before: Token | None,
) -> tuple[list[Token], int]:
    """The number whose first digit stands at `start`, and where to read on."""
    quoted = start > read_to and text[start - 1] in _QUOTES
    if quoted and _SHORT_YEAR.match(text, start):
        start -= 1  # the apostrophe before a year of two digits
    if before and not _is_near(text, before, start):
        before = None
    return numbers.read(text, start, before)


def _is_near(text: str, before: Token, start: int) -> bool:
    """Whether at most the sign of a range stands between."""
    if before.end < start - _MAX_GAP:
        return False
    return not text[before.end : start].strip(_GAP_SIGNS)


def _is_behind(before: Token | None, start: int) -> bool:
    """Whether another token ends right here."""
    return before is not None and before.end == start


def _word(
    text: str,
    word: Word | None,
    start: int,
    end: int,
    before: Token | None,
) -> list[Token]:
    """The word that stands here, with the weekdays that share its ending; without a
    word of the tables a number in words.
    """
    if word is None:
        return _numeral(text, start, before)
    only = word.only
    if word.kind == "holiday" and before and before.end >= start - 1:
        only = MAY_FOLLOW  # behind 지난해 or 음력, 설 is no other word
    if not only.match(text, end):
        return []
    if word.unless and word.unless.match(text, end):
        return []
    token = Token(word.kind, start, end, word.value, word.unit, word.anchor)
    if token.kind == "weekday":
        return _weekdays(text, token)
    return [token]


def _numeral(text: str, start: int, before: Token | None) -> list[Token]:
    """A number in words, native or Sino-Korean."""
    native = numerals.native(text, start, before)
    token = native or numerals.sino(text, start, before)
    if token is None:
        return []
    return [token]


def _weekdays(text: str, last: Token) -> list[Token]:
    """화·목요일, 월~금요일: also the days whose 요일 stands behind the last."""
    days = [last]
    start = last.start
    while match := _DAY_BEFORE.search(text, max(0, start - _DAY_BEFORE_LENGTH), start):
        start = match.start(1)
        day = last._replace(
            start=start,
            end=start + 1,
            value=_DAYS.index(match[1]),
        )
        days.insert(0, day)
    return days
