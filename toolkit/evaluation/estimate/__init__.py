"""Estimators: pure functions on numpy arrays, each returning a frozen record with its n and, where a number is
undefined, None and the reason (`toolkit.evaluation.estimate.reasons`).

| file | estimates |
|---|---|
| `change` | mean change of matched pairs, t interval, Hedges g_av, d_z, normalised gain, ceiling |
| `bootstrap` | BCa interval of the mean change |
| `ranks` | Wilcoxon signed-rank test, exact over mid-ranks |
| `items` | change of one item (McNemar, Bonett and Price), Holm's adjustment |
| `quality` | difficulty and item-rest correlation of items |
| `reliability` | Cronbach's alpha (KR-20), one-factor omega |
| `gain` | Hake's normalised gain, ceiling share, correction for guessing |
| `pooled` | many sessions: sums in one pass, two-stage pooling |
| `groups` | the same for tens of thousands of sessions at once, as columns |
| `unmatched` | partially overlapping samples t, Welch, Mann-Whitney |
| `likert` | shares of a rating scale, centred |
"""
