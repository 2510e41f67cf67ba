"""Content in another language, and the facts of a destination in its text."""

from pathlib import Path

import pytest
from sample_workspace import MODULE, MODULE_PATH, spoil, write_workspace

from toolkit.content.language import Language
from toolkit.content.load import load_content
from toolkit.content.localise import localise, with_numbers
from toolkit.content.records import Content
from toolkit.content.substitute import SUBSTITUTION_NAMES, fill, is_substitution, missing_facts, substitutions_for
from toolkit.content.text import Text, plain_text
from toolkit.content.walk import iter_catalogue_texts, iter_record_texts, map_record_texts

PO = """\
msgid ""
msgstr "Content-Type: text/plain; charset=utf-8\\n"

msgctxt "contract/title/1"
msgid "Reading a contract"
msgstr "Lire un contrat"

#, fuzzy
msgctxt "con-parts/body/1"
msgid "Name the parts of a contract."
msgstr "Nommer quelque chose."

msgctxt "moved/elsewhere/1"
msgid "Ask about what is missing."
msgstr "Demander ce qui manque, en {{ destination.name }}."

msgctxt "con-role/title/1"
msgid "Ask before you sign"
msgstr ""

#, machine-drafted
msgctxt "con-key/body/2"
msgid "Keep a copy."
msgstr "Garder une copie."
"""


@pytest.fixture
def content(tmp_path):
    return load_content(write_workspace(tmp_path, {"curricula/locale/fr/contract.po": PO}))[0]


def values(content, tag="en", *, origin="GH", destination="IT", **session):
    return substitutions_for(content, Language(tag), origin=origin, destination=destination, session=session)


def test_translated_texts_are_found_by_context_then_by_message(content):
    module = localise(content, Language("fr"), values(content, "fr")).modules["contract"]

    assert (module.title.source, module.title.translated) == ("Lire un contrat", True)
    moved = module.objectives[1].statement
    assert (moved.source, moved.translated) == ("Demander ce qui manque, en Italie.", True)
    assert plain_text(module.key_messages[0].body).endswith("Garder une copie.")


def test_fuzzy_empty_and_missing_texts_stay_in_the_source_language_and_are_marked(content):
    module = localise(content, Language("fr"), {}).modules["contract"]

    fuzzy, empty, missing = module.objectives[0].statement, module.activities[1].title, module.summary
    assert (fuzzy.source, fuzzy.translated) == ("Name the parts of a contract.", False)
    assert (empty.source, empty.translated) == ("Ask before you sign", False)
    assert missing.translated is False


def test_a_regional_language_uses_its_base_language(content):
    assert localise(content, Language("fr-CA"), {}).modules["contract"].title.source == "Lire un contrat"


def test_in_the_source_language_nothing_is_marked(content):
    localised = localise(content, Language("en"), values(content))

    assert {t.text.translated for t in iter_catalogue_texts(localised)} == {None}


def test_a_catalogue_that_cannot_be_read_translates_nothing(tmp_path):
    content, _ = load_content(
        write_workspace(tmp_path, {"curricula/locale/fr/contract.po": b"msgid \xff\x00 nonsense"})
    )

    assert localise(content, Language("fr"), {}).modules["contract"].title.translated is False


def test_names_come_from_cldr_and_facts_from_the_profile(content):
    french = values(content, "fr")

    assert french["origin.name"] == "Ghana"
    assert french["destination.name"] == "Italie"
    assert french["destination.currency_code"] == "EUR"
    assert values(content)["destination.languages"].startswith("Italian")
    assert french["country.name"] == french["destination.name"]
    assert french["destination.emergency_number"] == "112"


def test_every_name_has_a_value_and_none_is_empty(content):
    for countries in ({}, {"origin": None, "destination": None}, {"destination": "KE"}):
        found = values(content, **countries)
        assert set(SUBSTITUTION_NAMES) <= set(found)
        assert all(found.values())


def test_a_fact_that_nobody_knows_is_a_blank_to_fill_in(content):
    assert values(content)["destination.minimum_wage"] == "________ (minimum wage: fill in before the session)"


def test_a_title_with_an_asterisk_stays_one(content):
    assert values(content, title="5 * 3")["session.title"] == r"5 \* 3"


def test_substitutions_are_filled_in_everywhere(content):
    prose = localise(content, Language("en"), values(content)).modules["contract"].prose[0]

    assert "In Italy call 112." in plain_text(prose.body)


def test_each_missing_fact_is_named_once(tmp_path):
    text = spoil(
        MODULE,
        ("People tell", "{{ destination.minimum_wage }} {{ destination.minimum_wage }} {{ origin.work_permit }} tell"),
    )
    content, _ = load_content(write_workspace(tmp_path, {MODULE_PATH: text}))

    problems = missing_facts(content, ["contract"], origin=None, destination="IT")

    assert [(p.code, p.where.path) for p in problems] == [
        ("fact-missing", MODULE_PATH), ("fact-no-country", MODULE_PATH),
    ]  # fmt: skip
    assert problems[0].hint.startswith('add "minimum_wage" with its source to curricula/countries/it.yaml')


def test_nothing_is_missing_when_the_profile_holds_it(content):
    assert missing_facts(content, ["contract"], origin="GH", destination="IT") == ()


@pytest.mark.parametrize("name", ["destination.embassy_of_gh", "country.embassy_of_origin", "session.contact"])
def test_known_names(name):
    assert is_substitution(name)


@pytest.mark.parametrize("name", ["destination.embassy_of_zz", "destination", "name", "session.name", "", "a.b.c"])
def test_unknown_names(name):
    assert not is_substitution(name)


def test_walkers_see_every_text_and_change_nothing_by_themselves(content):
    module = content.modules["contract"]

    assert map_record_texts(module, lambda text: text) is module or map_record_texts(module, lambda t: t) == module
    shouted = map_record_texts(module, lambda text: Text(text.source.upper()))
    assert all(
        text.source.isupper() or not any(c.isalpha() for c in text.source) for text in iter_record_texts(shouted)
    )


def test_contexts_are_unique_within_a_catalogue(content):
    seen = {}
    for found in iter_catalogue_texts(content):
        key = (found.catalogue, found.text.context)
        assert seen.setdefault(key, found.text.source) == found.text.source, key


@pytest.mark.parametrize(
    ("written", "tag", "shown"),
    [
        ("1,040", "es", "1.040"),
        ("1,040", "fr", "1\u202f040"),
        ("**1,850.5**", "fr", "**1\u202f850,5**"),
        ("-1,040", "ar", "\u200e-1,040"),
        ("\u2212 104", "ar", "\u200e\u2212\u00a0104"),
        ("\u2212 1,104", "fr", "\u2212\u00a01\u202f104"),
        ("12.5", "es", "12,5"),
        ("1040", "fr", "1040"),
        ("1,2,3", "fr", "1,2,3"),
        ("08:30", "fr", "08:30"),
        ("12.05.2026", "fr", "12.05.2026"),
        ("+233 30 266 8820", "fr", "+233 30 266 8820"),
        ("1,040 cedis", "fr", "1,040 cedis"),
    ],
)
def test_numbers_that_nobody_translates_are_written_in_the_readers_way(written, tag, shown):
    assert with_numbers(Text(written), Language(tag)).source == shown


def test_numbers_of_a_translated_text_are_the_translators():
    assert with_numbers(Text("1,040", translated=True), Language("fr")).source == "1,040"


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("Work in {{ destination.name }}", "Work in the Netherlands"),
        ("{{ destination.name }} pays.", "The Netherlands pays."),
        ("We go. {{ destination.name }} pays.", "We go. The Netherlands pays."),
        ("- {{ destination.name }}\n- {{ origin.name }}", "- The Netherlands\n- Ghana"),
        ("**{{ destination.name }}**", "**The Netherlands**"),
        ("the law of {{ country.name }}'s towns", "the law of the Netherlands's towns"),
    ],
)
def test_a_country_has_its_article_within_a_sentence(source, expected):
    english = substitutions_for(Content(Path()), Language("en"), origin="GH", destination="NL", session={})
    french = substitutions_for(Content(Path()), Language("fr"), origin="GH", destination="NL", session={})

    assert fill(Text(source), english).source == expected
    assert "Pays-Bas" in french["destination.name"]
    assert not french["destination.name"].startswith("the")
