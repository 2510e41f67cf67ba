"""Text that leaves: labels and comments."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

FORMULA_STARTS = "=+-@|%＝＋－＠"
"""With these a spreadsheet begins a formula, a command or a macro (OWASP, CSV Injection)."""

_NUMBER = re.compile(r"[+-]?[0-9]+([.,][0-9]+)?%?")


def safe_cell(text: str) -> str:
    """The text, so that no spreadsheet takes it for a formula: control characters out, an apostrophe before a formula's
    first character, also after spaces or quotes. Plain numbers stay as they are.

    >>> safe_cell("=1+1"), safe_cell(" @SUM(A1)"), safe_cell("-3.5"), safe_cell("Accra")
    ("'=1+1", "' @SUM(A1)", '-3.5', 'Accra')
    """
    kept = "".join(ch if ch == "\n" or unicodedata.category(ch) != "Cc" else " " for ch in text)
    kept = kept.lstrip("\n")
    first = next((ch for ch in kept if not (ch.isspace() or ch == '"' or unicodedata.category(ch) == "Cf")), "")
    # Lone surrogates cannot be written to any file.
    kept = kept.encode("utf-8", "replace").decode("utf-8")
    return f"'{kept}" if first and first in FORMULA_STARTS and not _NUMBER.fullmatch(kept) else kept


def shown_comments(comments: Iterable[str], n: int, *, publish_at: int = 10) -> tuple[str, ...]:
    """Comments of a group of `n` people that may be shown: none below `publish_at`, else all that say something, in
    alphabetical order, so that their place says nothing about who wrote them. What they say still needs a reader."""
    if n < publish_at:
        return ()
    return tuple(sorted(safe_cell(comment.strip()) for comment in comments if comment.strip()))
