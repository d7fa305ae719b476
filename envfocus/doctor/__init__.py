"""What `scrapy doctor` looks at: the guards in force, this host, the site."""

from typing import NamedTuple


class Finding(NamedTuple):
    """A row of the doctor's tables. `held`: None where there is nothing to judge;
    `advice`: what to do if broken.
    """

    what: str
    held: bool | None
    said: str
    advice: str = ""
