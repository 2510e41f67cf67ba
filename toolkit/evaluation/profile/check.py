"""What is wrong with the skills profile's files in a workspace."""

from __future__ import annotations

from toolkit.content.records import Content
from toolkit.evaluation.profile.esco import load_esco
from toolkit.evaluation.profile.instrument import NAME, load_profile
from toolkit.evaluation.profile.needs import load_needs_table
from toolkit.evaluation.shared_items import known_sets
from toolkit.problems import Problem, sort_problems


def check_profile(content: Content) -> tuple[Problem, ...]:
    """Problems of the questions, of the ESCO table and of the table of needs; none where there is no skills profile."""
    if NAME not in known_sets(content):
        return load_esco(content.root)[1]
    instrument, problems = load_profile(content)
    items = {i.item_id: frozenset(o.code for o in i.options) for i in instrument.items} if instrument else {}
    needs = load_needs_table(content, items)[1] if instrument else ()
    return sort_problems({*problems, *needs})
