"""Step 3: codes that a person settles. No character of a code is shown, only its shape and where two differ."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from typing import TYPE_CHECKING

from ipywidgets import Widget

from toolkit.content.language import Language
from toolkit.problems import ProblemsError
from toolkit.studio.evaluator.codes import (
    MOST_QUESTIONS,
    Candidate,
    Choice,
    Question,
    difference_sentence,
    open_count,
)
from toolkit.studio.evaluator.reading import Reading
from toolkit.studio.widgets import button, card, choice, column, grid, markup, paragraph, row

if TYPE_CHECKING:
    from toolkit.studio.evaluator.app import App


def show_codes(app: App) -> Sequence[Widget]:
    """The widgets of the step."""
    from toolkit.studio.evaluator.app import ANSWERS, FINDINGS

    say, state = app.language.say, app.state
    reading = state.reading
    if reading is None or reading.answers.table is None:
        return (
            card(say("Nothing was read yet"), row(button(say("Go to step 1"), lambda: app.go(ANSWERS), "primary"))),
        )
    onward = row(button(say("See the findings"), lambda: app.go(FINDINGS), "primary"))
    if not reading.questions:
        return (card(say("Nothing to settle"), paragraph(say("Every code told whose it is.")), onward),)
    count = column()
    _tell_count(app, reading, count)
    near = [q for q in reading.questions if q.why != "slip"]
    slips = [q for q in reading.questions if q.why == "slip"]
    left, right = column(*_help(app.language)), column(count, onward)
    parts: list[Widget] = [card(say("How this works"), grid(left, right, columns="5fr 3fr"))]
    if near:
        parts.append(
            card(
                say("Codes that could belong to several people"),
                *(_question(app, reading, question, count) for question in near),
            )
        )
    if slips:
        parts.append(
            card(
                say("Codes that differ by a slip and were joined"),
                paragraph(
                    say("In its session each is the only one near the other. Leave it unless you know better."), "muted"
                ),
                *(_question(app, reading, question, count) for question in slips),
            )
        )
    return parts


def _help(language: Language) -> list[Widget]:
    say = language.say
    return [
        paragraph(
            say("Some codes do not tell for certain who wrote them. Take the paper forms or the sign-in sheet, look up "
                "the rows named here in your own files, and decide. What you do not decide is left out of the "
                "comparison, which is always safe.")
        ),
        paragraph(
            say("Codes are not shown: 9 stands for a digit and A for a letter. A framed place is where two codes "
                "differ."),
            "muted",
        ),
    ]  # fmt: skip


def _tell_count(app: App, reading: Reading, place: Widget) -> None:
    left = open_count(reading.questions, app.state.choices)
    text = app.language.say_count("{n} code is not decided yet.", "{n} codes are not decided yet.", left)
    more = len(reading.questions) >= MOST_QUESTIONS
    place.children = [
        paragraph(text if left else app.language.say("Every code is decided."), "note"),
        *(
            [paragraph(app.language.say("Only the first are shown; the others stay left out."), "muted")]
            if more
            else []
        ),
    ]


def _question(app: App, reading: Reading, question: Question, count: Widget) -> Widget:
    say, page, state, language = app.language.say, app.page, app.state, app.language
    is_scores = question.why == "scores"
    title = (
        say("Row {row} and others of the same code", row=question.row)
        if is_scores
        else say("Row {row} of {file}, after the session", row=question.row, file=question.source)
    )
    if len({other.session for other in reading.questions}) > 1:
        title = say("{row}, session {session}", row=title, session=question.session)
    options: list[tuple[str, Choice]] = [
        (
            say("Row {row} is right, the others are not", row=c.row)
            if is_scores
            else say("The same person as row {row} of {file}", row=c.row, file=c.source),
            c.position,
        )
        for c in question.candidates
    ]
    options.append((say("Different people: use every row") if is_scores else say("A different person"), "apart"))
    if question.why != "slip":
        options.insert(0, (say("Not decided: leave out"), "open"))

    def chosen(value: Choice) -> None:
        before = state.choices.get(question.id, question.usual)
        state.choices[question.id] = value
        try:
            app.find()
        except ProblemsError:
            state.choices[question.id] = before
            box.value = before
            raise
        _tell_count(app, reading, count)
        matched = state.evaluation.findings.counts.n_matched if state.evaluation and state.evaluation.findings else 0
        page.tell(language.say_count("{n} person is in both tests now.", "{n} people are in both tests now.", matched))

    def guarded(value: Choice) -> None:
        # Setting the box back after a refusal must not clear the problem that is shown.
        if value != state.choices.get(question.id, question.usual):
            page.guard(chosen)(value)

    box = choice(say("Whose is it?"), options, state.choices.get(question.id, question.usual), guarded)
    made = column(markup(f"<h3>{escape(title)}</h3>{_rows(question, language)}"), box, gap=8)
    made.add_class("tot-evaluator-question")
    return made


def _rows(question: Question, language: Language) -> str:
    say = language.say
    heads = (say("Row"), say("Shape of its code"), say("What is known"))
    if question.why == "scores":
        lines = [_line(say("Row {row}", row=c.row), _shape(c.shape, (), language)) for c in question.candidates]
        return _table(question, heads[:2], lines, language)
    own = _line(
        say("{row} of {file}", row=question.row, file=question.source),
        _shape(question.shape, (), language),
        _check_words(question.check, language),
    )
    lines = [own, *(_candidate(c, language) for c in question.candidates)]
    return _table(question, heads, lines, language)


def _table(question: Question, heads: Sequence[str], lines: Sequence[str], language: Language) -> str:
    head = "".join(f'<th scope="col">{escape(words)}</th>' for words in heads)
    why = why_sentence(question, language)
    return (
        f"<p>{escape(why)}</p>"
        f'<table class="tot-evaluator-rows"><thead><tr>{head}</tr></thead><tbody>{"".join(lines)}</tbody></table>'
    )


def why_sentence(question: Question, language: Language) -> str:
    """Why a person is asked."""
    say = language.say
    match question.why:
        case "repeated":
            return say("A code was used twice in one test, so nobody can tell whose these are.")
        case "near":
            return say("Several codes of the other test are as near to this one as each other.")
        case "scores":
            return say("These rows have the same code, but different scores.")
        case "slip":
            return say("The codes differ a little.")


def _candidate(candidate: Candidate, language: Language) -> str:
    say = language.say
    known = [difference_sentence(candidate, len(candidate.shape), language), _check_words(candidate.check, language)]
    if candidate.same_in:
        known.append(say("The same in: {columns}.", columns=language.show_list(candidate.same_in)))
    if candidate.other_in:
        known.append(say("Different in: {columns}.", columns=language.show_list(candidate.other_in)))
    return _line(
        say("{row} of {file}, before the session", row=candidate.row, file=candidate.source),
        _shape(candidate.shape, candidate.marks, language),
        " ".join(part for part in known if part),
    )


def _check_words(check: bool | None, language: Language) -> str:
    if check is None:
        return ""
    if check:
        return language.say("It can be a printed code: its check digit is right.")
    return language.say("It is no printed code: its check digit is wrong, so it was mistyped.")


def _line(name: str, shape: str, known: str | None = None) -> str:
    last = "" if known is None else f"<td>{escape(known)}</td>"
    return f"<tr><td><bdi>{escape(name)}</bdi></td><td>{shape}</td>{last}</tr>"


def _shape(shape: str, marks: Sequence[int], language: Language) -> str:
    """Boxes for a code's places; those that differ stand out, also by their frame."""
    words = language.say_count("{n} character", "{n} characters", len(shape))
    cells = "".join(
        f'<span class="tot-evaluator-differs">{ch}</span>' if place in marks else f"<span>{ch}</span>"
        for place, ch in enumerate(shape)
    )
    return f'<span class="tot-evaluator-code" role="img" aria-label="{escape(words, quote=True)}">{cells}</span>'
