"""The small forms from which directives are inserted: which fields each has, and what they need."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Literal, get_args

from toolkit.content.blocks import is_id
from toolkit.content.language import Language
from toolkit.content.records import Content, Module
from toolkit.content.vocabulary import (
    LITERACIES,
    METHODS,
    PHASES,
    PRIORITIES,
    Grouping,
    Need,
    ObjectiveKind,
    QuestionLevel,
    QuestionType,
    SlideLayout,
)
from toolkit.problems import Place, Problem, make_problem
from toolkit.rendering.outlines import words
from toolkit.rendering.outlines.inline import words_of

FieldKind = Literal["line", "text", "choice", "many", "flag"]
Value = str | bool | tuple[str, ...]
Options = tuple[tuple[str, str], ...]
"""(what people read, value) of each."""


@dataclass(frozen=True, slots=True)
class FormField:
    """One field. With `needed` it may not stay empty; `hint` is an example or a rule."""

    key: str
    label: str
    kind: FieldKind = "line"
    options: Options = ()
    value: Value = ""
    hint: str = ""
    needed: bool = False


@dataclass(frozen=True, slots=True)
class Form:
    """A directive's form. `named_by` is the field from which an id is suggested, "" for parts that have none."""

    name: str
    title: str
    fields: tuple[FormField, ...]
    named_by: str = "title"


FORM_NAMES = ("objective", "activity", "slide", "question", "case-study", "handout", "key-messages", "facilitator",
              "adapt")  # fmt: skip
"""Directives that have a form, in the order in which a module is usually written."""


def make_form(name: str, module: Module, content: Content, language: Language) -> Form:
    """The form of a directive, with this module's objectives and activities to choose from."""
    return _FORMS[name](_Maker(module, content, language))


@dataclass(frozen=True, slots=True)
class _Maker:
    module: Module
    content: Content
    language: Language

    def title(self, label: str = "") -> FormField:
        say = self.language.say
        return FormField("title", label or say("Title"), needed=True, hint=say("As participants read it"))

    def objectives(self, *, needed: bool = False) -> FormField:
        options = tuple((words_of(o.statement), o.id) for o in self.module.objectives)
        return FormField("objectives", self.language.say("Learning objectives that it serves"), "many", options, (),
                         needed=needed and bool(options))  # fmt: skip

    def activity(self) -> FormField:
        say = self.language.say
        options = tuple((words_of(a.title), a.id) for a in self.module.activities)
        first = ((say("None: it belongs to the whole module"), ""),)
        return FormField("activity", say("Belongs to the activity"), "choice", (*first, *options))

    def literacy(self, value: str = "basic") -> FormField:
        named = tuple((words.literacy_name(one, self.language), one) for one in LITERACIES)
        return FormField("literacy", self.language.say("Least reading needed"), "choice", named, value)

    def body(self, label: str, hint: str = "", key: str = "body") -> FormField:
        return FormField(key, label, "text", hint=hint, needed=True)


def _objective(make: _Maker) -> Form:
    say, language = make.language.say, make.language
    kinds = tuple((words.objective_kind_name(kind, language), kind) for kind in get_args(ObjectiveKind))
    priorities = tuple((words.priority_name(one, language), one) for one in PRIORITIES)
    return Form(
        "objective",
        say("Learning objective"),
        (
            make.body(say("What participants will know, do or value"), say("One thing that can be seen; begin with a "
                      "verb: Find the clause on wages in a contract.")),
            FormField("kind", say("Kind"), "choice", kinds, "knowledge"),
            FormField("priority", say("Priority"), "choice", priorities, "important"),
            FormField("indicator", say("What we would see when someone has reached it"), needed=True),
        ),
        "body",
    )  # fmt: skip


def _activity(make: _Maker) -> Form:
    say, language = make.language.say, make.language
    kinds = tuple((words.kind_name(kind, language), kind) for kind, method in METHODS.items() if not method.frame)
    phases = tuple((words.phase_name(phase, language), phase) for phase in PHASES)
    groupings = tuple((words.grouping_name(one, language), one) for one in get_args(Grouping))
    return Form(
        "activity",
        say("Activity"),
        (
            make.title(),
            FormField("kind", say("Method"), "choice", kinds, "discussion"),
            make.objectives(needed=True),
            FormField("phase", say("Phase"), "choice", phases, "practice"),
            FormField("minutes", say("Minutes: least-typical-most"), value="15-20-30", needed=True,
                      hint=say("Each a multiple of 5, such as 20-30-45")),
            FormField("grouping", say("Grouping"), "choice", groupings, "small-groups"),
            FormField("group_size", say("People in a group, for small groups"), value="3-5"),
            make.literacy("none"),
            FormField("known", say("Begins from what participants know already"), "flag", value=False),
            make.body(say("What happens and why it works"), say("A short paragraph for the trainer")),
            make.body(say("Steps, one on each line"), say("With minutes that add up, such as: (5 min) Ask the group…"),
                      "steps"),
            FormField("debrief", say("Debrief: questions, one on each line"), "text"),
        ),
    )  # fmt: skip


def _slide(make: _Maker) -> Form:
    say = make.language.say
    layouts = tuple((layout_name(layout, make.language), layout) for layout in get_args(SlideLayout))
    return Form(
        "slide",
        say("Slide"),
        (
            make.title(),
            FormField("layout", say("Layout"), "choice", layouts, "bullets"),
            make.activity(),
            make.body(say("Points, one on each line"), say("At most 6 points and 60 words")),
            make.body(say("What to say while it is shown"), key="notes"),
        ),
    )


def _question(make: _Maker) -> Form:
    say, language = make.language.say, make.language
    objectives = tuple((words_of(o.statement), o.id) for o in make.module.objectives)
    types = tuple((words.question_type_name(one, language), one) for one in get_args(QuestionType))
    levels = tuple((words.question_level_name(one, language), one) for one in get_args(QuestionLevel))
    scales = tuple((words_of(scale.title), scale.id) for scale in make.content.scales.values())
    return Form(
        "question",
        say("Question"),
        (
            make.body(say("Question")),
            FormField("objective", say("Learning objective that it tests"), "choice", objectives,
                      objectives[0][1] if objectives else "", needed=True),
            FormField("type", say("How it is answered"), "choice", types, "single-choice"),
            FormField("level", say("What it asks of people"), "choice", levels, "understanding"),
            make.literacy(),
            FormField("options", say("Answers, one on each line; begin the right ones with *"), "text",
                      hint=say("Not for ratings and short answers. “I don't know” is added by itself.")),
            FormField("scale", say("Scale, for a rating"), "choice", (("–", ""), *scales)),
            FormField("feedback", say("Feedback"), "text"),
        ),
        "body",
    )  # fmt: skip


def _case_study(make: _Maker) -> Form:
    say = make.language.say
    return Form(
        "case-study",
        say("Case study"),
        (
            make.title(),
            make.activity(),
            make.objectives(),
            make.body(say("Story"), say("120 to 250 words: a person with strengths, in a believable situation")),
            make.body(say("Questions, one on each line"), key="questions"),
            FormField("facilitator", say("Points that the answers should reach"), "text"),
        ),
    )


def _handout(make: _Maker) -> Form:
    say = make.language.say
    hint = say("Short, with room to tick and write: - [ ] makes a box, ____ a line")
    return Form("handout", say("Handout"), (make.title(), make.activity(), make.literacy(),
                                            make.body(say("What participants take home"), hint)))  # fmt: skip


def _key_messages(make: _Maker) -> Form:
    say = make.language.say
    hint = say("Three to six short sentences that people should still remember a month later")
    return Form("key-messages", say("Key messages"), (make.body(say("Messages, one on each line"), hint),), "")


def _facilitator(make: _Maker) -> Form:
    say = make.language.say
    hint = say("What to prepare, sensitive points, whom to refer to")
    return Form("facilitator", say("Trainer's guidelines"), (make.body(say("Guidelines for the whole module"), hint),),
                "")  # fmt: skip


def _adapt(make: _Maker) -> Form:
    say = make.language.say
    needs = tuple((words.need_name(need, make.language), need) for need in get_args(Need))
    activities = tuple((words_of(a.title), a.id) for a in make.module.activities)
    return Form(
        "adapt",
        say("Adaptation of an activity"),
        (
            FormField("activity", say("Activity"), "choice", activities, activities[0][1] if activities else "",
                      needed=True),
            FormField("need", say("For whom"), "choice", needs, "low-literacy"),
            make.body(say("What the trainer does differently")),
        ),
        "",
    )  # fmt: skip


_FORMS: Mapping[str, Callable[[_Maker], Form]] = {
    "objective": _objective,
    "activity": _activity,
    "slide": _slide,
    "question": _question,
    "case-study": _case_study,
    "handout": _handout,
    "key-messages": _key_messages,
    "facilitator": _facilitator,
    "adapt": _adapt,
}


def layout_name(layout: str, language: Language) -> str:
    """A slide's layout in a reader's language."""
    say = language.say
    names = {
        "title": say("Title"),
        "section": say("Module"),
        "key-message": say("Key message"),
        "bullets": say("Title and text"),
        "two-columns": say("Two columns"),
        "picture": say("Picture"),
        "process": say("Process: steps with arrows"),
        "comparison": say("Comparison"),
        "discussion": say("Questions to the group"),
        "activity": say("Activity"),
        "case-study": say("Case study"),
        "question": say("Question with options"),
        "debrief": say("Debrief"),
        "quote": say("Quotation"),
        "table": say("Table"),
        "takeaways": say("To remember"),
        "contacts": say("Contacts"),
    }
    return names.get(layout, layout)


def check_form(
    form: Form, block_id: str, values: Mapping[str, Value], used: Mapping[str, Place], path: str
) -> tuple[Problem, ...]:
    """What keeps a form from being inserted: an id that is none or is taken, and empty fields that are needed."""
    where = Place(path)
    found = []
    if form.name != "adapt":
        if not is_id(block_id):
            found.append(make_problem("designer-id-form", where, id=block_id))
        elif block_id in used:
            found.append(make_problem("designer-id-taken", where, id=block_id, first=str(used[block_id])))
    for field in form.fields:
        value = values.get(field.key, field.value)
        if field.needed and not (value.strip() if isinstance(value, str) else value):
            found.append(make_problem("designer-field-empty", where, field=field.label))
    return tuple(found)
