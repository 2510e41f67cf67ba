"""The trainer's app: pages of live HTML over one state. What an act does is in `acts`; here it is shown."""

from __future__ import annotations

from collections.abc import Callable

import ipywidgets as ipw

from toolkit.content.translations import LOCALE
from toolkit.planning.group_profile import GroupProfile
from toolkit.planning.plan_file import parse_plan
from toolkit.problems import Place, ProblemsError, has_errors, make_problem
from toolkit.rendering.theme import accent_of
from toolkit.studio.own_view import own_copy_card
from toolkit.studio.page import Page, open_page
from toolkit.studio.trainer import acts, brief_form, sessions, slides, views
from toolkit.studio.trainer.after_page import AfterPage
from toolkit.studio.trainer.deck_page import PackPage, SlidesPage
from toolkit.studio.trainer.form_view import form_html
from toolkit.studio.trainer.live import Act, Live, live
from toolkit.studio.trainer.look import trainer_css
from toolkit.studio.trainer.practices_view import practices_html
from toolkit.studio.trainer.said import tell_way
from toolkit.studio.trainer.slides import pack_name
from toolkit.studio.trainer.state import TrainerState, make_state, read_brief_file
from toolkit.studio.trainer.timeline import bar_html
from toolkit.studio.uploads import Upload, upload_box
from toolkit.studio.widgets import card, column, details, grid, paragraph, tabs

FORM_ALWAYS = (
    "audience",
    "stage",
    "template",
    "days",
    "start",
    "end",
    "dates.",
    "languages.",
    "module.",
    "group.mother_tongues",
)
"""Fields after which the form is drawn again: others depend on them."""


def open_app() -> None:
    """Show the app in the notebook that calls this."""
    kept: list[TrainerState] = []

    def build(page: Page) -> ipw.Widget:
        if not kept:
            kept.append(make_state(page.workspace, page.language))
            page.later(lambda: _warm_up(kept[0]))
        return App(kept[0], page).widget()

    open_page("trainer", build, css=trainer_css())


def _warm_up(state: TrainerState) -> None:
    """The first plan's slides, made before they are asked for; those of later plans are mostly the same."""
    plan = state.desk.plan
    if plan is not None and state.deck is None:
        state.deck = plan, slides.deck_of(slides.session_of(plan, state.workspace))
        slides.draw_part(state.deck[1], slides.parts_of(state.deck[1])[0])


class App:
    """The widgets of one drawing of the page."""

    def __init__(self, state: TrainerState, page: Page) -> None:
        self.state, self.page, self.to = state, page, page.language
        if state.spoken != page.language.tag:
            # What was said was said in another language.
            state.spoken, state.said = page.language.tag, ()
        self.languages = ("en", *sorted(p.name for p in (state.workspace / LOCALE).glob("*") if p.is_dir()))
        self.strip = self._live(self._strip)
        self.own = column()
        self.start = self._live(self._start)
        self.real = self._live(self._real)
        self.form = self._live(self._form)
        self.preview = self._live(self._plan)
        self.bar = self._live(self._plan)
        self.told = self._live(self._plan)
        self.timeline = self._live(self._plan)
        self.practices = self._live(self._plan)
        self.bar.add_class("tot-trainer-top")
        self.practices.add_class("tot-trainer-side")
        self.slides = SlidesPage(state, page)
        self.pack = PackPage(state, page)
        self.after = AfterPage(state, page, self._draw_start, self._own_copy)

    def _live(self, on_act: Callable[[Act], None]) -> Live:
        return live("", self.page.guard(on_act))

    def widget(self) -> ipw.Widget:
        """All pages, drawn from the state."""
        say = self.to.say
        parts = [
            (say("Group and hours"), self._group_page()),
            (say("Plan"), self._plan_page()),
            (say("Slides"), self.slides.widget),
            (say("Pack"), self.pack.widget),
            (say("After the session"), self.after.widget),
        ]
        shown = tabs(parts, self.page.guard(self._turn))
        self.draw(form=True)
        shown.selected_index = self.state.tab
        return column(self.strip, self.own, shown)

    def _turn(self, tab: int) -> None:
        self.state.tab = tab
        if tab == 0:
            self._draw_start()
        elif tab == 2:
            self.slides.draw()
        elif tab == 3:
            self.state.packs()  # starts to warm up while the reader reads
        elif tab == 4:
            self.after.draw()

    # Drawing

    def draw(self, *, form: bool = False) -> None:
        """Everything that follows from the plan; the form only when fields of it came or went."""
        state, to = self.state, self.to
        if state.desk.brief is not None:
            accent = accent_of(state.desk.brief.audience)
            if accent != self.page.accent:
                self.page.set_accent(accent)
        self.strip.html = views.strip_html(state, to)
        if form:
            self._draw_start()
            self.form.html = self._form_html()
        self.preview.html = views.preview_html(state, to)
        view = state.view(to)
        self.told.html = views.refused_html(state, to) or views.said_html(state, to)
        self.timeline.html = views.plan_html(state, to)
        self.bar.html = bar_html(view, swapping=state.swapping) if view else ""
        self.practices.html = practices_html(view, state.answers(to)) if view else ""
        self.pack.forget()
        if state.tab == 2:
            self.slides.draw()
        if state.tab == 4:
            self.after.draw()

    def _form_html(self) -> str:
        state = self.state
        view = state.view(self.to)
        return form_html(state.content, view.shown if view else state.content, state.data, self.languages, self.to)

    def _draw_start(self) -> None:
        saved = sessions.list_sessions(self.state.workspace)
        self.start.html = views.start_html(saved, self.state, self.to)
        self.real.html = views.real_html(self.state, self.to)

    # Group and hours

    def _group_page(self) -> ipw.Widget:
        say = self.to.say
        upload = upload_box(
            self.page, say("Load a file"), (".yaml", ".yml", ".json"), self.page.guard(self._loaded), limit_mb=2
        )
        files = column(
            paragraph(
                say("A brief, a group profile or needs from a pre-test (YAML), or a plan saved from here (JSON)."),
                "muted",
            ),
            upload,
        )
        left = column(
            card(say("Begin"), self.start, details(say("Load a brief, profile or pre-test results"), files), self.real),
            card("", self.form),
        )
        right = card("", self.preview)
        right.add_class("tot-preview")
        return grid(left, right, columns="6fr 7fr")

    def _start(self, act: Act) -> None:
        state = self.state
        if act.name == "ready":
            state.read_records()
            self._draw_start()
            return
        if act.name == "example" and act.value in {brief.path for brief in state.briefs}:
            data = read_brief_file(state.content, state.workspace / act.value)
            self.page.tell(state.begin(None, data, self.to))
        elif act.name == "open" and act.value:
            plan, kept = sessions.open_saved(state.workspace, act.value)
            told = state.begin(plan, {}, self.to)
            state.kept, state.saved, state.name = kept, state.desk.plan, kept.name
            state.record_kept = sessions.read_record(state.workspace, kept.name)
            state.record = state.record_kept
            self.page.tell(told)
        elif act.name == "empty":
            self.page.tell(state.begin(None, brief_form.new_brief(self.to), self.to))
        self._ways()
        self.draw(form=True)

    def _real(self, act: Act) -> None:
        if act.name == "use-real":
            self.page.tell(self.state.learn(bool(act.value), self.to))
            self.draw(form=True)

    def _form(self, act: Act) -> None:
        state, data = self.state, self.state.data
        if act.name == "field":
            data = brief_form.set_field(data, act.what, act.value)
        elif act.name == "add-part" and act.what in ("trainers", "fixed_breaks"):
            data = brief_form.add_part(data, act.what, self.to.say("Prayer"))
        elif act.name == "remove-part":
            kind, _, number = act.what.partition(".")
            data = brief_form.remove_part(data, kind, int(number) if number.isdecimal() else -1)
        elif act.name == "forget-needs":
            data = {key: value for key, value in data.items() if key != "needs"}
        else:
            return
        anew = act.what in ("audience", "stage", "template", "days")
        self.page.tell(state.plan_data(data, self.to, anew=anew))
        several = act.what.startswith("dates.") and len(data.get("dates", ())) > 1
        again = act.name != "field" or several or act.what.startswith(FORM_ALWAYS)
        self.draw(form=again)
        self._ways()

    def _loaded(self, uploads: tuple[Upload, ...]) -> None:
        upload = uploads[0]
        text = upload.data.decode("utf-8-sig", errors="replace")
        if upload.name.lower().endswith(".json"):
            plan, problems = parse_plan(text, upload.name)
            if plan is None or has_errors(problems):
                raise ProblemsError(problems)
            self.page.tell(self.state.begin(plan, {}, self.to))
        else:
            profile = brief_form.read_profile(text, upload.name)
            if profile is not None:
                self._with_profile(profile)
                return
            data = brief_form.read_fields(text, upload.name)
            whole = {"title", "audience", "stage"} <= data.keys()
            if not data:
                raise ProblemsError([make_problem("session-file-unknown", Place(upload.name), name=upload.name)])
            if whole:
                self.page.tell(self.state.begin(None, data, self.to))
            else:
                told = self.state.plan_data(brief_form.overlay(self.state.data, data), self.to, anew=True)
                self.page.tell(told)
        self.draw(form=True)
        self._ways()

    def _with_profile(self, profile: GroupProfile) -> None:
        data, moved = brief_form.with_profile(self.state.content, self.state.data, profile)
        self.page.tell(self.state.plan_data(data, self.to, anew=True))
        if self.state.desk.refused is None:
            lines = (
                self.to.say("{what}: {value}, since {why}.", what=m.field, value=m.value, why=m.why) for m in moved
            )
            self.state.said = (self.to.say("The group profile is loaded."), *map(tell_way, lines), *self.state.said)
        self.draw(form=True)
        self._ways()

    # Plan

    def _plan_page(self) -> ipw.Widget:
        left = column(self.bar, self.told, self.timeline, gap=0)
        return grid(left, self.practices, columns="67fr 33fr", gap=14)

    def _plan(self, act: Act) -> None:
        if act.name not in acts.PLAN_ACTS:
            return
        told = acts.do(self.state, act, self.to)
        if told:
            self.page.tell(told)
        self.draw(form=act.name != "choose")
        self._ways()

    def _ways(self) -> None:
        """The reasons are on the screen already; ways out follow when they have been tried."""
        if acts.find_ways_out(self.state):
            self.told.html = views.refused_html(self.state, self.to)
            self.preview.html = views.preview_html(self.state, self.to)

    # Saving

    def _strip(self, act: Act) -> None:
        state = self.state
        if act.name == "name":
            state.name = act.value
            if not state.may_replace:
                return
            state.may_replace = False
        elif act.name in ("save", "replace") and state.desk.plan is not None:
            self._save(replace=act.name == "replace")
        self.strip.html = views.strip_html(state, self.to)

    def _save(self, *, replace: bool) -> None:
        state, plan = self.state, self.state.desk.plan
        if plan is None:
            return
        if self.page.is_built_in:
            self.own.children = [self._own_copy()]
            self.page.tell(self.to.say("Make your own copy first; your plan stays as it is."))
            return
        name = state.name.strip() or (state.kept.name if state.kept else pack_name(plan))
        state.may_replace = False
        try:
            state.kept = sessions.save_session(state.workspace, name, plan, known=state.kept, replace=replace)
        except ProblemsError as stop:
            state.may_replace = any(p.code in ("session-exists", "session-changed") for p in stop.problems)
            self.strip.html = views.strip_html(state, self.to)
            raise
        state.saved, state.name = plan, state.kept.name
        self.page.tell(self.to.say('The session is saved as "{name}".', name=name))
        self._draw_start()

    def _own_copy(self) -> ipw.Widget:
        why = self.to.say(
            "Sessions are kept in a workspace of your own; this one came with the toolkit. Make your copy, then save "
            "the session: your plan stays as it is. The pack can be downloaded all the same."
        )
        return own_copy_card(self.page, lambda: self.state.move_to(self.page.workspace), why)
