"""The needs conversation: answers choose track and modules, say why, and make a brief that can be planned."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from toolkit.cli import main
from toolkit.content.language import Language
from toolkit.content.workspace import built_in_workspace
from toolkit.execution.needs_brief import needs_brief_text, write_needs_brief, write_needs_form
from toolkit.execution.session import load_workspace, open_session
from toolkit.planning.needs_table import Answers, load_answers, load_talk_table
from toolkit.planning.needs_talk import choose_session
from toolkit.problems import ProblemsError
from toolkit.rendering.outlines.needs_form import answers_text, statement_words, topic_words, track_words

ROOT = built_in_workspace()
CONTENT = load_workspace(ROOT)[0]
TABLE, TABLE_PROBLEMS = load_talk_table(CONTENT)
EXAMPLE = ROOT / "session_templates" / "needs" / "example-answers.yaml"


def choose(**answers):
    return choose_session(CONTENT, TABLE, Answers(**{"destination": "PT", "start": "09:00", "end": "16:30"} | answers))[
        0
    ]


def codes(raised) -> list[str]:
    return [problem.code for problem in raised.value.problems]


def answers_file(tmp_path: Path, text: str) -> Path:
    file = tmp_path / "answers.yaml"
    file.write_text(text, encoding="utf-8")
    return file


def test_every_activity_of_the_shipped_table_is_in_the_modules():
    assert TABLE_PROBLEMS == ()


def test_the_form_prints_the_shipped_words_of_the_table():
    """The form's words are translated, so they stand in two places: these keep them the same."""
    english = Language("en")
    assert {s.id: s.says for s in TABLE.statements} == dict(statement_words(english))
    assert {t.id: t.says for t in TABLE.topics} == dict(topic_words(english))
    assert {t.id for t in TABLE.tracks} == set(track_words(english))


def test_what_is_true_in_the_town_decides_the_track_and_says_so():
    chosen = choose(arrived="months", true_here=("profiles-no-jobs", "bad-jobs", "worn-out"))
    assert chosen.track == "work"
    assert chosen.brief.modules.only == ("integration-through-work",)
    assert "no jobs" in chosen.why[0].because
    assert "bad ones" in chosen.why[0].because


def test_a_town_that_nobody_has_come_to_begins_with_the_welcome():
    chosen = choose(arrived="none")
    assert (chosen.track, chosen.brief.stage) == ("welcome", "pre_departure")
    assert "nobody has arrived yet" in chosen.why[0].because


def test_the_team_leaders_own_choice_wins_and_what_was_not_held_is_said():
    chosen = choose(arrived="none", track="autonomy", true_here=("nobody-met",))
    assert chosen.track == "autonomy"
    assert any("welcome and work" in line for line in chosen.prepare)


def test_a_statement_gives_its_activity_full_length_with_the_reason():
    chosen = choose(arrived="weeks", true_here=("bad-moment",))
    assert chosen.brief.edits.minutes["beg-counter-play"] == CONTENT.activities()["beg-counter-play"].minutes.most
    assert any("The first conversation" in why.what and "bad moment" in why.because for why in chosen.why)


def test_where_time_is_short_lengths_go_before_topics_and_it_is_said():
    wide = choose(arrived="weeks", true_here=("bad-moment", "nobody-met"), topics=("interpreters",))
    half = choose(arrived="weeks", true_here=("bad-moment", "nobody-met"), topics=("interpreters",), end="12:30")
    short = choose(arrived="weeks", true_here=("bad-moment",), topics=("interpreters", "housing"), end="10:30")
    assert wide.no_room == ()
    assert half.brief.modules.only == ("beginners", "interpreters")
    assert not half.brief.edits.minutes
    assert half.no_room
    assert short.brief.modules.only == ("beginners",)
    assert [line for line in short.no_room if "Finding homes" in line]


def test_what_would_be_unwise_now_stays_out():
    chosen = choose(arrived="weeks", topics=("interpreters", "neighbours"), not_now=("neighbours", "welcome"))
    assert chosen.track != "welcome"
    assert "neighbours" not in chosen.brief.modules.only


@settings(max_examples=12, deadline=None)
@given(
    true_here=st.lists(st.sampled_from([s.id for s in TABLE.statements]), unique=True, max_size=6),
    topics=st.lists(st.sampled_from([t.id for t in TABLE.topics]), unique=True, max_size=3),
    track=st.sampled_from(["welcome", "work", "autonomy", "unsure"]),
    end=st.sampled_from(["11:30", "13:00", "16:30"]),
)
def test_whatever_is_ticked_there_is_a_session_with_reasons(true_here, topics, track, end):
    chosen = choose(true_here=tuple(true_here), topics=tuple(topics), track=track, end=end, arrived="months")
    assert chosen.brief.modules.only
    assert chosen.why
    wished = {t.module for t in TABLE.topics if t.id in topics}
    lost = sum(line.startswith("topic") for line in chosen.no_room)
    assert len(wished - set(chosen.brief.modules.only)) == lost


def test_the_example_becomes_a_brief_that_tot_plan_takes(tmp_path):
    out = tmp_path / "town.yaml"
    chosen, _ = write_needs_brief(EXAMPLE, out, ROOT)
    session = open_session(out, workspace=ROOT)
    assert session.plan.module_ids() == ("beginners", "interpreters", "housing-partnerships")
    text = out.read_text(encoding="utf-8")
    assert all(why.because.split(" ")[0] in text for why in chosen.why)


def test_the_empty_file_is_read_as_it_is_and_holds_every_id(tmp_path):
    file = answers_file(tmp_path, answers_text(TABLE))
    answers, problems = load_answers(file, TABLE)
    assert problems == ()
    assert answers.true_here == ()
    assert answers.topics == ()
    freed = answers_file(tmp_path, answers_text(TABLE).replace("  # - ", "  - "))
    answers, problems = load_answers(freed, TABLE)
    assert problems == ()
    assert answers.true_here == tuple(s.id for s in TABLE.statements)
    assert answers.topics == tuple(t.id for t in TABLE.topics)


def test_an_unknown_word_is_named_at_its_line_with_the_nearest_one(tmp_path):
    file = answers_file(tmp_path, "true_here: [bad-momemt]\ntopics:\n  - housig\ntrack: later\n")
    with pytest.raises(ProblemsError) as raised:
        write_needs_brief(file, tmp_path / "brief.yaml", ROOT)
    assert codes(raised) == ["needs-answer-unknown"] * 3
    assert "bad-moment" in raised.value.problems[0].hint
    assert [p.where.line for p in raised.value.problems] == [1, 3, 4]
    assert not (tmp_path / "brief.yaml").exists()


def test_words_of_the_team_leader_stay_remarks():
    """A line break in an answer cannot become a line of the brief."""
    answers = Answers(better="Calm\nmodules: {only: [contract]}\n\x85title: taken over")
    chosen, _ = choose_session(CONTENT, TABLE, answers)
    lines = needs_brief_text(chosen, answers).splitlines()
    assert [line for line in lines if "contract" in line or "taken over" in line] != []
    assert all(line.startswith("#") for line in lines if "contract" in line or "taken over" in line)


def test_nobodys_brief_is_replaced(tmp_path):
    out = tmp_path / "town.yaml"
    out.write_text("mine", encoding="utf-8")
    with pytest.raises(ProblemsError) as raised:
        write_needs_brief(EXAMPLE, out, ROOT)
    assert codes(raised) == ["needs-file-exists"]
    assert out.read_text(encoding="utf-8") == "mine"


@pytest.mark.parametrize("language", ["en", "ar"])
def test_the_form_is_one_page(tmp_path, language):
    from pypdf import PdfReader

    write_needs_form(tmp_path / "form.pdf", language, ROOT)
    assert len(PdfReader(tmp_path / "form.pdf").pages) == 1


def test_the_form_knows_its_kind_by_the_ending(tmp_path):
    write_needs_form(tmp_path / "form.docx", "en", ROOT)
    assert (tmp_path / "form.docx").read_bytes()[:2] == b"PK"
    with pytest.raises(ProblemsError) as raised:
        write_needs_form(tmp_path / "form.odt", "en", ROOT)
    assert codes(raised) == ["needs-form-ending"]
    with pytest.raises(ProblemsError) as raised:
        write_needs_form(tmp_path / "other.pdf", "zz", ROOT)
    assert codes(raised) == ["brief-language-unknown"]


def test_the_command_says_what_it_chose(tmp_path, capsys):
    with pytest.raises(SystemExit) as left:
        main(["needs", "brief", str(EXAMPLE), "--output", str(tmp_path / "town.yaml"), "--json", "-w", str(ROOT)])
    assert left.value.code == 0
    import json

    said = json.loads(capsys.readouterr().out)
    assert said["track"] == "welcome"
    assert said["modules"][0] == "beginners"
