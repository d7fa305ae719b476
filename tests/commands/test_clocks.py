"""The clock of the host: its zone, its year, and where it is wrong."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from envfocus.publishing.layout import Layout
from envfocus.publishing.verify import verify
from fixtures.living import Living
from fixtures.plan import KST
from fixtures.reply import Reply
from fixtures.site import Site
from tests.support.crawls import AFTER, article, at, crawl, published
from tests.support.watching import Watching

OK, SMALL = 0, 60
SITE = Site(SMALL)
NEW_YEARS_EVE = datetime(2025, 12, 31, 23, 59, 58, tzinfo=KST)


def numbers(folder: Path) -> list[int]:
    """Articles of the feed, one for each line that is no tombstone, in order."""
    lines = published(folder)
    assert [line["op"] for line in lines] == ["upsert"] * len(lines)
    return sorted(int(line["key"].partition(":a")[2]) for line in lines)


def test_the_zone_of_the_host_changes_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With the host's own clock: what is observed is the present instant, what is dated is what the page says."""
    monkeypatch.setenv("TZ", "America/New_York")
    before = datetime.now(UTC) - timedelta(seconds=1)
    with Watching() as server:
        assert crawl("articles", server.url, tmp_path).code == OK
    after = datetime.now(UTC)
    lines = published(tmp_path)
    for line in lines:
        observed = datetime.fromisoformat(line["observed_at"])
        assert before <= observed <= after
        assert observed.utcoffset() == timedelta(hours=9)
        assert datetime.fromisoformat(line["observed_at_utc"]) == observed
        stamp = line["data"]["published_at"]
        assert (datetime.fromisoformat(stamp) if stamp else None) == SITE.article(
            line["data"]["article_no"]
        ).published
    days = {path.name for path in (tmp_path / "feed" / "v1" / "articles").iterdir()}
    assert days <= {f"dt={instant:%Y-%m-%d}" for instant in (before, after)}
    (spent,) = (tmp_path / "state").glob("requests-*")
    assert spent.name in {
        f"requests-{instant.astimezone(KST):%Y-%m-%d}" for instant in (before, after)
    }


def test_new_year_in_korea_on_a_host_in_new_york(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Two runs, three seconds apart: the year of Korea's days changes, the partition, of UTC, does not."""
    monkeypatch.setenv("TZ", "America/New_York")
    with Living(SMALL) as site:
        late = next(
            article_no
            for article_no in site.newest
            if site.site.article(article_no).skin == "current"
        )
        own = f"{site.site.article(late).published:%Y.%m.%d %H:%M:%S}".encode()
        site.change = lambda _, reply: Reply(
            reply.status, reply.headers, reply.body.replace(own, b"2026.01.01 00:00:00")
        )
        site.hide([late])
        assert crawl("articles", site.base, tmp_path, deed=at(NEW_YEARS_EVE)).code == OK
        site.hide([])
        second = crawl(
            "articles",
            site.base,
            tmp_path,
            deed=at(NEW_YEARS_EVE + timedelta(seconds=3)),
        )
    assert second.code == OK
    assert numbers(tmp_path) == sorted(site.newest)
    *old, new = published(tmp_path)
    assert {line["observed_at"] for line in old} == {"2025-12-31T23:59:58+09:00"}
    assert [new[name] for name in ("seq", "observed_at", "observed_at_utc")] == [
        *(SMALL, "2026-01-01T00:00:01+09:00", "2025-12-31T15:00:01Z")
    ]
    data = new["data"]
    assert (data["article_no"], data["published_at"]) == (
        late,
        "2026-01-01T00:00:00+09:00",
    )
    assert data["published_at_utc"] == "2025-12-31T15:00:00Z"
    assert "published:future" not in new["quality"]["flags"]
    assert [
        path.name for path in (tmp_path / "feed" / "v1" / "articles").iterdir()
    ] == ["dt=2025-12-31"]
    assert [path.name for path in (tmp_path / "state").glob("requests-*")] == [
        "requests-2026-01-01"
    ]
    verify(Layout(tmp_path / "feed"))


def test_a_clock_that_jumps_back_between_two_runs(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """News come in order, nothing is delivered twice or deleted; what was due at the right time is due then."""
    monkeypatch.setenv("TZ", "America/New_York")  # where it is another day
    with Living(SMALL) as site:
        *news, newest = site.newest[:5]
        back = timedelta(days=400)
        first = site.plan.stamp(newest) + timedelta(hours=2)
        site.hide(news)
        assert crawl("articles", site.base, tmp_path, deed=at(first)).code == OK
        site.hide([])
        before = len(site.server.requests)
        wrong = crawl("articles", site.base, tmp_path, deed=at(first - back))
        assert wrong.code == OK, wrong.log[-2000:]
        assert sorted(site.bodies(before)) == sorted(news)
        before, last = len(site.server.requests), first + timedelta(hours=26)
        assert crawl("articles", site.base, tmp_path, deed=at(last)).code == OK
        looked = {
            article_no
            for article_no in site.newest[4:]
            if (article(article_no), 304) in site.since(before)
        }
        assert not site.bodies(before)
    lines = published(tmp_path)
    assert [line["seq"] for line in lines] == list(range(1, SMALL + 1))
    assert numbers(tmp_path) == sorted(site.newest)
    assert {line["key"] for line in lines[-4:]} == {
        f"ecofocus:a{article_no}" for article_no in news
    }
    assert newest in looked
    assert looked == {
        article_no
        for article_no in site.newest[4:]
        if due_between(site.plan.stamp(article_no), first, last)
    }
    days = {
        f"dt={instant.astimezone(UTC):%Y-%m-%d}" for instant in (first, first - back)
    }
    assert {
        path.name for path in (tmp_path / "feed" / "v1" / "articles").iterdir()
    } == days
    verify(Layout(tmp_path / "feed"))


def due_between(stamp: datetime, first: datetime, last: datetime) -> bool:
    """By the default ages."""
    return any(
        first < stamp + timedelta(hours=age) <= last for age in (1, 6, 24, 7 * 24)
    )


@pytest.mark.parametrize("ahead", [timedelta(days=1), timedelta(days=400)])
def test_a_run_cut_short_by_a_clock_that_was_ahead_loses_nothing(
    tmp_path: Path, ahead: timedelta
) -> None:
    with Living(120) as site:
        crawl(
            "articles",
            site.base,
            tmp_path,
            deed=at(AFTER + ahead),
            ENVFOCUS_REQUESTS_PER_DAY="60",
        )
        done = crawl("articles", site.base, tmp_path, deed=at(AFTER))
    assert done.code == 0
    assert {line["data"]["article_no"] for line in published(tmp_path)} == set(
        site.newest
    )


def test_absences_before_and_after_a_clock_went_back_are_no_day_apart(
    tmp_path: Path,
) -> None:
    with Living(120) as site:
        crawl("articles", site.base, tmp_path, deed=at(AFTER))
        site.gone = {site.newest[3]}
        for instant in (AFTER + timedelta(days=12), AFTER + timedelta(hours=1)):
            crawl("articles", site.base, tmp_path, "-a", "reread=yes", deed=at(instant))
    assert [
        line["key"] for line in published(tmp_path) if line["op"] == "tombstone"
    ] == []
