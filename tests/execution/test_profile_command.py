"""`tot profile` as it is typed: the group's folder, the forms, a portfolio, and what is refused."""

from __future__ import annotations

import json
import re

import pytest

from tests.evaluation.profile.make_example import FILE
from toolkit.cli import main
from toolkit.planning.group_profile import load_group_profile


def tot(capsys: pytest.CaptureFixture[str], *arguments: object) -> tuple[int, str, str]:
    with pytest.raises(SystemExit) as stop:
        main([str(argument) for argument in arguments])
    out, err = capsys.readouterr()
    return int(stop.value.code or 0), out, err


def codes() -> list[str]:
    return [line.split(";")[0] for line in FILE.read_text(encoding="utf-8").splitlines()[2:]]


def test_the_folder_of_a_group_holds_no_code(capsys, tmp_path):
    code, out, err = tot(capsys, "profile", "--responses", FILE, "--made-up", "--output", tmp_path / "group", "--json")
    assert code == 0, err
    assert json.loads(out)["people"] == 25
    files = sorted(p.name for p in (tmp_path / "group").iterdir())
    assert files == [
        "group-profile.docx",
        "group-profile.json",
        "group-profile.pdf",
        "group-profile.yaml",
        "manifest.json",
    ]
    assert load_group_profile(tmp_path / "group" / "group-profile.yaml")[0].people == 25
    said = (
        out
        + err
        + "".join(
            (tmp_path / "group" / name).read_text(encoding="utf-8") for name in files if name.endswith(("yaml", "json"))
        )
    )
    assert not [one for one in codes() if one in said]


def test_a_portfolio_folder_tells_no_code(capsys, tmp_path):
    chosen = codes()[:2]
    code, out, err = tot(
        capsys, "profile", "--responses", FILE, "--portfolio", *chosen, "-l", "en", "--output", tmp_path / "p"
    )
    assert code == 0, err
    names = sorted(p.name for p in (tmp_path / "p").iterdir())
    assert names == ["manifest.json", "portfolio-1.docx", "portfolio-1.pdf", "portfolio-2.docx", "portfolio-2.pdf"]
    assert not [one for one in chosen if one in out + err + (tmp_path / "p" / "manifest.json").read_text("utf-8")]


def test_a_code_that_nobody_has_writes_nothing_and_is_not_repeated(capsys, tmp_path):
    code, out, err = tot(
        capsys, "profile", "--responses", FILE, "--portfolio", codes()[0], "987654", "--output", tmp_path / "p"
    )
    assert code == 1
    assert "profile-code-unknown" in err
    assert "code number 2" in err
    assert "987654" not in out + err
    assert not (tmp_path / "p").exists()


@pytest.mark.parametrize(
    ("arguments", "problem"),
    [
        ((), "profile-without-responses"),
        (("--forms", "--responses", FILE), "profile-forms-alone"),
        (("--responses", "nowhere.csv"), "file-missing"),
        (("--responses", FILE, "-l", "xx-nowhere"), "brief-language-unknown"),
    ],
)
def test_what_does_not_go_together_is_told(capsys, tmp_path, arguments, problem):
    code, _, err = tot(capsys, "profile", *arguments, "--output", tmp_path / "x")
    assert code == 1
    assert problem in err
    assert not (tmp_path / "x").exists()


def test_too_few_people_are_no_group(capsys, tmp_path):
    few = tmp_path / "few.csv"
    few.write_text("\n".join(FILE.read_text(encoding="utf-8").splitlines()[:8]) + "\n", encoding="utf-8")
    code, _, err = tot(capsys, "profile", "--responses", few, "--output", tmp_path / "x")
    assert (code, "profile-too-few" in err) == (1, True)
    code, _, err = tot(capsys, "profile", "--responses", few, "--internal", "--output", tmp_path / "x")
    assert code == 0, err


def test_columns_that_nobody_declared_are_never_read(capsys, tmp_path):
    lines = FILE.read_text(encoding="utf-8").splitlines()
    spoiled = [lines[0], f"{lines[1]};name;phone", *(f"{line};Planted Name;+351 900" for line in lines[2:])]
    named = tmp_path / "named.csv"
    named.write_text("\n".join(spoiled) + "\n", encoding="utf-8")
    code, out, err = tot(capsys, "profile", "--responses", named, "--output", tmp_path / "g", "--json")
    assert code == 0, err
    written = b"".join(p.read_bytes() for p in (tmp_path / "g").iterdir())
    assert b"Planted" not in written
    assert "Planted" not in out + err


def test_a_folder_of_another_kind_is_not_replaced(capsys, tmp_path):
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "letter.txt").write_text("x", encoding="utf-8")
    code, _, err = tot(capsys, "profile", "--responses", FILE, "--output", tmp_path / "mine")
    assert (code, "output-not-ours" in err) == (1, True)
    assert (tmp_path / "mine" / "letter.txt").exists()


def test_the_change_in_one_session_is_told(capsys, tmp_path):
    """One day for six modules: minutes move to what matters most to the group."""
    brief = tmp_path / "brief.yaml"
    brief.write_text(
        "title: One short day\naudience: refugees\nstage: pre_departure\ntemplate: one-day\ndays: 1\n"
        "modules: {only: [health, family, housing, work, language, adaptation]}\n",
        encoding="utf-8",
    )
    code, _, err = tot(capsys, "profile", "--responses", FILE, "--brief", brief, "--output", tmp_path / "g")
    assert code == 0, err
    moved = {name: (int(a), int(b)) for name, a, b in re.findall(r"^([a-z-]+): (\d+) -> (\d+) min", err, re.MULTILINE)}
    assert set(moved) == {"health", "family", "housing", "work", "language", "adaptation"}
    assert moved["family"][1] <= moved["family"][0], "known already"
    assert sum(b - a for name, (a, b) in moved.items() if name in ("health", "housing", "work", "language")) > 0


def test_the_example_in_the_manual_is_there():
    manual = (FILE.parents[2] / "docs" / "profile.md").read_text(encoding="utf-8")
    assert set(re.findall(r"--portfolio (\d{6})", manual)) <= set(codes())


def test_the_instrument_of_the_forms_reads_the_same(capsys, tmp_path):
    """The questions may have changed since the forms were sent out: their own file still reads the answers."""
    assert tot(capsys, "profile", "--forms", "-l", "en", "-l", "ar", "--output", tmp_path / "forms")[0] == 0
    asked = ("--instrument", tmp_path / "forms" / "instrument.yaml")
    code, out, err = tot(capsys, "profile", "--responses", FILE, *asked, "--output", tmp_path / "a", "--json")
    assert code == 0, err
    today = json.loads(tot(capsys, "profile", "--responses", FILE, "--output", tmp_path / "b", "--json")[1])
    assert json.loads(out) | {"instrument": ""} == today | {"instrument": ""}
