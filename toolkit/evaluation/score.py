"""Answers → points: one column for each item and the total, by rules that are stated and few."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Literal

from toolkit.content.vocabulary import Wave
from toolkit.evaluation.instrument import WAVES, Instrument
from toolkit.evaluation.items import KNOWLEDGE, Item
from toolkit.problems import Problem, make_problem, sort_problems

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

MultipleRule = Literal["all-or-nothing", "proportion"]
OrderRule = Literal["exact", "share"]
TOTAL = "total"


def score_responses(
    instrument: Instrument,
    table: pd.DataFrame,
    *,
    multiple: MultipleRule = "all-or-nothing",
    order: OrderRule = "exact",
    least_answered: float = 0.0,
) -> pd.DataFrame:
    """Points for a response table: the same rows, the columns that are no items, a float column for each item
    (NaN = not answered or not scored), and ``total``.

    - single-choice, true-false: `Item.weight` when right, else 0.
    - multiple-choice: all-or-nothing gives the weight when exactly the right options are marked. ``proportion`` gives
      the share of right options marked minus the share of wrong ones marked, at least 0, times the weight: marking
      everything, like marking nothing, gives 0.
    - order: the weight when the whole order is right; ``share`` gives the share of options at their right position.
    - rating: the position 1..k on the scale, turned round (k + 1 - position) when `Item.reverse`; no weight.
    - short-answer, and a choice without a key: not scored, NaN.
    - "I don't know" is an answer: 0 points for an item with a key, also when marked beside other options; NaN for a
      rating, because it has no position on the scale.
    - an answer that is none of the option codes is no answer; `check_responses` counts those.

    The total is the sum over `total_items`. A blank item counts as wrong in it: people who hand in a test leave out
    mostly what they cannot answer, and if blanks were dropped, pre-test and post-test of one person would be scored on
    different items, so that a change could come from the choice of items alone. (Scoring omitted items otherwise
    changes what a total means, so the rule has to be said: Ludlow & O'Leary 1999, Educational and Psychological
    Measurement 59 (4).) With
    `least_answered`, such as 0.8, the total of a person who answered a smaller share of those items is NaN; it is
    always NaN for someone who answered none, and in a wave that does not ask all of them.

    Reads each distinct answer once, so that a million rows take seconds. Raises ValueError for another rule.
    """
    if multiple not in ("all-or-nothing", "proportion") or order not in ("exact", "share"):
        raise ValueError(f"unknown scoring rule: {multiple!r}, {order!r}")
    import numpy as np
    import pandas as pd

    ids = [item.item_id for item in instrument.items]
    points = {item.item_id: _points(table, item, multiple, order) for item in instrument.items}
    others = {str(name): table[name] for name in table.columns if name not in (*ids, TOTAL)}
    counted = total_items(instrument)
    total = np.full(len(table), np.nan)
    if counted:
        summed, answered = np.zeros(len(table)), np.zeros(len(table))
        for item in counted:
            there = ~np.isnan(points[item.item_id])
            summed += np.where(there, points[item.item_id], 0.0)
            answered += there
        enough = (answered > 0) & (answered >= least_answered * len(counted) - 1e-9)
        total = np.where(enough & _asked_in_full(table, counted), summed, np.nan)
    # Columns as they are: put together into one block, those of a million people would be copied once more.
    return pd.DataFrame({**others, **points, TOTAL: total}, index=table.index, copy=False)


def total_items(instrument: Instrument) -> tuple[Item, ...]:
    """The items that make up a total: those of knowledge and skill with a key that both tests ask, so that a pre-test
    and a post-test can be compared; all that have a key when no item is asked in both."""
    keyed = tuple(i for i in instrument.items if i.key and i.construct in KNOWLEDGE)
    both = tuple(i for i in keyed if {"pre", "post"} <= set(i.waves))
    return both or keyed


def max_total(instrument: Instrument) -> float:
    """The most points of a total."""
    return sum(item.weight for item in total_items(instrument))


def max_points(item: Item) -> float:
    """The most points of one item: its weight, or the last position of a rating; 0 when it is not scored."""
    if item.type == "rating":
        return float(len(_ladder(item)))
    return item.weight if item.key else 0.0


def check_responses(instrument: Instrument, table: pd.DataFrame) -> tuple[Problem, ...]:
    """Answers that are none of an item's codes, and items of the total that nobody in a wave answered: counts only,
    never the answers."""
    import numpy as np

    found: list[Problem] = []
    waves = _waves(table)
    counted = {item.item_id for item in total_items(instrument)}
    for item in instrument.items:
        if item.type == "short-answer":
            continue
        numbers, answers = _distinct(table, item.item_id)
        declared = [bool(answer) and _is_declared(item, answer) for answer in answers]
        wrong = sum(int((numbers == n).sum()) for n, a in enumerate(answers) if a and not declared[n])
        if wrong:
            found.append(make_problem("responses-code-undeclared", item.place, item=item.item_id, count=wrong))
        for wave, rows in waves.items() if item.item_id in counted else ():
            if wave in item.waves and not any(declared[n] for n in set(np.unique(numbers[rows])) - {-1}):
                people = int(rows.sum())
                found.append(
                    make_problem("responses-item-unanswered", item.place, item=item.item_id, wave=wave, count=people)
                )
    return sort_problems(found)


def _waves(table: pd.DataFrame) -> dict[Wave, NDArray[np.bool_]]:
    """The waves that a table holds, with their rows."""
    import numpy as np

    if "wave" not in table:
        return {}
    rows = {wave: np.asarray(table["wave"] == wave, dtype=bool) for wave in WAVES}
    return {wave: where for wave, where in rows.items() if where.any()}


def _asked_in_full(table: pd.DataFrame, counted: Iterable[Item]) -> NDArray[np.bool_]:
    """Rows of waves that ask every item of the total. A table without waves is taken as one that does."""
    import numpy as np

    if "wave" not in table:
        return np.ones(len(table), dtype=bool)
    full: list[Wave] = [wave for wave in WAVES if all(wave in item.waves for item in counted)]
    return np.asarray(table["wave"].isin(full), dtype=bool)


def _points(table: pd.DataFrame, item: Item, multiple: MultipleRule, order: OrderRule) -> Floats:
    import numpy as np

    rule = _rule(item, multiple, order)
    if item.item_id not in table or rule is None:
        return np.full(len(table), np.nan)
    numbers, answers = _distinct(table, item.item_id)
    values = [rule(answer) if answer and _is_declared(item, answer) else None for answer in answers]
    # The last value is for -1, the number that pandas gives to what is missing.
    scored: Floats = np.array([*(np.nan if v is None else v for v in values), np.nan], dtype=np.float64)
    return np.asarray(scored[numbers])


def _distinct(table: pd.DataFrame, column: str) -> tuple[NDArray[np.integer], list[str]]:
    """(number of each row's answer, the answers): -1 for missing ones, blanks at both ends cut off."""
    import numpy as np

    if column not in table:
        return np.full(len(table), -1), []
    return distinct(table[column])


def distinct(answers: pd.Series) -> tuple[NDArray[np.integer], list[str]]:
    """(number of each answer, the answers): -1 for missing ones, blanks at both ends cut off. Of a categorical column
    also those that nobody gave."""
    import numpy as np
    import pandas as pd

    if isinstance(answers.dtype, pd.CategoricalDtype):
        numbers, values = np.asarray(answers.cat.codes), answers.cat.categories
    else:
        numbers, values = pd.factorize(answers)
    return numbers, [" ".join(str(value).split()) for value in values]


def _is_declared(item: Item, answer: str) -> bool:
    codes = {option.code for option in item.options}
    given = answer.split(" ") if item.type in ("multiple-choice", "order") else [answer]
    return all(code in codes for code in given)


def _ladder(item: Item) -> list[str]:
    """Codes of a scale from lowest to highest, without an "I don't know"."""
    return [option.code for option in item.options if not option.unknown]


def _rule(item: Item, multiple: MultipleRule, order: OrderRule) -> Callable[[str], float | None] | None:
    """How one answer of this item is scored, or None when it is not."""
    unknown = {option.code for option in item.options if option.unknown}
    if item.type == "rating":
        ladder = _ladder(item)
        positions = {code: float(n) for n, code in enumerate(reversed(ladder) if item.reverse else ladder, start=1)}
        return positions.get
    if not item.key or item.type == "short-answer":
        return None
    if item.type == "multiple-choice":
        right, wrong = set(item.key), set(_ladder(item)) - set(item.key)
        share = _all_or_nothing if multiple == "all-or-nothing" else _proportion
        return lambda answer: item.weight * _known(answer, unknown, lambda marked: share(set(marked), right, wrong))
    if item.type == "order":
        place = _exact if order == "exact" else _share
        return lambda answer: item.weight * _known(answer, unknown, lambda given: place(given, item.key))
    return lambda answer: item.weight if answer in item.key else 0.0


def _known(answer: str, unknown: set[str], rule: Callable[[list[str]], float]) -> float:
    given = answer.split(" ")
    return 0.0 if unknown & set(given) else rule(given)


def _all_or_nothing(marked: set[str], right: set[str], wrong: set[str]) -> float:  # noqa: ARG001
    return float(marked == right)


def _proportion(marked: set[str], right: set[str], wrong: set[str]) -> float:
    hits = len(marked & right) / len(right)
    slips = len(marked & wrong) / len(wrong) if wrong else 0.0
    return max(0.0, hits - slips)


def _exact(given: list[str], key: tuple[str, ...]) -> float:
    return float(tuple(given) == key)


def _share(given: list[str], key: tuple[str, ...]) -> float:
    return sum(a == b for a, b in zip(given, key, strict=False)) / len(key)
