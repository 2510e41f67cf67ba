"""Whatever a file holds: it is read without a crash, and each problem points at a real line."""

import random

from hypothesis import given, settings
from hypothesis import strategies as st
from sample_workspace import MODULE, TODAY

from toolkit.content.build import parse_bank_file, parse_module
from toolkit.content.checks import check_content
from toolkit.content.language import Language
from toolkit.content.localise import localise
from toolkit.content.records import Content

PIECES = st.sampled_from(
    [
        "---\n", ":::\n", "::::\n", ":::{activity} a\n", "::::{slide} b-c\n", ":::{notes}\n", ":::{question} q\n",
        ":::{objective} ../x\n", ":kind: skill\n", ":minutes: 5-x\n", "title: x\n", "objectives: [a, a]\n",
        "minutes: 5-10-15\n", "kind: story\n", "```\n", "- [x] yes {unknown}\n", "1. (5 min) do\n",
        "| a | b |\n|--|--|\n",
        "![](a.png)\n", "<div>\n", "{{ destination.name }}\n", "{{ x\n", "\n", "  ", "\t", "\0", "\r", "\x85", "\u2028",
        "مرحبا\n", "> " * 30 + "x\n", "- " * 30 + "x\n", "&a *a\n", "illegal migrants\n", "# H\n", "\ufeff", "\ud7ff",
    ]
)  # fmt: skip


def survives(text, tmp_path):
    built = parse_module(text, "curricula/x/m.md", "m", "x")
    bank = parse_bank_file(text, "curricula/activity-bank/b.md", "b")
    content = Content(tmp_path, modules={"m": built.record}, bank={"b": bank.record}, broken=built.broken)
    problems = [*built.problems, *bank.problems, *check_content(content, TODAY)]
    lines = text.replace("\r\n", "\n").replace("\r", "\n").removeprefix("\ufeff").count("\n") + 1
    for problem in problems:
        assert problem.where.path in ("curricula/x/m.md", "curricula/activity-bank/b.md")
        assert 1 <= problem.where.line <= lines, problem
        assert problem.message
        assert problem.hint
    localise(content, Language("fr"), {})


@settings(max_examples=150, deadline=None)
@given(text=st.one_of(st.text(max_size=400), st.lists(PIECES, max_size=40).map("".join)))
def test_any_text_loads_without_a_crash_and_problems_have_real_lines(text, tmp_path_factory):
    survives(text, tmp_path_factory.getbasetemp())


@settings(max_examples=60, deadline=None)
@given(seed=st.integers(0, 10**6), piece=PIECES)
def test_a_real_module_with_lines_lost_doubled_moved_or_added_does_too(seed, piece, tmp_path_factory):
    chance = random.Random(seed)  # noqa: S311 - repeatable, not secret
    lines = MODULE.splitlines(keepends=True)
    for _ in range(chance.randint(1, 4)):
        at, other = chance.randrange(len(lines)), chance.randrange(len(lines))
        match chance.randrange(5):
            case 0:
                del lines[at]
            case 1:
                lines.insert(other, lines[at])
            case 2:
                lines[at], lines[other] = lines[other], lines[at]
            case 3:
                lines.insert(at, piece)
            case _:
                lines[at] = lines[at][: chance.randrange(len(lines[at]) + 1)]

    survives("".join(lines), tmp_path_factory.getbasetemp())


def test_very_deep_nesting_is_a_problem_not_a_crash(tmp_path):
    for text in ("> " * 5_000 + "x", "- " * 5_000 + "x", "\n".join("  " * n + "- x" for n in range(300)), "[" * 50_000):
        survives(f"---\ntitle: x\n---\n\n{text}\n", tmp_path)
    built = parse_module("\n".join("  " * n + "- x" for n in range(300)), "m.md", "m", "x")
    assert "text-too-deep" in {p.code for p in built.problems}


def test_a_long_paragraph_is_a_problem(tmp_path):
    survives("word " * 100_000, tmp_path)
