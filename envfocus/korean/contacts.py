"""E-mail addresses and phone numbers in Korean text.

Personal data by Korea's 개인정보 보호법: redacted by default. Representative numbers
(15xx-xxxx, 120) name no person and look like years; they stay.
"""

import re
from collections.abc import Sequence

EMAIL_MARK, PHONE_MARK = "[이메일]", "[전화번호]"

_PLAIN: dict[int, int | str] = {
    **{code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)},  # full-width forms
    **dict.fromkeys(map(ord, "\u2010\u2011\u2012\u2013\u2014\u2015\u2212·_"), "-"),
}
"""Other spellings, one character for one."""
_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u2060-\u2064\ufeff]")

_LOCAL = r"(?<![A-Za-z0-9.%+-])[A-Za-z0-9.%+-]{1,64}"
_EMAIL = re.compile(
    rf"{_LOCAL}(?:@|\s?(?:@|\(at\)|\[at\])\s?)(?:"
    r"[A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{1,63}){1,9}|(?:[가-힣A-Za-z0-9-]{1,63}\.){1,9}한국)"
    # papers cut their own domain off
    r"|(?<![A-Za-z0-9.%+-])[A-Za-z][A-Za-z0-9.%+-]{1,63}@(?=[\s)\[\]>,.]|$)",
    re.IGNORECASE,
)
_AREA = r"(?:2|[3-6][1-5]|70|80|50\d?|1[016-9])"
_GAP = r"(?:\s?[.-]\s?|\s)"
_PHONE = re.compile(
    r"(?:(?<!\d)(?<!\d[.,/+-])|(?<=\d{4}[,/]))(?:"  # not inside a longer number, but after another phone number
    rf"(?:\(0{_AREA}\)|0{_AREA}\)?){_GAP}?\d{{3,4}}{_GAP}\d{{4}}"
    rf"|(?:\+|00)82{_GAP}?(?:\(0\))?{_AREA}{_GAP}?\d{{3,4}}{_GAP}?\d{{4}}"
    r"|(?:01[016-9]|02|0[3-6][1-5]|070)\d{7,8}"
    r")(?!\d|[.-]\d)"
)
_UNSEEN = r"[\s\u00ad\u200b-\u200f\u2060-\u2064\ufeff]*"
_MAY_HOLD = re.compile(
    r"[@＠(\[（［08０８](?:(?<=[@＠])"
    rf"|(?<=[(\[（［]){_UNSEEN}[aAａＡ]{_UNSEEN}[tTｔＴ]"
    r"|(?<=[08０８])(?:[^가-힣A-Za-z\d]*+\d){8})"
)
"""What every contact has: an `at`, or nine digits from a 0 or the 8 of +82 on, with
only signs between them. Most texts have neither. One set of first characters stands in
front: a search for it passes over a text fast."""
_SEPARATORS = " /|·,:;.=☎()[]<>-"
_LABEL = re.compile(
    r"(?:tel|fax|mobile|e-?mail|mail|h\.?p|[tmef]|전화|휴대전화|연락처|이메일|문의)",
    re.IGNORECASE,
)


def redact(text: str) -> tuple[str, int]:
    """The text with `[이메일]` and `[전화번호]` in place of contacts, and how many
    there were.
    """
    total = 0
    while _MAY_HOLD.search(text):  # contacts that touch each other need another look
        text, emails = _replaced(_EMAIL, EMAIL_MARK, text)
        text, phones = _replaced(_PHONE, PHONE_MARK, text)
        if not emails + phones:
            return text, total
        total += emails + phones
    return text, total


def strip(text: str) -> tuple[str, int]:
    """The text without contacts and their labels, for a byline: what is left is the
    name. Also how many there were.
    """
    redacted, found = redact(text)
    if not found:
        return text, 0
    bare = redacted.replace(EMAIL_MARK, " ").replace(PHONE_MARK, " ")
    name = " ".join(bare.split()).strip(_SEPARATORS)
    return ("" if _LABEL.fullmatch(name) else name), found


def _replaced(pattern: re.Pattern[str], mark: str, text: str) -> tuple[str, int]:
    plain = text.translate(_PLAIN)
    offsets: Sequence[int] = range(len(text) + 1)
    if _INVISIBLE.search(plain):  # read without them, cut with them
        kept = [
            number
            for number, character in enumerate(plain)
            if not _INVISIBLE.match(character)
        ]
        plain, offsets = "".join(plain[number] for number in kept), [*kept, len(text)]
    spans = [
        (offsets[match.start()], offsets[match.end() - 1] + 1)
        for match in pattern.finditer(plain)
    ]
    starts, ends = (
        [0, *(end for _, end in spans)],
        [*(start for start, _ in spans), len(text)],
    )
    return mark.join(
        text[start:end] for start, end in zip(starts, ends, strict=True)
    ), len(spans)
