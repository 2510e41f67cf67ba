"""`tot add`: what is new comes in, what differs is kept beside, and a refusal leaves everything as it was."""

import json
import sys
from pathlib import Path

import pytest

from toolkit.cli import main
from toolkit.content.po.read import parse_po
from toolkit.execution.sharing import compare, put
from toolkit.execution.sharing.share import share
from toolkit.execution.sharing.unpack import read_share
from toolkit.problems import ProblemsError

sys.path.insert(0, str(Path(__file__).parent))
from share_sample import (
    CATALOGUE,
    CURRICULUM,
    FILES,
    MODULE,
    MODULE_PATH,
    OTHER,
    WAGES,
    add,
    check,
    codes,
    giver,
    receiver,
    refusal,
    shared,
    snapshot,
    write_workspace,
)

CHANGED = MODULE.replace("Never sign what you have not understood.", "Never sign in a hurry.")


def doings(added) -> dict[str, str]:
    return {change.path: change.doing for change in added.changes}


def test_a_curriculum_that_is_new(tmp_path):
    root = receiver(tmp_path)
    added = add(shared(tmp_path), root)
    assert doings(added) == {
        "curricula/bibliography.yaml": "merged",
        MODULE_PATH: "new",
        CURRICULUM: "new",
        OTHER: "new",
        CATALOGUE: "new",
        "curricula/locale/fr/curricula.po": "new",
        "evaluation/scales.yaml": "same",
    }
    assert (root / MODULE_PATH).read_text(encoding="utf-8") == MODULE
    assert added.problems == ()
    assert not [p for p in check(root) if p.severity == "error"]


def test_sources_are_added_at_the_end_and_nothing_else_is_touched(tmp_path):
    own = "# Our books\n" + FILES["curricula/bibliography.yaml"]
    root = receiver(tmp_path, {"curricula/bibliography.yaml": own})
    add(shared(tmp_path), root)
    text = (root / "curricula/bibliography.yaml").read_text(encoding="utf-8")
    assert text.startswith(own)
    assert text.endswith(
        "ilo-c095:\n  type: convention\n  title: Protection of wages  # in force\n  authors: ILO\n  year: 1949\n"
    )


def test_a_module_joins_a_curriculum_that_is_there(tmp_path):
    root = write_workspace(tmp_path / "mine", {CURRICULUM: FILES[CURRICULUM].replace("Before leaving.", "Ours.")})
    added = add(shared(tmp_path, "wages"), root)
    assert doings(added)[CURRICULUM] == "merged"
    assert (root / CURRICULUM).read_text(encoding="utf-8") == FILES[CURRICULUM].replace(
        "Before leaving.", "Ours."
    ).replace("[contract]", "[contract, wages]")
    assert not [p for p in check(root) if p.severity == "error"]


def test_a_list_below_its_key_stays_so(tmp_path):
    own = "title: Labour\naudiences: [labour_migrants]\nmodules:\n  - contract  # the first\nsummary: Ours\n"
    root = write_workspace(tmp_path / "mine", {CURRICULUM: own})
    add(shared(tmp_path, "wages"), root)
    expected = own.replace("- contract  # the first", "- contract\n  - wages  # the first")
    assert (root / CURRICULUM).read_text(encoding="utf-8") == expected


def test_a_changed_module_is_kept_beside_and_the_difference_is_shown(tmp_path):
    root = write_workspace(tmp_path / "mine", {MODULE_PATH: CHANGED})
    added = add(shared(tmp_path), root)
    assert (root / MODULE_PATH).read_text(encoding="utf-8") == CHANGED
    (beside,) = root.glob(f"incoming/*/{MODULE_PATH}")
    assert beside.read_text(encoding="utf-8") == MODULE
    (change,) = (c for c in added.changes if c.path == MODULE_PATH)
    assert "-- Never sign in a hurry." in change.diff
    assert "+- Never sign what you have not understood." in change.diff
    assert codes(added.problems) == ["add-kept-both"]
    # Its translations are of the other text, and wait beside it.
    assert not (root / CATALOGUE).exists()
    assert list(root.glob(f"incoming/*/{CATALOGUE}"))


def test_endless_texts_are_not_compared_line_by_line(tmp_path, monkeypatch):
    monkeypatch.setattr(compare, "MOST_LINES", 100)
    root = write_workspace(tmp_path / "mine", {MODULE_PATH: CHANGED})
    (change,) = (c for c in add(shared(tmp_path), root).changes if c.path == MODULE_PATH)
    assert change.diff[-1] == "@@ too long to compare @@"
    assert (root / MODULE_PATH).read_text(encoding="utf-8") == CHANGED


def test_differences_cannot_steer_a_terminal(tmp_path):
    text = MODULE.replace("Bring a sample contract.", "Bring a sample \u202econtract.")
    root = write_workspace(tmp_path / "mine", {MODULE_PATH: CHANGED})
    added = add(shared(tmp_path, changes={MODULE_PATH: text}), root)
    assert all(line.isprintable() for change in added.changes for line in change.diff)


def test_what_waits_in_incoming_is_no_part_of_the_workspace(tmp_path):
    root = write_workspace(tmp_path / "mine", {MODULE_PATH: CHANGED})
    add(shared(tmp_path), root)
    assert not [p for p in check(root) if p.severity == "error"]


def test_theirs_is_taken_when_asked_and_yours_kept_aside(tmp_path):
    root = write_workspace(tmp_path / "mine", {MODULE_PATH: CHANGED})
    added = add(shared(tmp_path), root, take=["contract"])
    assert (root / MODULE_PATH).read_text(encoding="utf-8") == MODULE
    (aside,) = root.glob(f"replaced/*/{MODULE_PATH}")
    assert aside.read_text(encoding="utf-8") == CHANGED
    assert codes(added.problems) == ["add-taken"]


def test_only_what_differs_can_be_taken(tmp_path):
    found = refusal(shared(tmp_path), receiver(tmp_path), take=["wages"])
    assert codes(found) == ["add-take-unknown"]


def test_translations_are_merged_entry_by_entry(tmp_path):
    own = 'msgid ""\nmsgstr "Language: fr\\n"\n\nmsgctxt "contract/title/1"\nmsgid "Reading a contract"\nmsgstr ""\n'
    root = write_workspace(tmp_path / "mine", {CATALOGUE: own})
    add(shared(tmp_path), root)
    file = parse_po((root / CATALOGUE).read_text(encoding="utf-8"), "")[0]
    assert [entry.strings for entry in file.entries] == [("Lire un contrat",)]
    other = own.removesuffix('msgstr ""\n') + 'msgstr "À nous"\n'
    (root / CATALOGUE).write_text(other, encoding="utf-8")
    added = add(tmp_path / "file.zip", root)
    assert codes(added.problems) == ["add-entries-kept"]
    assert (root / CATALOGUE).read_text(encoding="utf-8") == other


def test_adding_twice_changes_nothing(tmp_path):
    root = receiver(tmp_path)
    add(shared(tmp_path), root)
    before = snapshot(root)
    added = add(tmp_path / "file.zip", root)
    assert added.written == ()
    assert codes(added.problems) == ["add-nothing"]
    assert snapshot(root) == before


def test_a_dry_run_writes_nothing_and_says_the_same(tmp_path):
    root = receiver(tmp_path)
    file = shared(tmp_path)
    before = snapshot(root)
    dry = add(file, root, dry_run=True)
    assert snapshot(root) == before
    assert dry.written == add(file, root).written


def test_an_id_that_means_something_else_here_is_refused(tmp_path):
    own = "curricula/own/start.md"
    root = receiver(tmp_path, {own: MODULE.replace("con-key", "wag-key").replace("con-", "sta-")})
    found = refusal(shared(tmp_path), root)
    assert codes(found) == ["add-id-used"]
    assert str(found[0].where) == f"{OTHER}:{WAGES[: WAGES.index(':::{key-messages}')].count(chr(10)) + 1}"
    assert own in found[0].message


def test_a_module_of_the_same_name_in_another_curriculum_is_refused(tmp_path):
    root = receiver(tmp_path, {"curricula/own/wages.md": WAGES.replace("wag-", "own-")})
    found = refusal(shared(tmp_path), root)
    assert codes(found) == ["add-id-used"]
    assert "curricula/own/wages.md" in found[0].message


def test_a_scale_with_other_options_is_refused(tmp_path):
    own = FILES["evaluation/scales.yaml"].replace("In between", "Perhaps")
    found = refusal(shared(tmp_path), receiver(tmp_path, {"evaluation/scales.yaml": own}))
    assert codes(found) == ["add-scale-differs"]


def test_a_source_that_differs_stays(tmp_path):
    own = FILES["curricula/bibliography.yaml"].replace("year: 2012", "year: 2011")
    root = receiver(tmp_path, {"curricula/bibliography.yaml": own})
    added = add(shared(tmp_path), root)
    assert codes(added.problems) == ["add-entries-kept"]
    assert (root / "curricula/bibliography.yaml").read_text(encoding="utf-8").startswith(own)
    (beside,) = root.glob("incoming/*/curricula/bibliography.yaml")
    assert "2012" in beside.read_text(encoding="utf-8")


def test_a_module_that_is_named_and_missing_is_a_warning(tmp_path):
    text = WAGES.replace("prerequisites: []", "prerequisites: [contract]")
    added = add(shared(tmp_path, "wages", changes={OTHER: text}), receiver(tmp_path))
    assert codes(added.problems) == ["add-module-elsewhere"]
    assert '"contract"' in added.problems[0].message


def test_content_that_brings_an_error_is_refused(tmp_path):
    """The modules say how they meet practice 9, which the receiver does not have."""
    practices = FILES["curricula/practices.yaml"]
    root = receiver(tmp_path, {"curricula/practices.yaml": practices[: practices.index("- number: 9")]})
    text = MODULE.replace("con-", "sta-").replace(
        "practices:\n  9: Opens with agreements that participants know.\n", ""
    )
    (root / "curricula/own/start.md").write_text(text, encoding="utf-8")
    found = refusal(shared(tmp_path), root)
    assert set(codes(found)) == {"add-new-error"}
    assert "9" in found[0].message


def test_a_link_in_the_workspace_is_not_written_through(tmp_path):
    root = receiver(tmp_path)
    outside = tmp_path / "outside"
    outside.mkdir()
    try:
        (root / "curricula/labour").rmdir()
        (root / "curricula/labour").symlink_to(outside, target_is_directory=True)
    except OSError:
        pytest.skip("no links on this system")
    assert "file-outside" in codes(refusal(shared(tmp_path), root))
    assert list(outside.iterdir()) == []


def test_a_folder_that_differs_in_capitals_only_is_refused(tmp_path):
    root = receiver(tmp_path)
    (root / "curricula/labour").rename(root / "curricula/Labour")
    if (root / "curricula/labour").exists():
        pytest.skip("capitals do not count on this system")
    assert set(codes(refusal(shared(tmp_path), root))) == {"share-member"}


@pytest.mark.parametrize("fails_at", [0, 1, 3])
def test_a_disk_that_fails_halfway_leaves_everything_as_it_was(tmp_path, monkeypatch, fails_at):
    root = receiver(tmp_path)
    file = shared(tmp_path)
    real, calls = put._make_folders, []

    def broken(folder, made):
        calls.append(folder)
        if len(calls) > fails_at:
            raise OSError(28, "No space left on device")
        real(folder, made)

    monkeypatch.setattr(put, "_make_folders", broken)
    assert codes(refusal(file, root)) == ["add-undone"]
    assert not list(root.glob(".tot-add*"))


def test_stopping_halfway_leaves_everything_as_it_was(tmp_path, monkeypatch):
    root = receiver(tmp_path)
    file = shared(tmp_path)
    before = snapshot(root)
    real, calls = put._make_folders, []

    def stopped(folder, made):
        calls.append(folder)
        if len(calls) > 2:
            raise KeyboardInterrupt
        real(folder, made)

    monkeypatch.setattr(put, "_make_folders", stopped)
    with pytest.raises(KeyboardInterrupt):
        add(file, root)
    assert snapshot(root) == before


def test_authors_stay_named_when_content_is_passed_on(tmp_path):
    root = receiver(tmp_path)
    add(shared(tmp_path), root)
    share(("labour",), tmp_path / "again.zip", workspace=root, authors=("Second",))
    made, _ = read_share(tmp_path / "again.zip")
    assert [credit.authors for credit in made.manifest.credits] == [("Giver",)]
    third = write_workspace(tmp_path / "third", {})
    add(tmp_path / "again.zip", third)
    found = json.loads((third / "curricula/credits.json").read_text(encoding="utf-8"))
    assert [one["authors"] for one in found["added"]] == [["Giver"], ["Second"]]


def test_the_built_in_workspace_is_not_written_to(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    with pytest.raises(ProblemsError) as stop:
        add(shared(tmp_path), None)
    assert codes(stop.value.problems) == ["add-workspace-built-in"]


def test_a_folder_that_is_no_workspace(tmp_path):
    (tmp_path / "empty").mkdir()
    assert codes(refusal(shared(tmp_path), tmp_path / "empty")) == ["workspace-empty"]


def test_the_command_shows_what_it_does(tmp_path, capsys):
    root = write_workspace(tmp_path / "mine", {MODULE_PATH: CHANGED})
    with pytest.raises(SystemExit) as done:
        main(["add", str(shared(tmp_path)), "--workspace", str(root), "--dry-run", "--diff"])
    assert done.value.code == 0
    shown = capsys.readouterr()
    assert f"! kept-both {MODULE_PATH}" in shown.out
    assert "    -- Never sign in a hurry." in shown.out
    assert f"+ new       {OTHER}" in shown.out
    assert "by Giver, CC-BY-4.0" in shown.err
    with pytest.raises(SystemExit):
        main(["add", str(tmp_path / "file.zip"), "--workspace", str(root), "--json"])
    assert json.loads(capsys.readouterr().out)["title"] == "Labour"


def test_a_refusal_ends_with_1(tmp_path):
    (tmp_path / "x.zip").write_bytes(b"nothing")
    with pytest.raises(SystemExit) as done:
        main(["add", str(tmp_path / "x.zip"), "--workspace", str(giver(tmp_path))])
    assert done.value.code == 1
