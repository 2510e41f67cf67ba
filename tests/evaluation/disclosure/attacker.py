"""A reader who wants to know what was withheld: knows every number shown, every relation, and linear programming.

Nothing here uses the toolkit's own solver or equations; only what is shown and how the tables add up.
"""

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, linprog, milp
from scipy.sparse import coo_array


class Attacker:
    """Unknowns are (cell id, "") for a number of people and (cell id, name) for a count that are not shown."""

    def __init__(self, protected):
        self.protected = protected
        self.known, self.place = {}, {}
        for cell in protected.tables.cells:
            for name in ("", *cell.counts):
                shown = protected.count(cell.id, name) if name else protected.n(cell.id)
                if shown is None:
                    self.place[cell.id, name] = len(self.place)
                else:
                    self.known[cell.id, name] = shown
        self._write_down_relations()

    def _write_down_relations(self):
        self.equal, self.at_least = [], []  # (coefficients by unknown, right-hand side)
        for relation in self.protected.tables.relations:
            ids = [*relation.wholes, *relation.parts]
            names = [set(self.protected.tables.by_id[i].counts) for i in ids if self.protected.tables.by_id[i].n]
            shared = set.intersection(*names) if names and relation.exact else set()
            for name in ("", *sorted(shared)):
                sides = [(i, 1) for i in relation.wholes] + [(i, -1) for i in relation.parts]
                sides = [((i, name), s) for i, s in sides if (i, name) in self.place or (i, name) in self.known]
                self._note(self.equal if relation.exact else self.at_least, sides)
        for cell in self.protected.tables.cells:
            if cell.partition:
                self._note(self.equal, [((cell.id, ""), 1), *(((cell.id, name), -1) for name in cell.counts)])
            for name in cell.counts:
                self._note(self.at_least, [((cell.id, ""), 1), ((cell.id, name), -1)])

    def _note(self, where, sides):
        terms, right = {}, 0
        for key, sign in sides:
            if key in self.place:
                terms[self.place[key]] = terms.get(self.place[key], 0) + sign
            else:
                right -= sign * self.known[key]
        if any(terms.values()):
            where.append((terms, right))

    def _matrix(self, lines):
        row = [i for i, (terms, _) in enumerate(lines) for _ in terms]
        column = [u for terms, _ in lines for u in terms]
        sign = [s for terms, _ in lines for s in terms.values()]
        right = np.array([right for _, right in lines], dtype=float)
        return coo_array((sign, (row, column)), shape=(len(lines), len(self.place))).tocsr(), right

    def subtract(self):
        """Unknowns found by subtraction alone: lines with one unknown left, again and again."""
        found = {}
        lines = [(dict(terms), right) for terms, right in self.equal]
        while True:
            single = [(terms, right) for terms, right in lines if len(terms) == 1]
            if not single:
                return {key: found[u] for key, u in self.place.items() if u in found}
            for terms, right in single:
                ((u, sign),) = terms.items()
                found[u] = right / sign
            lines = [
                (
                    {u: s for u, s in terms.items() if u not in found},
                    right - sum(s * found[u] for u, s in terms.items() if u in found),
                )
                for terms, right in lines
            ]
            lines = [line for line in lines if line[0]]

    def determined(self):
        """Unknowns that the equations alone fix, by linear algebra."""
        if not self.place:
            return set()
        matrix = self._matrix(self.equal)[0].toarray() if self.equal else np.zeros((1, len(self.place)))
        _, singular, rows = np.linalg.svd(matrix)
        free = rows[int((singular > 1e-9).sum()) :]
        return {key for key, u in self.place.items() if np.abs(free[:, u]).max(initial=0) < 1e-9}

    def interval(self, terms, *, whole=False):
        """Least and most of a sum of coefficient times number, over everything that fits what is shown; infinite where
        nothing limits it. With `whole`, in whole numbers."""
        price = np.zeros(len(self.place))
        shift = 0
        for key, sign in terms.items():
            if key in self.place:
                price[self.place[key]] += sign
            else:
                shift += sign * self.known[key]
        return tuple(direction * self._optimum(direction * price, whole) + shift for direction in (1, -1))

    def _optimum(self, price, whole):
        equal, right = self._matrix(self.equal)
        least, bound = self._matrix(self.at_least)
        if whole:
            most = 100_000  # more people than there are, so that the search ends
            answer = milp(
                price,
                constraints=[
                    *([LinearConstraint(equal, right, right)] if len(right) else []),
                    *([LinearConstraint(least, bound, np.inf)] if len(bound) else []),
                ],
                bounds=Bounds(0, most),
                integrality=np.ones(len(price)),
            )
            assert answer.x is not None
            return float(answer.fun)
        answer = linprog(
            price,
            A_ub=-least if len(bound) else None,
            b_ub=-bound if len(bound) else None,
            A_eq=equal if len(right) else None,
            b_eq=right if len(right) else None,
        )
        if answer.status == 3:
            return -np.inf
        assert answer.status == 0, answer.message
        return float(answer.fun)


def promises(protected, sensitive=()):
    """What the toolkit promises about each number withheld: (sum, least width of the interval)."""
    tables, least = protected.tables, protected.publish_at
    half = -(-least // 2)
    for cell in tables.cells:
        if not cell.n or protected.shows_counts(cell.id):
            continue
        if not protected.shows(cell.id):
            yield {(cell.id, ""): 1}, least
        for name in cell.counts:
            if cell.id.column in sensitive:
                yield {(cell.id, name): 1}, half
                yield {(cell.id, ""): 1, (cell.id, name): -1}, half
            else:
                yield {(cell.id, name): 1}, min(half, minority(tables, cell.id.column, name))


def minority(tables, column, name):
    """How many of everyone have, or have not, what an item counts, whichever are fewer."""
    cell = max((c for c in tables.cells if c.id.column == column), key=lambda c: c.n)
    return min(cell.counts[name], cell.n - cell.counts[name])


def broken_promises(protected, sensitive=(), *, whole=False):
    """Sums that the attacker knows more closely than promised, with what the attacker knows."""
    attacker = Attacker(protected)
    found = []
    for terms, width in promises(protected, sensitive):
        low, high = attacker.interval(terms, whole=whole)
        if high - low < width - 1e-6:
            found.append((terms, width, low, high))
    return found
