"""The form: who, where, how long, which languages, the group and the team, as fields with labels."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from html import escape
from typing import Any

from babel import Locale

from toolkit.content.language import Language, babel_name
from toolkit.content.records import Content
from toolkit.content.vocabulary import AUDIENCES, LITERACIES, STAGES
from toolkit.rendering.outlines.inline import words_of
from toolkit.rendering.outlines.words import audience_name, literacy_name, mode_name, stage_name
from toolkit.studio.trainer.brief_form import hours_of, wanted_modules
from toolkit.studio.trainer.drawn import act_button, box, entry, fold, group, line, long_entry, select

MOST_DATES = 15
Pairs = list[tuple[str, str]]


def form_html(content: Content, shown: Content, data: Mapping[str, Any], languages: Sequence[str], to: Language) -> str:
    """All fields of the form. `shown` is the content in the reader's language, `languages` are those that the
    workspace has documents in."""
    return "".join(
        (
            _who(content, data, to),
            _where(content, data, to),
            _when(content, shown, data, to),
            _languages(data, languages, to),
            _group(data, to),
            _modules(shown, data, to),
            fold(to.say("The team of trainers"), _team(data, to), "tot-form-team", opened=bool(data.get("trainers"))),
            fold(to.say("Fixed breaks, tests and papers"), _more(data, to), "tot-form-more"),
        )
    )


def _text(data: Mapping[str, Any], name: str) -> str:
    found: object = data
    for key in name.split("."):
        found = found.get(key) if isinstance(found, Mapping) else None
    return "" if found is None else str(found)


def _who(content: Content, data: Mapping[str, Any], to: Language) -> str:
    own = {a for m in content.modules.values() for a in m.audiences}
    audiences = [*AUDIENCES, *sorted(own - set(AUDIENCES))]
    return group(
        to.say("Who"),
        entry(to.say("Title, as participants will read it"), "title", _text(data, "title")),
        line(
            select(
                to.say("Audience"), "audience", [(a, audience_name(a, to)) for a in audiences], _text(data, "audience")
            ),
            select(to.say("Stage"), "stage", [(s, stage_name(s, to)) for s in STAGES], _text(data, "stage")),
        ),
    )


def _where(content: Content, data: Mapping[str, Any], to: Language) -> str:
    countries = country_pairs(content, to)
    modes = [(m, mode_name(m, to)) for m in ("in-person", "remote")]
    return group(
        to.say("Where"),
        line(
            select(to.say("From"), "origin", countries, _text(data, "origin")),
            select(to.say("To"), "destination", countries, _text(data, "destination")),
            select(to.say("How"), "mode", modes, _text(data, "mode") or "in-person"),
        ),
    )


def country_pairs(content: Content, to: Language) -> Pairs:
    """No country; those that the workspace has facts of; all others: by name."""
    known = sorted(content.countries, key=to.name_of_country)
    codes = [str(code) for code in Locale.parse(babel_name(to.tag)).territories]
    others = sorted(
        (c for c in codes if len(c) == 2 and c.isalpha() and c not in known and c != "ZZ"), key=to.name_of_country
    )
    return [("", "–"), *((c, to.name_of_country(c)) for c in (*known, *others))]


def _when(content: Content, shown: Content, data: Mapping[str, Any], to: Language) -> str:
    templates = sorted(shown.templates.values(), key=lambda t: (t.days, t.id))
    pairs = [("", to.say("Chosen by the hours")), *((t.id, words_of(t.title)) for t in templates)]
    days, begins, ends = hours_of(content, data)
    dates = [str(d) for d in data.get("dates", ())]
    asked = min(max(days, len(dates)), MOST_DATES)
    shown_dates = [
        entry(
            to.say("Date") if days == 1 else to.say("Date of day {n}", n=n + 1),
            f"dates.{n}",
            dates[n] if n < len(dates) else "",
            kind="date",
        )
        for n in range(asked)
    ]
    first, rest = shown_dates[:1], shown_dates[1:]
    later = fold(to.say("Dates of the other days"), line(*rest), "tot-form-dates") if rest else ""
    return group(
        to.say("How long"),
        line(
            select(to.say("Pattern of the days"), "template", pairs, _text(data, "template")),
            entry(to.say("Days"), "days", _text(data, "days") or str(days), kind="number", low=1, high=15),
        ),
        line(
            entry(to.say("Begins"), "start", begins, kind="time", step=300),
            entry(to.say("Ends"), "end", ends, kind="time", step=300),
            entry(to.say("Lunch"), "lunch", _text(data, "lunch"), kind="time", step=300),
        ),
        line(*first, entry(to.say("The group leaves on"), "departure", _text(data, "departure"), kind="date")),
        later,
    )


def _languages(data: Mapping[str, Any], languages: Sequence[str], to: Language) -> str:
    chosen = list(data.get("languages") or ["en"])
    offered = [*languages, *(tag for tag in chosen if tag not in languages)]
    pairs = sorted(((tag, to.name_of_language(tag)) for tag in offered), key=lambda pair: pair[1])
    second = chosen[1] if len(chosen) > 1 else ""
    trainer = _text(data, "trainer_language")
    return group(
        to.say("Languages"),
        line(
            select(to.say("Of the papers for participants"), "languages.0", pairs, chosen[0]),
            select(to.say("And also"), "languages.1", [("", "–"), *pairs], second),
            select(to.say("Of the trainer's papers"), "trainer_language", [("", to.say("The same")), *pairs], trainer),
        ),
        box(
            to.say("An interpreter works in the session: talk takes longer"),
            "interpreter",
            bool(data.get("interpreter")),
        ),
    )


def _group(data: Mapping[str, Any], to: Language) -> str:
    literacies = [(level, literacy_name(level, to)) for level in LITERACIES]
    own = data.get("group") or {}
    needs = len(data.get("needs") or {})
    loaded = ""
    if needs:
        text = to.say_count("{n} objective is weighted by needs.", "{n} objectives are weighted by needs.", needs)
        forget = act_button(to.say("Forget"), "forget-needs", name=to.say("Forget the needs that were loaded"))
        loaded = f'<p class="tot-note">{escape(text)} {forget}</p>'
    return group(
        to.say("The group"),
        line(
            entry(to.say("People"), "group.size", _text(data, "group.size") or "20", kind="number", low=1, high=500),
            entry(to.say("Women"), "group.women", _text(data, "group.women"), kind="number", low=0, high=500),
            entry(to.say("Men"), "group.men", _text(data, "group.men"), kind="number", low=0, high=500),
            select(
                to.say("Everybody reads"), "group.literacy", literacies, _text(data, "group.literacy") or "functional"
            ),
        ),
        line(
            box(to.say("Children take part"), "group.children", bool(own.get("children"))),
            box(to.say("Families take part together"), "group.families", bool(own.get("families"))),
        ),
        entry(
            to.say("Mother tongues"),
            "group.mother_tongues",
            ", ".join(own.get("mother_tongues") or ()),
            hint=_spoken(own.get("mother_tongues") or (), to) or to.say("Language tags, such as ar, ti, fr"),
        ),
        long_entry(
            to.say("What the group brings"),
            "group.strengths",
            "\n".join(own.get("strengths") or ()),
            hint=to.say("One strength on each line; never names"),
        ),
        long_entry(
            to.say("Accessibility needs"),
            "group.accessibility",
            "\n".join(own.get("accessibility") or ()),
            hint=to.say("One on each line, such as wheelchair, hearing, sight"),
            rows=2,
        ),
        loaded,
    )


def _spoken(tags: Sequence[str], to: Language) -> str:
    return to.show_list([to.name_of_language(tag) for tag in tags]) if tags else ""


def _modules(shown: Content, data: Mapping[str, Any], to: Language) -> str:
    audience, stage = data.get("audience"), data.get("stage")
    wanted = wanted_modules(data)
    fitting = [m for m in shown.modules.values() if (audience in m.audiences and stage in m.stages) or m.id in wanted]
    boxes = "".join(
        box(
            to.say("{title} ({n} min)", title=words_of(m.title), n=m.minutes.typical),
            f"module.{m.id}",
            m.id in wanted,
        )
        for m in fitting
    )
    text = (
        to.say("Without a tick the planner chooses.")
        if fitting
        else to.say("No module is made for this audience at this stage.")
    )
    title = to.say("Modules ({n} of {all})", n=len(wanted), all=len(fitting)) if wanted else to.say("Modules")
    return fold(title, f'<p class="tot-muted">{escape(text)}</p>{boxes}', "tot-form-modules", opened=bool(wanted))


def _team(data: Mapping[str, Any], to: Language) -> str:
    say = to.say
    backgrounds = [
        ("origin", say("the country of origin")),
        ("destination", say("the destination")),
        ("both", say("both countries")),
        ("other", say("another country")),
    ]
    sexes = [("", "–"), ("woman", say("Woman")), ("man", say("Man")), ("other", say("Other"))]
    rows = []
    for n, trainer in enumerate(data.get("trainers") or ()):
        name = f"trainers.{n}"
        languages = ", ".join(trainer.get("languages") or ())
        rows.append(
            f'<div role="group" aria-label="{escape(say("Trainer {n}", n=n + 1), quote=True)}">'
            + line(
                entry(say("Teaches in"), f"{name}.languages", languages),
                select(
                    say("Knows from inside"), f"{name}.background", backgrounds, trainer.get("background") or "other"
                ),
                select(say("Sex"), f"{name}.sex", sexes, trainer.get("sex") or ""),
                act_button(say("Remove"), "remove-part", name, name=say("Remove trainer {n}", n=n + 1)),
            )
            + "</div>"
        )
    more = act_button(say("One more trainer"), "add-part", "trainers", id_="tot-add-trainer")
    return f'<div class="tot-parts">{"".join(rows)}</div>{more}'


def _more(data: Mapping[str, Any], to: Language) -> str:
    say = to.say
    rows = []
    for n, pause in enumerate(data.get("fixed_breaks") or ()):
        name = f"fixed_breaks.{n}"
        rows.append(
            f'<div role="group" aria-label="{escape(say("Fixed break {n}", n=n + 1), quote=True)}">'
            + line(
                entry(say("What for"), f"{name}.title", str(pause.get("title") or "")),
                entry(say("At"), f"{name}.at", str(pause.get("at") or ""), kind="time", step=300),
                entry(
                    say("Minutes"),
                    f"{name}.minutes",
                    str(pause.get("minutes") or ""),
                    kind="number",
                    low=5,
                    high=180,
                    step=5,
                ),
                act_button(say("Remove"), "remove-part", name, name=say("Remove fixed break {n}", n=n + 1)),
            )
            + "</div>"
        )
    more = act_button(say("One more fixed break"), "add-part", "fixed_breaks", id_="tot-add-break")
    return (
        f'<p class="tot-muted">{escape(say("For prayer, school hours and the like: at this time of every day."))}</p>'
        f'<div class="tot-parts">{"".join(rows)}</div>{more}'
        + line(
            box(say("Hold a pre-test"), "pre_test", data.get("pre_test", True) is not False),
            box(say("Hold a post-test"), "post_test", data.get("post_test", True) is not False),
        )
        + line(
            entry(say("Organisation"), "organisation", _text(data, "organisation")),
            entry(say("Contact, as participants will read it"), "contact", _text(data, "contact")),
        )
        + entry(say("Place"), "venue", _text(data, "venue"))
    )
