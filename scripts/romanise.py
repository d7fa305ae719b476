"""Revised Romanisation of Korean place names (국어의 로마자 표기법, 문화체육관광부 고시 제2014-42호).

Covers what names of 시군구 need: assimilation between syllables (제3장 제1항), and a unit's ending set off by a
hyphen that does not assimilate (제3장 제5항). Names need no other sound change.
"""

_INITIALS = ("g kk n d tt r m b pp s ss  j jj ch k t p h").split(" ")
_VOWELS = "a ae ya yae eo e yeo ye o wa wae oe yo u wo we wi yu eu ui i".split()
_FINALS = "  k k k n n n t l k m l l l p l m p p t t ng t t k t p t".split(" ")[1:]
_OPEN = {"k": "g", "t": "d", "p": "b", "l": "r"}
_NASAL = {"k": "ng", "t": "n", "p": "m"}
_ENDINGS = {"시": "si", "군": "gun", "구": "gu"}


def romanise(name: str) -> str:
    """`강릉시` → `Gangneung-si`. Raises ValueError where a character is no Hangul syllable."""
    stem, ending = (
        (name[:-1], f"-{_ENDINGS[name[-1]]}") if name[-1] in _ENDINGS else (name, "")
    )
    syllables = [_syllable(character) for character in stem]
    letters = ""
    for place, (initial, vowel, final) in enumerate(syllables):
        following = syllables[place + 1][0] if place + 1 < len(syllables) else None
        before = syllables[place - 1][2] if place else None
        letters += _onset(initial, before) + vowel + _coda(final, following)
    return letters.capitalize() + ending


def _syllable(character: str) -> tuple[str, str, str]:
    number = ord(character) - ord("가")
    if not 0 <= number < 11172:
        message = f"{character!r} is no Hangul syllable"
        raise ValueError(message)
    return _INITIALS[number // 588], _VOWELS[number % 588 // 28], _FINALS[number % 28]


def _onset(initial: str, before: str | None) -> str:
    if initial == "r" and before:
        return "l" if before in {"l", "n"} else "n"
    return "l" if initial == "n" and before == "l" else initial


def _coda(final: str, following: str | None) -> str:
    if following == "":
        return _OPEN.get(final, final)
    if following in {"n", "m", "r"}:
        return "l" if final == "n" and following == "r" else _NASAL.get(final, final)
    return final
