"""The content that the toolkit ships: no errors, and its files fit the published schemas."""

import json
from datetime import date

import jsonschema
import pytest

from toolkit.content.checks import check_content
from toolkit.content.directives import parse_tree
from toolkit.content.load import load_content
from toolkit.content.schemas import json_schemas
from toolkit.content.workspace import built_in_workspace
from toolkit.content.yamlfile import read_yaml
from toolkit.problems import format_text, has_errors

ROOT = built_in_workspace()

SCHEMAS = json_schemas()

FILES = {
    "practices": "curricula/practices.yaml",
    "bibliography": "curricula/bibliography.yaml",
    "country": "curricula/countries/*.yaml",
    "curriculum": "curricula/*/curriculum.yaml",
    "scales": "evaluation/scales.yaml",
    "session-template": "session_templates/*.yaml",
    "front-matter": "curricula/[!a]*/*.md",
    "activity-bank": "curricula/activity-bank/*.md",
}


def test_the_shipped_content_has_no_errors():
    content, problems = load_content(ROOT)
    errors = [p for p in (*problems, *check_content(content, date(2026, 6, 1))) if p.severity == "error"]

    assert not has_errors(errors), format_text(errors)
    assert len(content.modules) >= 6


@pytest.mark.parametrize("name", SCHEMAS)
def test_schemas_are_schemas(name):
    jsonschema.Draft202012Validator.check_schema(SCHEMAS[name])


@pytest.mark.parametrize("name", FILES)
def test_shipped_files_fit_their_schema(name):
    files = [path for path in ROOT.glob(FILES[name]) if path.stem != "README"]
    assert files
    for path in files:
        text = path.read_text(encoding="utf-8")
        data = parse_tree(text, path.name).front.data if path.suffix == ".md" else read_yaml(text, path.name).data
        jsonschema.validate(json.loads(json.dumps(data)), SCHEMAS[name])


def test_a_mistyped_key_does_not_fit():
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate({"country": "IT", "fact": {}}, SCHEMAS["country"])
