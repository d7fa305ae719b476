"""The body of an article: paragraphs, photos with captions, and what is neither."""

import re
from dataclasses import dataclass
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
    flags = [*reading.flags]
    paragraphs, photos = _captions(reading.parts, flags)
    signature = _closing(paragraphs, byline, flags, patterns)
    match = _DATELINE.match(paragraphs[0]) if paragraphs else None
    dateline = match[0] if match and patterns.dateline_sign.search(match[0]) else None
    return Body(
        tuple(paragraphs),
        tuple(photos),
        dateline,
        signature,
        tuple(dict.fromkeys(flags)),
    )


def _captions(
    parts: list[str | Photo], flags: list[str]
) -> tuple[list[str], list[Photo]]:
    """Lines that begin with ▲ right after pictures are their captions; more lines than
    pictures are a list.
    """
    paragraphs: list[str] = []
    photos: list[Photo] = []
    before: list[int] = []  # photos behind a marked line that stayed text
    waiting, marked = (
        0,
        False,
    )  # photos right before this group; whether such a line stands right before it
    for kind, group in groupby(parts, _kind):
        if kind == "photo":
            before += [len(photos)] if marked else []
            pictures = [part for part in group if isinstance(part, Photo)]
            photos += pictures
            waiting, marked = len(pictures), False
            continue
        lines = [str(part) for part in group]
        taken = kind == "marked" and len(lines) <= waiting
        if taken:
            captioned = zip(photos[-len(lines) :], lines, strict=True)
            photos[-len(lines) :] = [
                Photo(photo.url, strip_mark(line)) for photo, line in captioned
            ]
        else:
            flags += ["caption:ambiguous"] if kind == "marked" and waiting else []
            paragraphs += lines
        waiting, marked = 0, kind == "marked" and not taken
    flags += (
        ["caption:unmatched"]
        if any(photos[place].caption is None for place in before)
        else []
    )
    return paragraphs, photos


def _kind(part: str | Photo) -> str:
    if isinstance(part, Photo):
        return "photo"
    return "marked" if part.startswith("▲") else "text"


def _closing(
    paragraphs: list[str], byline: str | None, flags: list[str], patterns: _Patterns
) -> str | None:
    """Take copyright lines and one signature off the end; the reporter's name and job,
    if one signed.
    """
    signed: str | None = None
    while paragraphs:
        last = paragraphs[-1]
        if (start := _copyright(last, patterns)) is not None:
            flags.append("body:copyright")
        elif signed is None and (match := _signature(paragraphs, byline, patterns)):
            start = match.start() + max(0, len(last) - _TAIL)
            signed = f"{match['name']} {match['job']}"
            flags.append("body:signature")
        else:
            break
        paragraphs[-1:] = [rest] if (rest := last[:start].rstrip()) else []
    return signed


def _copyright(line: str, patterns: _Patterns) -> int | None:
    """Where the notice begins: at the start of a line of its own, or behind the end of
    a sentence.
    """
    tail = line[-_TAIL:]
    if tail == line and patterns.copyright_notice.fullmatch(line):
        return 0
    match = (
        patterns.glued_copyright.search(tail) if "무단" in tail else None
    )  # the search alone is slow
    return match.start() + len(line) - len(tail) if match else None


def _signature(
    paragraphs: list[str], byline: str | None, patterns: _Patterns
) -> re.Match[str] | None:
    """The signature at the end of the last paragraph, as found in its tail.

    A bare "이름 기자" can also be the end of a list of people: it signs only where no
    line of the same form stands before it, and where the page names nobody else.
    """
    *others, last = paragraphs
    tail = last[-_TAIL:]
    match = patterns.signature.fullmatch(tail) if tail == last else None
    if match is None:
        return next(
            (
                found
                for pattern in _GLUED_SIGNATURES
                if "/" in tail and (found := pattern.search(tail))
            ),
            None,
        )
    listed = (
        bool(others)
        and len(others[-1]) <= _TAIL
        and patterns.signature.fullmatch(others[-1]) is not None
    )
    bare = not match["mark"] and not match["mail"]
    same = byline is None or any(
        name in byline for name in re.findall(r"[가-힣]+", match["name"])
    )
    return None if bare and (listed or not same) else match
