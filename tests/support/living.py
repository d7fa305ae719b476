"""A paper on which things happen: articles come, change and go; the order of the lists is the test's."""

import re
from collections.abc import Collection, Sequence
from dataclasses import replace
from html import escape
from typing import Self

from fixtures.reply import Reply
from fixtures.server import Server
from fixtures.site import Site
from tests.support.edited import Edited

MENU = len(Site.sections)
_ARTICLE = re.compile(r"/news/article\.html\?no=(\d+)")
GONE = Reply(404, (("Content-Type", "text/html"),), b"<html><body></body></html>")


class Living(Edited):
    """A site whose ETags name an article and its edition, whatever stands around it. Use as a context manager."""

    def __init__(self, articles: int) -> None:
        super().__init__(articles)
        self.plan = self.site.plan
        self.hidden: set[int] = set()
        self.gone: set[int] = set()
        self.edited: dict[int, str] = {}
        self.moved: dict[int, int] = {}
        self.server = Server(self)

    @property
    def newest(self) -> Sequence[int]:
        """Numbers of live articles, newest first."""
        return self.plan.numbers

    def hide(self, numbers: Collection[int]) -> None:
        """Not published yet: on no list, and 404."""
        self.hidden = set(numbers)
        self._relist()

    def show(self, article_no: int, at: int | None = None) -> None:
        """Publish it now; `at`: its place in the lists, as if its stamp were that old."""
        self.hidden.discard(article_no)
        if at is not None:
            self.moved[article_no] = at
        self._relist()

    def own(self, target: str) -> Reply:
        """What is answered without the change."""
        match = _ARTICLE.fullmatch(target)
        if not match:
            return self.site.reply(target)
        article_no = int(match[1])
        reply = self.site.reply(target)
        if article_no in self.hidden | self.gone or reply.status != 200:
            return GONE if article_no in self.hidden | self.gone else reply
        body = reply.body
        for form in (
            (escape(self.title(article_no), quote=quote) for quote in (True, False))
            if article_no in self.edited
            else ()
        ):
            body = body.replace(form.encode(), self.edited[article_no].encode())
        headers = tuple(
            pair for pair in reply.headers if pair[0] not in ("ETag", "Last-Modified")
        )
        return Reply(
            200,
            (*headers, ("ETag", f'"{article_no}-{self.edited.get(article_no, "")!a}"')),
            body,
        )

    def title(self, article_no: int) -> str:
        """The headline of a live article."""
        return self.site.article(article_no).title

    def _relist(self) -> None:
        """The lists without what is hidden, and with what was moved at its place."""
        listed = {
            section: self._ordered(numbers)
            for section, numbers in self.plan.listed.items()
        }
        everything = self._ordered(self.plan.everything)
        self.site.plan = replace(self.plan, everything=everything, listed=listed)

    def _ordered(self, numbers: Sequence[int]) -> list[int]:
        kept = [
            article_no
            for article_no in numbers
            if article_no not in self.hidden and article_no not in self.moved
        ]
        for article_no, at in self.moved.items():
            if article_no in numbers and article_no not in self.hidden:
                kept.insert(at, article_no)
        return kept

    def since(self, before: int) -> list[tuple[str, int]]:
        """Target and status of every request after the first `before`."""
        return [(target, status) for _, target, status in self.server.requests[before:]]

    def bodies(self, before: int) -> list[int]:
        """Numbers of live articles whose body was sent, in order."""
        asked = (
            (_ARTICLE.fullmatch(target), status)
            for target, status in self.since(before)
        )
        numbers = (int(match[1]) for match, status in asked if match and status == 200)
        return [
            article_no for article_no in numbers if article_no not in self.plan.gone
        ]

    def __enter__(self) -> Self:
        self.server.__enter__()
        return self

    def __exit__(self, *error: object) -> None:
        self.server.__exit__(None, None, None)
