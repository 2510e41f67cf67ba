"""Which documents a session pack holds, for whom, in which formats: one line each, and the verbs that write them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from typing import Literal, Protocol

from toolkit.content.language import Language
from toolkit.content.records import Content
from toolkit.evaluation.instrument import Instrument, make_session_instrument, of_wave, wanted_waves
from toolkit.evaluation.instrument_text import save_instrument_text
from toolkit.evaluation.shared_items import OBSERVATION, load_set, load_shared, sets_for
from toolkit.planning.plan import SessionPlan
from toolkit.planning.practices import answer_practices
from toolkit.rendering.borrowed_space import Look
from toolkit.rendering.calendar import render_calendar
from toolkit.rendering.outline import Deck, Document
from toolkit.rendering.outlines.certificate import make_certificate
from toolkit.rendering.outlines.checklist import make_checklist
from toolkit.rendering.outlines.country_guide import has_country_guide, make_country_guide
from toolkit.rendering.outlines.deck import make_deck
from toolkit.rendering.outlines.easy_handouts import make_easy_handouts, reads_little
from toolkit.rendering.outlines.facilitator_guide import make_facilitator_guide
from toolkit.rendering.outlines.guide_slides import DeckSlides, match_slides
from toolkit.rendering.outlines.handouts import make_handouts
from toolkit.rendering.outlines.materials import make_materials
from toolkit.rendering.outlines.observation_sheet import make_observation_sheet
from toolkit.rendering.outlines.questionnaire import make_answer_key, make_code_cards, make_questionnaire
from toolkit.rendering.outlines.session_plan import make_session_plan
from toolkit.rendering.outlines.sign_in import make_sign_in
from toolkit.rendering.outlines.translation_note import Wordings, with_translation_note, wordings_of
from toolkit.rendering.shown_slides import Slides, slides_of, with_pictures

PaperWave = Literal["pre", "post", "followup"]
Reader = Literal["trainer", "participant", "group"]
"""A paper for the group is made once, in the participants' main language; one for participants in each language."""

MINIATURE_PX = 272
"""Width of a slide's miniature: about 145 dots an inch in the guide, of which they are a third of the bytes."""


@dataclass(frozen=True, slots=True)
class Shared:
    """What several papers need, made once: everything that the session asks, the observation sheet's items, and the
    slides with their miniatures."""

    instrument: Instrument
    observation: Instrument | None = None
    slides: DeckSlides = field(default_factory=DeckSlides)


Maker = Callable[[Content, SessionPlan, Language, Shared], Document]
"""Content in the reader's language, plan, language and what is shared → outline."""


@dataclass(frozen=True, slots=True)
class Paper:
    """One kind of document: the file's name without ending, who reads it, how it is made, in which formats.

    `wave` is set on papers that only a plan with that test needs, `needed` on those that not every session needs.
    `weight` is how long the paper takes to draw, one being the shortest; `slides` is set where it shows the slides.
    """

    name: str
    reader: Reader
    make: Maker
    formats: tuple[Literal["docx", "pdf"], ...]
    wave: PaperWave | None = None
    needed: Callable[[SessionPlan, Shared], bool] = lambda _plan, _shared: True
    weight: int = 1
    slides: bool = False


@dataclass(frozen=True, slots=True)
class Task:
    """A part of the work that needs no other part: returns the names of the files that it has written."""

    weight: int
    write: Callable[[], tuple[str, ...]]


RunTasks = Callable[[Sequence[Task]], Iterable[tuple[str, ...]]]
"""Runs every task, in any order, here or in other processes."""


DECK_FILE = "slide-deck.pptx"


class Draw(Protocol):
    """Draws a document in these formats, or a deck, into a folder: now or, where others do it, until the end. Where the
    document has stand-ins for slides, it is told which."""

    def __call__(
        self, document: Document | Deck, formats: tuple[str, ...], folder: Path, slides: Slides | None = None, /
    ) -> None:
        """Draw it. Raises OSError when it cannot be written."""


def in_turn(tasks: Sequence[Task]) -> Iterator[tuple[str, ...]]:
    """One task after the other."""
    return (task.write() for task in tasks)


def _plain(make: Callable[[Content, SessionPlan, Language], Document]) -> Maker:
    """A paper that needs nothing but content and plan."""
    return lambda content, plan, language, _shared: make(content, plan, language)


def _guide(content: Content, plan: SessionPlan, language: Language, shared: Shared) -> Document:
    return make_facilitator_guide(content, plan, language, shared.slides)


def _checklist(content: Content, plan: SessionPlan, language: Language) -> Document:
    return make_checklist(content, plan, answer_practices(content, plan), language)


def _questionnaire(wave: PaperWave) -> Maker:
    return lambda content, plan, language, shared: make_questionnaire(
        content, of_wave(shared.instrument, wave), plan, language
    )


def _answer_key(content: Content, plan: SessionPlan, language: Language, shared: Shared) -> Document:
    return make_answer_key(content, of_wave(shared.instrument, "pre"), plan, language)


def _code_cards(_content: Content, plan: SessionPlan, language: Language, shared: Shared) -> Document:
    return make_code_cards(of_wave(shared.instrument, "pre"), plan, language)


def _observation(content: Content, plan: SessionPlan, language: Language, shared: Shared) -> Document:
    if shared.observation is None:
        raise ValueError("a session without observation items has no observation sheet")
    return make_observation_sheet(content, shared.observation, plan, language)


PAPERS: tuple[Paper, ...] = (
    Paper("session-plan", "trainer", _plain(make_session_plan), ("docx", "pdf"), weight=2),
    Paper("facilitator-guide", "trainer", _guide, ("docx", "pdf"), weight=16, slides=True),
    Paper("participant-handouts", "participant", _plain(make_handouts), ("docx", "pdf"), weight=3),
    Paper(
        "participant-handouts-easy",
        "participant",
        _plain(make_easy_handouts),
        ("docx", "pdf"),
        weight=2,
        needed=lambda plan, _: reads_little(plan),
    ),
    Paper(
        "country-guide",
        "participant",
        _plain(make_country_guide),
        ("docx", "pdf"),
        weight=2,
        needed=lambda plan, _: has_country_guide(plan.brief),
    ),
    Paper("certificate", "participant", _plain(make_certificate), ("docx", "pdf")),
    Paper("pre-test", "participant", _questionnaire("pre"), ("pdf",), wave="pre"),
    Paper("post-test", "participant", _questionnaire("post"), ("pdf",), wave="post"),
    Paper("follow-up", "participant", _questionnaire("followup"), ("pdf",), wave="followup"),
    Paper("answer-key", "trainer", _answer_key, ("pdf",), wave="pre"),
    Paper("code-cards", "group", _code_cards, ("pdf",), wave="pre"),
    Paper("practice-checklist", "trainer", _plain(_checklist), ("docx", "pdf"), weight=5),
    Paper("materials-list", "trainer", _plain(make_materials), ("docx", "pdf")),
    Paper("sign-in-sheet", "trainer", _plain(make_sign_in), ("docx", "pdf")),
    Paper(
        "observation-sheet",
        "trainer",
        _observation,
        ("docx", "pdf"),
        needed=lambda _, shared: shared.observation is not None,
    ),
)


@dataclass(frozen=True, slots=True)
class Readers:
    """The content in each reader's language: the trainer's, and each of the participants', main one first. `look` is
    an organisation's own deck master."""

    trainer: tuple[Language, Content]
    participants: tuple[tuple[Language, Content], ...]
    look: Look | None = None

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


def session_deck(readers: Readers, plan: SessionPlan) -> Deck:
    """The slide deck in the participants' main language, with notes in the trainer's."""
    language, content = readers.participants[0]
    return make_deck(content, plan, language, notes=readers.trainer, look=readers.look)


def share(readers: Readers, plan: SessionPlan, *, slides: bool = True) -> Shared:
    """What the papers of a session share; the miniatures, drawn once for all formats, if `slides` are wanted."""
    shown = _slides(readers, plan) if slides else DeckSlides()
    return Shared(session_instrument(readers, plan), _observation_items(readers), shown)


def _slides(readers: Readers, plan: SessionPlan) -> DeckSlides:
    from toolkit.rendering.miniature import draw_miniatures

    deck = session_deck(readers, plan)
    return match_slides(readers.trainer[1], plan, deck, draw_miniatures(deck, MINIATURE_PX))


def _stand_ins(readers: Readers, plan: SessionPlan) -> tuple[DeckSlides, Slides]:
    """The slides without their pictures, and what these are drawn from."""
    deck = session_deck(readers, plan)
    slides = slides_of(deck, MINIATURE_PX)
    return match_slides(readers.trainer[1], plan, deck, slides.stand_ins()), slides


def _observation_items(readers: Readers) -> Instrument | None:
    """The observation set of the workspace in the trainer's language; None when it has none."""
    language, content = readers.trainer
    made, _ = load_set(content, OBSERVATION)
    if made is None:
        return None
    items, _ = load_shared(content, (OBSERVATION,), (language.tag,))
    return replace(made, items=items)


def _waves(plan: SessionPlan, instrument: Instrument) -> tuple[PaperWave, ...]:
    """The questionnaires that this session hands out; a follow-up only where something was tested at all."""
    tests = tuple(wave for wave in ("pre", "post") if wave in wanted_waves(plan))
    later = ("followup",) if tests and of_wave(instrument, "followup").items else ()
    return (*tests, *later)


def make_documents(readers: Readers, plan: SessionPlan, shared: Shared) -> Iterator[tuple[Paper, Document]]:
    """The outline of every paper, in each language of its readers.

    Those in a further language carry it in their name: ``participant-handouts-fr``.
    """
    make = _Maker(readers, plan, shared)
    for paper, language, content in make.wanted():
        yield paper, make.outline(paper, language, content)


class _Maker:
    """Makes the outlines of one session. It remembers the wordings of each language, which papers share."""

    def __init__(self, readers: Readers, plan: SessionPlan, shared: Shared) -> None:
        self.readers, self.plan, self.shared = readers, plan, shared
        self._wordings: dict[str, Wordings] = {}

    def wanted(self) -> Iterator[tuple[Paper, Language, Content]]:
        """Every paper that this session needs, in each language of its readers."""
        waves = _waves(self.plan, self.shared.instrument)
        for paper in PAPERS:
            if (paper.wave is None or paper.wave in waves) and paper.needed(self.plan, self.shared):
                for language, content in self.readers.of(paper.reader):
                    yield paper, language, content

    def outline(self, paper: Paper, language: Language, content: Content) -> Document:
        """The outline of one paper."""
        document = paper.make(content, self.plan, language, self.shared)
        if language.tag not in self._wordings:
            asked = (self.shared.instrument, self.shared.observation)
            self._wordings[language.tag] = wordings_of(content, self.plan, asked)
        document = with_translation_note(document, language, self._wordings[language.tag])
        further = paper.reader == "participant" and language.tag != self.readers.participants[0][0].tag
        return replace(document, name=f"{paper.name}-{language.tag}" if further else paper.name)

    def with_slides(self) -> tuple[_Maker, Slides]:
        """For papers that show the slides: by stand-ins, and what these stand for."""
        shown, slides = _stand_ins(self.readers, self.plan)
        return _Maker(self.readers, self.plan, replace(self.shared, slides=shown)), slides


def write_documents(
    readers: Readers, plan: SessionPlan, folder: Path, *, run: RunTasks | None = None, draw: Draw | None = None
) -> tuple[str, ...]:
    """Write every paper, the questionnaires as XLSForm and for other platforms, and the calendar into `folder`.

    `run` runs the parts of the work, by default one after the other; `draw` draws the papers, by default here. Returns
    the names of the files written, sorted. Raises OSError when one cannot be written.
    """
    draw = draw or draw_here
    shared = share(readers, plan, slides=False)
    make = _Maker(readers, plan, shared)
    tasks = [
        Task(paper.weight, partial(_write_paper, make, paper, language, content, folder, draw))
        for paper, language, content in make.wanted()
    ]
    tasks.append(Task(3, partial(write_others, readers, plan, shared.instrument, folder)))
    return tuple(sorted(name for names in (run or in_turn)(tasks) for name in names))


def _write_paper(
    make: _Maker, paper: Paper, language: Language, content: Content, folder: Path, draw: Draw
) -> tuple[str, ...]:
    slides = None
    if paper.slides:
        make, slides = make.with_slides()
    document = make.outline(paper, language, content)
    draw(document, paper.formats, folder, slides)
    return tuple(f"{document.name}.{kind}" for kind in paper.formats)


def draw_here(
    document: Document | Deck,
    formats: tuple[str, ...],
    folder: Path,
    slides: Slides | None = None,
    *,
    reuse: bool = False,
) -> None:
    """Draw a document as PDF and Word file, which takes its page numbers from the PDF; or the slide deck. `slides` are
    those that the document has stand-ins for. `reuse` is for processes that draw many."""
    if isinstance(document, Deck):
        write_deck(document, folder, reuse=reuse)
        return
    if slides is not None:
        document = with_pictures(document, slides, reuse=reuse)
    from toolkit.rendering.docx import render_docx
    from toolkit.rendering.pdf import render_pdf

    pages: tuple[int, ...] = ()
    if "pdf" in formats:
        pages = render_pdf(document, folder / f"{document.name}.pdf", reuse=reuse)
    if "docx" in formats:
        render_docx(document, folder / f"{document.name}.docx", pages, reuse=reuse)


def write_others(readers: Readers, plan: SessionPlan, instrument: Instrument, folder: Path) -> tuple[str, ...]:
    """Forms and the calendar."""
    written: list[str] = []

    def note(name: str) -> Path:
        written.append(name)
        return folder / name

    _write_forms(readers.participants, plan, instrument, note)
    language, content = readers.participants[0]
    calendar = render_calendar(plan, content, language)
    if calendar is not None:
        note("calendar.ics").write_bytes(calendar)
    return tuple(written)


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


def write_deck(deck: Deck, folder: Path, *, reuse: bool = False) -> str:
    """Write the slide deck; returns the file's name. `reuse` is for processes that write many."""
    from toolkit.rendering.pptx import render_pptx

    render_pptx(deck, folder / DECK_FILE, reuse=reuse)
    return DECK_FILE
