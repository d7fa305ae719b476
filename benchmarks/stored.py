"""Stored pages to time readers by: the fixture site's markup around bodies of equal length."""

import random
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import chain
from typing import Final

from benchmarks import texts
from fixtures import skins
from fixtures.site import Site
from fixtures.story import Story, Text

CHARACTERS: Final = texts.CHARACTERS


@dataclass(frozen=True, slots=True)
class Stored:
    """An article's number, address and page."""

    article_no: int
    url: str
    body: bytes


def news() -> list[Stored]:
    """The four articles that are dated and placed as densely as news, in the markup of their own pages."""
    site = Site()
    by_stamp = {site.plan.stamp(article_no): article_no for article_no in site.numbers}
    found = [
        (by_stamp[one.published], one.text.split("\n\n")) for one in texts.seed_shaped()
    ]
    return [
        _page(site, replace(site.story(article_no), blocks=_blocks(parts)))
        for article_no, parts in found
    ]


def varied(site: Site, numbers: Sequence[int]) -> Iterator[Stored]:
    """Articles dated and placed as densely as news, in all four skins: the same paragraphs, each in its own order.

    The order comes from the article's number, so that all runs read the same.
    """
    parts = list(
        dict.fromkeys(
            part for one in texts.seed_shaped() for part in one.text.split("\n\n")
        )
    )
    for article_no in numbers:
        shuffled = random.Random(article_no).sample(parts, len(parts))
        yield _page(
            site, replace(site.story(article_no), blocks=_cut(chain(shuffled, parts)))
        )


def dense(site: Site, numbers: Sequence[int]) -> Iterator[Stored]:
    """Articles as the fixtures' generator writes them, in all four skins, each filled up from the ones after it."""
    for at, article_no in enumerate(numbers):
        others = (*numbers[at:], *numbers[:at])
        yield _page(site, replace(site.story(article_no), blocks=_filled(site, others)))


def _filled(site: Site, numbers: Sequence[int]) -> tuple[Text, ...]:
    return _cut(
        chain.from_iterable(
            site.article(article_no).paragraphs for article_no in numbers
        )
    )


def _cut(texts: Iterable[str]) -> tuple[Text, ...]:
    """Paragraphs until they have the length of an article."""
    length, parts = 0, []
    for text in texts:
        parts.append(text[: CHARACTERS - length])
        length += len(parts[-1]) + 2
        if length >= CHARACTERS:
            break
    return _blocks(parts)


def _blocks(parts: Sequence[str]) -> tuple[Text, ...]:
    return tuple(Text(part) for part in parts if part)


def _page(site: Site, story: Story) -> Stored:
    html = skins.SKINS[story.skin](site, story, site.snapshots[story.snapshot])
    return Stored(
        story.article_no,
        f"{site.base}news/article.html?no={story.article_no}",
        html.encode(),
    )
