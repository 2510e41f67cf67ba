"""The words that ids of findings stand for. Only the modules that findings speak of are translated, so that a page in
another language need not wait for a whole workspace."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from toolkit.content.language import Language
from toolkit.content.localise import localise
from toolkit.content.records import Content
from toolkit.evaluation.findings.records import Findings


def content_for(found: Iterable[Findings], content: Content) -> Content:
    """The part of `content` that these findings speak of, not yet translated."""
    modules = {module for findings in found for module in modules_of(findings)}
    kept = {key: module for key, module in content.modules.items() if key in modules}
    return replace(content, modules=kept, curricula={}, bank={}, practices={}, countries={})


def titles(found: Iterable[Findings], content: Content, language: Language) -> Content:
    """The same in a language."""
    return localise(content_for(found, content), language, {})


def modules_of(findings: Findings) -> frozenset[str]:
    """Ids of all modules that findings speak of."""
    return frozenset(
        (
            *(objective.module for objective in findings.objectives),
            *(item.module for item in findings.items),
            *(group.value for group in findings.groups if group.by == "module"),
        )
    )
