"""Questions as QTI 1.2.1 in the profile of IMS Common Cartridge: a question bank, or an assessment.

The profile knows choices with one or several right answers, true or false, and open answers. What it lacks is written
as what comes nearest: a rating is a choice in which every answer counts alike, an order an open answer whose solution
is the right order.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from lxml import etree  # type: ignore[import-untyped]

from toolkit.rendering.quiz import QuizAnswer, QuizQuestion

QTI = "http://www.imsglobal.org/xsd/ims_qtiasiv1p2"

_PROFILES = {
    "single": "cc.multiple_choice.v0p1",
    "rating": "cc.multiple_choice.v0p1",
    "multiple": "cc.multiple_response.v0p1",
    "true-false": "cc.true_false.v0p1",
    "order": "cc.essay.v0p1",
    "essay": "cc.essay.v0p1",
}
_RESPONSE = "response"
_FEEDBACK = "general_fb"
_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def qti_bank(questions: Sequence[QuizQuestion], ident: str) -> bytes:
    """The questions as a bank that teachers choose from; at least one."""
    root = etree.Element(f"{{{QTI}}}questestinterop", nsmap={None: QTI})
    bank = _add(root, "objectbank", ident=ident)
    for question in questions:
        bank.append(_item(question))
    return _bytes(root)


def qti_assessment(questions: Sequence[QuizQuestion], ident: str, title: str, language: str) -> bytes:
    """The questions as a test that may be taken as often as one likes; at least one."""
    root = etree.Element(f"{{{QTI}}}questestinterop", nsmap={None: QTI})
    test = _add(root, "assessment", ident=ident, title=_clean(title))
    test.set("{http://www.w3.org/XML/1998/namespace}lang", language)
    fields = {
        "cc_profile": "cc.exam.v0p1",
        "qmd_assessmenttype": "Examination",
        "qmd_scoretype": "Percentage",
        "qmd_feedbackpermitted": "Yes",
        "cc_maxattempts": "unlimited",
    }
    _metadata(test, fields)
    section = _add(test, "section", ident=f"{ident}-section")
    for question in questions:
        section.append(_item(question))
    return _bytes(root)


def _item(question: QuizQuestion) -> etree._Element:
    item = etree.Element(f"{{{QTI}}}item", ident=question.name, title=question.name)
    profile = _profile(question)
    essay = profile == "cc.essay.v0p1"
    fields = {"cc_profile": profile, "qmd_scoringpermitted": "Yes", "qmd_computerscored": "No" if essay else "Yes"}
    weight = round(question.points)
    if 0 < weight < 100:
        fields["cc_weighting"] = str(weight)
    _metadata(_add(item, "itemmetadata"), fields)
    shown = _add(item, "presentation")
    _material(shown, question.html + (_listed(question.answers) if question.kind == "order" else ""))
    if essay:
        answer = _add(shown, "response_str", ident=_RESPONSE, rcardinality="Single")
        _add(answer, "render_fib", rows="5", columns="60", prompt="Box")
    else:
        _choices(shown, question)
    _processing(item, question, essay=essay)
    if question.feedback:
        _material(_add(_add(item, "itemfeedback", ident=_FEEDBACK), "flow_mat"), question.feedback)
    if question.kind == "order":
        right = sorted(question.answers, key=lambda answer: answer.position)
        solution = _add(_add(item, "itemfeedback", ident="solution"), "solution")
        _material(
            _add(_add(solution, "solutionmaterial"), "flow_mat"), _listed(right, numbered=True).removeprefix("<br>")
        )
    return item


def _profile(question: QuizQuestion) -> str:
    """A choice of two is a true or false of the profile, which asks for at least three in a choice."""
    profile = _PROFILES[question.kind]
    if profile == "cc.multiple_choice.v0p1" and len(question.answers) == 2:
        return "cc.true_false.v0p1"
    return "cc.multiple_choice.v0p1" if question.kind == "true-false" and len(question.answers) > 2 else profile


def _listed(answers: Sequence[QuizAnswer], *, numbered: bool = False) -> str:
    signs = (f"{n}." if numbered else "\u2022" for n in range(1, len(answers) + 1))
    return "".join(f"<br>{sign} {answer.html}" for sign, answer in zip(signs, answers, strict=True))


def _choices(shown: etree._Element, question: QuizQuestion) -> None:
    several = question.kind == "multiple"
    lid = _add(shown, "response_lid", ident=_RESPONSE, rcardinality="Multiple" if several else "Single")
    # The steps of a scale stay in their order.
    render = _add(lid, "render_choice", shuffle="No" if question.kind == "rating" else "Yes")
    for code, answer in _coded(question):
        _material(_add(render, "response_label", ident=code), answer.html)


def _coded(question: QuizQuestion) -> list[tuple[str, QuizAnswer]]:
    return [(f"answer-{number}", answer) for number, answer in enumerate(question.answers, start=1)]


def _processing(item: etree._Element, question: QuizQuestion, *, essay: bool) -> None:
    """What gives the points: the feedback first, for any answer, then the right answers."""
    if essay and not question.feedback:
        return
    process = _add(item, "resprocessing")
    _add(_add(process, "outcomes"), "decvar", varname="SCORE", vartype="Decimal", minvalue="0", maxvalue="100")
    if question.feedback:
        always = _add(process, "respcondition", attributes={"continue": "Yes"})
        _add(_add(always, "conditionvar"), "other")
        _add(always, "displayfeedback", feedbacktype="Response", linkrefid=_FEEDBACK)
    if essay:
        return
    right = [code for code, answer in _coded(question) if answer.share > 0]
    if question.kind == "multiple":
        both = _add(_scored(process), "and")
        for code, _ in _coded(question):
            _equal(both if code in right else _add(both, "not"), code)
    else:
        for code in right:
            _equal(_scored(process), code)


def _scored(process: etree._Element) -> etree._Element:
    """The condition of a new rule that gives all points."""
    rule = _add(process, "respcondition", attributes={"continue": "No"})
    condition = _add(rule, "conditionvar")
    _add(rule, "setvar", varname="SCORE", action="Set").text = "100"
    return condition


def _equal(parent: etree._Element, code: str) -> None:
    _add(parent, "varequal", respident=_RESPONSE).text = code


def _metadata(parent: etree._Element, fields: dict[str, str]) -> None:
    data = _add(parent, "qtimetadata")
    for label, entry in fields.items():
        field = _add(data, "qtimetadatafield")
        _add(field, "fieldlabel").text = label
        _add(field, "fieldentry").text = entry


def _material(parent: etree._Element, html: str) -> None:
    _add(_add(parent, "material"), "mattext", texttype="text/html").text = _clean(html)


def _add(parent: etree._Element, tag: str, *, attributes: dict[str, str] | None = None, **named: str) -> etree._Element:
    return etree.SubElement(parent, f"{{{QTI}}}{tag}", {**(attributes or {}), **named})


def _clean(text: str) -> str:
    return _NOT_XML.sub("", text)


def _bytes(root: etree._Element) -> bytes:
    data: bytes = etree.tostring(root, encoding="UTF-8", xml_declaration=True, pretty_print=True)
    return data
