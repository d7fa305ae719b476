"""The env file: variables in a file, for those who cannot or will not export them.

The format is what systemd's `EnvironmentFile=` and Docker's `--env-file` share: a
`NAME=value` a line, `#` at the start of a line for a comment, nothing expanded. Where
they differ, systemd's way holds: quotes around the whole value come off, `;` comments
too. (python-dotenv cuts a value at ` #` and takes `export`, which neither does.)
"""

import re
from collections.abc import Mapping
from pathlib import Path

from envfocus.exceptions import ConfigurationError

VARIABLE = "ENVFOCUS_ENV_FILE"
"""The variable of the environment that names the file."""

_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]*", re.ASCII)
_ESCAPED = re.compile(r'\\(["\\`$])')
"""What a backslash protects between double quotes."""


def read_env_file(environ: Mapping[str, str]) -> dict[str, str]:
    """The variables in the file that `environ` names; none where it names no file.

    Raises ConfigurationError for a file that cannot be read as one. Its content is not
    shown: other lines can hold passwords.
    """
    path = environ.get(VARIABLE, "")
    if not path:
        return {}
    lines = _text_of(path).split("\n")
    variables = {}
    for number, line in enumerate(lines, 1):
        stripped = line.strip()
        if not stripped or stripped[0] in "#;":
            continue
        name, equals, value = stripped.partition("=")
        name, value = name.strip(), value.strip()
        if not equals or not _NAME.fullmatch(name) or not _is_whole(value):
            raise ConfigurationError(
                f"{VARIABLE}={path!r}: line {number}: expected NAME=value on one line"
            )
        variables[name] = _unquoted(value)
    return variables


def _text_of(path: str) -> str:
    try:
        return Path(path).read_text(encoding="utf-8-sig")
    except OSError as error:
        problem = error.strerror or str(error)
    except ValueError:  # not UTF-8, or a NUL character in the name
        problem = "not UTF-8 text"
    raise ConfigurationError(
        f"{VARIABLE}={path!r}: {problem}; expected a file of NAME=value lines"
    )


def _is_whole(value: str) -> bool:
    """Whether a value ends on its line: a quote is closed, no backslash at the end."""
    if value[:1] in {"'", '"'}:
        return len(value) > 1 and value[-1] == value[0]
    return not value.endswith("\\")


def _unquoted(value: str) -> str:
    if value[:1] == "'":
        return value[1:-1]
    if value[:1] == '"':
        return _ESCAPED.sub(r"\1", value[1:-1])
    return value
