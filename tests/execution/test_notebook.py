"""Running one notebook: parameters are checked first, a failure leaves its executed copy and names the cell."""

import nbformat
import pytest

from toolkit.execution.notebook import check_parameters, export_html, read_parameter_defaults, run_notebook


def write_notebook(path, *cells):
    nb = nbformat.v4.new_notebook()
    nb.metadata = {"kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}}
    for source, *tags in cells:
        cell = nbformat.v4.new_code_cell(source)
        cell.metadata["tags"] = tags
        nb.cells.append(cell)
    nbformat.write(nb, path)
    return path


PARAMETERS = ('min_pairs = 10\nbrief: str = "a.yaml"\nfolder = None', "parameters")


def test_defaults_are_read_from_the_tagged_cell(tmp_path):
    notebook = write_notebook(tmp_path / "n.ipynb", ("x = 1",), PARAMETERS)
    assert read_parameter_defaults(notebook) == {"min_pairs": 10, "brief": "a.yaml", "folder": None}


def test_unknown_parameter_is_a_problem_with_a_near_miss(tmp_path):
    notebook = write_notebook(tmp_path / "n.ipynb", PARAMETERS)
    (problem,) = check_parameters(notebook, {"min_pair": 3, "brief": "b"}, "notebooks/n.ipynb")
    assert problem.code == "parameter-unknown"
    assert problem.where.path == "notebooks/n.ipynb"
    assert problem.hint == 'did you mean "min_pairs"?'


def test_notebook_without_a_parameters_cell(tmp_path):
    notebook = write_notebook(tmp_path / "n.ipynb", ("x = 1",))
    assert [p.code for p in check_parameters(notebook, {}, "n.ipynb")] == ["notebook-without-parameters"]


def test_missing_notebook(tmp_path):
    assert [p.code for p in check_parameters(tmp_path / "no.ipynb", {}, "no.ipynb")] == ["notebook-missing"]


def test_values_reach_the_notebook_and_progress_is_told(tmp_path):
    notebook = write_notebook(tmp_path / "n.ipynb", PARAMETERS, ("print(min_pairs * 2)",))
    told = []
    run = run_notebook(
        notebook,
        tmp_path / "out.ipynb",
        {"min_pairs": 21},
        folder=tmp_path,
        shown_as="n.ipynb",
        on_cell=lambda done, of: told.append((done, of)),
    )
    assert run.problems == ()
    outputs = nbformat.read(run.executed, as_version=4).cells[-1].outputs
    assert outputs[0]["text"] == "42\n"
    assert str(tmp_path) not in run.executed.read_text(encoding="utf-8"), "the record names no folder of this computer"
    assert told[-1][0] == told[-1][1]


def test_failing_cell_is_named_and_its_copy_kept(tmp_path):
    notebook = write_notebook(tmp_path / "n.ipynb", PARAMETERS, ("1 / 0 # here",), ("print('never')",))
    run = run_notebook(notebook, tmp_path / "out.ipynb", {}, folder=tmp_path, shown_as="n.ipynb")
    (problem,) = run.problems
    assert problem.code == "notebook-failed"
    assert "1 / 0 # here" in problem.message
    assert "ZeroDivisionError" in problem.message
    kept = nbformat.read(run.executed, as_version=4)
    assert any(o.get("ename") == "ZeroDivisionError" for c in kept.cells for o in c.get("outputs", ()))


def test_dead_kernel_is_a_problem(tmp_path):
    notebook = write_notebook(tmp_path / "n.ipynb", PARAMETERS, ("import os; os._exit(3)",))
    run = run_notebook(notebook, tmp_path / "out.ipynb", {}, folder=tmp_path, shown_as="n.ipynb")
    assert [p.code for p in run.problems] == ["notebook-stopped"]


@pytest.mark.parametrize("direction", ["ltr", "rtl"])
def test_html_hides_code_and_needs_no_network(tmp_path, direction):
    notebook = write_notebook(tmp_path / "n.ipynb", ("secret_name = 1\nprint('shown')",))
    run = run_notebook(
        write_notebook(tmp_path / "m.ipynb", PARAMETERS, ("print('shown')",)),
        tmp_path / "out.ipynb",
        {},
        folder=tmp_path,
        shown_as="m.ipynb",
    )
    assert notebook.exists()
    page = tmp_path / "page.html"
    export_html(run.executed, page, language="ar", direction=direction, title="A <b> title")
    html = page.read_text(encoding="utf-8")
    assert "shown" in html
    assert "print(" not in html
    assert "min_pairs" not in html
    assert f'dir="{direction}"' in html
    assert "A &lt;b&gt; title" in html
    assert "http" not in html.replace("http://www.w3.org", "")


@pytest.mark.parametrize("shown", ["<b>5 &gt; 4</b>", "<img src='data:,'>", "<table><tr><td>a<td>b</table>"])
def test_the_page_says_what_the_usual_exporter_says(tmp_path, shown):
    from bs4 import BeautifulSoup
    from nbconvert.exporters import HTMLExporter

    from toolkit.execution.notebook import html_exporter

    output = nbformat.v4.new_output("display_data", {"text/html": shown})
    nb = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell("1", id="c1", outputs=[output])])
    resources = {"language": "en", "direction": "ltr", "page_title": "Title & more"}
    page, _ = html_exporter().from_notebook_node(nb, resources=dict(resources))
    usual, _ = HTMLExporter.from_notebook_node(html_exporter(), nb, dict(resources))
    assert str(BeautifulSoup(page, "html.parser")) == str(BeautifulSoup(usual, "html.parser"))
    assert page.startswith("<!DOCTYPE html>")
