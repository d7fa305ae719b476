"""Rules: what evidence says of one sense of a name."""

from collections.abc import Callable, Collection

from envfocus.korean.regions.gazetteer import Sense, province_now
from envfocus.korean.regions.model import Level
from envfocus.korean.tables import rows

_EUPMYEONDONG = Level.EUPMYEONDONG

Rule = Callable[[Sense], bool]
"""Whether evidence speaks for a sense."""

_LANDMARKS = {
    row["code"]: tuple(row["words"].split("|")) for row in rows("region_context")
}
"""Code of a unit → what stands in it and in no other unit of its name."""


def one_of(codes: Collection[str]) -> Rule:
    """The unit is one of these."""

    def rule(sense: Sense) -> bool:
        return sense.unit.code in codes

    return rule


def one_of_or_inside(codes: Collection[str]) -> Rule:
    """The unit is one of these, or lies in one."""

    def rule(sense: Sense) -> bool:
        return sense.lies_in(codes)

    return rule


def inside(codes: Collection[str]) -> Rule:
    """The unit lies in one of these."""
    holders = frozenset(codes)

    def rule(sense: Sense) -> bool:
        return not holders.isdisjoint(sense.above)

    return rule


def right_inside(codes: Collection[str]) -> Rule:
    """The unit lies in one of these, with none between but the 구 of a city (안산시
    사동).
    """
    holders = frozenset(codes)

    def rule(sense: Sense) -> bool:
        nearest = sense.above[:-1] or sense.above
        return not holders.isdisjoint(nearest)

    return rule


def right_below(parents: Collection[str]) -> Rule:
    """One of these is the unit right above."""

    def rule(sense: Sense) -> bool:
        return sense.parent in parents

    return rule


def township_in(codes: Collection[str]) -> Rule:
    """The unit is a 읍면동 of one of these."""

    def rule(sense: Sense) -> bool:
        if sense.unit.level is not _EUPMYEONDONG:
            return False
        return sense.parent in codes

    return rule


def is_province(sense: Sense) -> bool:
    """The unit is a 시도."""
    return not sense.above


def is_current_or_province(sense: Sense) -> bool:
    """The unit still bears the name, or is a 시도: 광주 is still in use."""
    if sense.basis is None:
        return True
    return is_province(sense)


def in_province_of(other: Sense) -> Rule:
    """The unit lies in the province of another, and readers can know it by that."""
    codes = {other.unit.code, *other.above}

    def rule(sense: Sense) -> bool:
        if sense.sido != other.sido:
            return False
        return _is_familiar(sense, codes)

    return rule


def in_provinces_of(codes: Collection[str]) -> Rule:
    """The unit lies in a province of these. 광주 in an article of 전남 is 광주광역시:
    the two are one province today.
    """
    provinces = {province_now(code) for code in codes}

    def rule(sense: Sense) -> bool:
        return province_now(sense.sido) in provinces

    return rule


def province_in_provinces_of(codes: Collection[str]) -> Rule:
    """The unit is a province, of one of these."""
    in_provinces = in_provinces_of(codes)

    def rule(sense: Sense) -> bool:
        return is_province(sense) and in_provinces(sense)

    return rule


def familiar_in_provinces_of(codes: Collection[str]) -> Rule:
    """The unit lies in a province of these, and readers can know it by them."""
    in_provinces = in_provinces_of(codes)

    def rule(sense: Sense) -> bool:
        return in_provinces(sense) and _is_familiar(sense, codes)

    return rule


def _is_familiar(sense: Sense, named: Collection[str]) -> bool:
    """Of 포항 북구 readers know the city: 북구 alone does not mean it where only 경북
    is named.
    """
    if len(sense.above) < 2:
        return True
    if sense.unit.level is _EUPMYEONDONG:
        return True
    return sense.above[0] in named


def has_landmark_in(window: str) -> Rule:
    """Something that stands in the unit is named in the text."""

    def rule(sense: Sense) -> bool:
        landmarks = _LANDMARKS.get(sense.unit.code, ())
        return any(landmark in window for landmark in landmarks)

    return rule
