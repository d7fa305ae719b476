"""The body of an article: paragraphs, photos with captions, and what is neither."""

import re
from dataclasses import dataclass
from enum import Enum, auto
from functools import cache
from itertools import groupby

from selectolax.lexbor import LexborNode

from envfocus.papers.profile import Profile
from envfocus.parsing.visible_text import Photo, read, strip_mark

_DATELINE = re.compile(r"\[[^\[\]]{1,40}\]|\([^()]{1,40}=[^()]{1,40}\)")
_SENTENCE_END = r"(?<=[.!?…”’\"')\]])"
_NAMES = r"(?P<name>[가-힣]{2,4}?(?:\s?[·ㆍ,]\s?[가-힣]{2,4}?)*)"
_JOB = r"(?P<job>(?:선임|전문|객원|수습|인턴|대표|수석|책임|시민|명예)?\s?기자|특파원|편집국장|편집장|편집위원|논설위원)"
_MAIL = r"\s*[(<\[]?(?P<mail>[\w.+-]+@[\w.-]*)[)>\]]?"
_PHONE = r"(?:\s*\(?\d[\d().\- ]{6,20})?"
_GLUED_SIGNATURES = (
    re.compile(rf"(?:{_SENTENCE_END}\s?|\s)/\s*{_NAMES}\s*{_JOB}{_MAIL}{_PHONE}$"),
    re.compile(rf"{_SENTENCE_END}\s?/{_NAMES}\s*{_JOB}$"),
)
"""Behind a slash that ends a sentence or brings an address; "A사 / 김철수 기자" is a
list of people.
"""

_OWNER = r"(?:\W|저작권자|저작권|{names}|https?|www|{host}|copyrights?|c(?!\w)|all|rights|reserved)*"
_USES = r"(?:\W|및|와|또는|재|배포|복제|복사|수집|전송|이용|활용|AI|학습|등|[을를의])*"

_TAIL = 200
"""Characters at the end of a paragraph that are searched; no closing line is longer."""


@dataclass(frozen=True, slots=True)
class _Patterns:
    """What depends on the names of the paper. `copyright_notice`: the paper's name, its
    host and punctuation may stand before 무단 전재; other words make it a sentence.
    """

    dateline_sign: re.Pattern[str]
    signature: re.Pattern[str]
    copyright_notice: re.Pattern[str]
    glued_copyright: re.Pattern[str]


@cache
def _patterns(outlet_names: tuple[str, ...], host: str) -> _Patterns:
    names = "|".join(map(re.escape, outlet_names))
    labels = "|".join(map(re.escape, host.split(".")))
    owner = _OWNER.format(names=names, host=labels)
    notice = rf"{owner}무단\s?전재{_USES}금지(?:함|합니다)?\W*"
    mark = rf"(?P<mark>[/\[(<=]|\[?(?:{names})\s?[=/]?)?"
    signature = rf"{mark}\s*{_NAMES}\s*{_JOB}(?:{_MAIL})?{_PHONE}[\])>]?"
    return _Patterns(
        dateline_sign=re.compile(rf"=|기자|^.(?:{names})"),
        signature=re.compile(signature),
        copyright_notice=re.compile(notice, re.IGNORECASE),
        glued_copyright=re.compile(rf"{_SENTENCE_END}{notice}$", re.IGNORECASE),
    )


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


def read_body(
    root: LexborNode, page_url: str, byline: str | None, profile: Profile
) -> Body:
    """Separate the text of a body from its captions, signature and copyright line.
    `byline`: whom the page names.

    Flags: `caption:frame_text`, `caption:ambiguous`, `caption:unmatched` (a line marked
    ▲ stands before a picture that has no caption: it may be the caption, and stays
    text), `body:signature` and `body:copyright` (taken off).
    """
    patterns = _patterns(profile.outlet_names, profile.host)
    reading = read(root, page_url, profile.cms.furniture)
    lines, photos, caption_flags = _captions(reading.parts)
    paragraphs, signature, closing_flags = _closing(lines, byline, patterns)
    flags = (*reading.flags, *caption_flags, *closing_flags)
    return Body(
        paragraphs=tuple(paragraphs),
        photos=tuple(photos),
        dateline=_dateline(paragraphs, patterns),
        signature=signature,
        flags=tuple(dict.fromkeys(flags)),
    )


def _dateline(paragraphs: list[str], patterns: _Patterns) -> str | None:
    """The bracket with which the text begins, if it is no other bracket."""
    if not paragraphs:
        return None
    match = _DATELINE.match(paragraphs[0])
    if match is None or not patterns.dateline_sign.search(match[0]):
        return None
    return match[0]


def _captions(parts: list[str | Photo]) -> tuple[list[str], list[Photo], list[str]]:
    """(paragraphs, photos, flags). Lines that begin with ▲ right after pictures are
    their captions; more lines than pictures are a list.
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
            waiting, after_marked = len(pictures), False
            continue
        lines = [str(part) for part in group]
        marked = kind is _Part.MARKED
        taken = marked and len(lines) <= waiting
        if taken:
            photos[-len(lines) :] = _captioned(photos[-len(lines) :], lines)
        else:
            paragraphs += lines
        if marked and waiting and not taken:
            flags.append("caption:ambiguous")
        waiting, after_marked = 0, marked and not taken
    if any(photos[place].caption is None for place in behind_marked):
        flags.append("caption:unmatched")
    return paragraphs, photos, flags


def _captioned(photos: list[Photo], lines: list[str]) -> list[Photo]:
    pairs = zip(photos, lines, strict=True)
    return [Photo(photo.url, strip_mark(line)) for photo, line in pairs]


class _Part(Enum):
    """What a part of a body is."""

    PHOTO = auto()
    MARKED = auto()
    TEXT = auto()


def _kind(part: str | Photo) -> _Part:
    if isinstance(part, Photo):
        return _Part.PHOTO
    if part.startswith("▲"):
        return _Part.MARKED
    return _Part.TEXT


def _closing(
    lines: list[str], byline: str | None, patterns: _Patterns
) -> tuple[list[str], str | None, list[str]]:
    """(paragraphs, signature, flags): copyright lines and one signature are taken off
    the end; the signature is the reporter's name and job, if one signed.
    """
    paragraphs = list(lines)
    signature: str | None = None
    flags: list[str] = []
    while paragraphs:
        last = paragraphs[-1]
        start = _copyright_start(last, patterns)
        if start is not None:
            flags.append("body:copyright")
        else:
            match = None
            if signature is None:
                match = _signature(paragraphs, byline, patterns)
            if match is None:
                break
            start = match.start() + max(0, len(last) - _TAIL)
            signature = f"{match['name']} {match['job']}"
            flags.append("body:signature")
        paragraphs.pop()
        rest = last[:start].rstrip()
        if rest:
            paragraphs.append(rest)
    return paragraphs, signature, flags


def _copyright_start(line: str, patterns: _Patterns) -> int | None:
    """Where the notice begins: at the start of a line of its own, or behind the end of
    a sentence.
    """
    tail = line[-_TAIL:]
    if tail == line and patterns.copyright_notice.fullmatch(line):
        return 0
    if "무단" not in tail:  # the search alone is slow
        return None
    match = patterns.glued_copyright.search(tail)
    if match is None:
        return None
    return match.start() + len(line) - len(tail)


def _signature(
    paragraphs: list[str], byline: str | None, patterns: _Patterns
) -> re.Match[str] | None:
    """The signature at the end of the last paragraph, as found in its tail.

    A bare "이름 기자" can also be the end of a list of people: it signs only where no
    line of the same form stands before it, and where the page names nobody else.
    """
    *others, last = paragraphs
    tail = last[-_TAIL:]
    if tail != last:
        return _glued_signature(tail)
    match = patterns.signature.fullmatch(last)
    if match is None:
        return _glued_signature(tail)
    is_bare = not match["mark"] and not match["mail"]
    if is_bare and (_is_listed(others, patterns) or not _is_named(match, byline)):
        return None
    return match


def _glued_signature(tail: str) -> re.Match[str] | None:
    if "/" not in tail:
        return None
    for pattern in _GLUED_SIGNATURES:
        match = pattern.search(tail)
        if match is not None:
            return match
    return None


def _is_listed(others: list[str], patterns: _Patterns) -> bool:
    """Whether the line before is a name too: then both are entries of a list."""
    if not others or len(others[-1]) > _TAIL:
        return False
    return patterns.signature.fullmatch(others[-1]) is not None


def _is_named(match: re.Match[str], byline: str | None) -> bool:
    """Whether the page names whoever signs, or nobody."""
    if byline is None:
        return True
    return any(name in byline for name in re.findall(r"[가-힣]+", match["name"]))
