"""The site's address, and those of its pages: every request is built here, from
numbers.
"""

import ipaddress
import re
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import SplitResult, urlsplit

from envfocus.exceptions import ConfigurationError
from envfocus.papers.cms import Urls

_HOST = re.compile(r"[a-z0-9-]{1,63}(?:\.[a-z0-9-]{1,63})*|::1")
_PORTS = {"http": 80, "https": 443}
EXPECTED_BASE_URL = "https://<host>/, or http://<loopback address>:<port>/ for fixtures"


@dataclass(frozen=True, slots=True)
class Site:
    """`base` ends with a slash; `host` has no port. `urls`: its CMS's addresses."""

    base: str
    host: str
    urls: Urls

    @classmethod
    def parse(cls, base_url: str, urls: Urls) -> "Site":
        """Check the setting ENVFOCUS_BASE_URL.

        Plain http, a port and a loopback address are allowed together and in no other
        case. Raises ConfigurationError.
        """
        base = checked_base_url(base_url)
        return cls(base, urlsplit(base).hostname or "", urls)

    @property
    def is_loopback(self) -> bool:
        """Whether this is a fixture site on this machine."""
        return _is_loopback(self.host)

    def refusal(self, url: str) -> str | None:
        """Why a request to `url` would leave the site, as a word for counters; None
        where it would not.

        The site is one scheme, one port, and its host, which may also be called with or
        without `www.`. Every other spelling of an address is another host: nothing is
        resolved or normalised to find out.
        """
        try:
            parts = urlsplit(url)
            port = parts.port
        except ValueError:
            return "unreadable"
        return next(self._refusals(parts, port), None)

    def _refusals(self, parts: SplitResult, port: int | None) -> Iterator[str]:
        own = urlsplit(self.base)
        if parts.scheme == "http" and own.scheme == "https":
            yield "downgrade"
        if parts.scheme != own.scheme:
            yield "scheme"
        if "@" in parts.netloc or "\\" in parts.netloc:
            yield "user_info"
        if parts.hostname not in self._hosts:
            yield "other_host"
        if _port(parts.scheme, port) != _port(own.scheme, own.port):
            yield "other_port"

    @property
    def _hosts(self) -> set[str]:
        if self.is_loopback:
            return {self.host}
        bare = self.host.removeprefix("www.")
        return {bare, f"www.{bare}"}

    @property
    def front(self) -> str:
        """The front page."""
        return self.base + self.urls.front

    @property
    def robots(self) -> str:
        """The rules for robots."""
        return f"{self.base}robots.txt"

    def article(self, article_no: int) -> str:
        """Canonical address of an article."""
        return self.base + self.urls.article.format(article_no=article_no)

    def listing(self, section_no: int, page: int) -> str:
        """One page of a section's list; section 0 is every section."""
        if section_no == 0:
            return self.base + self.urls.list_of_all.format(page=page)
        template = self.urls.list_of_section
        return self.base + template.format(section_no=section_no, page=page)

    def rss(self, section_no: int) -> str:
        """A section's RSS; section 0 is the whole paper's."""
        if section_no == 0:
            return self.base + self.urls.rss_of_all
        return self.base + self.urls.rss_of_section.format(section_no=section_no)


def problem_of(base_url: str) -> str | None:
    """What is wrong with a base URL, in words; None: nothing is."""
    try:
        parts = urlsplit(base_url)
        host, port = parts.hostname or "", parts.port
    except ValueError as error:
        return str(error)
    return next(_problems(base_url, parts, host, port), None)


def checked_base_url(base_url: str) -> str:
    """The setting ENVFOCUS_BASE_URL in its normal form. Raises ConfigurationError."""
    problem = problem_of(base_url)
    if problem is not None:
        raise ConfigurationError(
            f"ENVFOCUS_BASE_URL={base_url!r}: {problem}; expected {EXPECTED_BASE_URL}"
        )
    return normal_base_url(base_url)


def normal_base_url(base_url: str) -> str:
    """A base URL without problems in the one way to write it: with a slash at its end."""
    parts = urlsplit(base_url)
    return f"{parts.scheme}://{parts.netloc.lower()}/"


def _problems(
    base_url: str, parts: SplitResult, host: str, port: int | None
) -> Iterator[str]:
    """What is wrong with a base URL, the worst first."""
    if not base_url.isprintable() or " " in base_url:
        yield "white space or control characters"
    if parts.scheme not in _PORTS:
        yield f"scheme {parts.scheme!r}"
    if not host:
        yield "no host"
    if "@" in parts.netloc:
        yield "user name or password"
    if parts.path not in {"", "/"} or parts.query or parts.fragment:
        yield "more than a host"
    yield from _scheme_problems(parts.scheme, host, port)
    if not _HOST.fullmatch(host):
        yield f"host {host!r}"
    if parts.netloc.endswith(":"):
        yield "a colon without a port"


def _scheme_problems(scheme: str, host: str, port: int | None) -> Iterator[str]:
    """Plain http is for fixtures on this machine, https for the site."""
    loopback = _is_loopback(host)
    if scheme == "http" and not (loopback and port):
        yield "plain http without a loopback address and a port"
    if scheme == "https" and port is not None:
        yield "https with a port"
    if scheme == "https" and (loopback or not _is_public_name(host)):
        yield "https without a public host name"


def _port(scheme: str, port: int | None) -> int | None:
    """A port as it stands in an address, or the scheme's own."""
    if port is None:
        return _PORTS.get(scheme)
    return port


def _is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def _is_public_name(host: str) -> bool:
    """A dotted name whose last label is no number: every numeric spelling of an address
    ends in one.
    """
    labels = host.split(".")
    return len(labels) > 1 and all(labels) and labels[-1].isalpha()
