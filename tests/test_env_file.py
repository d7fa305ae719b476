"""The env file, as systemd and Docker read it."""

from pathlib import Path

import pytest

from envfocus.env_file import VARIABLE, read_env_file
from envfocus.exceptions import ConfigurationError


def read(folder: Path, content: bytes) -> dict[str, str]:
    path = folder / "envfocus.env"
    path.write_bytes(content)
    return read_env_file({VARIABLE: str(path)})


@pytest.mark.parametrize(
    ("line", "value"),
    [
        ("A=1", "1"),
        ("A=", ""),
        ("A=a=b", "a=b"),
        ("A=a b", "a b"),
        ("A=a #b", "a #b"),
        ("A=${HOME}/x", "${HOME}/x"),
        ("A=a\\b", "a\\b"),
        ('A={"tags": 0}', '{"tags": 0}'),
        ('A="/x/y"', "/x/y"),
        ("A='a \"b\"'", 'a "b"'),
        ('A="{\\"tags\\": 0}"', '{"tags": 0}'),
        ('A="a\\nb"', "a\\nb"),
        ("A=한글", "한글"),
        ("  A = 1  ", "1"),
        ("A=1\r", "1"),
    ],
)
def test_a_line(tmp_path: Path, line: str, value: str) -> None:
    assert read(tmp_path, line.encode()) == {"A": value}


def test_a_file(tmp_path: Path) -> None:
    content = b"\xef\xbb\xbf# a comment\n\n; another\nA=1\n  \nB=2\nA=3\n#C=4\n"
    assert read(tmp_path, content) == {"A": "3", "B": "2"}


@pytest.mark.parametrize(
    "line", ["A", "export A=1", "1A=2", "=1", 'A="1', "A='1", "A='", "A=1\\", "A-B=1"]
)
def test_what_is_no_line(tmp_path: Path, line: str) -> None:
    """It is named by its number: the line can hold a password."""
    with pytest.raises(ConfigurationError) as caught:
        read(tmp_path, f"B=1\n{line}\n".encode())
    path = str(tmp_path / "envfocus.env")
    expected = f"{VARIABLE}={path!r}: line 2: expected NAME=value on one line"
    assert str(caught.value) == expected


def test_what_is_no_text(tmp_path: Path) -> None:
    with pytest.raises(ConfigurationError, match="not UTF-8 text; expected a file"):
        read(tmp_path, b"A=\xff\n")
    with pytest.raises(ConfigurationError, match="not UTF-8 text"):
        read_env_file({VARIABLE: "a\0b"})


def test_no_file_is_nothing() -> None:
    assert read_env_file({}) == {}
    assert read_env_file({VARIABLE: ""}) == {}
