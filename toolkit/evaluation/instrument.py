"""Instruments: the pre-test and post-test of a plan, made from the questions of its modules."""

from __future__ import annotations

import hashlib
import json
import re
import unicodedata
from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass
from typing import Literal

from toolkit.content.records import Content, Objective, Question
from toolkit.content.text import plain_text
from toolkit.content.vocabulary import Literacy, Priority
from toolkit.evaluation.codes import CODE_CELLS
from toolkit.evaluation.items import Item, is_readable, item_seconds, make_item, preference
from toolkit.planning.plan import SessionPlan
from toolkit.problems import Place, Problem, make_problem, sort_problems

TestWave = Literal["pre", "post"]

PRIORITY_WEIGHT: Mapping[Priority, int] = {"essential": 3, "important": 2, "optional": 1}
"""How many items an objective gets against others."""

START_SECONDS: Mapping[Literacy, int] = {"fluent": 120, "functional": 120, "basic": 240, "none": 240}
"""Working assumption: seconds to hand out the sheets, copy the code and explain how to answer."""

MINUTES_WITHOUT_SLOT = 15
"""Length of a test for which the plan has no slot."""


@dataclass(frozen=True, slots=True)
class Instrument:
    """A questionnaire for one wave of one session. `id` is ASCII and at most 48 characters; `version` changes when
    the plan or the wording does, and sorts by date. `code_cells` is the length of the participant code.
    `minutes` is the room it has, `seconds` what its items are assumed to take."""

    id: str
    title: str
    wave: TestWave
    items: tuple[Item, ...]
    version: str
    code_cells: int = CODE_CELLS
    minutes: int = MINUTES_WITHOUT_SLOT
    seconds: int = 0

    @property
    def scales(self) -> tuple[str, ...]:
        """Ids of the scales that its items use, in order of use."""
        return tuple(dict.fromkeys(item.scale for item in self.items if item.scale))

    @property
    def max_score(self) -> float:
        """The most points that the scored items give."""
        return sum(item.weight for item in self.items if item.scored)


def make_instrument(content: Content, plan: SessionPlan, wave: TestWave) -> Instrument:
    """The pre-test or post-test of a plan.

    Every essential objective that the plan serves gets one item, then objectives get items in proportion to their
    priority while the test's slot has room. Items asked in both waves are chosen for the shorter of the two slots, so
    that both waves hold the same ones; room that is left goes to items meant for this wave alone.
    Items keep the order of the plan's modules; ratings come last. The same plan gives the same instrument.
    """
    literacy = plan.brief.group.literacy
    objectives = _served(content, plan)
    pools = {o.id: _pool(content, o, literacy) for o in objectives}
    room = _room(plan, literacy)

    essential = {o.id for o in objectives if o.priority == "essential"}
    both = {key: [q for q in pool if _in_both(q)] for key, pool in pools.items()}
    chosen = _choose(objectives, both, min(room.values()), literacy, must=essential)
    room_left = room[wave] - sum(item_seconds(q.type, literacy) for q in chosen)
    covered = {q.objective for q in chosen}
    alone = {key: [q for q in pool if wave in q.waves and not _in_both(q)] for key, pool in pools.items()}
    chosen += _choose(objectives, alone, room_left, literacy, must=essential - covered)

    kinds = {o.id: o.kind for o in objectives}
    items = tuple(make_item(q, kinds[q.objective], literacy) for q in _in_order(content, plan, chosen))
    version = _version(plan, items, wave)
    return Instrument(
        id=_instrument_id(plan, wave, version),
        title=plan.brief.title,
        wave=wave,
        items=items,
        version=version,
        minutes=_minutes(plan)[wave],
        seconds=sum(item.seconds for item in items),
    )


def wanted_waves(plan: SessionPlan) -> tuple[TestWave, ...]:
    """The tests that this plan holds."""
    kinds = {slot.kind for slot in plan.slots()}
    waves: tuple[TestWave, ...] = ("pre", "post")
    return tuple(wave for wave in waves if f"{wave}-test" in kinds)


def check_instrument(content: Content, plan: SessionPlan, instrument: Instrument) -> tuple[Problem, ...]:
    """What is wrong with an instrument: no items, essential objectives that nothing tests, more items than the slot
    holds, items that need more reading than the group has, scales that do not exist."""
    literacy = plan.brief.group.literacy
    tested = {item.objective for item in instrument.items}
    found: list[Problem] = []
    served = _served(content, plan)
    for objective in served:
        if objective.priority == "essential" and objective.id not in tested:
            found.append(make_problem("instrument-objective-untested", objective.place, objective=objective.id))
    if served and not instrument.items:
        found.append(make_problem("instrument-empty", served[0].place, wave=instrument.wave))
    for item in instrument.items:
        if not is_readable(item.literacy, literacy):
            found.append(
                make_problem("instrument-item-hard", item.place, item=item.item_id, needs=item.literacy, group=literacy)
            )
    needed = -(-(instrument.seconds + START_SECONDS[literacy]) // 60)
    if needed > instrument.minutes:
        place = served[0].place if served else Place("")
        found.append(
            make_problem(
                "instrument-too-long",
                place,
                wave=instrument.wave,
                items=len(instrument.items),
                needed=needed,
                minutes=instrument.minutes,
            )
        )
    for question in _questions(content, plan):
        if question.type == "rating" and question.scale not in content.scales:
            found.append(
                make_problem("instrument-scale-unknown", question.place, item=question.id, scale=question.scale)
            )
    return sort_problems(found)


def _served(content: Content, plan: SessionPlan) -> list[Objective]:
    """Objectives that the plan serves, essential ones first, else in the order of the plan."""
    known = content.objectives()
    if plan.objectives:
        ids = [outcome.objective for outcome in plan.objectives if outcome.served]
    else:
        ids = [objective for slot in plan.slots() for objective in slot.objectives]
    unique = [known[i] for i in dict.fromkeys(ids) if i in known]
    return sorted(unique, key=lambda o: -PRIORITY_WEIGHT[o.priority])


def _questions(content: Content, plan: SessionPlan) -> list[Question]:
    return [q for m in plan.module_ids() if m in content.modules for q in content.modules[m].questions]


def _in_both(question: Question) -> bool:
    return {"pre", "post"} <= set(question.waves)


def _pool(content: Content, objective: Objective, literacy: Literacy) -> list[Question]:
    """Questions of an objective, the most suitable first. Ratings on a scale that does not exist are reported by
    `check_instrument` and cannot be asked."""
    asked = [
        q
        for module in content.modules.values()
        for q in module.questions
        if q.objective == objective.id and (q.type != "rating" or q.scale in content.scales)
    ]
    return sorted(asked, key=lambda q: preference(q, objective.kind, literacy))


def _choose(
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


def _in_order(content: Content, plan: SessionPlan, chosen: Sequence[Question]) -> list[Question]:
    """As taught and as written; ratings last and by scale, since they are answered in another way."""
    modules = [*plan.module_ids(), *content.modules]
    written = {q.id: i for m in content.modules.values() for i, q in enumerate(m.questions)}
    return sorted(chosen, key=lambda q: (q.type == "rating", q.scale, modules.index(q.module), written[q.id]))


def _minutes(plan: SessionPlan) -> dict[TestWave, int]:
    slots = {slot.kind: slot.minutes for slot in plan.slots()}
    both: dict[TestWave, int | None] = {"pre": slots.get("pre-test"), "post": slots.get("post-test")}
    either = next((m for m in both.values() if m), MINUTES_WITHOUT_SLOT)
    return {wave: minutes or either for wave, minutes in both.items()}


def _room(plan: SessionPlan, literacy: Literacy) -> dict[TestWave, int]:
    """Seconds for items in each wave."""
    return {wave: max(0, minutes * 60 - START_SECONDS[literacy]) for wave, minutes in _minutes(plan).items()}


def _version(plan: SessionPlan, items: Sequence[Item], wave: TestWave) -> str:
    """``20261207-1a2b3c4d``: the first day's date (zeros when there is none) and a hash of what is asked."""
    asked = [
        [i.item_id, i.type, i.scale, i.key, plain_text(i.stem), [(o.code, o.text.source) for o in i.options]]
        for i in items
    ]
    digest = hashlib.sha256(json.dumps([plan.brief.title, wave, asked], ensure_ascii=False).encode()).hexdigest()
    day = plan.days[0].date if plan.days else None
    return f"{day.strftime('%Y%m%d') if day else '00000000'}-{digest[:8]}"


def _instrument_id(plan: SessionPlan, wave: TestWave, version: str) -> str:
    """ASCII, from the title where it has Latin letters."""
    ascii_title = unicodedata.normalize("NFKD", plan.brief.title).encode("ascii", "ignore").decode()
    slug = re.sub(r"[^a-z0-9]+", "_", ascii_title.lower()).strip("_")[:32].strip("_")
    return f"{wave}_test_{slug or version[-8:]}"
