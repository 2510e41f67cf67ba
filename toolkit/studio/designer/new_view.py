"""A new module: a few questions, and the template is filled in."""

from __future__ import annotations

from dataclasses import dataclass

import ipywidgets as ipw

from toolkit.content.vocabulary import STAGES
from toolkit.problems import Place, ProblemsError, make_problem
from toolkit.rendering.outlines.words import audience_name, stage_name
from toolkit.rendering.theme import accent_of
from toolkit.studio.designer.coverage import audiences_of
from toolkit.studio.designer.ids import suggest_module_id, used_ids
from toolkit.studio.designer.state import DesignerState, create_module, open_module
from toolkit.studio.designer.template import NewModule
from toolkit.studio.page import Page
from toolkit.studio.widgets import button, card, choice, grid, long_text, many, paragraph, text_box


@dataclass(frozen=True, slots=True)
class _Fields:
    title: ipw.Text
    id: ipw.Text
    folder: ipw.Dropdown
    audiences: ipw.Widget
    stages: ipw.Widget
    summary: ipw.Textarea


def new_view(state: DesignerState, page: Page) -> ipw.Widget:
    """The form; when it is sent off, the module opens in the editor."""
    language, say = page.language, page.language.say
    used = used_ids(state.content)
    folders = [(curriculum.title.source, name) for name, curriculum in state.content.curricula.items()]
    fields = _Fields(
        title=text_box(say("Title, as participants will read it")),
        id=text_box(say("Id: the file's name, for ever"), placeholder="sim-cards"),
        folder=choice(say("Curriculum"), folders),
        audiences=many(say("For whom"), [(audience_name(a, language), a) for a in audiences_of(state.content)]),
        stages=many(say("When"), [(stage_name(one, language), one) for one in STAGES]),
        summary=long_text(
            say("What participants can do afterwards, and why it matters (one or two sentences)"), rows=3
        ),
    )
    suggested = [""]

    def suggest(title: str) -> None:
        if fields.id.value in ("", suggested[0]):
            suggested[0] = suggest_module_id(title, used) if title.strip() else ""
            fields.id.value = suggested[0]

    fields.title.continuous_update = True
    fields.title.observe(lambda change: page.guard(suggest)(change["new"]), names="value")
    return card(
        say("New module"),
        paragraph(
            say(
                "You get a short module with remarks in it. It is correct as it stands: replace its sentences one by "
                "one, and see at once what is missing."
            ),
            "muted",
        ),
        grid(fields.title, fields.id, fields.folder, columns="2fr 1fr 1fr"),
        grid(fields.audiences, fields.stages),
        fields.summary,
        button(say("Make the module"), page.guard(lambda: _create(state, page, fields)), "primary"),
    )


def _create(state: DesignerState, page: Page, fields: _Fields) -> None:
    say = page.language.say
    lacking = [
        label
        for label, value in (
            (say("Title"), fields.title.value.strip()),
            (say("Curriculum"), fields.folder.value),
            (say("For whom"), fields.audiences.value),
            (say("When"), fields.stages.value),
        )
        if not value
    ]
    if lacking:
        where = Place("curricula")
        raise ProblemsError([make_problem("designer-field-empty", where, field=one) for one in lacking])
    new = NewModule(
        title=" ".join(fields.title.value.split()),
        id=fields.id.value.strip(),
        folder=fields.folder.value,
        audiences=tuple(fields.audiences.value),
        stages=tuple(fields.stages.value),
        summary=fields.summary.value,
    )
    path, in_list = create_module(state, new)
    state.where = "modules"
    open_module(state, new.id)
    page.set_accent(accent_of(new.audiences[0]))
    page.rebuild()
    told = say("{path} is made, and stands at the end of its curriculum.", path=path)
    page.tell(told if in_list else say("{path} is made. Add it to its curriculum.yaml yourself.", path=path))
