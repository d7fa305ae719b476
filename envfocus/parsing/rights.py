"""What a page and its headers say about use: robots directives and the TDM Reservation
Protocol.
"""

from collections.abc import Iterable, Sequence
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
class Said:
    """`robots`: all directives for us as sent, joined by ", ". None: nothing is said."""

    robots: str | None = None
    noarchive: bool | None = None
    tdm_reservation: bool | None = None


def metas(document: Document) -> Metas:
    """What the meta elements of a page say."""
    named = (
        ((attribute(node, "name") or "").lower(), node)
        for node in document.tree.tags("meta")
    )
    said = (
        (name, attribute(node, "content"))
        for name, node in named
        if name in _NAMES or name == _RESERVATION
    )
    return tuple((name, content) for name, content in said if content)


def read(
    metas: Metas, robots_headers: Sequence[str], tdm_headers: Sequence[str]
) -> Said:
    """Read `X-Robots-Tag` and `tdm-reservation` headers, and the meta elements of the
    same names.
    """
    directives = [*(text for header in robots_headers for text in _for_us(header))]
    directives += [content for name, content in metas if name in _NAMES]
    robots = ", ".join(directives)[:_LONGEST] or None
    words = {word.strip() for text in directives for word in text.lower().split(",")}
    reserved = [
        *tdm_headers,
        *(content for name, content in metas if name == _RESERVATION),
    ]
    return Said(
        robots,
        "noarchive" in words if robots else None,
        _reserved({value.strip() for value in reserved}),
    )


def _for_us(header: str) -> Iterable[str]:
    """A header without its robot's name, unless that is another robot's: `googlebot:
    noindex`.
    """
    name, colon, rest = header.strip().partition(":")
    if not colon or "," in name or name.strip().lower() in _PARAMETERS:
        return [header.strip()] if header.strip() else []
    return [rest.strip()] if name.strip().lower() in _NAMES else []


def _reserved(values: set[str]) -> bool | None:
    """Reserved where any place says so; anything but 1 and 0 says nothing."""
    return True if "1" in values else False if "0" in values else None
