"""Text of the outside world in our log: one line, nothing that moves the cursor."""

import unicodedata


def one_line(text: object, longest: int = 500) -> str:
    """`text` with control, format and line-breaking characters written as `\\uXXXX`,
    cut at `longest`.
    """
    said = str(text)
    shown = "".join(_shown(character) for character in said[:longest])
    return f"{shown}…" if len(said) > longest else shown


def _shown(character: str) -> str:
    if unicodedata.category(character) in {"Cc", "Cf", "Cs", "Zl", "Zp"}:
        return f"\\u{ord(character):04x}"
    return character
