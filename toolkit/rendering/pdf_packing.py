"""PDF files in less room: their small objects, thousands of tags above all, packed together into compressed streams.

Typst writes each on its own and as plain text, which is half of a tagged file. Object streams are part of PDF since
version 1.5 and of what PDF/UA-1 allows. Only files built as typst builds them are packed; any other stays as it is.
"""

from __future__ import annotations

import re
import struct
import zlib
from collections.abc import Callable
from functools import lru_cache
from itertools import accumulate

_START = re.compile(rb"startxref\s+(\d+)\s+%%EOF\s*\Z")
_TABLE = re.compile(rb"xref\r?\n0 (\d+)\r?\n")
_TRAILER = re.compile(rb"trailer\s*<<(.*)>>\s*startxref", re.DOTALL)
_ROOT = re.compile(rb"/Root (\d+) 0 R")
_KEPT = re.compile(rb"/(?:Root|Info|ID)\s*(?:\d+ 0 R|\[.*?\])", re.DOTALL)
_ENTRY = 20
"""Bytes of a line in the table of objects."""
_TOGETHER = 400
"""Objects in one stream: a reader that wants one unpacks all of them."""
_LEVEL = 6
_TAIL = b"\nendobj\n"
"""What stands between two objects as typst writes them."""
_ROW = struct.Struct(">BIH").pack
_MOST_STREAMS = 200
"""Streams kept by a process that packs many, of some 40 kB before."""


def packed(pdf: bytes) -> bytes:
    """The same document in less room; the bytes as they are when they are not built as expected."""
    return _packed(pdf, _compressed)


def packed_again(pdf: bytes) -> bytes:
    """The same, in a process that packs many that are much alike: what it has compressed it keeps."""
    return _packed(pdf, _compressed_before)


def _packed(pdf: bytes, compress: Callable[[bytes], bytes]) -> bytes:
    found = _objects(pdf)
    trailer = _TRAILER.search(pdf, len(pdf) - 4096 if len(pdf) > 4096 else 0)
    if found is None or trailer is None or b"/Encrypt" in trailer[1] or b"/Prev" in trailer[1]:
        return pdf
    root = _ROOT.search(trailer[1])
    if root is None:
        return pdf
    # The catalogue says which language and version it is: left where every program finds it.
    apart = {int(root[1])}
    apart.update(number for number, body in found.items() if body.endswith(b"endstream"))
    small = [number for number in found if number not in apart]
    out = bytearray(pdf[: pdf.index(b"\n", pdf.index(b"\n") + 1) + 1])
    places: dict[int, tuple[int, int, int]] = {0: (0, 0, 65535)}
    for number in sorted(apart):
        places[number] = (1, len(out), 0)
        out += b"%d 0 obj\n%b\nendobj\n" % (number, found[number])
    free = max(found) + 1
    for start in range(0, len(small), _TOGETHER):
        part = small[start : start + _TOGETHER]
        places[free] = (1, len(out), 0)
        places.update({number: (2, free, index) for index, number in enumerate(part)})
        out += _object_stream(free, part, found, compress)
        free += 1
    places[free] = (1, len(out), 0)
    begin = len(out)
    out += _cross_references(free, places, b" ".join(_KEPT.findall(trailer[1])))
    out += b"startxref\n%d\n%%%%EOF\n" % begin
    return bytes(out)


def _objects(pdf: bytes) -> dict[int, bytes] | None:
    """What stands in each object, by its number; None when the file is built in another way."""
    start = _START.search(pdf, max(0, len(pdf) - 64))
    table = _TABLE.match(pdf, int(start[1])) if start else None
    if table is None:
        return None
    words = pdf[table.end() : table.end() + int(table[1]) * _ENTRY].split()
    if len(words) != 3 * int(table[1]):
        return None
    used = [number for number, kind in enumerate(words[2::3]) if kind == b"n"]
    offsets = [int(word) for word in words[::3]]
    used.sort(key=offsets.__getitem__)
    parts = pdf[offsets[used[0]] : table.start()].split(_TAIL) if used else []
    if len(parts) != len(used) + 1:  # a stream holds by chance what ends an object
        return _objects_by_place(pdf, [(offsets[number], number) for number in used], table.start())
    heads = [b"%d 0 obj" % number for number in used]
    if parts.pop().strip() or not all(map(bytes.startswith, parts, heads)):
        return None
    return {n: part[len(head) :].strip() for n, part, head in zip(used, parts, heads, strict=True)}


def _objects_by_place(pdf: bytes, used: list[tuple[int, int]], end: int) -> dict[int, bytes] | None:
    found: dict[int, bytes] = {}
    ends = [*(offset for offset, _ in used[1:]), end]
    for (offset, number), end in zip(used, ends, strict=True):
        head = b"%d 0 obj" % number
        body = pdf[offset:end].rstrip()
        if not body.startswith(head) or not body.endswith(b"endobj"):
            return None
        found[number] = body[len(head) : -len(b"endobj")].strip()
    return found


def _object_stream(number: int, part: list[int], found: dict[int, bytes], compress: Callable[[bytes], bytes]) -> bytes:
    bodies = [found[one] for one in part]
    starts = accumulate([len(body) + 1 for body in bodies], initial=0)
    first = b" ".join([b"%d %d" % place for place in zip(part, starts, strict=False)]) + b"\n"
    data = compress(first + b"\n".join(bodies))
    head = b"<</Type/ObjStm/N %d/First %d/Filter/FlateDecode/Length %d>>" % (len(part), len(first), len(data))
    return b"%d 0 obj\n%b\nstream\n%b\nendstream\nendobj\n" % (number, head, data)


def _compressed(data: bytes) -> bytes:
    return zlib.compress(data, _LEVEL)


_compressed_before = lru_cache(maxsize=_MOST_STREAMS)(_compressed)


def _cross_references(number: int, places: dict[int, tuple[int, int, int]], kept: bytes) -> bytes:
    """Where every object is: kind, place and index in 1, 4 and 2 bytes, free numbers being of kind 0."""
    free = (0, 0, 0)
    data = zlib.compress(b"".join([_ROW(*places.get(n, free)) for n in range(number + 1)]), _LEVEL)
    head = b"<</Type/XRef/Size %d/W[1 4 2]%b/Filter/FlateDecode/Length %d>>" % (number + 1, kept, len(data))
    return b"%d 0 obj\n%b\nstream\n%b\nendstream\nendobj\n" % (number, head, data)
