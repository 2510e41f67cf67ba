"""Where a new block goes in a text: after the block around the cursor, never inside one that cannot hold it."""

from __future__ import annotations

from dataclasses import dataclass

from toolkit.content.directives import Directive, parse_tree


@dataclass(frozen=True, slots=True)
class Placed:
    """The new text, and the line (from 1) on which the new block begins."""

    text: str
    line: int


def line_at(text: str, offset: int) -> int:
    """The line (from 1) of a position counted in characters."""
    return text.count("\n", 0, max(0, offset)) + 1


def insert_block(text: str, block: str, line: int) -> Placed:
    """The block on its own after the top-level directive around `line`, else after that line; after the front matter
    when the line stands in it. One empty line stands before and after it."""
    lines = text.split("\n")
    after = min(max(line, _front_end(lines)), len(lines))
    for part in parse_tree(text, "").parts:
        if isinstance(part, Directive) and part.line <= after <= part.end:
            after = part.end
    after = _paragraph_end(lines, after) if not _closes(lines, after) else after
    return _put(lines, block, after)


def insert_adaptation(text: str, block: str, activity: str) -> Placed | None:
    """The block as the last part of this activity, whose fence grows when it is too short to hold one; None when the
    text has no such activity that is closed."""
    found = next(
        (
            part
            for part in parse_tree(text, "").parts
            if isinstance(part, Directive) and part.name == "activity" and part.argument == activity and part.closed
        ),
        None,
    )
    if found is None:
        return None
    lines = text.split("\n")
    opening, closing = lines[found.line - 1], lines[found.end - 1]
    wanted = max(_colons(line) for line in block.split("\n")) + 1
    missing = wanted - _colons(opening)
    if missing > 0:
        lines[found.line - 1] = ":" * missing + opening.lstrip()
        lines[found.end - 1] = ":" * missing + closing.lstrip()
    return _put(lines, block, found.end - 1)


def _put(lines: list[str], block: str, after: int) -> Placed:
    """The block between the lines before and after that number of lines."""
    before, rest = lines[:after], lines[after:]
    while before and not before[-1].strip():
        before.pop()
    while rest and not rest[0].strip():
        rest.pop(0)
    new = block.rstrip("\n").split("\n")
    gap = [""] if before else []
    end = ["", *rest] if rest and not _is_close(rest[0]) else [*rest] if rest else [""]
    return Placed("\n".join([*before, *gap, *new, *end]), len(before) + len(gap) + 1)


def _front_end(lines: list[str]) -> int:
    """How many lines the front matter takes."""
    if not lines or lines[0].strip() != "---":
        return 0
    return next((n + 1 for n in range(1, len(lines)) if lines[n].rstrip() == "---"), 0)


def _paragraph_end(lines: list[str], after: int) -> int:
    """The end of the paragraph that the line belongs to: a block never cuts one in two."""
    while 0 < after < len(lines) and lines[after - 1].strip() and lines[after].strip() and not _colons(lines[after]):
        after += 1
    return after


def _closes(lines: list[str], number: int) -> bool:
    return 0 < number <= len(lines) and _is_close(lines[number - 1])


def _is_close(line: str) -> bool:
    return bool(_colons(line)) and not line.strip(": \t")


def _colons(line: str) -> int:
    stripped = line.strip()
    count = len(stripped) - len(stripped.lstrip(":"))
    return count if count >= 3 else 0
