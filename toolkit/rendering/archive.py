"""Office files are zip archives: the same content should give the same bytes."""

from __future__ import annotations

import io
import re
import zipfile

FIXED_TIME = (1980, 1, 1, 0, 0, 0)
"""The earliest time that a zip archive can hold."""

_WRITTEN = re.compile(rb"(<dcterms:(?:created|modified)[^>]*>)[^<]*")


def same_bytes(data: bytes) -> bytes:
    """The archive with its parts in the same order, but without the times at which they were written."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as source, zipfile.ZipFile(buffer, "w") as target:
        for info in source.infolist():
            part = source.read(info)
            if info.filename == "docProps/core.xml":
                part = _WRITTEN.sub(rb"\g<1>2000-01-01T00:00:00Z", part)
            elif info.filename.endswith(".xlsx"):
                part = same_bytes(part)  # the table behind a chart
            fixed = zipfile.ZipInfo(info.filename, FIXED_TIME)
            fixed.compress_type = zipfile.ZIP_DEFLATED
            # The system that wrote it is recorded too, and differs between platforms.
            fixed.create_system = 3
            target.writestr(fixed, part)
    return buffer.getvalue()
