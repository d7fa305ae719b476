"""A feed that begins under one version of the schemas goes on under the next."""

from pathlib import Path
from typing import Any

import orjson
import pytest

from envfocus.atomic import RealDisk
from envfocus.exceptions import FeedError
from envfocus.ledger import Ledger
from envfocus.ledger.recheck_schedule import Schedule
from envfocus.publishing.acceptance import write_tombstones
from envfocus.publishing.layout import Layout
from envfocus.publishing.rebuild import rebuild
from envfocus.publishing.replay import Selection, write_parts
from envfocus.publishing.takedown import take_down
from envfocus.publishing.verify import against_ledger, verify
from tests.support.damage import lines_of
from tests.support.feeds import (
    A1,
    A3,
    A4,
    A6,
    FIRST,
    PARTS,
    RUN_1,
    SECOND,
    THIRD,
    Place,
    article,
    build,
    contents,
    old_program,
    take,
    weather,
)

RUN_3, RUN_4 = "20251210T030000Z-aaaaaa", "20251210T030000Z-bbbbbb"
A8, A10, A12 = (
    f"articles/dt=2025-12-10/part-0000000000{numbers}"
    for numbers in ("08-000000000009", "10-000000000010", "11-000000000011")
)
OLD, NEW = "article-1.0.0", "article-1.1.0"


@pytest.fixture
def place(tmp_path: Path) -> Place:
    """A feed of the first schemas, two runs of it, written by the program of then."""
    with old_program():
        return build(tmp_path)


def records(place: Place, part: str) -> list[dict[str, Any]]:
    return [orjson.loads(line) for line in lines_of(place.data(part))]


def schemas(place: Place, part: str) -> list[str]:
    """What the manifest of a part names, and each of its lines."""
    named = place.content(part)["schema"]
    assert named["path"] == f"schema/{named['name']}.json"
    return [named["name"], *(record["schema"] for record in records(place, part))]


def parts(place: Place) -> list[str]:
    """All parts of articles."""
    return [
        place.layout.relative(path).removesuffix(".manifest.json")
        for path in place.layout.manifests("articles")
    ]


def go_on(place: Place) -> None:
    """The next run: an edit, a new article, a row of weather, an article that is gone."""
    with place.ledger() as ledger:
        ledger.frontier.record_absence(102, RUN_1, FIRST.isoformat())
        ledger.frontier.record_absence(102, RUN_3, THIRD.isoformat())
        assert take(ledger, article(101, title="강변 숲길 닫혀")) == "changed"
        assert take(ledger, article(106)) == "new"
        assert take(ledger, weather(4)) == "new"
        assert write_tombstones(ledger, RUN_3, THIRD) == (1, False)
        place.publisher(ledger).publish(RUN_3, THIRD)


def whole(place: Place) -> None:
    """Chain, hashes, schemas of lines; the ledger; replay; a ledger rebuilt from it."""
    verify(place.layout)
    expected = written_by_parts(place)
    with place.ledger() as ledger:
        against_ledger(place.layout, ledger.parts())
        assert replayed(ledger, place.folder / "replayed") == expected
    with Ledger.open(place.folder / "rebuilt", "a test") as ledger:
        rebuild(ledger, place.layout, Schedule.parse("1h"))
        against_ledger(place.layout, ledger.parts())
        assert replayed(ledger, place.folder / "replayed again") == expected


def written_by_parts(place: Place) -> dict[str, bytes]:
    """Parts, manifests and the schemas that these name."""
    manifests = [
        orjson.loads(data)
        for name, data in place.files().items()
        if name.endswith(".manifest.json")
    ]
    named = {f"v1/{manifest['schema']['path']}" for manifest in manifests}
    return {
        name: data
        for name, data in place.files().items()
        if "/part-" in name or name in named
    }


def replayed(ledger: Ledger, folder: Path) -> dict[str, bytes]:
    write_parts(ledger, Layout(folder), RealDisk(), Selection(from_seq=0))
    return contents(folder)


def test_the_old_feed_is_well(place: Place) -> None:
    assert parts(place) == [A1, A3, A4, A6]
    for part in PARTS:
        assert set(schemas(place, part)) <= {OLD, "weather-1.0.0"}
    with place.ledger() as ledger:
        assert not any("schema" in part.plan for part in ledger.parts())
    whole(place)


def test_each_part_names_its_own(place: Place) -> None:
    before = place.files()
    go_on(place)
    assert schemas(place, A1) == [OLD] * 3
    assert schemas(place, A8) == [NEW] * 3
    assert schemas(place, A10) == [NEW] * 2
    (gone,) = records(place, A10)
    assert (gone["key"], gone["op"], gone["rev"]) == ("ecofocus:a102", "tombstone", 2)
    latest = place.files().keys() - before.keys()
    assert {name for name in latest if "/schema/" in name} == {
        "v1/schema/article-1.1.0.json",
        "v1/schema/weather-1.1.0.json",
    }
    changed = {name for name in before if place.files()[name] != before[name]}
    assert changed == {"v1/LATEST.json"}
    whole(place)


def test_the_same_content_is_no_revision(place: Place) -> None:
    with place.ledger() as ledger:
        assert take(ledger, weather(1, temperature_c=3.7)) == "unchanged"
        assert list(ledger.pending("weather")) == []


def test_a_takedown_of_an_old_article(place: Place) -> None:
    go_on(place)
    with place.ledger() as ledger:
        key = "ecofocus:a101"
        written = take_down(ledger, place.publisher(ledger), key, "court order", THIRD)
    assert [part.first_seq for part in written] == [1, 4, 8, 11]
    assert schemas(place, A1) == [OLD] * 3
    assert schemas(place, A4) == [OLD] * 3
    assert schemas(place, A8) == [NEW] * 3
    assert schemas(place, A12) == [NEW] * 2
    for part in (A1, A4, A8):
        assert records(place, part)[0]["quality"]["flags"] == ["purged"]
    assert records(place, A12)[0]["quality"]["flags"] == ["takedown:court order"]
    whole(place)


def test_a_takedown_before_the_first_new_run(place: Place) -> None:
    with place.ledger() as ledger:
        publisher = place.publisher(ledger)
        take_down(ledger, publisher, "ecofocus:a104", "court order", THIRD)
    assert schemas(place, A4) == [OLD] * 3
    assert schemas(place, parts(place)[-1]) == [NEW] * 2
    whole(place)


def test_what_an_older_program_accepted_and_never_published(place: Place) -> None:
    with old_program(), place.ledger() as ledger:
        for article_no in (106, 107, 108):
            take(ledger, article(article_no))
    with place.ledger() as ledger:
        take(ledger, article(109))
        written = place.publisher(ledger).publish(RUN_3, THIRD)
    found = parts(place)[4:]
    assert [(part.first_seq, part.last_seq) for part in written] == [
        (8, 9),
        (10, 10),
        (11, 11),
    ]
    assert [schemas(place, part) for part in found] == [
        [OLD] * 3,
        [OLD] * 2,
        [NEW] * 2,
    ]
    whole(place)


def test_a_takedown_of_what_was_never_published(place: Place) -> None:
    with old_program(), place.ledger() as ledger:
        take(ledger, article(106))
        take(ledger, article(107))
    with place.ledger() as ledger:
        publisher = place.publisher(ledger)
        take_down(ledger, publisher, "ecofocus:a107", "court order", THIRD)
        assert len(list(ledger.pending("articles"))) == 1
    assert [schemas(place, part) for part in parts(place)[4:]] == [
        [OLD] * 2,
        [NEW] * 2,
    ]
    whole(place)


def test_a_part_that_an_older_program_planned_is_finished_as_planned(
    place: Place,
) -> None:
    with old_program(), place.ledger() as ledger:
        take(ledger, article(106))
        publisher = place.publisher(ledger)
        ledger.plan("articles", 2, publisher._plan(OLD, RUN_3, SECOND))
    place.layout.schema(OLD).unlink()
    with place.ledger() as ledger:
        place.publisher(ledger).recover()
    assert schemas(place, parts(place)[-1]) == [OLD] * 2
    whole(place)


def test_lines_of_a_newer_program_are_not_published(place: Place) -> None:
    with place.ledger() as ledger:
        record = article(106)
        record.schema = "article-1.9.0"
        take(ledger, record)
        with pytest.raises(FeedError, match=r"^article-1\.9\.0: not a schema of this"):
            place.publisher(ledger).publish(RUN_3, THIRD)
        assert ledger.parts(planned=True) == []
