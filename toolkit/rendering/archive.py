"""Office files are zip archives: the same content should give the same bytes."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterable

FIXED_TIME = (1980, 1, 1, 0, 0, 0)
"""The earliest time that a zip archive can hold."""

_COMPRESSED = (".png", ".jpg", ".jpeg", ".gif")
_WRITTEN = re.compile(rb"(<dcterms:(?:created|modified)[^>]*>)[^<]*")


def same_bytes(data: bytes) -> bytes:
    """The archive with its parts in the same order, but without the times at which they were written."""
    with zipfile.ZipFile(io.BytesIO(data)) as source:
        return archive_of((info.filename, source.read(info)) for info in source.infolist())


def archive_of(parts: Iterable[tuple[str, bytes]]) -> bytes:
    """An archive of these named parts, the same bytes whenever and wherever it is made."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as target:
        for name, part in parts:
            if name == "docProps/core.xml":
                part = _WRITTEN.sub(rb"\g<1>2000-01-01T00:00:00Z", part)
            elif name.endswith(".xlsx"):
                part = same_bytes(part)  # the table behind a chart
            fixed = zipfile.ZipInfo(name, FIXED_TIME)
            # Pictures are compressed already.
            fixed.compress_type = zipfile.ZIP_STORED if name.endswith(_COMPRESSED) else zipfile.ZIP_DEFLATED
            # The system that wrote it is recorded too, and differs between platforms.
            fixed.create_system = 3
            target.writestr(fixed, part)
    return buffer.getvalue()
