"""Substitutions: ``{{ destination.emergency_number }}`` and its like, from CLDR, country profiles and the brief."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from functools import lru_cache

from toolkit.content.facts import EMBASSY, FactKind, fact_kind, fact_kinds
from toolkit.content.language import Language, is_known_country
from toolkit.content.records import Content, Module
from toolkit.content.same import Same
from toolkit.content.text import Text
from toolkit.content.translations import is_source_language, read_translations
from toolkit.content.walk import COUNTRIES, iter_module_texts
from toolkit.problems import Place, Problem, make_problem, sort_problems

SIDES = ("origin", "destination", "country")
"""``country.…`` means the destination."""

FROM_CLDR = ("name", "currency", "currency_code", "languages")
FROM_SESSION = ("title", "organisation", "contact")
_OF_ORIGIN = f"{EMBASSY}origin"

SUBSTITUTION_NAMES: tuple[str, ...] = (
    *(
        f"{side}.{name}"
        for side in SIDES
        for name in (*FROM_CLDR, *(key for key in fact_kinds() if key != "embassy_of"), _OF_ORIGIN)
    ),
    *(f"session.{name}" for name in FROM_SESSION),
)
"""Every name but those of single embassies, such as ``destination.embassy_of_gh``."""

_KNOWN = frozenset(SUBSTITUTION_NAMES)
_USE = re.compile(r"\{\{\s*([^{}]*?)\s*\}\}")
_BEGINS = re.compile(r"""(?:\A|[.!?]["'”’)]?\s+|\n\s*|[-*] |\d[.)] |\| *|\*\*|["“])\Z""")
"""What stands before the first word of a sentence."""
_MARKDOWN = re.compile(r"([\\`*\[\]<])")


def is_substitution(name: str) -> bool:
    """Whether the name can be filled in."""
    if name in _KNOWN:
        return True
    side, _, key = name.partition(".")
    return side in SIDES and key.startswith(EMBASSY) and fact_kind(key) is not None


def iter_substitutions(source: str) -> Iterator[str]:
    """The names used in a text, as written."""
    if "{{" in source:
        for found in _USE.finditer(source):
            yield found[1]


def fill(text: Text, values: Mapping[str, str]) -> Text:
    """The text with its substitutions filled in; a name without a value stays as written."""
    if "{{" not in text.source:
        return text

    def value(found: re.Match[str]) -> str:
        known = values.get(found[1], found[0])
        begins = known.startswith("the ") and _BEGINS.search(text.source[: found.start()])
        return known[0].upper() + known[1:] if begins else known

    return replace(text, source=_USE.sub(value, text.source))


def substitutions_for(
    content: Content, language: Language, *, origin: str | None, destination: str | None, session: Mapping[str, str]
) -> Mapping[str, str]:
    """The value of every substitution name, in `language`, as inline Markdown.

    `session` holds ``title``, ``organisation`` and ``contact``. What nobody knows becomes a visible blank to fill in.
    """
    values: dict[str, str] = {}
    for side, code in (("origin", origin), ("destination", destination)):
        for name, value in _country_values(content, language, side, code, origin).items():
            values[f"{side}.{name}"] = value
    values |= {
        f"country.{name.removeprefix('destination.')}": value
        for name, value in values.items()
        if name.startswith("destination.")
    }
    blanks = {
        "title": language.say("title of the session"),
        "organisation": language.say("organisation"),
        "contact": language.say("contact"),
    }
    for name in FROM_SESSION:
        given = session.get(name, "").strip()
        values[f"session.{name}"] = _escape(given) if given else _blank(language, blanks[name])
    return values


def _country_values(
    content: Content, language: Language, side: str, code: str | None, origin: str | None
) -> dict[str, str]:
    """Everything about one country, by name without its side."""
    values = _cldr_values(language, side, code)
    profile = content.countries.get(code) if code else None
    translations = (
        None if is_source_language(language.tag) else read_translations(content.root, language.tag, COUNTRIES)
    )
    facts = profile.facts if profile else {}
    embassies = [key for key in facts if key.startswith(EMBASSY)]
    for key in (*fact_kinds(), *embassies):
        if key in facts:
            text = translations.translate(facts[key].value) if translations else facts[key].value
            values[key] = text.source
        elif key != "embassy_of":
            values[key] = _blank(language, language.say(fact_kinds()[key].name))
    own = f"{EMBASSY}{(origin or '').lower()}"
    values[_OF_ORIGIN] = values.get(own) or _blank(language, language.say(fact_kinds()["embassy_of"].name))
    for other in _other_embassies(content):
        values.setdefault(other, _blank(language, language.say(fact_kinds()["embassy_of"].name)))
    return values


def _other_embassies(content: Content) -> tuple[str, ...]:
    """Embassies that texts name and the profile lacks still need a blank."""
    return _embassies_named(Same(content.modules))


@lru_cache(maxsize=4)
def _embassies_named(modules: Same[Mapping[str, Module]]) -> tuple[str, ...]:
    """In the order of their first use; every text is looked through once."""
    uses = (
        name.partition(".")[2]
        for module in modules.value.values()
        for text in iter_module_texts(module)
        for name in iter_substitutions(text.source)
    )
    return tuple(dict.fromkeys(key for key in uses if key.startswith(EMBASSY)))


def _cldr_values(language: Language, side: str, code: str | None) -> dict[str, str]:
    from babel.languages import get_official_languages

    if not code or not is_known_country(code):
        country = language.say("country of origin") if side == "origin" else language.say("country of destination")
        blank = _blank(language, country)
        return {
            "name": blank,
            "currency": _blank(language, language.say("currency")),
            "currency_code": _blank(language, language.say("currency")),
            "languages": _blank(language, language.say("languages")),
        }
    currency_code, currency = language.name_of_currency(code)
    tags = get_official_languages(code, de_facto=True)
    names = [language.name_of_language(tag.replace("_", "-")) for tag in tags]
    return {
        "name": _escape(language.country_within(code)),
        "currency": _escape(currency) or _blank(language, language.say("currency")),
        "currency_code": currency_code or _blank(language, language.say("currency")),
        "languages": _escape(language.show_list(names)) or _blank(language, language.say("languages")),
    }


def _blank(language: Language, what: str) -> str:
    return language.say("________ ({fact}: fill in before the session)", fact=what)


def _escape(plain: str) -> str:
    """Plain text as inline Markdown: a title with an asterisk stays a title with an asterisk."""
    return _MARKDOWN.sub(r"\\\1", " ".join(plain.split()))


def missing_facts(
    content: Content, module_ids: Sequence[str], *, origin: str | None, destination: str | None
) -> tuple[Problem, ...]:
    """A warning for each fact that these modules use and the country profile lacks, at its first use."""
    found: dict[str, Problem] = {}
    for module_id in module_ids:
        module = content.modules.get(module_id)
        for name, line in _facts_used(Same(module)) if module else ():
            if name in found:
                continue
            side, _, key = name.partition(".")
            code = origin if side == "origin" else destination
            where = Place(module.place.path if module else "", line)
            problem = _missing(content, where, name, key, code, origin)
            if problem is not None:
                found[name] = problem
    return sort_problems(found.values())


@lru_cache(maxsize=2048)
def _facts_used(module: Same[Module]) -> tuple[tuple[str, int], ...]:
    """The facts of countries that a module's texts use, each with the line of its first use."""
    first: dict[str, int] = {}
    for text in iter_module_texts(module.value):
        for name in iter_substitutions(text.source):
            if name not in first and name.partition(".")[0] in SIDES and is_substitution(name):
                first[name] = text.line
    return tuple(first.items())


def _missing(
    content: Content, where: Place, name: str, key: str, code: str | None, origin: str | None
) -> Problem | None:
    if code is None:
        side = "origin" if name.startswith("origin") else "destination"
        return make_problem("fact-no-country", where, name=name, side=side)
    if key in FROM_CLDR:
        return None
    if key == _OF_ORIGIN:
        key = f"{EMBASSY}{(origin or 'xx').lower()}"
    profile = content.countries.get(code)
    if profile is not None and key in profile.facts:
        return None
    kind: FactKind | None = fact_kind(key)
    country = Language("en").name_of_country(code)
    return make_problem(
        "fact-missing",
        where,
        name=name,
        fact=kind.name if kind else key,
        key=key,
        country=country,
        profile=f"curricula/countries/{code.lower()}.yaml",
    )
