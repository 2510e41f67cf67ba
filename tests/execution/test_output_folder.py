"""The output folder: replaced whole or left alone; somebody's work is never lost."""

import json
import os

import pytest

from toolkit.execution import output_folder
from toolkit.execution.manifest import MANIFEST, changed_by_hand
from toolkit.problems import ProblemsError


def make_folder(path, files):
    import hashlib

    path.mkdir()
    for name, text in files.items():
        (path / name).write_text(text, encoding="utf-8")
    entries = {name: {"sha256": hashlib.sha256(text.encode()).hexdigest()} for name, text in files.items()}
    (path / MANIFEST).write_text(json.dumps({"files": entries}), encoding="utf-8")
    return path


def names(folder):
    return sorted(p.name for p in folder.iterdir())


def test_untouched_pack_is_replaced_whole(tmp_path):
    output = make_folder(tmp_path / "pack", {"old.txt": "old"})
    stage = make_folder(tmp_path / "stage", {"new.txt": "new"})
    assert output_folder.put_in_place(stage, output) == ()
    assert names(output) == [MANIFEST, "new.txt"]
    assert names(tmp_path) == ["pack"]


@pytest.mark.parametrize("change", ["edited", "added"])
def test_work_in_an_earlier_pack_is_kept(tmp_path, change):
    output = make_folder(tmp_path / "pack", {"plan.txt": "as made"})
    (output / ("plan.txt" if change == "edited" else "mine.txt")).write_text("my work", encoding="utf-8")
    stage = make_folder(tmp_path / "stage", {"plan.txt": "new"})
    (problem,) = output_folder.put_in_place(stage, output)
    assert problem.code == "pack-kept"
    assert (output / "plan.txt").read_text(encoding="utf-8") == "new"
    kept = tmp_path / "pack-earlier-1"
    assert "my work" in [p.read_text(encoding="utf-8") for p in kept.iterdir()]


def test_lock_files_are_nobodys_work(tmp_path):
    output = make_folder(tmp_path / "pack", {"plan.txt": "as made"})
    (output / ".~lock.plan.docx#").write_text("x", encoding="utf-8")
    assert changed_by_hand(output) == ()


def test_folder_that_is_no_pack_is_refused(tmp_path):
    output = tmp_path / "Documents"
    output.mkdir()
    (output / "thesis.docx").write_text("precious", encoding="utf-8")
    (problem,) = output_folder.check_output(output, tmp_path / "workspace")
    assert problem.code == "output-not-a-pack"
    assert "thesis.docx" in problem.message


def test_result_of_another_kind_is_refused(tmp_path):
    pack = make_folder(tmp_path / "pack", {"plan.txt": "as made"})
    (problem,) = output_folder.check_output(pack, None, "evaluation")
    assert problem.code == "output-other-kind"


def test_empty_folder_is_welcome(tmp_path):
    (tmp_path / "new").mkdir()
    assert output_folder.check_output(tmp_path / "new", tmp_path / "workspace") == ()


def test_content_folders_are_refused(tmp_path):
    (problem,) = output_folder.check_output(tmp_path / "curricula" / "x", tmp_path)
    assert problem.code == "output-inside-workspace"


def test_process_killed_between_the_renames_is_repaired(tmp_path):
    output = make_folder(tmp_path / "pack", {"plan.txt": "as made"})
    output.rename(output_folder._aside(output))
    output_folder.restore_interrupted(output)
    assert (output / "plan.txt").read_text(encoding="utf-8") == "as made"
    assert names(tmp_path) == ["pack"]


def test_failure_inside_leaves_nothing_behind(tmp_path):
    output = make_folder(tmp_path / "pack", {"plan.txt": "as made"})

    def fill_the_disk():
        with output_folder.staging(output) as stage:
            (stage / "half.txt").write_text("half", encoding="utf-8")
            raise OSError(28, "No space left on device")

    with pytest.raises(ProblemsError) as stop:
        fill_the_disk()
    assert "No space left on device" in str(stop.value)
    assert names(tmp_path) == ["pack"]
    assert names(output) == [MANIFEST, "plan.txt"]


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="root may write anywhere")
def test_unwritable_parent_is_a_problem(tmp_path):
    (tmp_path / "locked").mkdir(mode=0o500)
    with pytest.raises(ProblemsError) as stop, output_folder.staging(tmp_path / "locked" / "pack"):
        pass
    assert "output-unwritable" in str(stop.value)


def test_parent_that_is_a_file_is_a_problem(tmp_path):
    (tmp_path / "file").write_text("x", encoding="utf-8")
    with pytest.raises(ProblemsError) as stop, output_folder.staging(tmp_path / "file" / "pack"):
        pass
    assert "output-unwritable" in str(stop.value)


@pytest.mark.skipif(os.name == "nt", reason="Windows cannot be asked whether a process runs")
def test_leftovers_of_killed_processes_are_cleared(tmp_path):
    import subprocess
    import sys

    dead = subprocess.Popen([sys.executable, "-c", ""])
    dead.wait()
    for number in (dead.pid, os.getpid()):
        (tmp_path / f".pack.{number}-abc.part").mkdir()
    with output_folder.staging(tmp_path / "pack"):
        pass
    assert names(tmp_path) == [f".pack.{os.getpid()}-abc.part"]
