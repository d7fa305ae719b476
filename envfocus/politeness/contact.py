"""An honest user agent says whom to write to."""

import re
from collections.abc import Iterator
from urllib.parse import urlsplit

from envfocus.exceptions import ConfigurationError

_ADDRESS = re.compile(r"https?://[^\s;,()<>\"]+", re.IGNORECASE)
_MAIL = re.compile(r"[\w.+-]+@(?P<host>[\w-]+(?:\.[\w-]+)+)", re.ASCII)
_RESERVED = frozenset({"example", "test", "invalid", "localhost", "local", "internal"})
_PLACEHOLDERS = frozenset(
    {
        "example.com",
        "example.net",
        "example.org",
        "scrapy.org",
        "domain.com",
        "yourdomain.com",
    }
)
"""Names that no operator has: RFC 2606 and 6761, and those that templates come with."""


def check_contact(user_agent: str) -> None:
    """Raise ConfigurationError for a user agent without a contact that the site's
    people can use.
    """
    hosts = _hosts(user_agent)
    if not user_agent.isprintable() or not any(_is_real(host) for host in hosts):
        raise ConfigurationError(
            f"USER_AGENT={user_agent!r}: expected your own contact, a mail address or a web page,"
            " e.g. envfocus/1.0 (+https://archive.your-organisation.kr/crawler)"
        )


def _hosts(text: str) -> Iterator[str]:
    """The hosts of the addresses in a text."""
    for address in _ADDRESS.findall(text):
        if "[" not in address:  # an address of numbers is no contact
            yield urlsplit(address).hostname or ""
    for match in _MAIL.finditer(text):
        yield match["host"]


def _is_real(host: str) -> bool:
    labels = host.lower().rstrip(".").split(".")
    if len(labels) < 2 or not all(labels) or labels[-1].isdigit():
        return False
    if labels[-1] in _RESERVED:
        return False
    return ".".join(labels[-2:]) not in _PLACEHOLDERS
