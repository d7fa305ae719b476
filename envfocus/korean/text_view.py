"""A normalised view of a text, with offsets back to the original.

Readers of Korean text search the view and report spans of the original: one character
replaces another (full-width digits, no-break spaces), syllables written as separate
letters (NFD) are composed, invisible characters are left out.
"""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from typing import NamedTuple

FULL_WIDTH = {chr(code): chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F)}
"""Full-width forms of ASCII, as East Asian input methods write them."""
SPACES = dict.fromkeys("\u00a0\u2007\u2009\u202f\u3000", " ")
"""No-break, figure, thin and ideographic spaces."""

_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u2060-\u2064\ufeff]")
"""Soft hyphens, zero-width spaces and joiners, direction and byte order marks."""
_COMPOSED = "\u0300-\u036f\u1100-\u11ff\uf900-\ufaff"
"""What NFC may change in Korean text: accents, Hangul letters, compatibility Hanja."""
_MAY_COMPOSE = re.compile(f"[{_COMPOSED}]")
_SURROGATES = dict.fromkeys(map(chr, range(0xD800, 0xE000)), "?")
"""Halves of a character, from a broken page; no library in C reads them."""
_CLUSTER = re.compile(
    "[\u1100-\u115f][\u1160-\u11a7][\u11a8-\u11ff]?"
    "|[가-힣][\u11a8-\u11c2]"
    "|.[\u0300-\u036f]*",
    re.DOTALL,
)
"""A syllable in letters, a syllable and its final letter, or a character with accents.
"""


class TextView(NamedTuple):
    """A text to search.

    `starts`, `ends`: where each of its characters begins and ends in the original;
    None: it has the original's offsets.
    """

    text: str
    starts: Sequence[int] | None = None
    ends: Sequence[int] | None = None

    def span(self, start: int, end: int) -> tuple[int, int]:
        """The span in the original of a span of the view that is not empty."""
        if self.starts is None or self.ends is None:
            return start, end
        return self.starts[start], self.ends[end - 1]


class Normalizer:
    """Makes views of texts.

    `replacements`: one character for one; lone surrogates become `?` in any case.
    Syllables in letters, accents and compatibility Hanja are composed (NFC).
    """

    def __init__(
        self, replacements: Mapping[str, str], *, drop_invisible: bool
    ) -> None:
        replaced = re.escape("".join(replacements))
        unusual = f"[\ud800-\udfff{_COMPOSED}{replaced}]"
        if drop_invisible:
            unusual += f"|{_INVISIBLE.pattern}"
        self._unusual = re.compile(unusual)
        self._table = str.maketrans({**_SURROGATES, **replacements})
        self._drop_invisible = drop_invisible

    def view(self, text: str) -> TextView:
        """The view of a text; an ordinary text is its own, not copied."""
        if not self._unusual.search(text):
            return TextView(text)
        text = text.translate(self._table)
        kept: Sequence[int] | None = None
        if self._drop_invisible and _INVISIBLE.search(text):
            kept = _visible(text)
            text = _INVISIBLE.sub("", text)
        if _MAY_COMPOSE.search(text):
            return _composed(text, kept or range(len(text)))
        if kept is None:
            return TextView(text)
        return TextView(text, kept, [offset + 1 for offset in kept])


def _visible(text: str) -> list[int]:
    """Where the visible characters of a text stand."""
    return [
        offset
        for offset, character in enumerate(text)
        if not _INVISIBLE.match(character)
    ]


def _composed(text: str, offsets: Sequence[int]) -> TextView:
    """The view with composed syllables. `offsets`: those of the text's characters."""
    parts: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    for cluster in _CLUSTER.finditer(text):
        composed = cluster[0]
        if _MAY_COMPOSE.search(composed):
            composed = unicodedata.normalize("NFC", composed)
        start = offsets[cluster.start()]
        end = offsets[cluster.end() - 1] + 1
        parts.append(composed)
        starts += [start] * len(composed)
        ends += [end] * len(composed)
    return TextView("".join(parts), starts, ends)
