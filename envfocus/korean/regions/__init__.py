"""Korean administrative units (행정구역) in text: which unit a name means, on the day
of publication.
"""

from envfocus.korean.regions.dateline import parse_dateline
from envfocus.korean.regions.gazetteer import GAZETTEER_DAY, unit, units_on
from envfocus.korean.regions.mentions import find, overflows
from envfocus.korean.regions.model import Dateline, Mention, Unit

__all__ = [
    "GAZETTEER_DAY",
    "Dateline",
    "Mention",
    "Unit",
    "find",
    "overflows",
    "parse_dateline",
    "unit",
    "units_on",
]
