"""An instrument as quiz questions: what Moodle XML and GIFT have in common."""

from __future__ import annotations

import base64
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from pathlib import Path
from typing import Literal

from toolkit.content.language import Language
from toolkit.content.records import Content
from toolkit.content.text import Body
from toolkit.content.vocabulary import Wave
from toolkit.evaluation.instrument import Instrument, asked_items
from toolkit.evaluation.items import Item, field_name, in_language
from toolkit.rendering.outline import (
    Cell,
    Heading,
    Inline,
    ListNode,
    Node,
    Para,
    PictureNode,
    Preformatted,
    QuoteNode,
    Span,
    TableNode,
)
from toolkit.rendering.outlines.inline import body_nodes
from toolkit.rendering.outlines.questionnaire import look_back, option_text, show_options

Reader = tuple[Language, Content]
Kind = Literal["single", "multiple", "true-false", "order", "rating", "essay"]

_PICTURES = {".png": "image/png", ".jpg": "image/jpeg", ".jpeg": "image/jpeg", ".gif": "image/gif"}
_LINKS = ("https://", "http://", "mailto:")


@dataclass(frozen=True, slots=True)
class QuizAnswer:
    """One answer. `share` is the share of the points that marking it gives, -1 to 1. `position` is its place in the
    right order, counted from 1, for `order`; 0 else."""

    html: str
    share: float
    position: int = 0


@dataclass(frozen=True, slots=True)
class QuizQuestion:
    """One question. `name` is its id, which answers are joined by; `points` is 0 where nothing is right or wrong.
    For `true-false`, `right` says which is right."""

    name: str
    kind: Kind
    html: str
    answers: tuple[QuizAnswer, ...]
    feedback: str
    points: float
    right: bool = False


def make_quiz(instrument: Instrument, readers: Sequence[Reader]) -> tuple[QuizQuestion, ...]:
    """The questions of an instrument, in every language of `readers`, main one first.

    Several languages are written as Moodle's multi-language spans, of which its filter shows the reader's own.
    Marking a right option of a multiple-choice gives its share of the points and a wrong one takes its share away, as
    in the rule ``proportion`` of `toolkit.evaluation.score`: all-or-nothing is not part of the format.
    """
    # A session's whole instrument asks most items twice; a question bank holds each once.
    once = {(item.item_id, wave == "then"): (item, wave) for item, wave in reversed(asked_items(instrument))}
    return tuple(_question(item, wave, readers) for item, wave in reversed(once.values()))


def category(title: str) -> str:
    """Name of the question category: one line, with slashes doubled because they part categories."""
    return "$course$/top/" + " ".join(title.split()).replace("/", "//")


def _question(item: Item, wave: Wave, readers: Sequence[Reader]) -> QuizQuestion:
    kind = _kind(item)
    own = [(language, content, in_language(item, content, language.tag)) for language, content in readers]
    stems = []
    for language, content, shown in own:
        before = f"{escape(look_back(language), quote=False)}<br>" if wave == "then" else ""
        stems.append((language.tag, before + body_html(shown.stem, content.root)))
    feedback = [(language.tag, body_html(shown.feedback, content.root)) for language, content, shown in own]
    return QuizQuestion(
        name=field_name(item.item_id, "then") if wave == "then" else item.item_id,
        kind=kind,
        html=_in_languages(stems),
        answers=_answers(item, own),
        feedback=_in_languages(feedback) if any(words for _, words in feedback) else "",
        points=item.weight if item.key else 0.0,
        right=kind == "true-false" and _says_true(item, item.key[0]) is True,
    )


def _kind(item: Item) -> Kind:
    match item.type:
        case "multiple-choice" if item.key:
            return "multiple"
        case "order" if item.key:
            return "order"
        case "short-answer" | "order":
            return "essay"
        case "true-false" if item.key and all(_says_true(item, o.code) is not None for o in item.options):
            return "true-false"
        case "single-choice" | "true-false" if item.key:
            return "single"
        case _:
            return "rating"


def _says_true(item: Item, code: str) -> bool | None:
    """Whether an option is the "true" of a quiz program, its "false", or neither, such as "I don't know"."""
    words = {code.casefold(), *(o.text.source.strip().casefold() for o in item.options if o.code == code)}
    return True if "true" in words else False if "false" in words else None


def _answers(item: Item, own: Sequence[tuple[Language, Content, Item]]) -> tuple[QuizAnswer, ...]:
    if item.type == "short-answer":
        return ()
    right = set(item.key)
    wrong = [option.code for option in item.options if option.code not in right and not option.unknown]
    found = []
    for option in show_options(own[0][1], item):
        words = []
        for language, _, shown in own:
            here = next((o for o in shown.options if o.code == option.code), option)
            words.append((language.tag, inline_html(option_text(here, language))))
        position = item.key.index(option.code) + 1 if item.type == "order" and option.code in right else 0
        found.append(QuizAnswer(_in_languages(words), _share(item, option.code, len(right), wrong), position))
    return tuple(found)


def _share(item: Item, code: str, right: int, wrong: Sequence[str]) -> float:
    if not item.key:
        return 1.0
    if code in item.key:
        return 1 / right if item.type == "multiple-choice" else 1.0
    return -1 / len(wrong) if item.type == "multiple-choice" and code in wrong else 0.0


def _in_languages(words: Sequence[tuple[str, str]]) -> str:
    if len(words) == 1:
        return words[0][1]
    return "".join(f'<span lang="{escape(tag)}" class="multilang">{html}</span>' for tag, html in words)


def body_html(body: Body, root: Path) -> str:
    """A body as HTML without blocks, which stands inside a multi-language span. Pictures are part of it."""
    return "<br><br>".join(part for node in body_nodes(body, root) if (part := _node_html(node)))


def _node_html(node: Node) -> str:
    match node:
        case Para(text) | Heading(_, text):
            return inline_html(text)
        case ListNode(items, mark, start):
            marks = [f"{n}." if mark == "number" else "\u2022" for n in range(start, start + len(items))]
            rows = (" ".join(map(_node_html, item)) for item in items)
            return "<br>".join(f"{sign} {row}" for sign, row in zip(marks, rows, strict=True))
        case QuoteNode(inner):
            return f"<em>{'<br>'.join(map(_node_html, inner))}</em>"
        case TableNode():
            heads = tuple(Cell((Para(column.header),)) for column in node.columns)
            rows_ = (" | ".join(" ".join(map(_node_html, cell.body)) for cell in row) for row in (heads, *node.rows))
            return "<br>".join(rows_)
        case PictureNode():
            return _picture_html(node)
        case Preformatted(text):
            return f"<code>{escape(text, quote=False)}</code>".replace("\n", "<br>")
        case _:
            return ""


def _picture_html(node: PictureNode) -> str:
    kind = _PICTURES.get(node.path.suffix.lower())
    if kind is None or not node.path.is_file():
        return f"<em>{escape(node.alt, quote=False)}</em>"
    data = base64.b64encode(node.path.read_bytes()).decode("ascii")
    return f'<img src="data:{kind};base64,{data}" alt="{escape(node.alt)}">'


def inline_html(spans: Inline) -> str:
    """Spans as HTML: strong, emphasis, code and links to the web."""
    return "".join(_span_html(span) for span in spans)


def _span_html(span: Span) -> str:
    words = escape(span.text, quote=False).replace("\n", "<br>")
    for wanted, tag in ((span.code, "code"), (span.italic, "em"), (span.bold, "strong")):
        words = f"<{tag}>{words}</{tag}>" if wanted else words
    return f'<a href="{escape(span.href)}">{words}</a>' if span.href.startswith(_LINKS) else words
