"""Reach: people and countries counted from session briefs, protected as one system of tables."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

from toolkit.evaluation.disclosure import Cell, CellId, ProtectedTables, Relation, Tables, protect_tables
from toolkit.evaluation.indicator_rows import IndicatorRow, is_reached
from toolkit.evaluation.indicator_sessions import EvaluatedSession
from toolkit.evaluation.indicators import Indicator

UNKNOWN = ""
"""Value of people whose brief does not say."""

ALL = CellId("participants", (), "")
"""The cell of everybody."""


class Reach:
    """People counted from briefs, as one system of tables that is protected once."""

    def __init__(self, sessions: Sequence[EvaluatedSession], publish_at: int) -> None:
        self._sessions = [s for s in sessions if s.people > 0]
        cells: dict[CellId, int] = {ALL: sum(s.people for s in self._sessions)}
        relations: list[Relation] = []
        for by in ("sex", "case-type", "stage", "origin", "destination", "year"):
            relations += _partition(cells, (ALL, self._sessions), by, ())
        for year, part in by_year(self._sessions, every=True):
            whole = CellId("participants", (year,), "year")
            for by in ("sex", "case-type"):
                relations += _partition(cells, (whole, part), by, (year,))
                for value in _VALUES[by]:
                    parts = tuple(c for c in cells if c.column == by and c.row[-1] == value and len(c.row) == 2)
                    total = CellId("participants", (value,), by)
                    relation = Relation((total,), parts)
                    if total in cells and parts and year == self.years[-1]:
                        relations.append(relation)
        shown = {cell: n for cell, n in cells.items() if n > 0}
        kept = [
            Relation(r.wholes, tuple(p for p in r.parts if p in shown))
            for r in relations
            if all(w in shown for w in r.wholes)
        ]
        tables = Tables(tuple(Cell(cell, n) for cell, n in shown.items()), tuple(r for r in kept if r.parts))
        self._tables: ProtectedTables = protect_tables(tables, publish_at=publish_at)
        self._known = frozenset(shown)

    @property
    def years(self) -> list[str]:
        """The years of the sessions, "" for undated ones."""
        return [year for year, _ in by_year(self._sessions, every=True)]

    def values(self, by: str) -> list[str]:
        """The values of a breakdown that some people have."""
        return sorted(c.row[0] for c in self._known if c.column == by and len(c.row) == 1)

    def row(self, indicator: Indicator, by: str, value: str, cell: CellId) -> IndicatorRow:
        """A number of people."""
        if cell not in self._known:
            return IndicatorRow(indicator.id, by, value, None, reason="no-data")
        n = self._tables.n(cell)
        if n is None:
            return IndicatorRow(indicator.id, by, value, None, reason="small")
        sessions = len(self._behind(by, value))
        return IndicatorRow(indicator.id, by, value, n, n=n, sessions=sessions, reached=is_reached(indicator, n))

    def parts(self, indicator: Indicator, by: str) -> Iterator[IndicatorRow]:
        """Numbers of people by one breakdown."""
        for value in self.values(by):
            yield self.row(indicator, by, value, CellId("participants", (value,), by))

    def share(self, indicator: Indicator, by: str, of: str, part: str, value: str) -> IndicatorRow:
        """Percent of people with `part` = `value` among all, or among those of one year, whose brief says."""
        within = (of,) if by == "year" else ()
        whole = CellId("participants", within, "year") if within else ALL
        cell = CellId("participants", (*within, value), part)
        unknown = CellId("participants", (*within, UNKNOWN), part)
        if whole not in self._known:
            return IndicatorRow(indicator.id, by, of, None, reason="no-data")
        counts = [self._tables.n(c) if c in self._known else 0 for c in (cell, whole, unknown)]
        some, everybody, silent = counts
        if some is None or everybody is None or silent is None:
            return IndicatorRow(indicator.id, by, of, None, reason="small")
        if everybody == silent:
            return IndicatorRow(indicator.id, by, of, None, reason="no-data")
        figure = 100 * some / (everybody - silent)
        sessions = len(self._behind(by, of))
        return IndicatorRow(indicator.id, by, of, figure, n=everybody - silent, sessions=sessions,
                            reached=is_reached(indicator, figure))  # fmt: skip

    def _behind(self, by: str, value: str) -> list[EvaluatedSession]:
        return [s for s in self._sessions if not by or dict(_people_by(s, by)).get(value)]


_VALUES: Mapping[str, tuple[str, ...]] = {
    "sex": ("women", "men", UNKNOWN),
    "case-type": ("resettlement", "other", UNKNOWN),
}


def _partition(
    cells: dict[CellId, int], whole: tuple[CellId, Sequence[EvaluatedSession]], by: str, within: tuple[str, ...]
) -> Iterator[Relation]:
    """Adds the cells of one breakdown; yields how they add up to the whole."""
    counts: dict[str, int] = {}
    for session in whole[1]:
        for value, n in _people_by(session, by):
            counts[value] = counts.get(value, 0) + n
    mine = {CellId("participants", (*within, value), by): n for value, n in counts.items() if n}
    cells.update(mine)
    if mine:
        yield Relation((whole[0],), tuple(mine))


def _people_by(session: EvaluatedSession, by: str) -> Iterable[tuple[str, int]]:
    brief, size = session.brief, session.people
    if by == "year":
        return ((session.year, size),)
    if brief is None:
        return ((UNKNOWN, size),)
    match by:
        case "sex":
            women, men = brief.group.women, brief.group.men
            if women is None or men is None:
                return ((UNKNOWN, size),)
            return (("women", women), ("men", men), (UNKNOWN, size - women - men))
        case "case-type":
            resettled = brief.audience == "refugees" and brief.stage == "pre_departure"
            return (("resettlement" if resettled else "other", size),)
        case "stage":
            return ((brief.stage, size),)
        case "origin":
            return ((brief.origin or UNKNOWN, size),)
        case _:
            return ((brief.destination or UNKNOWN, size),)


def by_year(sessions: Sequence[EvaluatedSession], *, every: bool = False) -> list[tuple[str, list[EvaluatedSession]]]:
    """The sessions of each year; undated ones only with `every`."""
    years = sorted({s.year for s in sessions if s.year or every})
    return [(year, [s for s in sessions if s.year == year]) for year in years]


def held_in(session: EvaluatedSession) -> str:
    """The country in which a session was held, "" when the brief does not say."""
    brief = session.brief
    if brief is None:
        return UNKNOWN
    at_home = brief.stage in ("pre_departure", "return") and brief.audience != "municipalities"
    return (brief.origin if at_home else brief.destination) or UNKNOWN


def origin_of(session: EvaluatedSession) -> str:
    """The group's country of origin, "" when the brief does not say."""
    return (session.brief.origin if session.brief else None) or UNKNOWN


def countries_row(
    indicator: Indicator, by: str, value: str, sessions: Sequence[EvaluatedSession],
    country: Callable[[EvaluatedSession], str],
) -> IndicatorRow:  # fmt: skip
    """How many different countries: no number of people."""
    named = [s for s in sessions if country(s)]
    if not named:
        return IndicatorRow(indicator.id, by, value, None, reason="no-data")
    figure = len({country(s) for s in named})
    return IndicatorRow(indicator.id, by, value, figure, sessions=len(named), reached=is_reached(indicator, figure))
