"""A body back to Markdown and Markdown to a body, for files that carry their own words."""

from __future__ import annotations

import re
from dataclasses import replace

from toolkit.content.body import BodyMaker
from toolkit.content.directives import Segment
from toolkit.content.text import (
    Block,
    Body,
    Code,
    Divider,
    Heading,
    Item,
    ListBlock,
    Paragraph,
    Picture,
    Quote,
    Table,
    Text,
)
from toolkit.problems import Place, Problem

_NUMBERED = re.compile(r"(\d{1,9})[.)](\s|$)")
_LOOKS_LIKE_BLOCK = re.compile(r"[-+*](\s|$)|#{1,6}(\s|$)|>|\||={1,}\s*$|-{2,}\s*$|~{3}|`{3}|([*_-]\s*){3,}$")
_RULES = {"left": ":---", "center": ":---:", "right": "---:", "": "---"}


def read_body(markdown: str, place: Place, context: str) -> tuple[Body, tuple[Problem, ...]]:
    """The body that a Markdown text holds. Paths of pictures stay as written; problems are all at `place`, because
    YAML does not tell where the lines of a text stand."""
    maker = BodyMaker("")
    body = maker.make((Segment(place.line, markdown),), context)
    return body, tuple(replace(p, where=place) for p in maker.problems)


def body_markdown(body: Body) -> str:
    """Markdown from which `read_body` makes the same body."""
    return "\n\n".join(_block(block) for block in body)


def _block(block: Block) -> str:
    match block:
        case Paragraph(text):
            return _paragraph(text.source)
        case Heading(level, text):
            return f"{'#' * level} {text.source}"
        case ListBlock():
            return _list(block)
        case Quote(body):
            return _indented(body_markdown(body), "> ", "> ")
        case Table():
            return _table(block)
        case Picture():
            caption = f' "{block.caption.source}"' if block.caption else ""
            flag = "{decorative}" if block.decorative else ""
            return f"![{block.alt.source}](<{block.path}>{caption}){flag}"
        case Code(text):
            fence = "`" * max(3, 1 + max((len(run) for run in re.findall("`+", text)), default=0))
            return f"{fence}\n{text}\n{fence}"
        case Divider():
            return "***"


def _paragraph(source: str) -> str:
    """Words that begin like a list, a heading or a table stay words."""
    return "\n".join(_plain_start(line) for line in source.split("\n"))


def _plain_start(line: str) -> str:
    digits = _NUMBERED.match(line)
    if digits:
        return f"{digits[1]}\\{line[len(digits[1]) :]}"
    return f"\\{line}" if _LOOKS_LIKE_BLOCK.match(line) else line


def _list(block: ListBlock) -> str:
    items = []
    for number, item in enumerate(block.items, start=block.start):
        mark = f"{number}. " if block.ordered else "- "
        items.append(_indented(_item(item), mark, " " * len(mark)))
    return "\n".join(items)


def _item(item: Item) -> str:
    words = body_markdown(item.body)
    if item.flag:
        first, *rest = words.split("\n\n", 1)
        words = "\n\n".join((f"{first} {{{item.flag}}}", *rest))
    box = {None: "", True: "[x] ", False: "[ ] "}[item.checked]
    return f"{box}{words}"


def _indented(text: str, first: str, others: str) -> str:
    head, *rest = text.split("\n")
    return "\n".join((f"{first}{head}", *(f"{others}{line}".rstrip() for line in rest)))


def _table(table: Table) -> str:
    def row(cells: tuple[Text, ...]) -> str:
        return "| " + " | ".join(cell.source.replace("\n", " ") for cell in cells) + " |"

    rule = "| " + " | ".join(_RULES[align] for align in table.align) + " |"
    return "\n".join((row(table.header), rule, *(row(cells) for cells in table.rows)))
