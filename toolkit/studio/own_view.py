"""The panel that makes a workspace of one's own, wherever the one that shows is for reading only."""

from __future__ import annotations

from collections.abc import Callable

import ipywidgets as ipw

from toolkit.studio.own import free_name, make_own, own_folder, remember
from toolkit.studio.page import Page
from toolkit.studio.widgets import button, card, paragraph, row, text_box

FIRST_NAME = "my-workspace"


def own_copy_card(page: Page, moved: Callable[[], object], why: str) -> ipw.Widget:
    """What to do, a field for the name, and the button. `why` says what is for reading only. When the copy is made
    the page has its `workspace`, the studio opens its other pages in it too, and `moved` is called, after which the
    page is made anew."""
    say = page.language.say
    name = text_box(say("Name of your copy"), free_name(FIRST_NAME))

    def make() -> None:
        with page.busy(say("Copying the workspace")):
            folder = make_own(name.value, page.workspace)
        remember(folder)
        page.move_to(folder)
        moved()
        page.rebuild()
        page.tell(
            say(
                "This is your own copy now: {folder}. “tot studio” opens it from now on, and nobody else changes it.",
                folder=f"\u2066{folder}\u2069",
            )
        )

    pressed = button(say("Make my own copy"), page.guard(make), "primary")
    line = row(name, pressed)
    where = say(
        "It is put into the folder {folder}, and you go on in it at once.", folder=f"\u2066{own_folder()}\u2069"
    )
    made = card("", paragraph(why), line, paragraph(where, "muted"))
    made.add_class("tot-own-copy")
    return made
