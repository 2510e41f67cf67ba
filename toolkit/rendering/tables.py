"""Widths of a table's columns, the same in every format."""

from __future__ import annotations

import math

from toolkit.rendering.outline import Callout, Cell, Choices, ListNode, Node, Para, TableNode, plain


def column_shares(table: TableNode) -> tuple[float, ...]:
    """Share of the width of each column, in percent, adding up to 100.

    Columns that ask for no width divide what the others leave, the wordier ones getting more.
    """
    asked = [max(0.0, column.width_pct) for column in table.columns]
    free = [index for index, width in enumerate(asked) if not width]
    if free:
        weights = {index: _weight(table, index) for index in free}
        left = max(100 - sum(asked), 10.0 * len(free))
        total = sum(weights.values())
        for index in free:
            asked[index] = left * weights[index] / total
    total = sum(asked)
    return tuple(100 * width / total for width in asked)


def _weight(table: TableNode, index: int) -> float:
    """Square root of the longest text: a cell of four times the words gets twice the width, within 1 to 4."""
    lengths = [len(plain(table.columns[index].header))]
    for row in table.rows:
        if index < len(row) and all(cell.span == 1 for cell in row):
            lengths.append(sum(_length(node) for node in row[index].body))
    return min(4.0, max(1.0, math.sqrt(max(lengths) / 8)))


def _length(node: Node) -> int:
    match node:
        case Para(text=text):
            return len(plain(text))
        case ListNode(items=items):
            return max((sum(_length(part) for part in item) for item in items), default=0)
        case Choices(options=options):
            return max((len(plain(text)) for _, text in options), default=0)
        case _:
            return 24


def whole_row(row: tuple[Cell, ...], columns: int) -> tuple[Cell, ...]:
    """The row with spans and cells that fit the number of columns: filled up with empty cells, or cut off."""
    fitted: list[Cell] = []
    used = 0
    for cell in row:
        span = max(1, min(cell.span, columns - used))
        if used >= columns:
            break
        fitted.append(Cell(cell.body, cell.fill, span))
        used += span
    fitted.extend(Cell(()) for _ in range(columns - used))
    return tuple(fitted)


def words_in(row: tuple[Cell, ...]) -> int:
    """Characters of the longest cell of a row: how long it is to read."""
    return max((sum(_characters(node) for node in cell.body) for cell in row), default=0)


def _characters(node: Node) -> int:
    match node:
        case ListNode(items=items):
            return sum(_characters(part) for item in items for part in item)
        case Callout(body=body):
            return sum(_characters(part) for part in body)
        case _:
            return _length(node)
