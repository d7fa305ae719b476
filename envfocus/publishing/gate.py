"""The gate before the feed: has the site's layout changed under us?

Every article that is read counts, field by field, for its skin and for the whole. A
floor is broken where so few pages fill a field that chance would do it less than once
in a thousand times: three articles without a subtitle are chance, thirty are a selector
that no longer matches.
"""

import math
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from envfocus.papers.skins import SKINS

_CHANCE = 1e-3
_FALLBACKS = {"published_at": "published:meta", "title": "title:og:title"}
"""Flags of values that were found, but not where the skin has them."""

_MISSING = {
    skin.name: {name for name in ("section", "tags") if not getattr(skin, name)}
    for skin in SKINS
}
"""Fields that a skin never shows."""

_TOGETHER = {"body": 10}
"""Pages before a field is judged where pages without it come together: picture stories
of one day.
"""

_HALVES = {"no_headline": "title", "no_body": "body"}
"""Pages that are half an article, and the field that they lack."""

WHOLE = "any"


@dataclass(frozen=True, slots=True)
class Finding:
    """A broken floor."""

    field: str
    skin: str
    filled: int
    pages: int
    floor: float
    example: str | None

    def __str__(self) -> str:
        skin = "" if self.skin == WHOLE else f" of skin {self.skin}"
        rate = f"{self.filled / self.pages:.1%}"
        return (
            f"{self.field}: found on {self.filled:,} of {self.pages:,} pages{skin} ({rate}), floor {self.floor:.0%};"
            f" see {self.example}"
        )


@dataclass(slots=True)
class Gate:
    """`floors`: field → share of pages that must fill it."""

    floors: Mapping[str, float]
    _pages: Counter[tuple[str, str]] = field(default_factory=Counter)
    _filled: Counter[tuple[str, str]] = field(default_factory=Counter)
    _examples: dict[tuple[str, str], str] = field(default_factory=dict)

    def article(self, data: Mapping[str, Any], flags: list[str]) -> None:
        """Count an article that was read."""
        skin = next(
            (flag.removeprefix("skin:") for flag in flags if flag.startswith("skin:")),
            "unknown",
        )
        for name in self.floors:
            if name not in _MISSING.get(skin, ()):
                filled = bool(data[name]) and _FALLBACKS.get(name) not in flags
                self._count(name, (skin, WHOLE), data["url"], filled=filled)

    def other(self, kind: str, url: str) -> None:
        """Count a page that is no article; half an article lacks a field."""
        if kind in _HALVES and _HALVES[kind] in self.floors:
            self._count(_HALVES[kind], (WHOLE,), url, filled=False)

    def findings(self) -> list[Finding]:
        """Every broken floor, the worst first."""
        return sorted(
            self._broken(), key=lambda finding: finding.filled / finding.pages
        )

    def rates(self) -> dict[str, dict[str, float]]:
        """Skin → field → share of pages that fill it, for the record of the run."""
        rates: dict[str, dict[str, float]] = {}
        for (skin, name), pages in sorted(self._pages.items()):
            rates.setdefault(skin, {})[name] = round(
                self._filled[skin, name] / pages, 4
            )
        return rates

    def _broken(self) -> Iterator[Finding]:
        for (skin, name), pages in self._pages.items():
            filled, floor = self._filled[skin, name], self.floors[name]
            if pages >= _TOGETHER.get(name, 0) and below(filled, pages, floor):
                yield Finding(
                    name, skin, filled, pages, floor, self._examples.get((skin, name))
                )

    def _count(
        self, name: str, skins: tuple[str, ...], url: str, *, filled: bool
    ) -> None:
        for skin in skins:
            self._pages[skin, name] += 1
            self._filled[skin, name] += filled
            if not filled:
                self._examples.setdefault((skin, name), url)


_SHARES = {
    "changed": (
        "feed/changed",
        ("feed/changed", "feed/unchanged", "articles/not_modified"),
    ),
    "quarantined": ("quarantine/items", ("quarantine/items", "item_scraped_count")),
    "not_delivered": (
        "articles/not_delivered",
        ("articles/not_delivered", "articles/delivered", "articles/not_modified"),
    ),
}
"""Ceiling → the counter that it limits, and those that it is a share of; a counter's
children count with it.
"""

_FEW = 20
"""Of so few, a share says nothing."""


def above(ceilings: Mapping[str, float], stats: Mapping[str, Any]) -> list[str]:
    """The ceilings that a run broke, in words. They warn: what was read may be right."""

    def total(name: str) -> int:
        return sum(
            value
            for stat, value in stats.items()
            if stat == name or stat.startswith(f"{name}/")
        )

    said = []
    for name, ceiling in ceilings.items():
        counter, whole = _SHARES[name]
        part, all_of_it = total(counter), sum(total(each) for each in whole)
        if all_of_it >= _FEW and part / all_of_it > ceiling:
            said.append(
                f"{name}: {part:,} of {all_of_it:,} ({part / all_of_it:.1%}), ceiling {ceiling:.0%}"
            )
    return said


def below(filled: int, pages: int, floor: float) -> bool:
    """Whether `filled` of `pages` is too few for chance, were the true share `floor`
    (binomial, one-sided).
    """
    if floor <= 0 or filled >= pages * floor:
        return False
    if floor >= 1:
        return True
    terms = (_log_term(count, pages, floor) for count in range(filled + 1))
    return sum(math.exp(term) for term in terms) < _CHANCE


def _log_term(count: int, pages: int, share: float) -> float:
    ways = (
        math.lgamma(pages + 1) - math.lgamma(count + 1) - math.lgamma(pages - count + 1)
    )
    return ways + count * math.log(share) + (pages - count) * math.log1p(-share)
