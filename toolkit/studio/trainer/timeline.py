"""The timeline: each day a column of slots with clock times, coloured by family of method; and the bar that changes
the chosen slot."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from html import escape

from toolkit.content.language import Language
from toolkit.content.records import Activity, Content
from toolkit.planning.plan import Day, SessionPlan, Slot
from toolkit.planning.pool import is_frame
from toolkit.planning.situation import GRID_MINUTES
from toolkit.rendering.icon_names import METHOD_ICONS
from toolkit.rendering.outline import plain
from toolkit.rendering.outlines.common import material_texts
from toolkit.rendering.outlines.inline import words_of
from toolkit.rendering.outlines.words import grouping_name, kind_name, need_name, phase_name
from toolkit.rendering.theme import METHOD_TONES
from toolkit.studio.trainer.drawn import LOCK, act_button, attributes, bullets, fold, icon, options
from toolkit.studio.trainer.moves import (
    Offer,
    additions,
    alternatives,
    is_movable,
    is_pinned,
    movable,
    slot_of,
    step_target,
)

MOST_COLUMNS = 5
LONGEST_MINUTES = 240
KEYS = "Alt+ArrowUp:up Alt+ArrowDown:down l:lock +:longer -:shorter Delete:drop s:swap Ctrl+z:undo Ctrl+y:redo"
TESTS = ("pre-test", "post-test")


@dataclass(frozen=True, slots=True)
class View:
    """What the views draw from: the plan, the content as planned with, the same in the reader's language, and that
    one's activities by id."""

    plan: SessionPlan
    content: Content
    shown: Content
    language: Language
    chosen: str = ""
    activities: Mapping[str, Activity] = field(default_factory=dict)


def key_of(slot: Slot) -> str:
    """What a slot is known by on the page: its activity, else its own id."""
    return slot.activity or slot.id


def title_of(slot: Slot, view: View) -> str:
    """The slot's title in the reader's language."""
    known = view.activities.get(slot.activity or "")
    return words_of(known.title) if known else kind_name(slot.kind, view.language)


def family_of(kind: str) -> str:
    """The family whose colours a slot has."""
    from toolkit.content.vocabulary import METHODS

    if kind in METHODS:
        return METHODS[kind].family
    return "test" if kind.endswith("-test") else "break"


def timeline_html(view: View, *, still: bool = False) -> str:
    """All days side by side, up to five in a row. `still` leaves out everything that acts."""
    columns = min(len(view.plan.days), MOST_COLUMNS)
    days = "".join(_day(view, day, at, still) for at, day in enumerate(view.plan.days))
    label = escape(view.language.say("Timeline"), quote=True)
    still_class = " tot-still" if still else ""
    return f'<div class="tot-days tot-days-{columns}{still_class}" role="group" aria-label="{label}">{days}</div>'


def _day(view: View, day: Day, at: int, still: bool) -> str:
    language = view.language
    written = f"<span>{escape(language.show_day(day.date))}</span>" if day.date else ""
    hours = f"{language.show_time(day.start)}–{language.show_time(day.end)}"
    head = (
        f"<h3>{escape(language.say('Day {n}', n=day.number))} {written}"
        f'<span class="tot-hours" dir="ltr">{escape(hours)}</span></h3>'
    )
    slots = "".join(_slot(view, day, slot, at, row, still) for row, slot in enumerate(day.slots))
    drop = attributes(data_drop=None if still else f"day:{day.number}")
    return f'<section class="tot-day"{drop}>{head}<ol>{slots}</ol></section>'


def _slot(view: View, day: Day, slot: Slot, column: int, row: int, still: bool) -> str:
    language, key = view.language, key_of(slot)
    title, kind = title_of(slot, view), kind_name(slot.kind, language)
    length = language.say("{n} min", n=slot.minutes)
    start, end = language.show_time(slot.start), language.show_time(slot.end)
    edits = view.plan.brief.edits
    pinned = slot.activity is not None and is_pinned(edits, slot.activity)
    mark = f'<span class="tot-pin">{LOCK}</span>' if pinned else ""
    sign = icon(METHOD_ICONS.get(slot.kind, ""))
    meta = f"{length} · {kind}" if kind != title else length
    inside = (
        f'<span class="tot-clock" dir="ltr">{escape(start)}</span>'
        f'<span class="tot-what"><span class="tot-name">{sign}{escape(title)}{mark}</span>'
        f'<span class="tot-meta">{escape(meta)}</span></span>'
    )
    short = " tot-short" if slot.minutes <= 15 else ""
    look = f"tot-slot tot-fam-{family_of(slot.kind)}{short}"
    style = f"--minutes:{slot.minutes}"
    if still:
        return f'<li><div class="{look}" style="{style}">{inside}</div></li>'
    chosen = key == view.chosen
    name = language.say("{start} to {end}, {title}, {kind}, {length}", start=start, end=end, title=title, kind=kind,
                        length=length)  # fmt: skip
    if pinned:
        name = language.say("{slot}, kept by you", slot=name)
    known = view.activities.get(slot.activity or "")
    moves = known is not None and not is_frame(known)
    drop = f"before:{slot.activity}" if moves else f"end:{day.number}" if row == len(day.slots) - 1 else None
    attrs = attributes(
        role="button", tabindex=0, id=f"tot-slot-{key}", class_=look + (" tot-chosen" if chosen else ""), style=style,
        data_act="choose", data_what=key, data_cell=f"{column},{row}", data_keys=KEYS if slot.activity else None,
        data_drag=slot.activity if moves else None, draggable="true" if moves else None, data_drop=drop,
        aria_pressed=str(chosen).lower(), aria_label=name,
    )  # fmt: skip
    return f"<li><div{attrs}>{inside}</div></li>"


def legend_html(language: Language) -> str:
    """What the colours mean."""
    say = language.say
    names = {
        "input": say("Input"),
        "talk": say("Talking together"),
        "practice": say("Practice"),
        "reflect": say("Reflection"),
        "energy": say("Energy"),
        "frame": say("Frame of the day"),
        "test": say("Test"),
        "break": say("Break"),
    }
    parts = "".join(
        f'<li><span class="tot-swatch tot-fam-{family}"></span>{escape(names[family])}</li>'
        for family in METHOD_TONES
        if family in names
    )
    return f'<ul class="tot-legend" aria-label="{escape(say("Colours"), quote=True)}">{parts}</ul>'


def bar_html(view: View, *, swapping: bool = False) -> str:
    """What can be done with the chosen slot. `swapping` opens the alternatives."""
    say, plan = view.language.say, view.plan
    slot = next((s for s in plan.slots() if key_of(s) == view.chosen), None)
    if slot is None:
        text = say("Choose a slot to move, lock, swap, shorten, lengthen or drop it. You can also drag it.")
        return f'<div class="tot-bar tot-empty"><p>{escape(text)}</p></div>'
    clock = f"{view.language.show_time(slot.start)}–{view.language.show_time(slot.end)}"
    title = title_of(slot, view)
    head = (
        f'<p class="tot-bar-title"><strong>{escape(title)}</strong> <span dir="ltr">{escape(clock)}</span> '
        f"<span>{escape(kind_name(slot.kind, view.language))}</span></p>"
    )
    if slot.activity is None:
        return f'<div class="tot-bar">{head}<div class="tot-acts">{_without_activity(slot, view)}</div></div>'
    swap = _swap_list(view, slot) if swapping else ""
    return (
        f'<div class="tot-bar" role="group" aria-label="{escape(say("Change the chosen slot"), quote=True)}">{head}'
        f'<div class="tot-acts">{_acts(view, slot, slot.activity, swapping)}</div>{swap}{_facts(view, slot)}</div>'
    )


def _acts(view: View, slot: Slot, activity: str, swapping: bool) -> str:
    say, plan = view.language.say, view.plan
    edits = plan.brief.edits
    pinned = is_pinned(edits, activity)
    up = step_target(view.content, plan, activity, up=True) is not None
    down = step_target(view.content, plan, activity, up=False) is not None
    moves = is_movable(view.content, slot)
    parts = []
    if moves:
        parts += [
            act_button(say("Up"), "up", activity, id_="tot-up", name=say("Move it up"), disabled=not up, before="↑ "),
            act_button(
                say("Down"), "down", activity, id_="tot-down", name=say("Move it down"), disabled=not down, before="↓ "
            ),
        ]
        parts += [_day_choice(view, activity)] if len(plan.days) > 1 else []
    shorter = slot.minutes - GRID_MINUTES
    parts += [
        act_button(
            say("{n} min", n="−5"), "shorter", activity, id_="tot-shorter", name=say("Five minutes less"),
            disabled=shorter < GRID_MINUTES,
        ),
        act_button(
            say("{n} min", n="+5"), "longer", activity, id_="tot-longer", name=say("Five minutes more"),
            disabled=slot.minutes + GRID_MINUTES > LONGEST_MINUTES,
        ),
        act_button(
            say("Unlock") if pinned else say("Lock"), "lock", activity, id_="tot-lock", pressed=pinned,
            name=say("The planner may change it again") if pinned else say("It stays as it is"),
        ),
        act_button(say("Swap"), "swap", activity, id_="tot-swap", pressed=swapping, name=say("Swap it for another")),
        act_button(say("Drop"), "drop", activity, id_="tot-drop", kind="tot-danger", name=say("Take it out")),
    ]  # fmt: skip
    return "".join(parts)


def _day_choice(view: View, activity: str) -> str:
    found = slot_of(view.plan, activity)
    number = found[0].number if found else 1
    say = view.language.say
    pairs = [(str(day.number), say("Day {n}", n=day.number)) for day in view.plan.days]
    attrs = attributes(id="tot-day", data_act="day", data_what=activity, aria_label=say("Move it to another day"))
    return f"<select{attrs}>{options(pairs, str(number))}</select>"


def _without_activity(slot: Slot, view: View) -> str:
    say = view.language.say
    if slot.kind in TESTS:
        return act_button(say("Leave out"), "drop-test", slot.kind, id_="tot-drop", kind="tot-danger")
    if slot.kind in ("break", "lunch", "fixed-break"):
        text = say("Breaks follow from the hours. Under “Group and hours” you can set lunch and fixed breaks.")
        return f"<p>{escape(text)}</p>"
    return f"<p>{escape(say('Time for questions until the break.'))}</p>"


def _swap_list(view: View, slot: Slot) -> str:
    say = view.language.say
    found = alternatives(view.content, view.plan, slot.activity or "")
    if not found:
        return f'<p class="tot-swaps">{escape(say("There is no other activity that suits this group here."))}</p>'
    items = "".join(
        _offer(view, offer, "swap-for", f"{slot.activity}>{offer.activity.id}", say("Take this")) for offer in found
    )
    return f'<ul class="tot-swaps" aria-label="{escape(say("Alternatives"), quote=True)}">{items}</ul>'


def additions_html(view: View) -> str:
    """What could still come in."""
    say = view.language.say
    found = additions(view.content, view.plan)
    items = "".join(_offer(view, offer, "add", offer.activity.id, say("Add")) for offer in found)
    text = f'<p class="tot-muted">{escape(say("The planner makes room for what you add."))}</p>'
    return fold(say("Add an activity"), f'{text}<ul class="tot-swaps">{items}</ul>', "tot-add") if items else ""


def _offer(view: View, offer: Offer, act: str, what: str, label: str) -> str:
    language = view.language
    activity = view.activities.get(offer.activity.id, offer.activity)
    title = words_of(activity.title)
    module = view.shown.modules.get(activity.module)
    facts = [
        kind_name(activity.kind, language),
        language.say("{n} min", n=offer.minutes),
        words_of(module.title) if module else language.say("Activity bank"),
        _why(offer, language) if act == "swap-for" else "",
    ]
    text = " · ".join(fact for fact in facts if fact)
    name = f"{label}: {title}"
    return (
        f'<li class="tot-fam-{family_of(activity.kind)}"><span><strong>{escape(title)}</strong>'
        f'<span class="tot-meta">{escape(text)}</span></span>{act_button(label, act, what, name=name)}</li>'
    )


def _why(offer: Offer, language: Language) -> str:
    say = language.say
    return {
        "variant": say("made to take its place"),
        "same-objectives": say("serves the same objectives"),
        "same-kind": say("works in the same way"),
        "same-module": say("of the same module"),
        "bank": "",
    }[offer.why]


def _facts(view: View, slot: Slot) -> str:
    language = view.language
    say = language.say
    activity = view.activities.get(slot.activity or "")
    if activity is None:
        return ""
    goals = view.shown.objectives()
    module = view.shown.modules.get(activity.module)
    lines = [
        say("Module: {title}", title=words_of(module.title)) if module else "",
        say("Phase: {phase}", phase=phase_name(activity.phase, language)) if module else "",
        say("Grouping: {grouping}", grouping=grouping_name(activity.grouping, language)),
        say("Range: {least} to {most} minutes", least=activity.minutes.least, most=activity.minutes.most),
        *(say("Objective: {text}", text=words_of(goals[o].statement)) for o in slot.objectives if o in goals),
        say(
            "Materials: {list}", list=language.show_list([plain(m) for m in material_texts(view.shown, activity, slot)])
        )
        if activity.materials
        else "",
        say("Adapted for: {needs}", needs=language.show_list([need_name(n, language) for n in slot.adaptations]))
        if slot.adaptations
        else "",
    ]
    return fold(say("About this activity"), bullets([text for text in lines if text]), "tot-about")


def first_choice(plan: SessionPlan, content: Content) -> str:
    """The slot to begin with: the first that can be moved."""
    return next((a for day in plan.days for a in movable(content, day)), "")
