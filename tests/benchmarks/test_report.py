"""What a benchmark found: on the terminal, in a file, in the document."""

import json
import re
from pathlib import Path

import pytest

from benchmarks import document, report
from benchmarks.report import Found, Table, tell

KEPT = report.RESULTS
TABLE = Table("two readers", ("reader", "ms"), (("ours", "0.5"), ("a|b", "1.0")))
MISSES = Table("misses", ("text",), (("7일",),))


@pytest.fixture(autouse=True)
def results(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for module in (report, document):
        monkeypatch.setattr(module, "RESULTS", tmp_path / "results")
    return tmp_path / "results"


def test_tables_are_printed_below_machine_and_versions(
    capsys: pytest.CaptureFixture[str],
) -> None:
    tell("pages", Found([TABLE], {}, {"other": "other 1.2"}, [MISSES]))
    text = capsys.readouterr().out
    order = [
        "cores ",
        "scrapy ",
        "other other 1.2",
        "two readers",
        "ours",
        "misses",
        "7일",
    ]
    assert [text.index(word) for word in order] == sorted(
        text.index(word) for word in order
    )


def test_figures_and_tables_are_kept_and_misses_are_not(results: Path) -> None:
    tell("pages", Found([TABLE], {"ours_ms": 0.5}, {"other": "1.2"}, [MISSES]))
    kept = json.loads((results / "pages.json").read_text(encoding="utf-8"))
    assert (kept["figures"], kept["on"]["other"]) == ({"ours_ms": 0.5}, "1.2")
    assert [table["title"] for table in kept["tables"]] == ["two readers"]


def test_the_document_gets_what_there_is(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    paper = tmp_path / "benchmarks.md"
    marks = "<!-- results: {} -->\nold\n<!-- end -->\n"
    paper.write_text(
        f"before\n{marks.format('pages')}between\n{marks.format('crawl')}",
        encoding="utf-8",
    )
    monkeypatch.setattr(document, "DOCUMENT", paper)
    tell("pages", Found([TABLE, Table("empty", ("a",), ())], {}))
    document.main()
    text = paper.read_text(encoding="utf-8")
    assert text.startswith("before\n<!-- results: pages -->\nmachine ")
    rows = "| reader | ms |\n| --- | --- |\n| ours | 0.5 |\n| a/b | 1.0 |\n"
    assert f"**two readers**\n\n{rows}<!-- end -->\nbetween" in text
    assert text.endswith(f"between\n{marks.format('crawl')}")
    assert "empty" not in text


def test_all_that_is_kept_has_its_place_in_the_document() -> None:
    places = re.findall(
        r"<!-- results: (\S+) -->", document.DOCUMENT.read_text(encoding="utf-8")
    )
    assert sorted(places) == sorted(path.stem for path in KEPT.glob("*.json"))
