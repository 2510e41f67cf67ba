"""Ratings: confidence, attitudes, intentions and what people think of the session."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from toolkit.evaluation.estimate.change import estimate_change
from toolkit.evaluation.findings.by_item import Flags
from toolkit.evaluation.findings.pairs import Floats, Ints, column
from toolkit.evaluation.findings.records import ScaleFinding
from toolkit.evaluation.items import Item
from toolkit.evaluation.score import max_points

if TYPE_CHECKING:
    import pandas as pd


def scale_findings(
    scores: pd.DataFrame, items: Sequence[Item], pairs: Ints, then_pairs: Ints, is_pre: Flags, is_post: Flags
) -> tuple[ScaleFinding, ...]:
    """One finding for each construct and scale. Ratings asked in both tests are those of the matched people who
    answered in both, so that both bars show the same ones; those asked once are everybody's."""
    ratings = [item for item in items if item.type == "rating" and {"pre", "post"} & set(item.waves)]
    kinds = dict.fromkeys((i.construct, i.scale, {"pre", "post"} <= set(i.waves)) for i in ratings)
    found = []
    for construct, scale, in_both in kinds:
        mine = [
            i for i in ratings if (i.construct, i.scale, {"pre", "post"} <= set(i.waves)) == (construct, scale, in_both)
        ]
        if in_both:
            before, after = pairs[:, 0], pairs[:, 1]
        else:
            asked = {wave for item in mine for wave in item.waves}
            before = np.flatnonzero(is_pre) if "pre" in asked else np.empty(0, dtype=np.int64)
            after = np.flatnonzero(is_post) if "post" in asked else np.empty(0, dtype=np.int64)
        pre, post = _means(scores, mine, before), _means(scores, mine, after)
        if in_both:
            here = ~(np.isnan(pre) | np.isnan(post))
            before, after, pre, post = before[here], after[here], pre[here], post[here]
        paired = (pre, post) if in_both else (pre[:0], post[:0])
        n_pre, pre_shares = _shares(scores, mine, before)
        n_post, post_shares = _shares(scores, mine, after)
        then = [item for item in mine if "then" in item.waves and item.construct == "confidence"]
        then_change = None
        if then and len(then_pairs):
            # The same people as in the other figure, or some of them.
            some = then_pairs[np.isin(then_pairs[:, 1], after)]
            then_change = estimate_change(*(_means(scores, then, some[:, side]) for side in (0, 1)))
        found.append(
            ScaleFinding(
                construct=construct,
                scale=scale,
                items=tuple(item.item_id for item in mine),
                n_pre=n_pre,
                n_post=n_post,
                change=estimate_change(*paired),
                pre_shares=pre_shares,
                post_shares=post_shares,
                people=_people(pre, post),
                then_change=then_change,
                sensitive=any(item.sensitive for item in mine),
            )
        )
    return tuple(found)


def _people(pre: Floats, post: Floats) -> int:
    """The fewest people behind its figures, of the tests that ask it."""
    sizes = [int((~np.isnan(values)).sum()) for values in (pre, post)]
    return min((size for size in sizes if size), default=0)


def _means(scores: pd.DataFrame, items: Sequence[Item], rows: Ints) -> Floats:
    """Each person's mean position on the scale over the items answered; NaN when none was."""
    total, answered = np.zeros(rows.size), np.zeros(rows.size)
    for item in items:
        values = column(scores, item.item_id)[rows]
        here = ~np.isnan(values)
        total[here] += values[here]
        answered += here
    return np.where(answered > 0, total / np.maximum(answered, 1), np.nan)


def _shares(scores: pd.DataFrame, items: Sequence[Item], rows: Ints) -> tuple[int, tuple[float, ...]]:
    """Number of answers, and shares of each step of the scale, lowest first."""
    steps = round(max(max_points(item) for item in items))
    counts = np.zeros(steps + 1, dtype=np.int64)
    for item in items:
        values = column(scores, item.item_id)[rows]
        counts += np.bincount(values[~np.isnan(values)].astype(np.int64), minlength=steps + 1)
    n = int(counts.sum())
    return n, tuple((counts[1:] / n).tolist()) if n else ()
