"""A takedown: the text is nowhere, the feed stays true, the key never comes back."""

import json
import unicodedata
from collections.abc import Callable
from contextlib import suppress
from datetime import timedelta
from pathlib import Path
from typing import Any, BinaryIO

import orjson
import pytest
from backports import zstd

from envfocus.exceptions import FeedError, LedgerError
from envfocus.feed.acceptance import bury
from envfocus.feed.files import RealDisk
from envfocus.feed.publisher import Publisher
from envfocus.feed.takedown import purge_quarantine, take_down
from envfocus.feed.verify import against_ledger, verify
from envfocus.items import Dateline, Image
from envfocus.ledger import Ledger
from tests.support.feeds import (
    FIRST,
    RUN_1,
    RUN_2,
    SECOND,
    THIRD,
    Place,
    article,
    command,
    contents,
    ended,
    lines_of,
    sha256,
    take,
    weather,
)

KEY = "ecofocus:a201"
NEEDLE = b"needle"
P1, P5 = (
    "articles/dt=2025-12-08/part-000000000001-000000000002",
    "articles/dt=2025-12-09/part-000000000004-000000000005",
)
END = "articles/dt=2025-12-10/part-000000000007-000000000007"


def secret(version: int) -> Any:
    """An article with a needle in every text."""
    return article(
        201,
        title=f"needle title {version}",
        subtitles=[f"needle subtitle {version}"],
        byline="needle 기자",
        dateline=Dateline(raw="[needle=서울]"),
        body=f"needle body {version} " * 500,
        images=[
            Image(url="https://www.ecofocus.co.kr/data/needle.jpg", caption=unicodedata.normalize("NFD", "needle 숲"))
        ],
        tags=["needle"],
    )


def build(folder: Path, compression: str | None = None) -> Place:
    """The needle is in the first part of four and, edited, in the third; nothing of it is in the weather."""
    place = Place(folder)
    with place.ledger() as ledger:
        publisher = place.publisher(ledger, compression)
        for record in (article(20), secret(1), article(2011), weather(1)):
            take(ledger, record)
        publisher.publish(RUN_1, FIRST)
        for record in (secret(2), article(202), article(203)):
            take(ledger, record)
        publisher.publish(RUN_2, SECOND)
    return place


@pytest.fixture
def place(tmp_path: Path) -> Place:
    return build(tmp_path)


def down(place: Place, key: str = KEY, reason: str = "court order") -> list[str]:
    """Take a key down; returns the parts that were written."""
    with place.ledger() as ledger:
        publisher = place.publisher(ledger)
        parts = take_down(ledger, publisher, key, reason, THIRD)
        return [place.layout.relative(place.layout.manifest(part)).removesuffix(".manifest.json") for part in parts]


def with_needle(folder: Path) -> set[str]:
    """Files, by their bytes and, where these are compressed, by what is in them."""
    found = set()
    for name, data in contents(folder).items():
        text = zstd.decompress(data) if name.endswith(".zst") else b""
        if NEEDLE in data + text:
            found.add(name)
    return found


def records(place: Place, part: str) -> list[dict[str, Any]]:
    return [orjson.loads(line) for line in lines_of(place.data(part))]


def quarantine(place: Place, name: str, *entries: Any) -> Path:
    """A file of the quarantine."""
    path = place.layout.quarantine / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(b"".join(orjson.dumps(entry) + b"\n" for entry in entries))
    return path


def entry(item: Any, reason: str = "data.url: too long") -> dict[str, Any]:
    """A line as the quarantine extension writes it."""
    url = "https://www.ecofocus.co.kr/news/article.html?no=201"
    return {"reason": reason, "url": url, "body_sha256": "0" * 64, "item": item}


# --- the text


@pytest.mark.parametrize("compression", [None, "zstd"])
def test_the_text_is_in_no_file(tmp_path: Path, compression: str | None) -> None:
    place = build(tmp_path, compression)
    quarantine(place, f"{RUN_1}.jsonl", entry(secret(3)))
    quarantine(place, f"{RUN_1}.refused.jsonl", secret(4))
    ending = "jsonl.zst" if compression else "jsonl"
    assert with_needle(tmp_path) == {
        f"feed/v1/{P1}.{ending}",
        f"feed/v1/{P5}.{ending}",
        f"feed/quarantine/{RUN_1}.jsonl",
        f"feed/quarantine/{RUN_1}.refused.jsonl",
        "state/ledger.sqlite3",
    }
    down(place)
    assert purge_quarantine(place.layout, KEY) == 2
    assert with_needle(tmp_path) == set()


def test_the_text_is_in_no_file_while_the_ledger_is_still_open(place: Place) -> None:
    with place.ledger() as ledger:
        take_down(ledger, place.publisher(ledger), KEY, "court order", THIRD)
        assert {path.name for path in place.state.iterdir()} >= {"ledger.sqlite3", "ledger.sqlite3-wal"}
        assert with_needle(place.folder) == set()


def test_the_text_that_is_not_published_yet_never_is(place: Place) -> None:
    with place.ledger() as ledger:
        assert take(ledger, secret(3)) == "changed"
    assert down(place) == [P1, P5, "articles/dt=2025-12-10/part-000000000007-000000000008"]
    assert with_needle(place.folder) == set()
    found = records(place, "articles/dt=2025-12-10/part-000000000007-000000000008")
    assert [(line["rev"], line["op"]) for line in found] == [(3, "tombstone"), (4, "tombstone")]
    assert verify(place.layout).heads[KEY] == 4


def test_quarantined_lines_of_other_keys_stay(place: Place) -> None:
    other = entry(article(2011), "ecofocus:a2011: data.title: too short")
    path = quarantine(place, f"{RUN_1}.jsonl", entry(secret(3)), other, entry(secret(4)))
    untouched = quarantine(place, f"{RUN_2}.jsonl", entry(article(20)))
    before = untouched.read_bytes()
    assert purge_quarantine(place.layout, KEY) == 2
    assert path.read_bytes() == orjson.dumps(other) + b"\n"
    assert untouched.read_bytes() == before
    assert purge_quarantine(place.layout, KEY) == 0


def test_a_quarantined_item_in_its_python_form_goes_too(place: Place) -> None:
    path = quarantine(place, f"{RUN_1}.jsonl", entry(repr(secret(3))), entry(repr(article(2011))))
    assert purge_quarantine(place.layout, KEY) == 1
    assert path.read_bytes() == orjson.dumps(entry(repr(article(2011)))) + b"\n"


# --- the feed


def test_the_feed_stays_true(place: Place) -> None:
    assert down(place) == [P1, P5, END]
    found = verify(place.layout)
    assert found.last_seq["articles"] == 7
    assert found.records["articles"] == 7
    assert found.heads[KEY] == 3
    with place.ledger() as ledger:
        against_ledger(place.layout, ledger.parts())
        assert ledger.parts(planned=True) == []


def test_the_lines_keep_their_places_and_lose_their_content(place: Place) -> None:
    before = records(place, P1)
    down(place)
    untouched, purged = records(place, P1)
    assert untouched == before[0]
    old = before[1]
    kept = ("schema", "seq", "key", "rev", "observed_at", "observed_at_utc", "run_id", "source")
    assert {name: purged[name] for name in kept} == {name: old[name] for name in kept}
    assert (old["op"], purged["op"]) == ("upsert", "tombstone")
    assert (purged["data"], purged["content_sha256"], purged["changed_fields"]) == (None, None, None)
    assert purged["quality"] == {"flags": ["purged"], "raw": []}
    assert list(purged) == list(old)
    assert [(line["seq"], line["rev"], line["op"]) for line in records(place, P5)] == [
        (4, 2, "tombstone"),
        (5, 1, "upsert"),
    ]


def test_the_last_line_ends_the_key(place: Place) -> None:
    down(place, reason="법원 결정 2025카합1")
    (line,) = records(place, END)
    assert (line["seq"], line["key"], line["rev"], line["op"], line["data"]) == (7, KEY, 3, "tombstone", None)
    assert line["quality"]["flags"] == ["takedown:법원 결정 2025카합1"]
    assert line["observed_at"] == "2025-12-10T12:00:00+09:00"


def test_the_manifest_names_what_it_replaces(place: Place) -> None:
    before = {path: sha256(path.read_bytes()) for path in (place.data(P1), place.manifest(P1))}
    down(place)
    assert place.content(P1)["replaces"] == [{"data": before[place.data(P1)], "manifest": before[place.manifest(P1)]}]
    assert place.content(P1)["ops"] == {"upsert": 1, "tombstone": 1}
    assert place.content(END)["replaces"] is None


def test_the_second_takedown_in_a_part_keeps_the_hashes_of_the_first(place: Place) -> None:
    down(place)
    first = place.content(P1)["replaces"]
    between = {"data": sha256(place.data(P1).read_bytes()), "manifest": sha256(place.manifest(P1).read_bytes())}
    assert down(place, "ecofocus:a20") == [P1, END.replace("000000000007", "000000000008")]
    assert place.content(P1)["replaces"] == [*first, between]
    assert verify(place.layout).last_seq["articles"] == 8


def test_all_other_files_stay(place: Place) -> None:
    before = place.files()
    down(place)
    after = place.files()
    changed = {name for name in before if after[name] != before[name]}
    written = {f"v1/{part}{ending}" for part in (P1, P5) for ending in (".jsonl", ".manifest.json")}
    assert changed == {*written, "v1/LATEST.json"}
    assert after.keys() - before.keys() == {f"v1/{END}.jsonl", f"v1/{END}.manifest.json"}


def test_a_key_that_begins_like_another_is_another(place: Place) -> None:
    before = with_needle(place.folder / "feed")
    down(place, "ecofocus:a20")
    assert with_needle(place.folder / "feed") == before
    assert [line["op"] for line in records(place, P1)] == ["tombstone", "upsert"]


def test_an_article_that_is_gone_already_can_be_taken_down(place: Place) -> None:
    with place.ledger() as ledger:
        ledger.numbers.missing(201, "one", "2025-12-08T00:00:00+09:00")
        ledger.numbers.missing(201, "two", "2025-12-09T00:00:00+09:00")
        assert bury(ledger, "two", SECOND) == (1, False)
    down(place)
    assert with_needle(place.folder) == set()
    assert verify(place.layout).heads[KEY] == 4


def test_latest_never_goes_back(place: Place) -> None:
    """Not even while old parts are written again."""
    seen: list[int] = []

    class Watching(RealDisk):
        def rename(self, source: Path, target: Path) -> None:
            super().rename(source, target)
            if target == place.layout.latest:
                seen.append(json.loads(target.read_bytes())["streams"]["articles"]["seq"])

    with place.ledger() as ledger:
        publisher = Publisher(ledger, place.layout, Watching(), 2)
        take_down(ledger, publisher, "ecofocus:a203", "court order", THIRD)
        take_down(ledger, publisher, KEY, "court order", THIRD + timedelta(seconds=1))
        take(ledger, article(2011, title="다른 글"))
        publisher.publish(RUN_2, THIRD)
        take_down(ledger, publisher, "ecofocus:a2011", "court order", THIRD + timedelta(seconds=2))
    assert seen == sorted(seen)
    assert seen[-1] == 10


# --- afterwards


def test_the_key_is_never_accepted_again(place: Place) -> None:
    down(place)
    with place.ledger() as ledger:
        assert take(ledger, secret(1)) == "taken_down"
        assert take(ledger, secret(9)) == "taken_down"
        assert take(ledger, article(202, title="다른 글")) == "changed"
        ledger.rollback()
        assert place.publisher(ledger).publish(RUN_2, THIRD) == []
    assert with_needle(place.folder) == set()


# --- refusals


def test_a_second_takedown_is_refused(place: Place) -> None:
    down(place)
    before = place.files()
    with pytest.raises(FeedError, match=r"^ecofocus:a201: was taken down before$"):
        down(place)
    assert place.files() == before


@pytest.mark.parametrize("key", ["ecofocus:a999", "201", "", "ecofocus:a20_", "ecofocus:a%"])
def test_an_unknown_key_is_refused(place: Place, key: str) -> None:
    before = place.files()
    with pytest.raises(FeedError, match="not in the ledger"):
        down(place, key)
    assert place.files() == before


def test_the_key_of_an_observation_leaves_the_feed_true(place: Place) -> None:
    """Whether it is refused or done: every line keeps the schema of its stream."""
    with suppress(FeedError):
        down(place, "ecofocus:w0123456789abcdef-01")
    assert verify(place.layout).records["articles"] >= 6


# --- crashes


def finish(place: Place) -> None:
    """What the next run does."""
    with place.ledger() as ledger:
        publisher = place.publisher(ledger)
        publisher.recover()
        publisher.publish(RUN_2, THIRD)


def assert_finished(place: Place) -> None:
    found = verify(place.layout)
    assert (found.last_seq["articles"], found.heads[KEY]) == (7, 3)
    assert with_needle(place.folder) == set()
    with place.ledger() as ledger:
        against_ledger(place.layout, ledger.parts())
        assert ledger.parts(planned=True) == []
        assert take(ledger, secret(1)) == "taken_down"


def test_a_crash_after_the_first_transaction_is_finished_by_the_next_run(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    def crash(_: Publisher) -> None:
        raise FeedError("crash")

    with monkeypatch.context() as patched:
        patched.setattr(Publisher, "recover", crash)
        with pytest.raises(FeedError, match=r"^crash$"):
            down(place)
    assert verify(place.layout).heads[KEY] == 2
    finish(place)
    assert_finished(place)


def test_a_crash_before_the_ledger_is_cleaned_is_finished_by_the_next_run(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    def crash(_: Ledger) -> None:
        raise LedgerError("crash")

    with monkeypatch.context() as patched:
        patched.setattr(Ledger, "forget_deleted", crash)
        with pytest.raises(LedgerError, match=r"^crash$"):
            down(place)
    finish(place)
    assert_finished(place)


def test_a_crash_before_the_first_transaction_changes_nothing(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    def crash(ledger: Ledger, *_: Any) -> None:
        ledger.rollback()
        raise LedgerError("crash")

    before = place.files()
    with monkeypatch.context() as patched:
        patched.setattr(Ledger, "reopen", crash)
        with pytest.raises(LedgerError, match=r"^crash$"):
            down(place)
    finish(place)
    assert place.files() == before
    assert down(place) == [P1, P5, END]


class Failing(RealDisk):
    """Lets `good` operations pass; every later one fails."""

    def __init__(self, good: int) -> None:
        self.good = good

    def _next(self) -> None:
        self.good -= 1
        if self.good < 0:
            raise OSError(5, "Input/output error")

    def create(self, path: Path) -> BinaryIO:
        self._next()
        return super().create(path)

    def sync(self, file: BinaryIO) -> None:
        self._next()
        super().sync(file)

    def rename(self, source: Path, target: Path) -> None:
        self._next()
        super().rename(source, target)

    def sync_folder(self, folder: Path) -> None:
        self._next()
        super().sync_folder(folder)

    def make_folder(self, folder: Path) -> None:
        self._next()
        super().make_folder(folder)


@pytest.mark.parametrize("first", range(4))
def test_a_disk_that_fails_on_the_way_is_finished_by_the_next_run(tmp_path: Path, first: int) -> None:
    """At every operation: each fourth from `first` on, until one is past the last."""
    for good in range(first, 1000, 4):
        place = build(tmp_path / str(good))
        if not fails(place, good):
            break
        finish(place)
        assert_finished(place)
    assert 20 < good < 100
    assert_finished(place)


def fails(place: Place, good: int) -> bool:
    """Whether a takedown fails on a disk that fails after so many operations."""
    with place.ledger() as ledger:
        try:
            take_down(ledger, Publisher(ledger, place.layout, Failing(good), 2), KEY, "court order", THIRD)
        except FeedError as error:
            assert "cannot be written" in str(error)  # noqa: PT017 it may also not come
            return True
    return False


def test_a_takedown_that_was_cut_short_is_finished_by_the_command(place: Place) -> None:
    quarantine(place, f"{RUN_1}.jsonl", entry(secret(3)))
    down(place)
    command(place, "takedown", KEY, "--reason", "court order")
    assert with_needle(place.folder) == set()


# --- the command


def test_the_command(place: Place) -> None:
    quarantine(place, f"{RUN_1}.jsonl", entry(secret(3)))
    done = command(place, "takedown", KEY, "--reason", "court order")
    assert ended(done) == (0, "")
    *written, last = done.stdout.splitlines()
    assert [line.removeprefix("written: ") for line in written[:2]] == [str(place.data(P1)), str(place.data(P5))]
    assert len(written) == 3
    assert last == f"{KEY}: taken down; 1 lines out of the quarantine"
    assert with_needle(place.folder) == set()
    assert ended(command(place, "verify")) == (0, "")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ((), "expected a key and a reason"),
        ((KEY,), "expected a key and a reason"),
        ((KEY, "--reason", ""), "expected a key and a reason"),
        ((KEY, "--reason", "two\nlines"), "expected a key and a reason"),
        ((KEY, "ecofocus:a20", "--reason", "court order"), "expected a key and a reason"),
        (("ecofocus:a999", "--reason", "court order"), "ecofocus:a999: not in the ledger"),
    ],
)
def test_the_command_with_wrong_arguments(place: Place, arguments: tuple[str, ...], said: str) -> None:
    before = place.files()
    found = ended(command(place, "takedown", *arguments))
    assert found[0] == 4
    assert said in found[1]
    assert place.files() == before


def no_ledger(place: Place) -> None:
    (place.state / "ledger.sqlite3").unlink()


def no_feed_folder(place: Place) -> None:
    (place.folder / "feed").rename(place.folder / "elsewhere")
    (place.folder / "feed").write_bytes(b"a file")


@pytest.mark.parametrize(
    ("deed", "code", "said"), [(no_ledger, 4, "no ledger here"), (no_feed_folder, 3, "missing, or not")]
)
def test_the_command_where_it_cannot_work(place: Place, deed: Callable[[Place], None], code: int, said: str) -> None:
    deed(place)
    found = ended(command(place, "takedown", KEY, "--reason", "court order"))
    assert found[0] == code
    assert said in found[1]


def test_the_command_while_another_process_holds_the_ledger(place: Place) -> None:
    with place.ledger():
        code, said = ended(command(place, "takedown", KEY, "--reason", "court order"))
    assert code == 75
    assert "another process holds the ledger" in said
