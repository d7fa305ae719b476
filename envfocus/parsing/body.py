"""The body of an article: paragraphs, photos with captions, and what is neither."""

import re
from dataclasses import dataclass
from enum import Enum, auto
from functools import cache
from itertools import groupby

from selectolax.lexbor import LexborNode

from envfocus.papers.profile import Profile
from envfocus.parsing.closing import read_closing
from envfocus.parsing.visible_text import Photo, read, strip_mark

_DATELINE = re.compile(r"\[[^\[\]]{1,40}\]|\([^()]{1,40}=[^()]{1,40}\)")


@dataclass(frozen=True, slots=True)
class Body:
    """`paragraphs`: text as published, dateline included. `signature`: the reporter
    named at the end.
    """

    paragraphs: tuple[str, ...]
    photos: tuple[Photo, ...]
    dateline: str | None
    signature: str | None
    flags: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Captioned:
    """Paragraphs without captions, and photos with them."""

    paragraphs: list[str]
    photos: list[Photo]
    flags: list[str]


class _Part(Enum):
    """What a part of a body is. A marked line begins with ▲."""

    PHOTO = auto()
    MARKED = auto()
    TEXT = auto()


def read_body(
    root: LexborNode, page_url: str, byline: str | None, profile: Profile
) -> Body:
    """Separate the text of a body from its captions, signature and copyright line.
    `byline`: whom the page names.

    Flags: `caption:frame_text`, `caption:ambiguous`, `caption:unmatched` (a line marked
    ▲ stands before a picture that has no caption: it may be the caption, and stays
    text), `body:signature` and `body:copyright` (taken off), `body:empty`.
    """
    reading = read(root, page_url, profile.cms.furniture)
    captioned = _captions(reading.parts)
    closing = read_closing(captioned.paragraphs, byline, profile)
    flags = [*reading.flags, *captioned.flags, *closing.flags]
    if not closing.paragraphs:
        flags.append("body:empty")
    return Body(
        paragraphs=tuple(closing.paragraphs),
        photos=tuple(captioned.photos),
        dateline=_dateline(closing.paragraphs, profile),
        signature=closing.signature,
        flags=tuple(dict.fromkeys(flags)),
    )


def _dateline(paragraphs: list[str], profile: Profile) -> str | None:
    """The bracket with which the text begins, if it is no other bracket."""
    if not paragraphs:
        return None
    match = _DATELINE.match(paragraphs[0])
    if match is None:
        return None
    sign = _dateline_sign(profile.outlet_names)
    if sign.search(match[0]) is None:
        return None
    return match[0]


@cache
def _dateline_sign(outlet_names: tuple[str, ...]) -> re.Pattern[str]:
    """What makes a bracket a dateline."""
    names = "|".join(map(re.escape, outlet_names))
    return re.compile(rf"=|기자|^.(?:{names})")


def _captions(parts: list[str | Photo]) -> _Captioned:
    """Lines that begin with ▲ right after pictures are their captions; more lines than
    pictures are a list.
    """
    paragraphs: list[str] = []
    photos: list[Photo] = []
    flags: list[str] = []
    behind_marked: list[int] = []  # photos right behind a marked line that stayed text
    waiting = 0  # photos right before this group
    after_marked = False  # whether a marked line that stayed text is right before it
    for kind, group in groupby(parts, _kind):
        if kind is _Part.PHOTO:
            if after_marked:
                behind_marked.append(len(photos))
            pictures = [part for part in group if isinstance(part, Photo)]
            photos += pictures
            waiting = len(pictures)
            after_marked = False
            continue
        lines = [str(part) for part in group]
        is_marked = kind is _Part.MARKED
        is_caption = is_marked and len(lines) <= waiting
        if is_caption:
            start = len(photos) - len(lines)
            photos[start:] = _with_captions(photos[start:], lines)
        else:
            paragraphs += lines
        stays_marked = is_marked and not is_caption
        if stays_marked and waiting:
            flags.append("caption:ambiguous")
        waiting = 0
        after_marked = stays_marked
    unmatched = [place for place in behind_marked if photos[place].caption is None]
    if unmatched:
        flags.append("caption:unmatched")
    return _Captioned(paragraphs, photos, flags)


def _with_captions(photos: list[Photo], lines: list[str]) -> list[Photo]:
    """These photos, each with the caption in its line."""
    pairs = zip(photos, lines, strict=True)
    return [Photo(photo.url, strip_mark(line)) for photo, line in pairs]


def _kind(part: str | Photo) -> _Part:
    """What groups of parts are told apart by."""
    if isinstance(part, Photo):
        return _Part.PHOTO
    if part.startswith("▲"):
        return _Part.MARKED
    return _Part.TEXT
