"""The bundled part of ESCO: sound as shipped, extendable, and every broken line told."""

from __future__ import annotations

from collections import Counter

import pytest

from toolkit.content.load import load_content
from toolkit.content.workspace import built_in_workspace
from toolkit.evaluation.profile.check import check_profile
from toolkit.evaluation.profile.esco import family_of, load_esco, of_kind

HEAD = "key,kind,code,uri,label\n"
TAILOR = "tailor,occupation,7531.5,http://data.europa.eu/esco/occupation/978ae3a2-0831-415a-8396-b84dde656fc5,tailor\n"


def read(tmp_path, text):
    (tmp_path / "evaluation").mkdir()
    (tmp_path / "evaluation" / "esco.csv").write_text(text, encoding="utf-8")
    return load_esco(tmp_path)


def test_the_shipped_table_is_sound():
    entries, problems = load_esco(built_in_workspace())
    assert problems == ()
    assert max(Counter(e.uri for e in entries).values()) == 1
    assert len(of_kind(entries, "occupation")) >= 40
    tailor = next(e for e in entries if e.key == "tailor")
    assert family_of(tailor, entries).label.source == "Craft and related trades workers"


def test_a_line_that_an_organisation_adds_is_there(tmp_path):
    entries, problems = read(tmp_path, HEAD + TAILOR)
    assert problems == ()
    assert [(e.key, e.code, e.label.source) for e in entries] == [("tailor", "7531.5", "tailor")]


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("Tailor,occupation,1,http://data.europa.eu/esco/occupation/a,x\n", "its key"),
        (TAILOR, "used twice"),
        ("a,job,1,http://data.europa.eu/esco/occupation/a,x\n", "its kind"),
        ("a,occupation,1,http://example.org/a,x\n", "not an address of ESCO"),
        ("a,occupation,1,javascript:alert(1),x\n", "not an address of ESCO"),
        ("a,occupation,1,http://data.europa.eu/esco/occupation/a,\n", "no label"),
        ("a,b\n", "2 cells instead of 5"),
    ],
)
def test_a_broken_line_is_told_and_left_out(tmp_path, line, reason):
    entries, problems = read(tmp_path, HEAD + TAILOR + line)
    assert [e.key for e in entries] == ["tailor"]
    assert [(p.code, p.where.line) for p in problems] == [("esco-line", 3)]
    assert reason in problems[0].message


def test_other_columns_are_told(tmp_path):
    assert [p.code for p in read(tmp_path, "uri,label\n")[1]] == ["esco-columns"]


def test_a_workspace_may_have_no_table(tmp_path):
    assert load_esco(tmp_path) == ((), ())


def test_the_check_of_a_workspace_finds_what_is_wrong_in_these_files(tmp_path):
    source = built_in_workspace()
    (tmp_path / "curricula").mkdir()
    (tmp_path / "session_templates").mkdir()
    (tmp_path / "evaluation").mkdir()
    for name in ("profile.yaml", "scales.yaml"):
        (tmp_path / "evaluation" / name).write_text(
            (source / "evaluation" / name).read_text(encoding="utf-8"), encoding="utf-8"
        )
    (tmp_path / "evaluation" / "esco.csv").write_text(HEAD + "a,b\n", encoding="utf-8")
    (tmp_path / "evaluation" / "profile-needs.yaml").write_text(
        "topics:\n  pr-top-nothing: [work]\nwishes:\n  pr-asp-next: {wrok: [wrk-roads]}\n", encoding="utf-8"
    )
    content = load_content(tmp_path)[0]
    assert [(p.code, p.where.path, p.where.line) for p in check_profile(content)] == [
        ("esco-line", "evaluation/esco.csv", 2),
        ("profile-needs-unknown", "evaluation/profile-needs.yaml", 2),
        ("profile-needs-unknown", "evaluation/profile-needs.yaml", 4),
    ]
    assert check_profile(load_content(source)[0]) == ()
