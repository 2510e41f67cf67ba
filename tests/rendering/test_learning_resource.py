"""Modules as schema.org LearningResource: only words that schema.org has, and nothing that is not known."""

import json

import pytest

from tests.session_sample import content, module
from toolkit.cli import main
from toolkit.content.load import load_content
from toolkit.content.workspace import built_in_workspace
from toolkit.rendering.learning_resource import Publication, learning_resource, learning_resource_text

LICENCE = "https://creativecommons.org/licenses/by/4.0/"
THING = {"@type", "identifier", "name", "description", "url"}
WORDS = {
    "LearningResource": THING
    | {"assesses", "competencyRequired", "educationalAlignment", "educationalUse", "learningResourceType", "teaches"}
    | {"audience", "author", "citation", "creativeWorkStatus", "hasPart", "inLanguage", "interactivityType"}
    | {"isAccessibleForFree", "isPartOf", "keywords", "license", "timeRequired", "version", "@context"},
    "Course": THING,
    "CreativeWork": THING | {"creditText", "datePublished"},
    "Organization": THING,
    "DefinedTerm": THING | {"termCode", "inDefinedTermSet"},
    "DefinedTermSet": THING,
    "EducationalAudience": {"@type", "audienceType", "educationalRole"},
    "AlignmentObject": {"@type", "alignmentType", "educationalFramework", "targetUrl"},
}
"""Type → the properties that schema.org gives it or what it derives from (https://schema.org/LearningResource)."""


def parts(value):
    if isinstance(value, dict):
        yield value
        for one in value.values():
            yield from parts(one)
    elif isinstance(value, list):
        for one in value:
            yield from parts(one)


def test_only_words_of_schema_org():
    shipped, _ = load_content(built_in_workspace())
    for one in shipped.modules.values():
        made = learning_resource(shipped, one, Publication(LICENCE, ("A",), "1", ("fr",)))
        for part in parts(made):
            assert set(part) <= WORDS[part["@type"]]
            assert all(value not in ("", None, []) for value in part.values())


def test_what_a_module_says():
    made = learning_resource(content(), module(), Publication(LICENCE, ("Giver",), "2", ("ar",)))
    assert made["@context"] == "https://schema.org"
    assert made["inLanguage"] == ["en", "ar"]
    assert made["timeRequired"] == f"PT{module().minutes.typical}M"
    assert [term["termCode"] for term in made["teaches"]] == [objective.id for objective in module().objectives]
    assert {term["termCode"] for term in made["assesses"]} <= {question.objective for question in module().questions}


def test_several_modules_are_a_graph():
    made = json.loads(learning_resource_text(content(), (module(), module()), Publication(LICENCE)))
    assert len(made["@graph"]) == 2
    assert all("@context" not in one for one in made["@graph"])


def test_the_command(tmp_path):
    file = tmp_path / "m.jsonld"
    with pytest.raises(SystemExit) as done:
        main(["export", "metadata", "contract", "-w", str(built_in_workspace()), "--output", str(file)])
    assert done.value.code == 0
    found = json.loads(file.read_text(encoding="utf-8"))
    assert found["identifier"] == "contract"
    assert found["author"][0]["name"] == "Training-of-trainers toolkit contributors"
