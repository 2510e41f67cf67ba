"""Which items a questionnaire takes: in proportion to what matters, as many as its minutes hold."""

from __future__ import annotations

from collections.abc import Mapping, Sequence, Set
from dataclasses import replace

from toolkit.content.records import Objective, Question
from toolkit.content.vocabulary import Literacy, Priority, Wave
from toolkit.evaluation.items import Item, is_readable, item_seconds

PRIORITY_WEIGHT: Mapping[Priority, int] = {"essential": 3, "important": 2, "optional": 1}
"""How many items an objective gets against others."""

SHARED_PCT = 30
"""At most this share of a test's time goes to shared items, so that they never push the session's own aside."""

SHARED_BOTH_PCT = 60
"""At most this share of the shared items' time goes to those that both tests ask, when there are others."""


def asks(item: Item, wave: Wave) -> bool:
    """Whether a questionnaire of this wave holds the item: a retrospective item is asked with the post-test."""
    return wave in item.waves or (wave == "post" and "then" in item.waves)


def wave_seconds(item: Item, wave: Wave) -> int:
    """What an item takes in a wave: a post-test also asks for the retrospective answer."""
    times = 2 if wave == "post" and {"post", "then"} <= set(item.waves) else 1
    return item.seconds * times


def choose_shared(shared: Sequence[Item], room: Mapping[Wave, int], literacy: Literacy) -> dict[Wave, tuple[Item, ...]]:
    """Shared items that fit each wave, in the order given. Constructs take turns, so that none takes all the time;
    what both tests ask is chosen for the tighter one, before what one asks alone."""
    timed = [replace(i, seconds=item_seconds(i.type, literacy)) for i in shared if is_readable(i.literacy, literacy)]
    limit = {wave: room[wave] * (100 if wave == "followup" else SHARED_PCT) // 100 for wave in room}
    chosen: dict[Wave, list[Item]] = {wave: [] for wave in room}
    tests: tuple[Wave, ...] = ("pre", "post")
    both = [i for i in timed if {"pre", "post"} <= set(i.waves)]
    alone = {wave: [i for i in timed if asks(i, wave) and i not in both] for wave in tests}

    def take(items: Sequence[Item], waves: Sequence[Wave], pct: int = 100) -> None:
        for item in _in_turns(items):
            if all(sum(wave_seconds(i, w) for i in (*chosen[w], item)) <= limit[w] * pct // 100 for w in waves):
                for wave in waves:
                    chosen[wave].append(item)

    take(both, tests, SHARED_BOTH_PCT if any(alone.values()) else 100)
    for wave in tests:
        take(alone[wave], (wave,))
    take([i for i in timed if i.waves == ("followup",)], ("followup",))
    take([i for i in timed if "followup" in i.waves and i.waves != ("followup",)], ("followup",))
    order = {item.item_id: number for number, item in enumerate(shared)}
    return {wave: tuple(sorted(items, key=lambda item: order[item.item_id])) for wave, items in chosen.items()}


def _in_turns(items: Sequence[Item]) -> list[Item]:
    """The first of each construct, then the second of each, and so on."""
    turn: dict[str, int] = {}
    numbered = []
    for item in items:
        numbered.append((turn.get(item.construct, 0), item))
        turn[item.construct] = turn.get(item.construct, 0) + 1
    return [item for _, item in sorted(numbered, key=lambda pair: pair[0])]


def choose_questions(
    objectives: Sequence[Objective],
    pools: Mapping[str, list[Question]],
    seconds: int,
    literacy: Literacy,
    *,
    must: Set[str],
) -> list[Question]:
    """Questions for `seconds`. Each objective in `must` gets one whatever the time.

    The rest goes by highest averages with Sainte-Laguë's divisors 1, 3, 5 …, which keeps small shares fair.
    """
    chosen: list[Question] = []
    left = {key: list(pool) for key, pool in pools.items()}
    count = dict.fromkeys(left, 0)

    def take(objective: str, question: Question) -> None:
        nonlocal seconds
        chosen.append(question)
        left[objective].remove(question)
        count[objective] += 1
        seconds -= item_seconds(question.type, literacy)

    needed = [o.id for o in objectives if o.id in must and left[o.id]]
    short = sum(item_seconds(left[key][0].type, literacy) for key in needed) > seconds
    for key in needed:
        take(key, _quickest(left[key], literacy) if short else left[key][0])
    while True:
        best: tuple[float, Objective, Question] | None = None
        for objective in objectives:
            question = _first_fitting(left[objective.id], seconds, literacy)
            share = PRIORITY_WEIGHT[objective.priority] / (2 * count[objective.id] + 1)
            if question is not None and (best is None or share > best[0]):
                best = (share, objective, question)
        if best is None:
            return chosen
        take(best[1].id, best[2])


def _quickest(pool: Sequence[Question], literacy: Literacy) -> Question:
    """When even one item for each essential objective is too much, the type that takes least time."""
    return min(pool, key=lambda q: (not is_readable(q.literacy, literacy), item_seconds(q.type, literacy)))


def _first_fitting(pool: Sequence[Question], seconds: int, literacy: Literacy) -> Question | None:
    for question in pool:
        if is_readable(question.literacy, literacy) and item_seconds(question.type, literacy) <= seconds:
            return question
    return None
