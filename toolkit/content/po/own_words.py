"""The toolkit's own words: every English message that its code says, found in the code itself.

Found are literal arguments of ``….say("…")``, ``phrase("…")`` and ``….say_count("…", "…", n)``, also both sides of
``say("…" if … else "…")``, and the names of fact kinds.
"""

from __future__ import annotations

import ast
import string
from collections.abc import Iterator
from importlib import resources
from pathlib import Path

from toolkit.content.facts import fact_kinds
from toolkit.content.po.file import Entry
from toolkit.problems import messages

CATALOGUE = "toolkit"
PROBLEMS = "problems"
"""Sentences of the problems that pages show, with the code and part as context."""

SPEAKING = ("content", "planning", "evaluation", "rendering", "execution", "studio")
"""Packages whose words reach readers of documents, forms and pages. Commands speak English on the screen."""


def own_entries() -> tuple[Entry, ...]:
    """The catalogue of the toolkit's own words, by the file that says them first."""
    found: dict[tuple[str, str], Entry] = {}
    for path in _sources():
        about = "in " + path.stem.replace("_", " ")
        for entry in sorted(_said(ast.parse(path.read_text(encoding="utf-8"))), key=lambda entry: entry.line):
            found.setdefault(entry.key, _described(entry, about))
    for kind in fact_kinds().values():
        about = "what a fact of a country profile is called; in a sentence, so without a capital letter"
        found.setdefault(("", kind.name), Entry("", kind.name, about=(about,)))
    return tuple(found.values())


def problem_entries() -> tuple[Entry, ...]:
    """The catalogue of problems: each message, hint and near hint, with what it is about."""
    found = []
    for entry in messages().values():
        for part in ("message", "hint", "near"):
            text = getattr(entry, part)
            if text:
                found.append(_described(Entry(f"{entry.code}/{part}", text), entry.about or entry.code))
    return tuple(found)


def _sources() -> list[Path]:
    package = Path(str(resources.files("toolkit")))
    return [path for name in SPEAKING for path in sorted((package / name).rglob("*.py"))]


def _said(tree: ast.AST) -> Iterator[Entry]:
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call) or not node.args:
            continue
        context = next((_literal(word.value) for word in node.keywords if word.arg == "context"), "") or ""
        match _name(node.func):
            case "say" | "phrase" if _speaks(node):
                for message in _literals(node.args[0]):
                    yield Entry(context, message, line=node.lineno)
            case "say_count" if len(node.args) > 1:
                one, many = _literal(node.args[0]), _literal(node.args[1])
                if one and many:
                    yield Entry(context, one, many, ("", ""), line=node.lineno)


def _name(function: ast.expr) -> str:
    match function:
        case ast.Attribute(attr=name) | ast.Name(id=name):
            return name
    return ""


def _speaks(call: ast.Call) -> bool:
    """Other functions called ``say`` take something else first, or print to the screen."""
    return len(call.args) == 1


def _literals(node: ast.expr) -> Iterator[str]:
    if isinstance(node, ast.IfExp):
        yield from _literals(node.body)
        yield from _literals(node.orelse)
    else:
        text = _literal(node)
        if text:
            yield text


def _literal(node: ast.expr) -> str | None:
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else None


def _described(entry: Entry, about: str) -> Entry:
    names = [f"{{{name}}}" for _, name, _, _ in string.Formatter().parse(entry.plural or entry.message) if name]
    note = f"{about}; keep {', '.join(dict.fromkeys(names))}" if names else about
    return Entry(entry.context, entry.message, entry.plural, entry.strings, about=(note,))
