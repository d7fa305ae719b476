"""Writing files so that a power cut leaves either all of one or none of it."""

import os
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path
from typing import BinaryIO, Protocol

from envfocus.exceptions import FeedError


class Disk(Protocol):
    """The few operations on which the commit order rests; a test puts a disk that loses
    writes in its place.
    """

    def create(self, path: Path) -> BinaryIO:
        """Open a new, empty file for writing."""

    def sync(self, file: BinaryIO) -> None:
        """Bring a file's content to the disk."""

    def rename(self, source: Path, target: Path) -> None:
        """Put a file in its place, over an older one."""

    def sync_folder(self, folder: Path) -> None:
        """Bring a folder's names to the disk."""

    def make_folder(self, folder: Path) -> None:
        """Create one folder."""


class RealDisk:
    """The operating system's."""

    def create(self, path: Path) -> BinaryIO:
        """Open a new, empty file for writing."""
        return path.open("wb")

    def sync(self, file: BinaryIO) -> None:
        """`flush` and `fsync`."""
        file.flush()
        os.fsync(file.fileno())

    def rename(self, source: Path, target: Path) -> None:
        """`rename(2)`."""
        source.replace(target)

    def sync_folder(self, folder: Path) -> None:
        """`fsync` of the folder."""
        handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)

    def make_folder(self, folder: Path) -> None:
        """`mkdir(2)`."""
        folder.mkdir(exist_ok=True)


def write(disk: Disk, path: Path, chunks: Iterable[bytes]) -> None:
    """Temporary file in the same folder → write → flush → fsync → rename → fsync of the
    folder.

    Raises FeedError: the file that was there before is untouched.
    """
    temporary = path.with_name(f".{path.name}.tmp")
    try:
        make_folders(disk, path.parent)
        with disk.create(temporary) as file:
            for chunk in chunks:
                file.write(chunk)
            disk.sync(file)
        disk.rename(temporary, path)
        disk.sync_folder(path.parent)
    except OSError as error:
        with suppress(OSError):
            temporary.unlink(missing_ok=True)  # it may hold the last free space
        raise FeedError(
            f"{path}: cannot be written: {error.strerror or error}"
        ) from error


def make_folders(disk: Disk, folder: Path) -> None:
    """Create a folder and those above it; each name is brought to the disk."""
    if folder.is_dir():
        return
    make_folders(disk, folder.parent)
    disk.make_folder(folder)
    disk.sync_folder(folder.parent)
