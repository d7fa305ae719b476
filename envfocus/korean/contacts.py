"""E-mail addresses and phone numbers in Korean text.

Personal data by Korea's 개인정보 보호법: redacted by default. Representative numbers (15xx-xxxx, 120) name
no person and look like years; they stay.
"""

import re

EMAIL_MARK, PHONE_MARK = "[이메일]", "[전화번호]"

_EMAIL = re.compile(
    r"(?<![A-Za-z0-9._%+-])(?:"
    r"[A-Za-z0-9._%+-]{1,64}[@＠][A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{1,63}){1,5}"
    r"|[A-Za-z][A-Za-z0-9._%+-]{1,63}@(?=[\s)\]>,.]|$)"  # papers cut their own domain off
    r")"
)
_AREA = r"(?:2|[3-6][1-5]|70|80|50\d?|1[016-9])"
_PHONE = re.compile(
    r"(?<![\d.,/+-])(?:"
    rf"(?:\+82[\s.-]?(?:\(0\))?{_AREA}|\(0{_AREA}\)|0{_AREA}\)?)[\s.–-]{{0,2}}\d{{3,4}}[\s.–-]\d{{4}}"
    r"|01[016-9]\d{7,8}"
    r")(?![\d]|[.–-]\d)"
)
_SPACES = re.compile(r"[\s/|·,:☎()\[\]<>-]*$|^[\s/|·,:☎()\[\]<>-]+")


def redact(text: str) -> tuple[str, int]:
    """The text with `[이메일]` and `[전화번호]` in place of contacts, and how many there were."""
    text, emails = _EMAIL.subn(EMAIL_MARK, text)
    text, phones = _PHONE.subn(PHONE_MARK, text)
    return text, emails + phones


def strip(text: str) -> tuple[str, int]:
    """The text without contacts, for a byline: what is left is the name. Also how many there were."""
    redacted, found = redact(text)
    if not found:
        return text, 0
    bare = redacted.replace(EMAIL_MARK, " ").replace(PHONE_MARK, " ")
    return _SPACES.sub("", " ".join(bare.split())), found
