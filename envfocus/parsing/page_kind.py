"""What a page is when it is not an article."""

from enum import StrEnum

from envfocus.papers.profile import Profile
from envfocus.papers.selectors import union
from envfocus.parsing import links
from envfocus.parsing.document import Document


class PageKind(StrEnum):
    """What a page is that was asked for as an article or a list."""

    LISTING = "listing"
    FRONT = "front"
    ALERT = "alert"
    CAPTCHA = "captcha"
    EMPTY = "empty"
    OTHER_ARTICLE = "other_article"
    NO_HEADLINE = "no_headline"
    NO_BODY = "no_body"
    UNKNOWN = "unknown"


_WAYS_BACK = ("history.back", "history.go", "location")


def kind_of(document: Document, page_url: str, profile: Profile) -> PageKind:
    """Name a page by what stands on it: lists and fronts have links, alerts a script,
    captchas a form.
    """
    page = profile.cms.page
    if document.first_of(profile.cms.listing.marker) is not None:
        return PageKind.LISTING
    if document.first(union(page.captcha)) is not None:
        return PageKind.CAPTCHA
    if links.articles(document, page_url, profile):
        return PageKind.FRONT
    barrier = barrier_of(document, profile)
    if barrier is not None:
        return barrier
    if _text(document).strip():
        return PageKind.UNKNOWN
    return PageKind.EMPTY


def barrier_of(document: Document, profile: Profile) -> PageKind | None:
    """What stands between the reader and an article, whatever else the page shows: a
    captcha or an alert; None: nothing does.
    """
    page = profile.cms.page
    if document.first(union(page.captcha)) is not None:
        return PageKind.CAPTCHA
    text = _text(document)
    if any(word in text for word in page.captcha_words):
        return PageKind.CAPTCHA
    if any(_leads_back(code) for code in _scripts(document)):
        return PageKind.ALERT
    return None


def _leads_back(code: str) -> bool:
    return "alert(" in code and any(way in code for way in _WAYS_BACK)


def _text(document: Document) -> str:
    body = document.tree.body
    if body is None:
        return ""
    return body.text()


def _scripts(document: Document) -> list[str]:
    return [node.text() for node in document.all("script")]
