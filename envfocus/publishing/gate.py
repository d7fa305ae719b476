"""The gate before the feed: has the site's layout changed under us?

Every article that is read counts, field by field, for its skin and for the whole. A
minimum fill rate is missed where so few pages fill a field that chance would do it less
than once in a thousand times: three articles without a subtitle are chance, thirty are
a selector that no longer matches.
"""

import math
from collections import defaultdict
from collections.abc import Iterator, Mapping, Set
from dataclasses import dataclass, field
from typing import Any

_CHANCE = 1e-3
_FALLBACKS = {"published_at": "published:meta", "title": "title:og:title"}
"""Flags of values that were found, but not where the skin has them."""

_MIN_PAGES = {"body": 10}
"""Pages before a field is judged where pages without it come together: picture stories
of one day.
"""

_HALVES = {"no_headline": "title", "no_body": "body"}
"""Pages that are half an article, and the field that they lack."""

WHOLE = "any"


@dataclass(frozen=True, slots=True)
class Finding:
    """A minimum fill rate that was missed."""

    field: str
    skin: str
    filled: int
    pages: int
    minimum: float
    example: str | None

    @property
    def rate(self) -> float:
        """Share of the pages that fill the field."""
        return self.filled / self.pages

    def __str__(self) -> str:
        pages = f"{self.pages:,} pages"
        if self.skin != WHOLE:
            pages += f" of skin {self.skin}"
        return (
            f"{self.field}: found on {self.filled:,} of {pages} ({self.rate:.1%}),"
            f" minimum {self.minimum:.0%}; see {self.example}"
        )


@dataclass(slots=True)
class _Tally:
    """The pages that were judged by a field. `example`: the first that lacks it."""

    pages: int = 0
    filled: int = 0
    example: str | None = None


@dataclass(slots=True)
class Gate:
    """`min_fill_rates`: field → share of pages that must fill it. `never_shown`: skin →
    fields that its pages never have.
    """

    min_fill_rates: Mapping[str, float]
    never_shown: Mapping[str, Set[str]]
    _tallies: dict[tuple[str, str], _Tally] = field(
        default_factory=lambda: defaultdict(_Tally)
    )
    """By skin and field."""

    def article(self, data: Mapping[str, Any], flags: list[str]) -> None:
        """Count an article that was read."""
        skin = _skin_of(flags)
        never_shown = self.never_shown.get(skin, frozenset())
        for name in self.min_fill_rates:
            if name in never_shown:
                continue
            filled = bool(data[name]) and _FALLBACKS.get(name) not in flags
            self._count(skin, name, data["url"], filled=filled)
            self._count(WHOLE, name, data["url"], filled=filled)

    def other(self, kind: str, url: str) -> None:
        """Count a page that is no article; half an article lacks a field."""
        lacking = _HALVES.get(kind)
        if lacking is not None and lacking in self.min_fill_rates:
            self._count(WHOLE, lacking, url, filled=False)

    def findings(self) -> list[Finding]:
        """Every minimum that was missed, the worst first."""
        return sorted(self._missed(), key=lambda finding: finding.rate)

    def rates(self) -> dict[str, dict[str, float]]:
        """Skin → field → share of pages that fill it, for the record of the run."""
        rates: dict[str, dict[str, float]] = {}
        for skin, name in sorted(self._tallies):
            tally = self._tallies[skin, name]
            of_skin = rates.setdefault(skin, {})
            of_skin[name] = round(tally.filled / tally.pages, 4)
        return rates

    def _missed(self) -> Iterator[Finding]:
        for (skin, name), tally in self._tallies.items():
            minimum = self.min_fill_rates[name]
            if tally.pages < _MIN_PAGES.get(name, 0):
                continue
            if below(tally.filled, tally.pages, minimum):
                yield Finding(
                    field=name,
                    skin=skin,
                    filled=tally.filled,
                    pages=tally.pages,
                    minimum=minimum,
                    example=tally.example,
                )

    def _count(self, skin: str, name: str, url: str, *, filled: bool) -> None:
        tally = self._tallies[skin, name]
        tally.pages += 1
        if filled:
            tally.filled += 1
        elif tally.example is None:
            tally.example = url


def _skin_of(flags: list[str]) -> str:
    for flag in flags:
        if flag.startswith("skin:"):
            return flag.removeprefix("skin:")
    return "unknown"


@dataclass(frozen=True, slots=True)
class _Share:
    """The counter that is limited, and those that it is a share of. A counter's
    children count with it.
    """

    part: str
    whole: tuple[str, ...]


_SHARES = {
    "changed": _Share(
        part="feed/changed",
        whole=("feed/changed", "feed/unchanged", "articles/not_modified"),
    ),
    "quarantined": _Share(
        part="quarantine/items",
        whole=("quarantine/items", "item_scraped_count"),
    ),
    "not_delivered": _Share(
        part="articles/not_delivered",
        whole=(
            "articles/not_delivered",
            "articles/delivered",
            "articles/not_modified",
        ),
    ),
}

_FEW = 20
"""Of so few, a share says nothing."""


def above(max_shares: Mapping[str, float], stats: Mapping[str, Any]) -> list[str]:
    """The shares that are above their maximum, in words. They warn: what was read may
    be right.
    """
    warnings = []
    for name, maximum in max_shares.items():
        share = _SHARES[name]
        part = _total(stats, share.part)
        whole = sum(_total(stats, each) for each in share.whole)
        if whole >= _FEW and part / whole > maximum:
            found = f"{part:,} of {whole:,} ({part / whole:.1%})"
            warnings.append(f"{name}: {found}, maximum {maximum:.0%}")
    return warnings


def _total(stats: Mapping[str, Any], name: str) -> int:
    """A counter with its children."""
    total = 0
    for stat, value in stats.items():
        if stat == name or stat.startswith(f"{name}/"):
            total += value
    return total


def below(filled: int, pages: int, minimum: float) -> bool:
    """Whether `filled` of `pages` is too few for chance, were `minimum` the true share
    (binomial, one-sided).
    """
    if minimum <= 0 or filled >= pages * minimum:
        return False
    if minimum >= 1:
        return True
    terms = (_log_term(count, pages, minimum) for count in range(filled + 1))
    return sum(math.exp(term) for term in terms) < _CHANCE


def _log_term(count: int, pages: int, share: float) -> float:
    """Logarithm of the chance that exactly `count` of `pages` fill a field."""
    empty = pages - count
    ways = math.lgamma(pages + 1) - math.lgamma(count + 1) - math.lgamma(empty + 1)
    return ways + count * math.log(share) + empty * math.log1p(-share)
