"""The body of an article: paragraphs, photos with captions, and what is neither."""

import re
from dataclasses import dataclass
from itertools import groupby

from selectolax.lexbor import LexborNode

from envfocus.pages.text import Photo, read, strip_mark

_DATELINE = re.compile(r"\[[^\[\]]{1,40}\]|\([^()]{1,40}=[^()]{1,40}\)")
_DATELINE_SIGN = re.compile(r"=|기자|^.환경포커스")
_JOBS = "기자|선임기자|전문기자|객원기자|수습기자|특파원|편집국장|편집장|논설위원"
_SIGNATURE = re.compile(rf"/?\s*(?P<name>[가-힣]{{2,4}}?)\s*(?P<job>{_JOBS})\s*(?P<mail>[\w.+-]+@[\w.-]*)?")
_GLUED_SIGNATURE = re.compile(rf"\s/\s*(?P<name>[가-힣]{{2,4}}?)\s*(?P<job>{_JOBS})\s*(?P<mail>[\w.+-]+@[\w.-]*)?$")
_COPYRIGHT = re.compile(r"[^.]{0,40}무단\s?전재[^.]{0,40}금지[^.가-힣]{0,5}\.?[^.가-힣]{0,5}")


@dataclass(frozen=True, slots=True)
class Body:
    """`paragraphs`: text as published, dateline included. `signature`: the reporter named at the end."""

    paragraphs: tuple[str, ...]
    photos: tuple[Photo, ...]
    dateline: str | None
    signature: str | None
    flags: tuple[str, ...]


def read_body(root: LexborNode, page_url: str) -> Body:
    """Separate the text of a body from its captions, signature and copyright line."""
    flags: list[str] = []
    paragraphs, photos = _captions(read(root, page_url).parts, flags)
    signature = _closing(paragraphs)
    match = _DATELINE.match(paragraphs[0]) if paragraphs else None
    dateline = match[0] if match and _DATELINE_SIGN.search(match[0]) else None
    return Body(tuple(paragraphs), tuple(photos), dateline, signature, tuple(flags))


def _captions(parts: list[str | Photo], flags: list[str]) -> tuple[list[str], list[Photo]]:
    """Lines that begin with ▲ right after pictures are their captions; more lines than pictures are a list."""
    paragraphs: list[str] = []
    photos: list[Photo] = []
    waiting = 0  # photos right before this group
    for kind, group in groupby(parts, _kind):
        if kind == "photo":
            pictures = [part for part in group if isinstance(part, Photo)]
            photos += pictures
            waiting = len(pictures)
            continue
        lines = [str(part) for part in group]
        if kind == "marked" and len(lines) <= waiting:
            captioned = zip(photos[-len(lines) :], lines, strict=True)
            photos[-len(lines) :] = [Photo(photo.url, strip_mark(line)) for photo, line in captioned]
        else:
            flags += ["caption:ambiguous"] if kind == "marked" and waiting else []
            paragraphs += lines
        waiting = 0
    return paragraphs, photos


def _kind(part: str | Photo) -> str:
    if isinstance(part, Photo):
        return "photo"
    return "marked" if part.startswith("▲") else "text"


def _closing(paragraphs: list[str]) -> str | None:
    """Take the copyright line and the signature off the end; the reporter's name and job, if one signed."""
    signed: str | None = None
    while paragraphs:
        last = paragraphs[-1]
        if _COPYRIGHT.fullmatch(last):
            paragraphs.pop()
        elif signed is None and (match := _SIGNATURE.fullmatch(last) or _GLUED_SIGNATURE.search(last)):
            signed = f"{match['name']} {match['job']}"
            paragraphs[-1] = last[: match.start()].rstrip()
            if not paragraphs[-1]:
                paragraphs.pop()
        else:
            break
    return signed
