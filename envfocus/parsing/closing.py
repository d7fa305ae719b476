"""The end of a body: copyright notices and signatures, which are no text of it."""

import re
from dataclasses import dataclass
from functools import cache

from envfocus.papers.profile import Profile

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

_OWNER = (
    r"\W",
    "저작권자",
    "저작권",
    "https?",
    "www",
    "copyrights?",
    r"c(?!\w)",
    "all",
    "rights",
    "reserved",
)
"""With the paper's names, what may stand before 무단 전재; any other word makes it a
sentence.
"""
_USES = r"(?:\W|및|와|또는|재|배포|복제|복사|수집|전송|이용|활용|AI|학습|등|[을를의])*"

_TAIL = 200
"""Characters at the end of a paragraph that are searched; no closing line is longer."""


@dataclass(frozen=True, slots=True)
class _Patterns:
    """What depends on the names of the paper."""

    signature: re.Pattern[str]
    copyright_notice: re.Pattern[str]
    glued_copyright: re.Pattern[str]


@cache
def _patterns(outlet_names: tuple[str, ...], host: str) -> _Patterns:
    """Those of one paper."""
    names = "|".join(map(re.escape, outlet_names))
    owner = _owner([*outlet_names, *host.split(".")])
    notice = rf"(?:{owner})*무단\s?전재{_USES}금지(?:함|합니다)?\W*"
    mark = rf"(?P<mark>[/\[(<=]|\[?(?:{names})\s?[=/]?)?"
    signature = rf"{mark}\s*{_NAMES}\s*{_JOB}(?:{_MAIL})?{_PHONE}[\])>]?"
    return _Patterns(
        signature=re.compile(signature),
        copyright_notice=re.compile(notice, re.IGNORECASE),
        glued_copyright=re.compile(rf"{_SENTENCE_END}{notice}$", re.IGNORECASE),
    )


def _owner(names: list[str]) -> str:
    """Alternatives of which none is a repetition of others: a text that can be read in
    two ways at every word would be tried in all combinations.
    """
    found = list(_OWNER)
    for name in sorted(names, key=len):
        known = "|".join(found)
        if not re.fullmatch(f"(?:{known})+", name, re.IGNORECASE):
            found.append(re.escape(name))
    return "|".join(found)


@dataclass(frozen=True, slots=True)
class Closing:
    """Paragraphs without what stands below an article, and who signed it."""

    paragraphs: list[str]
    signature: str | None
    flags: list[str]


def read_closing(lines: list[str], byline: str | None, profile: Profile) -> Closing:
    """Take copyright lines and one signature off the end. The signature is the
    reporter's name and job.
    """
    patterns = _patterns(profile.outlet_names, profile.host)
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
            before_tail = max(0, len(last) - _TAIL)
            start = before_tail + match.start()
            signature = f"{match['name']} {match['job']}"
            flags.append("body:signature")
        paragraphs.pop()
        rest = last[:start].rstrip()
        if rest:
            paragraphs.append(rest)
    return Closing(paragraphs, signature, flags)


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
    before_tail = len(line) - len(tail)
    return before_tail + match.start()


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
    if not is_bare:
        return match
    if _is_listed(others, patterns) or not _is_named(match, byline):
        return None
    return match


def _glued_signature(tail: str) -> re.Match[str] | None:
    """A signature behind a slash, at the end of a sentence."""
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
    names = re.findall(r"[가-힣]+", match["name"])
    return any(name in byline for name in names)
