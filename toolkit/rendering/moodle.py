"""An instrument as Moodle XML, for learning platforms.

Orders become matching questions (option → position), which every version of Moodle knows; a true-false item that
offers "I don't know" becomes a multiple-choice question with one answer, because Moodle's true-false has two.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path
from xml.etree import ElementTree as Xml

from toolkit.content.records import Content
from toolkit.evaluation.instrument import Instrument
from toolkit.rendering.quiz import QuizQuestion, Reader, category, make_quiz

_TYPES = {
    "single": "multichoice",
    "multiple": "multichoice",
    "rating": "multichoice",
    "true-false": "truefalse",
    "order": "matching",
    "essay": "essay",
}
_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def render_moodle(content: Content, instrument: Instrument, readers: Sequence[Reader], path: Path) -> None:
    """Write the questions to `path` (.xml). Without `readers`, in English from `content`.

    The same instrument gives the same bytes. Raises OSError when the file cannot be written.
    """
    path.write_bytes(moodle_xml(instrument, readers or default_readers(content)))


def default_readers(content: Content) -> tuple[Reader, ...]:
    """The content in the language in which it is written."""
    from toolkit.content.language import SOURCE_LANGUAGE, Language

    return ((Language(SOURCE_LANGUAGE), content),)


def moodle_xml(instrument: Instrument, readers: Sequence[Reader]) -> bytes:
    """The file's bytes. Texts are escaped rather than put into CDATA sections, so that none can end its section."""
    quiz = Xml.Element("quiz")
    _text(Xml.SubElement(Xml.SubElement(quiz, "question", type="category"), "category"), category(instrument.title))
    for question in make_quiz(instrument, readers):
        quiz.append(_question(question))
    Xml.indent(quiz)
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{Xml.tostring(quiz, encoding="unicode")}\n'.encode()


def _question(question: QuizQuestion) -> Xml.Element:
    node = Xml.Element("question", type=_TYPES[question.kind])
    _text(Xml.SubElement(node, "name"), question.name)
    _html(node, "questiontext", question.html)
    _html(node, "generalfeedback", question.feedback)
    _value(node, "defaultgrade", f"{question.points:.7f}")
    _value(node, "penalty", "0")
    _value(node, "hidden", "0")
    _value(node, "idnumber", question.name)
    match question.kind:
        case "single" | "multiple" | "rating":
            _value(node, "single", "false" if question.kind == "multiple" else "true")
            _value(node, "shuffleanswers", "false" if question.kind == "rating" else "true")
            _value(node, "answernumbering", "none")
            for answer in question.answers:
                _answer(node, f"{100 * answer.share:.5f}", answer.html)
        case "true-false":
            for says in (True, False):
                _answer(
                    node, "100" if says == question.right else "0", "true" if says else "false", "moodle_auto_format"
                )
        case "order":
            _value(node, "shuffleanswers", "true")
            for answer in question.answers:
                part = _html(node, "subquestion", answer.html)
                _text(Xml.SubElement(part, "answer"), str(answer.position))
        case "essay":
            _value(node, "responseformat", "plain")
            _value(node, "responserequired", "0")
            _value(node, "responsefieldlines", "5")
            _value(node, "attachments", "0")
            _html(node, "graderinfo", "")
            _html(node, "responsetemplate", "")
    return node


def _answer(node: Xml.Element, fraction: str, words: str, form: str = "html") -> None:
    answer = Xml.SubElement(node, "answer", fraction=fraction, format=form)
    _text(answer, words)
    _html(answer, "feedback", "")


def _html(node: Xml.Element, tag: str, html: str) -> Xml.Element:
    part = Xml.SubElement(node, tag, format="html")
    _text(part, html)
    return part


def _text(node: Xml.Element, words: str) -> None:
    _value(node, "text", words)


def _value(node: Xml.Element, tag: str, words: str) -> None:
    Xml.SubElement(node, tag).text = _NOT_XML.sub("", words)
