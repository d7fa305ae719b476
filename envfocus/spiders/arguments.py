"""The `-a` arguments of the spiders, checked before anything is asked for."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import date

from envfocus.exceptions import ConfigurationError

_NUMBER = re.compile(r"[1-9]\d{0,8}", re.ASCII)
_NAME = re.compile(r"[^\x00-\x1f\x7f/\\\ud800-\udfff]{1,40}")


@dataclass(frozen=True, slots=True)
class ArticleArguments:
    """`sections`: names or numbers, empty for all. `since`, `until`: first and last day
    of publication, KST.
    """

    sections: tuple[str, ...] = ()
    since: date | None = None
    until: date | None = None
    max_articles: int | None = None
    reread: bool = False

    def choose(self, menu: dict[int, str]) -> dict[int, str]:
        """Of a menu, number → name, the sections that were asked for; all where none
        was. Raises ConfigurationError.
        """
        menu = _told_apart(menu)
        if not self.sections:
            return menu
        by_name = {name: number for number, name in menu.items()}
        chosen: dict[int, str] = {}
        for wanted in self.sections:
            number = int(wanted) if wanted.isdecimal() else by_name.get(wanted)
            if number is None:
                names = ", ".join(f"{name} ({number})" for number, name in menu.items())
                raise ConfigurationError(
                    f"sections={wanted!r}: not in the menu; expected one of {names or 'none'}"
                )
            chosen[number] = menu.get(number, wanted)
        return chosen


ALL, BOX, FRONT, RSS = PLACES = ("article_list_all", "box", "front", "rss")
"""Other places where articles stand; a section is not called so."""


def _told_apart(menu: dict[int, str]) -> dict[int, str]:
    """Two sections with one label would share what is known of them."""
    names = [*menu.values(), *PLACES]
    return {
        number: name if names.count(name) == 1 else f"{name} ({number})"
        for number, name in menu.items()
    }


def read_articles(given: Mapping[str, str]) -> ArticleArguments:
    """Read the arguments of `articles`. Raises ConfigurationError: argument, value,
    what is expected.
    """
    refuse_unknown(given, tuple(field.name for field in fields(ArticleArguments)))
    since, until = _day(given, "since"), _day(given, "until")
    if since and until and since > until:
        raise ConfigurationError(
            f"until={given['until']!r}: expected a day not before since={given['since']!r}"
        )
    return ArticleArguments(
        _sections(given),
        since,
        until,
        _count(given, "max_articles"),
        _yes(given, "reread"),
    )


def refuse_unknown(given: Mapping[str, str], known: tuple[str, ...]) -> None:
    """Raise ConfigurationError for an argument that the spider does not have."""
    for name in given:
        if name not in known and not name.startswith("_"):  # Scrapyd adds `_job`
            expected = (
                f"expected one of {', '.join(known)}"
                if known
                else "this spider takes no arguments"
            )
            raise ConfigurationError(
                f"{name}={given[name]!r}: no such argument; {expected}"
            )


def _sections(given: Mapping[str, str]) -> tuple[str, ...]:
    raw = given.get("sections")
    if raw is None:
        return ()
    names = tuple(name.strip() for name in raw.split(","))
    for name in names:
        if not _NAME.fullmatch(name) or (
            name.isdecimal() and not _NUMBER.fullmatch(name)
        ):
            raise ConfigurationError(
                f"sections={raw!r}: expected names or numbers of the menu, e.g. 정책,전국 or 3,5"
            )
    return tuple(dict.fromkeys(names))


def _day(given: Mapping[str, str], name: str) -> date | None:
    raw = given.get(name)
    if raw is None:
        return None
    try:
        if re.fullmatch(r"\d{4}-\d\d-\d\d", raw, re.ASCII):
            return date.fromisoformat(raw)
    except ValueError:
        pass  # 2025-02-30: said below
    raise ConfigurationError(f"{name}={raw!r}: expected a day in KST, e.g. 2025-02-07")


def _count(given: Mapping[str, str], name: str) -> int | None:
    raw = given.get(name)
    if raw is None:
        return None
    if not _NUMBER.fullmatch(raw):
        raise ConfigurationError(
            f"{name}={raw!r}: expected a whole number from 1, e.g. 100"
        )
    return int(raw)


def _yes(given: Mapping[str, str], name: str) -> bool:
    raw = given.get(name, "no")
    if raw not in ("yes", "no"):
        raise ConfigurationError(f"{name}={raw!r}: expected yes or no")
    return raw == "yes"
