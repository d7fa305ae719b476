"""Where each skin of the CMS puts its fields: one table a skin, the usual place first."""

from dataclasses import dataclass
from functools import cache


@dataclass(frozen=True, slots=True)
class Skin:
    """CSS selectors of one skin, field by field, in the order in which they are tried."""

    name: str
    title: tuple[str, ...]
    subtitles: tuple[str, ...]
    section: tuple[str, ...]
    stamp: tuple[str, ...]
    body: tuple[str, ...]
    tags: tuple[str, ...]


SKINS = (
    Skin(
        name="current",
        title=("div.art_top > h2",),
        subtitles=("div.art_top > h3", "div.art_top .sub_tit"),
        section=("div.path_wrap > h3",),
        stamp=(),
        body=("#news_body_area", "div.news_body_area"),
        tags=(".tag_lists > li > a",),
    ),
    Skin(
        name="sticky",
        title=("div.fix_art_top h2",),
        subtitles=(
            "div.fix_art_top ~ .sub_tit",
            "div.fix_art_top .sub_tit",
            "div.fix_art_top h3",
        ),
        section=("ul.art_top_nav > li:last-child a",),
        stamp=(),
        body=("#news_body_area",),
        tags=(".tag_lists > li > a",),
    ),
    Skin(
        name="old",
        title=(".hbox > h2", "div.arvtitle"),
        subtitles=(".hbox > h3",),
        section=(".fl > .p_tit",),
        stamp=(".hbox ~ .arvdate", "div.arvtitle ~ .arvdate", ".hbox .arvdate"),
        body=("div.c011_arv .smartOutput",),
        tags=(),
    ),
    Skin(
        name="mobile",
        title=("div.news_top > h3",),
        subtitles=("div.news_top > h4",),
        section=(),
        stamp=(),
        body=("div.news_detail > div",),
        tags=(),
    ),
)
"""Ordered: a page belongs to the first skin whose title and body both stand on it."""

INFO = "ul.art_info"
"""Reporter and stamps of the newer skins; list rows have one too."""

ROW_TAGS = frozenset({"li", "a", "aside"})
"""Elements that make a line of reporter and stamp another article's."""


@cache
def landmarks(skin: Skin | None) -> str:
    """Headlines, lines below them and bodies of a skin, or of all: one query gives them
    in the order of the page.
    """
    skins = [skin] if skin else SKINS
    return ", ".join(
        dict.fromkeys(
            [INFO, *(css for entry in skins for css in (*entry.title, *entry.body))]
        )
    )


@cache
def candidates(skin: Skin | None, name: str) -> tuple[tuple[str, str], ...]:
    """(skin, selector) for one field: the page's own skin first, then the others as a
    fallback.
    """
    ordered = (
        [skin, *(other for other in SKINS if other is not skin)]
        if skin
        else list(SKINS)
    )
    return tuple(
        (entry.name, selector) for entry in ordered for selector in getattr(entry, name)
    )
