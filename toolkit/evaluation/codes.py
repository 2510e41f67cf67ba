"""Participant codes: random numbers on cards, with a check digit that finds a slip of the pen.

A code has six digits, the last of which makes the weighted sum 6·d1 + 5·d2 + 4·d3 + 3·d4 + 2·d5 + 1·d6 a multiple
of 11, as in ISBN-10 (ISO 2108:1992): every single wrong digit and every swap of two digits is noticed. Numbers that
would need the check digit 10 are left out, and none begins with 0, which spreadsheets would drop.
"""

from __future__ import annotations

import hashlib
from random import Random

from toolkit.planning.plan import SessionPlan

CODE_CELLS = 6
SPARE_CARDS = 5
"""Cards beyond the number of participants: for people who come unannounced, and for cards that get lost."""

_WEIGHTS = tuple(range(CODE_CELLS, 0, -1))


def is_code(text: str) -> bool:
    """Whether `text` is six digits (0-9) with the right check digit.

    >>> is_code("100005"), is_code("100006"), is_code("010005")
    (True, False, False)
    """
    if len(text) != CODE_CELLS or not text.isascii() or not text.isdecimal() or text[0] == "0":
        return False
    return sum(weight * int(digit) for weight, digit in zip(_WEIGHTS, text, strict=True)) % 11 == 0


def make_codes(count: int, seed: str) -> tuple[str, ...]:
    """`count` different codes in random order, the same for the same `seed`. Raises ValueError above 10,000."""
    if not 0 <= count <= 10_000:
        raise ValueError(f"{count} codes; up to 10,000 can be made")
    # Not a secret: codes only have to be different from one another and say nothing about a person.
    random = Random(seed)  # noqa: S311
    found: dict[str, None] = {}
    while len(found) < count:
        body = str(random.randint(10_000, 99_999))
        check = -sum(weight * int(digit) for weight, digit in zip(_WEIGHTS, body, strict=False)) % 11
        if check < 10:
            found[f"{body}{check}"] = None
    return tuple(found)


def session_codes(plan: SessionPlan) -> tuple[str, ...]:
    """The codes on the cards of a session, always the same for the same plan: one for each participant and some to
    spare."""
    return make_codes(plan.brief.group.size + SPARE_CARDS, hashlib.sha256(plan.model_dump_json().encode()).hexdigest())
