"""Bytes → text → tree, for every reader in this room."""

import codecs
import re
from collections import Counter
from dataclasses import dataclass

from selectolax.lexbor import LexborHTMLParser, LexborNode

from envfocus.papers.profile import Profile
from envfocus.papers.selectors import Selectors
from envfocus.parsing.name_index import Named, NameIndex, index_of

_HANGUL = re.compile(r"[가-힣]+")
_INVISIBLE = str.maketrans("", "", "\u200b\ufeff")
_DECLARED = frozenset({"johab", "utf-16", "utf-16le", "utf-16be"})
"""Labels worth believing; EUC-KR and its aliases are read as CP949, their superset, and
others are no text of ours.
"""
_REPLACED = "\N{REPLACEMENT CHARACTER}"
MAX_BYTES = 4 * 1024 * 1024
_MAX_CHARACTERS = 2 * 1024 * 1024
_MAX_DEPTH = 6_000
"""Bytes of a body, characters of a page, and elements inside each other, beyond which
nothing is parsed: pages of the site have some 50,000 characters and 30 levels, and the
time a parser takes grows with the square of these.
"""
_MAX_MARKS = 60_000
_MAX_WORDS = 100_000
_MAX_COMPARED = 200_000_000
"""`<` and `=` of a page, words in its tags, and the sum of their squares, beyond which
nothing is parsed: a tree of nothing but tags and attributes takes a hundred times the
memory of its page, every word can be an attribute, with or without a `=`, and every
attribute is compared with all others of its tag: so often takes a quarter of a second.
"""
_TAG = re.compile(r"<(/?)([a-z][^\s/>]*)")
_BETWEEN_WORDS = re.compile(r"[\s/=]+")
_NOT_NESTED = frozenset(
    "area base br col dd dt embed hr img input li link meta p param source tbody td tfoot th thead tr track wbr".split()
)
"""Elements that need no end tag: they are left open on good pages too."""


@dataclass(frozen=True, slots=True)
class Decoded:
    """Text of a body, the encoding that read it, and flags that say what went wrong on
    the way.
    """

    text: str
    encoding: str
    flags: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Document:
    """A parsed page.

    `flags`: those of the decoding, `page_truncated` where the markup stops early,
    `page_absurd` for a page that would cost too much to parse and is empty here.
    """

    tree: LexborHTMLParser
    flags: tuple[str, ...]
    index: NameIndex
    named: Named

    def all(self, selector: str) -> list[LexborNode]:
        """Every element that matches, in document order."""
        root = self.index.narrowest(selector, self.tree, self.named)
        if root is None:
            return []
        return root.css(selector)

    def all_of(self, selectors: Selectors) -> list[LexborNode]:
        """What the first of these selectors finds that finds anything."""
        for selector in selectors:
            nodes = self.all(selector.css)
            if nodes:
                return nodes
        return []

    def first_of(self, selectors: Selectors) -> LexborNode | None:
        """The first element of the first selector that finds anything."""
        for selector in selectors:
            node = self.first(selector.css)
            if node is not None:
                return node
        return None

    def some(self, selector: str) -> list[LexborNode]:
        """The first element that matches, as a list that can be empty."""
        node = self.first(selector)
        if node is None:
            return []
        return [node]

    def first(self, selector: str) -> LexborNode | None:
        """The first element that matches."""
        root = self.index.narrowest(selector, self.tree, self.named)
        if root is None:
            return None
        return root.css_first(selector)


def decode(body: bytes, charset: str | None = None) -> Decoded:
    """Read `body` as text, whatever its label says. Never raises.

    UTF-8 first: Korean text in another encoding is practically never valid UTF-8. Then
    the declared charset, then CP949, and at last UTF-8 with U+FFFD for what it cannot
    read. An incomplete last character (a truncated body) is dropped and flagged.
    """
    body = body.removeprefix(codecs.BOM_UTF8)
    strict = _strictly(body, "utf-8")
    if strict is not None:
        return strict
    lossy = body.decode("utf-8", errors="replace")
    replaced = Decoded(lossy, "utf-8", ("encoding:replaced",))
    hangul = len(lossy) - len(_HANGUL.sub("", lossy))
    if hangul > lossy.count(_REPLACED):
        return replaced
    label = (charset or "").strip().lower()
    for encoding in (*_DECLARED.intersection([label]), "cp949"):
        candidate = _strictly(body, encoding)
        if candidate is not None and _HANGUL.search(candidate.text):
            flags = (f"encoding:{encoding}", *candidate.flags)
            return Decoded(candidate.text, encoding, flags)
    return replaced


def _strictly(body: bytes, encoding: str) -> Decoded | None:
    """The text in one encoding; None where it is another."""
    decoder = codecs.getincrementaldecoder(encoding)()
    try:
        text = decoder.decode(body, final=False)
    except UnicodeError:
        return None
    left, _ = decoder.getstate()
    if left:
        return Decoded(text, encoding, ("encoding:cut",))
    return Decoded(text, encoding)


def load(body: bytes, charset: str | None, profile: Profile) -> Document:
    """Parse an HTML page. Any bytes give a document. Never raises."""
    index = index_of(profile.cms)
    if len(body) > MAX_BYTES:
        return _document("", ("page_absurd",), index)
    decoded = decode(body, charset)
    flags = decoded.flags
    if _is_absurd(decoded.text):
        return _document("", (*flags, "page_absurd"), index)
    if not _is_complete(decoded.text):
        flags = (*flags, "page_truncated")
    # clean UTF-8 is parsed as it came: encoding the text again gives the same bytes
    if not decoded.flags and not body.startswith(codecs.BOM_UTF8):
        return _document(body, flags, index)
    return _document(decoded.text, flags, index)


def _is_complete(text: str) -> bool:
    """Whether the end tag is there: a page that was cut, or never was one, lacks it."""
    end = text[-2000:]
    return "</html" in end or "</html" in end.lower()


def _document(page: str | bytes, flags: tuple[str, ...], index: NameIndex) -> Document:
    tree = LexborHTMLParser(page)
    return Document(tree, flags, index, index.named(tree))


def _is_absurd(text: str) -> bool:
    """Whether it would cost too much to parse a page."""
    if len(text) > _MAX_CHARACTERS or _has_many_marks(text):
        return True
    return _has_many_attributes(text) or _is_too_deep(text)


def _has_many_marks(text: str) -> bool:
    if len(text) <= _MAX_MARKS:
        return False
    return text.count("<") + text.count("=") > _MAX_MARKS


def _has_many_attributes(text: str) -> bool:
    """Count only where there can be so many: a word and what parts it from the next
    take two characters.
    """
    stretch = 4 * _MAX_COMPARED // (len(text) or 1)
    if len(text) <= 2 * _MAX_WORDS and not _has_long_stretch(text, stretch):
        return False
    words = [_words(piece) for piece in text.split(">")]
    compared = sum(count * count for count in words)
    return sum(words) > _MAX_WORDS or compared > _MAX_COMPARED


def _has_long_stretch(text: str, length: int) -> bool:
    """Whether so many characters stand together without a `>`; each is looked for from
    the end of where it can be.
    """
    start = 0
    while start + length <= len(text):
        end = text.rfind(">", start, start + length)
        if end < 0:
            return True
        start = end + 1
    return False


def _words(piece: str) -> int:
    """Words of the tag that ends a piece between two `>`; of all of it where a quoted
    `>` may have cut the tag.
    """
    before, _, tag = piece.partition("<")
    if '"' in before or "'" in before:
        tag = piece
    return len(_BETWEEN_WORDS.findall(tag))


def _is_too_deep(text: str) -> bool:
    if text.count("<") <= _MAX_DEPTH:
        return False
    depth = 0
    opened = Counter[str]()
    for close, name in _TAG.findall(text.lower()):
        if name in _NOT_NESTED or (close and not opened[name]):
            continue
        step = 1
        if close:
            step = -1
        opened[name] += step
        depth += step
        if depth > _MAX_DEPTH:
            return True
    return False


def fold(text: str) -> str:
    """White space of every kind (also NBSP and line ends) folded to single spaces;
    invisible marks dropped.
    """
    text = text.strip()
    # as most texts are: white space that is printable is a space
    if text.isprintable() and "  " not in text:
        return text
    # rare, and the search is cheaper than the replacing
    if "\u200b" in text or "\ufeff" in text:
        text = text.translate(_INVISIBLE)
    return " ".join(text.split())


def text_of(node: LexborNode | None) -> str | None:
    """Folded text of an element; None where there is no element or no text."""
    if node is None:
        return None
    return fold(node.text()) or None


def attribute(node: LexborNode, *names: str) -> str | None:
    """The first of the named attributes that has text, folded."""
    values = node.attributes
    for name in names:
        value = values.get(name)
        if value:
            folded = fold(value)
            if folded:
                return folded
    return None
