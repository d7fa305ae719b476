"""The canonical form of content, against a library that does nothing else."""

from typing import Any

import pytest
import rfc8785
from hypothesis import given
from hypothesis import strategies as st

from envfocus.publishing.content import canonical

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
