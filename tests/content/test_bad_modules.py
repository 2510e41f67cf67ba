"""One mistake at a time in a module without any: the exact lines and codes that it brings, and nothing else."""

import pytest
from sample_workspace import MODULE, MODULE_PATH, check, line_of, short, spoil, write_workspace

ACTIVITY = "::::{activity} con-promises"

CASES = {
    # name: (edits, text that stands on the expected line, code) …
    "mistyped key in front matter": ([("summary:", "sumary:\nsummary:")], [("sumary:", "key-unknown")]),
    "missing key in front matter": ([("title: Reading a contract\n", "")], [("audiences:", "key-missing")]),
    "unknown status": ([("status: draft", "status: drafft")], [("status:", "value-not-allowed")]),
    "reviewed by nobody": ([("status: draft", "status: reviewed")], [("status:", "review-missing")]),
    "review to come": (
        [("status: draft", "status: reviewed\nreviewed: {by: X, on: 2027-01-01}")],
        [("reviewed: {", "review-future")],
    ),
    "unknown audience": ([("[labour_migrants]", "[labor_migrants]")], [("audiences:", "audience-unknown")]),
    "unknown stage": ([("[pre_departure]", "[predeparture]")], [("stages:", "stage-unknown")]),
    "unknown prerequisite": ([("prerequisites: []", "prerequisites: [contrat]")], [("prereq", "module-unknown")]),
    "prerequisite of itself": (
        [("prerequisites: []", "prerequisites: [contract]")],
        [("prereq", "prerequisite-cycle")],
    ),
    "unknown practice": ([("  9: Opens", "  99: Opens")], [("  99:", "practice-unknown")]),
    "unknown source": ([("key: iom-2011", "key: iom-2012")], [("key: iom-2012", "source-unknown")]),
    "comma without quotes": ([('"2.3"', "chapter 2, page 4")], [("chapter 2, page", "key-comma")]),
    "unclosed front matter": (
        [("---\n## What", "## What")],
        [("---", "front-matter-unclosed")],
    ),
    "no front matter": (
        [(MODULE[: MODULE.index("## What")], "")],
        [("## What", "front-matter-missing")],
    ),
    "unknown directive": ([("{objective} con-parts", "{objectiv} con-parts")], [("{objectiv}", "directive-unknown")]),
    "directive without braces": ([("{objective} con-parts", "objective con-parts")], [(":::obj", "directive-braces")]),
    "directive without id": (
        [("{facilitator} con-guide", "{facilitator}")],
        [(":::{facilitator}", "id-missing")],
    ),
    "id with a path": ([("{facilitator} con-guide", "{facilitator} ../x")], [("../x", "id-form")]),
    "id used twice": ([("con-sheet\n:title", "con-case\n:title"), ("[con-sheet]", "[]")], [("{case", "id-duplicate")]),
    "unclosed objective": (
        [("contract.\n:::\n\n:::{objective} con-ask", "contract.\n\n:::{objective} con-ask")],
        [("{objective} con-parts", "fence-unclosed")],
    ),
    "unclosed at the end": ([("sample contract.\n:::\n", "sample contract.\n")], [("con-guide", "fence-unclosed-end")]),
    "too few colons outside": (
        [(ACTIVITY, ":::{activity} con-promises"), ("strong?\n:::\n::::", "strong?\n:::\n:::")],
        [(":::{steps}", "fence-colons"), (":::{debrief}", "fence-colons")],
    ),
    "closing fence too short": ([("strong?\n:::\n::::", "strong?\n:::\n:::")], None),
    "stray fence": ([("Bring a sample contract.\n:::", "Bring it.\n:::\n\n:::")], [("Bring it.\n:::\n\n", None)]),
    "misplaced directive": ([(":::{debrief}\n- What made", ":::{notes}\n- What made")], None),
    "second steps": (
        [(":::{debrief}\n- What was", ":::{steps}\n:::\n\n:::{debrief}\n- What was")],
        [(":::{steps}\n:::", "directive-repeated")],
    ),
    "unknown need": ([("{adapt} low-literacy", "{adapt} low-literate")], [("{adapt}", "need-unknown")]),
    "unknown option": ([("known: true", "known: true\nknwon: true")], [("knwon", "key-unknown")]),
    "unknown kind": ([("kind: role-play", "kind: roleplay")], [("kind: roleplay", "value-not-allowed")]),
    "minutes are words": ([("minutes: 5-10-15", "minutes: short")], [("minutes: short", "value-wrong")]),
    "two numbers of minutes": ([("minutes: 5-10-15", "minutes: 5-10")], [("minutes: 5-10", "value-wrong")]),
    "minutes out of order": ([("minutes: 5-10-15", "minutes: 15-10-5")], [("minutes: 15", "minutes-order")]),
    "minutes not by five": ([("minutes: 5-10-15", "minutes: 5-10-12")], [("minutes: 5-10-12", "minutes-multiple")]),
    "steps take too long": ([("1. (4 min)", "1. (14 min)")], [("1. (14", "steps-minutes")]),
    "group size turned round": ([("group_size: 3-5", "group_size: 5-3")], [("group_size", "people-impossible")]),
    "group size missing": ([("group_size: 3-5\n", "")], [("grouping:", "group-size-missing")]),
    "objective mistyped in an activity": (
        [("[con-parts]", "[con-parts, con-aks]")],
        [("[con-parts, con-aks]", "objective-unknown")],
    ),
    "objective not served": ([("objectives: [con-ask]\n", "")], [("{objective} con-ask", "objective-unserved")]),
    "objective not tested": (
        [("objective: con-parts\ntype", "objective: con-ask\ntype")],
        [("{objective} con-parts", "objective-untested")],
    ),
    "skill tested by recall": (
        [("level: application", "level: recall")],
        [("{objective} con-ask", "skill-only-recall")],
    ),
    "skill not practised": ([("phase: practice", "phase: information")], [("con-ask", "skill-not-practised")]),
    "attitude only told": (
        [
            (":kind: skill", ":kind: attitude"),
            ("kind: role-play", "kind: story"),
            ("level: confidence", "level: intention"),
        ],
        [("con-ask", "attitude-only-told")],
    ),
    "attitude asked as knowledge": (
        [(":kind: skill", ":kind: attitude")],
        [("con-ask", "attitude-not-asked")],
    ),
    "no known opening": ([("known: true\n", "")], [(ACTIVITY, "known-missing")]),
    "steps missing": ([("{steps}", "{facilitator}")], [(ACTIVITY, "steps-missing")]),
    "debrief missing": (
        [(":::{debrief}\n- What made a promise strong?\n:::\n", "")],
        [(ACTIVITY, "debrief-missing")],
    ),
    "frame kind in a module": ([("kind: discussion", "kind: icebreaker")], [("kind: icebreaker", "kind-frame")]),
    "unsuited and adapted": (
        [("practices: [6]", "unsuited: [low-literacy]")],
        [("unsuited", "need-both")],
    ),
    "requires unknown": ([("practices: [6]", "requires: [con-promise]")], [("requires:", "activity-unknown")]),
    "requires itself": ([("practices: [6]", "requires: [con-role]")], [("requires:", "activity-cycle")]),
    "variant of itself": ([("practices: [6]", "variant_of: con-role")], [("variant_of:", "activity-cycle")]),
    "activity of a handout unknown": (
        [("Bring a", "x\n:::\n\n:::{handout} con-more\n:title: M\n:activity: con-rol\n\nBring a")],
        [(":activity: con-rol", "activity-unknown")],
    ),
    "handout of two activities": (
        [(":literacy: basic", ":literacy: basic\n:activity: con-promises")],
        [(":activity: con-p", "owner-twice")],
    ),
    "handout mistyped in materials": (
        [("[con-sheet]", "[con-role-sheet]"), ("{handout} con-sheet", "{handout} con-role-sheets")],
        [("[con-role-sheet]", "material-unknown")],
    ),
    "dense slide": (
        [("- Ask\n", "- Ask\n" * 6)],
        [("{slide}", "slide-dense")],
    ),
    "slide without notes": (
        [(":::{notes}\nLeave this on screen.\n:::\n", "")],
        [("{slide}", "notes-missing")],
    ),
    "unknown layout": ([(":layout: activity", ":layout: activities")], [(":layout:", "value-not-allowed")]),
    "empty handout": ([("- [ ] Where is my copy?\n", "")], [("{handout}", "block-empty")]),
    "question without a right answer": ([("- [x] The wage", "- [ ] The wage")], [("con-q-parts", "right-answers")]),
    "two right answers": ([("- [ ] The weather", "- [x] The weather")], [("con-q-parts", "right-answers")]),
    "not knowing is right": (
        [("- [ ] I don't", "- [x] I don't"), ("single-choice", "multiple-choice")],
        [("- [x] I don't", "unknown-right")],
    ),
    "same option twice": ([("- [ ] The weather", "- [ ] the wage")], [("- [x] The wage", "option-duplicate")]),
    "option without box": ([("- [ ] The weather", "- The weather")], [("- The weather", "option-box")]),
    "option with a list": (
        [("- [ ] The weather", "- [ ] The weather\n\n  And more")],
        [("- [ ] The w", "option-form")],
    ),
    "unknown flag": ([("{unknown}", "{unknwon}")], [("{unknwon}", "flag-unknown")]),
    "true-false with three options": (
        [("- [x] True", "- [x] True\n- [ ] Perhaps")],
        [("con-q-ask-what", "true-false-form")],
    ),
    "question without feedback": (
        [(":::{feedback}\nTry it out.\n:::\n", "")],
        [("{question} con-q-ask", "feedback-missing")],
    ),
    "question without a text": ([("What must a contract name?\n", "")], [("con-q-parts", "stem-missing")]),
    "options missing": (
        [("- [ ] The weather\n- [x] The wage\n- [ ] I don't know {unknown}\n", "")],
        [("con-q-parts", "options-missing")],
    ),
    "question for no objective": (
        [("objective: con-parts\ntype", "objective: con-part\ntype")],
        [("{objective} con-parts", "objective-untested"), ("objective: con-part\n", "objective-unknown")],
    ),
    "unknown scale": ([("scale: agreement-5", "scale: agree-5")], [("scale: agree-5", "scale-unknown")]),
    "no scale": ([("scale: agreement-5\n", "")], [("{question} con-q-ask", "scale-missing")]),
    "rating of a recall": ([("level: confidence", "level: recall")], [("{question} con-q-ask", "rating-level")]),
    "case without questions": (
        [(":::{questions}\n1. What did she do well?\n:::\n", "")],
        [("{case-study}", "case-questions-missing")],
    ),
    "unknown substitution": (
        [("{{ destination.name }}", "{{ destination.nmae }}")],
        [("destination.nmae", "substitution-unknown")],
    ),
    "unclosed substitution": ([("{{ destination.name }}", "{{ destination.name")], [("In {{", "substitution-form")]),
    "excluding wording": ([("People tell", "Illegal migrants tell")], [("Illegal", "wording-excluding")]),
    "raw HTML": ([("People tell", "<b>People</b> tell")], [("<b>", "html-raw")]),
    "picture without words": (
        [("Amina compared", "![](a.png)\n\nAmina compared")],
        [("![](a.png)", "alt-missing"), ("![](a.png)", "picture-missing")],
    ),
    "picture elsewhere": (
        [("Amina compared", "![A sheet](../../../../etc/a.png)\n\nAmina compared")],
        [("![A sheet]", "picture-outside")],
    ),
    "picture on the net": (
        [("Amina compared", "![A sheet](https://example.org/a.png)\n\nAmina compared")],
        [("![A sheet]", "picture-remote")],
    ),
    "unclosed code": ([("Amina compared", "```\nAmina compared")], [("```", "code-unclosed")]),
    "unclosed options": ([("level: recall\n---\n", "level: recall\n")], None),
    "tab in YAML": ([("status: draft", "status:\n\t- draft")], None),
}

PINNED = {
    "closing fence too short": lambda text: [
        (line_of(text, "strong?") + 2, "fence-short"),
        (line_of(text, ACTIVITY), "fence-unclosed"),
    ],
    "stray fence": lambda text: [(line_of(text, "Bring it.") + 3, "fence-stray")],
    "misplaced directive": lambda text: [
        (line_of(text, ACTIVITY), "debrief-missing"),
        (line_of(text, ":::{notes}"), "directive-misplaced"),
    ],
    "unclosed options": lambda text: [
        (line_of(text, "{question} con-q-parts") + 1, "options-unclosed"),
    ],
    "tab in YAML": lambda text: [(line_of(text, "\t- draft"), "yaml-tab")],
}


def test_the_sample_has_no_problem(tmp_path):
    assert check(write_workspace(tmp_path)) == ()


@pytest.mark.parametrize("name", CASES)
def test_mistake_is_found_at_its_line(tmp_path, name):
    edits, expected = CASES[name]
    text = spoil(MODULE, *edits)
    pinned = PINNED[name](text) if name in PINNED else [(line_of(text, part), code) for part, code in expected]

    problems = [p for p in check(write_workspace(tmp_path, {MODULE_PATH: text})) if p.where.path == MODULE_PATH]

    assert short(problems) == [f"{line} {code}" for line, code in sorted(pinned)]


def test_near_miss_names_the_line_of_the_objective(tmp_path):
    text = spoil(MODULE, ("[con-parts]", "[con-parts, con-aks]"))

    (problem,) = check(write_workspace(tmp_path, {MODULE_PATH: text}))

    assert (
        problem.message == 'activity "con-promises" names the objective "con-aks", which this module does not define.'
    )
    assert problem.hint == f'did you mean "con-ask" (line {line_of(text, "{objective} con-ask")})?'


def test_all_mistakes_are_reported_not_only_the_first(tmp_path):
    text = spoil(
        MODULE, ("status: draft", "status: done"), ("kind: role-play", "kind: rolplay"), ("{adapt} low", "{adapt} lo")
    )

    assert {p.code for p in check(write_workspace(tmp_path, {MODULE_PATH: text}))} == {
        "value-not-allowed",
        "need-unknown",
    }
    assert len(check(tmp_path)) == 3


@pytest.mark.parametrize("ends", ["\r\n", "\r"])
def test_lines_are_right_with_any_line_ends(tmp_path, ends):
    text = spoil(MODULE, ("{adapt} low-literacy", "{adapt} low"))

    (problem,) = check(write_workspace(tmp_path, {MODULE_PATH: text.replace("\n", ends).encode()}))

    assert problem.where.line == line_of(text, "{adapt}")


def test_a_byte_order_mark_changes_nothing(tmp_path):
    assert check(write_workspace(tmp_path, {MODULE_PATH: b"\xef\xbb\xbf" + MODULE.encode()})) == ()


def test_arabic_text_is_text_like_any_other(tmp_path):
    text = spoil(
        MODULE, ("Amina compared two contracts.", "قارنت أمينة بين عقدين."), ("title: Two contracts", "title: عقدان")
    )

    assert check(write_workspace(tmp_path, {MODULE_PATH: text})) == ()


def test_wording_leaves_names_of_laws_and_code_alone(tmp_path):
    text = spoil(
        MODULE,
        (
            "People tell of promises that they know.",
            'The Illegal Migration Act, `illegal migrant`, never "illegal migrant".',
        ),
    )

    assert check(write_workspace(tmp_path, {MODULE_PATH: text})) == ()


@pytest.mark.parametrize("count", [45, 46, 300])
def test_a_word_longer_than_a_line_is_reported_with_its_beginning(tmp_path, count):
    text = spoil(MODULE, ("title: Reading a contract\n", f"title: Reading {'ab' * count}"[: 15 + count] + "\n"))

    problems = check(write_workspace(tmp_path, {MODULE_PATH: text}))

    assert [(p.code, p.severity, p.where.line) for p in problems] == (
        [("word-long", "warning", line_of(text, "title:"))] if count > 45 else []
    )
    assert all('"abababababababababab…"' in p.message and str(count) in p.message for p in problems)


@pytest.mark.parametrize(
    "words",
    [
        "https://example.org/" + "a" * 80,
        "`" + "a" * 80 + "`",
        "Name: " + "_" * 80,
        "ไทย" * 30,
        "{{ destination.emergency_number }}",
    ],
)
def test_addresses_blanks_code_and_scripts_without_spaces_are_no_long_words(tmp_path, words):
    text = spoil(MODULE, ("People tell of promises that they know.", f"People tell of {words}"))

    assert check(write_workspace(tmp_path, {MODULE_PATH: text})) == ()
