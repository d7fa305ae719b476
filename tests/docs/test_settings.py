"""README.md, pyproject.toml and the table of settings say the same."""

import json
import re
import tomllib
from collections.abc import Mapping
from typing import Any

from envfocus.config import SETTINGS
from envfocus.env_file import VARIABLE
from envfocus.setting_sources import PREFIX, Setting
from tests.support.crawlers import project_settings
from tests.support.crawls import ROOT

README = (ROOT / "README.md").read_text(encoding="utf-8")
PRIVATE = "ENVFOCUS_DELIVER"
"""For `scrapy crawl` to set, and nobody else."""


def rows() -> list[str]:
    """The table of settings as README must have it."""
    return [
        f"| `{setting.name}` | {shown(setting)} | {setting.doc} |"
        for setting in SETTINGS
        if setting.name != PRIVATE
    ]


def shown(setting: Setting) -> str:
    """A default, in README's words."""
    if setting.profile_field:
        return "the paper's"
    if setting.name == "USER_AGENT":
        return "a placeholder"
    default: Any = setting.default
    if default is None and not setting.name.startswith(PREFIX):
        default = project_settings()[setting.name]
    if default is None or default == "":
        return "none"
    if isinstance(default, Mapping):
        return f"`{json.dumps(default)}`"
    if isinstance(default, float):
        return f"`{default:g}`"
    return f"`{default}`"


def test_every_setting_is_documented() -> None:
    table = [line for line in README.splitlines() if re.match(r"\| `[A-Z_]+` \|", line)]
    assert table == rows()


def test_every_name_that_readme_has_is_known() -> None:
    known = {*(setting.variable for setting in SETTINGS), VARIABLE}
    named = set(re.findall(r"\bENVFOCUS_[A-Z_]*[A-Z]\b", README))
    assert named
    assert named <= known


def test_the_linter_knows_every_setting() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    known = project["tool"]["scrapy-lint"]["known-settings"]
    ours = [name for name in known if name.startswith(PREFIX)]
    names = {setting.name for setting in SETTINGS}
    assert ours == sorted(name for name in names if name.startswith(PREFIX))
