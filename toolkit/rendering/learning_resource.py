"""Modules as schema.org ``LearningResource``, for catalogues of open educational resources and for search engines."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass

from toolkit.content.language import SOURCE_LANGUAGE
from toolkit.content.records import Citation, Content, Module, Source

ROLES = {"trainers": "teacher"}
"""Audience → role in learning where it is not ``student``, in LRMI's words."""


@dataclass(frozen=True, slots=True)
class Publication:
    """What a module itself does not say. `licence` is the address of its page; `languages` those besides English in
    which it can be had."""

    licence: str
    authors: tuple[str, ...] = ()
    version: str = ""
    languages: tuple[str, ...] = ()


def learning_resource(content: Content, module: Module, about: Publication) -> dict[str, object]:
    """One module as JSON-LD. What is not known is left out."""
    curriculum = content.curricula.get(module.curriculum)
    made: dict[str, object] = {
        "@context": "https://schema.org",
        "@type": "LearningResource",
        "identifier": module.id,
        "name": module.title.source,
        "description": module.summary.source,
        "learningResourceType": ["unit", "lesson plan", "activity", "assessment"],
        "educationalUse": ["instruction", "group work", "assessment"],
        "interactivityType": "mixed",
        "inLanguage": list(dict.fromkeys((SOURCE_LANGUAGE, *about.languages))),
        "timeRequired": f"PT{module.minutes.typical}M",
        "audience": [_audience(name) for name in module.audiences],
        "keywords": [*module.stages, *module.audiences],
        "teaches": [_term(o.id, o.statement.source, o.kind) for o in module.objectives],
        "assesses": _assessed(module),
        "competencyRequired": [_title(content, name) for name in module.prerequisites],
        "educationalAlignment": [_alignment(address) for address in module.competences],
        "hasPart": [_activity(a.id, a.title.source, a.kind, a.minutes.typical) for a in module.activities],
        "isPartOf": {"@type": "Course", "identifier": curriculum.id, "name": curriculum.title.source}
        if curriculum
        else None,
        "citation": [_work(content.bibliography[key]) for key in _cited(module.sources) if key in content.bibliography],
        "creativeWorkStatus": module.status,
        "isAccessibleForFree": True,
        "license": about.licence,
        "author": [{"@type": "Organization", "name": name} for name in about.authors],
        "version": about.version,
    }
    return {key: value for key, value in made.items() if value not in (None, "", [])}


def learning_resource_text(content: Content, modules: Sequence[Module], about: Publication) -> str:
    """One module, or several as a graph, as the text of a ``.jsonld`` file."""
    made = [learning_resource(content, module, about) for module in modules]
    whole: dict[str, object]
    if len(made) == 1:
        whole = made[0]
    else:
        parts = [{key: value for key, value in one.items() if key != "@context"} for one in made]
        whole = {"@context": "https://schema.org", "@graph": parts}
    return json.dumps(whole, ensure_ascii=False, indent=2) + "\n"


def _audience(name: str) -> dict[str, str]:
    role = ROLES.get(name, "student")
    return {"@type": "EducationalAudience", "audienceType": name.replace("_", " "), "educationalRole": role}


def _term(code: str, name: str, kind: str) -> dict[str, object]:
    whole = {"@type": "DefinedTermSet", "name": f"Learning objectives: {kind}"}
    return {"@type": "DefinedTerm", "termCode": code, "name": name, "inDefinedTermSet": whole}


def _assessed(module: Module) -> list[dict[str, object]]:
    """The objectives that have a question."""
    asked = {question.objective for question in module.questions}
    return [_term(o.id, o.statement.source, o.kind) for o in module.objectives if o.id in asked]


def _title(content: Content, name: str) -> str:
    module = content.modules.get(name)
    return module.title.source if module else name


def _alignment(address: str) -> dict[str, str]:
    return {
        "@type": "AlignmentObject",
        "alignmentType": "teaches",
        "educationalFramework": "ESCO",
        "targetUrl": address,
    }


def _activity(code: str, title: str, kind: str, minutes: int) -> dict[str, str]:
    return {
        "@type": "LearningResource",
        "identifier": code,
        "name": title,
        "learningResourceType": kind,
        "timeRequired": f"PT{minutes}M",
    }


def _cited(sources: Sequence[Citation]) -> list[str]:
    return list(dict.fromkeys(citation.key for citation in sources))


def _work(source: Source) -> dict[str, str]:
    found = {
        "@type": "CreativeWork",
        "identifier": source.key,
        "name": source.title,
        "creditText": source.authors,
        "datePublished": source.year if source.year.isdecimal() else "",
        "url": source.url,
    }
    return {key: value for key, value in found.items() if value}
