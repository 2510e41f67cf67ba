"""Modules as an IMS Common Cartridge for learning platforms: a page and a test for each, all questions as a bank."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

from lxml import etree  # type: ignore[import-untyped]

from toolkit.content.language import Language
from toolkit.content.records import Content, Module
from toolkit.evaluation.instrument import Instrument
from toolkit.evaluation.items import make_item
from toolkit.rendering.archive import archive_of
from toolkit.rendering.html import render_html
from toolkit.rendering.outlines.inline import words_of
from toolkit.rendering.outlines.module_page import make_module_page
from toolkit.rendering.qti import qti_assessment, qti_bank
from toolkit.rendering.quiz import QuizQuestion, make_quiz

CartridgeVersion = Literal["1.1", "1.3"]
MANIFEST = "imsmanifest.xml"
BANK = "questions/bank.xml"


@dataclass(frozen=True, slots=True)
class _Names:
    """What differs between versions of the format."""

    schema: str
    packaging: str
    metadata: str
    assessment: str
    bank: str


_VERSIONS: dict[CartridgeVersion, _Names] = {
    "1.1": _Names(
        "1.1.0",
        "http://www.imsglobal.org/xsd/imsccv1p1/imscp_v1p1",
        "http://ltsc.ieee.org/xsd/imsccv1p1/LOM/manifest",
        "imsqti_xmlv1p2/imscc_xmlv1p1/assessment",
        "imsqti_xmlv1p2/imscc_xmlv1p1/question-bank",
    ),
    "1.3": _Names(
        "1.3.0",
        "http://www.imsglobal.org/xsd/imsccv1p3/imscp_v1p1",
        "http://ltsc.ieee.org/xsd/imsccv1p3/LOM/manifest",
        "imsqti_xmlv1p2/imscc_xmlv1p3/assessment",
        "imsqti_xmlv1p2/imscc_xmlv1p3/question-bank",
    ),
}
"""1.3 is the newest that most platforms read; Moodle restores nothing newer than 1.1."""


@dataclass(frozen=True, slots=True)
class _Part:
    """One module's files: name in the archive → bytes. `test` is "" for a module without questions."""

    module: Module
    page: str
    test: str


def cartridge(
    content: Content,
    modules: Sequence[Module],
    language: Language,
    *,
    title: str,
    rights: str,
    version: CartridgeVersion = "1.3",
) -> bytes:
    """The cartridge's bytes, the same for the same content; `content` is in `language` already. `rights` says whom to
    name and under which licence."""
    files: dict[str, bytes] = {}
    parts: list[_Part] = []
    questions: list[QuizQuestion] = []
    for module in modules:
        page, test = f"pages/{module.id}.html", ""
        files[page] = render_html(make_module_page(content, module, language), full_page=True).encode()
        asked = _questions(content, module, language)
        if asked:
            test = f"tests/{module.id}.xml"
            name = f"{words_of(module.title)}: {language.say('Questions')}"
            files[test] = qti_assessment(asked, f"test-{module.id}", name, language.tag)
            questions += asked
        parts.append(_Part(module, page, test))
    if questions:
        files[BANK] = qti_bank(questions, "bank")
    manifest = _manifest(parts, bool(questions), _VERSIONS[version], language, title, rights)
    return archive_of([(MANIFEST, manifest), *sorted(files.items())])


def _questions(content: Content, module: Module, language: Language) -> tuple[QuizQuestion, ...]:
    """Every question of a module once. Those that cannot be asked (an unknown scale or objective) are left out."""
    kinds = {objective.id: objective.kind for objective in module.objectives}
    items = []
    for question in module.questions:
        if question.objective not in kinds:
            continue
        item = make_item(question, kinds[question.objective], "functional")
        if item.type == "rating":
            scale = content.scales.get(item.scale)
            item = replace(item, options=scale.options if scale else ())
        if item.options or item.type == "short-answer":
            items.append(item)
    whole = Instrument(module.id, words_of(module.title), "pre", tuple(items), version="")
    return make_quiz(whole, ((language, content),))


def _manifest(
    parts: Sequence[_Part], has_bank: bool, names: _Names, language: Language, title: str, rights: str
) -> bytes:
    # Moodle looks for the namespace in the first 500 characters.
    root = etree.Element(
        f"{{{names.packaging}}}manifest",
        nsmap={None: names.packaging, "lomimscc": names.metadata},
        identifier="manifest",
    )
    about = _add(root, "metadata")
    _add(about, "schema").text = "IMS Common Cartridge"
    _add(about, "schemaversion").text = names.schema
    _metadata(about, names, language, title, rights)
    outline = _add(_add(root, "organizations"), "organization", identifier="outline", structure="rooted-hierarchy")
    top = _add(outline, "item", identifier="top")
    resources = _add(root, "resources")
    for part in parts:
        name = part.module.id
        _resource(resources, f"page-{name}", "webcontent", part.page, shown=True)
        item = _item(top, f"module-{name}", words_of(part.module.title))
        _item(item, f"item-page-{name}", words_of(part.module.title), f"page-{name}")
        if part.test:
            _resource(resources, f"test-{name}", names.assessment, part.test)
            _item(item, f"item-test-{name}", language.say("Questions"), f"test-{name}")
    if has_bank:
        # A bank is no part of the outline: teachers find it among their questions.
        _resource(resources, "bank", names.bank, BANK)
    data: bytes = etree.tostring(root, encoding="UTF-8", xml_declaration=True, pretty_print=True)
    return data


def _metadata(about: etree._Element, names: _Names, language: Language, title: str, rights: str) -> None:
    def add(parent: etree._Element, tag: str) -> etree._Element:
        return etree.SubElement(parent, f"{{{names.metadata}}}{tag}")

    def words(parent: etree._Element, tag: str, text: str) -> None:
        string = add(add(parent, tag), "string")
        string.set("language", language.tag)
        string.text = text

    lom = add(about, "lom")
    general = add(lom, "general")
    words(general, "title", title)
    add(general, "language").text = language.tag
    restricted = add(lom, "rights")
    add(add(restricted, "copyrightAndOtherRestrictions"), "value").text = "yes"
    words(restricted, "description", rights)


def _resource(resources: etree._Element, identifier: str, kind: str, file: str, *, shown: bool = False) -> None:
    resource = _add(resources, "resource", identifier=identifier, type=kind)
    if shown:
        resource.set("href", file)
    _add(resource, "file", href=file)


def _item(parent: etree._Element, identifier: str, title: str, resource: str = "") -> etree._Element:
    item = _add(parent, "item", identifier=identifier)
    if resource:
        item.set("identifierref", resource)
    _add(item, "title").text = title
    return item


def _add(parent: etree._Element, tag: str, **attributes: str) -> etree._Element:
    return etree.SubElement(parent, f"{{{etree.QName(parent).namespace}}}{tag}", attributes)
