"""What is said of a place: unit, mention, dateline."""

from dataclasses import dataclass
from typing import NamedTuple


@dataclass(frozen=True, slots=True)
class Unit:
    """An administrative unit, by one code.

    `scheme`: `mois`, 법정동코드. `code`: five digits; ten for 읍면동. `iso`: ISO
    3166-2, provinces only. `name`: the official name with those of the units above
    (경기도 수원시 장안구). `level`: sido (시도), sigungu (시군구, also a city that
    holds 구), eupmyeondong (법정 읍면동). `current_code`: the code that stands for it
    on the gazetteer's day; None where it is the same, where it was split, or where no
    list tells.
    """

    scheme: str
    code: str
    iso: str | None
    name: str
    name_en: str | None
    level: str
    current_code: str | None


class Mention(NamedTuple):
    """A unit's name in a text: `text[start:end]` is `text`.

    `region`: None where undecided; then `candidates` are the units it can be. `basis`:
    what decided, or `undecided`:

    * `full_name`, `unique`: the only unit of that name; the whole name, or a short form
      that is no other word
    * `province_before`: the unit named right before holds it
    * `enumeration`: it stands in a list with units of one province
    * `eupmyeondong`, `unit_after`: a unit inside of it follows
    * `brackets`: a unit that holds it stands in brackets behind it
    * `district`: an electoral district (김포시갑)
    * `institution`: the government of the unit (부산시의회)
    * `place_word`: 지역, 일대, 주민, a facility … follow
    * `landmark`: something that stands in the unit is named in the sentence (화진포)
    * `sentence`: the province last named in the sentence
    * `dateline`, `mentions`: the dateline; what the rest of the text names
    * `former_name`, `future_name`: the name of another day
    """

    text: str
    start: int
    end: int
    region: Unit | None
    candidates: tuple[Unit, ...]
    basis: str


@dataclass(frozen=True, slots=True)
class Dateline:
    """The bracket that opens a body: `[환경포커스=부산 홍길동 기자]`.

    `kind`: region, institution (`regions`: its seat), area (`regions`: what it covers),
    none (전국, 본사: no region), or None where it was not understood. `candidates`: the
    units that a shared name can be, also one that is an area's too (영동); then
    `regions` is empty.
    """

    raw: str
    outlet: str | None
    reporter: str | None
    place: str | None
    kind: str | None
    regions: tuple[Unit, ...] = ()
    candidates: tuple[Unit, ...] = ()
