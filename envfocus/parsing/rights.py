"""What a page and its headers say about use: robots directives and the TDM Reservation
Protocol.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from envfocus.parsing.document import Document, attribute

Metas = tuple[tuple[str, str], ...]
"""Name, in lower case, and content of the meta elements that say something of use."""

_RESERVATION = "tdm-reservation"
_LONGEST = 500
_NAMES = frozenset({"robots", "envfocus"})
"""Whom a directive is for: every robot, or us."""
_PARAMETERS = frozenset(
    {"unavailable_after", "max-snippet", "max-image-preview", "max-video-preview"}
)
"""Directives that have a value behind a colon; any other word there is the name of a
robot.
"""


@dataclass(frozen=True, slots=True)
class Terms:
    """What is said of use. `robots`: all directives for us as sent, joined by ", ".

    None: nothing is said.
    """

    robots: str | None = None
    noarchive: bool | None = None
    tdm_reservation: bool | None = None


def metas(document: Document) -> Metas:
    """What the meta elements of a page say."""
    found: list[tuple[str, str]] = []
    for node in document.tree.tags("meta"):
        name = (attribute(node, "name") or "").lower()
        if name in _NAMES or name == _RESERVATION:
            content = attribute(node, "content")
            if content is not None:
                found.append((name, content))
    return tuple(found)


def read(
    metas: Metas, robots_headers: Sequence[str], tdm_headers: Sequence[str]
) -> Terms:
    """Read `X-Robots-Tag` and `tdm-reservation` headers, and the meta elements of the
    same names.
    """
    directives: list[str] = []
    for header in robots_headers:
        directives += _for_us(header)
    reserved = list(tdm_headers)
    for name, content in metas:
        if name == _RESERVATION:
            reserved.append(content)
        elif name in _NAMES:
            directives.append(content)
    robots = ", ".join(directives)[:_LONGEST] or None
    noarchive = None
    if robots is not None:
        noarchive = "noarchive" in _words(directives)
    return Terms(robots, noarchive, _reserved(reserved))


def _words(directives: Iterable[str]) -> set[str]:
    """The single directives of texts that hold several."""
    words: list[str] = []
    for text in directives:
        words += text.lower().split(",")
    return {word.strip() for word in words}


def _for_us(header: str) -> Iterator[str]:
    """A header without its robot's name, unless that is another robot's: `googlebot:
    noindex`.
    """
    text = header.strip()
    before, colon, rest = text.partition(":")
    robot = before.strip().lower()
    is_named = colon and "," not in robot
    if robot in _PARAMETERS:
        is_named = False
    if is_named and robot in _NAMES:
        yield rest.strip()
    elif not is_named and text:
        yield text


def _reserved(values: Iterable[str]) -> bool | None:
    """Reserved where any place says so; anything but 1 and 0 says nothing."""
    found = {value.strip() for value in values}
    if "1" in found:
        return True
    if "0" in found:
        return False
    return None
