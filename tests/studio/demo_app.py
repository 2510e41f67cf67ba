"""A tiny app with one of everything that the frame and the shared widgets offer."""

from datetime import date

from toolkit.studio.downloads import offer
from toolkit.studio.page import Page, open_page
from toolkit.studio.security import inside
from toolkit.studio.uploads import upload_box
from toolkit.studio.widgets import (
    button,
    card,
    choice,
    column,
    date_box,
    details,
    grid,
    long_text,
    many,
    number,
    paragraph,
    row,
    switch,
    table,
    tabs,
    text_box,
    time_box,
)


def open_app(app: str) -> None:
    state = {"title": "Before you go"}
    open_page(app, lambda page: build(state, page))


def build(state, page: Page):
    def work() -> None:
        with page.busy("Working") as step:
            step("half", 0.5)
        page.tell("Done: 2 parts")

    def leave() -> None:
        inside(page.workspace, "../../secret.txt")

    def fault() -> None:
        raise ValueError("an answer that nobody may see")

    def title(new: str) -> None:
        state["title"] = new
        page.tell(f"Title: {new}")

    form = grid(
        text_box("Title", state["title"], on_change=page.guard(title)),
        choice("Audience", [("Refugees", 1), ("Workers", 2)]),
        number("People", 18, 1, 200),
        date_box("First day", date(2026, 12, 7)),
        time_box("Start", "09:00", page.guard(page.tell)),
        many(
            "Spoken by the group", [("Arabic", "ar"), ("French", "fr")], ("ar",), lambda new: page.tell(",".join(new))
        ),
    )
    buttons = row(
        button("Work", page.guard(work), "primary"),
        button("Leave", page.guard(leave), hint="Shows a problem"),
        button("Fault", page.guard(fault), "danger"),
        button("Quiet", lambda: None, "quiet"),
        button("Off", lambda: None, disabled=True),
    )
    slots = table("Slots", ["Start", "What", "Minutes"], [["09:00", "Opening <b>", "15"]], numeric=(2,))
    files = card(
        "Files",
        offer(page, "table.csv", b"a,b\n1,2\n", "Download the table"),
        upload_box(
            page,
            "Choose exports",
            (".csv", ".xlsx"),
            lambda found: page.tell(", ".join(f"{each.name}: {len(each.data)} bytes" for each in found)),
            several=True,
            limit_mb=1,
        ),
    )
    return column(
        card("Your group", form, switch("With an interpreter"), long_text("Strengths", "Work"), buttons),
        tabs([("Timeline", slots), ("Practices", paragraph("Sixteen of them", "note"))]),
        details("More", paragraph("What only some need", "muted")),
        files,
    )
