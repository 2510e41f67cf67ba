"""Languages: the toolkit's own words, names from CLDR, dates, times and lists, and the direction of a script.

`Language("fr")` is passed to whatever makes an outline. ``language.say("Session plan")`` looks the English message up
in ``toolkit/locale/<tag>/toolkit.po``; without a translation it returns the English, never an empty string.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, time
from functools import lru_cache
from importlib import resources
from typing import Literal

from babel import Locale, UnknownLocaleError
from babel.core import get_locale_identifier, parse_locale
from babel.dates import format_date, format_time
from babel.lists import format_list
from babel.numbers import format_decimal, format_percent, get_currency_name, get_territory_currencies

SOURCE_LANGUAGE = "en"


@lru_cache(maxsize=32)
def _locale(tag: str) -> Locale:
    try:
        return Locale.parse(get_locale_identifier(parse_locale(tag, sep="-")))
    except (UnknownLocaleError, ValueError):
        return Locale.parse(SOURCE_LANGUAGE)


@lru_cache(maxsize=32)
def _words(tag: str) -> Mapping[tuple[str, str], str]:
    """(context, message) → translation, from the toolkit's own catalogue; empty for English and unknown languages."""
    file = resources.files("toolkit") / "locale" / tag / "toolkit.po"
    if tag == SOURCE_LANGUAGE or not file.is_file():
        return {}
    import io

    from babel.messages.pofile import read_po

    catalog = read_po(io.BytesIO(file.read_bytes()), locale=tag.replace("-", "_"))
    return {
        (message.context or "", message.id): str(message.string)
        for message in catalog
        if isinstance(message.id, str) and message.id and message.string and not message.fuzzy
    }


def is_known_language(tag: str) -> bool:
    """Whether CLDR knows the language of this BCP 47 tag."""
    try:
        parts = parse_locale(tag, sep="-")
        Locale.parse(get_locale_identifier(parts))
    except (UnknownLocaleError, ValueError):
        return False
    return True


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
        words = _words(self.tag)
        text = words.get((context, message)) or words.get(("", message)) or message
        return text.format(**values) if values else text

    def say_count(self, one: str, many: str, count: int) -> str:
        """Singular or plural with ``{n}``. Plural forms beyond two are a translator's matter in the catalogue."""
        return self.say(one if count == 1 else many, n=count)

    def name_of_language(self, tag: str) -> str:
        """Such as "Arabic" for ``ar``."""
        return _locale(tag).get_display_name(_locale(self.tag)) or tag

    def name_of_country(self, code: str) -> str:
        """Such as "Ghana" for ``GH``; the code itself when CLDR has no name."""
        return str(_locale(self.tag).territories.get(code, code))

    def name_of_currency(self, country: str) -> tuple[str, str]:
        """(code, name) of a country's present currency, or ("", "")."""
        codes = get_territory_currencies(country)
        return (codes[0], get_currency_name(codes[0], locale=_locale(self.tag))) if codes else ("", "")

    def show_date(self, day: date, *, weekday: bool = True) -> str:
        """Such as "Monday, 7 December 2026" in this language; without the weekday where that says nothing."""
        return format_date(day, format="full" if weekday else "long", locale=_locale(self.tag))

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

    def show_list(self, words: Sequence[str]) -> str:
        """Such as "a, b and c"."""
        return format_list(list(words), locale=_locale(self.tag)) if words else ""
