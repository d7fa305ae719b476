"""A second paper crawls with a file alone; an operator's file repairs a selector."""

from collections.abc import Iterator
from pathlib import Path
from subprocess import CompletedProcess

import pytest

from fixtures.papers import MULBIT
from fixtures.server import Server
from fixtures.site import Site
from tests.support.crawls import FAST, ROOT, published, record_in, scrapy

MULBIT_FILE = ROOT / "fixtures" / "data" / "mulbit.toml"
ARTICLES = 120

WITHOUT_ITS_SELECTOR = f"""
extends = "{MULBIT_FILE}"
[cms.skins.current]
title = ["div.art_top > h2"]
"""
REPAIRED = """
extends = "broken.toml"
[cms.skins.current]
title = { first = ["div.view_top > h2"] }
"""


@pytest.fixture(scope="module")
def mulbit() -> Iterator[Server]:
    """The second paper on loopback."""
    with Server(lambda url: Site(ARTICLES, base=url, paper=MULBIT)) as running:
        yield running


def own_file(folder: Path, name: str, text: str) -> str:
    """A profile whose feed and ledger stand in the folder."""
    places = f'feed_dir = "{folder}/feed"\nstate_dir = "{folder}/state"\n'
    head, _, rest = text.strip().partition("\n")
    path = folder / name
    path.write_text(f"{head}\n{places}{rest}\n", encoding="utf-8")
    return str(path)


def run(server: Server, paper: str) -> CompletedProcess[str]:
    """A crawl that is given the paper's file, and no folder."""
    given = {**FAST, "ENVFOCUS_BASE_URL": server.url, "ENVFOCUS_PAPER": paper}
    options = [f"{name}={value}" for name, value in given.items()]
    return scrapy("crawl", "articles", *[part for o in options for part in ("-s", o)])


def titles_of(site: Site) -> dict[str, str]:
    return {truth.key: truth.title for truth in site.truths()}


def test_two_papers_from_two_files(mulbit: Server, tmp_path: Path) -> None:
    truths = Site(ARTICLES, base=mulbit.url, paper=MULBIT)
    file = own_file(tmp_path, "own.toml", f'extends = "{MULBIT_FILE}"')
    done = run(mulbit, file)
    assert done.returncode == 0, done.stderr[-2000:]
    lines = published(tmp_path)
    assert {line["key"]: line["data"]["title"] for line in lines} == titles_of(truths)
    datelines = [line["data"]["dateline"] for line in lines]
    brackets = [dateline["raw"] for dateline in datelines if dateline]
    assert brackets
    assert all("물빛신문" in bracket for bracket in brackets)
    assert {path.name for path in tmp_path.iterdir()} >= {"feed", "state"}
    verified = scrapy("verify", "-s", f"ENVFOCUS_PAPER={file}")
    assert (verified.returncode, verified.stderr) == (0, "")
    with Server(lambda url: Site(ARTICLES, base=url)) as first:
        other = tmp_path / "first"
        other.mkdir()
        paper = own_file(other, "first.toml", 'extends = "ecofocus"')
        assert run(first, paper).returncode == 0
    keys = [line["key"] for line in published(other)]
    assert sorted(keys) == sorted(titles_of(Site(ARTICLES)))
    assert all(key.startswith("ecofocus:a") for key in keys)
    assert [line["key"] for line in published(tmp_path)] == [
        line["key"] for line in lines
    ]


def test_one_line_of_an_operator_repairs_a_selector(
    mulbit: Server, tmp_path: Path
) -> None:
    broken = own_file(tmp_path, "broken.toml", WITHOUT_ITS_SELECTOR)
    done = run(mulbit, broken)
    assert done.returncode == 2
    assert "refused to publish: title: found on " in done.stderr
    assert published(tmp_path) == []
    repaired = own_file(tmp_path, "repaired.toml", REPAIRED)
    assert run(mulbit, repaired).returncode == 0
    site = Site(ARTICLES, base=mulbit.url, paper=MULBIT)
    lines = published(tmp_path)
    assert {line["key"]: line["data"]["title"] for line in lines} == titles_of(site)


def test_pinned_sections_stand_for_the_menu(mulbit: Server, tmp_path: Path) -> None:
    number, label = next(iter(MULBIT.sections.items()))
    text = f'extends = "{MULBIT_FILE}"\n[sections]\n{number} = "{label}"\n'
    file = own_file(tmp_path, "own.toml", text)
    assert run(mulbit, file).returncode == 0
    listings = record_in(tmp_path)["listings"]
    walked = {name.partition("/")[0] for name in listings}
    assert walked == {"article_list_all", label}
