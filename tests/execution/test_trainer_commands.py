"""``tot trainer`` and ``tot certify logbook``: papers written whole, in the right format."""

import json

import pypdf
import pytest

from tests.findings_sample import findings
from tests.session_sample import plan
from toolkit.cli import app, run
from toolkit.content.workspace import built_in_workspace
from toolkit.evaluation.findings.json_form import findings_json
from toolkit.planning.plan_file import save_plan_text

ROOT = built_in_workspace()
BRIEF = ROOT / "session_templates" / "briefs" / "refugees-three-days-lebanon-portugal.yaml"


def tot(*arguments):
    return run(app, [*(str(a) for a in arguments), "--workspace", str(ROOT)])


@pytest.fixture
def session(tmp_path):
    folder = tmp_path / "accra"
    folder.mkdir()
    (folder / "plan.json").write_text(save_plan_text(plan()), encoding="utf-8")
    return folder


def text_of(file):
    return "\n".join(page.extract_text() for page in pypdf.PdfReader(file).pages)


def test_forms_are_the_rubric_two_sheets_and_the_handouts(tmp_path):
    assert tot("trainer", "forms", "-o", tmp_path / "forms.pdf", "-q") == 0
    text = text_of(tmp_path / "forms.pdf")
    for words in (
        "Observation rubric",
        "Looking back at my session",
        "Feedback on a short piece",
        "My trainer's logbook",
    ):
        assert words in text


def test_pairing_of_a_shipped_brief(tmp_path):
    assert tot("trainer", "pairing", BRIEF, "-o", tmp_path / "team.docx", "-q") == 0
    assert (tmp_path / "team.docx").stat().st_size > 1000


def test_a_brief_without_trainers_has_no_team(tmp_path, capsys):
    lines = BRIEF.read_text(encoding="utf-8").splitlines()
    start = lines.index("trainers:")
    end = next(n for n, line in enumerate(lines[start + 1 :], start + 1) if line[:1] not in (" ", "#", ""))
    (tmp_path / "brief.yaml").write_text("\n".join(lines[:start] + lines[end:]), encoding="utf-8")
    assert tot("trainer", "pairing", tmp_path / "brief.yaml", "-o", tmp_path / "team.pdf") == 1
    assert "pairing-nobody" in capsys.readouterr().err


def test_record_and_logbook_of_a_session(session, tmp_path):
    assert tot("trainer", "record", session, "-o", tmp_path / "record.pdf", "-q") == 0
    assert "not evaluated" in text_of(tmp_path / "record.pdf")
    assert tot("certify", "logbook", session, "--languages", "en", "fr", "-o", tmp_path / "log.docx", "-q") == 0
    assert (tmp_path / "log.docx").is_file()


def test_findings_stand_in_the_record_also_without_minutes(session, tmp_path):
    (session / "findings").mkdir()
    text = json.dumps(findings_json(findings()))
    (session / "findings" / "evaluation.json").write_text(text, encoding="utf-8")
    assert tot("trainer", "record", session, "-o", tmp_path / "record.pdf", "-q") == 0
    assert "percentage points" in text_of(tmp_path / "record.pdf")


def test_other_formats_are_refused_and_nothing_is_left(session, tmp_path, capsys):
    assert tot("trainer", "record", session, "-o", tmp_path / "record.odt", "-q") == 1
    assert "paper-format" in capsys.readouterr().err
    assert sorted(p.name for p in tmp_path.iterdir()) == ["accra"]
