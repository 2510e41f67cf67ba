"""Step 1: the files, or an example."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from html import escape
from typing import TYPE_CHECKING

from ipywidgets import HBox, Widget

from toolkit.content.language import Language
from toolkit.studio.evaluator.reading import AnswerFile, check_instrument
from toolkit.studio.evaluator.state import TABLES, Kind, load_example
from toolkit.studio.uploads import Upload, upload_box
from toolkit.studio.widgets import button, card, choice, column, details, grid, heading, markup, number, paragraph, row

if TYPE_CHECKING:
    from toolkit.studio.evaluator.app import App

LIMIT_MB = 40


def show_answers(app: App) -> Sequence[Widget]:
    """The widgets of the step."""
    return (grid(_files(app), column(_example(app), _privacy(app.language), gap=16), columns="5fr 3fr"),)


def _files(app: App) -> Widget:
    say, page, state = app.language.say, app.page, app.state
    place = column(gap=10)
    start = button(say("Read the answers"), page.guard(app.read), "primary", disabled=not state.request.is_ready)

    def draw() -> None:
        start.disabled = not state.request.is_ready
        app.redraw_others()
        place.children = _scores(app, draw) if state.kind == "scores" else _responses(app, draw)

    def change_kind(kind: Kind) -> None:
        state.kind = kind
        state.forget_reading()
        draw()

    kinds = [(say("Answers, and the questionnaire that was asked"), "answers"), (say("A table of scores"), "scores")]
    draw()
    return card(
        say("Your files"),
        choice(say("What do you have?"), kinds, state.kind, page.guard(change_kind)),
        place,
        row(start),
    )


def _responses(app: App, draw: Callable[[], None]) -> tuple[Widget, ...]:
    say, page, state = app.language.say, app.page, app.state

    def take_instrument(uploads: tuple[Upload, ...]) -> None:
        instrument = check_instrument(uploads[0])
        state.instrument = uploads[0]
        state.forget_reading()
        draw()
        page.tell(say("The questionnaire “{title}” was understood.", title=instrument.title))

    def take_files(uploads: tuple[Upload, ...]) -> None:
        state.add_files(uploads)
        draw()
        page.tell(app.language.say_count("{n} file was added.", "{n} files were added.", len(uploads)))

    boxes: list[Widget] = [heading(say("The questionnaire"), 3)]
    chooser = upload_box(page, say("Choose the questionnaire"), (".yaml", ".yml"), take_instrument, limit_mb=5)
    if state.instrument is None:
        words = say("The file instrument.yaml of the session pack says what was asked and what is right.")
        boxes += [paragraph(words, "muted"), chooser]
    else:
        done = markup(f"<p>✓ <bdi>{escape(state.instrument.name)}</bdi></p>")
        boxes += [done, details(say("Another questionnaire"), chooser)]
    boxes += [
        heading(say("The answers"), 3),
        paragraph(
            say("As KoboToolbox, ODK, Microsoft Forms or Google Forms export them, or the filled entry sheet. Several "
                "files may be given: before and after, or several sessions."),
            "muted",
        ),
    ]  # fmt: skip
    if state.files:
        boxes.append(column(*(_file(app, file, draw) for file in state.files), gap=0))
    boxes.append(upload_box(page, say("Choose answers"), TABLES, take_files, several=True, limit_mb=LIMIT_MB))
    return tuple(boxes)


def _file(app: App, file: AnswerFile, draw: Callable[[], None]) -> Widget:
    say, page, state = app.language.say, app.page, app.state
    name = file.upload.name

    def set_wave(wave: object) -> None:
        state.set_wave(name, wave if wave in ("pre", "post") else None)
        app.redraw_others()

    def remove() -> None:
        state.remove_file(name)
        draw()

    waves = [(say("the file says it"), ""), (say("before the session"), "pre"), (say("after the session"), "post")]
    line = HBox(
        [
            markup(f"<p>✓ <bdi>{escape(name)}</bdi></p>"),
            choice(say("When was it answered?"), waves, file.wave or "", page.guard(set_wave)),
            button(say("Remove"), page.guard(remove), "quiet", hint=say("Remove {file}", file=name)),
        ]
    )
    line.add_class("tot-evaluator-file")
    return line


def _scores(app: App, draw: Callable[[], None]) -> tuple[Widget, ...]:
    say, page, state = app.language.say, app.page, app.state

    def take(uploads: tuple[Upload, ...]) -> None:
        state.scores, state.groups = uploads[0], None
        state.forget_reading()
        draw()
        page.tell(say("{file} was added.", file=uploads[0].name))

    def set_most(most: float) -> None:
        state.max_score = most or None
        state.forget_reading()
        app.redraw_others()

    boxes: list[Widget] = [
        paragraph(
            say("One row for each person, with the columns code, pre and post; a column session and columns to group "
                "by are welcome."),
            "muted",
        )
    ]  # fmt: skip
    if state.scores is not None:
        boxes.append(markup(f"<p>✓ <bdi>{escape(state.scores.name)}</bdi></p>"))
    boxes.append(upload_box(page, say("Choose the table"), TABLES, take, limit_mb=LIMIT_MB))
    label = say("Highest possible score (0: not known)")
    boxes.append(number(label, float(state.max_score or 0), 0.0, 1e6, 1.0, page.guard(set_most)))
    return tuple(boxes)


def _example(app: App) -> Widget:
    say, page, state = app.language.say, app.page, app.state

    def load(kind: Kind) -> None:
        load_example(state, page.workspace, kind)
        app.read()

    return card(
        say("Try it first"),
        paragraph(say("Made-up answers, so that you see what comes out. Nobody gave them.")),
        row(
            button(say("Example: answers of 24 people"), page.guard(lambda: load("answers"))),
            button(say("Example: scores of three sessions"), page.guard(lambda: load("scores"))),
        ),
    )


def _privacy(language: Language) -> Widget:
    say = language.say
    lines = (
        say("The files stay on this computer, in memory. When the page is closed, they are gone."),
        say("Only the questions of the questionnaire are read. Names, addresses, telephone numbers and everything else "
            "are dropped before anything looks at them."),
        say("Codes are replaced by random ones as soon as the two tests are joined."),
        say("Findings about fewer than 10 people are kept back (5 inside your organisation), and so is what would give "
            "them away."),
        say("Only findings can be saved, never answers."),
    )  # fmt: skip
    items = "".join(f"<li>{escape(line)}</li>" for line in lines)
    return card(say("What happens with the answers"), markup(f"<ul>{items}</ul>"))
