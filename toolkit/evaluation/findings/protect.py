"""Findings that may be shown: small groups are kept back, and so is what would give them away."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace

from toolkit.evaluation.estimate.change import Change
from toolkit.evaluation.findings.make import PUBLISH_AT
from toolkit.evaluation.findings.protect_groups import Hidden, hidden_groups
from toolkit.evaluation.findings.protect_items import protect_items, protect_objectives, without_figures
from toolkit.evaluation.findings.records import (
    Counts,
    DisclosureNote,
    Findings,
    Flag,
    GroupFinding,
    Pooled,
    RankFinding,
    Reliability,
    ScaleFinding,
    Suppression,
    Unmatched,
)

INTERNAL_AT = 5
"""Inside the organisation; never less."""

MANY_HIDDEN = 5
"""Hidden sessions from which the pooled figures say nothing about one: they are four numbers at most (mean, spread,
people, sum) against two unknowns for each session."""


def protect_findings(findings: Findings, *, internal: bool = False) -> Findings:
    """The findings without any figure about fewer than 10 people (5 inside the organisation, with `internal`), and
    without those from which such a figure could be calculated. Numbers of people of the whole evaluation stay.

    `findings.publish_at` may ask for more than 10. What was kept back, and why, is in `disclosure`.
    """
    least = INTERNAL_AT if internal else max(PUBLISH_AT, findings.publish_at)
    found = replace(findings, publish_at=least)
    if found.change.n < least:
        return _nothing(found, "small")
    hidden = hidden_groups(found, least)
    items, item_notes = protect_items(found.items, least)
    if len(items) == 1 and items[0].suppressed == "sensitive":
        return _nothing(found, "sensitive")
    objectives, modules, objective_notes = protect_objectives(found.objectives, items, least)
    groups = tuple(_protect_group(group, hidden, modules) for group in found.groups)
    scales, scale_notes = _scales(found, least)
    notes = [
        *(DisclosureNote(f"{g.by}: {g.value}", g.suppressed) for g in groups if g.suppressed),
        *item_notes,
        *objective_notes,
        *scale_notes,
    ]
    pooled = found.pooled
    if pooled and 0 < sum(1 for by, _ in hidden if by == "session") < MANY_HIDDEN:
        pooled = Pooled(pooled.sessions, pooled.n, reason="suppressed")
        notes.append(DisclosureNote("pooled", "complementary"))
    unmatched = _unmatched(found.unmatched, least) if found.unmatched else None
    if unmatched != found.unmatched:
        notes.append(DisclosureNote("unmatched", "small"))
    reliability = found.reliability
    if reliability and reliability.n < least:
        reliability = _no_reliability(reliability)
        notes.append(DisclosureNote("reliability", "small"))
    gone = {i.item_id for i in items if i.suppressed} | {o.objective for o in objectives if o.suppressed}
    gone |= modules
    if unmatched is not None and unmatched.baseline_difference is None:
        gone.add("unmatched-differ")
    return replace(
        found,
        items=items,
        objectives=objectives,
        groups=groups,
        scales=scales,
        pooled=pooled,
        unmatched=unmatched,
        reliability=reliability,
        # With the total it makes two equations, from which two hidden items could be worked out.
        guessing=None if any(item.suppressed for item in items) else found.guessing,
        flags=tuple(flag for flag in found.flags if flag.about not in gone and flag.kind not in gone),
        disclosure=tuple(notes),
        unions=(),
    )


def _nothing(found: Findings, why: Suppression) -> Findings:
    """Only the numbers of people."""
    groups = tuple(_empty_group(group, why) for group in found.groups)
    scales, notes = _scales(found, found.publish_at)
    kept: Collection[str] = ("few-people", "unmatched", "low-match-rate", "one-session")
    unmatched = found.unmatched
    if unmatched is not None and (found.change.n or _is_few(unmatched, found.publish_at, everybody=True)):
        unmatched = Unmatched(
            method=unmatched.method,
            n_unmatched_pre=unmatched.n_unmatched_pre,
            n_unmatched_post=unmatched.n_unmatched_post,
            reason="suppressed",
        )
    return replace(
        found,
        change=Change(
            n=found.change.n,
            n_missing=found.change.n_missing,
            max_score=found.max_score,
            reason=found.change.reason if found.change.n < 2 else "",
        ),
        ranks=RankFinding(0, reason="suppressed"),
        guessing=None,
        bootstrap_ci=None,
        n_improved=None,
        n_same=None,
        n_worse=None,
        pooled=None,
        unmatched=unmatched,
        reliability=_no_reliability(found.reliability) if found.reliability else None,
        objectives=tuple(
            replace(o, change=Change(n=0, max_score=o.change.max_score), improved=None, suppressed=why)
            for o in found.objectives
        ),
        items=tuple(without_figures(item, why) for item in found.items),
        groups=groups,
        scales=scales,
        flags=tuple(Flag(f.kind, f.about, f.values) for f in found.flags if f.kind in kept),
        disclosure=(
            DisclosureNote("all", why),
            *(DisclosureNote(f"{g.by}: {g.value}", why) for g in groups),
            *notes,
        ),
        suppressed=why,
        unions=(),
    )


def _protect_group(group: GroupFinding, hidden: Hidden, modules: Collection[str]) -> GroupFinding:
    if group.by == "module":
        return _empty_group(group, "complementary") if group.value in modules else group
    why = hidden.get((group.by, group.value), "")
    return _empty_group(group, why) if why else group


def _empty_group(group: GroupFinding, why: Suppression) -> GroupFinding:
    return GroupFinding(
        group.by, group.value, Counts(0, 0, 0, sessions=0), Change(n=0, max_score=group.change.max_score), why
    )


def _scales(found: Findings, least: int) -> tuple[tuple[ScaleFinding, ...], list[DisclosureNote]]:
    scales, notes = [], []
    for scale in found.scales:
        kept = scale
        if scale.people < least:
            kept = replace(
                scale,
                n_pre=0,
                n_post=0,
                change=Change(n=0),
                pre_shares=(),
                post_shares=(),
                people=0,
                then_change=None,
                suppressed="small",
            )
        else:
            then = scale.then_change
            # A part of the same people: those who are missing in it must not be too few either.
            if then is not None and (then.n < least or 0 < scale.change.n - then.n < least):
                kept = replace(kept, then_change=None)
            if scale.sensitive and (
                _says_all(scale.pre_shares, scale.n_pre) or _says_all(scale.post_shares, scale.n_post)
            ):
                kept = replace(
                    kept, change=Change(n=0), pre_shares=(), post_shares=(), then_change=None, suppressed="sensitive"
                )
        if kept.suppressed:
            notes.append(DisclosureNote(f"scale: {scale.construct} {scale.scale}".strip(), kept.suppressed))
        scales.append(kept)
    return tuple(scales), notes


def _says_all(shares: tuple[float, ...], n: int) -> bool:
    """Whether (nearly) everybody or nobody stands on one step."""
    return any(min(share, 1 - share) * n <= 1 + 1e-9 for share in shares)


def _is_few(unmatched: Unmatched, least: int, *, everybody: bool = False) -> bool:
    sizes = (unmatched.n_unmatched_pre, unmatched.n_unmatched_post)
    return any(size < least if everybody else 0 < size < least for size in sizes)


def _unmatched(unmatched: Unmatched, least: int) -> Unmatched:
    """Everybody's figures less those of the pairs are those of the people without one."""
    if _is_few(unmatched, least):
        return Unmatched(
            method=unmatched.method,
            n_unmatched_pre=unmatched.n_unmatched_pre,
            n_unmatched_post=unmatched.n_unmatched_post,
            reason="suppressed",
        )
    return unmatched


def _no_reliability(found: Reliability) -> Reliability:
    return Reliability(found.n, found.items, reason="too-few-people")
