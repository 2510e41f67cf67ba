"""Pictures that authors give, as each format takes them: a broken file leaves its words, not a broken document."""

from __future__ import annotations

import hashlib
import io
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

from toolkit.content.cache import remembered
from toolkit.content.picture_files import picture_kind, read_picture_file
from toolkit.rendering.outline import Callout, Keep, ListNode, Nodes, PictureNode, QuoteNode, TableNode

_MANY_COLOURS = 4096
_DRAWING_COLOURS = 64

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


def state_of(picture: PictureNode) -> tuple[str, int, int]:
    """What changes when the picture's file does."""
    try:
        status = picture.path.stat()
    except OSError:
        return str(picture.path), 0, 0
    return str(picture.path), status.st_mtime_ns, status.st_size


def for_word(data: bytes, path: Path) -> bytes:
    """The picture as Word takes it: SVG and WebP become PNG, all others stay."""
    match picture_kind(path):
        case "image/svg+xml":
            return _png_of(data)
        case "image/webp":
            from PIL import Image

            buffer = io.BytesIO()
            Image.open(io.BytesIO(data)).save(buffer, "PNG")
            return buffer.getvalue()
        case _:
            return data


@lru_cache(maxsize=64)
def _png_of(svg: bytes) -> bytes:
    """The same sign stands on many pages, and in many sessions."""
    from importlib.metadata import version

    from toolkit.rendering.charts.png import draw_png

    digest = hashlib.sha256(svg).hexdigest()
    return remembered(
        "png", digest, (version("typst"),), lambda: _few_colours(draw_png(svg.decode("utf-8", "replace")))
    )


def _few_colours(png: bytes) -> bytes:
    """A drawing has few colours, and its file a third of the size when it says so. What is see-through stays so."""
    from PIL import Image

    with Image.open(io.BytesIO(png)) as picture:
        colours, resolution = picture.convert("RGBA").getcolors(_MANY_COLOURS), picture.info.get("dpi")
        if colours is None:
            return png
        few = picture.convert("RGBA").quantize(_DRAWING_COLOURS, Image.Quantize.FASTOCTREE, dither=Image.Dither.NONE)
    buffer = io.BytesIO()
    few.save(buffer, "PNG", **({"dpi": resolution} if resolution else {}))
    return buffer.getvalue()
