"""Words by which somebody may be known, in text that people write freely: what to warn of before it is passed on.

No program can be sure that a text names nobody: what is found here is a reason to look, not more.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from typing import Literal

Kind = Literal["address", "number", "code", "name"]
"""An e-mail address; a telephone number or another long number; a participant code or a case number; a name."""

_ADDRESS = re.compile(r"[\w.+-]+@[\w-]+\.\w[\w.-]*")
_NUMBER = re.compile(r"\+?\d(?:[\s()./-]{0,2}\d){6,}")
_CODE = re.compile(r"\b[A-Z]{1,4}-?\d{3,}\b")
_DATE = re.compile(r"\b\d{1,4}[-./]\d{1,2}[-./]\d{1,4}\b")
"""Dates are no telephone numbers."""

_CAPITALISED = r"[^\W\d_a-z](?:[’'-]?[^\W\d_])*"
_NAMES = re.compile(rf"{_CAPITALISED}(?:\s+(?:al|el|da|de|dos|bin|ibn|abu|van|von)\b)?(?:[\s-]+{_CAPITALISED})+")
_CALLED = re.compile(
    r"""\b(?:mr|mrs|ms|miss|dr|prof|mme|mlle|monsieur|madame|sr|sra|srta|se[ñn]or|se[ñn]ora|herr|frau
           |family|famille|familia|família|familie)\b\.?\s+(?-i:"""
    + _CAPITALISED
    + r""")
      | (?-i:"""
    + _CAPITALISED
    + r""")\s+family\b
      | (?:السيدة|السيد|الآنسة|الدكتورة|الدكتور|الأستاذة|الأستاذ|عائلة|أسرة)\s+\w+""",
    re.VERBOSE | re.IGNORECASE,
)


def contacts_in(text: str) -> Iterator[tuple[Kind, str]]:
    """Addresses, long numbers and codes in a text, each with what it is."""
    undated = _DATE.sub(" ", text)
    patterns: tuple[tuple[Kind, re.Pattern[str]], ...] = (("address", _ADDRESS), ("number", _NUMBER), ("code", _CODE))
    for kind, pattern in patterns:
        yield from ((kind, found.group().strip()) for found in pattern.finditer(undated))


def names_in(text: str, known: Collection[str] = ()) -> Iterator[tuple[Kind, str]]:
    """What looks like a person's name: after "Mrs" or "family", or two words with capitals of which neither is among
    the `known` ones (casefolded)."""
    found = [match.group() for match in _CALLED.finditer(text)]
    for match in _NAMES.finditer(text):
        run = [
            word for word in match.group().split() if word.casefold().strip("’'") not in known and not word.isupper()
        ]
        if len([word for word in run if word[:1].isupper()]) > 1 and not any(match.group() in one for one in found):
            found.append(" ".join(run))
    yield from (("name", one) for one in dict.fromkeys(found))
