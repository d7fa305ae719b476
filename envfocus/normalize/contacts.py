"""Contacts out of the texts, before anything counts characters in them."""

from collections.abc import Iterable

from envfocus.items import ArticleRecord, RawValue, Record
from envfocus.korean import contacts
from envfocus.normalize.text import rewrite


def redact_contacts(record: Record) -> Iterable[str]:
    """Redact e-mail addresses and phone numbers in every text of an article.

    The reporter's name stays as the byline, which is expected to carry contacts. Flag,
    where another text was changed: `privacy:redacted`.
    """
    if not isinstance(record, ArticleRecord):
        return ()
    redactor = _Redactor()
    rewrite(record.data, redactor.redact)
    record.data.byline = record.data.byline or None
    quality = record.quality
    quality.raw = [_redacted(raw) for raw in quality.raw]
    if redactor.found:
        quality.flags.append("privacy:redacted")
    return ["privacy/redacted"] * redactor.found


class _Redactor:
    def __init__(self) -> None:
        self.found = 0
        """Contacts outside of the byline."""

    def redact(self, path: str, text: str) -> str:
        """The text at a path of the article, without contacts."""
        if path == "byline":
            return contacts.strip(text)[0]
        redacted, count = contacts.redact(text)
        self.found += count
        return redacted


def _redacted(raw: RawValue) -> RawValue:
    return RawValue(field=raw.field, value=contacts.redact(raw.value)[0])
