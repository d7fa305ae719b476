"""A takedown: the text is nowhere, the feed stays true, the key never comes back."""

import json
from contextlib import suppress
from datetime import timedelta
from pathlib import Path

import orjson
import pytest

from envfocus.atomic import RealDisk
from envfocus.exceptions import FeedError
from envfocus.publishing.acceptance import write_tombstones
from envfocus.publishing.publisher import Publisher
from envfocus.publishing.takedown import purge_quarantine, take_down
from envfocus.publishing.verify import against_ledger, verify
from tests.support.damage import sha256
from tests.support.feeds import (
    RUN_1,
    RUN_2,
    SECOND,
    THIRD,
    Place,
    article,
    take,
)
from tests.support.takedowns import (
    END,
    KEY,
    P1,
    P5,
    build,
    down,
    entry,
    quarantine,
    records,
    secret,
    with_needle,
)


@pytest.fixture
def place(tmp_path: Path) -> Place:
    return build(tmp_path)


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
        assert {path.name for path in place.state.iterdir()} >= {
            "ledger.sqlite3",
            "ledger.sqlite3-wal",
        }
        assert with_needle(place.folder) == set()


def test_the_text_that_is_not_published_yet_never_is(place: Place) -> None:
    with place.ledger() as ledger:
        assert take(ledger, secret(3)) == "changed"
    assert down(place) == [
        P1,
        P5,
        "articles/dt=2025-12-10/part-000000000007-000000000008",
    ]
    assert with_needle(place.folder) == set()
    found = records(place, "articles/dt=2025-12-10/part-000000000007-000000000008")
    assert [(line["rev"], line["op"]) for line in found] == [
        (3, "tombstone"),
        (4, "tombstone"),
    ]
    assert verify(place.layout).heads[KEY] == 4


def test_quarantined_lines_of_other_keys_stay(place: Place) -> None:
    other = entry(article(2011), "ecofocus:a2011: data.title: too short")
    path = quarantine(
        place, f"{RUN_1}.jsonl", entry(secret(3)), other, entry(secret(4))
    )
    untouched = quarantine(place, f"{RUN_2}.jsonl", entry(article(20)))
    before = untouched.read_bytes()
    assert purge_quarantine(place.layout, KEY) == 2
    assert path.read_bytes() == orjson.dumps(other) + b"\n"
    assert untouched.read_bytes() == before
    assert purge_quarantine(place.layout, KEY) == 0


def test_a_quarantined_item_in_its_python_form_goes_too(place: Place) -> None:
    path = quarantine(
        place, f"{RUN_1}.jsonl", entry(repr(secret(3))), entry(repr(article(2011)))
    )
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
    kept = (
        "schema",
        "seq",
        "key",
        "rev",
        "observed_at",
        "observed_at_utc",
        "run_id",
        "source",
    )
    assert {name: purged[name] for name in kept} == {name: old[name] for name in kept}
    assert (old["op"], purged["op"]) == ("upsert", "tombstone")
    assert (purged["data"], purged["content_sha256"], purged["changed_fields"]) == (
        None,
        None,
        None,
    )
    assert purged["quality"] == {"flags": ["purged"], "raw": []}
    assert list(purged) == list(old)
    assert [(line["seq"], line["rev"], line["op"]) for line in records(place, P5)] == [
        (4, 2, "tombstone"),
        (5, 1, "upsert"),
    ]


def test_the_last_line_ends_the_key(place: Place) -> None:
    down(place, reason="법원 결정 2025카합1")
    (line,) = records(place, END)
    assert (line["seq"], line["key"], line["rev"], line["op"], line["data"]) == (
        7,
        KEY,
        3,
        "tombstone",
        None,
    )
    assert line["quality"]["flags"] == ["takedown:법원 결정 2025카합1"]
    assert line["observed_at"] == "2025-12-10T12:00:00+09:00"


def test_the_manifest_names_what_it_replaces(place: Place) -> None:
    before = {
        path: sha256(path.read_bytes()) for path in (place.data(P1), place.manifest(P1))
    }
    down(place)
    assert place.content(P1)["replaces"] == [
        {"data": before[place.data(P1)], "manifest": before[place.manifest(P1)]}
    ]
    assert place.content(P1)["ops"] == {"upsert": 1, "tombstone": 1}
    assert place.content(END)["replaces"] is None


def test_the_second_takedown_in_a_part_keeps_the_hashes_of_the_first(
    place: Place,
) -> None:
    down(place)
    first = place.content(P1)["replaces"]
    between = {
        "data": sha256(place.data(P1).read_bytes()),
        "manifest": sha256(place.manifest(P1).read_bytes()),
    }
    assert down(place, "ecofocus:a20") == [
        P1,
        END.replace("000000000007", "000000000008"),
    ]
    assert place.content(P1)["replaces"] == [*first, between]
    assert verify(place.layout).last_seq["articles"] == 8


def test_all_other_files_stay(place: Place) -> None:
    before = place.files()
    down(place)
    after = place.files()
    changed = {name for name in before if after[name] != before[name]}
    written = {
        f"v1/{part}{ending}"
        for part in (P1, P5)
        for ending in (".jsonl", ".manifest.json")
    }
    assert changed == {*written, "v1/LATEST.json"}
    assert after.keys() - before.keys() == {
        f"v1/{END}.jsonl",
        f"v1/{END}.manifest.json",
    }


def test_a_key_that_begins_like_another_is_another(place: Place) -> None:
    before = with_needle(place.folder / "feed")
    down(place, "ecofocus:a20")
    assert with_needle(place.folder / "feed") == before
    assert [line["op"] for line in records(place, P1)] == ["tombstone", "upsert"]


def test_an_article_that_is_gone_already_can_be_taken_down(place: Place) -> None:
    with place.ledger() as ledger:
        ledger.frontier.record_absence(201, "one", "2025-12-08T00:00:00+09:00")
        ledger.frontier.record_absence(201, "two", "2025-12-09T00:00:00+09:00")
        assert write_tombstones(ledger, "two", SECOND) == (1, False)
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
                seen.append(
                    json.loads(target.read_bytes())["streams"]["articles"]["seq"]
                )

    with place.ledger() as ledger:
        publisher = Publisher(ledger, place.layout, Watching(), 2)
        take_down(ledger, publisher, "ecofocus:a203", "court order", THIRD)
        take_down(ledger, publisher, KEY, "court order", THIRD + timedelta(seconds=1))
        take(ledger, article(2011, title="다른 글"))
        publisher.publish(RUN_2, THIRD)
        take_down(
            ledger,
            publisher,
            "ecofocus:a2011",
            "court order",
            THIRD + timedelta(seconds=2),
        )
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


@pytest.mark.parametrize(
    "key", ["ecofocus:a999", "201", "", "ecofocus:a20_", "ecofocus:a%"]
)
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
