"""Places."""

from dataclasses import dataclass
from dataclasses import field as column

from envfocus.records.constraints import limits


@dataclass(kw_only=True, frozen=True)
class Region:
    """An administrative unit on the day of the record."""

    scheme: str
    """Code scheme; `mois`: 법정동코드 of the Ministry of the Interior and Safety."""
    code: str = column(metadata=limits(pattern=r"^(\d{5}|\d{10})$"))
    """Code in that scheme: five digits, ten for a 읍면동."""
    iso: str | None
    """ISO 3166-2, provinces only; null: none, or none yet."""
    name: str
    """Official Korean name with those of the units above: `부산광역시 강서구`."""
    name_en: str | None
    """Official romanised name, of the unit alone."""
    level: str = column(metadata=limits(enum=["sido", "sigungu", "eupmyeondong"]))
    """시도, 시군구 or 읍면동."""
    current_code: str | None
    """The code that stands for it on the gazetteer's day; null: the same, split into
    several, or not known.
    """
