"""What the doctor says of robots.txt is what the crawler does by it."""

import pytest
from scrapy.http import Request, Response

from envfocus.config import Config
from envfocus.doctor.visit import robots
from envfocus.politeness.robots import Rules
from tests.support.crawlers import PUBLIC, project_settings

AGENT = "envfocus/1.0 (+https://archive.example.kr/contact)"


def finding(body: bytes, status: int = 200) -> tuple[bool | None, str]:
    """Whether the guard holds, and what is shown."""
    config = Config.from_settings(project_settings(USER_AGENT=AGENT))
    url = f"{PUBLIC}robots.txt"
    response = Response(url, status=status, body=body, request=Request(url))
    found = robots(response, config)
    return found.held, found.said


@pytest.mark.parametrize(
    ("rules", "held"),
    [
        ("User-agent: contact\nDisallow: /\n", True),
        ("User-agent: archive\nDisallow: /\n", True),
        ("User-agent: envfocus\nDisallow: /\n", False),
        ("User-agent: *\nDisallow: /news/\n", False),
        ("User-agent: *\nDisallow: /\n\nUser-agent: envfocus\nAllow: /\n", True),
    ],
)
def test_the_group_is_the_crawlers(rules: str, held: bool) -> None:
    assert finding(rules.encode())[0] is held
    assert Rules(rules, AGENT, None).allows(f"{PUBLIC}news/article.html?no=1") is held


@pytest.mark.parametrize(
    ("status", "body", "held", "text"),
    [
        (200, b"<!doctype html><p>404", True, "a page in its place, no rules"),
        (200, b"User-agent: *\nCrawl-delay: 30\n", True, "articles, crawl-delay 30 s"),
        (200, b"User-agent: *\nCrawl-delay: 31\n", False, "articles, crawl-delay 31 s"),
        (304, b"", None, "leads elsewhere; not followed here"),
        (404, b"", True, "no rules"),
        (429, b"", False, "429, 0 bytes in 0.00 s"),
        (500, b"", False, "500, 0 bytes in 0.00 s"),
    ],
)
def test_what_an_answer_means(
    status: int, body: bytes, held: bool | None, text: str
) -> None:
    found, message = finding(body, status)
    assert found is held
    assert message.endswith(text)
