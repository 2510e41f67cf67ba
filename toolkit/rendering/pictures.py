"""Pictures that authors give, as each format takes them: a broken file leaves its words, not a broken document."""

from __future__ import annotations

import hashlib
import io
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

from toolkit.content.cache import remembered
from toolkit.content.picture_files import picture_kind, read_picture_file
from toolkit.content.same import Same
from toolkit.rendering.kept import MOST_KEPT
from toolkit.rendering.outline import Callout, Card, Keep, ListNode, Node, Nodes, PictureNode, QuoteNode, TableNode

_MANY_COLOURS = 4096
_DRAWING_COLOURS = 64
_DOTS_PER_INCH = 300

__all__ = ["for_word", "picture_kind", "read_picture"]


def read_picture(node: PictureNode) -> bytes | None:
    """The picture's bytes; None when there is no such file, it is of another kind, too large, or cannot be decoded."""
    return node.data or read_picture_file(node.path)


def pictures_in(nodes: Nodes) -> Iterator[PictureNode]:
    """The pictures from files among the nodes and within them."""
    for node in nodes:
        match node:
            case PictureNode(data=b""):
                yield node
            case ListNode(items=items):
                for item in items:
                    yield from pictures_in(item)
            case TableNode(rows=rows):
                for row in rows:
                    for cell in row:
                        yield from pictures_in(cell.body)
            case Callout(body=body) | QuoteNode(body=body) | Keep(body=body):
                yield from pictures_in(body)


@lru_cache(maxsize=MOST_KEPT)
def files_of(node: Same[Node]) -> tuple[PictureNode, ...]:
    """The pictures from files in a node that has come before, and will again."""
    return tuple(pictures_in((node.value,)))


@lru_cache(maxsize=MOST_KEPT)
def shows_files(card: Same[Card]) -> bool:
    """Whether a slide that comes again shows pictures from files, which may have changed since."""
    one = card.value
    bodies = (one.body, one.notes, *(column for _, column in one.columns))
    return any(True for body in bodies for _ in pictures_in(body))


def state_of(picture: PictureNode) -> tuple[str, int, int]:
    """What changes when the picture's file does."""
    try:
        status = picture.path.stat()
    except OSError:
        return str(picture.path), 0, 0
    return str(picture.path), status.st_mtime_ns, status.st_size


def for_word(data: bytes, path: Path, width_mm: float = 0) -> bytes:
    """The picture as Word takes it: SVG and WebP become PNG, all others stay. An SVG that is shown `width_mm` wide is
    drawn for that width."""
    match picture_kind(path):
        case "image/svg+xml":
            return _png_of(data, round(width_mm / 25.4 * _DOTS_PER_INCH))
        case "image/webp":
            from PIL import Image

            buffer = io.BytesIO()
            Image.open(io.BytesIO(data)).save(buffer, "PNG")
            return buffer.getvalue()
        case _:
            return data


@lru_cache(maxsize=64)
def _png_of(svg: bytes, width_px: int) -> bytes:
    """The same sign stands on many pages, and in many sessions."""
    from importlib.metadata import version

    from toolkit.rendering.charts.png import draw_png

    digest = hashlib.sha256(svg).hexdigest()
    names = (version("typst"), version("pillow"), str(width_px))
    return remembered("png", digest, names, lambda: _small(draw_png(svg.decode("utf-8", "replace")), width_px))


def _small(png: bytes, width_px: int) -> bytes:
    """A drawing at its size: one of few colours takes a third of the room when its file says so. What is see-through
    stays so. Without a width, as large as it is."""
    from PIL import Image

    with Image.open(io.BytesIO(png)) as picture:
        drawn = picture.convert("RGBA")
        if drawn.getcolors(_MANY_COLOURS) is None:
            return png
    if 0 < width_px < drawn.width:
        drawn = drawn.resize((width_px, max(1, round(drawn.height * width_px / drawn.width))), Image.Resampling.LANCZOS)
    few = drawn.quantize(_DRAWING_COLOURS, Image.Quantize.FASTOCTREE, dither=Image.Dither.NONE)
    buffer = io.BytesIO()
    few.save(buffer, "PNG")
    return buffer.getvalue()
