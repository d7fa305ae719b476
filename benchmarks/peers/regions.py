"""Finders of Korean units, ours and another's look-up, behind one face: text, day, dateline in; units' names out."""

import re
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from importlib.metadata import version
from typing import Any, Final

from benchmarks.peers.worker import Tool

WORD: Final = re.compile("[가-힣][가-힣0-9]+")
TAIL: Final = re.compile(
    "(?:시청|도청|군청|구청|청장|청|시의회|도의회|군의회|구의회|의회|시장|시민|도민|군민|구민|주민|지사|교육청|[장수갑을병정민])?"
    "(?:지역|일대|산|발|행|형|권|내)?"
    "(?:에서|에게|에는|에도|에만|에|으로|로|까지|부터|마다|만|이나|나|이며|며|이고|고|이다|다|보다|처럼|"
    "과|와|은|는|이|가|을|를|의|도|엔|선|라는|이라는|라고|이라|라)*"
)
"""What may follow a name in a word: the offices and the particles."""
ENDINGS: Final = "시도"
"""Left out where a word says nothing with them: the data know 서울특별시, not 서울시."""
MOST: Final = 20
"""Answers of one look-up; it gives no more."""


def prepare(item: list[str | None]) -> tuple[str, date, str | None]:
    """Text, day of publication and dateline, from an item of a batch."""
    text, on, dateline = item
    return text or "", date.fromisoformat(on or ""), dateline


def mention(text: str, codes: list[str], exact: bool = True) -> dict[str, Any]:
    """A mention in JSON: one code is a decision, several are candidates; `exact`: by its official name."""
    decided = codes[0] if len(codes) == 1 else None
    return {
        "text": text,
        "code": decided,
        "candidates": [] if decided else codes,
        "exact": exact,
    }


def ours() -> Tool:
    """The finder of this tree; its codes filled up to the ten digits of 법정동코드."""
    from envfocus.korean.regions import find, parse_dateline  # noqa: PLC0415 - each worker imports its own tool alone

    def call(text: str, on: date, dateline: str | None) -> Any:
        return find(text, on, parse_dateline(dateline, on) if dateline else None)

    def read(found: Any) -> list[dict[str, Any]]:
        units = [
            (one.text, (one.region,) if one.region else one.candidates) for one in found
        ]
        return [
            mention(text, [unit.code.ljust(10, "0") for unit in those])
            for text, those in units
        ]

    return Tool("this tree", call, read)


@dataclass(frozen=True)
class Answer:
    """What the look-up said of a word: the units it can mean, by five digits."""

    codes: tuple[str, ...]
    exact: bool


class Reader:
    """kre-mcp's look-up, driven over a text as a patient user would.

    Each word is looked up, then without what may follow a name, the longest first. Words that stand in no name of the
    data are not looked up: only guesses could come of them, and a guess "requires confirmation"; a sentence as a whole
    stands in none. Of several answers the exact ones are taken, else those whose own name begins so (완주 -> 완주군). A
    word that is only the upper part of the names is the province or the city. Where several units remain, the nearest
    unit named before decides, then the dateline.
    """

    def __init__(self, regions: Any) -> None:
        self._find, self._plain = regions.find_regions, regions.normalize
        names = {
            self._plain(name)
            for region in regions.dataset()["regions"]
            for name in region["names"]
        }
        self._names = "\n".join(sorted(names))

    def read(self, text: str, on: date, dateline: str | None) -> list[dict[str, Any]]:
        """All mentions in a text; the look-up knows the units of its own day alone."""
        place = (dateline or "").strip("[]").partition("=")[2]
        known = [
            codes[0] for _, codes, _ in self._mentions(place, []) if len(codes) == 1
        ]
        return [mention(*one) for one in self._mentions(text, known)]

    def _mentions(
        self, text: str, known: list[str]
    ) -> Iterator[tuple[str, list[str], bool]]:
        for word in WORD.findall(unicodedata.normalize("NFC", text)):
            for stem in stems(word):
                if answer := self._answer(stem):
                    codes = narrowed(answer.codes, known)
                    if len(codes) == 1:
                        known = [codes[0], *known]
                    yield stem, codes, answer.exact
                    break

    def _answer(self, stem: str) -> Answer | None:
        """The units that a word can mean; None where it means none."""
        for name in (stem, stem[:-1]) if stem[-1] in ENDINGS else (stem,):
            query = self._plain(name)
            if (
                len(query) >= 2
                and query in self._names
                and (answer := self._chosen(query))
            ):
                return answer
        return None

    def _chosen(self, query: str) -> Answer | None:
        matches = self._find(query, MOST)["matches"]
        exact = [match for match in matches if match["match_type"] == "exact"]
        codes = [
            code
            for match in exact or matches
            if (code := self._code(match, query, bool(exact)))
        ]
        return Answer(tuple(dict.fromkeys(codes)), bool(exact)) if codes else None

    def _code(self, match: dict[str, str], query: str, exact: bool) -> str | None:
        """Five digits of the unit whose own name the query is, or begins; of a 읍면동, those of the 시군구."""
        parts = [self._plain(part) for part in match["region_name"].split()]
        own = [part == query if exact else part.startswith(query) for part in parts]
        at = own.index(True) if any(own) else -1
        code = match["region_code"]
        if at < 0:
            return code if exact else None
        return (
            code
            if at == len(parts) - 1
            else code[:2] + "000"
            if at == 0
            else code[:4] + "0"
        )


def stems(word: str) -> Iterator[str]:
    """The word, and what is left of it without an office and particles, the longest first; two letters at least."""
    return (word[:end] for end in range(len(word), 1, -1) if TAIL.fullmatch(word[end:]))


def narrowed(codes: tuple[str, ...], known: list[str]) -> list[str]:
    """Those of the codes that lie in the nearest known unit, else in its city, else in its province, if any do."""
    for digits in (5, 4, 2):
        for code in known:
            if within := [one for one in codes if one[:digits] == code[:digits]]:
                return within
    return list(codes)


def kre_mcp() -> Tool:
    """kre-mcp as it is."""
    from kre_mcp import regions  # type: ignore[import-not-found] # noqa: PLC0415

    return Tool(f"kre-mcp {version('kre-mcp')}", Reader(regions).read, list)


class _NoGuess:
    """Stands in for difflib's matcher: nothing is alike."""

    def __init__(self, *_: object) -> None: ...

    def ratio(self) -> float:
        return 0.0


def kre_mcp_without_guesses() -> Tool:
    """The same without the comparison of letters, which takes most of its time and of which the reader takes nothing,
    and each word looked up once: the same answers in a tenth of the time.
    """
    from kre_mcp import regions  # noqa: PLC0415

    regions.SequenceMatcher = _NoGuess
    regions.normalize = lru_cache(maxsize=None)(regions.normalize)
    regions.find_regions = lru_cache(maxsize=None)(regions.find_regions)
    return Tool(f"kre-mcp {version('kre-mcp')}", Reader(regions).read, list)


TOOLS: Final[dict[str, Callable[[], Tool]]] = {
    "ours": ours,
    "kre-mcp": kre_mcp_without_guesses,
    "kre-mcp as it is": kre_mcp,
}
