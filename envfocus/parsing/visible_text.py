"""An element → the lines and pictures that a reader sees, in their order."""

import base64
import binascii
import hashlib
import re
from dataclasses import dataclass

from selectolax.lexbor import LexborNode

from envfocus.papers.cms import Furniture
from envfocus.parsing.document import attribute, fold
from envfocus.parsing.links import resolve

_BLOCKS = frozenset(
    "address article blockquote center dd div dl dt fieldset figcaption figure footer h1 h2 h3 h4 h5 h6 header hr li"
    " main ol p pre section table tbody td tfoot th thead tr ul".split()
)
_HIDDEN = frozenset(
    "button embed form head iframe input link math meta noscript object script select style svg template textarea"
    " video".split()
)
_NOT_SHOWN = re.compile(r"display\s*:\s*none", re.IGNORECASE)
_MAX_CAPTION = 300
_MAX_CAPTION_LINES = 2
_MAX_FRAMES = 20
"""Characters and lines of a caption, and frames of a body that turned out to be none."""

_FILE_NAME = re.compile(r"\S+\.(?:jpe?g|png|gif|webp|bmp)", re.IGNORECASE)
_INLINE_PICTURE = re.compile(
    r"data:(image/[\w.+-]{1,40});base64,(.*)", re.DOTALL | re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Photo:
    """A picture. `url`: absolute, or an RFC 6920 name for one that stands in the page
    itself; None: unreadable.
    """

    url: str | None
    caption: str | None


@dataclass(frozen=True, slots=True)
class Reading:
    """Lines (str) and photos in the order of the page.

    `flags`: `caption:frame_text` for each frame that holds more text than a caption
    has.
    """

    parts: list[str | Photo]
    flags: list[str]


def read(
    root: LexborNode, page_url: str, furniture: Furniture, *, framed: bool = True
) -> Reading:
    """Read an element in document order. Blocks and `<br>` end a line; inline elements
    do not.

    `framed`: whether frames around pictures are read as captions.
    """
    frames: set[int] = set()
    if framed:
        frames = _around_pictures(root)
    reader = _Reader(page_url, furniture, frames)
    reader.walk(root)
    return Reading(reader.parts, reader.flags)


def lines(
    root: LexborNode, furniture: Furniture, *, framed: bool = True
) -> tuple[str, ...]:
    """The lines of an element without its pictures."""
    reading = read(root, "", furniture, framed=framed)
    return tuple(part for part in reading.parts if isinstance(part, str))


class _Reader:
    """Walks through an element. `frames`: elements that may be frames of pictures."""

    def __init__(self, page_url: str, furniture: Furniture, frames: set[int]) -> None:
        self.parts: list[str | Photo] = []
        self.flags: list[str] = []
        self._page_url = page_url
        self._furniture = furniture
        self._frames = frames
        self._line: list[str] = []
        self._waiting: list[Photo] = []

    def walk(self, root: LexborNode) -> None:
        """Read what is in an element. The stack is our own: pages can nest deeper than
        Python recurses.
        """
        stack = _children(root)
        while stack:
            node = stack.pop()
            if node is None:  # the end of a block
                self._end_line()
                continue
            tag = node.tag or "-"
            if tag == "-text":
                self._line.append(node.text_content or "")
            elif not self._is_read(node, tag):
                if tag in _BLOCKS:
                    self._end_line()
                    stack.append(None)
                stack += _children(node)
        self._end_line()

    def _is_read(self, node: LexborNode, tag: str) -> bool:
        """Read what is not walked into: hidden elements, line breaks, pictures, frames,
        rows of a table. False: it is none of these.
        """
        if tag == "br":
            self._end_line()
            return True
        if tag == "img":
            self._add_picture(_photo(node, self._page_url, None))
            return True
        if tag in _HIDDEN or tag[0] == "-":
            return True
        frame = tag == "figure"
        attributes = node.attributes
        if attributes:
            classes = (attributes.get("class") or "").split()
            if _is_hidden(attributes, classes, self._furniture):
                return True
            frame = frame or not self._furniture.caption_frames.isdisjoint(classes)
        if frame and node.mem_id in self._frames:
            return self._read_frame(node)
        return tag == "tr" and self._read_table_row(node)

    def _read_frame(self, node: LexborNode) -> bool:
        """A frame holds pictures and one caption: that of the last picture. False: more
        text than that, so no frame.
        """
        # frames in frames would be read again at every level
        if len(self.flags) >= _MAX_FRAMES:
            return False
        texts = lines(node, self._furniture, framed=False)
        length = sum(map(len, texts))
        if len(texts) > _MAX_CAPTION_LINES or length > _MAX_CAPTION:
            self.flags.append("caption:frame_text")
            return False
        self._end_line()
        *others, last = node.css("img")
        for image in others:
            self._add_picture(_photo(image, self._page_url, None))
        caption = " ".join(texts)
        self._add_picture(_photo(last, self._page_url, caption))
        self._end_line()
        return True

    def _read_table_row(self, node: LexborNode) -> bool:
        """A row of data is one line. False: it is no such row."""
        cells = _cells(node, self._furniture)
        if not cells:
            return False
        self._end_line()
        self._line.append(" | ".join(cells))
        self._end_line()
        return True

    def _add_picture(self, photo: Photo) -> None:
        """A picture inside a line stands behind it; a picture before a line stands
        before it.
        """
        if fold("".join(self._line)):
            self._waiting.append(photo)
        else:
            self.parts.append(photo)

    def _end_line(self) -> None:
        """Close the line; an empty one vanishes."""
        if not self._line:  # nothing waits for a line that has not begun
            return
        line = fold("".join(self._line))
        if line:
            self.parts.append(line)
        self.parts += self._waiting
        self._line.clear()
        self._waiting.clear()


def _children(node: LexborNode) -> list[LexborNode | None]:
    """The children of an element, the last first."""
    children: list[LexborNode | None] = []
    children += node.iter(include_text=True)
    children.reverse()
    return children


def _around_pictures(root: LexborNode) -> set[int]:
    """Elements that hold a picture; every element is climbed to once."""
    around: set[int] = {root.mem_id}
    for image in root.css("img"):
        parent = image.parent
        while parent is not None and parent.mem_id not in around:
            around.add(parent.mem_id)
            parent = parent.parent
    return around


def _is_hidden(
    attributes: dict[str, str | None], classes: list[str], furniture: Furniture
) -> bool:
    """Whether a reader of the article does not see an element."""
    if classes and _is_furniture(classes, furniture):
        return True
    style = attributes.get("style")
    if style and _NOT_SHOWN.search(style):
        return True
    return "hidden" in attributes


def _is_furniture(classes: list[str], furniture: Furniture) -> bool:
    """Whether classes are those of what is no text of the article."""
    if not furniture.classes.isdisjoint(classes):
        return True
    return any(name.startswith(furniture.class_prefixes) for name in classes)


def _cells(row: LexborNode, furniture: Furniture) -> list[str]:
    """Cells of a data row; none for a table that only lays out pictures, other tables
    or one column of text.
    """
    if row.css_first("img, table") is not None:
        return []
    cells = [cell for cell in row.iter() if cell.tag in {"td", "th"}]
    if len(cells) < 2:
        return []
    return [" ".join(lines(cell, furniture)) for cell in cells]


def _photo(image: LexborNode, page_url: str, frame_text: str | None) -> Photo:
    """A picture with the caption of its frame, or with its own."""
    source = attribute(image, "src", "data-src") or ""
    caption = frame_text or _own_caption(image)
    if caption is not None:
        caption = strip_mark(caption)
    return Photo(_address(source, page_url), caption)


def _own_caption(image: LexborNode) -> str | None:
    """What the picture itself says, unless it is the name of its file."""
    for name in ("title", "alt"):
        words = attribute(image, name)
        if words is not None and not _FILE_NAME.fullmatch(words):
            return words
    return None


def strip_mark(caption: str) -> str:
    """A caption without the triangle that marks it."""
    return caption.removeprefix("▲").strip()


def _address(source: str, page_url: str) -> str | None:
    """The address of a picture, absolute; None: it has none."""
    match = _INLINE_PICTURE.match(source)
    if match is not None:
        return _inline_address(match[1], match[2])
    if not source:
        return None
    return resolve(source, page_url)


def _inline_address(media_type: str, data: str) -> str | None:
    """The RFC 6920 name of a picture that stands in the page itself."""
    try:
        packed = "".join(data.split())
        picture = base64.b64decode(packed, validate=True)
    except (binascii.Error, ValueError):
        return None
    digest = hashlib.sha256(picture).digest()
    name = base64.urlsafe_b64encode(digest).decode()
    return f"ni:///sha-256;{name.rstrip('=')}?ct={media_type.lower()}"
