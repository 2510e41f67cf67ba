"""The trainer's pages as HTML text: the session's strip, what was refused, what changed, the start and the pack."""

from __future__ import annotations

import re
from collections.abc import Sequence
from html import escape

from toolkit.content.language import Language
from toolkit.content.phrase import tell
from toolkit.planning.solve.ways import Way
from toolkit.problems import Problem
from toolkit.rendering.outlines.inline import words_of
from toolkit.studio.trainer.drawn import act_button, attributes, box, bullets, fold, line, select
from toolkit.studio.trainer.said import tell_way
from toolkit.studio.trainer.state import TrainerState
from toolkit.studio.trainer.timeline import additions_html, legend_html, timeline_html
from toolkit.studio.widgets import problems_html

STEPS_SHOWN = 2

_QUOTED = re.compile(r"([“\"«][\s\u2066-\u2068]*)([^“”\"«»]+?)([\s\u2069]*[”\"»])")
"""A title in a sentence, in the quotation marks of any of the studio's languages."""


def strip_html(state: TrainerState, language: Language) -> str:
    """The session's title, whether it is saved, and the field and button that save it."""
    say = language.say
    plan = state.desk.plan
    title = plan.brief.title if plan else str(state.data.get("title", ""))
    if state.kept is None:
        told = say("not saved yet")
    elif plan == state.saved:
        told = say('saved as "{name}"', name=state.kept.name)
    else:
        told = say('changed since it was saved as "{name}"', name=state.kept.name)
    parts = [f'<strong>{escape(title)}</strong> <span class="tot-muted">{escape(told)}</span>']
    name = state.name or (state.kept.name if state.kept else "")
    field = attributes(
        type="text", id="tot-session-name", data_act="name", value=name, maxlength=80, autocomplete="off"
    )
    parts.append(
        f'<span class="tot-entry"><label for="tot-session-name">{escape(say("Name of the session"))}</label>'
        f"<input{field}>{act_button(say('Save'), 'save', id_='tot-save', kind='tot-primary')}"
        + (act_button(say("Replace it"), "replace", kind="tot-danger", id_="tot-replace") if state.may_replace else "")
        + "</span>"
    )
    return f'<div class="tot-strip-of-session">{"".join(parts)}</div>'


def start_html(sessions: Sequence[str], state: TrainerState, language: Language) -> str:
    """Begin from an example, a saved session or an empty form."""
    say = language.say
    examples = [("", say("Choose …")), *((brief.path, brief.title) for brief in state.briefs)]
    parts = [select(say("Begin with an example"), "example", examples, "", act="example")]
    if sessions:
        chosen = state.kept.name if state.kept else ""
        saved = [("", say("Choose …")), *((name, name) for name in sessions)]
        parts.append(select(say("Open a saved session"), "saved", saved, chosen, act="open"))
    empty = act_button(say("Empty form"), "empty", id_="tot-empty")
    return line(*parts, empty)


def real_html(state: TrainerState, language: Language) -> str:
    """The choice to plan with minutes from real sessions, and what it changed."""
    say = language.say
    if not state.real:
        text = say("When two sessions have been recorded, plans can use the minutes that activities really took.")
        return f'<p class="tot-muted">{escape(text)}</p>'
    label = say("Plan with the minutes of real sessions")
    count = say_known(len(state.real), language)
    lines = [
        say('"{title}": {used} minutes instead of {written}', title=words_title(state, lesson.activity, language),
            used=lesson.used, written=lesson.written)
        + (
            " "
            + say("(in {n} sessions it took {real}, more or less than it allows)", n=lesson.real.sessions,
                  real=lesson.real.minutes)
            if abs(lesson.real.minutes - lesson.used) >= 5
            else ""
        )
        for lesson in state.learned
    ]  # fmt: skip
    told = bullets(lines, "tot-lessons") if state.use_real else ""
    return f'{box(label, "use-real", state.use_real, act="use-real")}<p class="tot-muted">{escape(count)}</p>{told}'


def say_known(count: int, language: Language) -> str:
    """How many activities have records."""
    return language.say_count(
        "{n} activity has been recorded in at least two sessions.",
        "{n} activities have been recorded in at least two sessions.",
        count,
    )


def words_title(state: TrainerState, activity: str, language: Language) -> str:
    """An activity's title in the reader's language."""
    view = state.view(language)
    known = (view.shown if view else state.content).activities().get(activity)
    return words_of(known.title) if known else activity


def refused_html(state: TrainerState, language: Language) -> str:
    """What stands against a plan, and a button for each way out; "" when nothing does."""
    say, desk = language.say, state.desk
    if desk.refused is None:
        return ""
    stops = [p for p in desk.problems if p.severity == "error"]
    reasons = bullets([_with_shown_titles(tell_way(tell(p, language).message), state, language) for p in stops])
    ways = "".join(_way(n, way, language) for n, way in enumerate(desk.ways))
    out = f"<p>{escape(say('It would work like this:'))}</p><ul>{ways}</ul>" if ways else ""
    stay = act_button(say("Leave the plan as it was"), "let-be", id_="tot-let-be") if desk.plan else ""
    title = say("This does not fit")
    return (
        f'<div class="tot-refused" role="alert"><strong>{escape(title)}</strong>{reasons}{out}<div>{stay}</div></div>'
    )


def _with_shown_titles(text: str, state: TrainerState, language: Language) -> str:
    """The reason with the activities' titles as the plan shows them: the planner knows them as they were written."""
    view = state.view(language)
    if view is None:
        return text
    titles = {
        words_of(activity.title): words_of(view.activities[name].title)
        for name, activity in view.content.activities().items()
        if name in view.activities
    }
    return _QUOTED.sub(lambda found: f"{found[1]}{titles.get(found[2], found[2])}{found[3]}", text)


def _way(number: int, way: Way, language: Language) -> str:
    """The first steps of a way out, with all of them behind their count, and the button that goes it."""
    steps = [step.words.said(language) for step in way.steps]
    rest = len(steps) - STEPS_SHOWN
    first = tell_way(language.show_list(steps[:STEPS_SHOWN]))
    more = ""
    if rest > 0:
        title = language.say_count("and {n} more change", "and {n} more changes", rest)
        more = fold(title, bullets([tell_way(step) for step in steps[STEPS_SHOWN:]]), f"tot-way-{number}-all")
    name = language.say("Do this: {way}", way=first)
    do = act_button(language.say("Do this"), "way", str(number), name=name, id_=f"tot-way-{number}")
    return f'<li><div><span dir="auto">{escape(first)}</span>{more}</div>{do}</li>'


def said_html(state: TrainerState, language: Language) -> str:
    """What the last step changed and why, with the way back."""
    say = language.say
    lines = state.said or (say("Here is the plan. Change it, and it is solved again at once."),)
    back = act_button(say("Undo"), "undo", id_="tot-undo", disabled=not state.desk.past)
    forth = act_button(say("Redo"), "redo", id_="tot-redo", disabled=not state.desk.future)
    title = escape(say("What changed"), quote=True)
    return (
        f'<div class="tot-said"><div role="group" aria-label="{title}">{bullets(lines)}</div>'
        f'<div class="tot-acts">{back}{forth}</div></div>'
    )


def warnings_html(problems: Sequence[Problem], language: Language) -> str:
    """Warnings and notes, behind their count."""
    if not problems:
        return ""
    title = language.say_count("{n} remark on this plan", "{n} remarks on this plan", len(problems))
    return fold(title, problems_html(problems, language), "tot-warnings")


def plan_html(state: TrainerState, language: Language) -> str:
    """The timeline with its colours, what could be added, and remarks."""
    view = state.view(language)
    if view is None:
        return ""
    remarks = warnings_html(state.desk.problems, language) if state.desk.refused is None else ""
    keys = language.say(
        "Keys on a slot: arrows to go about, Alt with up and down to move it, + and − for its minutes, L to lock, S to "
        "swap, Delete to drop, Ctrl with Z to undo."
    )
    return (
        f'<h2 class="tot-hide">{escape(language.say("The plan"))}</h2>'
        f"{timeline_html(view)}{legend_html(language)}{additions_html(view)}{remarks}"
        f'<p class="tot-muted">{escape(keys)}</p>'
    )


def preview_html(state: TrainerState, language: Language) -> str:
    """Beside the form: what is wrong in it, or the plan that it gives."""
    view = state.view(language)
    wrong = problems_html(state.data_problems, language)
    if view is None:
        return wrong + refused_html(state, language)
    met = sum(a.status == "met" for a in state.answers(language))
    count = language.say("Practices: {n} of {all} met", n=met, all=len(state.content.practices))
    participation = view.plan.score.participation_pct if view.plan.score else 0
    share = language.say("people speak or act in {share}% of the minutes", share=language.show_number(participation))
    served = sum(o.served for o in view.plan.objectives)
    goals = language.say("{n} of {all} objectives served", n=served, all=len(view.plan.objectives))
    said = f'<div class="tot-said">{bullets(state.said)}</div>' if state.said and not state.desk.refused else ""
    return (
        f"{wrong}{refused_html(state, language)}{said}<h2>{escape(language.say('The plan'))}</h2>"
        f"<p>{escape(' · '.join((count, goals, share)))}</p>{timeline_html(view, still=True)}{legend_html(language)}"
    )
