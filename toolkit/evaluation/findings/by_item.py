"""Items, objectives, modules and the test's reliability, column by column over the matched people."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from toolkit.evaluation.estimate.change import Change, estimate_change
from toolkit.evaluation.estimate.items import holm_within, item_change_from_counts
from toolkit.evaluation.estimate.quality import EASIEST, LEAST_PEOPLE, advise, item_rest_correlations
from toolkit.evaluation.estimate.reliability import covariance, reliability_from_covariance
from toolkit.evaluation.findings.pairs import Floats, Ints, column
from toolkit.evaluation.findings.records import Counts, GroupFinding, ItemFinding, ObjectiveFinding, Reliability
from toolkit.evaluation.items import Item
from toolkit.evaluation.score import distinct

if TYPE_CHECKING:
    import pandas as pd

Flags = NDArray[np.bool_]
Points = NDArray[np.float64] | NDArray[np.int8]


@dataclass(frozen=True, slots=True)
class Quality:
    """Difficulty (share of the points), item-rest correlation and advice of one item; without advice below 50
    people. `toolkit.evaluation.estimate.quality` says what they mean."""

    difficulty: float
    item_rest: float | None
    advice: tuple[str, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Answers:
    """The scored items of the matched people whose totals are known in both tests: positions of their rows in the
    response table, and their points (`before` and `after`, people × items). A blank counts as 0, as in the total."""

    items: tuple[Item, ...]
    table: pd.DataFrame
    pre: Ints
    post: Ints
    before: Points
    after: Points


def known_pairs(table: pd.DataFrame, scores: pd.DataFrame, items: Sequence[Item], pairs: Ints) -> Answers:
    """The pairs with both totals, and the items that somebody answered in each test."""
    total = column(scores, "total")
    pre, post = pairs[:, 0], pairs[:, 1]
    here = ~(np.isnan(total[pre]) | np.isnan(total[post]))
    pre, post = pre[here], post[here]
    (before, asked_before), (after, asked_after) = _points(scores, items, pre, post)
    used = np.flatnonzero(asked_before & asked_after) if pre.size else np.arange(len(items))
    if used.size < len(items):
        before, after = before[:, used], after[:, used]
    return Answers(tuple(items[i] for i in used.tolist()), table, pre, post, before, after)


_BLANK = -128


def _points(scores: pd.DataFrame, items: Sequence[Item], *sides: Ints) -> Iterator[tuple[Points, Flags]]:
    """For each side, some rows: their points, blanks as 0 (people × items), and which items anybody answered."""
    columns = [_shortened(column(scores, item.item_id)) for item in items]
    kind = np.result_type(*columns) if columns else np.float64
    for rows in sides:
        points = np.empty((rows.size, len(items)), dtype=kind, order="F")
        asked = np.zeros(len(items), dtype=np.bool_)
        for place, values in enumerate(columns):
            mine = values[rows]
            blank = mine == _BLANK
            asked[place] = not blank.all()
            mine[blank] = 0
            points[:, place] = mine
        yield points, asked


def _shortened(points: Floats) -> Points:
    """The points with blanks as `_BLANK`, in a byte each where all are whole numbers, as nearly all are: rows of a
    million people lie far apart in memory."""
    blank = np.isnan(points)
    with np.errstate(invalid="ignore"):
        whole = points.astype(np.int8)
    whole[blank] = _BLANK
    if ((whole == points) | blank).all():
        return whole
    return np.where(blank, float(_BLANK), points)


def item_findings(answers: Answers, quality: Mapping[str, Quality]) -> tuple[ItemFinding, ...]:
    """Each item's change, adjusted by Holm's method within its module."""
    found = tuple(_item(answers, place, quality.get(item.item_id)) for place, item in enumerate(answers.items))
    adjusted = holm_within([f.module for f in found], [f.mcnemar_mid_p for f in found])
    return tuple(replace(f, holm_p=p) for f, p in zip(found, adjusted, strict=True))


def _item(answers: Answers, place: int, quality: Quality | None) -> ItemFinding:
    item = answers.items[place]
    least = item.weight * (1 - 1e-9)
    before, after = answers.before[:, place] >= least, answers.after[:, place] >= least
    n, n_before, n_after = before.size, int(before.sum()), int(after.sum())
    both = int((before & after).sum())
    found = item_change_from_counts(both, n_after - both, n_before - both, n - n_before - n_after + both)
    unknown_pre, unknown_post = _unknown(answers, item)
    advice: tuple[str, ...] = quality.advice if quality else ()
    if "too-easy" in advice and (found.pre_share is None or found.pre_share <= EASIEST):
        # Easy after the training is what the training is for; only what was easy before says little about it.
        advice = tuple(word for word in advice if word != "too-easy")
    return ItemFinding(
        item_id=item.item_id,
        module=item.module,
        objective=item.objective,
        n_matched=n,
        pre_correct=found.pre_share,
        post_correct=found.post_share,
        change=found.change,
        change_ci=found.change_ci,
        mcnemar_exact_p=found.mcnemar_exact_p,
        mcnemar_mid_p=found.mcnemar_mid_p,
        dont_know_pre=unknown_pre,
        dont_know_post=unknown_post,
        difficulty=quality.difficulty if quality else None,
        item_rest=quality.item_rest if quality else None,
        advice=advice,
        sensitive=item.sensitive,
    )


def _unknown(answers: Answers, item: Item) -> tuple[float | None, float | None]:
    """Shares of "I don't know" before and after; None where the item does not offer it."""
    codes = {option.code for option in item.options if option.unknown}
    if not codes or item.item_id not in answers.table.columns or not answers.pre.size:
        return None, None
    numbers, different = distinct(answers.table[item.item_id])
    is_many = item.type == "multiple-choice"
    said = np.array([*(bool(codes & set(v.split()) if is_many else v in codes) for v in different), False])
    return float(said[numbers[answers.pre]].mean()), float(said[numbers[answers.post]].mean())


def objective_findings(answers: Answers) -> tuple[ObjectiveFinding, ...]:
    """Each objective's change over its items, as percent of their points."""
    found = []
    for (module, objective), items in _grouped(answers.items, lambda i: (i.module, i.objective)).items():
        if not objective:
            continue
        change = _change(answers, items, out_of=100.0)
        ids = tuple(item.item_id for item in items)
        found.append(ObjectiveFinding(objective, module, ids, change, has_improved(change)))
    return tuple(found)


def module_findings(answers: Answers, counts: Counts) -> tuple[GroupFinding, ...]:
    """Each module's change in points over its items."""
    modules = _grouped(answers.items, lambda i: (i.module,))
    return tuple(
        GroupFinding("module", module, counts, _change(answers, items))
        for (module,), items in modules.items()
        if module
    )


def guessing_change(answers: Answers) -> Change | None:
    """The change of totals in which each wrong answer costs what guessing gives, W/(k - 1), as a sensitivity; None
    where no item has options to choose one from. What is left out, and "I don't know", costs nothing."""
    guessed = [i for i in answers.items if i.type in ("single-choice", "true-false") and len(_known_options(i)) > 1]
    if not guessed:
        return None
    totals = []
    for rows, points in ((answers.pre, answers.before), (answers.post, answers.after)):
        total = _sum(points, range(len(answers.items)))
        for item in guessed:
            numbers, different = distinct(answers.table[item.item_id])
            wrong = _known_options(item) - set(item.key)
            costs = np.array(
                [*(item.weight / (len(_known_options(item)) - 1) if v in wrong else 0 for v in different), 0]
            )
            total -= costs[numbers[rows]]
        totals.append(total)
    return estimate_change(*totals)


def _known_options(item: Item) -> set[str]:
    return {option.code for option in item.options if not option.unknown}


def has_improved(change: Change) -> bool | None:
    """True when the whole interval is above zero, False when the mean did not rise, None when it cannot be said."""
    if change.mean_change is None or change.n < 2:
        return None
    if change.mean_change <= 0:
        return False
    if change.ci_low is None:
        return True if change.reason == "same-change" else None
    return True if change.ci_low > 0 else None


def _grouped(items: Sequence[Item], key: Callable[[Item], tuple[str, ...]]) -> dict[tuple[str, ...], list[Item]]:
    found: dict[tuple[str, ...], list[Item]] = {}
    for item in items:
        found.setdefault(key(item), []).append(item)
    return found


def _change(answers: Answers, items: Sequence[Item], out_of: float | None = None) -> Change:
    most = sum(item.weight for item in items)
    scale = 1.0 if out_of is None else out_of / most
    ids = {item.item_id for item in items}
    places = [place for place, item in enumerate(answers.items) if item.item_id in ids]
    before, after = (_sum(points, places) * scale for points in (answers.before, answers.after))
    return estimate_change(before, after, max_score=most if out_of is None else out_of)


def _sum(points: Points, places: Sequence[int]) -> Floats:
    """Sums over some columns. One after the other, as they lie in memory."""
    total = np.zeros(len(points))
    for place in places:
        total += points[:, place]
    return total


def assess_test(
    scores: pd.DataFrame, items: Sequence[Item], answers: Answers, is_post: Flags, is_pre: Flags
) -> tuple[Reliability | None, dict[str, Quality]]:
    """Reliability of the test and quality of its items at post-test (pre-test when there is no other), blanks as 0.

    Over the matched people where there are any: with everybody's figures beside theirs, one could tell what the few
    without a pair answered.
    """
    used, points = answers.items, answers.after
    if not answers.post.size:
        known = ~np.isnan(column(scores, "total"))
        rows = np.flatnonzero(known & is_post) if (known & is_post).any() else np.flatnonzero(known & is_pre)
        ((points, asked),) = _points(scores, items, rows)
        used, points = tuple(i for i, given in zip(items, asked, strict=True) if given), points[:, asked]
    if not used or not len(points):
        return None, {}
    covariances = covariance(points) if len(points) > 1 else np.zeros((len(used), len(used)))
    found = reliability_from_covariance(covariances, len(points))
    reliability = Reliability(found.n, found.items, found.alpha, found.alpha_ci, found.omega, found.reason)
    difficulty = points.mean(axis=0) / [item.weight for item in used]
    is_judged = len(points) >= LEAST_PEOPLE
    rests = item_rest_correlations(covariances) if is_judged and len(used) > 1 else np.full(len(used), np.nan)
    quality = {}
    for item, easy, rest in zip(used, difficulty.tolist(), rests.tolist(), strict=True):
        known_rest = None if math.isnan(rest) else rest
        quality[item.item_id] = Quality(easy, known_rest, advise(easy, known_rest) if is_judged else ())
    return reliability, quality
