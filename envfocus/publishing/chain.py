"""The manifests of a stream, one after the other, each naming the one before it."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from envfocus.exceptions import FeedError
from envfocus.publishing.layout import Layout, seqs_named
from envfocus.publishing.manifest import MANIFEST_FORM, loads, sha256


@dataclass(frozen=True, slots=True)
class ManifestFile:
    """A manifest as read: its path, its content, its hash and those that it replaced."""

    path: Path
    content: dict[str, Any]
    hashes: frozenset[str]

    @property
    def resource(self) -> dict[str, Any]:
        """What it says of the file of lines."""
        resource: dict[str, Any] = self.content["resources"][0]
        return resource

    @property
    def data(self) -> Path:
        """The file of lines."""
        return self.path.with_name(self.resource["path"])

    @property
    def first_seq(self) -> int:
        """Seq of the first line."""
        return int(self.content["first_seq"])

    @property
    def last_seq(self) -> int:
        """Seq of the last line."""
        return int(self.content["last_seq"])


def manifests(layout: Layout, stream: str) -> Iterator[ManifestFile]:
    """The manifests of a stream in their order. Raises FeedError where the chain is
    broken.
    """
    before: ManifestFile | None = None
    for path in layout.manifests(stream):
        manifest = _read(path)
        _check_name(manifest)
        _check_seq(manifest, before)
        _check_place(manifest)
        _check_previous(layout, manifest, before)
        yield manifest
        before = manifest


def _read(path: Path) -> ManifestFile:
    content = loads(path, MANIFEST_FORM)
    replaced = {entry["manifest"] for entry in content.get("replaces") or ()}
    own = sha256(path.read_bytes())
    return ManifestFile(path, content, frozenset({own, *replaced}))


def _check_name(manifest: ManifestFile) -> None:
    """Its name says from which seq to which its part goes."""
    first_seq = manifest.first_seq
    last_seq = manifest.last_seq
    if seqs_named(manifest.path) != (first_seq, last_seq):
        raise FeedError(
            f"{manifest.path}: its name is not its seq {first_seq}–{last_seq}"
        )


def _check_seq(manifest: ManifestFile, before: ManifestFile | None) -> None:
    """Its part begins where the one before it ends."""
    expected = 1
    if before is not None:
        expected = before.last_seq + 1
    if manifest.first_seq != expected:
        raise FeedError(
            f"{manifest.path}: begins at seq {manifest.first_seq},"
            f" expected {expected}: a part is missing or doubled"
        )


def _check_place(manifest: ManifestFile) -> None:
    """It lies in the folder of its stream, beside the lines of its own part."""
    path = manifest.path
    stream = manifest.content["stream"]
    data = manifest.data.name
    part, _, _ = path.name.partition(".")
    if stream != path.parent.parent.name or not data.startswith(part):
        raise FeedError(f"{path}: is of another part: {stream}, {data}")


def _check_previous(
    layout: Layout, manifest: ManifestFile, before: ManifestFile | None
) -> None:
    """It names the one before it, as that is or as it was before it was replaced."""
    previous = manifest.content["previous"]
    if before is None:
        if previous is not None:
            raise FeedError(f"{manifest.path}: the manifest before it is missing")
        return
    if previous is None:
        raise FeedError(f"{manifest.path}: names no previous manifest")
    same_path = previous["path"] == layout.relative(before.path)
    if not same_path or previous["hash"] not in before.hashes:
        raise FeedError(
            f"{manifest.path}: the chain is broken:"
            f" {before.path} has another hash than {previous['hash']}"
        )
