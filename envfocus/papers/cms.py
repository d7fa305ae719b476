"""The CMS that a paper runs on, as data: where its pages put what is read, and how its
addresses are made.
"""

import re
import string
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, cached_property
from typing import Annotated, Any

from envfocus.papers.kinds import (
    Closed,
    One,
    Open,
    Path,
    Problem,
    Several,
    as_list,
    kinds_of,
)
from envfocus.papers.selectors import Selector, Selectors, union

_NAME_FORM = re.compile(r"[^\s.#,<>\"'=&?/]+")
_NO_ADDRESS = re.compile(r"[\s#\\]|^/|^[^?]*(?::|\.\.)")
"""What leads elsewhere when it is put behind a base URL."""


def _is_name(value: object) -> bool:
    return isinstance(value, str) and _NAME_FORM.fullmatch(value) is not None


def _is_file(value: object) -> bool:
    return isinstance(value, str) and _is_name(value.replace(".", ""))


def _is_text(value: object) -> bool:
    return isinstance(value, str) and bool(value.strip()) and value.isprintable()


def _template(*names: str) -> One:
    """An address below the base URL; these names stand in braces for numbers."""
    braces = " and ".join(f"{{{name}}}" for name in names)
    expected = "a path below base_url, without a leading slash"
    if braces:
        expected = f"{expected}, with {braces}"
    return One(expected, lambda value: _is_template(value, names))


def _is_template(value: object, names: tuple[str, ...]) -> bool:
    if not isinstance(value, str) or not value.isprintable():
        return False
    try:
        found = [name for _, name, *_ in string.Formatter().parse(value) if name]
        filled = value.format(**dict.fromkeys(names, 1))
    except (ValueError, LookupError, AttributeError):
        return False
    return sorted(found) == sorted(names) and not _NO_ADDRESS.search(filled)


_NAME = One("a name without white space and punctuation", _is_name)
_CLASSES = Several(One("a name of a class, without a dot", _is_name), frozenset)
_FILES = Several(One("the name of a file, such as article.html", _is_file), frozenset)
_PARAMETER = One("the name of a parameter, such as no", _is_name)
_TAGS = Several(One("the name of an element, such as li", _is_name), frozenset)
_TEXT = One("some text", _is_text)
_TEXTS = Several(_TEXT)


@dataclass(frozen=True, slots=True)
class Urls:
    """Addresses of pages, below the base URL. Section 0 is every section."""

    front: Annotated[str, _template()]
    article: Annotated[str, _template("article_no")]
    list_of_all: Annotated[str, _template("page")]
    list_of_section: Annotated[str, _template("section_no", "page")]
    rss_of_all: Annotated[str, _template()]
    rss_of_section: Annotated[str, _template("section_no")]


@dataclass(frozen=True, slots=True)
class Links:
    """By which file name and parameter a link is recognised."""

    article_files: Annotated[frozenset[str], _FILES]
    article_parameter: Annotated[str, _PARAMETER]
    section_files: Annotated[frozenset[str], _FILES]
    section_parameter: Annotated[str, _PARAMETER]
    page_parameter: Annotated[str, _PARAMETER]


@dataclass(frozen=True, slots=True)
class AnyPage:
    """What any page has. `made_at_comment`: begins the comment that says when."""

    article_links: Selectors
    menu: Selectors
    served_on: Selectors
    made_at_comment: Annotated[str, _TEXT]
    captcha: Selectors
    captcha_words: Annotated[tuple[str, ...], _TEXTS]


@dataclass(frozen=True, slots=True)
class Weather:
    """The weather widget. Two digits follow the icon's class prefix."""

    rows: Selectors
    provider: Selectors
    icon_class_prefix: Annotated[str, _TEXT]


@dataclass(frozen=True, slots=True)
class ListPage:
    """A list page. `marker`: stands on lists alone; selectors of a row begin in it."""

    marker: Selectors
    rows: Selectors
    row_link: Selectors
    row_title: Selectors
    row_teaser: Selectors
    row_name: Selectors
    row_date: Selectors
    paging: Selectors


@dataclass(frozen=True, slots=True)
class InfoLine:
    """The line of reporter and stamps. `row_tags`: make it another article's."""

    line: Selectors
    row_tags: Annotated[frozenset[str], _TAGS]


@dataclass(frozen=True, eq=False, slots=True)
class Skin:
    """Where one skin puts the fields of an article."""

    name: str
    title: Selectors
    subtitles: Selectors
    section: Selectors
    stamp: Selectors
    body: Selectors
    tags: Selectors


@dataclass(frozen=True, slots=True)
class Furniture:
    """Classes inside a body: of what is no text of the article, and of frames that hold
    a picture and its caption.
    """

    classes: Annotated[frozenset[str], _CLASSES]
    class_prefixes: Annotated[tuple[str, ...], _TEXTS]
    caption_frames: Annotated[frozenset[str], _CLASSES]


@dataclass(frozen=True, eq=False)
class Cms:
    """A CMS. A page belongs to the first of `skins` whose title and body both stand on
    it.

    Compared and hashed by identity: what is compiled from it is cached by it.
    """

    urls: Urls
    links: Links
    page: AnyPage
    weather: Weather
    listing: ListPage
    info: InfoLine
    skins: tuple[Skin, ...]
    furniture: Furniture

    @cached_property
    def page_selectors(self) -> tuple[str, ...]:
        """Every selector that is asked of a whole page."""
        return tuple(dict.fromkeys(selector.css for selector in self._of_pages()))

    @cached_property
    def never_shown(self) -> dict[str, frozenset[str]]:
        """Skin → fields for which it has no place."""
        fields = ("section", "tags")
        return {
            skin.name: frozenset(name for name in fields if not getattr(skin, name))
            for skin in self.skins
        }

    def _of_pages(self) -> Iterator[Selector]:
        yield from (*self.page.menu, *self.page.served_on, *self.info.line)
        yield from (*self.weather.rows, *self.weather.provider)
        listing = self.listing
        yield from (*listing.marker, *listing.rows, *listing.paging)
        for skin in self.skins:
            yield from (*skin.title, *skin.subtitles, *skin.section)
            yield from (*skin.stamp, *skin.body, *skin.tags)


@cache
def candidates(cms: Cms, skin: Skin | None, field: str) -> tuple[tuple[str, str], ...]:
    """(skin, selector) for one field: the page's own skin first, then the others as a
    fallback.
    """
    ordered = list(cms.skins)
    if skin is not None:
        ordered.remove(skin)
        ordered.insert(0, skin)
    return tuple(
        (entry.name, selector.css)
        for entry in ordered
        for selector in getattr(entry, field)
    )


@cache
def landmarks(cms: Cms, skin: Skin | None) -> str:
    """Lines of reporter and stamps, headlines and bodies of a skin, or of all: one query
    gives them in the order of the page.
    """
    skins = cms.skins
    if skin is not None:
        skins = (skin,)
    places = [place for entry in skins for place in (*entry.title, *entry.body)]
    return union([*cms.info.line, *places])


def _table(made: type) -> Closed:
    return Closed(kinds_of(made), make=made)


def _made(skin_order: tuple[str, ...], skins: dict[str, Any], **tables: Any) -> Cms:
    ordered = tuple(Skin(name=name, **skins[name]) for name in skin_order)
    return Cms(skins=ordered, **tables)


class _CmsTable(Closed):
    """Everything of a CMS."""

    def missing(self, value: Any, path: Path) -> Iterator[Problem]:
        """What is missing in it, and skins that are not both ordered and described."""
        yield from super().missing(value, path)
        order = as_list(value.get("skin_order", []))
        skins = value.get("skins", {})
        for name in skins:
            if name not in order:
                yield Problem(
                    (*path, "skins", name), None, "expected in skin_order too"
                )
        for name in order:
            if name not in skins or order.count(name) > 1:
                text = f"expected names of [skins], each once: {', '.join(skins)}"
                yield Problem((*path, "skin_order"), order, text)


CMS = _CmsTable(
    {
        "skin_order": Several(_NAME),
        "urls": _table(Urls),
        "links": _table(Links),
        "page": _table(AnyPage),
        "weather": _table(Weather),
        "listing": _table(ListPage),
        "info": _table(InfoLine),
        "skins": Open(_NAME, Closed(kinds_of(Skin))),
        "furniture": _table(Furniture),
        "extends": _TEXT,
    },
    make=_made,
    optional=frozenset({"extends"}),
)
"""What can stand in the file of a CMS."""
