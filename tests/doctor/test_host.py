"""What the doctor sees of a disk, a ledger and a feed."""

import os
import shutil
import subprocess
import sys
from collections import namedtuple
from pathlib import Path

import pytest

from envfocus.atomic import RealDisk, write
from envfocus.doctor import Finding, host
from envfocus.publishing.manifest import dumps
from tests.support.crawls import ROOT
from tests.support.damage import flip
from tests.support.feeds import RUN_1, Place, article, build, contents
from tests.support.records import accept

Usage = namedtuple("Usage", "total used free")


@pytest.fixture
def place(tmp_path: Path) -> Place:
    return build(tmp_path)


def rows(place: Place) -> dict[str, Finding]:
    return {finding.what: finding for finding in host.look(place.layout, place.state)}


def test_a_new_host(tmp_path: Path) -> None:
    found = rows(Place(tmp_path / "new" / "deep"))
    assert {what: row.held for what, row in found.items()} == {
        "folder of the feed": True,
        "folder of the ledger": True,
        "lock": None,
        "ledger": None,
        "last seq": None,
    }
    assert f"will be made in {tmp_path}" in found["folder of the feed"].said
    assert list(tmp_path.iterdir()) == []


def test_a_host_with_a_feed(place: Place) -> None:
    before = contents(place.folder)
    found = rows(place)
    assert not [row for row in found.values() if row.held is False]
    assert found["lock"].said == "free"
    assert "integrity_check ok, 0 accepted records wait" in found["ledger"].said
    assert found["last seq"].said == '"articles": 7, "weather": 3'
    assert contents(place.folder) == before


def test_what_waits_and_how_the_last_run_ended(place: Place) -> None:
    with place.ledger() as ledger:
        ledger.begin_run(RUN_1, "articles", {}, "2025-12-08T12:00:00+09:00")
        ledger.end_run(RUN_1, "2025-12-08T12:09:00+09:00", "finished")
        ledger.begin_run(
            "20251209T030000Z-def456", "weather", {}, "2025-12-09T12:00:00+09:00"
        )
    assert rows(place)["last run"].said.startswith(
        "weather, began 2025-12-09T12:00:00+09:00, has no end yet"
    )
    with place.ledger() as ledger:
        ledger.end_run(
            "20251209T030000Z-def456", "2025-12-09T12:01:00+09:00", "finished"
        )
    assert rows(place)["last run"].said.endswith(
        "ended 2025-12-09T12:01:00+09:00, finished, no run record"
    )
    write(
        RealDisk(),
        place.layout.run("20251209T030000Z-def456"),
        [dumps({"exit_code": 18})],
    )
    last = rows(place)["last run"]
    assert last.said.endswith("finished, code 18 (the site blocks us)")
    assert last.held is None


def test_records_that_wait(place: Place) -> None:
    with place.ledger() as ledger:
        accept(ledger, article(201, title="물길"))
    assert "1 accepted records wait" in rows(place)["ledger"].said


@pytest.mark.parametrize("damage", ["header", "page", "empty"])
def test_a_damaged_ledger(place: Place, damage: str) -> None:
    path = place.state / "ledger.sqlite3"
    if damage == "empty":
        path.write_bytes(b"not a database, but something else that is long enough" * 40)
    elif damage == "header":
        flip(path, 3)
    else:
        path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])
    row = rows(place)["ledger"]
    assert row.held is False
    assert "scrapy rebuild" in row.advice


def test_a_lock_that_is_held_and_left_alone(place: Place) -> None:
    script = (
        "import sys, time; from pathlib import Path; from envfocus.ledger import Ledger\n"
        "with Ledger.open(Path(sys.argv[1]), 'a long run'): print('held', flush=True); time.sleep(60)"
    )
    command = [sys.executable, "-c", script, str(place.state)]
    with subprocess.Popen(
        command, cwd=ROOT, stdout=subprocess.PIPE, text=True
    ) as holding:
        assert holding.stdout
        assert holding.stdout.readline() == "held\n"
        row = rows(place)["lock"]
        holding.kill()
    assert row.held is None
    assert '"holder": "a long run"' in row.said
    assert f'"pid": {holding.pid}' in row.said
    assert rows(place)["lock"].said == "free"


def test_a_full_disk(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        shutil, "disk_usage", lambda _: Usage(10, 10, host.LEAST_FREE - 1)
    )
    found = rows(place)
    assert (
        found["folder of the feed"].held is found["folder of the ledger"].held is False
    )
    assert found["folder of the feed"].advice == "expected 1 GiB"


def test_a_folder_that_cannot_be_written() -> None:
    row = host.folder("folder of the feed", Path("/proc/envfocus/feed"))
    assert row.held is False or os.access(
        "/proc", os.W_OK
    )  # root may write anywhere that is writable at all
    assert host.folder("folder of the feed", Path("/dev/null/feed")).held is False


def test_a_feed_that_cannot_be_read(place: Place) -> None:
    place.layout.latest.write_text("{")
    row = rows(place)["last seq"]
    assert row.held is False
    assert str(place.layout.latest) in row.said
