"""The CMS that a paper runs on, as data: where its pages put what is read, and how its
addresses are made.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, cached_property
from typing import Annotated, Any

from envfocus.papers.kinds import (
    Closed,
    Kind,
    Open,
    Path,
    Problem,
    Problems,
    Several,
    as_list,
    kinds_of,
)
from envfocus.papers.selectors import Selector, Selectors, union
from envfocus.papers.values import (
    NAME,
    TEXT,
    Classes,
    ClassPrefixes,
    Elements,
    FileNames,
    Parameter,
    Text,
    Texts,
    address,
)


@dataclass(frozen=True, slots=True)
class Urls:
    """Addresses of pages, below the base URL. Section 0 is every section."""

    front: Annotated[str, address()]
    article: Annotated[str, address("article_no")]
    list_of_all: Annotated[str, address("page")]
    list_of_section: Annotated[str, address("section_no", "page")]
    rss_of_all: Annotated[str, address()]
    rss_of_section: Annotated[str, address("section_no")]


@dataclass(frozen=True, slots=True)
class Links:
    """By which file name and parameter a link is recognised."""

    article_files: FileNames
    article_parameter: Parameter
    section_files: FileNames
    section_parameter: Parameter
    page_parameter: Parameter


@dataclass(frozen=True, slots=True)
class AnyPage:
    """What any page has. `made_at_comment`: begins the comment that says when."""

    article_links: Selectors
    menu: Selectors
    served_on: Selectors
    made_at_comment: Text
    captcha: Selectors
    captcha_words: Texts


@dataclass(frozen=True, slots=True)
class Weather:
    """The weather widget. Two digits follow the icon's class prefix."""

    rows: Selectors
    provider: Selectors
    icon_class_prefix: Text


@dataclass(frozen=True, slots=True)
class ListPage:
    """A list page. `marker`: stands on lists alone; the places of a row are in it."""

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
    row_tags: Elements


@dataclass(frozen=True, eq=False, slots=True)
class Skin:
    """Where one skin puts the fields of an article."""

    name: str
    title: Selectors
    body: Selectors
    subtitles: Selectors = ()
    section: Selectors = ()
    stamp: Selectors = ()
    tags: Selectors = ()


@dataclass(frozen=True, slots=True)
class Furniture:
    """Classes inside a body: of what is no text of the article, and of frames that hold
    a picture and its caption.
    """

    classes: Classes
    class_prefixes: ClassPrefixes
    caption_frames: Classes


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
        """Every selector that is asked of a whole page and begins with a name."""
        places = [*self.page.menu, *self.page.served_on, *self.info.line]
        places += [*self.weather.rows, *self.weather.provider]
        places += [*self.listing.marker, *self.listing.rows, *self.listing.paging]
        for skin in self.skins:
            places += _places(skin)
        return tuple(dict.fromkeys(selector.css for selector in places))

    @cached_property
    def never_shown(self) -> dict[str, frozenset[str]]:
        """Skin → fields of its articles for which it has no place."""
        found = {}
        for skin in self.skins:
            fields = {"section": skin.section, "tags": skin.tags}
            empty = [name for name, places in fields.items() if not places]
            found[skin.name] = frozenset(empty)
        return found


@cache
def candidates(cms: Cms, skin: Skin | None, field: str) -> tuple[tuple[str, str], ...]:
    """(skin, selector) for one field: the page's own skin first, then the others as a
    fallback.
    """
    ordered = list(cms.skins)
    if skin is not None:
        ordered.remove(skin)
        ordered.insert(0, skin)
    found = []
    for entry in ordered:
        selectors: tuple[Selector, ...] = getattr(entry, field)
        found += [(entry.name, selector.css) for selector in selectors]
    return tuple(found)


@cache
def landmarks(cms: Cms, skin: Skin | None) -> str:
    """Lines of reporter and stamps, headlines and bodies of a skin, or of all: one query
    gives them in the order of the page.
    """
    skins = cms.skins
    if skin is not None:
        skins = (skin,)
    places = list(cms.info.line)
    for entry in skins:
        places += [*entry.title, *entry.body]
    return union(places)


def _places(skin: Skin) -> Iterator[Selector]:
    yield from (*skin.title, *skin.subtitles, *skin.section)
    yield from (*skin.stamp, *skin.body, *skin.tags)


def _table(made: type) -> Closed:
    return Closed(kinds_of(made), made)


_SKIN = Closed(
    kinds_of(Skin),
    optional=frozenset({"subtitles", "section", "stamp", "tags"}),
)

_KINDS: dict[str, Kind] = {
    "skin_order": Several(NAME),
    "urls": _table(Urls),
    "links": _table(Links),
    "page": _table(AnyPage),
    "weather": _table(Weather),
    "listing": _table(ListPage),
    "info": _table(InfoLine),
    "skins": Open(NAME, _SKIN),
    "furniture": _table(Furniture),
    "extends": TEXT,
}


def _made(skin_order: tuple[str, ...], skins: dict[str, Any], **tables: Any) -> Cms:
    ordered = [Skin(name=name, **skins[name]) for name in skin_order]
    return Cms(skins=tuple(ordered), **tables)


class _CmsTable(Closed):
    """Everything of a CMS."""

    def missing(self, value: Any, path: Path) -> Problems:
        """What is missing in it, and skins that are not both ordered and described."""
        yield from super().missing(value, path)
        order = as_list(value.get("skin_order", []))
        skins = value.get("skins", {})
        for name in skins:
            if name not in order:
                text = "expected its name in skin_order too"
                yield Problem((*path, "skins", name), None, text)
        if any(name not in skins or order.count(name) > 1 for name in order):
            text = f"expected each of [skins] once: {', '.join(skins)}"
            yield Problem((*path, "skin_order"), order, text)


CMS = _CmsTable(_KINDS, _made, frozenset({"extends"}))
"""What can stand in the file of a CMS."""
