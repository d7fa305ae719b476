"""The lint of the house: every limit is seen broken on a tiny tree, and kept on another."""

from pathlib import Path

import pytest

from scripts.house_figures import LAYERS, main

PLAIN = '''"""A module."""

NAME = "x"


def name() -> str:
    """The name."""
    return NAME
'''
"""Within all limits."""


def tree(folder: Path, files: dict[str, str]) -> Path:
    """A package of these files and a plain one."""
    package = folder / "envfocus"
    for name, text in {"__init__.py": '"""A package."""\n', **files}.items():
        path = package / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    (package / "clock.py").write_text(PLAIN, encoding="utf-8")
    return package


def broken(package: Path, capsys: pytest.CaptureFixture[str]) -> list[str]:
    """What is told below the figures; the exit code agrees with it."""
    code = main([str(package)])
    lines = capsys.readouterr().out.splitlines()[8:]
    assert code == min(len(lines), 1)
    return lines


def test_a_plain_package_breaks_nothing(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert broken(tree(tmp_path, {"papers/profile.py": PLAIN}), capsys) == []


def test_the_figures(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    text = f"""{PLAIN}
# why
def both(numbers: list[int]) -> list[str]:  # and why
    return [str(number) for number in numbers]
"""
    package = tree(tmp_path, {"atomic.py": text})
    main([str(package)])
    rows = [line.split("  ", 1) for line in capsys.readouterr().out.splitlines()]
    assert {name: value.strip() for name, value in rows} == {
        "lines": "14 in 3 files",
        "AST nodes a line": "4.43",
        "conditional expressions in 1,000": "0.0",
        "nested conditional expressions": "0",
        "comprehensions in 1,000": "71.4",
        "lines with a comment": "14.3%",
        "largest file": "12 lines, envfocus/atomic.py",
        "longest function": "3 lines, envfocus/clock.py:6",
    }


def test_dense_lines(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    package = tree(tmp_path, {"atomic.py": "x = [(1, 2, 3), (4, 5, 6), {7: 8}]\n" * 9})
    assert broken(package, capsys) == [
        "12.13 AST nodes a line; the limit is 7.0",
    ]


def test_many_conditional_expressions(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    few = "x = 1\n" * 130 + "y = 1 if x else 2\n" * 2
    assert broken(tree(tmp_path, {"atomic.py": few}), capsys) == []
    many = few + "y = 1 if x else 2\n"
    assert broken(tree(tmp_path, {"atomic.py": many}), capsys) == [
        "21.6 conditional expressions in 1,000 lines; the limit is 15.0",
    ]


@pytest.mark.parametrize(
    "line",
    [
        "y = 1 if x else 2 if z else 3",
        "y = (1 if x else 2) if z else 3",
        "y = 1 if (x if z else y) else 3",
        "y = 1 if x else [2 if z else 3]",
    ],
)
def test_a_nested_conditional_expression(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], line: str
) -> None:
    text = "x = 1\n" * 250 + f"{line}\n"
    assert broken(tree(tmp_path, {"atomic.py": text}), capsys) == [
        "envfocus/atomic.py:251: a nested conditional expression"
    ]


def test_a_large_file(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    text = "x = 1\n" + "\n" * 299
    assert broken(tree(tmp_path, {"atomic.py": text}), capsys) == []
    assert broken(tree(tmp_path, {"atomic.py": text + "\n"}), capsys) == [
        "envfocus/atomic.py: 301 lines; the limit is 300"
    ]


@pytest.mark.parametrize(
    "line",
    [
        "from envfocus.papers.profile import NAME",
        "from envfocus.papers import profile, skins",
        "from envfocus import papers",
        "import envfocus.papers.profile",
        "def late() -> None:\n    from envfocus.papers.profile import NAME",
    ],
)
def test_an_import_that_goes_up(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], line: str
) -> None:
    files = {"atomic.py": f"{line}\n", "papers/profile.py": PLAIN}
    place = f"envfocus/atomic.py:{line.count(chr(10)) + 1}"
    assert broken(tree(tmp_path, files), capsys) == [
        f"{place}: atomic imports papers, a higher layer"
    ]


def test_an_import_that_goes_down_or_stays_in_its_room(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    down = (
        "from envfocus import __version__, clock\nfrom envfocus.papers import skins\n"
    )
    files = {"papers/profile.py": down, "papers/skins.py": PLAIN}
    assert broken(tree(tmp_path, files), capsys) == []


def test_a_circle_within_a_layer(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    files = {
        "spiders/walk.py": "from envfocus.middlewares.budget import Budget\n",
        "middlewares/budget.py": "from envfocus.extensions import limits\n",
        "extensions/limits.py": PLAIN,
    }
    assert broken(tree(tmp_path, files), capsys) == []
    files["extensions/limits.py"] = "from envfocus.spiders import walk\n"
    assert broken(tree(tmp_path, files), capsys) == [
        "a circle of imports: extensions, middlewares, spiders"
    ]


def test_a_room_of_no_layer(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert broken(tree(tmp_path, {"utilities/many.py": PLAIN}), capsys) == [
        "utilities: in no layer; add it to LAYERS in scripts/house_figures.py"
    ]


def test_every_room_stands_in_one_layer() -> None:
    rooms = [room for layer in LAYERS for room in layer]
    assert len(rooms) == len(set(rooms))


def test_a_folder_without_python_is_a_wrong_argument(tmp_path: Path) -> None:
    with pytest.raises(SystemExit) as ended:
        main([str(tmp_path)])
    assert ended.value.code == 2
