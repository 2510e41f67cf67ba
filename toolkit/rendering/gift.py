"""An instrument in GIFT, Moodle's plain-text format for questions, which other programs read too.

Each question is a few lines, parted by blank lines; each text stands on one line, as HTML with GIFT's own signs
escaped. Orders become matching questions, ratings a choice in which every answer counts alike.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from toolkit.content.records import Content
from toolkit.evaluation.instrument import Instrument
from toolkit.rendering.moodle import default_readers
from toolkit.rendering.quiz import QuizAnswer, QuizQuestion, Reader, category, make_quiz

SIGNS = "\\~=#{}:"
"""Characters with a meaning in GIFT; the backslash, which takes it away, first."""

_ALMOST_ALL = "%99.99999%"
"""GIFT allows two digits before the point; Moodle takes this for 100."""


def render_gift(content: Content, instrument: Instrument, readers: Sequence[Reader], path: Path) -> None:
    """Write the questions to `path` (.gift or .txt, UTF-8). Without `readers`, in English from `content`.

    The same instrument gives the same bytes. Raises OSError when the file cannot be written.
    """
    path.write_bytes(gift_text(instrument, readers or default_readers(content)).encode())


def gift_text(instrument: Instrument, readers: Sequence[Reader]) -> str:
    """The file's text."""
    title = "".join(" " if ch in SIGNS else ch for ch in instrument.title)
    parts = [f"$CATEGORY: {category(title)}", *(_question(q) for q in make_quiz(instrument, readers))]
    return "\n\n".join(parts) + "\n"


def escape_gift(text: str) -> str:
    r"""Text on one line in which no character means anything to GIFT.

    >>> escape_gift("2 + 2 = 4: yes")
    '2 + 2 \\\\= 4\\\\: yes'
    """
    for sign in SIGNS:
        text = text.replace(sign, f"\\{sign}")
    text = "".join(ch for ch in text if ch.isprintable() or ch == "\n")
    return "\\n".join(line.strip() for line in text.strip().split("\n"))


def _words(html: str) -> str:
    """An answer's or a question's words: a percent sign or a bracket in front would be taken for a weight or a format,
    an arrow for a pair, two slashes for a remark."""
    html = html.replace("->", "-&gt;")
    for start, entity in (("%", "&#37;"), ("[", "&#91;"), ("//", "&#47;/"), ("$", "&#36;")):
        if html.startswith(start):
            html = entity + html[len(start) :]
    return escape_gift(html)


def _question(question: QuizQuestion) -> str:
    head = f"::{escape_gift(question.name)}::[html]{_words(question.html)}"
    lines = [*_answers(question)]
    if question.feedback:
        lines.append(f"####{_words(question.feedback)}")
    return "\n".join((head + " {", *(f"\t{line}" for line in lines), "}"))


def _answers(question: QuizQuestion) -> list[str]:
    match question.kind:
        case "essay":
            return []
        case "true-false":
            return ["TRUE" if question.right else "FALSE"]
        case "order":
            return [f"={_words(answer.html)} -> {answer.position}" for answer in question.answers]
        case "single":
            return [f"{'=' if answer.share == 1 else '~'}{_words(answer.html)}" for answer in question.answers]
        case "multiple":
            return [f"~{_weight(answer)}{_words(answer.html)}" for answer in question.answers]
        case "rating":
            signs = ["=", *[f"~{_ALMOST_ALL}"] * (len(question.answers) - 1)]
            return [f"{sign}{_words(answer.html)}" for sign, answer in zip(signs, question.answers, strict=True)]


def _weight(answer: QuizAnswer) -> str:
    return _ALMOST_ALL if answer.share == 1 else f"%{100 * answer.share:.5f}%".replace("-100.00000", "-99.99999")
