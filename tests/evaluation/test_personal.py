"""Words by which somebody may be known: found where they are plain, and not in ordinary sentences."""

import pytest

from toolkit.evaluation.personal import contacts_in, names_in


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("write to ama.mensah@example.org", [("address", "ama.mensah@example.org")]),
        ("call +233 (0)24 123 4567 in the evening", [("number", "+233 (0)24 123 4567")]),
        ("case 1234567", [("number", "1234567")]),
        ("KB-017 was late", [("code", "KB-017")]),
        ("on 2027-03-08 and 8.3.2027, in 45 minutes, for 25 people", []),
        ("", []),
    ],
)
def test_addresses_numbers_and_codes(text, found):
    assert list(contacts_in(text)) == found


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("a day with Ama Mensah", ["Ama Mensah"]),
        ("José María López", ["José María López"]),
        ("Mme Khoury and the Haddad family", ["Mme Khoury", "Haddad family"]),
        ("Famille Khoury", ["Famille Khoury"]),
        ("Fatima al Masri", ["Fatima al Masri"]),
        ("لقاء مع السيدة خوري", ["السيدة خوري"]),
        ("A new home in Portugal", []),
        ("family, children and growing old", []),
        ("IOM and UNHCR", []),
    ],
)
def test_names(text, names):
    assert [words for _, words in names_in(text)] == names


def test_known_words_name_nobody():
    assert list(names_in("A New Home", known={"a", "new", "home"})) == []
    assert list(names_in("New Home", known=set())) == [("name", "New Home")], "better once too often"
