"""The commit order: killed at every boundary, on a disk that loses writes, with no space, twice."""

import errno
import os
import random
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import orjson
import pytest

from envfocus.atomic import RealDisk, write
from envfocus.exceptions import FeedError
from envfocus.ledger import Ledger
from envfocus.publishing.acceptance import revision, tombstone
from envfocus.publishing.layout import Layout
from envfocus.publishing.publisher import Publisher
from envfocus.publishing.verify import verify
from tests.support.boundaries import files, prepare, publish
from tests.support.crawls import ROOT
from tests.support.losing_disk import LosingDisk, PowerCut
from tests.support.records import FETCHED, accept, article, weather


def test_killed_once_at_every_boundary(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "tests.support.boundaries", str(tmp_path)]
    done = subprocess.run(
        command, cwd=ROOT, capture_output=True, text=True, timeout=300, check=False
    )
    assert done.returncode == 0, done.stderr
    assert int(done.stdout) >= 80


def test_the_same_ledger_gives_the_same_bytes(tmp_path: Path) -> None:
    prepare(tmp_path / "a")
    shutil.copytree(tmp_path / "a", tmp_path / "b")
    publish(tmp_path / "a")
    publish(tmp_path / "b")
    assert files(tmp_path / "a") == files(tmp_path / "b")
    assert sum(name.endswith(".jsonl") for name in files(tmp_path / "a")) == 4


@pytest.mark.parametrize("seed", range(6))
def test_a_disk_that_loses_writes_never_shows_a_torn_part(
    tmp_path: Path, seed: int
) -> None:
    """Cut the power before every operation: what a reader then finds is true, and the next run completes it."""
    prepare(tmp_path / "ledger")
    shutil.copytree(tmp_path / "ledger", tmp_path / "whole")
    publish(tmp_path / "whole")
    expected, chance = files(tmp_path / "whole"), random.Random(seed)
    for cut in range(1, 200):
        place, after = tmp_path / f"run-{cut}", tmp_path / f"after-{cut}"
        (place / "feed").mkdir(parents=True)
        shutil.copytree(tmp_path / "ledger" / "state", after / "state")
        disk = LosingDisk(place / "feed", cut)
        with Ledger.open(after / "state", "test") as ledger:
            publisher = Publisher(ledger, Layout(place / "feed"), disk, max_records=3)
            try:
                publisher.prepare()
                publisher.publish("run-1", FETCHED)
            except PowerCut:
                ledger.rollback()
            else:
                break
        disk.crash(after / "feed", chance)
        if Layout(after / "feed").latest.exists():
            verify_what_is_there(after / "feed")
        publish(after)
        assert files(after) == expected, cut
    else:
        pytest.fail("the publisher never came to an end")
    assert cut > 50


def verify_what_is_there(feed: Path) -> None:
    """Every part that has a manifest is whole."""
    for manifest in feed.rglob("*.manifest.json"):
        resource = orjson.loads(manifest.read_bytes())["resources"][0]
        assert (manifest.parent / resource["path"]).stat().st_size == resource["bytes"]


def ledger_with(folder: Path, count: int) -> Ledger:
    ledger = Ledger.open(folder, "test")
    for article_no in range(1, count + 1):
        record = article(article_no=article_no)
        record.key = f"ecofocus:a{article_no}"
        accept(ledger, record)
    return ledger


class Failing(RealDisk):
    """A disk whose nth operation of a kind fails, once."""

    def __init__(self, kind: str, number: int, code: int) -> None:
        self.left = number
        original: Callable[..., Any] = getattr(self, kind)

        def operation(*arguments: Any) -> Any:
            self.left -= 1
            if self.left == 0:
                raise OSError(code, os.strerror(code))
            return original(*arguments)

        setattr(self, kind, operation)


def failure(publisher: Publisher) -> str | None:
    """What a publisher says of its failure; None where the disk had no operation to fail."""
    try:
        publisher.publish("run-2", FETCHED)
    except FeedError as error:
        return str(error)
    return None


@pytest.mark.parametrize("code", [errno.ENOSPC, errno.EIO, errno.EROFS])
@pytest.mark.parametrize(
    "kind", ["create", "sync", "rename", "sync_folder", "make_folder"]
)
@pytest.mark.parametrize("number", [1, 2, 3])
def test_a_disk_that_fails_loses_nothing(
    tmp_path: Path, kind: str, number: int, code: int
) -> None:
    layout = Layout(tmp_path / "feed")
    with ledger_with(tmp_path / "state", 5) as ledger:
        publisher = Publisher(ledger, layout, RealDisk(), max_records=10)
        publisher.prepare()
        publisher.publish("run-1", FETCHED)
        before = layout.latest.read_bytes()
        accept(ledger, article(title="하나 더"))
        failing = Publisher(ledger, layout, Failing(kind, number, code), max_records=10)
        said = failure(failing)
        if said is not None:
            assert os.strerror(code) in said
            assert str(tmp_path) in said
            renamed = (kind, number) == (
                "sync_folder",
                3,
            )  # LATEST.json is in its place, its folder not synced
            assert renamed or layout.latest.read_bytes() == before
        publisher.recover()
        assert verify(layout).last_seq["articles"] == 6


def test_parts_hold_at_most_what_was_asked(tmp_path: Path) -> None:
    layout = Layout(tmp_path / "feed")
    with ledger_with(tmp_path / "state", 25) as ledger:
        publisher = Publisher(ledger, layout, RealDisk(), max_records=10)
        publisher.prepare()
        parts = publisher.publish("run-1", FETCHED)
    assert [(part.first_seq, part.last_seq) for part in parts] == [
        (1, 10),
        (11, 20),
        (21, 25),
    ]
    assert verify(layout).records["articles"] == 25
    latest = orjson.loads(layout.latest.read_bytes())
    assert latest["streams"]["articles"]["seq"] == 25
    assert [path.parent.name for path in layout.manifests("articles")] == [
        "dt=2025-12-08"
    ] * 3


def test_nothing_pending_writes_nothing(tmp_path: Path) -> None:
    layout = Layout(tmp_path / "feed")
    with ledger_with(tmp_path / "state", 0) as ledger:
        publisher = Publisher(ledger, layout, RealDisk(), max_records=10)
        publisher.prepare()
        assert publisher.publish("run-1", FETCHED) == []
    assert not layout.latest.exists()


def test_a_schema_that_was_edited_stops_publishing(tmp_path: Path) -> None:
    layout = Layout(tmp_path / "feed")
    with ledger_with(tmp_path / "state", 1) as ledger:
        publisher = Publisher(ledger, layout, RealDisk(), max_records=10)
        publisher.prepare()
        layout.schema("article-1.1.0").write_bytes(b"{}")
        with pytest.raises(
            FeedError,
            match=r"article-1\.1\.0\.json: differs from this program's schema",
        ):
            publisher.prepare()


def test_write_replaces_and_leaves_no_temporary(tmp_path: Path) -> None:
    path = tmp_path / "a" / "b" / "LATEST.json"
    for content in (b"1", b"2"):
        write(RealDisk(), path, [content])
        assert [entry.name for entry in path.parent.iterdir()] == ["LATEST.json"]
        assert path.read_bytes() == content


def test_an_interrupt_in_the_middle_of_a_plan_leaves_nothing_of_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    layout = Layout(tmp_path / "feed")
    whole, seen = Ledger.write, list[str]()

    def interrupted(ledger: Ledger, sql: str, values: Any = ()) -> Any:
        seen.append(sql)
        if any("SET seq" in entry for entry in seen[:-1]):
            raise KeyboardInterrupt
        return whole(ledger, sql, values)

    ledger_with(tmp_path / "state", 3).close()
    monkeypatch.setattr(Ledger, "write", interrupted)
    with (
        pytest.raises(KeyboardInterrupt),
        Ledger.open(tmp_path / "state", "test") as ledger,
    ):
        Publisher(ledger, layout, RealDisk(), max_records=10).publish("run-1", FETCHED)
    monkeypatch.undo()
    with Ledger.open(tmp_path / "state", "test") as ledger:
        publisher = Publisher(ledger, layout, RealDisk(), max_records=10)
        publisher.prepare()
        publisher.publish("run-2", FETCHED)
    assert verify(layout).records["articles"] == 3


def test_a_feed_that_is_gone_while_the_ledger_stays_is_said(tmp_path: Path) -> None:
    layout = Layout(tmp_path / "feed")
    with ledger_with(tmp_path / "state", 3) as ledger:
        publisher = Publisher(ledger, layout, RealDisk(), max_records=10)
        publisher.prepare()
        publisher.publish("run-1", FETCHED)
        shutil.rmtree(tmp_path / "feed")
        with pytest.raises(FeedError, match=r"manifest\.json: missing, or not"):
            publisher.prepare()


def test_the_gate_refuses_articles_but_neither_weather_nor_tombstones(
    tmp_path: Path,
) -> None:
    with ledger_with(tmp_path / "state", 3) as ledger:
        publisher = Publisher(
            ledger, Layout(tmp_path / "feed"), RealDisk(), max_records=10
        )
        publisher.prepare()
        publisher.publish("run-1", FETCHED)
        accept(ledger, article(title="다른 제목"))
        accept(ledger, weather())
        last = orjson.loads(ledger.line("ecofocus:a1", 1))
        ledger.append(revision(tombstone(last, 2, "run-2", FETCHED, "takedown:판결")))
        ledger.discard("articles")
        assert [orjson.loads(line)["op"] for line in ledger.pending("articles")] == [
            "tombstone"
        ]
        assert len(list(ledger.pending("weather"))) == 1


def test_publishing_one_key_leaves_the_others_pending(tmp_path: Path) -> None:
    layout = Layout(tmp_path / "feed")
    with ledger_with(tmp_path / "state", 12) as ledger:
        publisher = Publisher(ledger, layout, RealDisk(), max_records=10)
        publisher.prepare()
        publisher.publish("run-1", FETCHED, "ecofocus:a1")
        assert verify(layout).heads == {"ecofocus:a1": 1}
        assert len(list(ledger.pending("articles"))) == 11
