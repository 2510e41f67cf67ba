"""Which of the eight masks suits a small QR code best (ISO/IEC 18004, 7.8.3), a whole code counted at a time.

The same choice as segno's, which looks at each module by itself: most of the time that a sheet of codes takes.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import lru_cache
from typing import NamedTuple

LARGEST_VERSION = 6
"""Above, the code tells its version too, and there are few such codes."""
_FINDER = 7
_LIGHT_BESIDE = 4
_SMALLEST = 21
_MASKS: tuple[Callable[[int, int], bool], ...] = (
    lambda i, j: (i + j) % 2 == 0,
    lambda i, _: i % 2 == 0,
    lambda _, j: j % 3 == 0,
    lambda i, j: (i + j) % 3 == 0,
    lambda i, j: (i // 2 + j // 3) % 2 == 0,
    lambda i, j: i * j % 2 + i * j % 3 == 0,
    lambda i, j: (i * j % 2 + i * j % 3) % 2 == 0,
    lambda i, j: ((i + j) % 2 + i * j % 3) % 2 == 0,
)
"""Which modules each mask turns: row and column."""


class _Plane(NamedTuple):
    """Modules as the bits of a number, the first one highest, with a light one between two lines: by rows and by
    columns."""

    rows: int
    columns: int


class _Lines(NamedTuple):
    """Where the modules are that have neighbours: `after` all but the first of a line, `below` all but the first line,
    `ends` those where a pattern of seven can end."""

    bits: int
    after: int
    below: int
    ends: int


def best_mask(matrix: Sequence[Sequence[int]]) -> int:
    """The mask for a code, up to `LARGEST_VERSION`, that was drawn with mask 0. The first one when several are as
    good."""
    size = len(matrix)
    plain = _plane(matrix)
    kept, changes = _masks(size)
    rows, columns = plain.rows & kept.rows, plain.columns & kept.columns
    scores = [_score(rows ^ change.rows, columns ^ change.columns, size) for change in changes]
    return scores.index(min(scores))


def _plane(matrix: Sequence[Sequence[int]]) -> _Plane:
    return _Plane(_number(matrix), _number(list(zip(*matrix, strict=True))))


def _number(lines: Sequence[Sequence[int]]) -> int:
    return int("0".join("".join(map(str, line)) for line in lines), 2)


@lru_cache(maxsize=LARGEST_VERSION)
def _masks(size: int) -> tuple[_Plane, tuple[_Plane, ...]]:
    """Every module but those that tell the mask, which do not count; and what each mask changes in a code with mask
    0."""
    telling = {(8, j) for j in (*range(9), *range(size - 8, size))} - {(8, 6)}
    telling |= {(j, i) for i, j in telling}
    kept = [[int((i, j) not in telling) for j in range(size)] for i in range(size)]
    first = _MASKS[0]
    changes = [
        [[int(_is_data(i, j, size) and first(i, j) != mask(i, j)) for j in range(size)] for i in range(size)]
        for mask in _MASKS
    ]
    return _plane(kept), tuple(map(_plane, changes))


def _is_data(i: int, j: int, size: int) -> bool:
    """Whether a module holds data: none of the three corners, the two lines between them and, but in the smallest
    code, the mark near the fourth corner."""
    corner = (i < 9 and (j < 9 or j >= size - 8)) or (i >= size - 8 and j < 9)
    mark = size > _SMALLEST and abs(i - size + 7) <= 2 and abs(j - size + 7) <= 2
    return not (corner or mark or i == 6 or j == 6)


@lru_cache(maxsize=LARGEST_VERSION)
def _lines(size: int) -> _Lines:
    inside = [[1] * size for _ in range(size)]
    after = [[0, *[1] * (size - 1)] for _ in range(size)]
    below = [[0] * size, *inside[1:]]
    ends = [[*[0] * (_FINDER - 1), *[1] * (size - _FINDER + 1)] for _ in range(size)]
    return _Lines(size * (size + 1) - 1, _number(after), _number(below), _number(ends))


def _score(rows: int, columns: int, size: int) -> int:
    """Penalty points of a code."""
    lines = _lines(size)
    step = size + 1
    score = 0
    for code in (rows, columns):
        same = ~(code ^ code >> 1) & lines.after
        five = same & same >> 1 & same >> 2 & same >> 3
        score += five.bit_count() + 2 * (five & ~(five >> 1)).bit_count()
        score += 40 * _finders(code, size, lines)
    same = ~(rows ^ rows >> 1) & lines.after
    score += 3 * (same & same >> step & ~(rows ^ rows >> step) & lines.below).bit_count()
    return score + 10 * int(abs(rows.bit_count() / size**2 * 100 - 50) / 5)


def _finders(code: int, size: int, lines: _Lines) -> int:
    """How often something looks like a corner of the code: dark, light, three dark, light, dark, with light beside."""
    found = code & ~(code >> 1) & code >> 2 & code >> 3 & code >> 4 & ~(code >> 5) & code >> 6 & lines.ends
    count, line, free = 0, -1, 0
    while found:
        last = lines.bits - found.bit_length()
        found ^= 1 << found.bit_length() - 1
        at_line, at = divmod(last - _FINDER + 1, size + 1)
        if at_line != line:
            line, free = at_line, 0
        if at < free:
            continue
        beside = at in (0, size - _FINDER) or _light(code, at_line, at - _LIGHT_BESIDE, at, size, lines)
        if beside or _light(code, at_line, at + _FINDER, at + _FINDER + _LIGHT_BESIDE, size, lines):
            count += 1
            free = at + _FINDER
        else:
            free = at + _LIGHT_BESIDE
    return count


def _light(code: int, line: int, start: int, end: int, size: int, lines: _Lines) -> bool:
    """Whether the modules of a line from `start` to `end`, as far as there are any, are all light."""
    start, end = max(start, 0), min(end, size)
    return not code >> lines.bits - line * (size + 1) - end & (1 << end - start) - 1
