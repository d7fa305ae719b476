"""An element → the lines and pictures that a reader sees, in their order."""

import base64
import binascii
import hashlib
import re
from dataclasses import dataclass, field

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
_LONGEST_CAPTION, _CAPTION_LINES = 300, 2
_MANY_FRAMES = 20
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


@dataclass(slots=True)
class Reading:
    """Lines (str) and photos in the order of the page. Blocks and `<br>` end a line;
    inline elements do not.

    `flags`: `caption:frame_text` for each frame that holds more text than a caption
    has.
    """

    parts: list[str | Photo] = field(default_factory=list)
    flags: list[str] = field(default_factory=list)
    _line: list[str] = field(default_factory=list)
    _waiting: list[Photo] = field(default_factory=list)

    def add(self, text: str) -> None:
        """Continue the line."""
        self._line.append(text)

    def picture(self, photo: Photo) -> None:
        """A picture inside a line stands behind it; a picture before a line stands
        before it.
        """
        if fold("".join(self._line)):
            self._waiting.append(photo)
        else:
            self.parts.append(photo)

    def end_line(self) -> None:
        """Close the line; an empty one vanishes."""
        if not self._line:  # nothing waits for a line that has not begun
            return
        if line := fold("".join(self._line)):
            self.parts.append(line)
        self.parts += self._waiting
        self._line.clear()
        self._waiting.clear()


def read(
    root: LexborNode, page_url: str, furniture: Furniture, *, framed: bool = True
) -> Reading:
    """Walk an element in document order. The stack is our own: pages can nest deeper
    than Python recurses.

    `framed`: whether frames around pictures are read as captions.
    """
    reading = Reading()
    frames = _around_pictures(root) if framed else set()
    stack: list[LexborNode | None] = _children(root)
    while stack:
        node = stack.pop()
        if node is None:  # the end of a block
            reading.end_line()
        elif (tag := node.tag or "-") == "-text":
            reading.add(node.text_content or "")
        elif not _leaf(node, tag, reading, page_url, frames, furniture):
            if tag in _BLOCKS:
                reading.end_line()
                stack.append(None)
            stack += _children(node)
    reading.end_line()
    return reading


def lines(root: LexborNode, furniture: Furniture) -> tuple[str, ...]:
    """The lines of an element without its pictures."""
    parts = read(root, "", furniture).parts
    return tuple(part for part in parts if isinstance(part, str))


def _children(node: LexborNode) -> list[LexborNode | None]:
    children: list[LexborNode | None] = [*node.iter(include_text=True)]
    return children[::-1]


def _around_pictures(root: LexborNode) -> set[int]:
    """Elements that hold a picture; every element is climbed to once."""
    around: set[int] = {root.mem_id}
    for image in root.css("img"):
        parent = image.parent
        while parent is not None and parent.mem_id not in around:
            around.add(parent.mem_id)
            parent = parent.parent
    return around


def _leaf(
    node: LexborNode,
    tag: str,
    reading: Reading,
    page_url: str,
    frames: set[int],
    furniture: Furniture,
) -> bool:
    """Handle what is not walked into: hidden elements, line breaks, pictures, rows of a
    table.
    """
    if tag == "br":
        reading.end_line()
        return True
    if tag == "img":
        reading.picture(_photo(node, page_url, None))
        return True
    if tag in _HIDDEN or tag[0] == "-":
        return True
    frame = tag == "figure"
    if attributes := node.attributes:
        classes = (attributes.get("class") or "").split()
        if _is_hidden(attributes, classes, furniture):
            return True
        frame = frame or not furniture.caption_frames.isdisjoint(classes)
    if frame and node.mem_id in frames:
        return _frame(node, reading, page_url, furniture)
    return tag == "tr" and _table_row(node, reading, furniture)


def _is_hidden(
    attributes: dict[str, str | None], classes: list[str], furniture: Furniture
) -> bool:
    if classes and (
        not furniture.classes.isdisjoint(classes)
        or any(name.startswith(furniture.class_prefixes) for name in classes)
    ):
        return True
    if "style" in attributes and _NOT_SHOWN.search(attributes["style"] or ""):
        return True
    return "hidden" in attributes


def _frame(
    node: LexborNode, reading: Reading, page_url: str, furniture: Furniture
) -> bool:
    """A frame holds pictures and one caption: that of the last picture. False: more
    text than that, so no frame.
    """
    if (
        len(reading.flags) >= _MANY_FRAMES
    ):  # frames in frames would be read again at every level
        return False
    texts = [
        part
        for part in read(node, page_url, furniture, framed=False).parts
        if isinstance(part, str)
    ]
    if len(texts) > _CAPTION_LINES or sum(map(len, texts)) > _LONGEST_CAPTION:
        reading.flags.append("caption:frame_text")
        return False
    reading.end_line()
    *others, last = node.css("img")
    for image in others:
        reading.picture(_photo(image, page_url, None))
    reading.picture(_photo(last, page_url, " ".join(texts)))
    reading.end_line()
    return True


def _table_row(node: LexborNode, reading: Reading, furniture: Furniture) -> bool:
    cells = _cells(node, furniture)
    if cells:
        reading.end_line()
        reading.add(" | ".join(cells))
        reading.end_line()
    return bool(cells)


def _cells(row: LexborNode, furniture: Furniture) -> list[str]:
    """Cells of a data row; none for a table that only lays out pictures, other tables
    or one column of text.
    """
    if row.css_first("img, table") is not None:
        return []
    cells = [
        " ".join(lines(cell, furniture))
        for cell in row.iter()
        if cell.tag in {"td", "th"}
    ]
    return cells if len(cells) > 1 else []


def _photo(image: LexborNode, page_url: str, frame_text: str | None) -> Photo:
    words = (attribute(image, name) for name in ("title", "alt"))
    named = next(
        (word for word in words if word and not _FILE_NAME.fullmatch(word)), None
    )
    caption = frame_text or named
    return Photo(
        _address(attribute(image, "src", "data-src") or "", page_url),
        strip_mark(caption) if caption else None,
    )


def strip_mark(caption: str) -> str:
    """A caption without the triangle that marks it."""
    return caption.removeprefix("▲").strip()


def _address(source: str, page_url: str) -> str | None:
    match = _INLINE_PICTURE.match(source)
    if match is None:
        return resolve(source, page_url) if source else None
    try:
        data = base64.b64decode("".join(match[2].split()), validate=True)
    except (binascii.Error, ValueError):
        return None
    digest = (
        base64.urlsafe_b64encode(hashlib.sha256(data).digest()).decode().rstrip("=")
    )
    return f"ni:///sha-256;{digest}?ct={match[1].lower()}"
