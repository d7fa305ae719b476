"""What may be glued to a name (`region_tails.csv`), and what makes it another word
(`region_wordings.csv`).
"""

import re
from collections.abc import Iterator
from enum import StrEnum

from envfocus.korean.tables import rows


class Tail(StrEnum):
    """Kinds of what is glued to a name."""

    BARE = "bare"
    """Nothing."""
    NAME = "name"
    """The next name."""
    STOP = "stop"
    """It makes a phrase that only looks like a name."""
    NOUN = "noun"
    """Any word behind a whole name (부산시 + 마을버스)."""
    PARTICLE = "particle"
    LOCATIVE = "locative"
    """A particle of place."""
    DISTRICT = "district"
    """An electoral district (갑, 을)."""
    PUBLIC = "public"
    """교육청, 교육감."""
    GOVERNOR = "governor"
    """지사, of a 도."""
    OFFICE = "office"
    """청, 장, 의회: a part of its government."""
    AREA = "area"
    """권, 지역, 주민."""


_PARTICLE_KINDS = (Tail.PARTICLE, Tail.LOCATIVE)


def _kinds() -> dict[str, Tail]:
    found = {row["tail"]: Tail(row["kind"]) for row in rows("region_tails")}
    for number in "갑을병정무":
        found[number] = Tail.DISTRICT
    return found


_KINDS = _kinds()
_PARTICLES = {tail: kind for tail, kind in _KINDS.items() if kind in _PARTICLE_KINDS}
_WORDS = {tail: kind for tail, kind in _KINDS.items() if tail not in _PARTICLES}
_LONGEST_WORD = max(map(len, _WORDS))
_OTHER_WORDS = {
    row["ending"]: tuple(row["tails"].split("|")) for row in rows("region_wordings")
}

_FACILITIES = tuple(
    "물류창고 물류센터 원전 발전소 소각장 매립장 매립지 하수처리장 정수장 취수장 산단 "
    "산업단지 터미널 갯벌 해수욕장 저수지 양식장 휴양림 신도시".split()
)
"""Endings of words for what stands in one place; none that a substance or an act goes
with (구리 공장, 양산 공장).
"""

_BUILDINGS = tuple(
    "역 대학 대학교 고 고등학교 중학교 초등학교 병원 은행 신문 일보 방송 공원 대 대로 "
    "로 길 대교 공항 터미널 구장 경기장".split()
)
"""Endings of names of buildings, roads and firms."""

_RUN = re.compile("[가-힣A-Za-z]{0,20}")
_BEHIND_CONSONANT = tuple("은을과")
_BEHIND_VOWEL = tuple("는를와가")
_FINALS = 28
"""Syllables of one initial and vowel in Unicode: without a final consonant, then one
for each.
"""
_FINAL_L = 8


def glued(text: str, end: int) -> str:
    """The letters right behind a name, at most 20."""
    if not text[end : end + 1].isalpha():
        # most names: no search is needed
        return ""
    match = _RUN.match(text, end)
    return match[0] if match else ""


def particle(last: str, tail: str) -> Tail | None:
    """`LOCATIVE` or `PARTICLE`, where the tail is one that can stand behind the
    syllable `last`.

    은 stands behind a consonant, 는 behind a vowel; 로 behind a vowel or ㄹ: 관악로 is
    a road.
    """
    kind = _PARTICLES.get(tail)
    if kind is None or not "가" <= last <= "힣":
        return kind
    final = (ord(last) - ord("가")) % _FINALS
    if final and tail.startswith(_BEHIND_VOWEL):
        return None
    if not final and tail.startswith(_BEHIND_CONSONANT):
        return None
    if tail[0] == "로" and final not in {0, _FINAL_L}:
        return None
    return kind


def word(tail: str) -> Tail | None:
    """The kind of word that the tail is, with or without a particle: district, public,
    governor, office, area.
    """
    for cut in range(min(_LONGEST_WORD, len(tail)), 0, -1):
        kind = _WORDS.get(tail[:cut])
        if kind and (cut == len(tail) or tail[cut:] in _PARTICLES):
            return kind
    return None


def place_word_follows(text: str, end: int) -> bool:
    """Whether the next word is 지역, 일대, 주민 …, or one of a facility (한빛원전,
    물류창고).
    """
    if not text[end : end + 1].isspace():
        return False
    following = glued(text, end + 1)
    if word(following) is Tail.AREA:
        return True
    return any(stem.endswith(_FACILITIES) for stem in _stems(following))


def _stems(tail: str) -> Iterator[str]:
    """The word, and the word without a particle."""
    if tail:
        yield tail
    for cut in range(len(tail) - 1, 0, -1):
        if tail[cut:] in _PARTICLES:
            yield tail[:cut]


def is_other_word(name: str, tail: str) -> bool:
    """Whether a tail makes a full name another word (동구릉), or the name of a building
    or a road.
    """
    if tail.startswith(_OTHER_WORDS.get(name[-1], ())):
        return True
    return any(stem.endswith(_BUILDINGS) for stem in _stems(tail))
