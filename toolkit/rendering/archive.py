"""Office files are zip archives: the same content should give the same bytes."""

from __future__ import annotations

import io
import re
import struct
import zipfile
import zlib
from collections.abc import Iterable
from functools import lru_cache

FIXED_TIME = (1980, 1, 1, 0, 0, 0)
"""The earliest time that a zip archive can hold."""

_HEAD = struct.Struct("<4s5H3I2H").pack
_ENTRY = struct.Struct("<4s2B5H3I5H2I").pack
_END = struct.Struct("<4s4H2IH").pack
_FIRST_DAY = 1 << 5 | 1
"""The day of `FIXED_TIME`; midnight is 0."""
_VERSION, _UNIX, _UTF8, _READ_WRITE = 20, 3, 0x800, 0o600
_MOST_BYTES, _MOST_PARTS = (1 << 31) - 1, 65535
_MOST_KEPT, _LONG = 1000, 65536
"""Parts of office files that a process keeps, and from what size on it keeps none."""

_COMPRESSED = (".png", ".jpg", ".jpeg", ".gif")
_WRITTEN = re.compile(rb"(<dcterms:(?:created|modified)[^>]*>)[^<]*")


def same_bytes(data: bytes) -> bytes:
    """The archive with its parts in the same order, but without the times at which they were written."""
    with zipfile.ZipFile(io.BytesIO(data)) as source:
        return archive_of((info.filename, source.read(info)) for info in source.infolist())


def archive_of(parts: Iterable[tuple[str, bytes]], *, reuse: bool = False) -> bytes:
    """An archive of these named parts, the same bytes whenever and wherever it is made. `reuse` is for processes that
    write many which are much alike: parts that come again are not compressed again."""
    compress = _compressed_before if reuse else _compressed
    out, directory = bytearray(), bytearray()
    count = 0
    for count, (name, part) in enumerate(parts, start=1):
        if name == "docProps/core.xml":
            part = _WRITTEN.sub(rb"\g<1>2000-01-01T00:00:00Z", part)
        elif name.endswith(".xlsx"):
            part = same_bytes(part)  # the table behind a chart
        # Pictures are compressed already.
        stored = name.endswith(_COMPRESSED)
        data, checksum = (part, zlib.crc32(part)) if stored else (compress if len(part) < _LONG else _compressed)(part)
        if len(out) + len(data) > _MOST_BYTES or count >= _MOST_PARTS:
            raise ValueError("larger than an office file can be")
        written = name.encode()
        flags = 0 if name.isascii() else _UTF8
        method = zipfile.ZIP_STORED if stored else zipfile.ZIP_DEFLATED
        about = (_VERSION, flags, method, 0, _FIRST_DAY, checksum, len(data), len(part), len(written), 0)
        # The system that wrote it is recorded too, and differs between platforms.
        directory += _ENTRY(b"PK\x01\x02", _VERSION, _UNIX, *about, 0, 0, 0, _READ_WRITE << 16, len(out)) + written
        out += _HEAD(b"PK\x03\x04", *about) + written
        out += data
    end = _END(b"PK\x05\x06", 0, 0, count, count, len(directory), len(out), 0)
    return bytes(out + directory) + end


def _compressed(part: bytes) -> tuple[bytes, int]:
    """The part as an archive holds it, and its checksum."""
    packer = zlib.compressobj(zlib.Z_DEFAULT_COMPRESSION, zlib.DEFLATED, -15)
    return packer.compress(part) + packer.flush(), zlib.crc32(part)


_compressed_before = lru_cache(maxsize=_MOST_KEPT)(_compressed)
