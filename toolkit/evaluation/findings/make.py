"""The verbs: matched answers, or a table of scores, become findings."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from toolkit.evaluation.findings.by_item import (
    assess_test,
    guessing_change,
    item_findings,
    known_pairs,
    module_findings,
    objective_findings,
)
from toolkit.evaluation.findings.by_scale import scale_findings
from toolkit.evaluation.findings.flags import find_flags
from toolkit.evaluation.findings.pairs import Grouping, Paired, pair_by_match, pair_by_row
from toolkit.evaluation.findings.records import Findings, Union
from toolkit.evaluation.findings.totals import estimate_totals
from toolkit.evaluation.instrument import Instrument
from toolkit.evaluation.score import max_total, score_responses, total_items

if TYPE_CHECKING:
    import pandas as pd

    from toolkit.evaluation.matching import Matches

PUBLISH_AT = 10


def make_findings(
    instrument: Instrument,
    table: pd.DataFrame,
    matches: Matches,
    *,
    groups: Sequence[str] = (),
    publish_at: int = PUBLISH_AT,
    scores: pd.DataFrame | None = None,
    taught: Collection[str] | None = None,
) -> Findings:
    """Findings of a response table, not yet protected: give them to `protect_findings` before anybody reads them.

    `matches` were made from the same rows. People are grouped by session, by audience where there is such a column,
    and by the columns in `groups`. `scores` are the table's points where they are known already. `taught` are the ids
    of the modules that the sessions taught: a change in another one is flagged as practice.
    """
    points = score_responses(instrument, table) if scores is None else scores
    items = total_items(instrument)
    is_pre, is_post = (np.asarray(table["wave"] == wave, dtype=np.bool_) for wave in ("pre", "post"))
    paired = pair_by_match(points, matches, groups=groups, max_score=max_total(instrument) or None)
    found = _from_paired(paired, instrument.title, publish_at)
    answers = known_pairs(table, points, items, matches.pairs)
    reliability, quality = assess_test(points, items, answers, is_post, is_pre)
    found = replace(
        found,
        instrument=instrument.id,
        version=instrument.version,
        reliability=reliability,
        guessing=guessing_change(answers),
        objectives=objective_findings(answers),
        items=item_findings(answers, quality),
        scales=scale_findings(points, instrument.items, matches.pairs, _then_pairs(instrument, table), is_pre, is_post),
        groups=(*found.groups, *module_findings(answers, paired.counts)),
    )
    return replace(found, flags=find_flags(found, taught))


def make_findings_from_scores(
    scores: pd.DataFrame,
    *,
    max_score: float | None = None,
    groups: Sequence[str] = (),
    title: str = "",
    publish_at: int = PUBLISH_AT,
) -> Findings:
    """The same from totals: one row for each person, columns ``pre`` and ``post`` (float, NaN = missing), optionally
    ``session``, ``ambiguous`` and groupings, as `read_scores` gives them."""
    found = _from_paired(pair_by_row(scores, groups=groups, max_score=max_score), title, publish_at)
    return replace(found, flags=find_flags(found))


def _from_paired(paired: Paired, title: str, publish_at: int) -> Findings:
    totals = estimate_totals(paired)
    return Findings(
        title=title,
        instrument="",
        version="",
        publish_at=publish_at,
        max_score=paired.max_score,
        counts=paired.counts,
        change=totals.change,
        ranks=totals.ranks,
        bootstrap_ci=totals.bootstrap_ci,
        n_improved=totals.n_improved,
        n_same=totals.n_same,
        n_worse=totals.n_worse,
        pooled=totals.pooled,
        unmatched=totals.unmatched,
        groups=totals.groups,
        unions=tuple(_unions(paired)),
    )


def _then_pairs(instrument: Instrument, table: pd.DataFrame) -> np.ndarray[tuple[int, ...], np.dtype[np.int64]]:
    """Positions of the retrospective pre-test and the post-test of the same people, shape (n, 2)."""
    asked = any("then" in item.waves and item.construct == "confidence" for item in instrument.items)
    if not asked or not (table["wave"] == "then").any():
        return np.empty((0, 2), dtype=np.int64)
    from toolkit.evaluation.matching import match_waves

    return match_waves(table, pre="then", post="post").pairs


def _unions(paired: Paired) -> Iterable[Union]:
    """Groups of one column that are made up of whole groups of another."""
    for by, grouping in paired.groupings.items():
        for parts_by, parts in paired.groupings.items():
            if parts_by != by and len(parts.names) >= len(grouping.names):
                yield from _unions_of(by, grouping, parts_by, parts)


def _unions_of(by: str, grouping: Grouping, parts_by: str, parts: Grouping) -> Iterable[Union]:
    count = len(parts.names)
    cells = np.unique(grouping.pairs * count + parts.pairs)
    whole, part = np.divmod(cells, max(1, count))
    is_inside = np.bincount(part, minlength=count) == 1
    for place in range(len(grouping.names)):
        mine = part[whole == place]
        if mine.size and is_inside[mine].all():
            yield Union(by, grouping.names[place], parts_by, tuple(parts.names[i] for i in mine.tolist()))
