"""What `tot translate check` says of one entry. Each line below is one mistake and its message."""

import pytest

from toolkit.content.po.checks import check_file
from toolkit.content.po.file import Entry, PoFile, standard_headers
from toolkit.content.po.status import count_status


def codes(source, translation, *, tag="fr", formatted=False, flags=(), plural="", headers=None):
    strings = translation if isinstance(translation, tuple) else (translation,)
    wanted = Entry("a/b/1", source, plural, ("",) * len(strings))
    entry = Entry("a/b/1", source, plural, strings, frozenset(flags), line=7)
    file = PoFile((entry,), headers=standard_headers(tag, "p") if headers is None else headers)
    return [p.code for p in check_file(file, [wanted], tag, "fr.po", formatted=formatted)]


@pytest.mark.parametrize(
    ("source", "translation", "expected"),
    [
        ("Call {{ destination.emergency_number }}.", "Appelez le {{ destination.emergency_number }}.", []),
        ("Call {{ destination.emergency_number }}.", "Appelez le {{destination.emergency_number}}.", []),
        ("Call {{ destination.emergency_number }}.", "Appelez le 112.", ["po-substitution-missing"]),
        ("Call them.", "Appelez {{ destination.name }}.", ["po-substitution-extra"]),
        (
            "In {{ destination.name }}",
            "En {{ destination.nom }}",
            ["po-substitution-extra", "po-substitution-missing"],
        ),
        ("In {{ origin.name }}", "En {{ origin.name }", ["po-substitution-missing", "po-substitution-open"]),
        ("**Never** sign.", "Ne signez **jamais**.", []),
        ("**Never** sign.", "Ne signez ** jamais **.", ["po-markup-open"]),
        ("**Never** sign.", "Ne signez jamais.", ["po-bold-differs"]),
        ("**Time** and **pay**.", "**Temps et salaire**.", []),
        ("See [the law](https://x.org).", "Voir [la loi](https://x.org).", []),
        ("See [the law](https://x.org).", "Voir la loi.", ["po-link-missing"]),
        ("See [the law](https://x.org).", "Voir [la loi] (https://x.org).", ["po-link-missing", "po-markup-open"]),
        ("See the law.", "Voir [la loi](https://x.org).", ["po-link-extra"]),
        ("Name: ____", "Nom : ____", []),
        ("Name: ____", "Nom :", ["po-blanks-differ"]),
        ("Keep a copy.", "- Gardez une copie.", ["po-marker-added"]),
        ("(10 min) Talk about 1,500 euros.", "(10 min) Parlez de 1 500 euros.", []),
        ("Talk about 1,500 euros.", "Parlez de 1 050 euros.", ["po-numbers-differ"]),
        ("(10 min) Talk.", "(١٠ دقائق) تحدثوا.", []),
        ("Two of 5 people", "Deux personnes sur cinq", []),
        ("5 * 3", "5 * 3", []),
    ],
)
def test_content(source, translation, expected):
    assert codes(source, translation) == expected


@pytest.mark.parametrize(
    ("source", "translation", "expected"),
    [
        ("Begins at {time}", "Commence à {time}", []),
        ("Begins at {time}", "Commence", ["po-field-missing"]),
        ("Begins at {time}", "Commence à {heure}", ["po-field-extra", "po-field-missing"]),
        ("Begins at {time}", "Commence à {time", ["po-field-open"]),
        ("Begins", "Commence {}", ["po-field-extra"]),
    ],
)
def test_the_toolkits_own_words(source, translation, expected):
    assert codes(source, translation, formatted=True) == expected


@pytest.mark.parametrize(
    ("tag", "forms", "expected"),
    [
        ("fr", ("{n} jour", "{n} jours"), []),
        ("fr", ("un jour", "{n} jours"), []),
        ("fr", ("{n} jour",), ["po-plural-missing"]),
        ("fr", ("{n} jour", ""), ["po-plural-missing"]),
        ("ar", ("{n} يوم", "{n} أيام"), ["po-plural-missing"]),
        ("ar", ("لا يوم", "يوم واحد", "يومان", "{n} أيام", "{n} يوماً", "{n} يوم"), []),
        ("fr", ("{n} jour", "{jours}"), ["po-field-extra"]),
    ],
)
def test_plural_forms(tag, forms, expected):
    assert codes("{n} day", forms, tag=tag, formatted=True, plural="{n} days") == expected


def test_fuzzy_and_missing_entries_are_work_and_no_mistakes():
    assert codes("Sign.", "Signez.", flags=["fuzzy"]) == ["po-entry-fuzzy"]
    assert codes("Sign.", "") == ["po-texts-missing"]
    assert codes("Sign.", "Signez.", flags=["machine-drafted"]) == []


def test_entries_that_the_source_does_not_have():
    file = PoFile((Entry("a/b/1", "Gone", strings=("Parti",), line=9),), headers=standard_headers("fr", "p"))

    (problem,) = check_file(file, [], "fr", "fr.po")

    assert (problem.code, problem.where.line, problem.severity) == ("po-entry-unknown", 9, "warning")


@pytest.mark.parametrize(
    ("headers", "expected"),
    [
        ({"Language": "es", "Content-Type": "text/plain; charset=UTF-8"}, ["po-header-language"]),
        ({"Language": "fr", "Content-Type": "text/plain; charset=latin-1"}, ["po-header-charset"]),
        ({}, ["po-header-charset", "po-header-language"]),
    ],
)
def test_headers(headers, expected):
    assert sorted(codes("Sign.", "Signez.", headers=headers)) == expected


def test_dari_may_call_itself_by_either_tag():
    headers = {**standard_headers("fa-AF", "p"), "Language": "prs"}

    assert codes("Sign.", "امضا کنید.", tag="fa-AF", headers=headers) == []


def test_status_counts_every_text_once():
    source = [Entry("", name) for name in "abcde"]
    file = PoFile(
        (
            Entry("", "a", strings=("A",)),
            Entry("", "b", strings=("B",), flags=frozenset({"machine-drafted"})),
            Entry("", "c", strings=("C",), flags=frozenset({"fuzzy", "machine-drafted"})),
            Entry("", "d"),
            Entry("", "gone", strings=("G",)),
        )
    )

    status = count_status("contract", "fr", source, file)

    assert (status.reviewed, status.drafted, status.fuzzy, status.missing, status.texts) == (1, 1, 1, 2, 5)
    assert status.as_dict()["shown_pct"] == 40
    assert count_status("contract", "fr", source, None).missing == 5
