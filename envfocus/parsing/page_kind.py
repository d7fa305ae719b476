"""What a page is when it is not an article."""

from typing import Literal

from envfocus.parsing import links
from envfocus.parsing.document import Document

Kind = Literal[
    "listing",
    "front",
    "alert",
    "captcha",
    "empty",
    "other_article",
    "no_headline",
    "no_body",
    "unknown",
]

_CAPTCHA = '[class*="captcha" i], [id*="captcha" i], [src*="captcha" i], [action*="captcha" i], .cf-turnstile'
_CAPTCHA_WORDS = ("자동등록방지", "보안문자", "로봇이 아닙니다", "자동 입력 방지")
_WAYS_BACK = ("history.back", "history.go", "location")


def kind(document: Document, page_url: str) -> Kind:
    """Name a page by what stands on it: lists and fronts have links, alerts a script,
    captchas a form.
    """
    if document.first("ul.art_list_all") is not None:
        return "listing"
    if document.first(_CAPTCHA) is not None:
        return "captcha"
    if links.articles(document, page_url):
        return "front"
    return gate(document) or ("unknown" if _text(document).strip() else "empty")


def gate(document: Document) -> Literal["captcha", "alert"] | None:
    """What stands between the reader and an article, whatever else the page shows;
    None: nothing does.
    """
    text = _text(document)
    if document.first(_CAPTCHA) is not None or any(
        word in text for word in _CAPTCHA_WORDS
    ):
        return "captcha"
    if any(
        "alert(" in code and any(way in code for way in _WAYS_BACK)
        for code in _scripts(document)
    ):
        return "alert"
    return None


def _text(document: Document) -> str:
    return document.tree.body.text() if document.tree.body else ""


def _scripts(document: Document) -> list[str]:
    return [node.text() for node in document.all("script")]
