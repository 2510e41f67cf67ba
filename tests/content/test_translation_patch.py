"""One entry of a catalogue changes, and not a letter of anything else."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from toolkit.content.po.patch import replace_entry
from toolkit.content.po.read import parse_po
from toolkit.content.workspace import built_in_workspace

BY_HAND = """\
# Our own remark.
msgid ""
msgstr ""
"Language: fr\\n"
"Plural-Forms: nplurals=2; plural=(n > 1);\\n"

#. module: title
#: contract.md:3
#, machine-drafted
msgctxt "contract/title/1"
msgid "Your contract"
msgstr ""
"Votre "
"contrat"
# Marie: or "engagement"?
#, fuzzy
#| msgid "Keep a copy"
msgctxt "con-key/body/2"
msgid "Keep a copy."
msgstr "Gardez une copie."


msgctxt "con-key/body/3"
msgid "Ask."
msgstr   ""

#~ msgctxt "old/1"
#~ msgid "Gone"
#~ msgstr "Parti"
"""


def changed(text, context, **fields):
    entry = next(e for e in parse_po(text, "x.po")[0].entries if e.context == context)
    return replace_entry(text, replace(entry, **fields))


@pytest.mark.parametrize(
    ("context", "before", "after"),
    [
        ("contract/title/1", 'msgstr ""\n"Votre "\n"contrat"', 'msgstr "Mon contrat"'),
        ("con-key/body/2", 'msgstr "Gardez une copie."', 'msgstr "Mon contrat"'),
        ("con-key/body/3", 'msgstr   ""', 'msgstr "Mon contrat"'),
    ],
)
def test_only_the_entry_changes(context, before, after):
    assert changed(BY_HAND, context, strings=("Mon contrat",)) == BY_HAND.replace(before, after)


def test_flags_go_and_notes_come():
    text = changed(
        BY_HAND, "con-key/body/2", flags=frozenset(), previous="", notes=('Marie: or "engagement"?', "reviewed: Ana")
    )
    assert text == BY_HAND.replace('#, fuzzy\n#| msgid "Keep a copy"\n', "# reviewed: Ana\n")


def test_references_of_other_programs_stay():
    assert "#: contract.md:3" in changed(BY_HAND, "contract/title/1", strings=("Contrat",))


def test_an_entry_that_is_not_there():
    entry = parse_po(BY_HAND, "x.po")[0].entries[0]
    with pytest.raises(KeyError):
        replace_entry(BY_HAND, replace(entry, context="other"))


CATALOGUES = sorted((built_in_workspace() / "curricula" / "locale").rglob("bank-*.po"))[:12]


@settings(max_examples=20, deadline=None)
@given(st.data(), st.sampled_from(CATALOGUES), st.text('abc "\\\n%é', max_size=200).filter(str.strip))
def test_all_other_entries_read_the_same(data, path, words):
    text = path.read_text(encoding="utf-8")
    file, _ = parse_po(text, path.name)
    number = data.draw(st.integers(0, len(file.entries) - 1))
    after, problems = parse_po(replace_entry(text, replace(file.entries[number], strings=(words,))), path.name)
    assert not problems
    assert after.entries[number].strings == (words,)
    assert after.headers == file.headers
    assert [replace(e, line=0) for n, e in enumerate(after.entries) if n != number] == [
        replace(e, line=0) for n, e in enumerate(file.entries) if n != number
    ]
