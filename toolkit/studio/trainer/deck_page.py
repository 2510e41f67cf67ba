"""The pages with the slides as pictures and with the finished pack."""

from __future__ import annotations

from typing import Any

import ipywidgets as ipw

from toolkit.planning.plan_file import save_plan_text
from toolkit.studio.downloads import download_link, offer, show_size
from toolkit.studio.page import Page
from toolkit.studio.trainer import slides, views
from toolkit.studio.trainer.drawn import bullets
from toolkit.studio.trainer.state import TrainerState
from toolkit.studio.widgets import button, card, choice, column, heading, markup, paragraph


class SlidesPage:
    """The slides of one part of the deck at a time. `widget` is the page."""

    def __init__(self, state: TrainerState, page: Page) -> None:
        self.state, self.page = state, page
        self.gallery = ipw.HTML()
        self.widget = column()

    def draw(self) -> None:
        """The parts of the present plan's deck, and the pictures of the one that was chosen."""
        plan, say = self.state.desk.plan, self.page.language.say
        if plan is None:
            self.widget.children = [paragraph(say("There is no plan yet."), "muted")]
            return
        if self.state.deck is None or self.state.deck[0] is not plan:
            self.state.deck = plan, slides.deck_of(slides.session_of(plan, self.state.workspace))
            self.state.part = 0
        parts = slides.parts_of(self.state.deck[1])
        labels = [
            (f"{part.title or say('Beginning')} ({len(part.cards)})", number) for number, part in enumerate(parts)
        ]
        part = choice(say("Part of the deck"), labels, self.state.part, self.page.guard(self._show))
        part.add_class("tot-trainer-part")
        text = say("These are the slides as participants will see them. The pack holds them as a presentation to edit.")
        self.widget.children = [heading(say("Slides")), paragraph(text, "muted"), part, self.gallery]
        self._show(self.state.part)

    def _show(self, number: Any) -> None:  # noqa: ANN401 - the value of a choice
        if self.state.deck is None:
            return
        self.state.part = int(number)
        deck = self.state.deck[1]
        self.gallery.value = slides.gallery_html(slides.draw_part(deck, slides.parts_of(deck)[self.state.part]))


class PackPage:
    """The pack as one zip, and the plan alone as a file. `widget` is the page."""

    def __init__(self, state: TrainerState, page: Page) -> None:
        self.state, self.page = state, page
        say = page.language.say
        holds = (
            say("Session plan, facilitator guide and slide deck"),
            say("Handouts for participants, in each language of the session"),
            say("Pre-test and post-test, on paper and for telephones (KoboToolbox, ODK)"),
            say("Practice checklist, materials list, sign-in sheet, certificate and calendar"),
        )
        text = say("Everything for this session in one zip: to edit, print and present.")
        self.made = column()
        make = button(say("Make the pack"), page.guard(self._make), "primary")
        self.widget = column(
            card(say("The session pack"), paragraph(text), markup(bullets(holds)), make, self.made),
            card(
                say("The plan alone"),
                paragraph(say("To keep it, send it, or load it here again later."), "muted"),
                offer(page, "session.json", self._plan_file, say("Save the plan as a file")),
            ),
        )

    def forget(self) -> None:
        """A pack that was offered is of an earlier plan."""
        self.made.children = []

    def _plan_file(self) -> bytes:
        plan = self.state.desk.plan
        return save_plan_text(plan).encode() if plan else b""

    def _make(self) -> None:
        plan, to = self.state.desk.plan, self.page.language
        if plan is None:
            self.page.tell(to.say("There is no plan yet."))
            return
        title = to.say("Making the pack …")
        with self.page.busy(title) as step:
            pack = slides.pack_zip(self.state.packs(), plan, lambda _what, done: step(title, done))
        again = to.say("Save {file} again ({size})", file=pack.name, size=show_size(len(pack.data), self.page))
        link = download_link(pack.name, pack.data, again, "application/zip", automatic=True)
        told = to.say_count("{n} file is in the zip.", "{n} files are in the zip.", pack.files)
        remarks = views.warnings_html([p for p in pack.problems if p.severity != "info"], to)
        self.made.children = [paragraph(told), link, *([markup(remarks)] if remarks else [])]
        self.page.tell(to.say("{file} is saved in your downloads folder.", file=pack.name))
