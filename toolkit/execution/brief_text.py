"""Briefs that the toolkit writes: YAML with remarks, checked before it is written."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence

from toolkit.content.records import Content
from toolkit.content.yamlfile import read_yaml, validate
from toolkit.evaluation.yaml_text import yaml_text
from toolkit.planning.brief import Brief
from toolkit.planning.brief_file import check_brief
from toolkit.problems import Problem, sort_problems

REMARK_WIDTH = 116


def brief_text(brief: Brief) -> str:
    """A brief as YAML, in the order of its fields, without those that keep their default."""
    data = brief.model_dump(mode="json", exclude_defaults=True)
    return yaml_text({key: data[key] for key in Brief.model_fields if key in data})


def remarks(lines: Sequence[str]) -> str:
    """Lines of a YAML file that are read by people only. Line breaks in what somebody wrote stay inside the remark."""
    found: list[str] = []
    for line in lines:
        words = "".join(c if c.isprintable() else " " for c in line).split()
        found += textwrap.wrap(" ".join(words), REMARK_WIDTH, subsequent_indent="  ") or [""]
    return "".join(f"# {line}".rstrip() + "\n" for line in found)


def check_brief_text(content: Content, text: str, shown: str) -> tuple[Problem, ...]:
    """Every problem of a brief that is not yet on disk, as `load_brief` would find it, at the line it will have."""
    doc = read_yaml(text, shown)
    brief, wrong = validate(Brief, doc, label="the session brief")
    checked = check_brief(content, brief, doc) if brief is not None else ()
    return sort_problems((*doc.problems, *wrong, *checked))
