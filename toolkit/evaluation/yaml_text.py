"""Data as YAML text that `toolkit.content.yamldoc` reads back as the same data, laid out for people to edit."""

from __future__ import annotations

from typing import Any

import yaml

from toolkit.content.yamldoc import resolve_scalar

WIDTH = 118


class _Dumper(yaml.SafeDumper):
    """Short lists on one line, texts of several lines as blocks, quotes where text could be taken for a number."""

    def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:  # noqa: ARG002
        """Lists stand further in than their key."""
        super().increase_indent(flow, False)


def _text(dumper: yaml.SafeDumper, value: str) -> yaml.ScalarNode:
    style = "|" if "\n" in value else None if isinstance(resolve_scalar(value), str) else "'"
    return dumper.represent_scalar("tag:yaml.org,2002:str", value, style=style)


def _list(dumper: yaml.SafeDumper, value: list[Any]) -> yaml.SequenceNode:
    short = all(isinstance(part, str) and len(part) <= 64 for part in value)
    return dumper.represent_sequence("tag:yaml.org,2002:seq", value, flow_style=short)


def _nothing(dumper: yaml.SafeDumper, _: None) -> yaml.ScalarNode:
    return dumper.represent_scalar("tag:yaml.org,2002:null", "")


_Dumper.add_representer(str, _text)
_Dumper.add_representer(list, _list)
_Dumper.add_representer(type(None), _nothing)


def yaml_text(data: dict[str, Any]) -> str:
    """The data, keys in their order."""
    return yaml.dump(data, Dumper=_Dumper, sort_keys=False, allow_unicode=True, width=WIDTH)
