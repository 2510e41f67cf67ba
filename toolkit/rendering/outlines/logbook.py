"""A participant's logbook: the modules that somebody followed, in two languages side by side, to keep."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from toolkit.content.language import Language
from toolkit.content.records import Content, Module
from toolkit.planning.plan import SessionPlan
from toolkit.rendering import theme
from toolkit.rendering.outline import (
    Callout,
    Cell,
    Column,
    Document,
    Heading,
    Inline,
    Keep,
    ListNode,
    Node,
    Nodes,
    Para,
    Rule,
    TableNode,
    WriteLines,
    inline,
)
from toolkit.rendering.outlines.certificate import learning_minutes
from toolkit.rendering.outlines.common import joined, make_paper, modules_of, para
from toolkit.rendering.outlines.facts import dates_text
from toolkit.rendering.outlines.inline import parse_inline
from toolkit.rendering.outlines.translation_note import Wordings, count_texts, note_lines, wordings_of

EMPTY_ROWS = 4
LINES_FOR_THOUGHTS = 3
EMPTY_ROW_PT = 30.0


@dataclass(frozen=True, slots=True)
class Followed:
    """One session that the person followed: its plan, and the content in each of the logbook's languages."""

    plan: SessionPlan
    contents: tuple[Content, ...]


def make_logbook(sessions: Sequence[Followed], languages: Sequence[Language]) -> Document:
    """The logbook over these sessions in one or two languages, the person's own first. It names nobody: the name is
    written in by hand, or left out."""
    main = languages[0]
    body: list[Node] = [
        Callout("note", inline(main.say("This book is yours")), tuple(_opening(languages))),
        _line([language.say("Name, if you wish:") for language in languages], languages),
        WriteLines(1),
    ]
    for session in sessions:
        body += _session(session, languages)
    body += _by_hand(languages)
    titles = tuple(dict.fromkeys(language.say("My logbook") for language in languages))
    second = " / ".join(titles[1:])
    document = make_paper("logbook", titles[0], main, body, kind=main.say("My logbook"), subtitle=second)
    return _with_notes(document, sessions, languages)


def _opening(languages: Sequence[Language]) -> Iterator[Para]:
    told: set[str] = set()
    for language in languages:
        words = language.say(
            "It shows what you worked on. Show it where it helps you: at an employment office, at a school, to an "
            "employer. Nobody else keeps a copy, and you decide who sees it."
        )
        if words not in told:
            told.add(words)
            yield Para(_in(inline(words), language, languages[0]))


def _session(session: Followed, languages: Sequence[Language]) -> list[Node]:
    main, brief = languages[0], session.plan.brief
    facts = joined([brief.organisation, dates_text(session.plan, main), _hours(session.plan, main)])
    heads = [_in(inline(language.say("What we worked on")), language, main) for language in languages]
    stamp = inline(main.say("Initials or stamp"))
    width = 80 / len(languages)
    columns = (
        *(
            Column(head, width, "start" if language.direction == main.direction else "end")
            for head, language in zip(heads, languages, strict=True)
        ),
        Column(stamp, 20),
    )
    modules = modules_of(session.contents[0], session.plan)
    rows = [row for module in modules for row in _rows(session, module.id, languages)]
    nodes: list[Node] = [Heading(1, inline(brief.title)), para(facts)]
    if rows:
        nodes.append(TableNode(columns, tuple(rows), flowing=True))
    nodes.append(Keep((_line([x.say("What I want to use or remember") for x in languages], languages), *_lines())))
    return nodes


def _lines() -> Nodes:
    return (WriteLines(LINES_FOR_THOUGHTS),)


def _hours(plan: SessionPlan, language: Language) -> str:
    minutes = learning_minutes(plan)
    hours = language.show_number(minutes / 60, 1 if minutes % 60 else 0)
    return f"{language.say('Hours of training')}: {hours}" if minutes else ""


def _rows(session: Followed, module: str, languages: Sequence[Language]) -> Iterator[tuple[Cell, ...]]:
    """A module's title, then what one can do after it: to tick in the first language, to read in the second."""
    main = languages[0]
    found = list(zip(languages, (content.modules[module] for content in session.contents), strict=True))
    titles = (Para(_in(_bold(parse_inline(one.title)), language, main)) for language, one in found)
    yield (*(Cell((title,), theme.ZEBRA_FILL) for title in titles), Cell((), theme.ZEBRA_FILL))
    learned = [[_in(words, language, main) for words in _learned(session.plan, one)] for language, one in found]
    for own, *others in zip(*learned, strict=True):
        yield (Cell((ListNode(((Para(own),),), "box"),)), *(Cell((Para(other),)) for other in others), Cell(()))


def _bold(spans: Inline) -> Inline:
    return tuple(replace(span, bold=True) for span in spans)


def _learned(plan: SessionPlan, module: Module) -> list[Inline]:
    """Statements of the objectives that the session served."""
    served = {outcome.objective for outcome in plan.objectives if outcome.served}
    return [parse_inline(o.statement) for o in module.objectives if o.id in served]


def _by_hand(languages: Sequence[Language]) -> list[Node]:
    """Room for what was followed elsewhere."""
    main = languages[0]
    title = _joined([language.say("Other training that I followed") for language in languages], languages)
    heads = (
        _joined([language.say("What and where") for language in languages], languages),
        _joined([language.say("Dates and hours") for language in languages], languages),
        inline(main.say("Initials or stamp")),
    )
    columns = tuple(Column(head, width) for head, width in zip(heads, (50.0, 30.0, 20.0), strict=True))
    rows = tuple((Cell(()), Cell(()), Cell(())) for _ in range(EMPTY_ROWS))
    return [Keep((Heading(1, title), TableNode(columns, rows, EMPTY_ROW_PT)))]


def _with_notes(document: Document, sessions: Sequence[Followed], languages: Sequence[Language]) -> Document:
    """What there is to say about the translation into each language, once for each."""
    lines: list[Node] = []
    for number, language in enumerate(languages):
        wordings: Wordings = {}
        for session in sessions:
            wordings = {**wordings, **wordings_of(session.contents[number], session.plan)}
        said = note_lines(count_texts(document.body, wordings), language)
        lines += [para(_in(inline(line), language, languages[0]), "note") for line in said]
    return replace(document, body=(*document.body, Rule(), *lines)) if lines else document


def _line(words: Sequence[str], languages: Sequence[Language]) -> Para:
    return Para(_joined(words, languages))


def _joined(words: Sequence[str], languages: Sequence[Language]) -> Inline:
    """The same words in each language on one line; once, where there is no translation yet."""
    told = dict(reversed(list(zip(words, languages, strict=True))))
    spans: list[Inline] = [_in(inline(text), told[text], languages[0]) for text in dict.fromkeys(words)]
    return tuple(span for number, found in enumerate(spans) for span in ((*inline(" / "), *found) if number else found))


def _in(spans: Inline, language: Language, main: Language) -> Inline:
    """Spans that say which language they are in, where it is not the page's."""
    if language.tag == main.tag:
        return spans
    return tuple(span if span.lang else replace(span, lang=language.tag) for span in spans)
