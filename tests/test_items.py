"""What records share cannot be changed through one of them."""

from dataclasses import FrozenInstanceError
from typing import Any

import pytest

from envfocus.items import CloudAmount, Region, Rights, Source
from envfocus.normalize.records import Fetch
from tests.support.records import FETCHED, HASH

SOURCE = Source(
    url="https://example.org/news/article.html?no=1",
    status=200,
    etag=None,
    last_modified=None,
    body_sha256=HASH,
)
REGION = Region(
    scheme="mois",
    code="11000",
    iso="KR-11",
    name="서울특별시",
    name_en="Seoul",
    level="sido",
    current_code=None,
)


def test_the_records_of_a_page_share_its_source_and_its_rights() -> None:
    fetch = Fetch(SOURCE, Rights(noarchive=True), FETCHED, "run-1", "ecofocus")
    first, second = fetch.envelope(), fetch.envelope()
    assert first["rights"] is second["rights"]
    assert first["source"] is second["source"]
    assert first["quality"] is not second["quality"]


@pytest.mark.parametrize(
    ("shared", "name"),
    [
        (SOURCE, "url"),
        (Rights(), "noarchive"),
        (REGION, "code"),
        (CloudAmount(min=0, max=2), "max"),
    ],
)
def test_what_is_shared_cannot_be_changed(shared: Any, name: str) -> None:
    before = getattr(shared, name)
    with pytest.raises(FrozenInstanceError):
        setattr(shared, name, None)
    assert getattr(shared, name) == before
