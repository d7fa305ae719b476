"""A ledger is of one paper."""

import re
import sqlite3
from pathlib import Path

import pytest

from envfocus.exceptions import ConfigurationError
from envfocus.ledger import Ledger, PaperIdentity, Revision
from envfocus.ledger.file import FILE_NAME

ECO = PaperIdentity("ecofocus", "https://www.ecofocus.co.kr/")
LOCAL = PaperIdentity("ecofocus", "http://127.0.0.1:8000/")


def append(ledger: Ledger, key: str) -> None:
    line = b'{"schema":"article-1.0.0"}\n'
    ledger.append(Revision("articles", key, 1, "upsert", None, None, "run", line))


def refusal(folder: Path, paper: PaperIdentity) -> str:
    """Why it is refused; nothing of the file has changed by then."""
    before = (folder / FILE_NAME).read_bytes()
    with pytest.raises(ConfigurationError) as caught:
        Ledger.open(folder, "test", paper)
    assert [path.name for path in folder.glob(f"{FILE_NAME}*")] == [FILE_NAME]
    assert (folder / FILE_NAME).read_bytes() == before
    assert "\n" not in str(caught.value)
    return str(caught.value)


@pytest.mark.parametrize(
    "base_url",
    [
        "https://www.ecofocus.co.kr/",
        "https://www.ecofocus.co.kr",
        "https://ecofocus.co.kr/",
        "http://www.ecofocus.co.kr/",
        "HTTPS://WWW.EcoFocus.co.kr/",
    ],
)
def test_other_spellings_of_an_address_are_the_same_site(
    tmp_path: Path, base_url: str
) -> None:
    Ledger.open(tmp_path, "test", ECO).close()
    Ledger.open(tmp_path, "test", PaperIdentity("ecofocus", base_url)).close()


@pytest.mark.parametrize(
    ("known", "given"),
    [
        (ECO, PaperIdentity("ecofocus", "https://www.ecofocus.kr/")),
        (ECO, PaperIdentity("ecofocus", "https://news.ecofocus.co.kr/")),
        (ECO, PaperIdentity("ecofocus2", "https://www.ecofocus.co.kr/")),
        (ECO, LOCAL),
        (LOCAL, ECO),
        (LOCAL, PaperIdentity("ecofocus", "http://127.0.0.1:8001/")),
        (LOCAL, PaperIdentity("ecofocus", "http://127.0.0.2:8000/")),
        (LOCAL, PaperIdentity("ecofocus", "http://localhost:8000/")),
    ],
)
def test_another_paper_is_refused(
    tmp_path: Path, known: PaperIdentity, given: PaperIdentity
) -> None:
    Ledger.open(tmp_path, "test", known).close()
    message = refusal(tmp_path, given)
    assert str(tmp_path) in message
    for paper in (known, given):
        assert f"{paper.key_prefix!r} at {paper.base_url}" in message
    assert f"`scrapy move_site {given.base_url}`" in message
    Ledger.open(tmp_path, "the lock was let go", known).close()


def test_the_first_paper_stays_however_it_is_spelt_later(tmp_path: Path) -> None:
    Ledger.open(tmp_path, "test", ECO).close()
    bare = PaperIdentity("ecofocus", "http://ecofocus.co.kr/")
    Ledger.open(tmp_path, "test", bare).close()
    with sqlite3.connect(tmp_path / FILE_NAME) as connection:
        rows = connection.execute("SELECT key_prefix, base_url FROM paper").fetchall()
    connection.close()
    assert rows == [("ecofocus", ECO.base_url)]


def test_who_only_reads_is_not_asked_for_a_paper(tmp_path: Path) -> None:
    Ledger.open(tmp_path, "test", ECO).close()
    with Ledger.open(tmp_path, "test") as ledger:
        assert ledger.key_prefix == "ecofocus"


def test_a_ledger_of_nobody_takes_the_first_paper(tmp_path: Path) -> None:
    with Ledger.open(tmp_path, "test") as ledger:
        assert ledger.key_prefix == ""
        append(ledger, "ecofocus:a7")
        assert ledger.key_prefix == "ecofocus"
    Ledger.open(tmp_path, "test", ECO).close()
    refusal(tmp_path, LOCAL)


def test_a_ledger_of_nobody_with_keys_of_another_paper_is_refused(
    tmp_path: Path,
) -> None:
    with Ledger.open(tmp_path, "test") as ledger:
        append(ledger, "otherpaper:w0123456789abcdef-01")
    message = refusal(tmp_path, ECO)
    assert re.search("begin with 'otherpaper', not with 'ecofocus'", message)
    other = PaperIdentity("otherpaper", "https://other.example/")
    Ledger.open(tmp_path, "test", other).close()


# --- it moves


def test_a_paper_that_moved_is_known_at_its_new_address_only(tmp_path: Path) -> None:
    with Ledger.open(tmp_path, "test", ECO) as ledger:
        assert ledger.move_site("https://ecofocus.example/") == ECO.base_url
    moved = PaperIdentity("ecofocus", "https://ecofocus.example/")
    Ledger.open(tmp_path, "test", moved).close()
    refusal(tmp_path, ECO)
    refusal(tmp_path, PaperIdentity("ecofocus2", moved.base_url))


def test_a_ledger_of_nobody_cannot_move(tmp_path: Path) -> None:
    with (
        Ledger.open(tmp_path, "test") as ledger,
        pytest.raises(ConfigurationError, match="knows no site yet; the next crawl"),
    ):
        ledger.move_site("https://ecofocus.example/")
