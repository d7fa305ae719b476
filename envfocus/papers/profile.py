"""A paper as data: everything that is true of one paper and not of the next."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Annotated, Any
from urllib.parse import urlsplit

from envfocus.papers.cms import CMS, Cms
from envfocus.papers.files import PaperFile, Table, find, merged
from envfocus.papers.kinds import (
    Closed,
    Kind,
    One,
    Open,
    Path,
    Problem,
    Problems,
    Several,
    as_list,
    kinds_of,
)
from envfocus.papers.site import (
    EXPECTED_BASE_URL,
    Site,
    normal_base_url,
    problem_of,
)
from envfocus.papers.values import AMOUNT, SHARE, TEXT, Text, form

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

_POLITENESS: dict[str, Kind] = {
    "DOWNLOAD_DELAY": AMOUNT,
    "DOWNLOAD_TIMEOUT": AMOUNT,
    "RETRY_TIMES": AMOUNT,
    "CLOSESPIDER_TIMEOUT": AMOUNT,
    "ENVFOCUS_BACKOFF_SECONDS": AMOUNT,
    "ENVFOCUS_BLOCKED_STREAK": AMOUNT,
    "ENVFOCUS_CRAWL_DELAY_MAX": AMOUNT,
    "ENVFOCUS_GAP_MAX": AMOUNT,
    "ENVFOCUS_HOURS": TEXT,
    "ENVFOCUS_KNOWN_IN_A_ROW": AMOUNT,
    "ENVFOCUS_PROBE_SHARE": SHARE,
    "ENVFOCUS_RECHECK_AGES": TEXT,
    "ENVFOCUS_REQUESTS_PER_DAY": AMOUNT,
    "ENVFOCUS_RETRY_AFTER_MAX": AMOUNT,
}
"""Settings of which a paper can have values of its own."""

_KEY_PREFIX = form("[a-z][a-z0-9-]{0,31}", "[a-z][a-z0-9-]{0,31}")
_SECTION_NO = form("the number of a section", r"[1-9]\d{0,8}", int)


def _is_base_url(value: object) -> bool:
    return isinstance(value, str) and problem_of(value) is None


def _optional(kinds: dict[str, Kind]) -> Closed:
    """A table of any of these keys."""
    return Closed(kinds, optional=frozenset(kinds))


class _CmsReference(Kind):
    """The CMS as a paper's file has it: a name, a path, or a table over another's."""

    expected = "the name of a CMS, the path of its file, or a table"

    def problems(self, value: object, path: Path) -> Problems:
        """Those of the table, or of the name."""
        if isinstance(value, dict):
            yield from CMS.problems(value, path)
        elif not TEXT.accepts(value):
            yield Problem(path, value, f"expected {self.expected}")

    def missing(self, value: Any, path: Path) -> Problems:
        """What is missing in the merged table."""
        yield from CMS.missing(value, path)

    def build(self, value: Any) -> Any:
        """The CMS of the merged table."""
        return CMS.build(value)


class _OutletNames(Several):
    """The names of a paper, of which it has one at least."""

    def missing(self, value: Any, path: Path) -> Problems:
        """A name, where there is none."""
        if not as_list(value):
            yield Problem(path, value, f"expected {self.expected}, one at least")


BaseUrl = Annotated[str, One(EXPECTED_BASE_URL, _is_base_url, normal_base_url)]
KeyPrefix = Annotated[str, _KEY_PREFIX]
Sections = Annotated[Mapping[int, str], Open(_SECTION_NO, TEXT)]
MinFillRates = Annotated[
    Mapping[str, float],
    _optional(dict.fromkeys(FILLED_FIELDS, SHARE)),
]
Politeness = Annotated[Mapping[str, Any], _optional(_POLITENESS)]


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
    base_url: BaseUrl
    key_prefix: KeyPrefix
    outlet_names: Annotated[tuple[str, ...], _OutletNames(TEXT)]
    cms: Annotated[Cms, _CmsReference()]
    feed_dir: Text
    state_dir: Text
    sections: Sections
    min_fill_rates: MinFillRates
    politeness: Politeness

    @cached_property
    def host(self) -> str:
        """The host of its public address."""
        return urlsplit(self.base_url).hostname or ""


_PAPER = Closed({**kinds_of(Profile), "extends": TEXT}, dict, frozenset({"extends"}))


def load_profile(name_or_path: str) -> Profile:
    """The profile of that name in this folder, or in the file at that path, which ends
    in `.toml`.

    Raises ConfigurationError: file, line, key, value, what is expected.
    """
    file = find(name_or_path, f"ENVFOCUS_PAPER={name_or_path!r}")
    table = _paper(file)
    file.check(_PAPER.missing(table, ()))
    values = _PAPER.build(table)
    return Profile(name=file.stem, **values)


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
