"""Which documents a session pack holds, for whom, in which formats: one line each, and the verbs that write them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal

from toolkit.content.language import Language
from toolkit.content.records import Content
from toolkit.evaluation.instrument import make_instrument, wanted_waves
from toolkit.planning.plan import SessionPlan
from toolkit.planning.practices import answer_practices
from toolkit.rendering.calendar import render_calendar
from toolkit.rendering.outline import Document
from toolkit.rendering.outlines.checklist import make_checklist
from toolkit.rendering.outlines.deck import make_deck
from toolkit.rendering.outlines.facilitator_guide import make_facilitator_guide
from toolkit.rendering.outlines.handouts import make_handouts
from toolkit.rendering.outlines.materials import make_materials
from toolkit.rendering.outlines.questionnaire import make_answer_key, make_code_cards, make_questionnaire
from toolkit.rendering.outlines.session_plan import make_session_plan
from toolkit.rendering.outlines.sign_in import make_sign_in

Reader = Literal["trainer", "participant", "group"]
"""A paper for the group is made once, in the participants' main language; one for participants in each language."""
Maker = Callable[[Content, SessionPlan, Language], Document]


@dataclass(frozen=True, slots=True)
class Paper:
    """One kind of document: the file's name without ending, who reads it, how it is made, in which formats.

    `wave` is set on papers that only a plan with that test needs.
    """

    name: str
    reader: Reader
    make: Maker
    formats: tuple[Literal["docx", "pdf"], ...]
    wave: Literal["pre", "post", ""] = ""


def _checklist(content: Content, plan: SessionPlan, language: Language) -> Document:
    return make_checklist(content, plan, answer_practices(content, plan), language)


def _questionnaire(wave: Literal["pre", "post"]) -> Maker:
    return lambda content, plan, language: make_questionnaire(
        content, make_instrument(content, plan, wave), plan, language
    )


def _answer_key(content: Content, plan: SessionPlan, language: Language) -> Document:
    return make_answer_key(content, make_instrument(content, plan, "pre"), plan, language)


def _code_cards(content: Content, plan: SessionPlan, language: Language) -> Document:
    return make_code_cards(make_instrument(content, plan, "pre"), plan, language)


PAPERS: tuple[Paper, ...] = (
    Paper("session-plan", "trainer", make_session_plan, ("docx", "pdf")),
    Paper("facilitator-guide", "trainer", make_facilitator_guide, ("docx", "pdf")),
    Paper("participant-handouts", "participant", make_handouts, ("docx", "pdf")),
    Paper("pre-test", "participant", _questionnaire("pre"), ("pdf",), wave="pre"),
    Paper("post-test", "participant", _questionnaire("post"), ("pdf",), wave="post"),
    Paper("answer-key", "trainer", _answer_key, ("pdf",), wave="pre"),
    Paper("code-cards", "group", _code_cards, ("pdf",), wave="pre"),
    Paper("practice-checklist", "trainer", _checklist, ("docx", "pdf")),
    Paper("materials-list", "trainer", make_materials, ("docx", "pdf")),
    Paper("sign-in-sheet", "trainer", make_sign_in, ("docx", "pdf")),
)


@dataclass(frozen=True, slots=True)
class Readers:
    """The content in each reader's language: the trainer's, and each of the participants', main one first."""

    trainer: tuple[Language, Content]
    participants: tuple[tuple[Language, Content], ...]

    def of(self, reader: Reader) -> tuple[tuple[Language, Content], ...]:
        """The languages that a reader's papers are made in."""
        match reader:
            case "trainer":
                return (self.trainer,)
            case "group":
                return self.participants[:1]
            case "participant":
                return self.participants


def make_documents(readers: Readers, plan: SessionPlan) -> Iterator[tuple[Paper, Document]]:
    """The outline of every paper, in each language of its readers.

    Those in a further language carry it in their name: ``participant-handouts-fr``.
    """
    main = readers.participants[0][0].tag
    waves = wanted_waves(plan)
    for paper in PAPERS:
        if paper.wave and paper.wave not in waves:
            continue
        for language, content in readers.of(paper.reader):
            document = paper.make(content, plan, language)
            further = paper.reader == "participant" and language.tag != main
            yield paper, replace(document, name=f"{paper.name}-{language.tag}" if further else paper.name)


def write_documents(
    readers: Readers, plan: SessionPlan, folder: Path, on_file: Callable[[str], None] | None = None
) -> tuple[str, ...]:
    """Write every paper, both questionnaires as XLSForm and the calendar into `folder`.

    Returns the names of the files written, sorted. `on_file` is told each name.
    Raises OSError when one cannot be written.
    """
    from toolkit.rendering.docx import render_docx
    from toolkit.rendering.pdf import render_pdf

    written: list[str] = []

    def note(name: str) -> Path:
        written.append(name)
        if on_file is not None:
            on_file(name)
        return folder / name

    for paper, document in make_documents(readers, plan):
        if "docx" in paper.formats:
            render_docx(document, note(f"{document.name}.docx"))
        if "pdf" in paper.formats:
            render_pdf(document, note(f"{document.name}.pdf"))
    _write_forms(readers.participants, plan, note)
    language, content = readers.participants[0]
    calendar = render_calendar(plan, content, language)
    if calendar is not None:
        note("calendar.ics").write_bytes(calendar)
    return tuple(sorted(written))


def _write_forms(
    participants: Sequence[tuple[Language, Content]], plan: SessionPlan, note: Callable[[str], Path]
) -> None:
    from toolkit.rendering.xlsform import render_xlsform

    content = participants[0][1]
    for wave in wanted_waves(plan):
        render_xlsform(make_instrument(content, plan, wave), plan, participants, note(f"{wave}-test.xlsx"))


def write_deck(readers: Readers, plan: SessionPlan, folder: Path) -> str:
    """Write the slide deck in the participants' main language, with notes in the trainer's; returns its name."""
    from toolkit.rendering.pptx import render_pptx

    language, content = readers.participants[0]
    deck = make_deck(content, plan, language, notes=readers.trainer)
    render_pptx(deck, folder / "slide-deck.pptx")
    return "slide-deck.pptx"
