"""The skeleton of a module: blocks, options, lines, and what happens when fences do not match."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from mdit_py_plugins.colon_fence import colon_fence_plugin
from sample_workspace import MODULE

from toolkit.content.directives import Directive, iter_directives, parse_tree


def skeleton(text):
    """``name argument first-last`` of each directive, indented below its parent."""
    tree = parse_tree(text, "m.md")
    depth = {}
    lines = []
    for directive, parent in iter_directives(tree.parts):
        depth[id(directive)] = depth[id(parent)] + 1 if parent else 0
        indent = "  " * depth[id(directive)]
        lines.append(f"{indent}{directive.name} {directive.argument} {directive.line}-{directive.end}")
    return lines, [f"{p.where.line} {p.code}" for p in tree.problems]


def test_nested_fences_have_their_own_lines_after_front_matter():
    text = "---\ntitle: x\n---\n\n::::{slide} one\n:layout: bullets\n\nHi\n\n:::{notes}\nSay\n:::\n::::\n"

    assert skeleton(text) == (["slide one 5-13", "  notes  10-12"], [])
    (slide,) = parse_tree(text, "m.md").parts
    assert isinstance(slide, Directive)
    assert slide.options.data == {"layout": "bullets"}
    assert [(s.line, s.text) for s in slide.segments] == [(8, "Hi")]
    assert [(s.line, s.text) for s in slide.children[0].segments] == [(11, "Say")]


def test_options_as_lines_or_as_yaml_are_the_same():
    as_lines = ':::{slide} one\n:title: "A: b"\n:n: 3\n:list: [a, b]\n:flag: NO\n\nText\n:::\n'
    as_yaml = ':::{slide} one\n---\ntitle: "A: b"\nn: 3\nlist: [a, b]\nflag: NO\n---\nText\n:::\n'

    for text, line in ((as_lines, 2), (as_yaml, 3)):
        (slide,) = parse_tree(text, "m.md").parts
        assert slide.options.data == {"title": "A: b", "n": 3, "list": ["a", "b"], "flag": "NO"}
        assert slide.options.line("title") == line
        assert [s.text for s in slide.segments] == ["Text"]


def test_an_option_line_may_hold_colons_and_substitutions():
    (slide,) = parse_tree(':::{slide} one\n:title: Say: {{ destination.name }}, "now"\n:::\n', "m.md").parts

    assert slide.options.data == {"title": 'Say: {{ destination.name }}, "now"'}


def test_an_inner_fence_with_as_many_colons_keeps_its_place():
    text = ":::{activity} a\n:::{steps}\n1. x\n:::\nmore\n:::\nprose\n"

    assert skeleton(text) == (["activity a 1-6", "  steps  2-4"], ["2 fence-colons"])


def test_an_unclosed_block_ends_where_the_next_begins():
    text = ":::{objective} a\nText\n\n:::{objective} b\nText\n:::\n"

    assert skeleton(text) == (["objective a 1-4", "objective b 4-6"], ["1 fence-unclosed"])


def test_an_unclosed_inner_block_ends_with_its_parent():
    text = "::::{slide} a\n:::{notes}\nSay\n::::\n\n:::{facilitator} b\n:::\n"

    assert skeleton(text) == (["slide a 1-4", "  notes  2-4", "facilitator b 6-7"], ["2 fence-unclosed"])


@pytest.mark.parametrize("mark", ["```", "~~~", "````"])
def test_colons_in_a_code_block_are_code(mark):
    text = f"{mark}\n:::{{slide}} x\n:::\n{mark}\n\n:::{{facilitator}} b\n:::\n"

    assert skeleton(text) == (["facilitator b 6-7"], [])


def test_an_unclosed_code_block_swallows_nothing():
    assert skeleton("```python\n:::{facilitator} b\n:::\n") == (["facilitator b 2-3"], ["1 code-unclosed"])


@pytest.mark.parametrize(
    "text",
    [
        ":::\n" * 20_000,
        ":::{activity} a\n" * 5_000,
        "::::{slide} a\n:::{notes}\n" * 3_000,
        "\n".join(":" * n + "{slide} x" for n in range(1_000, 3, -1)),
        ":" * 500_000,
        "```x\n" * 20_000,
        ":::{slide}\n---\n" * 5_000,
    ],
    ids=["closing", "opening", "unclosed pairs", "deep", "one line", "code", "options"],
)
def test_thousands_of_colons_are_read_to_the_end(text):
    tree = parse_tree(text, "m.md")

    assert all(1 <= p.where.line <= tree.lines for p in tree.problems)


def fences_of_the_plugin(text):
    """First and last line of the outermost colon fences, as the MyST parsers see them."""
    tokens = MarkdownIt().use(colon_fence_plugin).parse(text)
    return [(t.map[0] + 1, t.map[1]) for t in tokens if t.type == "colon_fence"]


def test_well_formed_files_have_the_same_blocks_as_in_myst():
    body = MODULE[MODULE.index("## What") :]

    ours = [(p.line, p.end) for p in parse_tree(body, "m.md").parts if isinstance(p, Directive)]

    assert ours == fences_of_the_plugin(body)


@st.composite
def well_formed(draw, colons=6):
    """Directives in one another with fewer and fewer colons, and text between them."""
    lines = []
    for _ in range(draw(st.integers(0, 3))):
        lines += draw(st.lists(st.sampled_from(["text", "", "- item", "> quote", ":: no fence"]), max_size=3))
        lines += ["", ":" * colons + "{activity} x"]
        if colons > 3:
            lines += draw(well_formed(colons=colons - 1))
        lines += [":" * colons, ""]
    return lines


@settings(max_examples=40, deadline=None)
@given(well_formed())
def test_any_well_formed_nesting_has_the_same_blocks_as_in_myst(lines):
    text = "\n".join(lines)

    ours = [(p.line, p.end) for p in parse_tree(text, "m.md").parts if isinstance(p, Directive)]

    assert ours == fences_of_the_plugin(text)
