"""Write docs/coverage.md from docs/coverage.yaml; ``--check`` says whether it is up to date and every name exists."""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import yaml

from toolkit.content.load import load_content
from toolkit.content.records import Content

DOCS = Path(__file__).parent
ROOT = DOCS.parent
LINKS: Mapping[str, Callable[[str, Content], str]] = {
    "module": lambda name, content: f"[{name}](../{content.modules[name].place.path})",
    "brief": lambda name, _: f"[{name}](../session_templates/briefs/{name}.yaml)",
    "template": lambda name, _: f"template [{name}](../session_templates/{name}.yaml)",
    "country": lambda name, _: f"[{name}](../curricula/countries/{name.lower()}.yaml)",
    "practice": lambda name, _: f"practice {name}",
    "command": lambda name, _: f"`tot {name}`",
    "doc": lambda name, _: f"[{name}]({name})",
    "file": lambda name, _: f"[{name}](../{name})",
    "bank": lambda name, _: f"activity `{name}`",
}
"""Kind of an answer → how it is shown."""


def load_table() -> list[dict[str, Any]]:
    """The groups of docs/coverage.yaml."""
    table: list[dict[str, Any]] = yaml.safe_load((DOCS / "coverage.yaml").read_text(encoding="utf-8"))
    return table


def unknown_answers(content: Content) -> tuple[str, ...]:
    """Answers that name nothing that exists."""
    from toolkit.cli import app

    commands = {info.name or info.callback.__name__ for info in app.registered_commands if info.callback or info.name}
    commands |= {str(info.name) for info in app.registered_groups}
    known: dict[str, Callable[[str], bool]] = {
        "module": lambda name: name in content.modules,
        "brief": lambda name: (ROOT / f"session_templates/briefs/{name}.yaml").is_file(),
        "template": lambda name: name in content.templates,
        "country": lambda name: name in content.countries,
        "practice": lambda name: int(name) in content.practices,
        "command": lambda name: name in commands,
        "doc": lambda name: (DOCS / name).is_file(),
        "file": lambda name: (ROOT / name).exists(),
        "bank": lambda name: any(a.id == name for file in content.bank.values() for a in file.activities),
    }
    answers = [answer for group in load_table() for part in group["parts"] for answer in part["answer"]]
    return tuple(a for a in answers if not known[a.partition(":")[0]](a.partition(":")[2]))


def unanswered(content: Content) -> tuple[str, ...]:
    """Modules that no part names, so that the table cannot fall behind the curricula."""
    named = {a for group in load_table() for part in group["parts"] for a in part["answer"]}
    return tuple(sorted(id for id in content.modules if f"module:{id}" not in named))


def coverage(content: Content) -> str:
    """The page."""
    lines = [
        "# What the reference texts name, and what answers it",
        "",
        "Made from `docs/coverage.yaml` by `docs/make_coverage.py`; a test holds them together and looks up every",
        "name. The right column says what is not covered, and why.",
    ]
    for group in load_table():
        source = content.bibliography[group["source"]]
        lines += [
            "",
            f"## {group['title']}",
            "",
            f"Source: {source.title}, {source.year or 'undated'} (`{group['source']}`), {group['where']}.",
            "",
        ]
        lines += ["| named there | answered by | how | not covered |", "|---|---|---|---|"]
        for part in group["parts"]:
            shown = ", ".join(LINKS[a.partition(":")[0]](a.partition(":")[2], content) for a in part["answer"])
            lines.append(f"| {part['name']} | {shown or '–'} | {part['how'] or '–'} | {part['missing'] or '–'} |")
    return "\n".join(lines) + "\n"


def main() -> int:
    """Write the page, or with ``--check`` say what is wrong with it."""
    content, _ = load_content(ROOT)
    path = DOCS / "coverage.md"
    if "--check" in sys.argv:
        wrong = [*unknown_answers(content), *unanswered(content)]
        stale = not path.is_file() or path.read_text(encoding="utf-8") != coverage(content)
        print("\n".join([*wrong, *(["docs/coverage.md is out of date"] if stale else [])]) or "up to date")
        return 1 if wrong or stale else 0
    path.write_text(coverage(content), encoding="utf-8", newline="\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
