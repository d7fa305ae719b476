"""E-mail addresses and phone numbers in Korean text.

Personal data by Korea's 개인정보 보호법: redacted by default. Representative numbers
(15xx-xxxx, 120) name no person and look like years; they stay.
"""

import re

from envfocus.korean.text_view import FULL_WIDTH, Normalizer

EMAIL_MARK, PHONE_MARK = "[이메일]", "[전화번호]"

_DASHES = dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2015\u2212·_", "-")
"""Signs that stand for a hyphen between the parts of a number."""
_NORMALIZER = Normalizer(FULL_WIDTH | _DASHES, drop_invisible=True)

_LOCAL = r"(?<![A-Za-z0-9.%+-])[A-Za-z0-9.%+-]{1,64}"
_EMAIL = re.compile(
    rf"{_LOCAL}(?:@|\s?(?:@|\(at\)|\[at\])\s?)(?:"
    r"[A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{1,63}){1,9}|(?:[가-힣A-Za-z0-9-]{1,63}\.){1,9}한국)"
    # papers cut their own domain off
    r"|(?<![A-Za-z0-9.%+-])[A-Za-z][A-Za-z0-9.%+-]{1,63}@(?=[\s)\[\]>,.]|$)",
    re.IGNORECASE,
)
# area codes, personal numbers, and mobile numbers without their 0
_AREA = r"(?:2|[3-6][1-5]|70|80|50\d?|1[016-9])"
_GAP = r"(?:\s?[.-]\s?|\s)"
_PHONE = re.compile(
    # not inside a longer number, but after another phone number
    r"(?:(?<!\d)(?<!\d[.,/+-])|(?<=\d{4}[,/]))(?:"
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
    # contacts that touch each other need another look
    while _MAY_HOLD.search(text):
        text, emails = _replace(_EMAIL, EMAIL_MARK, text)
        text, phones = _replace(_PHONE, PHONE_MARK, text)
        found = emails + phones
        if not found:
            break
        total += found
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
    if _LABEL.fullmatch(name):
        name = ""
    return name, found


def _replace(pattern: re.Pattern[str], mark: str, text: str) -> tuple[str, int]:
    """The text with a mark in place of each match, and how many there were. Searched in
    the view, cut in the original.
    """
    view = _NORMALIZER.view(text)
    parts: list[str] = []
    found = 0
    position = 0
    for match in pattern.finditer(view.text):
        start, end = view.span(match.start(), match.end())
        parts.append(text[position:start])
        parts.append(mark)
        found += 1
        position = end
    parts.append(text[position:])
    return "".join(parts), found
