"""What a language brings with it: names, numbers, days and the catalogues that serve it."""

from datetime import date

import pytest

from toolkit.content.calendar_facts import holidays_of
from toolkit.content.language import Language, canonical_tag, fallback_tags, is_known_language


def test_dari_goes_by_either_tag():
    """CLDR keeps Dari, BCP 47 `prs`, as the Persian of Afghanistan."""
    assert canonical_tag("prs") == "fa-AF"
    assert is_known_language("prs")
    assert Language("en").name_of_language("prs") == Language("en").name_of_language("fa-AF") == "Dari"
    assert Language("prs").direction == "rtl"
    assert fallback_tags("prs") == ("prs", "fa-AF", "fa")


def test_a_country_s_own_variety_uses_the_catalogue_of_its_language():
    assert Language("fr-CA").say("Session plan") == Language("fr").say("Session plan") != "Session plan"


def test_a_word_without_a_translation_stays_english():
    assert Language("fr").say("No such words: {n}", n=3) == "No such words: 3"
    assert Language("fr").say_count("{n} no such word", "{n} no such words", 2) == "2 no such words"


def test_whether_the_toolkit_s_own_words_were_reviewed():
    assert Language("fr").drafted_words
    assert not Language("en").drafted_words


@pytest.mark.parametrize(
    ("tag", "country", "weekday"),
    [
        ("en", "GB", 0), ("en", "US", 6), ("ar", "EG", 5), ("ar", "AE", 0), ("fa-AF", "AF", 5), ("en", "IT", 0),
        ("fr", None, 0), ("ar", None, 5), ("prs", None, 5),
    ],
)  # fmt: skip
def test_the_first_day_of_the_week_is_the_country_s(tag, country, weekday):
    """From CLDR's week data (supplementalData, weekData/firstDay)."""
    assert Language(tag).first_weekday(country) == weekday


def test_weekdays_begin_with_the_first():
    names = Language("fr").weekday_names("EG")

    assert names[0] == "samedi"
    assert len(set(names)) == 7


def test_money_days_and_lists_in_each_language_s_way():
    first, last = date(2026, 12, 7), date(2026, 12, 9)

    assert Language("es").show_days(first, last) == "7–9 de diciembre de 2026".replace("–", "\u2013")
    assert Language("en").show_days(first, first) == Language("en").show_date(first, weekday=False)
    assert Language("fr").show_money(1200.5, "EUR").replace("\u202f", " ").replace("\xa0", " ") == "1 200,50 €"
    assert Language("ar").show_list(["أ", "ب"]) == "أ وب"


def test_holidays_are_named_in_the_reader_s_language_where_it_can_be():
    assert holidays_of("AE", 2026, Language("ar"))[date(2026, 1, 1)] == "رأس السنة الميلادية"
    assert (
        holidays_of("IT", 2026, Language("ar"))[date(2026, 5, 1)]
        == holidays_of("IT", 2026, Language("en"))[date(2026, 5, 1)]
    ), "English where the library has no Arabic"
    assert list(holidays_of("GH", 2026, Language("fr"))) == sorted(holidays_of("GH", 2026, Language("en")))
    assert holidays_of("XX", 2026, Language("en")) == {}
