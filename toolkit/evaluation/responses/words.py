"""Comparing what people and programs wrote: headers, labels, digits, row numbers."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence

_INVISIBLE = re.compile("[\u00ad\u0640\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff]")
_LINK = re.compile(r"\[([^\[\]]*)\]\([^()\s]*\)")
_MARKS = str.maketrans({"*": "", "`": "", "\\": "", "’": "'", "‘": "'", "“": '"', "”": '"', "«": '"', "»": '"'})
_NUMBER = re.compile(r"([+-]?\d+)([.,]0*)?")
_NUMBERED = re.compile(r"^\s*\d{1,3}\s*[.):]\s+")


def tidy(text: str) -> str:
    """For comparing labels: Unicode-normalised, no case, inline Markdown, invisible characters or doubled spaces."""
    text = unicodedata.normalize("NFKC", _INVISIBLE.sub("", _LINK.sub(r"\1", text)))
    return " ".join(text.translate(_MARKS).casefold().split())


def loose(text: str) -> str:
    """Letters, marks and digits alone, for labels whose punctuation or spaces a program has changed."""
    return "".join(ch for ch in tidy(text) if ch.isalnum() or unicodedata.category(ch).startswith("M"))


def without_number(text: str) -> str:
    """A question's label without a number such as ``3.`` before it."""
    return _NUMBERED.sub("", text)


def clean_header(text: str) -> str:
    """A header on one line, without invisible characters; its own spelling stays."""
    return " ".join(_INVISIBLE.sub("", text).split())


def ascii_digits(text: str) -> str:
    """Digits of any script (Arabic-Indic, Persian, Bengali …) and Arabic decimal signs as ASCII.

    >>> ascii_digits("٣٫٥"), ascii_digits("۱۲۳")
    ('3.5', '123')
    """
    if text.isascii():
        return text
    return "".join(
        "." if ch == "\u066b" else "" if ch == "\u066c" else str(unicodedata.digit(ch)) if ch.isdecimal() else ch
        for ch in text
    )


def whole_number(text: str) -> str:
    """``3``, ``3.0``, ``3,00`` and ``٣`` as ``3``; what is no whole number as it is.

    >>> whole_number("3,0"), whole_number("٣"), whole_number("3,5"), whole_number("b")
    ('3', '3', '3,5', 'b')
    """
    found = _NUMBER.fullmatch(ascii_digits(text.strip()))
    return str(int(found[1])) if found and len(found[1]) < 40 else text


def show_rows(rows: Iterable[int], most: int = 8) -> str:
    """Row numbers for a message: ``3, 5-9 and 12``, at most `most` pieces."""
    pieces: list[list[int]] = []
    for row in sorted(set(rows)):
        if pieces and row == pieces[-1][1] + 1:
            pieces[-1][1] = row
        else:
            pieces.append([row, row])
    shown = [str(a) if a == b else f"{a}-{b}" for a, b in pieces]
    if len(shown) > most:
        return f"{', '.join(shown[:most])} and {len(shown) - most} more"
    return " and ".join([", ".join(shown[:-1]), shown[-1]]) if len(shown) > 1 else "".join(shown)


def show_names(names: Sequence[str], most: int = 6) -> str:
    """Names for a message, at most `most`."""
    more = f" and {len(names) - most} more" if len(names) > most else ""
    return ", ".join(names[:most]) + more


def safe_name(header: str, position: int) -> str:
    """A column's name as reports may show it. A name that itself looks like a person's data (an address, a long
    number) is replaced by the column's position, counted from 1."""
    name = "".join(ch for ch in clean_header(header) if ch.isprintable())
    digits = sum(ch.isdecimal() for ch in name)
    if not name or "@" in name or digits >= 7:
        return f"column {position}"
    return name if len(name) <= 80 else name[:79] + "…"
