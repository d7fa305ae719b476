"""Korean dates: the site's stamps and the expressions in the text."""

from envfocus.korean.dates.finder import find
from envfocus.korean.dates.stamps import Stamp, parse_stamp
from envfocus.korean.dates.timex import Timex

__all__ = ["Stamp", "Timex", "find", "parse_stamp"]
