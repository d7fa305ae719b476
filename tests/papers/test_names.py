"""The name of a paper stands in its profile, and in no code."""

import re
from pathlib import Path

import pytest

import envfocus
from envfocus.exceptions import ConfigurationError
from envfocus.papers.files import packaged_names
from envfocus.papers.profile import Profile, load_profile

PACKAGE = Path(envfocus.__file__).parent
LEFT = {
    "scrapy_settings.py",  # the default of ENVFOCUS_PAPER
}
"""The only file with a name of a paper. None may join it."""


def papers() -> list[Profile]:
    found = []
    for name in packaged_names():
        try:
            found.append(load_profile(name))
        except ConfigurationError:  # the file of a CMS
            continue
    return found


def names_of(paper: Profile) -> re.Pattern[str]:
    host = paper.host.removeprefix("www.")
    names = [*paper.outlet_names, host, rf"\b{paper.key_prefix}\b"]
    return re.compile("|".join(names), re.IGNORECASE)


def with_names(paper: Profile) -> set[str]:
    pattern = names_of(paper)
    return {
        path.relative_to(PACKAGE).as_posix()
        for path in PACKAGE.rglob("*.py")
        if pattern.search(path.read_text(encoding="utf-8"))
    }


def test_there_are_papers() -> None:
    assert "ecofocus" in [paper.name for paper in papers()]


@pytest.mark.parametrize("paper", papers(), ids=lambda paper: paper.name)
def test_no_code_has_the_name_of_a_paper(paper: Profile) -> None:
    assert with_names(paper) - LEFT == set()


@pytest.mark.parametrize("path", sorted(LEFT))
def test_a_file_that_is_clean_leaves_the_list(path: str) -> None:
    assert any(path in with_names(paper) for paper in papers())


def test_the_pattern_finds_each_name() -> None:
    pattern = names_of(load_profile("ecofocus"))
    for text in ("'ecofocus:a1'", "환경포커스", "https://ecofocus.co.kr/", "EcoFocus"):
        assert pattern.search(text), text
    assert not pattern.search("envfocus, ecofocused")
