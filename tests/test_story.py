"""One story on made-up data: profile, brief, pack, answers, findings, handover, brief after arrival, pack.

The commands are those that docs/tutorial-chain.md shows, run in a fresh workspace in that order.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.evaluation.make_chain_example import FOLDER, LEFT_EARLY, MADE_UP, PEOPLE, make_answers
from tests.evaluation.profile.test_group_profile_made import without_objectives
from toolkit.cli import app, run
from toolkit.evaluation.codes import make_codes
from toolkit.evaluation.instrument_file import load_instrument
from toolkit.planning.brief_file import load_brief
from toolkit.planning.group_profile import load_group_profile

TUTORIAL = Path(__file__).parents[1] / "docs" / "tutorial-chain.md"
CODES = make_codes(PEOPLE, "lebanon-portugal/example")


def commands() -> list[list[str]]:
    """Every command in the tutorial's blocks, in order."""
    blocks = re.findall(r"^```\n(.*?)^```$", TUTORIAL.read_text(encoding="utf-8"), flags=re.S | re.M)
    return [line.split()[1:] for block in blocks for line in block.splitlines() if line.startswith("tot ")]


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """The workspace after the whole story."""
    patch = pytest.MonkeyPatch()
    workspace = tmp_path_factory.mktemp("story") / "workspace"
    assert run(app, ["init", str(workspace), "--quiet"]) == 0
    patch.chdir(workspace)
    for command in commands():
        assert run(app, [*command, "--quiet"]) == 0, command
    yield workspace
    patch.undo()


def test_the_tutorial_tells_the_whole_story():
    assert [command[0] for command in commands()][:6] == ["profile", "plan", "pack", "evaluate", "handover", "plan"]


def test_the_shipped_profile_is_what_the_first_step_makes(told):
    made, _ = load_group_profile(told / "our-group" / "group-profile.yaml")
    shipped, _ = load_group_profile(told / "evaluation" / "examples" / "group-profile-lebanon-portugal.yaml")
    assert without_objectives(made) == without_objectives(shipped)
    assert set(shipped.objectives) <= set(made.objectives), "run tot profile --made-up again"
    assert made.people == PEOPLE
    assert made.made_up


def test_the_pack_before_departure_asks_what_was_answered(told):
    pack, _ = load_instrument(told / "day-in-lebanon" / "instrument.yaml")
    shipped, _ = load_instrument(FOLDER / "instrument.yaml")
    assert pack.items
    assert {item.module for item in pack.items} >= {"arrival", "housing"}
    assert {item.module for item in shipped.items} >= {"arrival", "housing"}


def test_the_findings_are_those_of_the_answers(told):
    found = json.loads((told / "findings" / "evaluation.json").read_text(encoding="utf-8"))
    assert found["counts"]["n_matched"] == PEOPLE - len(LEFT_EARLY)
    assert found["change"]["mean_change"] > 0


def test_what_was_handed_over_becomes_the_first_day_after_arrival(told):
    pack = told / "day-in-portugal"
    plan = json.loads((pack / "plan.json").read_text(encoding="utf-8"))
    held = {slot["module"] for day in plan["days"] for slot in day["slots"] if slot.get("module")}
    assert "health" in held
    assert not held & {"arrival", "housing"}, "what was held before departure is not held again"
    brief, _ = load_brief(pack / "brief.yaml")
    assert (brief.stage, brief.origin, brief.destination) == ("post_arrival", "LB", "PT")
    assert brief.group.mother_tongues == ("ar",), "the group profile has come along"
    assert (pack / "slide-deck.pptx").is_file()


def test_no_code_of_anybody_is_in_what_crosses_the_border(told):
    for path in (told / "to-portugal").rglob("*"):
        data = path.read_bytes() if path.is_file() else b""
        assert [code for code in CODES if code.encode() in data and path.suffix in (".yaml", ".json")] == []
    from pypdf import PdfReader

    words = " ".join(page.extract_text() for page in PdfReader(told / "to-portugal" / "handover.pdf").pages)
    assert "Made up" in words
    assert [code for code in CODES if code in words] == []


def test_the_answers_can_be_made_again_and_say_that_they_are_made_up():
    made = make_answers((FOLDER / "instrument.yaml").read_text(encoding="utf-8"))
    for name, data in made.items():
        assert (FOLDER / name).read_bytes().replace(b"\r\n", b"\n") == data.replace(b"\r\n", b"\n")
        assert data.decode("utf-8").startswith(MADE_UP)
