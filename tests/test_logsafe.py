"""Text of the outside world in the log."""

import pytest

from envfocus.logsafe import one_line


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("하천 정비", "하천 정비"),
        ("a\nb\r\tc", "a\\u000ab\\u000d\\u0009c"),
        ("\x1b[31m빨강", "\\u001b[31m빨강"),
        ("\u202eabc\u2028", "\\u202eabc\\u2028"),
        ("\ud800", "\\ud800"),
        ("가" * 600, "가" * 500 + "…"),
        (ValueError("x\n"), "x\\u000a"),
    ],
)
def test_one_line(text: object, shown: str) -> None:
    assert one_line(text) == shown
