"""The handover tells the receiving side about the session and the group, and nothing about anybody in it."""

from __future__ import annotations

import json
import zipfile
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from toolkit.cli import app, main, run
from toolkit.content.workspace import built_in_workspace
from toolkit.evaluation.estimate.change import Change
from toolkit.evaluation.findings.json_form import findings_json
from toolkit.evaluation.findings.records import (
    Counts,
    DisclosureNote,
    Findings,
    Flag,
    GroupFinding,
    ItemFinding,
    ObjectiveFinding,
    RankFinding,
    ScaleFinding,
)
from toolkit.evaluation.handover import make_handover
from toolkit.execution.handing_over import EMPLOYERS, POST_ARRIVAL, RESIDENTS, hand_over, prepare_handover
from toolkit.execution.handover_words import what_crosses
from toolkit.execution.session import load_workspace, open_session
from toolkit.planning.group_profile import load_group_profile
from toolkit.planning.plan_file import save_plan_text
from toolkit.planning.session_record import RECORD_FILE, record_of, save_record_text
from toolkit.problems import ProblemsError

ROOT = built_in_workspace()
EXAMPLES = ROOT / "evaluation" / "examples"
BRIEF = EXAMPLES / "lebanon-portugal" / "brief.yaml"
PROFILE = EXAMPLES / "group-profile-lebanon-portugal.yaml"
CONTENT = load_workspace(ROOT)[0]
NAMING = {"handover-name", "handover-address", "handover-number", "handover-code"}
NAME, CODE, REMARK = "Samira Haddad", "KB-017", "wept in the second hour"
PLANTED = ("Samira", "Haddad", CODE, "wept", "13.37", "13,37", "86.61", "Nahr-Street", "chemotherapy", "Mandaean")


@pytest.fixture(scope="module")
def plan():
    return open_session(BRIEF, workspace=ROOT).plan


@pytest.fixture(scope="module")
def profile():
    return load_group_profile(PROFILE)[0]


def change(n: int, pre: float, post: float) -> Change:
    gain = post - pre
    return Change(
        n=n, max_score=100, mean_pre=pre, mean_post=post, mean_change=gain, ci_low=gain - 5, ci_high=gain + 5,
        mean_pre_pct=pre, mean_post_pct=post, mean_change_pct=gain, ci_low_pct=gain - 5, ci_high_pct=gain + 5,
    )  # fmt: skip


def findings(**changes: object) -> Findings:
    """Of 24 people: a module that was learned, an objective that was not reached."""
    made = Findings(
        title="Test",
        instrument="test",
        version="1",
        publish_at=10,
        max_score=10,
        counts=Counts(25, 24, 24),
        change=change(24, 40, 70),
        ranks=RankFinding(24),
        objectives=(
            ObjectiveFinding("arr-call", "arrival", ("q",), change(24, 40, 90), True),
            ObjectiveFinding("hou-keep", "housing", ("r",), change(24, 40, 42), False),
        ),
        groups=(
            GroupFinding("module", "arrival", Counts(25, 24, 24), change(24, 40, 90)),
            GroupFinding("module", "housing", Counts(25, 24, 24), change(24, 40, 42)),
        ),
    )
    return replace(made, **changes)


def save(folder: Path, plan, found: Findings | None = None) -> Path:
    """A finished session's folder, with findings beside its plan."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "plan.json").write_text(save_plan_text(plan), encoding="utf-8")
    data = json.dumps(findings_json(found or findings()))
    (folder / "evaluation.json").write_text(data, encoding="utf-8")
    return folder


def hand(folder: Path, out: Path, **more: object):
    given = {"findings": folder / "evaluation.json", "profile": PROFILE, "workspace": ROOT} | more
    return hand_over(folder, out, **given)


def everything_in(folder: Path) -> str:
    """All that one could read in the files of a folder: their names, bytes, parts of archives, words of PDFs."""
    from pypdf import PdfReader

    found: list[str] = []
    for path in sorted(p for p in folder.rglob("*") if p.is_file()):
        found += [path.name, path.read_bytes().decode("utf-8", "ignore")]
        if path.suffix == ".docx":
            with zipfile.ZipFile(path) as parts:
                found += [parts.read(name).decode("utf-8", "ignore") for name in parts.namelist()]
        if path.suffix == ".pdf":
            reader = PdfReader(path)
            found += [page.extract_text() for page in reader.pages] + [str(reader.metadata)]
    return "\n".join(found)


def words_of_pdf(path: Path) -> str:
    from pypdf import PdfReader

    return " ".join(" ".join(page.extract_text().split()) for page in PdfReader(path).pages)


def codes(raised) -> list[str]:
    return [problem.code for problem in raised.value.problems]


def test_planted_persons_do_not_cross(tmp_path, plan):
    """Names, codes, remarks and small cells wherever a file of the session has room for them: none comes out."""
    brief = plan.brief
    group = brief.group.model_copy(
        update={
            "strengths": (f"{NAME} is a midwife",),
            "accessibility": ("chemotherapy on Mondays",),
            "ages": {"61-80 Samira": 1},
            "women": 1,
            "mother_tongues": ("ku",),
        }
    )
    spoiled = brief.model_copy(
        update={"group": group, "venue": "12 Nahr-Street", "contact": f"{NAME}, {CODE}", "departure": date(2031, 7, 31)}
    )
    day = plan.days[0]
    slots = tuple(s.model_copy(update={"title": f"Talk with {NAME}", "materials": (CODE,)}) for s in day.slots)
    planted = plan.model_copy(update={"brief": spoiled, "days": (day.model_copy(update={"slots": slots}),)})
    small = change(4, 13.37, 86.61)
    found = findings(
        title=f"Answers of {NAME}",
        instrument=CODE,
        version=NAME,
        objectives=(
            findings().objectives[0],
            ObjectiveFinding("hou-keep", "housing", (CODE,), small, False),
            ObjectiveFinding("arr-bag", "arrival", (CODE,), small, True),
            ObjectiveFinding("o-samira", NAME, (CODE,), change(24, 13.37, 86.61), True),
        ),
        items=(ItemFinding(CODE, "arrival", "arr-bag", 4, pre_correct=0.1337, post_correct=0.8661),),
        scales=(ScaleFinding("confidence", NAME, (CODE,), 4, 4, small),),
        groups=(
            findings().groups[0],
            GroupFinding("module", "housing", Counts(4, 4, 4), small),
            GroupFinding("religion", "Mandaean", Counts(4, 4, 4), small),
            GroupFinding("module", NAME, Counts(24, 24, 24), small),
        ),
        flags=(Flag("few-people", CODE, {"who": NAME}),),
        disclosure=(DisclosureNote(f"religion: {NAME}", "small"),),
    )
    folder = save(tmp_path / "session of Samira Haddad", planted, found)
    record = record_of(planted, f"{NAME}-{CODE}")
    noted = tuple(s.model_copy(update={"remark": f"{NAME} {REMARK}", "actual_minutes": 20}) for s in record.slots)
    (folder / RECORD_FILE).write_text(save_record_text(record.model_copy(update={"slots": noted})), encoding="utf-8")
    (folder / "pre.csv").write_text(f"code;name\n{CODE};{NAME}\n", encoding="utf-8")
    profile = folder / "profile of Samira.yaml"
    profile.write_text(f"# {NAME} {CODE}\n" + PROFILE.read_text(encoding="utf-8"), encoding="utf-8")
    made = hand(folder, tmp_path / "out", profile=profile)
    text = everything_in(tmp_path / "out") + " ".join(f"{p.where} {p.message}" for p in made.problems)
    assert [word for word in PLANTED if word in text] == []
    assert "2031" not in text, "the day of departure"
    assert "61-80" not in text, "groups of the brief may be of one person"
    assert "Kurdish" not in text, "the profile's languages were each named by ten people; the brief's perhaps not"
    words = words_of_pdf(tmp_path / "out" / "handover.pdf")
    assert "90%" in words, "what 24 people reached may be shown"
    assert [figure for figure in ("13%", "87%") if figure in words] == [], "what four people reached may not"


def test_what_was_looked_for_would_have_been_found(tmp_path, plan):
    """The same search finds the title, which is meant to cross: it can fail."""
    out = tmp_path / "out"
    hand(save(tmp_path / "session", plan), out)
    assert everything_in(out).count("Before we leave for Portugal") >= 3
    assert "Before we leave for Portugal" in words_of_pdf(out / "handover.pdf")


@pytest.mark.parametrize(
    ("field", "words", "code"),
    [
        ("title", "Samira Haddad before she leaves", "handover-name"),
        ("title", "A day for the Haddad family", "handover-name"),
        ("title", "A day with Mrs Haddad", "handover-name"),
        ("title", "يوم مع عائلة حداد", "handover-name"),
        ("title", "Ask samira@example.org", "handover-address"),
        ("title", "Call +961 70 123 456", "handover-number"),
        ("title", "Session of KB-017", "handover-code"),
        ("organisation", "Orientation Team, +961 70 123 456", "handover-number"),
    ],
)
def test_what_crosses_as_written_is_warned_of_when_it_may_name_somebody(tmp_path, plan, field, words, code):
    spoiled = plan.model_copy(update={"brief": plan.brief.model_copy(update={field: words})})
    prepared = prepare_handover(save(tmp_path / "session", spoiled), workspace=ROOT)
    (warned,) = (p for p in prepared.problems if p.code in NAMING)
    assert warned.severity == "warning"
    assert f"under {field} stands" in warned.message
    assert warned.code == code
    assert any(words in line for line in what_crosses(prepared.handover, prepared.profile))


@pytest.mark.parametrize(
    "title",
    [
        "Before We Leave for Portugal",
        "A New Home in Portugal",
        "From Lebanon to Portugal",
        "Avant le départ au Portugal",
        "Work and Wages, Language and Health",
        "9-10-2027: housing",
    ],
)
def test_ordinary_titles_are_not_warned_of(tmp_path, plan, title):
    made = plan.model_copy(update={"brief": plan.brief.model_copy(update={"title": title})})
    prepared = prepare_handover(save(tmp_path / "session", made), profile=PROFILE, workspace=ROOT)
    assert [p.message for p in prepared.problems if p.code in NAMING] == []


def test_words_written_into_a_profile_by_hand_are_looked_at_too(tmp_path, plan):
    profile = tmp_path / "profile.yaml"
    text = PROFILE.read_text(encoding="utf-8").replace("Find work", f"Find work with {NAME}", 1)
    assert NAME in text
    profile.write_text(text, encoding="utf-8")
    prepared = prepare_handover(save(tmp_path / "session", plan), profile=profile, workspace=ROOT)
    (warned,) = (p for p in prepared.problems if p.code in NAMING)
    assert warned.where.path == profile.as_posix()
    assert "under wants stands" in warned.message


def test_what_crosses_is_said_before_anything_is_written(tmp_path, plan, capsys):
    folder, out = save(tmp_path / "session", plan), tmp_path / "out"
    given = [str(folder), "--findings", str(folder / "evaluation.json"), "--profile", str(PROFILE), "-w", str(ROOT)]
    assert run(app, ["handover", *given, "--output", str(out), "--dry-run"]) == 0
    told = capsys.readouterr().err
    assert not out.exists()
    for line in (
        'title, as written: "Before we leave for Portugal"',
        'organisation, as written: "Example Orientation Team"',
        "route: LB to PT",
        "people who answered both tests: 24",
        "each of at least 10 of 25 people",
    ):
        assert line in told
    assert run(app, ["handover", *given, "--output", str(out)]) == 0
    told = capsys.readouterr().err
    assert told.index("What crosses:") < told.index("files in")


def test_the_group_speaks_the_language_of_the_document(tmp_path, plan):
    out = tmp_path / "out"
    hand(save(tmp_path / "session", plan), out, language="fr", vacancies=("7",))
    words = words_of_pdf(out / "handover.pdf")
    assert "Apprendre la langue" in words
    assert [
        one for one in ("Learn the language", "Work in teams", "I want to know more", "Craft and") if one in words
    ] == []
    assert "MADE UP" in (out / "group-profile.yaml").read_text(encoding="utf-8")
    assert "Learn the language" in (out / "group-profile.yaml").read_text(encoding="utf-8"), "the file goes as it is"


@pytest.mark.parametrize("what", ["findings", "profile"])
def test_files_of_a_newer_version_are_refused(tmp_path, plan, what):
    folder = save(tmp_path / "session", plan)
    profile = tmp_path / "profile.yaml"
    text = PROFILE.read_text(encoding="utf-8")
    profile.write_text(text.replace("version: 1", "version: 2") if what == "profile" else text, encoding="utf-8")
    if what == "findings":
        file = folder / "evaluation.json"
        file.write_text(json.dumps({**json.loads(file.read_text(encoding="utf-8")), "format": 99}), encoding="utf-8")
    with pytest.raises(ProblemsError) as raised:
        hand(folder, tmp_path / "out", profile=profile)
    assert codes(raised) == ["file-newer"]


def test_covered_learned_and_not_reached_are_in_the_document(tmp_path, plan):
    hand(save(tmp_path / "session", plan), tmp_path / "out")
    words = words_of_pdf(tmp_path / "out" / "handover.pdf")
    assert "40%" in words
    assert "90%" in words
    assert "24 people answered both tests" in words
    assert "Keep a home: pay or speak in time" in words, "the objective that was not reached"


def test_the_briefs_that_it_writes_can_be_planned(tmp_path, plan):
    out = tmp_path / "out"
    hand(save(tmp_path / "session", plan), out)
    audiences = {}
    for name in (POST_ARRIVAL, RESIDENTS, EMPLOYERS):
        session = open_session(out / name, workspace=ROOT)
        audiences[name] = session.brief.audience
        assert session.brief.stage == "post_arrival"
        assert (session.brief.origin, session.brief.destination) == ("LB", "PT")
    assert audiences == {POST_ARRIVAL: "refugees", RESIDENTS: "municipalities", EMPLOYERS: "employers"}
    evening = open_session(out / RESIDENTS, workspace=ROOT).plan
    assert sum(slot.minutes for slot in evening.slots()) == 120


def test_briefs_are_titled_for_those_who_take_part_whatever_the_document_is_in(tmp_path, plan):
    hand(save(tmp_path / "session", plan), tmp_path / "out", language="ar")
    assert "After arrival" in (tmp_path / "out" / POST_ARRIVAL).read_text(encoding="utf-8")


def test_the_brief_after_arrival_takes_over_the_profile(tmp_path, plan, profile):
    out = tmp_path / "out"
    hand(save(tmp_path / "session", plan), out)
    brief = open_session(out / POST_ARRIVAL, workspace=ROOT).brief
    assert brief.group.literacy == profile.literacy
    assert brief.group.strengths == profile.strengths
    assert load_group_profile(out / "group-profile.yaml")[0] == profile


def test_the_same_inputs_give_the_same_files(tmp_path, plan):
    folder = save(tmp_path / "session", plan)
    first, second = hand(folder, tmp_path / "a"), hand(folder, tmp_path / "b")
    assert first.files == second.files
    assert all((tmp_path / "a" / f).read_bytes() == (tmp_path / "b" / f).read_bytes() for f in first.files)


def test_what_was_learned_is_not_suggested_again_and_what_is_wanted_comes_first(plan, profile):
    made = make_handover(CONTENT, plan, findings(), profile=profile)
    suggested = [s.module for s in made.suggestions]
    assert suggested[0] in ("health", "work", "language"), "what the group wants most, and was not held"
    learned = findings(
        objectives=tuple(
            ObjectiveFinding(o.id, "arrival", ("q",), change(24, 40, 90), True)
            for o in CONTENT.modules["arrival"].objectives
        )
    )
    assert "arrival" not in [s.module for s in make_handover(CONTENT, plan, learned, profile=profile).suggestions]


def test_objectives_that_were_not_reached_bring_their_module_back(plan):
    low = findings(
        objectives=tuple(
            ObjectiveFinding(o.id, "housing", ("q",), change(24, 20, 22), False)
            for o in CONTENT.modules["housing"].objectives
        )
    )
    made = make_handover(CONTENT, plan, low)
    first = made.suggestions[0]
    assert first.module == "housing"
    assert next(r.kind for r in first.reasons) == "again"
    assert all(1.5 <= made.needs[o.id] <= 2 for o in CONTENT.modules["housing"].objectives)


def test_a_part_that_was_left_out_is_left_open(plan):
    record = record_of(plan, "s")
    of_housing = {slot.id for slot in plan.slots() if slot.module == "housing"}
    slots = tuple(s.model_copy(update={"actual_minutes": 0}) if s.slot in of_housing else s for s in record.slots)
    made = make_handover(CONTENT, plan, None, record=record.model_copy(update={"slots": slots}))
    assert [state.module for state in made.modules] == ["arrival"]
    assert "housing" in [s.module for s in made.suggestions]


def test_vacancies_that_fit_nobodys_work_suggest_no_session_for_employers(tmp_path, plan):
    folder = save(tmp_path / "session", plan)
    fitting = hand(folder, tmp_path / "a", vacancies=("5120",))
    other = hand(folder, tmp_path / "b", vacancies=("2",))
    assert EMPLOYERS in fitting.files
    assert EMPLOYERS not in other.files
    assert "handover-no-employers" in [p.code for p in other.problems]
    assert "For employers" not in words_of_pdf(tmp_path / "b" / "handover.pdf")


def test_without_findings_and_profile_it_says_what_it_does_not_know(tmp_path, plan):
    folder = save(tmp_path / "session", plan)
    made = hand(folder, tmp_path / "out", findings=None, profile=None)
    words = words_of_pdf(tmp_path / "out" / "handover.pdf")
    assert "no test results that may be shown" in words
    assert "No group profile came" in words
    assert EMPLOYERS not in made.files
    assert POST_ARRIVAL in made.files


@pytest.mark.parametrize(
    ("spoil", "expected"),
    [
        (lambda f, p: save(f, p, findings(publish_at=5)), "handover-internal"),
        (lambda f, p: save(f, p, findings(objectives=(ObjectiveFinding("x", "contract", (), change(24, 1, 2)),))),
         "handover-other-session"),
        (lambda f, p: (f / "evaluation.json").write_text("[]"), "evaluation-findings-unreadable"),
        (lambda f, p: (f / "evaluation.json").write_text("[" * 100_000), "evaluation-findings-unreadable"),
        (lambda f, p: (f / "evaluation.json").unlink(), "file-missing"),
        (lambda f, p: save(f, p.model_copy(update={"brief": p.brief.model_copy(update={"stage": "return"})})),
         "handover-stage"),
    ],
)  # fmt: skip
def test_what_must_not_cross_is_refused_and_nothing_is_written(tmp_path, plan, spoil, expected):
    folder = save(tmp_path / "session", plan)
    spoil(folder, plan)
    with pytest.raises(ProblemsError) as raised:
        hand(folder, tmp_path / "out")
    assert expected in codes(raised)
    assert not (tmp_path / "out").exists()


def test_a_profile_for_inside_does_not_leave(tmp_path, plan):
    folder = save(tmp_path / "session", plan)
    inside = tmp_path / "profile.yaml"
    inside.write_text(PROFILE.read_text(encoding="utf-8").replace("at_least: 10", "at_least: 5"), encoding="utf-8")
    with pytest.raises(ProblemsError) as raised:
        hand(folder, tmp_path / "out", profile=inside, vacancies=("carpenter",), language="zz")
    assert sorted(codes(raised)) == ["brief-language-unknown", "handover-internal", "handover-vacancy"]


def test_the_command_writes_the_folder(tmp_path, plan, capsys):
    folder = save(tmp_path / "session", plan)
    out = tmp_path / "out"
    with pytest.raises(SystemExit) as left:
        main(
            [
                "handover",
                str(folder),
                "--findings",
                str(folder / "evaluation.json"),
                "--output",
                str(out),
                "-w",
                str(ROOT),
            ]
        )
    assert left.value.code == 0
    assert json.loads((out / "manifest.json").read_text(encoding="utf-8"))["kind"] == "handover"
    assert "handover.pdf" in capsys.readouterr().err
