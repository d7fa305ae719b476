"""Lines of a part: their seq, their compression."""

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, BinaryIO

import orjson

from envfocus.exceptions import FeedError

try:
    from compression import zstd  # type: ignore[import-not-found,unused-ignore]
except ImportError:
    from backports import zstd

_NO_SEQ = b'"seq":null,'


def numbered(line: bytes, seq: int) -> bytes:
    """A line of the ledger with its seq. The fields before it hold no text of a page."""
    return line.replace(_NO_SEQ, b'"seq":%d,' % seq, 1)


def unnumbered(line: bytes, seq: int) -> bytes:
    """The reverse."""
    return line.replace(b'"seq":%d,' % seq, _NO_SEQ, 1)


def is_of(line: bytes, key: str) -> bool:
    """Whether a line is one of a key; in a text, the quotation marks are escaped."""
    return f'"key":"{key}"'.encode() in line


def schema_named(line: bytes) -> str:
    """The schema that a line names; it stands first."""
    return line.split(b'"', 4)[3].decode()


def packed(lines: Iterable[bytes], compression: str | None) -> Iterator[bytes]:
    """The bytes of a part's file; a whole part is one zstd frame with a checksum."""
    if compression is None:
        yield from lines
        return
    compressor = zstd.ZstdCompressor(
        options={zstd.CompressionParameter.checksum_flag: 1}
    )
    for line in lines:
        chunk = compressor.compress(line)
        if chunk:
            yield chunk
    yield compressor.flush()


def unpacked(path: Path) -> Iterator[bytes]:
    """The lines of a part's file. Raises FeedError where it is torn or no zstd."""
    try:
        with _opened(path) as file:
            for number, line in enumerate(file, start=1):
                if not line.endswith(b"\n"):
                    raise FeedError(f"{path}: line {number}: torn, it has no end")
                yield line
    except (OSError, EOFError, zstd.ZstdError) as error:
        raise FeedError(f"{path}: cannot be read: {error}") from error


def _opened(path: Path) -> BinaryIO:
    if path.suffix == ".zst":
        file: BinaryIO = zstd.open(path)
        return file
    return path.open("rb")


def parsed(line: bytes, where: str) -> dict[str, Any]:
    """A line as an object. Raises FeedError."""
    try:
        record = orjson.loads(line)
    except orjson.JSONDecodeError as error:
        raise FeedError(f"{where}: no JSON: {error}") from error
    if not isinstance(record, dict):
        raise FeedError(f"{where}: no JSON object")
    return record
