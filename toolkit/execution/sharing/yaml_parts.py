"""Parts of YAML files taken out and put in as text, so that comments, order and quotes stay as their authors wrote."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping, Sequence

import yaml

from toolkit.content.yamldoc import read_yaml

_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_NOT_LINE_ENDS = {0x85: " ", 0x2028: " ", 0x2029: " ", 0xFEFF: " "}


def entries_of(text: str) -> dict[str, object]:
    """The top-level keys of a YAML text with their values; {} when it is none."""
    data = read_yaml(text, "").data
    return {str(key): value for key, value in data.items()} if isinstance(data, Mapping) else {}


def pick_entries(text: str, keys: Collection[str]) -> str:
    """A YAML text with only these top-level keys, each as it was written, in the order of the text."""
    blocks = _blocks(text)
    values = entries_of(text)
    return "".join(blocks.get(key) or _plain(key, value) for key, value in values.items() if key in keys)


def append_entries(text: str, others: str, keys: Collection[str]) -> str:
    """`text` with those top-level keys of `others` at its end."""
    head = text if not text or text.endswith("\n") else f"{text}\n"
    return head + pick_entries(others, keys)


def _plain(key: str, value: object) -> str:
    """JSON is YAML too."""
    return f"{json.dumps(key, ensure_ascii=False)}: {json.dumps(value, ensure_ascii=False)}\n"


def _blocks(text: str) -> dict[str, str]:
    """Key → its lines, for a text whose keys begin at the margin; comments that stand before a key are left out."""
    root = _compose(text)
    if not isinstance(root, yaml.MappingNode) or root.flow_style:
        return {}
    lines = [f"{line}\n" for line in text.split("\n")]
    starts = [key.start_mark.line for key, _ in root.value]
    found = {}
    for number, (key, value) in enumerate(root.value):
        last = starts[number + 1] if number + 1 < len(starts) else len(lines)
        block = lines[starts[number] : last]
        # Inside a block of text, a line that begins with # is no comment.
        if not (isinstance(value, yaml.ScalarNode) and value.style in ("|", ">")):
            while len(block) > 1 and (not block[-1].strip() or block[-1].startswith("#")):
                block.pop()
        found[str(key.value)] = "".join(block)
    return found


def _compose(text: str) -> yaml.Node | None:
    """The parser's tree, for texts that `read_yaml` finds sound: it limits their depth."""
    if read_yaml(text, "").problems:
        return None
    try:
        return yaml.compose(text.translate(_NOT_LINE_ENDS), Loader=_LOADER)
    except yaml.YAMLError:
        return None


def list_under(text: str, key: str) -> tuple[str, ...]:
    """The words listed under a top-level key."""
    found = entries_of(text).get(key)
    return tuple(str(one) for one in found) if isinstance(found, list) else ()


def set_list(text: str, key: str, words: Sequence[str]) -> str:
    """The text with the list under a top-level key replaced, all on one line."""
    node = _list_node(text, key)
    if node is None:
        return text
    start, end = _span(text, node)
    return f"{text[:start]}[{', '.join(words)}]{text[end:]}"


def extend_list(text: str, key: str, words: Sequence[str]) -> str:
    """The text with words added at the end of the list under a top-level key, in the form that it has."""
    node = _list_node(text, key)
    if node is None or not words:
        return text
    if node.flow_style or not node.value:
        return set_list(text, key, (*list_under(text, key), *words))
    _, end = _span(text, node)
    margin = " " * node.start_mark.column
    return text[:end] + "".join(f"\n{margin}- {word}" for word in words) + text[end:]


def _list_node(text: str, key: str) -> yaml.SequenceNode | None:
    root = _compose(text)
    for name, value in root.value if isinstance(root, yaml.MappingNode) else ():
        if name.value == key and isinstance(value, yaml.SequenceNode):
            return value
    return None


def _span(text: str, node: yaml.SequenceNode) -> tuple[int, int]:
    """Where a list begins and ends, without the line end behind it. Marks of the parser count lines and columns."""
    lines = text.split("\n")

    def index(line: int, column: int) -> int:
        return sum(len(one) + 1 for one in lines[:line]) + column

    start = index(node.start_mark.line, node.start_mark.column)
    if node.flow_style:
        return start, index(node.end_mark.line, node.end_mark.column)
    last = node.value[-1] if node.value else node
    return start, index(last.end_mark.line, last.end_mark.column)
