"""Text → tokens, in one pass of an Aho-Corasick automaton over all words of time and
all digits.
"""

import re
from functools import cache

from ahocorasick_rs import AhoCorasick, MatchKind

from envfocus.korean.dates import numbers, numerals
from envfocus.korean.dates.tokens import Token
from envfocus.korean.dates.words import RIGHT, Word, spellings, words

LIMIT = 600
"""Words and numbers looked at in one text. An article has some hundred; a text of
nothing else would cost a second.
"""

_QUOTES = "'’‘`´"
_DIGITS = "0123456789"
_FIRST_WORD = len(_DIGITS)
_DAYS = "월화수목금토일"
_DAY_BEFORE = re.compile(rf"(?<![가-힣])([{_DAYS}])\s?[·,~∼〜～–-]\s?$")
_SHORT_YEAR = re.compile(r"\d\d(?!\d)\s?[년.~∼〜～–-]")


@cache
def _automaton() -> tuple[AhoCorasick, list[Word | None]]:
    """Finds the longest of its patterns, from the left; and by their index the words.
    The first ten are the digits.
    """
    patterns = [*_DIGITS, *sorted(spellings() | numerals.spellings())]
    meanings = [words().get(spelling.replace(" ", "")) for spelling in patterns]
    return AhoCorasick(patterns, matchkind=MatchKind.LeftmostLongest), meanings


def tokens(text: str) -> tuple[list[Token], bool]:
    """The temporal words and numbers of a text, in order, and whether that is all: it
    stops at `LIMIT`.
    """
    automaton, meanings = _automaton()
    found: list[Token] = []
    at = looked = 0
    for index, start, end in automaton.find_matches_as_indexes(text):
        if start < at:
            continue
        looked += 1
        if looked > LIMIT or len(found) > LIMIT:
            return found[:LIMIT], False
        if index < _FIRST_WORD:
            more, at = _number(text, start, at, found)
            found += more
        elif (
            start == 0
            or not text[start - 1].isalnum()
            or (found and found[-1].end == start)
        ):
            # a word begins after a space or a sign, or right behind another of time
            word = meanings[index]
            if (
                token := _word(text, word, start, end, found)
                if word
                else _numeral(text, start, found)
            ):
                found += _weekdays(text, token) if token.kind == "weekday" else [token]
                at = token.end
    return found, True


def _number(
    text: str, start: int, at: int, found: list[Token]
) -> tuple[list[Token], int]:
    """The number whose first digit stands at `start`, with the apostrophe before a year
    of two digits.
    """
    if other := numbers.OTHER.match(text, start):
        return [], other.end()
    if start > at and text[start - 1] in _QUOTES and _SHORT_YEAR.match(text, start):
        start -= 1
    before = found[-1] if found and found[-1].end >= start - 3 else None
    if before and text[before.end : start].strip(" ~∼〜～–—-"):
        before = None
    return numbers.read(text, start, before)


def _weekdays(text: str, last: Token) -> list[Token]:
    """화·목요일, 월~금요일: also the days whose 요일 stands behind the last."""
    days, start = [last], last.start
    while match := _DAY_BEFORE.search(text, max(0, start - 4), start):
        start = match.start(1)
        days.insert(
            0, last._replace(start=start, end=start + 1, n=_DAYS.index(match[1]))
        )
    return days


def _word(
    text: str, word: Word, start: int, end: int, found: list[Token]
) -> Token | None:
    only = word.only
    if word.kind == "holiday" and found and found[-1].end >= start - 1:
        only = RIGHT  # behind 지난해 or 음력, 설 is no other word
    if not only.match(text, end) or (word.unless and word.unless.match(text, end)):
        return None
    return Token(word.kind, start, end, word.n, word.unit, word.anchor)


def _numeral(text: str, start: int, found: list[Token]) -> Token | None:
    before = found[-1] if found else None
    return numerals.native(text, start, before) or numerals.sino(text, start, before)
