"""Back to the curriculum: what improved, what did not, which questions misbehave, at the line of each module."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from toolkit.content.records import Content
from toolkit.evaluation.findings.records import Findings, GroupFinding, ItemFinding, ObjectiveFinding
from toolkit.problems import Place

Verdict = Literal["improved", "not-improved", "unclear", "known-before", "untested", "withheld"]

KNOWN_FROM = 85.0
"""Percent of an objective's points before the training from which there was little to teach."""

NOT_REACHED = 50.0
"""Percent after the training below which twice as much is needed."""


@dataclass(frozen=True, slots=True)
class FeedbackRow:
    """One module (`objective` is "") or one of its objectives. Means are percent of the points, changes percentage
    points with their 95 % interval. `questions` are the ids of its items that misbehave, each with its advice codes.
    `place` is the line in the module's file, or an empty place when this workspace does not have it."""

    module: str
    objective: str
    text: str
    place: Place
    verdict: Verdict
    n: int | None = None
    mean_pre: float | None = None
    mean_post: float | None = None
    change: float | None = None
    ci_low: float | None = None
    ci_high: float | None = None
    questions: Mapping[str, tuple[str, ...]] | None = None


def curriculum_feedback(findings: Findings, content: Content | None) -> tuple[FeedbackRow, ...]:
    """A row for each evaluated module, then one for each of its objectives, in order of the findings. Objectives of a
    module that no item tests are among them when `content` is given. Give it protected findings."""
    modules: dict[str, GroupFinding | None] = {g.value: g for g in findings.groups if g.by == "module"}
    for objective in findings.objectives:
        modules.setdefault(objective.module, None)
    return tuple(row for module, group in modules.items() for row in _rows_of(module, group, findings, content))


def needs_from_findings(findings: Findings) -> dict[str, float]:
    """Objective → how much a group like this one still needs it, as a brief's ``needs``: 0 known already, 1 as usual,
    2 twice as much. From what people knew before: a group that had most of the points needs little. 2 where less than
    half was reached even afterwards. Objectives without a figure are left out."""
    needs: dict[str, float] = {}
    for objective in findings.objectives:
        pre, post = objective.change.mean_pre, objective.change.mean_post
        if pre is None or post is None:
            continue
        if pre >= KNOWN_FROM:
            needs[objective.objective] = 0.0
        elif post < NOT_REACHED:
            needs[objective.objective] = 2.0
        else:
            # What is missing before the training: half of the points is the usual case.
            needs[objective.objective] = round(min(2.0, (100 - pre) / 50), 1)
    return needs


def needs_yaml(findings: Findings) -> str:
    """`needs_from_findings` as YAML that can be put into a brief."""
    import yaml

    head = (
        "# How much a group like this one needs each objective: 0 known already, 1 as usual, 2 twice as much.\n"
        "# Copy into a brief. Objectives whose figures were kept back, or that were not tested, are not listed.\n"
    )
    return head + yaml.safe_dump({"needs": needs_from_findings(findings)}, sort_keys=False, allow_unicode=True)


def _rows_of(
    module: str, group: GroupFinding | None, findings: Findings, content: Content | None
) -> Iterator[FeedbackRow]:
    known = content.modules.get(module) if content else None
    place = known.place if known else Place("")
    objectives = [o for o in findings.objectives if o.module == module]
    weak = _weak(i for i in findings.items if i.module == module)
    change = group.change if group and not group.suppressed else None
    yield FeedbackRow(
        module=module,
        objective="",
        text=known.title.source if known else "",
        place=place,
        verdict=_module_verdict(group, objectives),
        n=change.n if change else None,
        mean_pre=change.mean_pre_pct if change else None,
        mean_post=change.mean_post_pct if change else None,
        change=change.mean_change_pct if change else None,
        ci_low=change.ci_low_pct if change else None,
        ci_high=change.ci_high_pct if change else None,
        questions=weak,
    )
    written = {o.id: o for o in known.objectives} if known else {}
    for found in objectives:
        at = written.get(found.objective)
        yield FeedbackRow(
            module=module,
            objective=found.objective,
            text=at.statement.source if at else "",
            place=at.place if at else place,
            verdict=_verdict(found),
            n=None if found.suppressed else found.change.n,
            mean_pre=found.change.mean_pre,
            mean_post=found.change.mean_post,
            change=found.change.mean_change,
            ci_low=found.change.ci_low,
            ci_high=found.change.ci_high,
            questions=_weak(i for i in findings.items if i.item_id in found.items),
        )
    tested = {o.objective for o in objectives}
    for objective in written.values():
        if objective.id not in tested:
            yield FeedbackRow(module, objective.id, objective.statement.source, objective.place, "untested")


def _verdict(found: ObjectiveFinding) -> Verdict:
    if found.suppressed:
        return "withheld"
    if found.improved:
        return "improved"
    if found.change.mean_pre is not None and found.change.mean_pre >= KNOWN_FROM:
        return "known-before"
    return "unclear" if found.improved is None else "not-improved"


def _module_verdict(group: GroupFinding | None, objectives: Sequence[ObjectiveFinding]) -> Verdict:
    if group is None or group.suppressed:
        return "withheld"
    whole = ObjectiveFinding("", group.value, (), group.change, _rose(group))
    if group.change.mean_pre_pct is not None and group.change.mean_pre_pct >= KNOWN_FROM and not whole.improved:
        return "known-before"
    verdicts = {_verdict(o) for o in objectives}
    return "not-improved" if verdicts == {"not-improved"} else _verdict(whole)


def _rose(group: GroupFinding) -> bool | None:
    from toolkit.evaluation.findings.by_item import has_improved

    return has_improved(group.change)


def _weak(items: Iterator[ItemFinding] | Sequence[ItemFinding]) -> Mapping[str, tuple[str, ...]]:
    return {item.item_id: item.advice for item in items if item.advice}
