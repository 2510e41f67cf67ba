"""Whole evaluations side by side: saved findings, one column each. In order of name; nothing is ranked."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from toolkit.content.language import Language
from toolkit.content.records import Content
from toolkit.evaluation.estimate.pooled import pool_sessions
from toolkit.evaluation.findings.json_form import findings_json
from toolkit.evaluation.findings.pairs import natural
from toolkit.evaluation.findings.records import Findings
from toolkit.execution.evaluation_files import FINDINGS, load_evaluation
from toolkit.rendering.outlines.report_charts import Report
from toolkit.rendering.outlines.report_sentences import (
    Figures,
    change_text,
    figures_of,
    hidden_sentence,
    interval_text,
    level_text,
    people_text,
    suppression,
    undefined_sentence,
)
from toolkit.studio.uploads import Upload, private_folder, save_uploads

SAVED = "findings"
"""Folder of the workspace that evaluations are saved in."""

LEAST_POOLED = 2


@dataclass(frozen=True, slots=True)
class Compared:
    """Findings beside others. `key` tells equal ones apart from others; findings hold nothing that may not be shown."""

    name: str
    key: str
    findings: Findings = field(repr=False)


def load_compared(upload: Upload) -> Compared:
    """Findings from an ``evaluation.json``. Raises ProblemsError when it holds something else."""
    with private_folder() as folder:
        (path,) = save_uploads([upload], folder)
        findings = _load(path)
    stem = upload.name.rsplit(".", 1)[0]
    return Compared(_name(findings, stem if stem != "evaluation" else ""), _key(findings), findings)


def find_saved(workspace: Path) -> tuple[Path, ...]:
    """Evaluations that were saved in the workspace, sorted."""
    return tuple(sorted((workspace / SAVED).glob(f"*/{FINDINGS}")))


def load_saved(path: Path) -> Compared:
    """One of `find_saved`. Raises ProblemsError when it cannot be read."""
    findings = _load(path)
    return Compared(path.parent.name, _key(findings), findings)


def _load(path: Path) -> Findings:
    findings = load_evaluation(path, None).findings
    if findings is None:
        raise ValueError("saved findings without findings")
    return findings


def of_this_page(findings: Findings, language: Language) -> Compared:
    """The findings of the page."""
    return Compared(language.say("{title} (this page)", title=_name(findings, "")), _key(findings), findings)


def in_order(found: Sequence[Compared]) -> tuple[Compared, ...]:
    """By name, each once. Names that are alike get a number."""
    unique = list({one.key: one for one in sorted(found, key=lambda c: (natural(c.name), c.key))}.values())
    names = [one.name for one in unique]
    return tuple(
        one if names.count(one.name) == 1 else replace(one, name=f"{one.name} ({names[: n + 1].count(one.name)})")
        for n, one in enumerate(unique)
    )


def shown_rows(found: Sequence[Compared]) -> list[tuple[str, Figures]]:
    """Names and figures of what may and can be shown."""
    rows = [(one.name, _figures(one.findings)) for one in found]
    return [(name, figures) for name, figures in rows if figures is not None]


def table_rows(found: Sequence[Compared], language: Language) -> list[tuple[str, ...]]:
    """Name, before, after, change with its interval, people, match rate; words in place of what is kept back."""
    rows: list[tuple[str, ...]] = []
    for one in found:
        findings = one.findings
        figures = _figures(findings)
        rate = findings.counts.match_rate
        shown_rate = "" if rate is None else language.show_percent(rate)
        if figures is None:
            why = suppression(findings.suppressed, findings.change.n, findings)
            text = hidden_sentence(why, findings, language) if why else undefined_sentence(
                findings.change.reason or "no-pairs", language
            )  # fmt: skip
            rows.append((one.name, "–", "–", text, language.show_number(findings.counts.n_matched), shown_rate))
            continue
        rows.append(
            (
                one.name,
                level_text(figures.before, figures, language),
                level_text(figures.after, figures, language),
                change_text(figures, language),
                language.show_number(figures.n),
                shown_rate,
            )
        )
    return rows


def objective_rows(found: Sequence[Compared], content: Content, language: Language) -> list[tuple[str, ...]]:
    """A row for each learning objective: its words (`content` is translated already), then the change in each
    evaluation, "–" where none is known."""
    objectives = dict.fromkeys(o.objective for one in found for o in one.findings.objectives)
    rows = []
    for objective in objectives:
        cells = []
        for one in found:
            known = {o.objective: o for o in one.findings.objectives}.get(objective)
            hidden = known is None or bool(suppression(known.suppressed, known.change.n, one.findings))
            figures = None if known is None or hidden else figures_of(known.change, percent=True)
            cells.append(change_text(figures, language) if figures else "–")
        rows.append((Report(found[0].findings, content, language).objective(objective), *cells))
    return rows


def pooled_over(found: Sequence[Compared], language: Language) -> str:
    """The mean change over evaluations of one instrument in a sentence; "" when they cannot be put together."""
    known = [(one.findings, figures) for one in found if (figures := _figures(one.findings))]
    alike = {(findings.instrument, figures.percent) for findings, figures in known}
    if len(known) < LEAST_POOLED or len(alike) != 1:
        return ""
    pooled = pool_sessions([figures.change for _, figures in known], [figures.n for _, figures in known])
    if pooled.mean_change is None or pooled.ci_low is None or pooled.ci_high is None:
        return ""
    return language.say(
        "Over {count} evaluations with {n}, the average change is {size} points, likely {interval}.",
        count=language.show_number(pooled.sessions),
        n=people_text(pooled.n, language),
        size=language.show_number(pooled.mean_change, 1, signed=True),
        interval=interval_text(pooled.ci_low, pooled.ci_high, 1, language),
    )


def _figures(findings: Findings) -> Figures | None:
    if suppression(findings.suppressed, findings.change.n, findings):
        return None
    return figures_of(findings.change)


def _name(findings: Findings, stem: str) -> str:
    return stem or findings.title or findings.instrument or "evaluation"


def _key(findings: Findings) -> str:
    """The same for the same findings, whether they were saved or not."""
    return hashlib.sha256(json.dumps(findings_json(findings), sort_keys=True).encode()).hexdigest()
