"""읍면동 by name (`data/eupmyeondong.csv`)."""

from collections import defaultdict
from collections.abc import Iterable

from envfocus.korean.regions import gazetteer
from envfocus.korean.regions.gazetteer import Sense, Senses
from envfocus.korean.regions.model import Level, Unit
from envfocus.korean.tables import rows

_DIGITS = "0123456789"


def townships() -> dict[str, list[str]]:
    """Name of a 읍면동 → keys for `township`. The stem of 대저1동 and 대저2동, 대저동,
    stands for both.
    """
    found: dict[str, list[str]] = defaultdict(list)
    for sigungu, entries in _entries().items():
        numbers = _numbers(entries)
        # the name itself, and what stands for several numbered ones
        for name, number in numbers.items():
            key = sigungu + number
            found[name].append(key)
            stem = _stem(name)
            if stem and stem not in numbers:
                found[stem].append(key + name)
    return found


def _entries() -> dict[str, str]:
    """Code of a 시군구 → its 읍면동, as the table writes them."""
    found: dict[str, str] = {}
    for row in rows("eupmyeondong"):
        for code in row["sigungu"].split():
            found[code] = row["units"]
    return found


def _numbers(entries: str) -> dict[str, str]:
    """`101청운동 102신교동` → name → its three digits, "" where no list gives them."""
    found: dict[str, str] = {}
    for entry in entries.split(" "):
        name = entry.lstrip(_DIGITS)
        digits = len(entry) - len(name)
        found[name] = entry[:digits]
    return found


def _stem(name: str) -> str | None:
    """대저1동 → 대저동, 성수동1가 → 성수동."""
    last = name[-1]
    if last not in "동가" or not name[-2].isdigit():
        return None
    stem = name[:-1].rstrip(_DIGITS)
    if last == "동":
        return f"{stem}동"
    # 을지로3가 is a part of a road
    if not stem.endswith("동"):
        return None
    return stem


def township(name: str, keys: Iterable[str], period: int) -> Senses:
    """The 읍면동 of that name in a period.

    A unit that holds 구 has 읍면동 of its own only before its first 구. One without a
    code has an empty code: it tells which 시군구 is meant, but cannot be one itself.
    Days of single 읍면동 are not known.
    """
    day = gazetteer.first_day(period)
    found: list[Sense] = []
    for key in keys:
        sigungu = key[:5]
        if not gazetteer.valid(sigungu, day):
            continue
        if not gazetteer.divided(sigungu, day):
            found.append(_sense(name, key))
    return tuple(found)


def _sense(name: str, key: str) -> Sense:
    """The 읍면동 of a key: code of its 시군구, its three digits, and for a stem the
    official name.
    """
    sigungu = key[:5]
    number = key[5:8]
    official = key[8:]
    code = ""
    if number.isdigit():
        code = f"{sigungu}{number}00"
        name = official or name
    above = (sigungu, *gazetteer.above(sigungu))
    holder = gazetteer.unit(sigungu)
    unit = Unit(
        scheme=gazetteer.SCHEME,
        code=code,
        iso=None,
        name=f"{holder.name} {name}",
        name_en=None,
        level=Level.EUPMYEONDONG,
        current_code=None,
    )
    return Sense(unit, above)
