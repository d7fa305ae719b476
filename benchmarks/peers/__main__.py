"""`python -m benchmarks.peers dates`: make the environment of a group of peers."""

import argparse
import subprocess
import sys

from benchmarks.peers import environment


def main() -> int:
    """Make the environment; 1 where it could not be made."""
    parser = argparse.ArgumentParser(
        prog="benchmarks.peers", description="Make the environment of a group of peers."
    )
    parser.add_argument("group", choices=environment.groups())
    group = parser.parse_args().group
    try:
        environment.make(group)
    except subprocess.CalledProcessError as error:
        sys.stderr.write(
            f".bench/{group}: not made, {error.cmd[2]} ended with code {error.returncode} (see above)\n"
        )
        return 1
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
