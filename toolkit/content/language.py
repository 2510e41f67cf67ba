"""Languages: the toolkit's own words, names from CLDR, dates, times and lists, and the direction of a script.

`Language("fr")` is passed to whatever makes an outline. ``language.say("Session plan")`` looks the English message up
in ``toolkit/locale/<tag>/toolkit.po``; without a translation it returns the English, never an empty string.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, time
from functools import lru_cache
from importlib import resources
from typing import Literal

from babel import Locale, UnknownLocaleError
from babel.core import get_global, get_locale_identifier, parse_locale
from babel.dates import format_date, format_interval, format_skeleton, format_time
from babel.languages import get_official_languages
from babel.lists import format_list
from babel.numbers import format_currency, format_decimal, format_percent, get_currency_name, get_territory_currencies

SOURCE_LANGUAGE = "en"


ALIASES: Mapping[str, str] = {"prs": "fa-AF"}
"""Tags that CLDR keeps under another name: Dari is the Persian of Afghanistan there."""


def canonical_tag(tag: str) -> str:
    """The tag under which CLDR and the catalogues know a language: ``fa-AF`` for ``prs``."""
    return ALIASES.get(tag, tag)


def fallback_tags(tag: str) -> tuple[str, ...]:
    """The tags whose catalogues serve a language, best first: ``("fr-CA", "fr")``."""
    known = canonical_tag(tag)
    return tuple(dict.fromkeys((tag, known, known.split("-")[0])))


def babel_name(tag: str) -> str:
    """Babel's identifier of a tag that CLDR knows, of its base language otherwise, else of the source language's."""
    return str(_locale(tag))


@lru_cache(maxsize=32)
def _locale(tag: str) -> Locale:
    for candidate in (canonical_tag(tag), tag.split("-")[0]):
        try:
            return Locale.parse(get_locale_identifier(parse_locale(candidate, sep="-")))
        except (UnknownLocaleError, ValueError):
            continue
    return Locale.parse(SOURCE_LANGUAGE)


@lru_cache(maxsize=32)
def _dates(tag: str) -> Locale:
    """The locale of dates and lists: English without a country is the world's ("7 December 2026"), not America's."""
    return Locale.parse("en_001") if tag == SOURCE_LANGUAGE else _locale(tag)


WITH_THE = frozenset(
    {
        *("AE", "BS", "CD", "CF", "DO", "FK", "FO", "GB", "GM", "IM", "KM", "KY", "MH"),
        *("MP", "MV", "NL", "PH", "SB", "SC", "TC", "US", "VA", "VG", "VI"),
    }
)
"""Countries whose English name has "the" before it within a sentence."""


@dataclass(frozen=True, slots=True)
class _Words:
    """The toolkit's own catalogue in one language: (context, message) → strings, which plural form a count takes, and
    how many of its texts no person has reviewed."""

    strings: Mapping[tuple[str, str], tuple[str, ...]] = field(default_factory=dict)
    form: Callable[[int], int] = lambda n: int(n != 1)
    drafted: int = 0


@lru_cache(maxsize=32)
def _words(tag: str, name: str = "toolkit.po") -> _Words:
    """One of the toolkit's own catalogues; empty for English and for languages that have none."""
    from toolkit.content.po.file import DRAFT, plural_chooser
    from toolkit.content.po.read import parse_po

    if tag.split("-")[0] == SOURCE_LANGUAGE:
        return _Words()
    files = (resources.files("toolkit") / "locale" / known / name for known in fallback_tags(tag))
    found = next((file for file in files if file.is_file()), None)
    if found is None:
        return _Words()
    catalogue, _ = parse_po(found.read_text(encoding="utf-8"), name)
    usable = [entry for entry in catalogue.entries if entry.usable]
    strings = {entry.key: entry.strings for entry in usable}
    drafted = sum(DRAFT in entry.flags for entry in usable)
    return _Words(strings, plural_chooser(catalogue.headers), drafted)


def is_known_language(tag: str) -> bool:
    """Whether CLDR knows the language of this BCP 47 tag."""
    try:
        parts = parse_locale(canonical_tag(tag), sep="-")
        Locale.parse(get_locale_identifier(parts))
    except (UnknownLocaleError, ValueError):
        return False
    return True


def _is_exact(tag: str) -> bool:
    """Whether CLDR has data for this very language and country."""
    return is_known_language(tag) and "-" in tag and _locale(tag).territory == tag.rpartition("-")[2]


def is_known_country(code: str) -> bool:
    """Whether CLDR has this ISO 3166-1 alpha-2 code as a country or territory."""
    return len(code) == 2 and code.isalpha() and code.isupper() and code in Locale("en").territories and code != "ZZ"


@dataclass(frozen=True, slots=True)
class Language:
    """One language, with everything that depends on it."""

    tag: str

    @property
    def direction(self) -> Literal["ltr", "rtl"]:
        """Writing direction of the language's usual script."""
        return "rtl" if _locale(self.tag).character_order == "right-to-left" else "ltr"

    def say(self, message: str, /, context: str = "", **values: object) -> str:
        """The toolkit's own word or sentence in this language; named values fill its ``{placeholders}``."""
        strings = _words(self.tag).strings
        found = strings.get((context, message)) or strings.get(("", message))
        text = found[0] if found else message
        return text.format(**values) if values else text

    def say_problem(self, code: str, part: str, template: str, values: Mapping[str, object]) -> str:
        """A sentence of the catalogue of problems, filled in; "" without a translation that fits its values."""
        found = _words(self.tag, "problems.po").strings.get((f"{code}/{part}", template))
        if not found:
            return ""
        try:
            return found[0].format(**values)
        except (KeyError, ValueError, IndexError):
            return ""

    def say_count(self, one: str, many: str, count: int, /, context: str = "", **values: object) -> str:
        """What fits the count of singular `one` and plural `many`, or of the language's own plural forms, with
        ``{n}`` as the number."""
        words = _words(self.tag)
        found = words.strings.get((context, one)) or words.strings.get(("", one))
        if found and len(found) > 1:
            text = found[min(words.form(count), len(found) - 1)]
        else:
            text = found[0] if found else one if count == 1 else many
        return text.format(**{"n": self.show_number(count), **values})

    @property
    def drafted_words(self) -> bool:
        """Whether some of the toolkit's own words in this language were translated by machine and not yet reviewed."""
        return _words(self.tag).drafted > 0

    def name_of_language(self, tag: str) -> str:
        """Such as "Arabic" for ``ar``; what a language has a name of its own for, such as Dari, goes by it."""
        if not is_known_language(tag):
            return tag
        own = _locale(self.tag).languages.get(babel_name(tag))
        return own or _locale(tag).get_display_name(_locale(self.tag)) or tag

    def name_of_country(self, code: str) -> str:
        """Such as "Ghana" for ``GH``; the code itself when CLDR has no name."""
        return str(_locale(self.tag).territories.get(code, code))

    def country_within(self, code: str) -> str:
        """The country's name as it stands within a sentence: "the Netherlands" in English."""
        article = "the " if self.tag.split("-")[0] == SOURCE_LANGUAGE and code in WITH_THE else ""
        return article + self.name_of_country(code)

    def name_of_currency(self, country: str) -> tuple[str, str]:
        """(code, name) of a country's present currency, or ("", "")."""
        codes = get_territory_currencies(country)
        return (codes[0], get_currency_name(codes[0], locale=_locale(self.tag))) if codes else ("", "")

    def show_date(self, day: date, *, weekday: bool = True) -> str:
        """Such as "Monday, 7 December 2026" in this language; without the weekday where that says nothing."""
        return format_date(day, format="full" if weekday else "long", locale=_dates(self.tag))

    def show_day(self, day: date) -> str:
        """Short, such as "Mon, 7 Dec"."""
        return format_skeleton("MMMEd", day, locale=_dates(self.tag))

    def show_time(self, clock: str) -> str:
        """The clock time "09:00" as this language writes it in a timetable, always in 24 hours."""
        hours, minutes = clock.split(":")
        return format_time(time(int(hours), int(minutes)), format="HH:mm", locale=_locale(self.tag))

    def show_number(self, value: float, decimals: int = 0, *, signed: bool = False) -> str:
        """Such as "1,204.5" in this language's way, rounded to `decimals` places. With `signed`, "+2.1" or "-0.4",
        kept together where the words around it run from right to left."""
        pattern = "#,##0" + ("." + "0" * decimals if decimals else "")
        rounded = round(value, decimals)
        if not signed:
            return str(format_decimal(rounded, format=pattern, locale=_locale(self.tag)))
        sign = "+" if rounded > 0 else "-" if rounded < 0 else ""
        mark = "\u200e" if self.direction == "rtl" and sign else ""
        return mark + sign + str(format_decimal(abs(rounded), format=pattern, locale=_locale(self.tag)))

    def show_percent(self, share: float) -> str:
        """Such as "45%" for 0.45, in this language's way."""
        return str(format_percent(round(share, 2), locale=_locale(self.tag)))

    def show_money(self, amount: float, currency: str) -> str:
        """Such as "€1,200.50": an amount of the currency with this ISO 4217 code, in this language's way."""
        return str(format_currency(amount, currency, locale=_locale(self.tag)))

    def show_days(self, first: date, last: date) -> str:
        """Such as "7 – 9 December 2026": the days from the first to the last, in this language's way."""
        if first == last:
            return self.show_date(first, weekday=False)
        return format_interval(first, last, skeleton="yMMMMd", locale=_dates(self.tag))

    def weekday_names(self, country: str | None = None) -> tuple[str, ...]:
        """The seven days' names, beginning with the first day of the week in a country."""
        names = _locale(self.tag).days["stand-alone"]["wide"]
        first = self.first_weekday(country)
        return tuple(str(names[(first + day) % 7]) for day in range(7))

    def first_weekday(self, country: str | None = None) -> int:
        """The first day of the week in a country (ISO 3166-1 alpha-2), else where the language is most at home.
        Monday is 0, as in `date.weekday`."""
        if country is None:
            likely = get_global("likely_subtags").get(_locale(self.tag).language, "")
            country = _locale(self.tag).territory or likely.rpartition("_")[2]
        spoken = get_official_languages(country, regional=True, de_facto=True)
        tags = (f"{tag}-{country}" for tag in (*(tag.replace("_", "-") for tag in spoken), "en", "ar", "fr"))
        return next((_locale(tag).first_week_day for tag in tags if _is_exact(tag)), 0)

    def show_list(self, words: Sequence[str]) -> str:
        """Such as "a, b and c"."""
        return format_list(list(words), locale=_dates(self.tag)) if words else ""
