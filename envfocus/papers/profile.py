"""A paper as data: everything that is true of one paper and not of the next."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Annotated, Any
from urllib.parse import urlsplit

from envfocus.papers import files
from envfocus.papers.cms import CMS, Cms
from envfocus.papers.files import PaperFile, Table, merged
from envfocus.papers.kinds import (
    Closed,
    Kind,
    One,
    Open,
    Path,
    Problem,
    Several,
    kinds_of,
)
from envfocus.papers.site import (
    EXPECTED_BASE_URL,
    Site,
    normal_base_url,
    problem_of,
)

FILLED_FIELDS = (
    "title",
    "subtitles",
    "section",
    "published_at",
    "byline",
    "dateline",
    "body",
    "images",
    "tags",
)
"""Fields of an article of which a share must be filled."""

_PREFIX_FORM = re.compile(r"[a-z][a-z0-9-]{0,31}")
_NUMBER = re.compile(r"[1-9]\d{0,8}", re.ASCII)


def _is_text(value: object) -> bool:
    return isinstance(value, str) and bool(value.strip()) and value.isprintable()


def _is_prefix(value: object) -> bool:
    return isinstance(value, str) and _PREFIX_FORM.fullmatch(value) is not None


def _is_base_url(value: object) -> bool:
    return isinstance(value, str) and problem_of(value) is None


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _is_amount(value: Any) -> bool:
    return _is_number(value) and 0 <= value < float("inf")


def _is_count(value: Any) -> bool:
    return _is_amount(value) and isinstance(value, int)


def _is_share(value: Any) -> bool:
    return _is_number(value) and 0 <= value <= 1


_AMOUNT = One("a number, 0 or more", _is_amount)
_COUNT = One("a whole number, 0 or more", _is_count)
_SECTION_NO = One("the number of a section", lambda key: bool(_NUMBER.fullmatch(key)))
_SHARE = One("a share from 0 to 1", _is_share)
_TEXT = One("some text", _is_text)

_SETTINGS: Mapping[str, Kind] = {
    "DOWNLOAD_DELAY": _AMOUNT,
    "DOWNLOAD_TIMEOUT": _AMOUNT,
    "CONCURRENT_REQUESTS_PER_DOMAIN": _COUNT,
    "ENVFOCUS_BACKOFF_SECONDS": _AMOUNT,
    "ENVFOCUS_BLOCKED_STREAK": _COUNT,
    "ENVFOCUS_CRAWL_DELAY_MAX": _AMOUNT,
    "ENVFOCUS_HOURS": One("hours, such as 01:00-06:30", lambda v: isinstance(v, str)),
    "ENVFOCUS_REQUESTS_PER_DAY": _COUNT,
    "ENVFOCUS_RETRY_AFTER_MAX": _AMOUNT,
}
"""Settings that a paper can have its own values of."""

_POLITENESS = Closed(_SETTINGS, optional=frozenset(_SETTINGS))


@dataclass(frozen=True, slots=True)
class _CmsReference:
    """The CMS as a paper's file has it: a name, a path, or a table over another's."""

    expected: str = "the name or path of a CMS, or a table"

    def problems(self, value: object, path: Path) -> Iterator[Problem]:
        """Those of the table, or of the name."""
        if isinstance(value, dict):
            yield from CMS.problems(value, path)
        elif not _is_text(value):
            yield Problem(path, value, f"expected {self.expected}")

    def missing(self, value: object, path: Path) -> Iterator[Problem]:
        """What is missing in the merged table."""
        yield from CMS.missing(value, path)

    def build(self, value: Any) -> Cms:
        """The CMS of the merged table."""
        cms: Cms = CMS.build(value)
        return cms


_BASE_URL = One(EXPECTED_BASE_URL, _is_base_url, normal_base_url)
_PREFIX = One(
    "a letter, then 31 letters, digits or hyphens at most, all a-z", _is_prefix
)
_SECTIONS = Open(_SECTION_NO, _TEXT, build_key=int)
_RATES = Closed(dict.fromkeys(FILLED_FIELDS, _SHARE), optional=frozenset(FILLED_FIELDS))


@dataclass(frozen=True, kw_only=True)
class Profile:
    """One paper. `name`: that of its file, without `.toml`.

    `base_url` ends with a slash. `key_prefix` begins every key of the feed
    (`paper:a71760`). `outlet_names`: how the paper calls itself in datelines,
    signatures and copyright lines. `sections`: number → label where they are pinned;
    empty: as the menu has them. `min_fill_rates`: field → share of articles that must
    fill it. `politeness`: setting → value, e.g. `DOWNLOAD_DELAY`. `feed_dir` and
    `state_dir`: where this paper's feed and ledger stand.
    """

    name: str
    base_url: Annotated[str, _BASE_URL]
    key_prefix: Annotated[str, _PREFIX]
    outlet_names: Annotated[tuple[str, ...], Several(_TEXT)]
    cms: Annotated[Cms, _CmsReference()]
    feed_dir: Annotated[str, _TEXT]
    state_dir: Annotated[str, _TEXT]
    sections: Annotated[Mapping[int, str], _SECTIONS]
    min_fill_rates: Annotated[Mapping[str, float], _RATES]
    politeness: Annotated[Mapping[str, Any], _POLITENESS]

    @cached_property
    def host(self) -> str:
        """The host of its public address."""
        return urlsplit(self.base_url).hostname or ""


_PAPER = Closed(
    {**kinds_of(Profile), "extends": _TEXT}, optional=frozenset({"extends"})
)


def load_profile(name_or_path: str) -> Profile:
    """The profile of that name in this folder, or in the file at that path, which ends
    in `.toml`.

    Raises ConfigurationError: file, line, key, value, what is expected.
    """
    file = files.find(name_or_path, f"ENVFOCUS_PAPER={name_or_path!r}")
    table = _paper(file)
    file.check(_PAPER.missing(table, ()))
    values = _PAPER.build(table)
    name = file.name.rpartition("/")[2].removesuffix(".toml")
    return Profile(name=name, **values)


def profile_of(settings: Mapping[str, Any]) -> Profile:
    """The profile in ENVFOCUS_PAPER. Raises ConfigurationError."""
    return load_profile(str(settings["ENVFOCUS_PAPER"] or ""))


def site_of(settings: Mapping[str, Any]) -> Site:
    """The site in ENVFOCUS_BASE_URL, whose CMS is that of ENVFOCUS_PAPER.

    Raises ConfigurationError.
    """
    profile = profile_of(settings)
    return Site.parse(settings["ENVFOCUS_BASE_URL"], profile.cms.urls)


def _paper(file: PaperFile) -> Table:
    """What a file and those that it extends say, its CMS as one table."""
    own = file.table(_PAPER)
    below: Table = {}
    if "extends" in own:
        below = _paper(file.open(own.pop("extends"), ("extends",)))
    if "cms" in own:
        own["cms"] = _cms(file, own["cms"], below.pop("cms", {}))
    table: Table = merged(below, own)
    return table


def _cms(file: PaperFile, own: str | Table, below: Table) -> Table:
    """The CMS that a paper's file names or describes, over that of the paper below."""
    if isinstance(own, str):
        return _named_cms(file.open(own, ("cms",)))
    if "extends" in own:
        below = _named_cms(file.open(own.pop("extends"), ("cms", "extends")))
    table: Table = merged(below, own)
    return table


def _named_cms(file: PaperFile) -> Table:
    """What the file of a CMS and those that it extends say."""
    own = file.table(CMS)
    below: Table = {}
    if "extends" in own:
        below = _named_cms(file.open(own.pop("extends"), ("extends",)))
    table: Table = merged(below, own)
    return table
