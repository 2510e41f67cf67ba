"""The published JSON Schema of instruments says yes to what the toolkit reads and no to what it refuses."""

import json
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from tests.session_sample import content, plan
from toolkit.content.language import Language
from toolkit.content.workspace import built_in_workspace
from toolkit.content.yamldoc import read_yaml
from toolkit.evaluation.instrument import make_session_instrument
from toolkit.evaluation.instrument_file import parse_instrument
from toolkit.evaluation.instrument_text import save_instrument_text
from toolkit.evaluation.schemas import evaluation_schemas
from toolkit.problems import has_errors

SCHEMA = Draft202012Validator(evaluation_schemas()["instrument"])
FOLDER = built_in_workspace() / "evaluation"
FILES = [
    path for path in (*FOLDER.glob("*.yaml"), FOLDER / "examples" / "instrument.yaml")
    if path.read_text(encoding="utf-8").find("\ninstrument:") >= 0 or path.name == "instrument.yaml"
]  # fmt: skip

GOOD = "instrument: ours\ntitle: Ours\nitems:\n  - {item_id: q-1, text: Well?, type: short-answer}\n"


def errors(text):
    return [error.message for error in SCHEMA.iter_errors(read_yaml(text, "instrument.yaml").data)]


@pytest.mark.parametrize("path", FILES, ids=[path.stem for path in FILES])
def test_the_workspaces_own_files_fit(path):
    assert errors(path.read_text(encoding="utf-8")) == []


def test_there_are_files_to_try():
    assert len(FILES) >= 7


def test_what_a_session_pack_writes_fits():
    made = make_session_instrument([(Language("en"), content())], plan())
    assert errors(save_instrument_text(made)) == []


@pytest.mark.parametrize(
    "text",
    [
        GOOD.replace("title: Ours\n", ""),
        GOOD.replace("ours", "Ours and theirs"),
        GOOD.replace("short-answer", "essay"),
        GOOD.replace("text: Well?", "txt: Well?"),
        GOOD.replace("}", ", waves: [before]}"),
        GOOD.replace("}", ", weight: 0}"),
    ],
)
def test_what_the_toolkit_refuses_does_not_fit(text):
    assert errors(GOOD) == []
    assert has_errors(parse_instrument(text)[1])
    assert errors(text)


def test_the_workspaces_indicators_fit():
    data = read_yaml((FOLDER / "indicators.yaml").read_text(encoding="utf-8"), "indicators.yaml").data
    assert list(Draft202012Validator(evaluation_schemas()["indicators"]).iter_errors(data)) == []


@pytest.mark.parametrize("name", evaluation_schemas())
def test_the_published_file_is_this_one(name):
    published = Path(__file__).parents[2] / "docs" / "schemas" / f"{name}.schema.json"
    assert json.loads(published.read_text(encoding="utf-8")) == evaluation_schemas()[name]
