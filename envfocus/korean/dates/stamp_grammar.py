"""The grammar of stamps: labels, dates and clocks as papers print them.

Those who look for stamps in a line and those who read one share it.
"""

import re

WEEKDAYS = "월화수목금토일"

_LABEL_BEFORE = r"(?:최종\s?)?(?:기사\s?)?"
_LABEL_BEHIND = r"(?:일시|일자|일|시간)?"
_LABELS = "등록|입력|수정|승인|작성|발행"
_LABEL = rf"{_LABEL_BEFORE}(?P<label>{_LABELS}){_LABEL_BEHIND}"
LABEL = re.compile(rf"^\s*{_LABEL}\s*[:：]?\s*")
"""The label before a stamp, with the space around it."""

_DATE = (
    r"\d{4}\s?[.\-/년]"
    r"\s?\d{1,2}\s?[.\-/월]"
    r"\s?\d{1,2}(?!\d)(?:\s?일)?\.?"
)
_CLOCK = (
    r"(?:"
    rf"\s?\([{WEEKDAYS}](?:요일)?\)"
    rf"|\s?[{WEEKDAYS}]요일"
    r"|\s?(?:오전|오후|[AaPp][Mm])(?![가-힣])"
    r"|[T\s]?\d{1,2}(?::\d\d){1,2}(?:\.\d+)?"
    r"|\s?\d{1,2}\s?[시분초](?![가-힣])"
    r"|Z\b"
    r"|[+\-]\d\d:?\d\d"
    r")*"
)
STAMP = re.compile(
    r"(?<!\S)(?:"
    rf"{_LABEL}\s?[:：]?\s?{_DATE}{_CLOCK}"
    rf"|{_DATE}{_CLOCK}(?:\s(?P<after>등록|입력|수정)(?=\s?$))?"
    r")"
)
"""A stamp in a line, with its label before it (`label`) or behind it (`after`)."""
WORDED_STAMP = re.compile(
    rf"{_LABEL_BEFORE}(?P<label>등록|입력|수정){_LABEL_BEHIND}"
    r"(?:\s?[:：]\s?|\s|(?=\d))"
    r"(?P<rest>.{1,40})"
)
"""A label and the words behind it, whatever they are: 등록 어제."""

_PARTS = r"(?P<year>\d{4})%s(?P<month>\d{1,2})%s(?P<day>\d{1,2})"
_DOTTED = _PARTS % (r"\.\s?", r"\.\s?")
_DASHED = _PARTS % ("-", "-")
_WEEKDAY = rf"(?:\s?\((?P<weekday>[{WEEKDAYS}])(?:요일)?\))?"
_TIME = (
    r"(?:"
    r"[T\s]+(?P<hour>\d{1,2})"
    r":(?P<minute>\d{2})"
    r"(?::(?P<second>\d{2}))?"
    r")?"
)
_OFFSET = r"(?P<offset>Z|[+-]\d\d:?\d\d)"
EXACT_FORMS = {
    "dotted": re.compile(rf"{_DOTTED}\.?{_WEEKDAY}{_TIME}"),
    "dashed": re.compile(rf"{_DASHED}{_WEEKDAY}{_TIME}"),
    "iso": re.compile(rf"{_DASHED}{_TIME}{_OFFSET}"),
}
"""Exact forms of the site: article pages, list pages, search results, meta tags. Tried
in this order.
"""

NAMED_WEEKDAY = re.compile(
    rf"\((?P<bracketed>[{WEEKDAYS}])\)"
    rf"|(?P<worded>[{WEEKDAYS}])요일"
)
PRECISIONS = {
    "second": re.compile(r"초|\d:\d\d:\d"),
    "minute": re.compile(r"분|\d:\d"),
    "hour": re.compile(r"시"),
}
"""What shows how precise a stamp in words is, the finest first."""
