"""Crontab, environment file, Dockerfile, and the page for the people who keep the archive."""

import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from envfocus.config import SETTINGS
from envfocus.publishing.layout import Layout
from envfocus.publishing.verify import verify
from envfocus.runs.exit_codes import MEANINGS
from fixtures.server import Server
from fixtures.site import Site
from tests.support.crawls import ROOT

DEPLOY = ROOT / "deploy"
LINE = re.compile(r"(\d+) \* \* \* \* (\S+) (.*)")


def crontab() -> list[tuple[str, str, str]]:
    """Minute, user and command of each line."""
    lines = (DEPLOY / "crontab").read_text(encoding="utf-8").splitlines()
    found = [LINE.fullmatch(line) for line in lines if not re.match(r"#|[A-Z]+=", line)]
    return [(match[1], match[2], match[3]) for match in found if match]


def here(folder: Path, url: str) -> Path:
    """`deploy/envfocus.env` for a feed in `folder`, off the site at `url`."""
    text = (DEPLOY / "envfocus.env").read_text(encoding="utf-8")
    text = re.sub(
        r"^#(ENVFOCUS_METRICS_FILE)=.*$",
        rf'\1="{folder}/{{spider}}.prom"',
        text,
        flags=re.MULTILINE,
    )
    text = text.replace("/var/lib/envfocus", str(folder))
    path = folder / "envfocus.env"
    path.write_text(f'{text}\nENVFOCUS_BASE_URL="{url}"\n', encoding="utf-8")
    return path


def of_this_host(command: str, environment: Path) -> str:
    command = command.replace(
        "/etc/envfocus/envfocus.env", shlex.quote(str(environment))
    )
    command = command.replace(
        ".venv/bin/scrapy", f"{shlex.quote(sys.executable)} -m scrapy"
    )
    return command.replace("cd /opt/envfocus", f"cd {shlex.quote(str(ROOT))}")


def test_the_lines_of_the_crontab_run_in_a_shell(tmp_path: Path) -> None:
    """Each command as cron gives it to the shell, at a host's own places; the site is told who asks."""
    with Server(Site(60)) as server:
        environment = here(tmp_path, server.url)
        for _, user, command in crontab():
            assert "%" not in command  # cron makes it a line feed
            assert user == "envfocus"
            done = subprocess.run(
                [
                    "/bin/sh",
                    "-c",
                    of_this_host(command, environment) + " -s DOWNLOAD_DELAY=0",
                ],
                capture_output=True,
                text=True,
                timeout=120,
                check=False,
            )
            assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    assert verify(Layout(tmp_path / "feed")).records["articles"] == len(
        Site(60).numbers
    )
    assert [path.name for path in sorted(tmp_path.glob("*.prom"))] == [
        "articles.prom",
        "weather.prom",
    ]


def test_the_crontab_has_both_spiders_at_different_times() -> None:
    assert [command.split("crawl ")[1].split()[0] for _, _, command in crontab()] == [
        "articles",
        "weather",
    ]
    assert len({minute for minute, _, _ in crontab()}) == 2


@pytest.mark.parametrize("page", [DEPLOY / "README.md", ROOT / "README.md"])
def test_every_exit_code_is_explained(page: Path) -> None:
    told = {
        int(code)
        for code in re.findall(
            r"^\| (\d+) \|", page.read_text(encoding="utf-8"), re.MULTILINE
        )
    }
    assert told == set(MEANINGS)


def test_every_setting_of_the_host_is_one() -> None:
    read = {*(setting.variable for setting in SETTINGS), "ENVFOCUS_ENV_FILE"}
    files = ("envfocus.env", "Dockerfile", "README.md")
    named = {
        name
        for file in files
        for name in re.findall(r"\bENVFOCUS_\w+", (DEPLOY / file).read_text("utf-8"))
    }
    assert named
    assert named <= read


def dockerfile() -> str:
    return (DEPLOY / "Dockerfile").read_text(encoding="utf-8").replace("\\\n", "")


def test_the_image_is_pinned_and_not_roots() -> None:
    text = dockerfile()
    images = re.findall(r"^FROM (\S+)", text, re.MULTILINE)
    assert len(set(images)) == 1
    assert re.fullmatch(r"python:3\.\d+-slim-[a-z]+", images[0])
    assert "pip install --require-hashes" in text
    last = text.rpartition("FROM ")[2]
    assert re.search(r"^USER 10001:10001$", last, re.MULTILINE)
    assert "pip" not in last
    assert not re.search(r"^ADD|curl|wget", text, re.MULTILINE)


def test_what_the_image_copies_is_there_and_not_ignored() -> None:
    ignored = (DEPLOY / "Dockerfile.dockerignore").read_text(encoding="utf-8").split()
    copied = [
        name
        for line in re.findall(r"^COPY (?!--from)(.*)$", dockerfile(), re.MULTILINE)
        for name in line.split()[:-1]
    ]
    assert sorted(copied) == sorted(
        name[1:] for name in ignored if name.startswith("!")
    )
    assert all((ROOT / name).exists() for name in copied)


HADOLINT = shutil.which("hadolint")


@pytest.mark.skipif(not HADOLINT, reason="needs hadolint")
def test_hadolint_has_nothing_to_say() -> None:
    command = [str(HADOLINT), str(DEPLOY / "Dockerfile")]
    done = subprocess.run(
        command, capture_output=True, text=True, timeout=60, check=False
    )
    assert (done.returncode, done.stdout) == (0, "")
