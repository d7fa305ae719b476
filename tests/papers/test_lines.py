"""Lines of keys in TOML."""

import pytest

from envfocus.papers.lines import line_of

TEXT = """\
a = 1
"b c" = 2  # [x] y = 1
[t]
d.e = [
  "one",
  "two = 2",
  ["x"],
]
[t."u.v"]
f = '''
a = 9
'''
g = { h = 1 }
"""


@pytest.mark.parametrize(
    ("path", "value", "line"),
    [
        (("a",), 1, 1),
        (("b c",), 2, 2),
        (("t",), None, 3),
        (("t", "d", "e"), None, 4),
        (("t", "d", "e"), "two = 2", 6),
        (("t", "d", "e"), "none", 4),
        (("t", "u.v", "g", "h"), 1, 13),
        (("t", "nowhere"), None, 3),
        (("nowhere",), None, 1),
        ((), None, 1),
    ],
)
def test_line_of(path: tuple[str, ...], value: object, line: int) -> None:
    assert line_of(TEXT, path, value) == line
