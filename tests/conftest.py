"""What many tests share."""

from collections.abc import Iterator

import pytest
from hypothesis import settings

from fixtures.server import Server
from fixtures.site import Site
from tests.support.crawls import Crawl, crawl

settings.register_profile(
    "untimed", deadline=None
)  # a busy machine is no fault of the code
settings.load_profile("untimed")


@pytest.fixture(scope="session")
def site() -> Site:
    """The fixture site, as pages without a server."""
    return Site()


@pytest.fixture(scope="session")
def server() -> Iterator[Server]:
    """The fixture site on loopback."""
    with Server(lambda url: Site(base=url)) as running:
        yield running


@pytest.fixture(scope="session")
def whole(server: Server, tmp_path_factory: pytest.TempPathFactory) -> Crawl:
    """One crawl of the whole fixture site."""
    return crawl("articles", server.url, tmp_path_factory.mktemp("whole"))
