"""PO files: what is read, what is written, and what is said of lines that are none."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from toolkit.content.po.file import Entry, PoFile, plural_chooser, plural_count, po_text, standard_headers
from toolkit.content.po.read import parse_po

POEDIT = r"""
# French for the labour curriculum.
# Checked with the Accra team.
msgid ""
msgstr ""
"Language: fr\n"
"Content-Type: text/plain; charset=UTF-8\n"
"Plural-Forms: nplurals=2; plural=(n > 1);\n"

# ask Kofi about this word
#. slide: title
#: contract.md:14
#, machine-drafted, fuzzy
#| msgctxt "con-parts/title/1"
#| msgid "Parts of \"a\" contract"
msgctxt "con-parts/title/1"
msgid "The parts of a contract"
msgstr ""
"Les parties "
"d'un contrat"

msgid "{n} day"
msgid_plural "{n} days"
msgstr[0] "{n} jour"
msgstr[1] "{n} jours"

#~ msgctxt "con-old/title/1"
#~ msgid "Old"
#~ msgstr "Ancien"
"""


def test_everything_a_translator_writes_is_kept():
    file, problems = parse_po(POEDIT, "fr.po")

    assert problems == ()
    assert file.top == ("French for the labour curriculum.", "Checked with the Accra team.")
    assert file.headers["Language"] == "fr"
    title, days = file.entries
    assert title.key == ("con-parts/title/1", "The parts of a contract")
    assert title.strings == ("Les parties d'un contrat",)
    assert title.flags == {"fuzzy", "machine-drafted"}
    assert title.notes == ("ask Kofi about this word",)
    assert title.about == ("slide: title",)
    assert title.previous == 'Parts of "a" contract'
    assert title.line == 16
    assert (days.plural, days.strings) == ("{n} days", ("{n} jour", "{n} jours"))
    assert [entry.message for entry in file.obsolete] == ["Old"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('msgid "a"\nmsgstr "b\n', [(2, "po-line-wrong")]),
        ('msgid "a"\nmsgstr "say "no""\n', [(2, "po-line-wrong")]),
        ("nonsense\n", [(1, "po-line-wrong")]),
        ('"alone"\n', [(1, "po-line-wrong")]),
        ('msgid "a"\n\nmsgid "b"\nmsgstr "c"\n', [(1, "po-entry-cut")]),
        ('msgid "a"\nmsgstr "b"\n\nmsgid "a"\nmsgstr "c"\n', [(4, "po-entry-twice")]),
        ('msgid "a"\nmsgid_plural "b"\nmsgstr[9] "c"\n', [(3, "po-line-wrong")]),
        ("", []),
    ],
)
def test_broken_lines_are_named(text, expected):
    assert [(p.where.line, p.code) for p in parse_po(text, "fr.po")[1]] == expected


def test_what_follows_a_broken_entry_is_read():
    file, problems = parse_po('msgid "a"\nmsgstr oops\n\n#, machine-drafted\nmsgid "b"\nmsgstr "B"\n', "fr.po")

    assert [p.where.line for p in problems] == [2]
    assert [(entry.message, entry.flags) for entry in file.entries] == [("b", {"machine-drafted"})]


def test_a_file_is_written_the_same_way_each_time():
    file, _ = parse_po(POEDIT, "fr.po")

    again, problems = parse_po(po_text(file), "fr.po")

    assert problems == ()
    assert po_text(again) == po_text(file)
    assert "contract.md" not in po_text(file), "line numbers would change with every edit of the module"


WORDS = st.text(st.characters(codec="utf-8", exclude_characters="\r\x85\u2028\u2029\x0b\x0c\x1c\x1d\x1e"), max_size=200)


@settings(max_examples=80, deadline=None)
@given(WORDS.filter(str.strip), WORDS, WORDS, WORDS)
def test_any_text_comes_back_as_it_was(message, translation, context, plural):
    entry = Entry(context, message, plural, (translation, "x") if plural else (translation,))

    file, problems = parse_po(po_text(PoFile((entry,), headers=standard_headers("fr", "p"))), "fr.po")

    assert problems == ()
    assert [(e.key, e.plural, e.strings) for e in file.entries] == [(entry.key, entry.plural, entry.strings)]


@settings(max_examples=80, deadline=None)
@given(st.text(max_size=300))
def test_any_bytes_are_read_without_a_crash(text):
    _, problems = parse_po(text, "x.po")

    assert all(1 <= problem.where.line <= text.count("\n") + 1 for problem in problems)


@pytest.mark.parametrize(
    ("tag", "count", "forms"),
    [
        ("ar", 6, {0: 0, 1: 1, 2: 2, 3: 3, 10: 3, 11: 4, 99: 4, 100: 5, 103: 3}),
        ("uk", 3, {1: 0, 21: 0, 2: 1, 24: 1, 5: 2, 11: 2, 12: 2}),
        ("fr", 2, {0: 0, 1: 0, 2: 1}),
        ("es", 2, {0: 1, 1: 0, 2: 1}),
        ("fa-AF", 1, {0: 0, 1: 0, 5: 0}),
    ],
)
def test_plural_forms_of_each_language(tag, count, forms):
    """Forms as in CLDR's plural rules (https://www.unicode.org/cldr/charts/latest/supplemental/language_plural_rules.html)
    and gettext's manual; a test of the way through our own header."""
    headers = standard_headers(tag, "p")
    choose = plural_chooser(headers)

    assert plural_count(headers) == count
    assert {n: choose(n) for n in forms} == forms


@pytest.mark.parametrize("rule", ["", "nplurals=2; plural=os.system(1);", "nplurals=2; plural=n/0;"])
def test_a_rule_that_cannot_be_worked_out_does_no_harm(rule):
    assert plural_chooser({"Plural-Forms": rule})(5) in (0, 1)
