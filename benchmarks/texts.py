"""Whole articles of equal length, to time finders by: in the fixtures' words, joined until long enough."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import cycle
from typing import Final

from fixtures.site import Site
from fixtures.truth import Article

CHARACTERS: Final = 3_000
DENSE: Final = 5
COMPANIONS: Final = "boxed"  # the role of the articles in the boxes of the seed's page


@dataclass(frozen=True)
class Text:
    """An article's text, and when it was published (KST)."""

    text: str
    published: datetime


def dense() -> list[Text]:
    """Bodies as the fixtures' generator writes them: about twice as many dates and places as in news."""
    texts: list[Text] = []
    text = ""
    for story in Site().truths():
        text += _joined(story.paragraphs)
        if len(text) >= CHARACTERS and story.published and len(texts) < DENSE:
            texts.append(Text(text[:CHARACTERS], story.published))
            text = ""
    return texts


def seed_shaped() -> list[Text]:
    """The article shaped like the seed and its three companions, dated and placed as densely as news: four texts, each
    beginning with another of them.
    """
    site = Site()
    numbers = [
        site.SEED_NO,
        *(
            article_no
            for article_no, role in site.plan.roles.items()
            if role.startswith(COMPANIONS)
        ),
    ]
    articles = [site.article(article_no) for article_no in numbers]
    turned = (
        "".join(_parts(articles[at:] + articles[:at])) for at in range(len(articles))
    )
    return [
        Text(text[:CHARACTERS], site.plan.stamp(article_no))
        for text, article_no in zip(turned, numbers, strict=True)
    ]


def _parts(articles: list[Article]) -> Iterator[str]:
    """The articles one after another, again from the first, until they are long enough."""
    length = 0
    for article in cycle(articles):
        if length >= CHARACTERS:
            return
        part = _joined((article.title, *article.subtitles, *article.paragraphs))
        length += len(part)
        yield part


def _joined(paragraphs: tuple[str, ...]) -> str:
    return "".join(f"{paragraph}\n\n" for paragraph in paragraphs)
