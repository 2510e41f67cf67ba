"""The country guide: what is known of the destination, for participants to keep, with blanks to fill in."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from babel.languages import get_official_languages

from toolkit.content.calendar_facts import holidays_of
from toolkit.content.fact_words import fact_name
from toolkit.content.language import Language
from toolkit.content.records import Content, Fact
from toolkit.planning.brief import Brief
from toolkit.planning.plan import SessionPlan
from toolkit.rendering.outline import Callout, Cell, Document, Node, Para, Span, TableNode, WriteLines, inline
from toolkit.rendering.outlines.common import bold, cell, heading, joined, make_document, para, table
from toolkit.rendering.outlines.inline import parse_inline

AT_HOME = frozenset({"municipalities", "employers", "trainers"})
"""Audiences that live in the destination already: what is told of it is for those whom they meet."""

GROUPS: Mapping[str, tuple[str, ...]] = {
    "help": (
        "emergency_number", "police_number", "ambulance_number", "fire_number", "migrant_helpline", "asylum_helpline",
        "trafficking_helpline", "violence_helpline", "child_helpline", "legal_aid", "equality_body", "embassy_of",
    ),
    "first": ("first_days", "residence_permit", "orientation_programme", "passport_rule", "language_courses"),
    "work": (
        "work_permit", "employment_service", "minimum_wage", "working_hours", "weekly_rest", "annual_leave",
        "recruitment_fee_rule", "trade_unions", "labour_inspection", "labour_complaints", "qualification_recognition",
    ),
    "money": ("bank_account", "remittances", "tax_number", "social_benefits"),
    "health": ("health_coverage", "health_registration", "mental_health_support"),
    "home": ("tenancy_rules", "housing_support", "family_reunification"),
    "school": ("school_age", "school_enrolment", "university_access"),
    "daily": ("greeting", "climate", "driving_side", "power_plug"),
}  # fmt: skip
"""Facts by group, most urgent first. A key that is in no group stands at the end of the last one."""

_ALWAYS = frozenset(
    {
        "emergency_number", "police_number", "ambulance_number", "fire_number", "migrant_helpline",
        "trafficking_helpline", "embassy_of", "first_days", "language_courses", "bank_account", "remittances",
        "tax_number", "health_coverage", "health_registration", "driving_side", "power_plug", "climate", "greeting",
    }
)  # fmt: skip
_FOR_WORKERS = frozenset(
    {
        "work_permit", "minimum_wage", "working_hours", "weekly_rest", "annual_leave", "recruitment_fee_rule",
        "trade_unions", "labour_inspection", "labour_complaints", "passport_rule",
    }
)  # fmt: skip
_FOR_FAMILIES = frozenset({"school_age", "school_enrolment", "child_helpline"})
_FOR_STAYING = frozenset(
    {
        "residence_permit", "asylum_helpline", "orientation_programme", "legal_aid", "equality_body", "housing_support",
        "tenancy_rules", "employment_service", "qualification_recognition", "social_benefits", "mental_health_support",
        "violence_helpline", "family_reunification", "university_access", *_FOR_FAMILIES,
    }
)  # fmt: skip

_LINES_FOR_NOTES = 6

UNKNOWN = "und"
"""The tag of a title whose language nobody wrote down (BCP 47): it stands as it is and runs from left to right."""


def has_country_guide(brief: Brief) -> bool:
    """Whether participants get a guide: they go to a country that they do not live in yet."""
    return brief.destination is not None and brief.audience not in AT_HOME and brief.stage != "return"


def make_country_guide(content: Content, plan: SessionPlan, language: Language) -> Document:
    """The guide to the brief's destination in a participant's language. Without a profile it is a form to fill in."""
    say, code = language.say, plan.brief.destination or ""
    country = language.name_of_country(code) if code else say("The country")
    profile = content.countries.get(code)
    facts = dict(profile.facts) if profile else {}
    body: list[Node] = [
        para(say("Facts change. Ask before you rely on them, and write in what you find out."), "lead"),
        _at_a_glance(code, language),
    ]
    wanted = _wanted(plan.brief)
    placed = {key for keys in GROUPS.values() for key in _keys(keys, plan.brief)}
    for group, keys in GROUPS.items():
        own = [*_keys(keys, plan.brief)]
        if group == "daily":
            own += [key for key in facts if key not in placed and not key.startswith("embassy_of_")]
        rows = [
            _fact_row(content, facts[key], language) if key in facts else _blank_row(key, language)
            for key in own
            if key in facts or _kind(key) in wanted
        ]
        if rows:
            body.append(heading(1, _group_name(group, language)))
            body.append(table([("", 30), ("", 70)], rows))
    body.extend(_holidays(code, _year(plan), language))
    body.append(heading(1, say("My own notes")))
    body.append(WriteLines(_LINES_FOR_NOTES))
    kind = say("Country guide: {country}", country=country)
    return make_document("country-guide", kind, plan, language, body, large_type=True)


def _kind(key: str) -> str:
    return "embassy_of" if key.startswith("embassy_of_") else key


def _keys(keys: Sequence[str], brief: Brief) -> list[str]:
    """The keys of a group, with the embassy of the people's own country."""
    embassy = f"embassy_of_{brief.origin.lower()}" if brief.origin else ""
    return [key if key != "embassy_of" else embassy for key in keys if key != "embassy_of" or embassy]


def _wanted(brief: Brief) -> frozenset[str]:
    """What these people should find out when nobody has written it down."""
    wanted = set(_ALWAYS)
    if brief.audience == "refugees":
        wanted |= _FOR_STAYING
    else:
        wanted |= _FOR_WORKERS
    if brief.group.families or brief.group.children:
        wanted |= _FOR_FAMILIES
    return frozenset(wanted)


def _group_name(group: str, language: Language) -> str:
    say = language.say
    names = {
        "help": say("Emergency and help"),
        "first": say("The first days"),
        "work": say("Work"),
        "money": say("Money"),
        "health": say("Health"),
        "home": say("Home and family"),
        "school": say("School and learning"),
        "daily": say("Daily life"),
    }
    return names[group]


def _at_a_glance(code: str, language: Language) -> Node:
    """What every reader of CLDR knows: currency, languages, first day of the week."""
    say = language.say
    currency_code, currency = language.name_of_currency(code) if code else ("", "")
    tags = get_official_languages(code, de_facto=True) if code else ()
    spoken = [language.name_of_language(tag.replace("_", "-")) for tag in tags]
    facts = [
        (say("Currency"), joined([currency, currency_code])),
        (say("Languages"), language.show_list(spoken)),
        (say("In calendars the week begins on"), language.weekday_names(code)[0] if code else ""),
    ]
    lines = tuple(Para((Span(f"{label}: "), Span(value, bold=True))) for label, value in facts if value)
    return Callout("key", inline(say("At a glance")), lines)


def _fact_row(content: Content, fact: Fact, language: Language) -> tuple[Cell, ...]:
    """The fact, what is worth knowing beside it, and small where and when it was read."""
    say = language.say
    source = content.bibliography.get(fact.source.key)
    title = source.title if source else fact.source.key
    dated = say("as of {date}", date=language.show_date(fact.as_of, weekday=False))
    credit = Para((Span(f"{say('Source')}: "), Span(title, italic=True, lang=UNKNOWN), Span(f" · {dated}")), "note")
    parts = [para(parse_inline(fact.value)), para(parse_inline(fact.note), "small"), credit]
    return cell(bold(fact_name(fact.key, language))), Cell(tuple(part for part in parts if part.text))


def _blank_row(key: str, language: Language) -> tuple[Cell, ...]:
    return cell(bold(fact_name(key, language))), Cell((WriteLines(1),))


def _year(plan: SessionPlan) -> int | None:
    """The year of departure, else of the session."""
    if plan.brief.departure is not None:
        return plan.brief.departure.year
    return max((day.date.year for day in plan.days if day.date), default=None)


def _holidays(code: str, year: int | None, language: Language) -> list[Node]:
    if not code or year is None:
        return []
    found = holidays_of(code, year, language)
    if not found:
        return []
    say = language.say
    foreign = language.direction == "rtl"
    # Few holidays have a name in every language; a Latin one must not be torn apart between Arabic words.
    rows = [
        (cell(language.show_date(day)), cell((Span(name, lang=UNKNOWN if name.isascii() and foreign else ""),)))
        for day, name in found.items()
    ]
    hint = say("Shops and offices may be closed on these days. Feasts that follow the moon may move by a day or two.")
    listed: TableNode = table([(say("Day"), 45), (say("Holiday"), 55)], rows)
    return [heading(1, say("Public holidays in {year}", year=str(year))), para(hint, "small"), listed]
