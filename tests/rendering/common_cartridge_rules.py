"""The rules of the Common Cartridge profiles, for tests.

The XML Schemas of 1.3 could not be had. These tables hold, in our own words, what those of version 1.1 say of the
elements that we write (ccv1p1_qtiasiv1p2p1_v1p0.xsd and ccv1p1_imscp_v1p2_v1p0.xsd as Moodle ships them, read
2026-11-23): the order and number of children, the attributes, and the Schematron rules that stand in them. The profile
of QTI is the same file in both versions but for its number, and so is the manifest but for names of spaces and types.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml import etree as Xml

QTI = "http://www.imsglobal.org/xsd/ims_qtiasiv1p2"

CHILDREN = {
    "questestinterop": "(objectbank|assessment)",
    "objectbank": "(qtimetadata )?(item )+",
    "assessment": "(qtimetadata )?(rubric )?(presentation_material )?section ",
    "section": "(item )+",
    "item": "(itemmetadata )?(presentation )?(resprocessing )*(itemfeedback )*",
    "itemmetadata": "(qtimetadata )+",
    "qtimetadata": "(qtimetadatafield )+",
    "qtimetadatafield": "fieldlabel fieldentry ",
    "presentation": "(flow |(material |response_lid |response_str )+)",
    "material": "(mattext |matref |matbreak )+(altmaterial )*",
    "response_lid": "(material )?(render_choice |render_fib )(material )?",
    "response_str": "(material )?(render_choice |render_fib )(material )?",
    "render_choice": "(material |response_label |flow_label )*",
    "render_fib": "(material |response_label |flow_label )*",
    "response_label": "(material |flow_mat )*",
    "resprocessing": "outcomes (respcondition )+",
    "outcomes": "decvar ",
    "respcondition": "conditionvar (setvar )*(displayfeedback )*",
    "conditionvar": "(and |other |varequal |varsubstring )+",
    "and": "(not |varequal )+",
    "not": "(varequal )+",
    "itemfeedback": "(flow_mat |material |solution |hint )+",
    "flow_mat": "(flow_mat |material )+",
    "solution": "(solutionmaterial )+",
    "solutionmaterial": "((flow_mat )+|(material )+)",
}
TEXTS = {"fieldlabel", "fieldentry", "mattext", "decvar", "setvar", "varequal", "displayfeedback", "other"}
ATTRIBUTES = {
    "objectbank": ({"ident"}, set()),
    "assessment": ({"ident", "title"}, {"lang"}),
    "section": ({"ident"}, {"title", "lang"}),
    "item": ({"ident"}, {"title", "lang"}),
    "mattext": (set(), {"texttype"}),
    "response_lid": ({"ident"}, {"rcardinality"}),
    "response_str": ({"ident"}, {"rcardinality"}),
    "render_choice": (set(), {"shuffle"}),
    "render_fib": (set(), {"rows", "columns", "prompt"}),
    "response_label": ({"ident"}, set()),
    "decvar": ({"varname"}, {"vartype", "minvalue", "maxvalue"}),
    "respcondition": (set(), {"continue", "title"}),
    "setvar": (set(), {"varname", "action"}),
    "varequal": ({"respident"}, {"case"}),
    "displayfeedback": ({"feedbacktype", "linkrefid"}, set()),
    "itemfeedback": ({"ident"}, {"title"}),
}
VALUES = {
    ("response_lid", "rcardinality"): {"Single", "Multiple"},
    ("render_choice", "shuffle"): {"Yes", "No"},
    ("render_fib", "prompt"): {"Asterisk", "Box", "Dashline", "Underline"},
    ("decvar", "varname"): {"SCORE"},
    ("decvar", "vartype"): {"Decimal", "Integer"},
    ("setvar", "action"): {"Set"},
    ("respcondition", "continue"): {"Yes", "No"},
    ("displayfeedback", "feedbacktype"): {"Response", "Solution", "Hint"},
}
ITEM_FIELDS = {
    "cc_profile": "cc.(multiple_choice|multiple_response|true_false|fib|pattern_match|essay).v0p1",
    "cc_question_category": ".+",
    "cc_weighting": "[1-9][0-9]?",
    "qmd_scoringpermitted": "Yes",
    "qmd_computerscored": "Yes|No",
}
TEST_FIELDS = {
    "cc_profile": "cc.exam.v0p1",
    "qmd_assessmenttype": "Examination",
    "qmd_scoretype": "Percentage",
    "qmd_feedbackpermitted": "Yes|No",
    "cc_maxattempts": "Examination|[1-5]|unlimited",
}


def name_of(node: Xml._Element) -> str:
    return Xml.QName(node).localname


def broken_rules(data: bytes) -> list[str]:
    """What in a file of questions breaks a rule."""
    root = Xml.fromstring(data)
    return [*_shape(root), *(rule for item in root.iter(f"{{{QTI}}}item") for rule in _item_rules(item)), *_test(root)]


def _shape(root: Xml._Element) -> Iterator[str]:
    if root.tag != f"{{{QTI}}}questestinterop":
        yield f"root {root.tag}"
    for node in root.iter():
        name = name_of(node)
        children = "".join(f"{name_of(child)} " for child in node)
        if name in TEXTS:
            if children:
                yield f"{name} has children"
        elif not re.fullmatch(CHILDREN[name].replace("(objectbank|assessment)", "(objectbank |assessment )"), children):
            yield f"{name} has {children}"
        needed, allowed = ATTRIBUTES.get(name, (set(), set()))
        have = {Xml.QName(key).localname for key in node.attrib}
        if not needed <= have or not have <= needed | allowed:
            yield f"{name} has the attributes {sorted(have)}"
        for key, value in node.attrib.items():
            if value not in VALUES.get((name, key), {value}):
                yield f"{name} has {key}={value}"


def _fields(node: Xml._Element) -> list[tuple[str, str]]:
    return [
        (field[0].text or "", field[1].text or "")
        for field in node.findall(f"{{{QTI}}}qtimetadata/{{{QTI}}}qtimetadatafield")
    ]


def _test(root: Xml._Element) -> Iterator[str]:
    for test in root.findall(f"{{{QTI}}}assessment"):
        yield from _field_rules(_fields(test), TEST_FIELDS)


def _field_rules(fields: list[tuple[str, str]], known: dict[str, str]) -> Iterator[str]:
    labels = [label for label, _ in fields]
    if len(labels) != len(set(labels)) or "cc_profile" not in labels:
        yield f"fields {labels}"
    for label, entry in fields:
        if label not in known or not re.fullmatch(known[label], entry):
            yield f"field {label}={entry}"


def _item_rules(item: Xml._Element) -> Iterator[str]:
    """Rule sets 2 to 5, 8, 10 and 11 of the schema."""

    def count(path: str) -> int:
        return int(item.xpath(f"count({path})", namespaces={"q": QTI}))

    fields = _fields(item.find(f"{{{QTI}}}itemmetadata"))
    yield from _field_rules(fields, ITEM_FIELDS)
    labels = count("q:presentation/q:response_lid/q:render_choice/q:response_label")
    profile = dict(fields)["cc_profile"]
    match profile:
        case "cc.essay.v0p1":
            right = (
                count("q:presentation/q:response_lid") == 0
                and count("q:presentation/q:response_str") == 1
                and count(".//q:varequal") == 0
                and count("q:itemfeedback/q:solution") < 2
                and dict(fields)["qmd_computerscored"] == "No"
            )
        case "cc.true_false.v0p1":
            right = labels == 2 and count("q:presentation/q:response_lid[@rcardinality='Single']") == 1
        case "cc.multiple_choice.v0p1":
            right = labels > 2 and count("q:presentation/q:response_lid[@rcardinality='Single']") == 1
        case _:
            right = labels > 1 and count("q:presentation/q:response_lid[@rcardinality='Multiple']") == 1
    if not right:
        yield f"{item.get('ident')}: {profile} is not as it must be"
    known = {label.get("ident") for label in item.iter(f"{{{QTI}}}response_label")}
    if any(equal.text not in known for equal in item.iter(f"{{{QTI}}}varequal")):
        yield f"{item.get('ident')}: a rule names an answer that there is not"
    if profile != "cc.essay.v0p1" and not count(".//q:varequal[@respident=//q:response_lid/@ident]"):
        yield f"{item.get('ident')}: no answer is right"
    shown = {one.get("ident") for one in item.findall(f"{{{QTI}}}itemfeedback")}
    for feedback in item.iter(f"{{{QTI}}}displayfeedback"):
        if feedback.get("linkrefid") not in shown:
            yield f"{item.get('ident')}: feedback is missing"


MANIFEST_CHILDREN = {
    "manifest": "metadata organizations resources ",
    "metadata": "schema schemaversion lom ",
    "organizations": "(organization )?",
    "organization": "(title )?item (metadata )?",
    "item": "(title )?(item )*(metadata )?",
    "resources": "(resource )*",
    "resource": "(metadata )?(file )*(dependency )*",
    "file": "(metadata )?",
    "lom": "(general |rights )*",
    "general": "(title |language |description )*",
    "rights": "(copyrightAndOtherRestrictions |description )*",
}


def broken_manifest(data: bytes, files: set[str], version: str) -> list[str]:
    """What in a manifest breaks a rule; `files` are the other names in the cartridge."""
    root = Xml.fromstring(data)
    short = "v1p1" if version == "1.1" else "v1p3"
    space = f"{{http://www.imsglobal.org/xsd/imscc{short}/imscp_v1p1}}"
    types = {"webcontent", *(f"imsqti_xmlv1p2/imscc_xml{short}/{kind}" for kind in ("assessment", "question-bank"))}
    if root.tag != f"{space}manifest":
        return [f"root {root.tag}"]
    found = []
    for node in root.iter():
        children = "".join(f"{name_of(child)} " for child in node)
        pattern = MANIFEST_CHILDREN.get(name_of(node)) if name_of(node) != "title" else None
        if pattern and not re.fullmatch(pattern, children):
            found.append(f"{name_of(node)} has {children}")
    if root.findtext(f"{space}metadata/{space}schema") != "IMS Common Cartridge":
        found.append("schema")
    if root.findtext(f"{space}metadata/{space}schemaversion") != f"{version}.0":
        found.append("schemaversion")
    identifiers = [node.get("identifier") for node in root.iter() if node.get("identifier")]
    if len(identifiers) != len(set(identifiers)):
        found.append("an identifier twice")
    found += [f"identifier {one}" for one in identifiers if not re.fullmatch(r"[A-Za-z_][\w.-]*", one)]
    resources = {node.get("identifier"): node for node in root.iter(f"{space}resource")}
    (outline,) = root.iter(f"{space}organization")
    if outline.get("structure") != "rooted-hierarchy":
        found.append("structure")
    for item in outline[0].iter(f"{space}item"):
        reference = item.get("identifierref")
        if item is not outline[0] and item.find(f"{space}title") is None:
            found.append("an item without a title")
        if reference and (reference not in resources or resources[reference].get("type").endswith("question-bank")):
            found.append(f"item to {reference}")
        if reference and item.find(f"{space}item") is not None:
            found.append("an item of content with items in it")
    listed = [node.get("href") for node in root.iter(f"{space}file")]
    if set(listed) != files or len(listed) != len(set(listed)):
        found.append("files")
    banks = 0
    for one in resources.values():
        kind, own = one.get("type"), [node.get("href") for node in one]
        banks += kind.endswith("question-bank")
        if kind not in types or len(own) != 1 or (one.get("href") is not None) != (kind == "webcontent"):
            found.append(f"resource {one.get('identifier')}")
        if one.get("href") not in (None, *own):
            found.append(f"href of {one.get('identifier')}")
    return found + ["several banks"] * (banks > 1)
