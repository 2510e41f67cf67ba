"""One entry of a catalogue changed, and not a letter of anything else: how others folded their lines, their remarks
and their order stay as they are."""

from __future__ import annotations

from toolkit.content.po.file import Entry, PoFile, entry_text
from toolkit.content.po.read import parse_po


def replace_entry(text: str, new: Entry) -> str:
    """The catalogue in `text` with `new` in the place of the entry of the same context and message.

    Raises KeyError when there is no such entry.
    """
    lines = text.split("\n")
    start, end = _span(lines, parse_po(text, "")[0], new.key)
    block = entry_text(new).removesuffix("\n").split("\n")
    return "\n".join([*lines[:start], *_with_references(lines[start:end], block), *lines[end:]])


def _span(lines: list[str], file: PoFile, key: tuple[str, str]) -> tuple[int, int]:
    """First line of the entry, with its comments, and the line after its last, both counted from 0."""
    first = next((entry.line - 1 for entry in file.entries if entry.key == key), -1)
    if first < 0:
        raise KeyError(key)
    start = first
    while start > 0 and _is_comment(lines[start - 1]):
        start -= 1
    end, translated = first, False
    while end < len(lines):
        line = lines[end].strip()
        translated = translated or line.startswith("msgstr")
        ends = translated and not line.startswith(('"', "msgstr"))
        if ends or (line.startswith("#") and end > first):
            break
        end += 1
    while end > first and not lines[end - 1].strip():
        end -= 1
    return start, end


def _is_comment(line: str) -> bool:
    return line.strip().startswith("#") and not line.strip().startswith("#~")


def _with_references(old: list[str], block: list[str]) -> list[str]:
    """Where other programs note where a text stands (``#:``), which entries do not hold, they stay."""
    references = [line for line in old if line.strip().startswith("#:")]
    place = next((n for n, line in enumerate(block) if not line.startswith(("# ", "#.")) and line != "#"), 0)
    return [*block[:place], *references, *block[place:]]
