"""Signs between and around numbers, shared by those who read them."""

QUOTE = "['’‘`´]"
RANGE = r"\-~∼∽〜～–—"
"""Signs of a range, for the inside of a character class."""
WEEKDAY = r"\s?\(\s?[월화수목금토일月火水木金土日]"

_MAX_LENGTH = 40
"""Characters; a longer text is a sentence."""


def is_whole_text(text: str, start: int, end: int) -> bool:
    """Whether the text is nothing but this number.

    Then it is a date rather than a length or a fraction.
    """
    if len(text) >= _MAX_LENGTH:
        return False
    return not text[:start].strip() and not text[end:].strip(" .")
