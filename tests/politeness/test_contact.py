"""A user agent says whom to write to."""

import pytest

from envfocus.exceptions import ConfigurationError
from envfocus.politeness.contact import check_contact


@pytest.mark.parametrize(
    "user_agent",
    [
        "envfocus/0.1.0 (+https://archive.some-library.kr/crawler)",
        "envfocus/0.1.0 (+http://library.or.kr)",
        "envfocus/0.1.0 (crawler@some-library.or.kr)",
        "envfocus/0.1.0 (+mailto:crawler+news@library.kr)",
        "envfocus/0.1.0 (https://envfocus.example/; admin@library.kr)",
    ],
)
def test_a_contact(user_agent: str) -> None:
    check_contact(user_agent)


@pytest.mark.parametrize(
    "user_agent",
    [
        *(
            "",
            "envfocus",
            "Mozilla/5.0 (Windows NT 10.0; Win64; x64)",
            "envfocus/0.1.0 (+contact me)",
        ),
        "envfocus/0.1.0 (+https://envfocus.example/contact)",
        "envfocus/0.1.0 (+https://WWW.EXAMPLE.COM/)",
        "envfocus/0.1.0 (you@example.org)",
        "Scrapy/2.19.0 (+https://scrapy.org)",
        *(
            "envfocus (+https://localhost/)",
            "envfocus (+http://127.0.0.1/)",
            "envfocus (+http://[::1]/)",
        ),
        *(
            "envfocus (+https://yourdomain.com/)",
            "envfocus (root@localhost)",
            "envfocus (+https://)",
            "envfocus (a@b)",
        ),
        "envfocus (crawler@library.kr)\r\nX-Evil: 1",
    ],
)
def test_no_contact(user_agent: str) -> None:
    with pytest.raises(ConfigurationError) as caught:
        check_contact(user_agent)
    said = str(caught.value)
    assert said.startswith(f"USER_AGENT={user_agent!r}: expected your own contact")
    assert "\n" not in said
