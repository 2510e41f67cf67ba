"""Instruments: the pre-test and post-test of a plan, made from the questions of its modules."""

from __future__ import annotations

import hashlib
import json
import re
import unicodedata
from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass, replace
from typing import Literal

from toolkit.content.language import Language
from toolkit.content.records import Content, Objective, Question, Scale
from toolkit.content.text import map_texts, plain_text
from toolkit.content.translations import is_source_language
from toolkit.content.vocabulary import Literacy, Wave
from toolkit.evaluation.choosing import PRIORITY_WEIGHT, asks, choose_questions, choose_shared, wave_seconds
from toolkit.evaluation.codes import CODE_CELLS
from toolkit.evaluation.items import Item, ItemWords, in_language, is_readable, item_seconds, make_item, preference
from toolkit.planning.plan import SessionPlan
from toolkit.problems import Place, Problem, make_problem, sort_problems

TestWave = Literal["pre", "post"]
InstrumentWave = Wave | Literal["all"]
"""``all`` is a session's whole instrument, as it is kept in a file: each item says in which waves it is asked."""

WAVES: tuple[Wave, ...] = ("pre", "post", "then", "followup")

_KINDS: Mapping[InstrumentWave, str] = {
    "pre": "pre_test",
    "post": "post_test",
    "then": "then",
    "followup": "followup",
    "all": "session",
}
"""Wave → how an instrument's id begins."""

START_SECONDS: Mapping[Literacy, int] = {"fluent": 120, "functional": 120, "basic": 240, "none": 240}
"""Working assumption: seconds to hand out the sheets, copy the code and explain how to answer."""

MINUTES_WITHOUT_SLOT = 15
"""Length of a test for which the plan has no slot."""

FOLLOW_UP_MINUTES = 15
"""Working assumption: what people give a questionnaire months later, on a telephone or on paper."""


@dataclass(frozen=True, slots=True)
class Instrument:
    """A questionnaire for one wave of one session, or for all of them. `id` is ASCII and at most 48 characters;
    `version` changes when the plan or the wording does, and sorts by date. `code_cells` is the length of the
    participant code. `minutes` is the room it has, `seconds` what its items are assumed to take. `languages` are those
    that its items have words in, main one first; () when only the content knows. `scale_records` are the scales that
    its ratings use."""

    id: str
    title: str
    wave: InstrumentWave
    items: tuple[Item, ...]
    version: str
    code_cells: int = CODE_CELLS
    minutes: int = MINUTES_WITHOUT_SLOT
    seconds: int = 0
    languages: tuple[str, ...] = ()
    scale_records: tuple[Scale, ...] = ()

    @property
    def scales(self) -> tuple[str, ...]:
        """Ids of the scales that its items use, in order of use."""
        return tuple(dict.fromkeys(item.scale for item in self.items if item.scale))

    @property
    def max_score(self) -> float:
        """The most points that the scored items give."""
        return sum(item.weight for item in self.items if item.scored)


def make_instrument(content: Content, plan: SessionPlan, wave: Wave, shared: Sequence[Item] = ()) -> Instrument:
    """The questionnaire of a plan for one wave: pre-test or post-test, or the follow-up some months later.

    Every essential objective that the plan serves gets one item, then objectives get items in proportion to their
    priority while the test's slot has room. Items asked in both tests are chosen for the shorter of the two slots, so
    that both hold the same ones; room that is left goes to items meant for this wave alone.
    Items keep the order of the plan's modules; ratings come last. The same plan gives the same instrument.

    `shared` are items of `toolkit.evaluation.shared_items`, the most important of each construct first. They come
    after the session's own and take at most `SHARED_PCT` percent of the time.
    """
    literacy = plan.brief.group.literacy
    objectives = _served(content, plan)
    pools = {o.id: _pool(content, o, literacy) for o in objectives}
    room = _room(plan, literacy)
    added = choose_shared([easy_scale(item, content, literacy) for item in shared], room, literacy)
    room = {key: seconds - sum(wave_seconds(item, key) for item in added[key]) for key, seconds in room.items()}

    both = {key: [q for q in pool if _in_both(q)] for key, pool in pools.items()}
    alone = {key: [q for q in pool if wave in q.waves and not _in_both(q)] for key, pool in pools.items()}
    chosen: list[Question] = []
    essential: Set[str] = frozenset()
    if wave in ("pre", "post"):
        essential = {o.id for o in objectives if o.priority == "essential"}
        chosen = choose_questions(objectives, both, min(room["pre"], room["post"]), literacy, must=essential)
    else:
        alone = {key: [q for q in pool if wave in q.waves] for key, pool in pools.items()}
    room_left = room[wave] - sum(item_seconds(q.type, literacy) for q in chosen)
    covered = {q.objective for q in chosen}
    chosen += choose_questions(objectives, alone, room_left, literacy, must=essential - covered)

    kinds = {o.id: o.kind for o in objectives}
    made = (make_item(q, kinds[q.objective], literacy) for q in _in_order(content, plan, chosen))
    items = tuple(easy_scale(item, content, literacy) for item in made)
    return _instrument(content, plan, wave, (*items, *added[wave]))


def make_session_instrument(
    readers: Sequence[tuple[Language, Content]], plan: SessionPlan, shared: Sequence[Item] = ()
) -> Instrument:
    """Everything that a session asks, over all its waves and in all its languages: what goes into a file.

    `readers` are the languages, main one first, each with the content in it. Each item's `waves` are those in which
    this session asks it. The follow-up is part of it where there is anything to ask.
    """
    content = readers[0][1]
    waves: tuple[Wave, ...] = (*wanted_waves(plan), "followup")
    found: dict[str, Item] = {}
    asked: dict[str, list[Wave]] = {}
    for wave in waves:
        for item, when in asked_items(make_instrument(content, plan, wave, shared)):
            found.setdefault(item.item_id, item)
            asked.setdefault(item.item_id, []).append(when)
    order = {item.item_id: number for number, item in enumerate(shared, start=1)}
    items = tuple(
        replace(
            _in_own_language(item, *readers[0]),
            waves=tuple(w for w in WAVES if w in asked[key]),
            words=tuple(_words(item, *reader) for reader in readers[1:]),
        )
        for key, item in sorted(found.items(), key=lambda entry: order.get(entry[0], 0))
    )
    made = _instrument(content, plan, "all", items)
    return replace(made, languages=tuple(language.tag for language, _ in readers))


def of_wave(instrument: Instrument, wave: Wave) -> Instrument:
    """The part of a session's instrument that one wave asks. A retrospective pre-test is asked with the post-test, so
    that its items are part of both ``post`` and ``then``."""
    items = tuple(item for item in instrument.items if asks(item, wave))
    name = f"{_KINDS[wave]}_{instrument.id.removeprefix('session_')}"[:48]
    made = replace(instrument, id=name, wave=wave, items=items)
    return replace(made, seconds=asked_seconds(made))


def asked_seconds(instrument: Instrument) -> int:
    """What its items are assumed to take; for a whole session, what the post-test's do."""
    wave = "post" if instrument.wave == "all" else instrument.wave
    return sum(wave_seconds(item, wave) for item in instrument.items if asks(item, wave) or instrument.wave != "all")


def asked_items(instrument: Instrument) -> tuple[tuple[Item, Wave], ...]:
    """Each item as often as it is asked, with its wave: a post-test ends with the items of the retrospective pre-test.
    For a whole session, wave after wave."""
    if instrument.wave == "all":
        return tuple((item, wave) for wave in WAVES for item in instrument.items if wave in item.waves)
    if instrument.wave != "post":
        return tuple((item, instrument.wave) for item in instrument.items)
    now: list[tuple[Item, Wave]] = [(item, "post") for item in instrument.items if "post" in item.waves]
    return (*now, *((item, "then") for item in instrument.items if "then" in item.waves))


def printed_order(instrument: Instrument) -> tuple[tuple[Item, Wave], ...]:
    """`asked_items` of one wave in the order in which a sheet of paper numbers them: choices, ratings, what looks back,
    and last the shared questions to answer in one's own words."""

    def rank(entry: tuple[Item, Wave]) -> int:
        item, wave = entry
        if item.type == "short-answer" and not item.module:
            return 3
        if wave == "then" and instrument.wave == "post":
            return 2
        return 1 if item.type == "rating" else 0

    return tuple(sorted(asked_items(instrument), key=rank))


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


def _instrument(content: Content, plan: SessionPlan, wave: InstrumentWave, items: tuple[Item, ...]) -> Instrument:
    version = _version(plan, items, wave)
    scales = tuple(dict.fromkeys(item.scale for item in items if item.scale in content.scales))
    made = Instrument(
        id=_instrument_id(plan, wave, version),
        title=plan.brief.title,
        wave=wave,
        items=tuple(_with_scale(item, content) for item in items),
        version=version,
        minutes=_minutes(plan)["post" if wave == "all" else wave],
        scale_records=tuple(content.scales[scale] for scale in scales),
    )
    return replace(made, seconds=asked_seconds(made))


def easy_scale(item: Item, content: Content, literacy: Literacy) -> Item:
    """For a group that does not read, a rating on the scale with fewer steps that its scale names: what one cannot
    look at again has to be kept in mind."""
    scale = content.scales.get(item.scale) if item.type == "rating" and literacy == "none" else None
    if scale is None or scale.easy not in content.scales:
        return item
    return replace(item, scale=scale.easy, options=content.scales[scale.easy].options)


def _with_scale(item: Item, content: Content) -> Item:
    """A rating with the options of its scale, so that answers can be read and scored without the workspace."""
    own = item.type != "rating" or item.options or item.scale not in content.scales
    return item if own else replace(item, options=content.scales[item.scale].options)


def _in_own_language(item: Item, language: Language, content: Content) -> Item:
    """The item as `content` has it in this language. A shared item that carries no words in it keeps its own, marked as
    not translated."""
    own = in_language(item, content, language.tag)
    carried = item.module or is_source_language(language.tag) or any(w.language == language.tag for w in item.words)
    if carried:
        return own
    stem, feedback = (
        map_texts(body, lambda text: replace(text, translated=False)) for body in (own.stem, own.feedback)
    )
    return replace(own, stem=stem, feedback=feedback)


def _words(item: Item, language: Language, content: Content) -> ItemWords:
    own = _in_own_language(item, language, content)
    return ItemWords(language.tag, own.stem, own.options, own.feedback)


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


def _in_order(content: Content, plan: SessionPlan, chosen: Sequence[Question]) -> list[Question]:
    """As taught and as written; ratings last and by scale, since they are answered in another way."""
    modules = [*plan.module_ids(), *content.modules]
    written = {q.id: i for m in content.modules.values() for i, q in enumerate(m.questions)}
    return sorted(chosen, key=lambda q: (q.type == "rating", q.scale, modules.index(q.module), written[q.id]))


def _minutes(plan: SessionPlan) -> dict[Wave, int]:
    slots = {slot.kind: slot.minutes for slot in plan.slots()}
    tests = (slots.get("pre-test"), slots.get("post-test"))
    either = next((minutes for minutes in tests if minutes), MINUTES_WITHOUT_SLOT)
    return {
        "pre": tests[0] or either,
        "post": tests[1] or either,
        "then": tests[1] or either,
        "followup": FOLLOW_UP_MINUTES,
    }


def _room(plan: SessionPlan, literacy: Literacy) -> dict[Wave, int]:
    """Seconds for items in each wave."""
    return {wave: max(0, minutes * 60 - START_SECONDS[literacy]) for wave, minutes in _minutes(plan).items()}


def _version(plan: SessionPlan, items: Sequence[Item], wave: InstrumentWave) -> str:
    """``20261207-1a2b3c4d``: the first day's date (zeros when there is none) and a hash of what is asked."""
    asked = [
        [i.item_id, i.type, i.scale, i.key, plain_text(i.stem), [(o.code, o.text.source) for o in i.options]]
        for i in items
    ]
    digest = hashlib.sha256(json.dumps([plan.brief.title, wave, asked], ensure_ascii=False).encode()).hexdigest()
    day = plan.days[0].date if plan.days else None
    return f"{day.strftime('%Y%m%d') if day else '00000000'}-{digest[:8]}"


def session_name(plan: SessionPlan) -> str:
    """What tables of answers call a session: its first day's date, where there is one, and its title's slug."""
    day = plan.days[0].date if plan.days else None
    slug = _slug(plan.brief.title) or hashlib.sha256(plan.brief.title.encode()).hexdigest()[:8]
    return f"{day.strftime('%Y%m%d')}_{slug}" if day else slug


def _instrument_id(plan: SessionPlan, wave: InstrumentWave, version: str) -> str:
    """ASCII, from the title where it has Latin letters."""
    return f"{_KINDS[wave]}_{_slug(plan.brief.title) or version[-8:]}"


def _slug(title: str) -> str:
    ascii_title = unicodedata.normalize("NFKD", title).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "_", ascii_title.lower()).strip("_")[:32].strip("_")
