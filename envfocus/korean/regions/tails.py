"""What may be glued to a name (`region_tails.csv`), and what makes it another word
(`region_wordings.csv`).
"""

import re
from collections.abc import Iterator

from envfocus.korean.tables import rows

_RUN = re.compile("[가-힣A-Za-z]{0,20}")
_KINDS = {row["tail"]: row["kind"] for row in rows("region_tails")} | dict.fromkeys(
    "갑을병정무", "district"
)
_PARTICLES = {
    tail: kind for tail, kind in _KINDS.items() if kind in {"locative", "particle"}
}
_WORDS = {tail: kind for tail, kind in _KINDS.items() if tail not in _PARTICLES}
_LONGEST = max(map(len, _WORDS))
_OTHER_WORD = {
    row["ending"]: tuple(row["tails"].split("|")) for row in rows("region_wordings")
}
_FACILITIES = (
    *(
        "물류창고",
        "물류센터",
        "원전",
        "발전소",
        "소각장",
        "매립장",
        "매립지",
        "하수처리장",
        "정수장",
        "취수장",
    ),
    *(
        "산단",
        "산업단지",
        "터미널",
        "갯벌",
        "해수욕장",
        "저수지",
        "양식장",
        "휴양림",
        "신도시",
    ),
)
"""Endings of words for what stands in one place; none that a substance or an act goes
with (구리 공장, 양산 공장).
"""

_BUILDINGS = (
    *(
        "역",
        "대학",
        "대학교",
        "고",
        "고등학교",
        "중학교",
        "초등학교",
        "병원",
        "은행",
        "신문",
        "일보",
        "방송",
    ),
    *("공원", "대", "대로", "로", "길", "대교", "공항", "터미널", "구장", "경기장"),
)
"""Endings of names of buildings, roads and firms."""

_CONSONANT_BEFORE = {
    "은": True,
    "을": True,
    "과": True,
    "는": False,
    "를": False,
    "와": False,
    "가": False,
}


def glued(text: str, end: int) -> str:
    """The letters right behind a name, at most 20."""
    match = _RUN.match(text, end)
    return match[0] if match else ""


def particle(last: str, tail: str) -> str | None:
    """`locative` or `particle`, where the tail is one that can stand behind the
    syllable `last`.

    은 stands behind a consonant, 는 behind a vowel; 로 behind a vowel or ㄹ: 관악로 is
    a road.
    """
    kind = _PARTICLES.get(tail)
    if kind is None:
        return None
    if not "가" <= last <= "힣":
        return kind
    final = (ord(last) - ord("가")) % 28
    if tail[0] == "로":
        return kind if final in {0, 8} else None
    wanted = _CONSONANT_BEFORE.get(tail[0])
    return kind if wanted is None or wanted == bool(final) else None


def word(tail: str) -> str | None:
    """The kind of word that the tail is, with or without a particle: district, public,
    governor, office, area.
    """
    for cut in range(min(_LONGEST, len(tail)), 0, -1):
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
    tail = glued(text, end + 1)
    return word(tail) == "area" or any(
        stem.endswith(_FACILITIES) for stem in _stems(tail)
    )


def _stems(tail: str) -> Iterator[str]:
    """The word, and the word without a particle."""
    return (
        tail[:cut]
        for cut in range(len(tail), 0, -1)
        if cut == len(tail) or tail[cut:] in _PARTICLES
    )


def is_other_word(name: str, tail: str) -> bool:
    """Whether a tail makes a full name another word (동구릉), or the name of a building
    or a road.
    """
    if tail.startswith(_OTHER_WORD.get(name[-1], ())):
        return True
    return any(stem.endswith(_BUILDINGS) for stem in _stems(tail))
