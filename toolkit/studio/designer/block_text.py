"""A filled form as the Markdown of its directive."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

import yaml

from toolkit.content.yamldoc import resolve_scalar
from toolkit.studio.designer.forms import Form, Value


def make_block(form: Form, block_id: str, values: Mapping[str, Value]) -> str:
    """The directive as Markdown, ending in a line end. Its fence is longer than any inside."""
    given = {field.key: values.get(field.key, field.value) for field in form.fields}
    argument = str(given.pop("need")) if form.name == "adapt" else block_id
    parts = [(key, _part(key, str(given.pop(key)))) for key in _PARTS if key in given and key != "activity"]
    body = str(given.pop("body", "")).strip()
    options = str(given.pop("options", ""))
    if form.name == "adapt":
        given.pop("activity")
    if given.get("grouping") != "small-groups":
        given.pop("group_size", "")
    if form.name == "question":
        body = _question_body(body, options, str(given["type"]))
    elif form.name in ("key-messages", "slide") and _is_plain_lines(body, form, given):
        body = _listed(body, "-")
    written = [body, *(f":::{{{key}}}\n{text}\n:::" for key, text in parts if text)]
    inside = "\n\n".join(part for part in written if part)
    fence = ":" * max([3, *(len(run) + 1 for run in re.findall(r"^ {0,3}(:{3,})", inside, re.MULTILINE))])
    head = _options(given)
    return f"{fence}{{{form.name}}} {argument}\n{head}{inside}\n{fence}\n"


_PARTS = ("steps", "debrief", "notes", "feedback", "questions", "facilitator")
_LISTED = {"steps": "1", "questions": "1", "debrief": "-"}
"""Parts whose lines become a list, and its mark."""


def _part(key: str, text: str) -> str:
    return _listed(text, _LISTED[key]) if key in _LISTED else text.strip()


def _is_plain_lines(body: str, form: Form, given: Mapping[str, Value]) -> bool:
    """Whether a body of single lines is meant as points: not on slides that hold one sentence, a table or a picture."""
    if form.name == "slide" and given.get("layout") not in (
        "bullets", "discussion", "activity", "debrief", "takeaways", "process", "case-study",
    ):  # fmt: skip
        return False
    return not re.search(r"^\s*(?:[-*+>|#!]|\d+[.)])\s*", body, re.MULTILINE)


def _listed(text: str, mark: str) -> str:
    """Each line as a list's item; what is a list already stays as it is."""
    lines = [line.strip() for line in text.strip().split("\n") if line.strip()]
    if any(re.match(r"(?:[-*+]|\d+[.)])\s", line) for line in lines):
        return text.strip()
    return "\n".join(f"{f'{n}.' if mark == '1' else mark} {line}" for n, line in enumerate(lines, start=1))


def _question_body(stem: str, options: str, kind: str) -> str:
    lines = [line.strip() for line in options.strip().split("\n") if line.strip()]
    if kind in ("rating", "short-answer"):
        return stem
    if kind == "order":
        return f"{stem}\n\n{_listed(options, '1')}" if lines else stem
    if kind == "true-false" and not lines:
        lines = ["*True", "False"]
    if not lines:
        return stem
    marked = [f"- [x] {line.lstrip('* ')}" if line.startswith("*") else f"- [ ] {line}" for line in lines]
    return "\n".join([stem, "", *marked, "- [ ] I don't know {unknown}"])


def _options(values: Mapping[str, Value]) -> str:
    """The options as a YAML block; empty ones are left out."""
    kept = {key: value for key, value in values.items() if value not in ("", (), False)}
    if not kept:
        return ""
    return "---\n" + "".join(f"{key}: {yaml_value(value)}\n" for key, value in kept.items()) + "---\n"


def yaml_value(value: Value | Sequence[str]) -> str:
    """A value on one line of YAML, quoted where it must be."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if not isinstance(value, str):
        return "[" + ", ".join(yaml_value(one) for one in value) + "]"
    words = " ".join(value.split())
    # What YAML 1.2 would read as a number or a yes, the library, which goes by 1.1, may leave bare.
    style = None if resolve_scalar(words) == words else "'"
    dumped = yaml.safe_dump(words, allow_unicode=True, width=1_000_000, default_flow_style=True, default_style=style)
    return str(dumped).removesuffix("\n").removesuffix("\n...").removesuffix("...").strip()
