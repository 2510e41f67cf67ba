"""The warm engine and papermill's ordinary one run the same notebooks: outputs, counts and errors are the same."""

import pytest

from tests.execution.warm.notebooks import NOTEBOOKS
from tests.execution.warm.running import outputs, run
from toolkit.execution.warm.host import why_not

pytestmark = pytest.mark.skipif(bool(why_not()), reason=why_not() or "-")


@pytest.mark.parametrize("name", NOTEBOOKS)
def test_same_outputs(tmp_path, monkeypatch, name):
    # Under pytest a kernel does not watch the descriptors, as it does elsewhere.
    monkeypatch.delenv("PYTEST_CURRENT_TEST")
    warm, warm_raised = run(tmp_path / "warm" / "same", NOTEBOOKS[name], "warm")
    ordinary, ordinary_raised = run(tmp_path / "ordinary" / "same", NOTEBOOKS[name], None)
    assert outputs(warm) == outputs(ordinary)
    assert warm_raised == ordinary_raised
    assert warm.metadata.language_info == ordinary.metadata.language_info


def test_errors_that_are_expected_do_not_stop_the_notebook(tmp_path):
    cells = ["1 / 0", "'went on'"]
    warm, raised = run(tmp_path / "same", cells, "warm", tags=("raises-exception",))
    ordinary, ordinary_raised = run(tmp_path / "same", cells, None, tags=("raises-exception",))
    assert outputs(warm) == outputs(ordinary)
    assert raised == ordinary_raised
    assert warm.cells[-1].outputs[0].data["text/plain"] == "'went on'"


def test_input_is_refused_alike(tmp_path):
    """Only the traceback differs, which names the file that refuses."""
    found = []
    for engine in ("warm", None):
        nb, raised = run(tmp_path / "same", ["input('?')"], engine)
        output = nb.cells[-1].outputs[0]
        found.append((raised, output.ename, output.evalue, output.traceback[-1]))
    assert found[0] == found[1]


def test_parameters_arrive(tmp_path):
    warm, _ = run(tmp_path / "same", ["n = 1", "n * 2"], "warm", parameters={"n": 21})
    assert any("n = 21" in cell.source for cell in warm.cells)


@pytest.mark.parametrize("name", ["widget", "output widget"])
def test_state_of_widgets_is_saved(tmp_path, name):
    states = []
    for engine in ("warm", None):
        nb, _ = run(tmp_path / "same", NOTEBOOKS[name], engine, store_widget_state=True)
        models = nb.metadata["widgets"]["application/vnd.jupyter.widget-state+json"]["state"].values()
        states.append(
            sorted((m["model_name"], str(m["state"].get("value", m["state"].get("outputs")))) for m in models)
        )
    assert states[0] == states[1]
    assert states[0]
