"""PDF files in less room: their small objects, thousands of tags above all, packed together into compressed streams.

Typst writes each on its own and as plain text, which is half of a tagged file. Object streams are part of PDF since
version 1.5 and of what PDF/UA-1 allows. Only files built as typst builds them are packed; any other stays as it is.
"""

from __future__ import annotations

import re
import zlib

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


def packed(pdf: bytes) -> bytes:
    """The same document in less room; the bytes as they are when they are not built as expected."""
    found = _objects(pdf)
    trailer = _TRAILER.search(pdf, len(pdf) - 4096 if len(pdf) > 4096 else 0)
    if found is None or trailer is None or b"/Encrypt" in trailer[1] or b"/Prev" in trailer[1]:
        return pdf
    root = _ROOT.search(trailer[1])
    if root is None:
        return pdf
    # The catalogue says which language and version it is: left where every program finds it.
    small = [n for n, body in found.items() if not body.endswith(b"endstream") and n != int(root[1])]
    out = bytearray(pdf[: pdf.index(b"\n", pdf.index(b"\n") + 1) + 1])
    places: dict[int, tuple[int, int, int]] = {0: (0, 0, 65535)}
    for number in sorted(found.keys() - set(small)):
        places[number] = (1, len(out), 0)
        out += b"%d 0 obj\n%b\nendobj\n" % (number, found[number])
    free = max(found) + 1
    for start in range(0, len(small), _TOGETHER):
        part = small[start : start + _TOGETHER]
        places[free] = (1, len(out), 0)
        places.update((number, (2, free, index)) for index, number in enumerate(part))
        out += _object_stream(free, part, found)
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
    begin = table.end()
    lines = [pdf[begin + n * _ENTRY : begin + (n + 1) * _ENTRY] for n in range(int(table[1]))]
    used = sorted((int(line[:10]), number) for number, line in enumerate(lines) if line[17:18] == b"n")
    found: dict[int, bytes] = {}
    ends = [*(offset for offset, _ in used[1:]), table.start()]
    for (offset, number), end in zip(used, ends, strict=True):
        head = b"%d 0 obj" % number
        body = pdf[offset:end].rstrip()
        if not body.startswith(head) or not body.endswith(b"endobj"):
            return None
        found[number] = body[len(head) : -len(b"endobj")].strip()
    return found


def _object_stream(number: int, part: list[int], found: dict[int, bytes]) -> bytes:
    places, at = [], 0
    for one in part:
        places.append(b"%d %d" % (one, at))
        at += len(found[one]) + 1
    first = b" ".join(places) + b"\n"
    data = zlib.compress(first + b"\n".join(found[one] for one in part), _LEVEL)
    head = b"<</Type/ObjStm/N %d/First %d/Filter/FlateDecode/Length %d>>" % (len(part), len(first), len(data))
    return b"%d 0 obj\n%b\nstream\n%b\nendstream\nendobj\n" % (number, head, data)


def _cross_references(number: int, places: dict[int, tuple[int, int, int]], kept: bytes) -> bytes:
    """Where every object is: kind, place and index in 1, 4 and 2 bytes, free numbers being of kind 0."""
    lines = (places.get(n, (0, 0, 0)) for n in range(number + 1))
    rows = b"".join(b"%c%b%b" % (kind, a.to_bytes(4, "big"), b.to_bytes(2, "big")) for kind, a, b in lines)
    data = zlib.compress(rows, _LEVEL)
    head = b"<</Type/XRef/Size %d/W[1 4 2]%b/Filter/FlateDecode/Length %d>>" % (number + 1, kept, len(data))
    return b"%d 0 obj\n%b\nstream\n%b\nendstream\nendobj\n" % (number, head, data)
