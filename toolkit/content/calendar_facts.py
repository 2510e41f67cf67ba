"""Public holidays by country, in a reader's language as far as the `holidays` library has them in it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, timedelta
from functools import lru_cache
from types import MappingProxyType

from toolkit.content.language import SOURCE_LANGUAGE, Language, babel_name

_EID = re.compile(r"\bfitri?\b|Hari Raya Puasa|Korit", re.IGNORECASE)
"""Eid al-Fitr under the names that the library has for it."""
RAMADAN_DAYS = 30
"""At most; whether it has 29 days is known when the moon is seen."""


def ramadan_before_eid(country: str, year: int) -> tuple[date, date] | None:
    """(first day, Eid al-Fitr) of a year's Ramadan, both estimates; None where Eid al-Fitr is no public holiday, or
    nobody knows. The first day is counted back from the feast."""
    english = Language(SOURCE_LANGUAGE)
    eid = next((d for d, name in holidays_of(country, year, english).items() if _EID.search(name)), None)
    return (eid - timedelta(days=RAMADAN_DAYS), eid) if eid else None


@lru_cache(maxsize=64)
def holidays_of(country: str, year: int, language: Language) -> Mapping[date, str]:
    """Day → name of the public holidays of a country (ISO 3166-1 alpha-2) in a year, by day; empty where nobody knows
    them.

    Names are in `language`, else in English, else in the country's own. Holidays that follow the moon are estimates
    and say so. Holidays of single regions are left out.
    """
    import holidays

    try:
        found = holidays.country_holidays(country, years=year)
    except NotImplementedError:
        return MappingProxyType({})
    spoken = _spoken(tuple(found.supported_languages or ()), language)
    if spoken:
        found = holidays.country_holidays(country, years=year, language=spoken)
    return MappingProxyType({day: name.replace("; ", " / ") for day, name in sorted(found.items())})


def _spoken(known: tuple[str, ...], language: Language) -> str | None:
    """The library's name of a language that it has for a country: the very one, one of the same base, English."""
    wanted = babel_name(language.tag)
    for name in (wanted, wanted.split("_")[0], f"{SOURCE_LANGUAGE}_US", SOURCE_LANGUAGE):
        close = [tag for tag in known if tag == name or tag.split("_")[0] == name]
        if close:
            return close[0]
    return None
