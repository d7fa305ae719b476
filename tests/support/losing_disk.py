"""A disk that keeps nothing which was not brought to it: what a power cut leaves of the worst of disks.

Files live in a folder as usual, so that the program can read them back. Beside it stands what is durable: a
file's content only from its `sync` on, a name only from the `sync_folder` of its folder on. `crash` builds
the folder that the next start would find, choosing at random among what such a disk may have kept.
"""

import io
import random
from pathlib import Path
from typing import BinaryIO


class _File(io.FileIO):
    """A real file that knows its path."""

    def __init__(self, path: Path) -> None:
        super().__init__(path, "wb")
        self.path = path


class LosingDisk:
    """`root`: the folder all paths lie in. `operations`: how many there were; `cut` raises PowerCut before one."""

    def __init__(self, root: Path, cut: int | None = None) -> None:
        self.root = root
        self.cut = cut
        self.operations = 0
        self.contents: dict[
            Path, bytes
        ] = {}  # of inodes, by their newest path: what was synced
        self.durable: dict[
            Path, bytes
        ] = {}  # names that were synced, with the content their inode had then or later
        self.renamed: list[tuple[Path, Path]] = []  # since the last sync of the folder
        self.folders: set[Path] = {root}
        self.pending_folders: set[Path] = set()

    def _count(self) -> None:
        self.operations += 1
        if self.operations == self.cut:
            raise PowerCut

    def create(self, path: Path) -> BinaryIO:
        self._count()
        self.contents[path] = b""  # an unsynced file has a length at most
        return _File(path)

    def sync(self, file: BinaryIO) -> None:
        self._count()
        assert isinstance(file, _File)
        self.contents[file.path] = file.path.read_bytes()

    def rename(self, source: Path, target: Path) -> None:
        self._count()
        source.replace(target)
        self.contents[target] = self.contents.pop(source)
        self.renamed.append((source, target))

    def sync_folder(self, folder: Path) -> None:
        self._count()
        for source, target in [
            pair for pair in self.renamed if pair[1].parent == folder
        ]:
            self.durable.pop(source, None)
            self.durable[target] = self.contents[target]
            self.renamed.remove((source, target))
        self.folders |= {path for path in self.pending_folders if path.parent == folder}

    def make_folder(self, folder: Path) -> None:
        self._count()
        folder.mkdir(exist_ok=True)
        self.pending_folders.add(folder)

    def crash(self, target: Path, chance: random.Random) -> None:
        """Write what is left into `target`. A rename that was not brought to the disk may have happened or not."""
        left = dict(self.durable)
        for _, renamed in self.renamed:
            if chance.random() < 0.5:
                left[renamed] = self.contents[renamed]
        for path, data in left.items():
            if all(
                parent in self.folders
                for parent in path.parents
                if self.root in parent.parents
            ):
                place = target / path.relative_to(self.root)
                place.parent.mkdir(parents=True, exist_ok=True)
                place.write_bytes(data)


class PowerCut(BaseException):
    """The current is gone."""
