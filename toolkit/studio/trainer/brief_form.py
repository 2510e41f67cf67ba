"""From what stands in the form's fields to a brief, and back. The form's data is a brief as in a file."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from typing import Any

from toolkit.content.language import Language
from toolkit.content.records import Content
from toolkit.content.yamlfile import read_yaml, validate
from toolkit.planning.brief import Brief
from toolkit.planning.brief_file import apply_overrides, check_brief
from toolkit.planning.group_profile import GroupProfile, Moved, apply_profile
from toolkit.planning.hours import choose_template, clock_of, count_days, make_hours
from toolkit.problems import Problem, ProblemsError, has_errors, sort_problems

Data = dict[str, Any]
PLACE = "brief"

_HEAD = "# A session brief, written by the trainer studio.\n"


def brief_data(brief: Brief) -> Data:
    """The brief as plain data, with only what differs from the defaults; title, audience and stage first."""
    found = brief.model_dump(mode="json", exclude_defaults=True)
    return {"title": brief.title, "audience": brief.audience, "stage": brief.stage, **found}


def brief_text(brief: Brief) -> str:
    """The brief as YAML, as `load_brief` reads it; the same for the same brief."""
    import yaml

    return _HEAD + yaml.safe_dump(brief_data(brief), sort_keys=False, allow_unicode=True, width=110)


def read_brief(content: Content, data: Mapping[str, object]) -> tuple[Brief | None, tuple[Problem, ...]]:
    """The brief, or None when it cannot be used, and everything that is wrong in it."""
    import yaml

    doc = read_yaml(yaml.safe_dump(dict(data), sort_keys=False, allow_unicode=True), PLACE)
    brief, wrong = validate(Brief, doc, label="the session brief")
    found = [*doc.problems, *wrong]
    if brief is not None:
        found += check_brief(content, brief, doc, folder=content.root)
    problems = sort_problems(found)
    return (None if has_errors(problems) else brief), problems


def new_brief(language: Language) -> Data:
    """What an empty form begins with."""
    return {
        "title": language.say("A new session"),
        "audience": "refugees",
        "stage": "pre_departure",
        "template": "one-day",
        "group": {"size": 20, "literacy": "basic"},
    }


def overlay(data: Data, more: Mapping[str, object]) -> Data:
    """The data with the fields of a profile or of pre-test results laid over it."""
    return apply_overrides(dict(data.items()), more)


def set_field(data: Data, name: str, value: str) -> Data:
    """The data with one field of the form changed. Names have dots (``group.size``) and numbers for parts of lists."""
    if name.startswith("dates."):
        return _with_date(data, int(name.removeprefix("dates.")), value)
    if name.startswith("languages."):
        return _with_language(data, int(name.removeprefix("languages.")), value)
    if name.startswith(("trainers.", "fixed_breaks.")):
        return _with_part(data, name, value)
    if name.startswith("module."):
        return _with_module(data, name.removeprefix("module."), bool(value))
    if name == "audience" and value != data.get("audience"):
        # What was wished for another audience is of no use.
        data = {k: v for k, v in data.items() if k not in ("modules", "objectives", "activities", "edits", "needs")}
    read = FIELDS.get(name)
    return _put(data, name.split("."), read(value) if read else value.strip())


def _put(data: Mapping[str, Any], keys: list[str], value: object) -> Data:
    first, *rest = keys
    found = dict(data)
    if rest:
        inside = found.get(first)
        value = _put(inside if isinstance(inside, Mapping) else {}, rest, value)
    if value is None or value == {}:
        found.pop(first, None)
    else:
        found[first] = value
    return found


def _number(value: str) -> int | None:
    return int(value) if value.strip().lstrip("-").isdecimal() else None


def _word(value: str) -> str | None:
    return value.strip() or None


def _yes(value: str) -> bool:
    return bool(value)


def _lines(value: str) -> list[str] | None:
    return [part.strip() for part in value.replace(";", "\n").splitlines() if part.strip()] or None


def _tags(value: str) -> list[str] | None:
    return list(dict.fromkeys(part for part in value.replace(",", " ").replace(";", " ").split() if part)) or None


FIELDS: Mapping[str, Callable[[str], object]] = {
    "days": _number,
    "start": _word,
    "end": _word,
    "lunch": _word,
    "origin": _word,
    "destination": _word,
    "template": _word,
    "departure": _word,
    "trainer_language": _word,
    "interpreter": _yes,
    "pre_test": _yes,
    "post_test": _yes,
    "group.size": _number,
    "group.women": _number,
    "group.men": _number,
    "group.children": _yes,
    "group.families": _yes,
    "group.mother_tongues": _tags,
    "group.accessibility": _lines,
    "group.strengths": _lines,
}
"""Field → how its text is read; others are plain text."""


def _with_date(data: Data, at: int, value: str) -> Data:
    """The first date fills the days after it; a date taken away takes the later ones along."""
    dates = [str(d) for d in data.get("dates", ())][:at]
    later = [str(d) for d in data.get("dates", ())][at + 1 :]
    if not value:
        return _put(data, ["dates"], dates or None)
    try:
        day = dt.date.fromisoformat(value)
    except ValueError:
        return data
    count = max(int(data.get("days") or 0), at + 1 + len(later))
    following = [(day + dt.timedelta(days=n)).isoformat() for n in range(1, count - at)]
    kept = later if all(d > value for d in later) and len(later) == len(following) else following
    return _put(data, ["dates"], [*dates, value, *kept])


def _with_language(data: Data, at: int, value: str) -> Data:
    tags = list(data.get("languages") or ["en"])
    if at < len(tags):
        tags[at : at + 1] = [value] if value else []
    elif value:
        tags.append(value)
    return _put(data, ["languages"], list(dict.fromkeys(tags)) or ["en"])


def _with_part(data: Data, name: str, value: str) -> Data:
    """One field of one trainer or fixed break."""
    kind, number, field = name.split(".")
    parts = [dict(part) for part in data.get(kind, ())]
    if not number.isdecimal() or int(number) >= len(parts):
        return data
    read: object = value.strip()
    if field == "languages":
        read = _tags(value) or []
    elif field == "minutes":
        read = _number(value) or 15
    parts[int(number)][field] = read
    return _put(data, [kind], parts)


def add_part(data: Data, kind: str, title: str) -> Data:
    """One more trainer, or one more fixed break with this title."""
    fresh: Data = (
        {"languages": list(data.get("languages") or ["en"])[:1], "background": "other"}
        if kind == "trainers"
        else {"at": "13:00", "minutes": 20, "title": title}
    )
    return _put(data, [kind], [*data.get(kind, ()), fresh])


def remove_part(data: Data, kind: str, at: int) -> Data:
    """Without one of the trainers or fixed breaks."""
    parts = [part for n, part in enumerate(data.get(kind, ())) if n != at]
    return _put(data, [kind], parts or None)


def _with_module(data: Data, module: str, wanted: bool) -> Data:
    """Ticked modules are the only ones considered; where the brief includes modules, they stay included."""
    asked = dict(data.get("modules") or {})
    field = "include" if asked.get("include") and not asked.get("only") else "only"
    ids = [m for m in asked.get(field, ()) if m != module] + ([module] if wanted else [])
    return _put(data, ["modules"], {**{k: v for k, v in asked.items() if k != field}, **({field: ids} if ids else {})})


def wanted_modules(data: Mapping[str, Any]) -> tuple[str, ...]:
    """The modules that the brief names."""
    asked = data.get("modules") or {}
    return tuple(dict.fromkeys((*asked.get("only", ()), *asked.get("include", ()))))


def hours_of(content: Content, data: Mapping[str, Any]) -> tuple[int, str, str]:
    """(days, begin, end) that the form describes, those of the session template where it says nothing."""
    try:
        brief = Brief.model_validate({**data, "dates": tuple(data.get("dates", ()))})
    except ValueError:
        return max(1, len(data.get("dates", ()))), str(data.get("start") or ""), str(data.get("end") or "")
    template = choose_template(content, brief)
    if template is None:
        return max(1, len(brief.dates)), brief.start or "", brief.end or ""
    day = make_hours(brief, template)[0]
    return count_days(brief, template), clock_of(day.start), clock_of(day.start + day.length)


def read_fields(text: str, name: str) -> Data:
    """The fields of a brief in a YAML file, such as a group profile or needs from a pre-test; others are left out.
    Raises ProblemsError when it cannot be read."""
    doc = read_yaml(text, name)
    if has_errors(doc.problems):
        raise ProblemsError(doc.problems)
    data = doc.data if isinstance(doc.data, Mapping) else {}
    return {str(key): value for key, value in data.items() if key in Brief.model_fields}


def read_profile(text: str, name: str) -> GroupProfile | None:
    """The group profile in a YAML file, None when it is another kind of file. Raises ProblemsError when the profile is
    wrong."""
    doc = read_yaml(text, name)
    if not isinstance(doc.data, Mapping) or "people" not in doc.data:
        return None
    profile, problems = validate(GroupProfile, doc, label="the group profile")
    if profile is None:
        raise ProblemsError(sort_problems((*doc.problems, *problems)))
    return profile


def with_profile(content: Content, data: Data, profile: GroupProfile) -> tuple[Data, tuple[Moved, ...]]:
    """The form's data with what a profile says, and what that changed. A profile that is loaded by hand goes before
    the form's own size and reading level. Data that is no brief yet stays as it is."""
    own = {key: value for key, value in (data.get("group") or {}).items() if key not in ("size", "literacy")}
    if profile.people != (data.get("group") or {}).get("size"):
        own = {key: value for key, value in own.items() if key not in ("women", "men", "ages")}
    brief, _ = read_brief(content, {**data, "group": own})
    if brief is None:
        return data, ()
    changed, moved = apply_profile(brief, profile, frozenset(content.objectives()))
    return brief_data(changed), moved
