"""Which documents a session pack holds, for whom, in which formats: one line each, and the verbs that write them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal

from toolkit.content.language import Language
from toolkit.content.records import Content
from toolkit.evaluation.instrument import Instrument, make_session_instrument, of_wave, wanted_waves
from toolkit.evaluation.instrument_text import save_instrument_text
from toolkit.evaluation.shared_items import load_shared, sets_for
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

PaperWave = Literal["pre", "post", "followup"]
Reader = Literal["trainer", "participant", "group"]
"""A paper for the group is made once, in the participants' main language; one for participants in each language."""
Maker = Callable[[Content, SessionPlan, Language, Instrument], Document]
"""Content in the reader's language, plan, language, and everything that the session asks → outline."""


@dataclass(frozen=True, slots=True)
class Paper:
    """One kind of document: the file's name without ending, who reads it, how it is made, in which formats.

    `wave` is set on papers that only a plan with that test needs.
    """

    name: str
    reader: Reader
    make: Maker
    formats: tuple[Literal["docx", "pdf"], ...]
    wave: PaperWave | None = None


def _plain(make: Callable[[Content, SessionPlan, Language], Document]) -> Maker:
    """A paper that has nothing to do with the tests."""
    return lambda content, plan, language, _instrument: make(content, plan, language)


def _checklist(content: Content, plan: SessionPlan, language: Language) -> Document:
    return make_checklist(content, plan, answer_practices(content, plan), language)


def _questionnaire(wave: PaperWave) -> Maker:
    return lambda content, plan, language, instrument: make_questionnaire(
        content, of_wave(instrument, wave), plan, language
    )


def _answer_key(content: Content, plan: SessionPlan, language: Language, instrument: Instrument) -> Document:
    return make_answer_key(content, of_wave(instrument, "pre"), plan, language)


def _code_cards(_content: Content, plan: SessionPlan, language: Language, instrument: Instrument) -> Document:
    return make_code_cards(of_wave(instrument, "pre"), plan, language)


PAPERS: tuple[Paper, ...] = (
    Paper("session-plan", "trainer", _plain(make_session_plan), ("docx", "pdf")),
    Paper("facilitator-guide", "trainer", _plain(make_facilitator_guide), ("docx", "pdf")),
    Paper("participant-handouts", "participant", _plain(make_handouts), ("docx", "pdf")),
    Paper("pre-test", "participant", _questionnaire("pre"), ("pdf",), wave="pre"),
    Paper("post-test", "participant", _questionnaire("post"), ("pdf",), wave="post"),
    Paper("follow-up", "participant", _questionnaire("followup"), ("pdf",), wave="followup"),
    Paper("answer-key", "trainer", _answer_key, ("pdf",), wave="pre"),
    Paper("code-cards", "group", _code_cards, ("pdf",), wave="pre"),
    Paper("practice-checklist", "trainer", _plain(_checklist), ("docx", "pdf")),
    Paper("materials-list", "trainer", _plain(make_materials), ("docx", "pdf")),
    Paper("sign-in-sheet", "trainer", _plain(make_sign_in), ("docx", "pdf")),
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


def session_instrument(readers: Readers, plan: SessionPlan) -> Instrument:
    """Everything that the session asks, with the shared items that its tests have time for."""
    items, _ = load_shared(readers.participants[0][1], sets_for(plan), plan.brief.languages)
    return make_session_instrument(readers.participants, plan, items)


def _waves(plan: SessionPlan, instrument: Instrument) -> tuple[PaperWave, ...]:
    """The questionnaires that this session hands out; a follow-up only where something was tested at all."""
    tests = tuple(wave for wave in ("pre", "post") if wave in wanted_waves(plan))
    later = ("followup",) if tests and of_wave(instrument, "followup").items else ()
    return (*tests, *later)


def make_documents(readers: Readers, plan: SessionPlan, instrument: Instrument) -> Iterator[tuple[Paper, Document]]:
    """The outline of every paper, in each language of its readers.

    Those in a further language carry it in their name: ``participant-handouts-fr``.
    """
    main = readers.participants[0][0].tag
    waves = _waves(plan, instrument)
    for paper in PAPERS:
        if paper.wave is not None and paper.wave not in waves:
            continue
        for language, content in readers.of(paper.reader):
            document = paper.make(content, plan, language, instrument)
            further = paper.reader == "participant" and language.tag != main
            yield paper, replace(document, name=f"{paper.name}-{language.tag}" if further else paper.name)


def write_documents(
    readers: Readers, plan: SessionPlan, folder: Path, on_file: Callable[[str], None] | None = None
) -> tuple[str, ...]:
    """Write every paper, the questionnaires as XLSForm and for other platforms, and the calendar into `folder`.

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

    instrument = session_instrument(readers, plan)
    for paper, document in make_documents(readers, plan, instrument):
        if "docx" in paper.formats:
            render_docx(document, note(f"{document.name}.docx"))
        if "pdf" in paper.formats:
            render_pdf(document, note(f"{document.name}.pdf"))
    _write_forms(readers.participants, plan, instrument, note)
    language, content = readers.participants[0]
    calendar = render_calendar(plan, content, language)
    if calendar is not None:
        note("calendar.ics").write_bytes(calendar)
    return tuple(sorted(written))


def _write_forms(
    participants: Sequence[tuple[Language, Content]],
    plan: SessionPlan,
    instrument: Instrument,
    note: Callable[[str], Path],
) -> None:
    """Each wave as XLSForm; once the sheet for typing in paper answers, the questions for learning platforms, and the
    instrument itself, which the evaluation reads."""
    from toolkit.rendering.entry_sheet import render_entry_sheet
    from toolkit.rendering.gift import render_gift
    from toolkit.rendering.moodle import render_moodle
    from toolkit.rendering.xlsform import render_xlsform

    content = participants[0][1]
    waves = _waves(plan, instrument)
    if not waves:
        return
    for wave in waves:
        name = "follow-up.xlsx" if wave == "followup" else f"{wave}-test.xlsx"
        render_xlsform(of_wave(instrument, wave), plan, participants, note(name))
    note("instrument.yaml").write_text(save_instrument_text(instrument), encoding="utf-8", newline="\n")
    render_entry_sheet(instrument, plan, note("entry-sheet.xlsx"))
    render_moodle(content, of_wave(instrument, "post"), participants, note("questions-moodle.xml"))
    render_gift(content, of_wave(instrument, "post"), participants, note("questions-gift.txt"))


def write_deck(readers: Readers, plan: SessionPlan, folder: Path) -> str:
    """Write the slide deck in the participants' main language, with notes in the trainer's; returns its name."""
    from toolkit.rendering.pptx import render_pptx

    language, content = readers.participants[0]
    deck = make_deck(content, plan, language, notes=readers.trainer)
    render_pptx(deck, folder / "slide-deck.pptx")
    return "slide-deck.pptx"
