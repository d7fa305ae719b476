"""What is known of a place: unit, mention, dateline."""

from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple


class Level(StrEnum):
    """Levels of units."""

    SIDO = "sido"
    """시도: a province, or a city of that rank."""
    SIGUNGU = "sigungu"
    """시군구, also a city that holds 구."""
    EUPMYEONDONG = "eupmyeondong"
    """법정 읍면동."""


class Basis(StrEnum):
    """What decided which unit a name means."""

    FULL_NAME = "full_name"
    """The only unit of that name, and the whole name."""
    UNIQUE = "unique"
    """The only unit of that name, a short form that is no other word."""
    PROVINCE_BEFORE = "province_before"
    """The unit named right before holds it."""
    ENUMERATION = "enumeration"
    """It stands in a list with units of one province."""
    EUPMYEONDONG = "eupmyeondong"
    """A 읍면동 inside of it follows."""
    UNIT_AFTER = "unit_after"
    """A 시군구 inside of it follows."""
    BRACKETS = "brackets"
    """A unit that holds it stands in brackets behind it."""
    DISTRICT = "district"
    """An electoral district (김포시갑)."""
    INSTITUTION = "institution"
    """The government of the unit (부산시의회)."""
    PLACE_WORD = "place_word"
    """지역, 일대, 주민, a facility … follow."""
    LANDMARK = "landmark"
    """Something that stands in the unit is named in the sentence (화진포)."""
    SENTENCE = "sentence"
    """The province last named in the sentence."""
    DATELINE = "dateline"
    """The dateline."""
    MENTIONS = "mentions"
    """What the rest of the text names."""
    FORMER_NAME = "former_name"
    """The name of an earlier day."""
    FUTURE_NAME = "future_name"
    """The name of a later day."""
    UNDECIDED = "undecided"
    """Nothing: several units are left."""


class DatelineKind(StrEnum):
    """What stands in a dateline."""

    REGION = "region"
    """Units."""
    INSTITUTION = "institution"
    """An institution, which has a seat."""
    AREA = "area"
    """An area that covers units (수도권)."""
    NONE = "none"
    """No region (전국, 본사)."""


@dataclass(frozen=True, slots=True)
class Unit:
    """An administrative unit, by one code."""

    scheme: str
    """`mois`: 법정동코드."""
    code: str
    """Five digits; ten for 읍면동."""
    iso: str | None
    """ISO 3166-2, provinces only."""
    name: str
    """The official name with those of the units above (경기도 수원시 장안구)."""
    name_en: str | None
    level: Level
    current_code: str | None
    """The code that stands for it on the gazetteer's day; None where it is the same,
    where it was split, or where no list tells.
    """


Units = tuple[Unit, ...]


class Mention(NamedTuple):
    """A unit's name in a text: `text[start:end]` is `text`."""

    text: str
    start: int
    end: int
    region: Unit | None
    """None where undecided."""
    candidates: Units
    """The units it can be, where undecided."""
    basis: Basis


@dataclass(frozen=True, slots=True)
class Dateline:
    """The bracket that opens a body: `[신문=부산 홍길동 기자]`."""

    raw: str
    outlet: str | None
    reporter: str | None
    place: str | None
    kind: DatelineKind | None
    """None where it was not understood."""
    regions: Units = ()
    """The units named; the seat of an institution; what an area covers."""
    candidates: Units = ()
    """The units that a shared name can be, also one that is an area's too (영동); then
    `regions` is empty.
    """
