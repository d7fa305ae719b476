"""A fixture site whose answers are changed on the way out."""

from collections.abc import Callable

from fixtures.reply import Reply
from fixtures.site import Site

Change = Callable[[str, Reply], Reply]
"""(target, answer) → answer."""


class Edited:
    """A site with a `change` between it and the server."""

    def __init__(self, articles: int, change: Change = lambda _, reply: reply) -> None:
        self.site = Site(articles)
        self.change = change

    @property
    def base(self) -> str:
        """Where it is served."""
        return self.site.base

    @base.setter
    def base(self, url: str) -> None:
        self.site.base = url

    def reply(self, target: str) -> Reply:
        """What is answered now."""
        return self.change(target, self.own(target))

    def own(self, target: str) -> Reply:
        """What is answered without the change."""
        return self.site.reply(target)
