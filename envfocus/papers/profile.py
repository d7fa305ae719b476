"""A paper as data: everything that is true of one paper and not of the next."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
from typing import Any

from envfocus.exceptions import ConfigurationError


@dataclass(frozen=True, kw_only=True)
class Profile:
    """One paper. `name`: that of its file, without `.toml`.

    `base_url` ends with a slash. `key_prefix` begins every key of the feed
    (`ecofocus:a71760`). `outlet_names`: how the paper calls itself in datelines,
    signatures and copyright lines. `sections`: number → label where they are pinned;
    empty: as the menu has them. `min_fill_rates`: field → share of articles that must
    fill it. `politeness`: setting → value, e.g. `DOWNLOAD_DELAY`. `feed_dir` and
    `state_dir`: where this paper's feed and ledger stand.
    """

    name: str
    base_url: str
    key_prefix: str
    outlet_names: tuple[str, ...]
    sections: Mapping[int, str]
    min_fill_rates: Mapping[str, float]
    politeness: Mapping[str, Any]
    feed_dir: str
    state_dir: str


def load_profile(name_or_path: str) -> Profile:
    """The profile of that name in this folder, or in the file at that path.

    Raises ConfigurationError: file, line, key, value, what is expected.
    """
    path = Path(name_or_path)
    if path.suffix == ".toml":
        text, name = path.read_text(encoding="utf-8"), path.stem
    else:
        resource = files("envfocus.papers") / f"{name_or_path}.toml"
        if not resource.is_file():
            raise ConfigurationError(f"ENVFOCUS_PAPER={name_or_path!r}: no such paper")
        text, name = resource.read_text(encoding="utf-8"), name_or_path
    table = tomllib.loads(text)
    return Profile(
        name=name,
        base_url=table["base_url"],
        key_prefix=table["key_prefix"],
        outlet_names=tuple(table["outlet_names"]),
        sections={int(number): label for number, label in table["sections"].items()},
        min_fill_rates=table["min_fill_rates"],
        politeness=table["politeness"],
        feed_dir=table["feed_dir"],
        state_dir=table["state_dir"],
    )
