"""Text as the lexer reads it: composed Hangul (NFC), ASCII digits and signs. Offsets
lead back to the text given.
"""

import re
import unicodedata
from collections.abc import Sequence

_SIGNS = "．／：～（）－，"
_WIDE = re.compile(f"[０-９{_SIGNS}\u00a0\u2007\u2009\u202f\u3000\ud800-\udfff]")
_SURROGATE = re.compile("[\ud800-\udfff]")
"""Half of a character, from a broken page."""
_NARROW = str.maketrans(
    {
        **{chr(ord("０") + digit): str(digit) for digit in range(10)},
        **dict(zip(_SIGNS, "./:~()-,", strict=True)),
        **dict.fromkeys("\u00a0\u2007\u2009\u202f\u3000", " "),
    }
)
_CLUSTER = re.compile(
    r"[\u1100-\u115f][\u1160-\u11a7][\u11a8-\u11ff]?|.[\u0300-\u036f]*", re.DOTALL
)


def plain(text: str) -> tuple[str, Sequence[int]]:
    """The text to read, and for each of its offsets (its length included) the offset in
    `text`.
    """
    if _WIDE.search(text):
        text = _SURROGATE.sub("?", text.translate(_NARROW))  # one character for one
    if unicodedata.is_normalized("NFC", text):
        return text, range(len(text) + 1)
    parts: list[str] = []
    offsets: list[int] = []
    for cluster in _CLUSTER.finditer(text):
        composed = unicodedata.normalize("NFC", cluster[0])
        parts.append(composed)
        offsets.extend([cluster.start()] * len(composed))
    return "".join(parts), [*offsets, len(text)]
