"""What an answer to robots.txt means, and how long a copy is good."""

from datetime import datetime, timedelta
from pathlib import Path

import pytest

from envfocus.clock import KST
from envfocus.politeness.robots import MAX_BYTES, Copies, Kind, Rules, judge

NOW = datetime(2025, 12, 8, 3, 0, tzinfo=KST)
RULES = b"User-agent: *\nDisallow: /admin/\n"


@pytest.mark.parametrize(
    ("status", "body", "meaning"),
    [
        (200, RULES, "rules"),
        (200, b"", "rules"),
        (204, b"", "rules"),
        (200, b"\xef\xbb\xbf" + RULES, "rules"),
        (200, b"<!doctype html><html><body>404</body></html>", "page"),
        (200, b"\xef\xbb\xbf\r\n <html>", "page"),
        (400, b"", "none"),
        (401, b"", "none"),
        (403, RULES, "none"),
        (404, b"<html>", "none"),
        (410, b"", "none"),
        (429, RULES, "throttled"),
        (500, RULES, "unreachable"),
        (503, RULES, "unreachable"),
        (599, b"", "unreachable"),
        (302, RULES, "unreachable"),
        (304, b"", "unreachable"),
        (100, RULES, "unreachable"),
    ],
)
def test_what_an_answer_means(status: int, body: bytes, meaning: str) -> None:
    assert judge(status, body).kind is Kind(meaning)


def allowed(body: bytes, path: str) -> bool:
    rules = Rules(judge(200, body).text, "envfocus/1.0", None)
    return rules.allows(f"https://www.ecofocus.co.kr{path}")


@pytest.mark.parametrize(
    ("user_agent", "robots_user_agent", "path", "delay"),
    [
        ("envfocus/1.0 (+https://archive.kr/contact)", None, "/ours/", 2.0),
        ("envfocus", None, "/ours/", 2.0),
        ("contact/1.0", None, "/theirs/", 0.0),
        ("envfocus/1.0", "contact", "/theirs/", 0.0),
        ("somebody/1.0 (envfocus, contact)", None, "/all/", 7.0),
    ],
)
def test_our_group_is_that_of_our_name(
    user_agent: str, robots_user_agent: str | None, path: str, delay: float
) -> None:
    text = (
        "User-agent: *\nDisallow: /all/\nCrawl-delay: 7\n\n"
        "User-agent: envfocus\nDisallow: /ours/\nCrawl-delay: 2\n\n"
        "User-agent: contact\nDisallow: /theirs/\n"
    )
    rules = Rules(text, user_agent, robots_user_agent)
    site = "https://www.ecofocus.co.kr"
    paths = ("/all/", "/ours/", "/theirs/")
    assert [each for each in paths if not rules.allows(site + each)] == [path]
    assert rules.crawl_delay == delay


def test_a_mark_of_byte_order_hides_no_rule() -> None:
    assert not allowed(b"\xef\xbb\xbfUser-agent: *\nDisallow: /\n", "/news/")


def test_the_rule_that_the_limit_cuts_is_not_widened() -> None:
    head, cut = b"User-agent: *\nDisallow: /first/\n", b"Disallow: /last/"
    body = (
        head
        + b"#" * (MAX_BYTES - len(head) - len(cut) - 1)
        + b"\n"
        + cut
        + b"which-is-longer\n"
    )
    assert body[:MAX_BYTES].endswith(b"\nDisallow: /last/")
    assert not allowed(body, "/first/")
    assert allowed(body, "/last/")


def test_rules_before_the_limit_hold_in_a_file_beyond_it() -> None:
    assert not allowed(RULES + b"#\n" * MAX_BYTES, "/admin/")


@pytest.mark.parametrize(
    ("age", "good"),
    [
        (timedelta(0), True),
        (timedelta(hours=24), True),
        (timedelta(hours=24, seconds=1), False),
        (timedelta(seconds=-1), False),
    ],
)
def test_a_copy_is_good_for_24_hours(
    tmp_path: Path, age: timedelta, good: bool
) -> None:
    copies = Copies(tmp_path)
    copies.keep("www.ecofocus.co.kr", "User-agent: *\n", NOW)
    assert copies.recall("www.ecofocus.co.kr", NOW + age) == (
        "User-agent: *\n" if good else None
    )
    assert copies.recall("ecofocus.co.kr", NOW) is None


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"{}",
        b"[]",
        b'{"fetched_at": "x", "text": ""}',
        b"\xff",
        b'{"fetched_at": 3}',
    ],
)
def test_a_copy_that_is_none_is_told_and_left(
    tmp_path: Path, content: bytes, caplog: pytest.LogCaptureFixture
) -> None:
    copies = Copies(tmp_path)
    copies.keep("127.0.0.1:80", "", NOW)
    (path,) = tmp_path.iterdir()
    path.write_bytes(content)
    assert copies.recall("127.0.0.1:80", NOW) is None
    assert "not a copy of robots.txt" in caplog.text


def test_a_disk_that_fails_costs_the_copy_only(
    caplog: pytest.LogCaptureFixture,
) -> None:
    Copies(Path("/proc/envfocus")).keep("a", "", NOW)
    assert "no copy of robots.txt was kept: /proc/envfocus" in caplog.text
