"""The canonical form of content, against a library that does nothing else."""

from collections.abc import Iterator
from dataclasses import fields
from pathlib import Path
from typing import Any

import pytest
import rfc8785
from hypothesis import given
from hypothesis import strategies as st

from envfocus.items import Article, WeatherObservation
from envfocus.ledger import Ledger
from envfocus.publishing.content import canonical
from tests.support.records import accept, article, weather

_KEYS = st.text(st.characters(min_codepoint=0x20, max_codepoint=0x7E), max_size=8)
_NUMBERS = st.integers(-(2**53) + 1, 2**53 - 1) | st.floats(
    allow_nan=False, allow_infinity=False
)
_TEXTS = st.text(st.characters(exclude_categories=["Cs"])) | st.sampled_from(
    ["1,234.5톤", "[-3.0", "a:1e5", "\x7f\u2028\x00"]
)
_VALUES = st.recursive(
    st.none() | st.booleans() | _NUMBERS | _TEXTS,
    lambda inner: (
        st.lists(inner, max_size=4) | st.dictionaries(_KEYS, inner, max_size=4)
    ),
    max_leaves=12,
)


@given(st.dictionaries(_KEYS, _VALUES, max_size=6))
def test_it_is_the_form_of_rfc_8785(content: dict[str, Any]) -> None:
    assert canonical(content) == rfc8785.dumps(content)


@pytest.mark.parametrize(
    ("content", "form"),
    [
        ({"b": 3.0, "a": "물"}, '{"a":"물","b":3}'),
        ({"a": [1e21, -0.0, 0.5]}, '{"a":[1e+21,0,0.5]}'),
        ({"t": "1,234.5톤"}, '{"t":"1,234.5톤"}'),
        ({"t": "\u2028\t\x01\x7f"}, '{"t":"\u2028\\t\\u0001\x7f"}'),
    ],
)
def test_forms_worked_out_by_hand(content: dict[str, Any], form: str) -> None:
    assert canonical(content).decode() == form


# --- what is content


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger]:
    with Ledger.open(tmp_path, "test") as opened:
        yield opened


VISITS: dict[str, Any] = {
    "page_date_raw": "2025.12.09 (화)",
    "page_date": "2025-12-09",
    "page_made_at_raw": "2025-12-09 03:47:07",
    "page_made_at": "2025-12-09T03:47:07+09:00",
    "page_made_at_utc": "2025-12-08T18:47:07Z",
    "fetched_at": "2025-12-09T12:00:00+09:00",
    "fetched_at_utc": "2025-12-09T03:00:00Z",
    "observed_no_later_than": "2025-12-09T03:47:07+09:00",
    "observed_no_later_than_utc": "2025-12-08T18:47:07Z",
}
"""What only tells of the visit, as another visit has it."""


@pytest.mark.parametrize("name", ["page_date_raw", "page_date"])
def test_another_visit_to_an_article_is_no_change(ledger: Ledger, name: str) -> None:
    accept(ledger, article())
    assert accept(ledger, article(**{name: VISITS[name]})) == "unchanged"


@pytest.mark.parametrize("name", VISITS)
def test_another_visit_to_the_widget_is_no_change(ledger: Ledger, name: str) -> None:
    accept(ledger, weather())
    assert accept(ledger, weather(**{name: VISITS[name]})) == "unchanged"


@pytest.mark.parametrize(
    "name", [field.name for field in fields(Article) if field.name not in VISITS]
)
def test_every_other_field_of_an_article_is_content(ledger: Ledger, name: str) -> None:
    accept(ledger, article())
    other = article()
    setattr(other.data, name, "another")
    assert accept(ledger, other) == "changed"
    assert other.changed_fields == [name]


@pytest.mark.parametrize(
    "name",
    [field.name for field in fields(WeatherObservation) if field.name not in VISITS],
)
def test_every_other_field_of_the_widget_is_content(ledger: Ledger, name: str) -> None:
    accept(ledger, weather())
    other = weather()
    setattr(other.data, name, "another")
    assert accept(ledger, other) == "changed"
    assert other.changed_fields == [name]
