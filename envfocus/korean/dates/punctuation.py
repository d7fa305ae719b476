"""Signs between and around numbers, shared by those who read them."""

QUOTE = "['’‘`´]"
RANGE = r"\-~∼∽〜～–—"
"""Signs of a range, for the inside of a character class."""
WEEKDAY = r"\s?\(\s?[월화수목금토일月火水木金土日]"

_LONGEST_ALONE = 40


def alone(text: str, start: int, end: int) -> bool:
    """Whether the text is nothing but this: then it is a date rather than a length or a
    fraction.
    """
    return (
        len(text) < _LONGEST_ALONE
        and not text[:start].strip()
        and not text[end:].strip(" .")
    )
