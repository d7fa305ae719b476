"""The line below the headline: who wrote, when it was registered, when it was changed."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum, auto
from functools import cache
from itertools import islice

from selectolax.lexbor import LexborNode

from envfocus.korean.dates.stamp_grammar import STAMP, WORDED_STAMP
from envfocus.papers.cms import Skin, landmarks
from envfocus.papers.profile import Profile
from envfocus.papers.selectors import union
from envfocus.parsing.document import Document, text_of
from envfocus.parsing.name_index import above

_PERSON = re.compile(r"기자|편집|특파원|위원|논설|국장|부장|팀(?:장|원|\s|$)|@")
_NAME = re.compile(r"[가-힣]{2,4}")
_WORD = re.compile(r"[^\W\d_]+")
_CONTROLS = frozenset(
    "개 건 회 명 인쇄 프린트 출력 목록 공유 공유하기 댓글 조회 조회수 추천 좋아요 스크랩 글자 글씨 크기 크게 작게 확대"
    " 축소 메일 복사 주소 신고 삭제 수정 등록 입력 이전 다음 닫기 보내기 홈".split()
)
_LONGEST_NAME = 80
_MANY = 50
"""Lines and entries looked at: a page has one line of a few entries, a broken one
thousands.
"""


_NO_RANK = 3
"""Of a line that is another article's."""


class _Stamp(Enum):
    """Registered (등록, or a date without a word), or modified (수정)."""

    FIRST = auto()
    LATER = auto()


@dataclass(frozen=True, slots=True)
class Info:
    """None: the line does not say. Flags: `info:unread` for an entry of no known kind,
    `byline:several`.
    """

    byline: str | None = None
    registered: str | None = None
    modified: str | None = None
    flags: tuple[str, ...] = ()


def read_line(
    document: Document,
    skin: Skin | None,
    headline: LexborNode | None,
    body: LexborNode,
    profile: Profile,
) -> Info:
    """Read the line of this article.

    It stands in the headline's own element, or else between headline and body; one in
    the row of a list or in a sidebar is another article's.
    """
    selector = union(profile.cms.info.line)
    lines = document.all(selector)
    if not lines:
        return Info()
    marks = document.all(landmarks(profile.cms, skin))
    places = {node.mem_id: place for place, node in enumerate(marks)}
    end = places.get(body.mem_id, len(marks))
    start = -1
    if headline is not None:
        start = places.get(headline.mem_id, -1)
    nearest = None
    nearest_rank = _NO_RANK
    for node in lines[:_MANY]:
        place = places[node.mem_id]
        if place >= end:
            break
        rank = _rank(node, headline, profile, after=place > start)
        if rank < nearest_rank:
            nearest, nearest_rank = node, rank
    if nearest is None:
        return Info()
    texts = [text_of(node) for node in islice(nearest.iter(), _MANY)]
    entries = tuple(text for text in texts if text)
    return read(entries, profile)


def read(entries: tuple[str, ...], profile: Profile) -> Info:
    """Tell entries apart by their words and forms, never by their places, which shift."""
    controls = _controls(profile.outlet_names)
    names: list[str] = []
    stamps: dict[_Stamp, str] = {}
    flags: list[str] = []
    for entry in entries:
        for piece in _pieces(entry):
            stamp = _stamp_of(piece, controls)
            if stamp is not None:
                stamps.setdefault(stamp, piece)
            elif _is_name(piece, controls):
                names.append(piece)
            elif not _is_control(piece, controls):
                flags.append("info:unread")
    if len(names) > 1:
        flags.append("byline:several")
    return Info(
        byline=next(iter(names), None),
        registered=stamps.get(_Stamp.FIRST),
        modified=stamps.get(_Stamp.LATER),
        flags=tuple(dict.fromkeys(flags)),
    )


def _rank(
    node: LexborNode, headline: LexborNode | None, profile: Profile, *, after: bool
) -> int:
    """How near a line is to the headline: 0 in its parent, 1 in its grandparent, 2
    elsewhere. `after`: whether it stands behind the headline.
    """
    parent = _parent_id(headline)
    grandparent = None
    if headline is not None:
        grandparent = _parent_id(headline.parent)
    rank = 2
    for element in above(node):
        if element.tag in profile.cms.info.row_tags:
            return _NO_RANK
        if element.mem_id == parent:
            rank = 0
        elif element.mem_id == grandparent:
            rank = min(rank, 1)
    if after or rank == 0:
        return rank
    return _NO_RANK


def _parent_id(node: LexborNode | None) -> int | None:
    """What tells the parent of an element from others."""
    if node is None or node.parent is None:
        return None
    return node.parent.mem_id


def _pieces(entry: str) -> Iterator[str]:
    """One entry can hold a name and several stamps: it is cut at the dates and their
    labels.
    """
    start = 0
    for match in STAMP.finditer(entry):
        yield from _stripped(entry[start : match.start()])
        yield match[0].strip()
        start = match.end()
    yield from _stripped(entry[start:])


def _stripped(text: str) -> Iterator[str]:
    """The text without what parts it from others, if any is left."""
    piece = text.strip(" |·ㆍ,/-")
    if piece:
        yield piece


def _stamp_of(piece: str, controls: frozenset[str]) -> _Stamp | None:
    """Which stamp a piece is; a label before a person is that person's name."""
    match = STAMP.fullmatch(piece)
    if match is not None:
        return _stamp_with({match["label"], match["after"]})
    match = WORDED_STAMP.fullmatch(piece)
    if match is None or _PERSON.search(piece):
        return None
    has_digit = any(char.isdigit() for char in piece)
    if _is_control(piece, controls) and not has_digit:
        return None  # buttons
    return _stamp_with({match["label"]})


def _stamp_with(labels: set[str | None]) -> _Stamp:
    if "수정" in labels:
        return _Stamp.LATER
    return _Stamp.FIRST


def _is_name(piece: str, controls: frozenset[str]) -> bool:
    """A job or an address makes a name, or nothing but a name does; names of the paper
    and of buttons do not.
    """
    if len(piece) > _LONGEST_NAME or _is_control(piece, controls):
        return False
    return bool(_PERSON.search(piece) or _NAME.fullmatch(piece))


def _is_control(piece: str, controls: frozenset[str]) -> bool:
    """Counters and buttons: 조회 1,204 · 댓글 3개 · 인쇄; and the paper's name alone."""
    return controls.issuperset(_WORD.findall(piece))


@cache
def _controls(outlet_names: tuple[str, ...]) -> frozenset[str]:
    """Words of counters and buttons, and of the paper's names."""
    names = " ".join(outlet_names)
    return _CONTROLS.union(_WORD.findall(names))
