"""Tables after disclosure control."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Literal

from toolkit.evaluation.disclosure.tables import CellId, Tables
from toolkit.problems import Problem

Why = Literal["small", "complementary", "sensitive"]


@dataclass(frozen=True, slots=True, order=True)
class Suppression:
    """A cell that is not shown: all of it with `whole`, else its counts and shares only. `why`: "small" (too few
    people), "sensitive" (nearly all or none of a group), "complementary" (others could be found from it)."""

    cell: CellId
    why: Why
    whole: bool = True


@dataclass(frozen=True)
class ProtectedTables:
    """What may be shown of `tables`. `suppressed` is sorted by cell."""

    tables: Tables
    publish_at: int
    suppressed: tuple[Suppression, ...]
    problems: tuple[Problem, ...] = ()

    @cached_property
    def _by_cell(self) -> dict[CellId, Suppression]:
        return {s.cell: s for s in self.suppressed}

    def why(self, cell: CellId) -> Why | None:
        """Why the cell or its counts are not shown; None when all is shown."""
        found = self._by_cell.get(cell)
        return found.why if found else None

    def shows(self, cell: CellId) -> bool:
        """Whether the number of people is shown. Raises KeyError for a cell that is not in the tables."""
        self.tables.by_id[cell]
        return cell not in self._by_cell or not self._by_cell[cell].whole

    def shows_counts(self, cell: CellId) -> bool:
        """Whether counts, shares, means and intervals are shown. Raises KeyError as `shows`."""
        self.tables.by_id[cell]
        return cell not in self._by_cell

    def n(self, cell: CellId) -> int | None:
        """Number of people, or None."""
        return self.tables.by_id[cell].n if self.shows(cell) else None

    def count(self, cell: CellId, name: str) -> int | None:
        """One of the cell's counts, or None."""
        return self.tables.by_id[cell].counts[name] if self.shows_counts(cell) else None

    def as_dict(self, *, reasons: bool = False) -> dict[str, object]:
        """For the `disclosure` part of evaluation.json: the threshold, and each suppressed cell.

        Which rule withheld which cell is itself a hint: of two cells that add up to 11, the small one and its
        complement can only be 1 and 10. So every cell has the same `why`, naming all rules. With `reasons`, for use
        inside the organisation, each has its own.
        """
        return {
            "publish_at": self.publish_at,
            "suppressed": [
                {
                    "table": s.cell.table,
                    "row": list(s.cell.row),
                    "column": s.cell.column,
                    "whole": s.whole,
                    "why": s.why if reasons else "small, sensitive or complementary",
                }
                for s in self.suppressed
            ],
        }
