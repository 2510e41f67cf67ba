"""What a file is, by its bytes and never by its name: kind, encoding."""

from __future__ import annotations

import codecs
import re
from typing import Literal

from toolkit.evaluation.responses.records import Refused

Kind = Literal["workbook", "parquet", "json", "text"]

_MAGIC: tuple[tuple[bytes, str], ...] = (
    (b"\xd0\xcf\x11\xe0", "an old or password-protected Excel workbook"),
    (b"%PDF", "a PDF"),
    (b"\x1f\x8b", "a gzip archive"),
    (b"7z\xbc\xaf", "a 7-Zip archive"),
    (b"Rar!", "a RAR archive"),
    (b"\x89PNG", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
    (b"SQLite format 3", "a database"),
    (b"PARE", "an encrypted Parquet file"),
)
_BOMS: tuple[tuple[bytes, str, str], ...] = (
    (codecs.BOM_UTF8, "utf-8", "UTF-8 with byte order mark"),
    (codecs.BOM_UTF32_LE, "utf-32-le", "UTF-32"),
    (codecs.BOM_UTF32_BE, "utf-32-be", "UTF-32"),
    (codecs.BOM_UTF16_LE, "utf-16-le", "UTF-16"),
    (codecs.BOM_UTF16_BE, "utf-16-be", "UTF-16"),
)
_MULTIBYTE = re.compile(rb"[\xc3-\xf4][\x80-\xbf]{1,3}")
_JSON_START = re.compile(r'\s*(\{\s*("|\}|\Z)|\[\s*(\{|\]|\Z))')


def kind_of(data: bytes) -> Kind:
    """Whether the bytes are a workbook, a Parquet file, or text (``json`` is told from ``text`` by `is_json`).

    Raises Refused for what is neither.
    """
    if not data.strip(b"\x00\t\r\n "):
        raise Refused("responses-empty")
    for magic, what in _MAGIC:
        if data.startswith(magic):
            raise Refused("responses-format", what=what)
    if data.startswith(b"PAR1"):
        return "parquet"
    return "workbook" if data.startswith((b"PK\x03\x04", b"PK\x05\x06")) else "text"


def is_json(text: str) -> bool:
    """Whether decoded text is JSON rather than a table. Raises Refused for a web page."""
    start = text[:200].lstrip().casefold()
    if start.startswith(("<!doctype", "<html", "<?xml")):
        raise Refused("responses-format", what="a web page or XML")
    return _JSON_START.match(text) is not None


def decode(data: bytes, encoding: str = "") -> tuple[str, str]:
    """The text, and the encoding's name as people know it. `encoding` is used as told when given.

    UTF-8, UTF-16 and UTF-32 are certain. Windows-1252 is assumed only where all that it would make of the bytes is
    plausible Western European text. Raises Refused when nothing is certain enough.
    """
    if encoding:
        return _as_told(data, encoding), encoding
    for bom, codec, name in _BOMS:
        if data.startswith(bom):
            return _strict(data[len(bom) :], codec), name
    codec = _utf16_by_zeros(data)
    if codec:
        return _strict(data, codec), "UTF-16"
    if b"\x00" in data:
        raise Refused("responses-encoding")
    try:
        return data.decode("utf-8"), "UTF-8"
    except UnicodeDecodeError:
        pass
    if _MULTIBYTE.search(data) and _mostly_utf8(data):
        raise Refused("responses-encoding-mixed", row=1 + data.count(b"\n", 0, _first_bad(data)))
    try:
        text = data.decode("cp1252")
    except UnicodeDecodeError:
        raise Refused("responses-encoding") from None
    if not _plausible_western(text):
        raise Refused("responses-encoding")
    return text, "Windows-1252"


def _as_told(data: bytes, encoding: str) -> str:
    try:
        return data.decode(encoding).removeprefix("\ufeff")
    except (LookupError, UnicodeError):
        raise Refused("responses-encoding-wrong", encoding=encoding) from None


def _strict(data: bytes, codec: str) -> str:
    try:
        text = data.decode(codec)
    except UnicodeDecodeError as fault:
        raise Refused("responses-encoding-mixed", row=1 + data.count(b"\n", 0, fault.start)) from None
    if "\x00" in text:
        raise Refused("responses-encoding")
    return text


def _utf16_by_zeros(data: bytes) -> str:
    """UTF-16 without a mark: separators, digits and line ends leave zeros in every second byte."""
    head = data[:4000]
    even, odd = head[0::2].count(0), head[1::2].count(0)
    if odd > len(head) * 0.15 and even == 0:
        return "utf-16-le"
    if even > len(head) * 0.15 and odd == 0:
        return "utf-16-be"
    return ""


def _first_bad(data: bytes) -> int:
    try:
        data.decode("utf-8")
    except UnicodeDecodeError as fault:
        return fault.start
    return 0


def _mostly_utf8(data: bytes) -> bool:
    """Whether most bytes beyond ASCII form UTF-8 characters, so that the file is damaged UTF-8 and nothing else."""
    high = sum(byte >= 0x80 for byte in data)
    good = sum(len(text.encode()) for text in data.decode("utf-8", "ignore") if ord(text) >= 0x80)
    return good * 2 > high


def _plausible_western(text: str) -> bool:
    """Whether Windows-1252 gives words of Western European languages: no run of three accented letters, no signs
    inside words, none of the letters that stand for Turkish ones in Windows-1254."""
    if re.search(r"[ÐðÞþÝýƒ¤¦§¬¶¸¹²³¼½¾×÷ˆ˜†‡‰¢¥±µ]|[^\x00-\x7f\W\d_]{3}", text):
        return False
    return re.search(r"\w[¿¡©®¯´¨]|[¯´¨©®]\w|[À-ÖØ-Þ][à-öø-ÿ]{2}|[a-zà-öø-ÿ][À-ÖØ-ÞŒŠŽŸ]", text) is None
