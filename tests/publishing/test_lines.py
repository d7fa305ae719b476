"""Lines of a part: their seq, their compression, what they name."""

from backports import zstd

from envfocus.publishing.lines import (
    is_of,
    numbered,
    packed,
    schema_named,
    unnumbered,
)

LINE = b'{"schema":"article-1.1.0","seq":null,"op":"upsert","key":"p:a10"}\n'


def test_a_line_gets_its_seq_and_loses_it() -> None:
    with_seq = numbered(LINE, 7)
    assert with_seq == LINE.replace(b"null", b"7")
    assert unnumbered(with_seq, 7) == LINE


def test_only_the_first_seq_is_the_lines() -> None:
    twice = LINE.replace(b"}", b',"seq":null,"x":1}')
    assert numbered(twice, 7).count(b"null") == 1
    assert unnumbered(numbered(twice, 7), 7) == twice


def test_what_a_line_names() -> None:
    assert schema_named(LINE) == "article-1.1.0"
    assert is_of(LINE, "p:a10")
    assert not is_of(LINE, "p:a1")


def test_a_compressed_part_is_one_frame_with_a_checksum() -> None:
    lines = [LINE] * 1000
    frame = b"".join(packed(lines, "zstd"))
    assert zstd.decompress(frame) == b"".join(lines)
    assert zstd.get_frame_size(frame) == len(frame)
    assert frame[4] & 4  # Content_Checksum_flag, RFC 8878, section 3.1.1.1.1


def test_a_plain_part_is_its_lines() -> None:
    assert list(packed([LINE, LINE], None)) == [LINE, LINE]
