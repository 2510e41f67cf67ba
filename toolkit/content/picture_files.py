"""Picture files: which kinds there are, and whether one can be decoded to its end."""

from __future__ import annotations

import io
from pathlib import Path

PICTURE_KINDS: dict[str, str] = {
    ".png": "image/png",
    ".jpg": "image/jpeg",
    ".jpeg": "image/jpeg",
    ".gif": "image/gif",
    ".webp": "image/webp",
    ".svg": "image/svg+xml",
}
"""File ending → media type of what documents and slides can show."""

MOST_PICTURE_BYTES = 20_000_000

_DECODED = ("PNG", "JPEG", "GIF", "WEBP")
"""What is decoded, whatever a file calls itself: for other formats Pillow may start other programs (EPS)."""


def picture_kind(path: Path) -> str:
    """Media type by the file's ending; "" for what cannot be shown."""
    return PICTURE_KINDS.get(path.suffix.lower(), "")


def read_picture_file(path: Path) -> bytes | None:
    """The file's bytes; None when it cannot be read, is of another kind, too large, or cannot be decoded."""
    kind = picture_kind(path)
    try:
        if not kind or path.stat().st_size > MOST_PICTURE_BYTES:
            return None
        data = path.read_bytes()
    except OSError:
        return None
    return data if is_whole_picture(data, kind) else None


def is_whole_picture(data: bytes, kind: str) -> bool:
    """Whether the file can be decoded to its end."""
    if kind == "image/svg+xml":
        from lxml import etree  # type: ignore[import-untyped]

        try:
            root = etree.fromstring(data, etree.XMLParser(resolve_entities=False, no_network=True))
        except etree.XMLSyntaxError:
            return False
        return str(root.tag).endswith("svg")
    from PIL import Image

    try:
        with Image.open(io.BytesIO(data), formats=_DECODED) as picture:
            picture.load()
    except (OSError, ValueError, SyntaxError, EOFError, Image.DecompressionBombError):
        return False
    return True
