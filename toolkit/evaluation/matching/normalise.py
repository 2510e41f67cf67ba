"""The same code, however it was typed."""

from __future__ import annotations

import re
import unicodedata

import numpy as np
import numpy.typing as npt
import pandas as pd

from toolkit.evaluation.codes import CODE_CELLS, is_code

_LOOKALIKES = str.maketrans({"o": "0", "i": "1", "l": "1", "|": "1"})
_CODE_LIKE = re.compile(rf"[0-9oil|]{{{CODE_CELLS}}}")
_INVISIBLE = ("Cf", "Cc", "Zs", "Zl", "Zp")


def normalise_code(text: str) -> str:
    """One spelling for a code: no spaces or invisible marks, no case, digits of any script as 0-9.

    Letters that look like digits become digits only where that makes one of the toolkit's six-digit codes.

    >>> normalise_code(" kb 017"), normalise_code("١٠٠٠٠٥"), normalise_code("IOOOO5"), normalise_code("MOLI01")
    ('kb017', '100005', '100005', 'moli01')
    """
    if text.isascii():
        plain = "".join(text.split()).lower()
    else:
        folded = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", text).casefold())
        plain = "".join(_digit(ch) for ch in folded if unicodedata.category(ch) not in _INVISIBLE)
    if not plain.isdecimal() and _CODE_LIKE.fullmatch(plain):
        digits = plain.translate(_LOOKALIKES)
        return digits if is_code(digits) else plain
    return plain


def normalise_codes(codes: pd.Series) -> tuple[npt.NDArray[np.int64], list[str]]:
    """Number of each row's code among the different normalised ones (-1 where there is none), and these."""
    raw, typed = pd.factorize(codes)
    plain = [normalise_code(str(text)) for text in typed]
    numbers, unique = pd.factorize(np.array([*plain, ""], dtype=object))
    # A code of spaces alone is no code, like a missing one: factorize gives both the number of the last entry.
    blank = numbers[-1]
    number = np.where(raw < 0, blank, numbers[raw]).astype(np.int64)
    number[number == blank] = -1
    return number, [str(text) for text in unique]


def _digit(ch: str) -> str:
    value = unicodedata.decimal(ch, None)
    return ch if value is None else str(value)
