"""The requests of the spider `articles`: one place that knows address, callback and
priority of each kind.
"""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from scrapy.http import Request

from envfocus.ledger.frontier import Due
from envfocus.papers.site import Site

_ARTICLE_FIRST = 10
"""Articles go before list pages, so that the queue stays as short as one list page."""

Callback = Callable[..., Any]


class Why(StrEnum):
    """Why an article is asked for; counters bear these names."""

    NEW = "new"  # a page names it
    DUE = "due"  # to be looked at again
    RETRY = "retry"  # it failed before
    GAP = "gap"  # nothing ever showed its number


@dataclass(frozen=True, slots=True)
class Callbacks:
    """What reads each kind of answer, and what is told of those that do not come."""

    front: Callback
    listing: Callback
    listing_failed: Callback
    rss: Callback
    rss_failed: Callback
    article: Callback
    article_failed: Callback


@dataclass(frozen=True, slots=True)
class Requests:
    """Makes requests from numbers; `reread`: without validators of what is known."""

    site: Site
    callbacks: Callbacks
    reread: bool = False

    def front(self) -> Request:
        """The front page, which has the menu."""
        return Request(self.site.front, self.callbacks.front)

    def list_page(self, section_no: int, page_no: int) -> Request:
        """A page of a listing; section 0 is the list of all articles."""
        return Request(
            self.site.listing(section_no, page_no),
            self.callbacks.listing,
            errback=self.callbacks.listing_failed,
            cb_kwargs={"section_no": section_no, "page_no": page_no},
            dont_filter=True,
        )

    def rss(self, section_no: int) -> Request:
        """A section's RSS; section 0 is the whole paper's."""
        return Request(
            self.site.rss(section_no),
            self.callbacks.rss,
            errback=self.callbacks.rss_failed,
        )

    def article(self, known: Due, why: Why) -> Request:
        """An article; conditional where its body is known."""
        headers = {} if self.reread else _validators(known)
        return Request(
            self.site.article(known.article_no),
            self.callbacks.article,
            errback=self.callbacks.article_failed,
            cb_kwargs={"article_no": known.article_no, "why": why},
            headers=headers,
            meta={"handle_httpstatus_list": [304]} if headers else {},
            priority=_ARTICLE_FIRST,
            dont_filter=True,
        )


def _validators(known: Due) -> dict[str, str]:
    headers = {
        "If-None-Match": known.etag,
        "If-Modified-Since": known.last_modified,
    }
    return {name: value for name, value in headers.items() if value}
