"""Changed sources meet existing translations: what stays, what becomes fuzzy, what is put aside."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from toolkit.content.po.file import Entry, PoFile, po_text
from toolkit.content.po.merge import merge
from toolkit.content.po.read import parse_po

ONE = Entry("con-key/body/1", "Never sign what you have not understood.", about=("key messages",))
TWO = Entry("con-key/body/2", "Keep a copy.", about=("key messages",))


def done(entry, string, *flags):
    return replace(entry, strings=(string,), flags=frozenset(flags))


def merged(old, source):
    return merge(PoFile(tuple(old)), source, "fr", "curricula").file


def test_a_new_catalogue_holds_every_text_in_the_order_of_the_source():
    file = merge(None, [ONE, TWO], "fr", "curricula").file

    assert [entry.key for entry in file.entries] == [ONE.key, TWO.key]
    assert file.headers["Language"] == "fr"
    assert file.headers["Plural-Forms"].startswith("nplurals=2")


def test_what_did_not_change_keeps_its_translation_flags_and_notes():
    old = replace(done(TWO, "Gardez une copie.", "machine-drafted"), notes=("ask Kofi",))

    assert merged([old], [ONE, TWO]).entries[1] == replace(old, about=TWO.about)


def test_a_changed_text_is_fuzzy_and_remembers_what_it_was():
    changed = replace(TWO, message="Keep two copies.")

    (entry,) = merged([done(TWO, "Gardez une copie.", "machine-drafted")], [changed]).entries

    assert entry.strings == ("Gardez une copie.",)
    assert entry.flags == {"fuzzy", "machine-drafted"}
    assert entry.previous == "Keep a copy."


def test_a_text_that_changes_back_is_what_it_was():
    old = [done(TWO, "Gardez une copie.")]
    changed = merged(old, [replace(TWO, message="Keep two copies.")])

    (entry,) = merge(changed, [TWO], "fr", "curricula").file.entries

    assert (entry.strings, entry.flags, entry.previous) == (("Gardez une copie.",), frozenset(), "")


def test_a_new_bullet_unsettles_none_below_it():
    new = replace(ONE, message="Ask who pays for the visa.")
    moved = [replace(ONE, context="con-key/body/2"), replace(TWO, context="con-key/body/3")]

    file = merged([done(ONE, "Ne signez jamais."), done(TWO, "Gardez une copie.")], [new, *moved])

    assert [entry.strings[0] for entry in file.entries] == ["", "Ne signez jamais.", "Gardez une copie."]
    assert all(not entry.flags for entry in file.entries)


def test_a_text_that_moved_and_changed_a_little_is_fuzzy():
    changed = Entry("con-key/body/9", "Keep a copy of it.")

    (entry,) = merged([done(TWO, "Gardez une copie.")], [changed]).entries

    assert "fuzzy" in entry.flags


def test_what_the_source_lost_stays_at_the_end_and_comes_back_with_it():
    without = merged([done(ONE, "Ne signez jamais."), done(TWO, "Gardez une copie.")], [ONE])
    assert [entry.message for entry in without.obsolete] == ["Keep a copy."]

    again = merge(without, [ONE, TWO], "fr", "curricula").file

    assert again.entries[1].strings == ("Gardez une copie.",)
    assert again.obsolete == ()


def test_what_was_never_translated_leaves_nothing_behind():
    assert merged([ONE, TWO], [ONE]).obsolete == ()


def test_plural_forms_follow_the_header():
    source = [Entry("", "{n} day", "{n} days", ("", ""))]

    assert [len(merge(None, source, tag, "t").file.entries[0].strings) for tag in ("ar", "uk", "fr", "fa-AF")] == [
        6, 3, 2, 1,
    ]  # fmt: skip


def test_a_header_that_a_program_wrote_is_kept_but_for_dates_of_extraction():
    headers = {"Last-Translator": "Ama", "POT-Creation-Date": "2020", "Plural-Forms": "nplurals=3; plural=0;"}

    file = merge(PoFile(headers=headers), [ONE], "fr", "curricula").file

    assert file.headers["Last-Translator"] == "Ama"
    assert file.headers["Plural-Forms"] == "nplurals=3; plural=0;"
    assert "POT-Creation-Date" not in file.headers


TEXTS = st.lists(
    st.builds(
        Entry,
        context=st.sampled_from(["a/b/1", "a/b/2", "a/c/1", ""]),
        message=st.sampled_from(["Keep a copy.", "Keep two copies.", "Sign.", "Ask", "Ask who pays."]),
    ),
    unique_by=lambda entry: entry.key,
    max_size=8,
)


@settings(max_examples=100, deadline=None)
@given(TEXTS, TEXTS)
def test_merging_twice_changes_nothing_more_and_loses_no_translation(before, after):
    old = PoFile(tuple(done(entry, f"fr {number}") for number, entry in enumerate(before)))

    once = merge(old, after, "fr", "p").file
    twice = merge(parse_po(po_text(once), "x.po")[0], after, "fr", "p").file

    assert po_text(twice) == po_text(once)
    kept = [entry.strings[0] for entry in (*once.entries, *once.obsolete) if not entry.empty]
    assert sorted(kept) == sorted(entry.strings[0] for entry in old.entries)


@pytest.mark.parametrize("flag", ["fuzzy", "machine-drafted"])
def test_an_empty_entry_has_no_flags(flag):
    assert merged([done(ONE, "", flag)], [ONE]).entries[0].flags == frozenset()
