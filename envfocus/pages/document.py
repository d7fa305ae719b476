"""Bytes → text → tree, for every reader in this room."""

import codecs
import re
from dataclasses import dataclass

from selectolax.lexbor import LexborHTMLParser, LexborNode

_HANGUL = re.compile(r"[가-힣]")
_INVISIBLE = str.maketrans("", "", "\u200b\ufeff")
_DECLARED = frozenset({"johab", "utf-16", "utf-16le", "utf-16be"})
"""Labels worth believing; EUC-KR and its aliases are read as CP949, their superset, and others are no text of ours."""
_REPLACED = "\N{REPLACEMENT CHARACTER}"


@dataclass(frozen=True, slots=True)
class Decoded:
    """Text of a body, the encoding that read it, and flags that say what went wrong on the way."""

    text: str
    encoding: str
    flags: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Document:
    """A parsed page. `flags`: those of the decoding, and `page_truncated` where the markup stops early."""

    tree: LexborHTMLParser
    flags: tuple[str, ...]

    def all(self, selector: str) -> list[LexborNode]:
        """Every element that matches, in document order."""
        return self.tree.css(selector)

    def first(self, selector: str) -> LexborNode | None:
        """The first element that matches."""
        return self.tree.css_first(selector)


def decode(body: bytes, charset: str | None = None) -> Decoded:
    """Read `body` as text, whatever its label says.

    UTF-8 first: Korean text in another encoding is practically never valid UTF-8. Then the declared
    charset, then CP949, and at last UTF-8 with U+FFFD for what it cannot read. An incomplete last
    character (a truncated body) is dropped and flagged. Raises nothing.
    """
    body = body.removeprefix(codecs.BOM_UTF8)
    if strict := _strictly(body, "utf-8"):
        return strict
    lossy = body.decode("utf-8", errors="replace")
    if len(_HANGUL.findall(lossy)) > lossy.count(_REPLACED):
        return Decoded(lossy, "utf-8", ("encoding:replaced",))
    label = (charset or "").strip().lower()
    for encoding in [*_DECLARED.intersection([label]), "cp949"]:
        candidate = _strictly(body, encoding)
        if candidate and _HANGUL.search(candidate.text):
            return Decoded(candidate.text, encoding, (f"encoding:{encoding}", *candidate.flags))
    return Decoded(lossy, "utf-8", ("encoding:replaced",))


def _strictly(body: bytes, encoding: str) -> Decoded | None:
    decoder = codecs.getincrementaldecoder(encoding)()
    try:
        text = decoder.decode(body, final=False)
    except UnicodeError:
        return None
    left, _ = decoder.getstate()
    return Decoded(text, encoding, ("encoding:cut",) if left else ())


def load(body: bytes, charset: str | None = None) -> Document:
    """Parse an HTML page. Any bytes give a document; raises nothing."""
    decoded = decode(body, charset)
    # a page that was cut, or never was one, lacks its end tag
    complete = "</html" in decoded.text[-2000:].lower()
    flags = decoded.flags if complete else (*decoded.flags, "page_truncated")
    return Document(LexborHTMLParser(decoded.text), flags)


def fold(text: str) -> str:
    """White space of every kind (also NBSP and line ends) folded to single spaces; invisible marks dropped."""
    return " ".join(text.translate(_INVISIBLE).split())


def text_of(node: LexborNode | None) -> str | None:
    """Folded text of an element; None where there is no element or no text."""
    return (fold(node.text()) or None) if node is not None else None


def attribute(node: LexborNode, *names: str) -> str | None:
    """The first of the named attributes that has text, folded."""
    values = node.attributes
    return next((folded for name in names if (folded := fold(values.get(name) or ""))), None)
