"""Findings under attack: a reader who knows every number of people shown, how groups add up, and linear programming.

Nothing here uses the toolkit's own solver, equations or cells; only the findings as they are published.
"""

from functools import partial
from unittest.mock import patch

import numpy as np
import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from scipy.optimize import linprog

from toolkit.evaluation.disclosure import protect_tables
from toolkit.evaluation.findings import protect_groups
from toolkit.evaluation.findings.make import make_findings_from_scores
from toolkit.evaluation.findings.protect import protect_findings

SIZES = ("n_pre", "n_post", "n_matched", "n_scored")


def sizes(group):
    return dict(zip(SIZES, (*(getattr(group.counts, s) for s in SIZES[:3]), group.change.n), strict=True))


class Reader:
    """Unknowns are (column, value, size) of groups that are not shown. `structure` says which sessions each audience
    has, which everybody knows."""

    def __init__(self, published, structure):
        groups = {(g.by, g.value): g for g in published.groups}
        total = {"n_pre": published.counts.n_pre, "n_post": published.counts.n_post,
                 "n_matched": published.counts.n_matched, "n_scored": published.change.n}  # fmt: skip
        self.known, self.place = {}, {}
        self.columns = [by for by, _ in groups]
        for key, group in groups.items():
            for size in SIZES:
                if group.suppressed:
                    self.place[*key, size] = len(self.place)
                else:
                    self.known[*key, size] = sizes(group)[size]
        self.equal, self.least = [], []
        for size in SIZES:
            for by in {by for by, _ in groups}:
                self._note(self.equal, [((*key, size), 1) for key in groups if key[0] == by], total[size])
            for whole, parts in structure.items():
                self._note(self.equal, [((*whole, size), -1), *(((*part, size), 1) for part in parts)], 0)
        for key in groups:
            for whole, part in (("n_pre", "n_matched"), ("n_post", "n_matched"), ("n_matched", "n_scored")):
                self._note(self.least, [((*key, whole), 1), ((*key, part), -1)], 0)

    def _note(self, where, terms, right):
        line = np.zeros(len(self.place))
        for key, sign in terms:
            if key in self.place:
                line[self.place[key]] += sign
            else:
                right -= sign * self.known[key]
        if line.any():
            where.append((line, right))

    def interval(self, key):
        """Least and most that a number can be, over everything that fits what is shown."""
        price = np.zeros(len(self.place))
        price[self.place[key]] = 1
        found = []
        for direction in (1, -1):
            answer = linprog(
                direction * price,
                A_eq=[line for line, _ in self.equal] or None,
                b_eq=[right for _, right in self.equal] or None,
                A_ub=[-line for line, _ in self.least] or None,
                b_ub=[-right for _, right in self.least] or None,
            )
            assert answer.status in (0, 3), answer.message
            found.append(direction * answer.fun if answer.status == 0 else direction * -np.inf)
        return tuple(found)

    def learned(self, least):
        """Numbers known more closely than a range of `least`, with what is known. Where a column has one group only,
        that is everybody, whose numbers are published."""
        intervals = {key: self.interval(key) for key in self.place if self.columns.count(key[0]) > 1}
        return {key: (low, high) for key, (low, high) in intervals.items() if high - low < least - 1e-6}


def people(sessions, seed=1):
    """A row of each person: `sessions` gives (audience, people, women in ten, answers missing in ten)."""
    random = np.random.default_rng(seed)
    rows = [(f"s{i:03}", audience, "f" if random.integers(10) < women else "m", missing)
            for i, (audience, n, women, missing) in enumerate(sessions) for _ in range(n)]  # fmt: skip
    table = pd.DataFrame(rows, columns=["session", "audience", "sex", "missing"])
    for wave in ("pre", "post"):
        gone = random.random(len(table)) * 10 < table["missing"] / 2
        table[wave] = np.where(gone, np.nan, random.integers(0, 11, len(table)).astype(float))
    return table[table["pre"].notna() | table["post"].notna()]


def structure(table):
    found = {}
    for audience, mine in table.groupby("audience"):
        found["audience", audience] = [("session", s) for s in mine["session"].unique()]
    return found


def attacked(table, least=10):
    """What is learned, and whether anything at all was hidden; None where only totals are published."""
    made = make_findings_from_scores(table, groups=("sex",))
    published = protect_findings(made, internal=least == 5)
    if published.suppressed:
        return {}, published
    return Reader(published, structure(table)).learned(least), published


REALISTIC = {
    "one small session": [("a", 30, 5, 0), ("a", 14, 5, 0), ("b", 20, 5, 0), ("b", 4, 5, 0)],
    "answers missing": [("a", 30, 5, 3), ("a", 14, 5, 3), ("b", 20, 5, 3), ("b", 12, 5, 3)],
    "few men everywhere": [("a", 16, 8, 1), ("a", 14, 9, 1), ("b", 13, 9, 1), ("b", 15, 8, 1)],
    "an audience of one session": [("a", 18, 5, 0), ("b", 11, 5, 1), ("b", 6, 5, 0), ("b", 25, 5, 0)],
    "many missing in one test": [("a", 40, 5, 9), ("a", 30, 5, 0), ("b", 26, 5, 0)],
}


@pytest.mark.parametrize("sessions", REALISTIC.values(), ids=REALISTIC)
@pytest.mark.parametrize("least", [5, 10])
def test_no_hidden_number_of_people_can_be_narrowed_down(sessions, least):
    learned, _ = attacked(people(sessions), least)
    assert learned == {}


def test_the_same_reader_succeeds_without_complementary_suppression():
    """The control: the attack is a real one."""
    naive = partial(protect_tables, complementary=False)
    with patch.object(protect_groups, "protect_tables", naive):
        learned, published = attacked(people(REALISTIC["one small session"]))
    assert [g.value for g in published.groups if g.suppressed] == ["s003"]
    assert learned["session", "s003", "n_pre"] == pytest.approx((4, 4))


def test_groups_that_are_looked_at_together_hold_too():
    """Hundreds of sessions: the many large ones are one cell, and so are the many small ones."""
    random = np.random.default_rng(3)
    sessions = [("ab"[i % 2], int(random.integers(2, 30)), 5, int(random.integers(0, 4))) for i in range(240)]
    made = make_findings_from_scores(people(sessions), groups=("sex",))
    assert len([g for g in made.groups if g.by == "session"]) > 2 * protect_groups.MOST_ALONE
    published = protect_findings(made)
    reader = Reader(published, structure(people(sessions)))
    hidden = [g for g in published.groups if g.suppressed]
    assert 80 < len(hidden) < 160, "and no more is hidden than has to be"
    some = [key for key in reader.place if hash_of(key) % 12 == 0]
    for key in some:
        low, high = reader.interval(key)
        assert high - low >= 10 - 1e-6, key


def hash_of(key):
    return sum(map(ord, "".join(key)))


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    sessions=st.lists(
        st.tuples(st.sampled_from("abc"), st.integers(1, 26), st.integers(0, 10), st.integers(0, 6)),
        min_size=1,
        max_size=9,
    ),
    alone=st.sampled_from([1, 2, 40]),
    least=st.sampled_from([5, 10]),
    seed=st.integers(0, 3),
)
def test_random_tables_give_no_hidden_group_away_however_many_are_merged(sessions, alone, least, seed):
    """`alone` is how many groups of a kind are looked at one by one; the others are merged."""
    table = people(sessions, seed)
    with patch.object(protect_groups, "MOST_ALONE", alone):
        learned, published = attacked(table, least)
    assert learned == {}
    for group in published.groups:
        shown = sizes(group).values()
        assert group.suppressed or not any(0 < n < least for n in shown)
