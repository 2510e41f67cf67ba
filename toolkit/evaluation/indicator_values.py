"""Indicators worked out over evaluated sessions, against baselines and targets, with nothing about few people.

Findings come protected from each session, and those with fewer than `publish_at` people are left out here, so no
difference of published figures gives one away. People counted from briefs are protected as one set of tables.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence

from toolkit.evaluation.estimate.pooled import pool_sessions
from toolkit.evaluation.indicator_reach import ALL, Reach, by_year, countries_row, held_in, origin_of
from toolkit.evaluation.indicator_rows import IndicatorRow, IndicatorTable, is_reached
from toolkit.evaluation.indicator_sessions import EvaluatedSession, as_number
from toolkit.evaluation.indicators import Indicator


def compute_indicators(
    sessions: Sequence[EvaluatedSession], indicators: Sequence[Indicator], *, publish_at: int = 10
) -> IndicatorTable:
    """Every indicator in total and broken down as it says; by year it is the trend. Raises ValueError for a threshold
    below 5."""
    reach = Reach(sessions, publish_at)
    learning = [s for s in sessions if _is_open(s, publish_at)]
    rows = [row for indicator in indicators for row in _rows(indicator, sessions, reach, learning, publish_at)]
    return IndicatorTable(tuple(indicators), tuple(rows), len(sessions), publish_at)


def _rows(
    indicator: Indicator,
    sessions: Sequence[EvaluatedSession],
    reach: Reach,
    learning: Sequence[EvaluatedSession],
    publish_at: int,
) -> Iterator[IndicatorRow]:
    match indicator.measure:
        case "participants":
            yield reach.row(indicator, "", "", ALL)
            for by in indicator.disaggregation:
                yield from reach.parts(indicator, by)
        case "women-share" | "resettlement-share":
            by, value = ("sex", "women") if indicator.measure == "women-share" else ("case-type", "resettlement")
            yield reach.share(indicator, "", "", by, value)
            if "year" in indicator.disaggregation:
                yield from (reach.share(indicator, "year", year, by, value) for year in reach.years if year)
        case "destination-share":
            yield from (
                reach.share(indicator, "destination", to, "destination", to) for to in reach.values("destination")
            )
        case "training-countries" | "nationalities":
            country = held_in if indicator.measure == "training-countries" else origin_of
            yield countries_row(indicator, "", "", sessions, country)
            if "year" in indicator.disaggregation:
                for year, part in by_year(sessions):
                    yield countries_row(indicator, "year", year, part, country)
        case _:
            yield from _from_findings(indicator, learning, publish_at)


def _is_open(session: EvaluatedSession, publish_at: int) -> bool:
    """Whether a session's findings may be used: not kept back, and about enough people."""
    n = session.number("change", "n") or 0
    return not session.value("disclosure", "suppressed") and n >= publish_at


def _from_findings(
    indicator: Indicator, sessions: Sequence[EvaluatedSession], publish_at: int
) -> Iterator[IndicatorRow]:
    measure = _MEASURES[indicator.measure]
    yield _pooled(indicator, "", "", [measure(s, publish_at) for s in sessions])
    if "year" in indicator.disaggregation:
        for year, part in by_year(sessions):
            yield _pooled(indicator, "year", year, [measure(s, publish_at) for s in part])
    if "group" in indicator.disaggregation:
        yield from _by_group(indicator, sessions, publish_at)


def _by_group(indicator: Indicator, sessions: Sequence[EvaluatedSession], publish_at: int) -> Iterator[IndicatorRow]:
    """Groups that each session shows, pooled over the sessions."""
    found: dict[tuple[str, str], list[_Observed | None]] = {}
    for session in sessions:
        for group in session.records("groups"):
            by, value, change = str(group.get("by") or ""), str(group.get("value") or ""), group.get("change")
            if by in ("", "session", "module") or group.get("suppressed") or not isinstance(change, Mapping):
                continue
            mean, n = as_number(change.get("mean_change_pct")), as_number(change.get("n"))
            if mean is not None and n is not None and n >= publish_at:
                found.setdefault((by, value), []).append((mean, int(n)))
    for (by, value), observed in sorted(found.items()):
        yield _pooled(indicator, by, value, observed)


_Observed = tuple[float, int]
"""A session's figure, and how many are behind it."""


def _pooled(indicator: Indicator, by: str, value: str, observed: Sequence[_Observed | None]) -> IndicatorRow:
    """Sessions pooled in two stages; shares are weighted by how many are behind them."""
    seen = [o for o in observed if o is not None and o[1] > 0]
    if not seen:
        return IndicatorRow(indicator.id, by, value, None, reason="no-data")
    weights = "sessions" if indicator.measure == "mean-change" else "people"
    found = pool_sessions(
        [o[0] for o in seen], [o[1] for o in seen], weights="sessions" if weights == "sessions" else "people"
    )
    low, high = found.ci_low, found.ci_high
    if weights == "people" and low is not None and high is not None:
        low, high = max(0.0, low), min(100.0, high)
    return IndicatorRow(indicator.id, by, value, found.mean_change, low, high, found.n, found.sessions,
                        is_reached(indicator, found.mean_change))  # fmt: skip


def _mean_change(session: EvaluatedSession, _: int) -> _Observed | None:
    mean, n = session.number("change", "mean_change_pct"), session.number("change", "n")
    return None if mean is None or n is None else (mean, int(n))


def _improved(session: EvaluatedSession, _: int) -> _Observed | None:
    up, n = session.number("change", "n_improved"), session.number("change", "n")
    return None if up is None or not n else (100 * up / n, int(n))


def _objectives(session: EvaluatedSession, _: int) -> _Observed | None:
    verdicts = [o.get("improved") for o in session.records("objectives") if not o.get("suppressed")]
    said = [verdict for verdict in verdicts if isinstance(verdict, bool)]
    return (100 * sum(said) / len(said), len(said)) if said else None


def _matched(session: EvaluatedSession, _: int) -> _Observed | None:
    both, before, after = (session.number("counts", key) for key in ("n_matched", "n_pre", "n_post"))
    if both is None or before is None or after is None or min(before, after) < 1:
        return None
    return 100 * both / min(before, after), int(min(before, after))


def _above(construct: str) -> Callable[[EvaluatedSession, int], _Observed | None]:
    """Percent of answers above the middle of the scales of a construct, after the session."""

    def measure(session: EvaluatedSession, publish_at: int) -> _Observed | None:
        above = answers = 0.0
        for scale in session.records("scales"):
            shares, n = scale.get("post_shares"), as_number(scale.get("n_post"))
            people = as_number(scale.get("people")) or n
            if scale.get("construct") != construct or scale.get("suppressed") or not isinstance(shares, list):
                continue
            numbers = [as_number(share) for share in shares]
            if n is None or people is None or people < publish_at or not numbers or None in numbers:
                continue
            above += n * sum(share or 0.0 for share in numbers[len(numbers) - len(numbers) // 2 :])
            answers += n
        return (100 * above / answers, round(answers)) if answers else None

    return measure


_MEASURES: Mapping[str, Callable[[EvaluatedSession, int], _Observed | None]] = {
    "mean-change": _mean_change,
    "improved-share": _improved,
    "objectives-improved": _objectives,
    "match-rate": _matched,
    "satisfaction": _above("reaction"),
    "behaviour": _above("behaviour"),
}
