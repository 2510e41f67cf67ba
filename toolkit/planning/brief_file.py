"""Session briefs from files: YAML → `Brief`, with every problem at its line."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path

from toolkit.content.checks.texts import long_words
from toolkit.content.files import is_inside, read_text_file
from toolkit.content.language import is_known_country, is_known_language
from toolkit.content.records import Content
from toolkit.content.vocabulary import AUDIENCES
from toolkit.content.yamlfile import YamlDoc, read_yaml, validate
from toolkit.planning.brief import Brief
from toolkit.planning.brief_dates import free_days, sound_dates
from toolkit.planning.group_profile import with_group_profile
from toolkit.planning.hours import choose_template, clock_of, count_days, make_hours, minutes_of
from toolkit.planning.situation import GRID_MINUTES
from toolkit.problems import Place, Problem, make_problem, near_miss, sort_problems

MOST_NEED = 10
"""A need beyond this says nothing more than "above all else"."""


def load_brief(
    path: str | Path, content: Content | None = None, *, overrides: Mapping[str, object] | None = None
) -> tuple[Brief | None, tuple[Problem, ...]]:
    """The brief in a YAML file, with `overrides` laid over it, and every problem found.

    With `content`, ids, countries, hours and the rest are checked against it too (`check_brief`). The brief is None
    when it cannot be used; with a brief there may still be problems, errors among them.
    """
    file = Path(path).absolute()
    shown = _shown(Path(path), content)
    text, problems = read_text_file(file.resolve().parent, file.resolve())
    if text is None:
        return None, tuple(replace(p, where=Place(shown, p.where.line)) for p in problems)
    doc = read_yaml(text.text, shown)
    if isinstance(doc.data, Mapping):
        doc = replace(doc, data=apply_overrides(doc.data, overrides or {}))
    brief, wrong = validate(Brief, doc, label="the session brief")
    found = [*doc.problems, *wrong]
    if brief is not None:
        brief, moved = with_group_profile(brief, content, doc, file.parent)
        found += moved
    if brief is not None and content is not None:
        found += check_brief(content, brief, doc, folder=file.parent)
    return brief, sort_problems(found)


def apply_overrides(brief_data: Mapping[object, object], overrides: Mapping[str, object]) -> dict[str, object]:
    """The brief's data with single fields replaced by name. A dot reaches inside (``group.size``); a block given for a
    block replaces only the fields that it holds; None leaves the field as it is."""
    data: dict[str, object] = {str(key): value for key, value in brief_data.items()}
    for name, value in overrides.items():
        if value is None:
            continue
        first, _, rest = name.partition(".")
        inside = data.get(first)
        if rest:
            data[first] = apply_overrides(inside if isinstance(inside, Mapping) else {}, {rest: value})
        elif isinstance(value, Mapping) and isinstance(inside, Mapping):
            data[first] = {**inside, **value}
        else:
            data[first] = list(value) if isinstance(value, tuple) else value
    return data


def check_brief(content: Content, brief: Brief, doc: YamlDoc, *, folder: Path | None = None) -> tuple[Problem, ...]:
    """Contradictions in a brief, and what in it the workspace does not know. `folder` is the brief's own folder."""
    found = [problem for check in BRIEF_CHECKS for problem in check(content, brief, doc)]
    return sort_problems((*found, *_deck_master(content, brief, doc, folder)))


def known_names(content: Content, brief: Brief, doc: YamlDoc) -> Iterator[Problem]:
    """Audience, template, modules, activities, objectives and criteria are there."""
    audiences = {*AUDIENCES, *(a for m in content.modules.values() for a in m.audiences)}
    audiences |= {a for c in content.curricula.values() for a in c.audiences}
    yield from _unknown(doc, ("audience",), "audience", [brief.audience], audiences)
    if brief.template is not None:
        yield from _unknown(doc, ("template",), "session template", [brief.template], content.templates)
    activities, objectives = content.activities(), content.objectives()
    for field, kind, choice, known in (
        ("modules", "module", brief.modules, content.modules),
        ("objectives", "objective", brief.objectives, objectives),
        ("activities", "activity", brief.activities, activities),
    ):
        for part in ("include", "exclude", "only"):
            for at, word in enumerate(getattr(choice, part)):
                yield from _unknown(doc, (field, part, at), kind, [word], known)
    for word in brief.needs:
        yield from _unknown(doc, ("needs", word), "objective", [word], objectives)
    edits = brief.edits
    for part, words in (("lock", edits.lock), ("drop", edits.drop), ("minutes", edits.minutes), ("day", edits.day)):
        yield from _unknown(doc, ("edits", part), "activity", words, activities)
    for moved, target in edits.before.items():
        yield from _unknown(doc, ("edits", "before", moved), "activity", [moved, target], activities)
    for out, into in edits.swap.items():
        yield from _unknown(doc, ("edits", "swap", out), "activity", [out, into], activities)
    criteria = {c.id for p in content.practices.values() for c in p.criteria}
    if criteria:
        yield from _unknown(doc, ("confirmed",), "criterion", brief.confirmed, criteria)


def sound_words(_content: Content, brief: Brief, doc: YamlDoc) -> Iterator[Problem]:
    """What stands on every page has no word that is too long for a line."""
    for field in ("title", "venue", "organisation"):
        yield from long_words(getattr(brief, field) or "", doc.place(field))


def known_places(content: Content, brief: Brief, doc: YamlDoc) -> Iterator[Problem]:
    """Countries and languages are in CLDR."""
    for field, code in (("origin", brief.origin), ("destination", brief.destination)):
        if code is not None and not is_known_country(code):
            near = near_miss(code, content.countries)
            yield make_problem("brief-country-unknown", doc.place(field), near=near, country=code)
    tags: list[tuple[tuple[str | int, ...], str]] = [(("languages", n), t) for n, t in enumerate(brief.languages)]
    if brief.trainer_language is not None:
        tags.append((("trainer_language",), brief.trainer_language))
    tags += [(("group", "mother_tongues", n), tag) for n, tag in enumerate(brief.group.mother_tongues)]
    for number, trainer in enumerate(brief.trainers):
        tags += [(("trainers", number, "languages", n), tag) for n, tag in enumerate(trainer.languages)]
    for keys, tag in tags:
        if not is_known_language(tag):
            yield make_problem("brief-language-unknown", doc.place(*keys), language=tag)


def sound_hours(content: Content, brief: Brief, doc: YamlDoc) -> Iterator[Problem]:
    """End after start; lunch and fixed breaks inside the hours, and apart from each other."""
    if brief.start and brief.end and minutes_of(brief.end) <= minutes_of(brief.start):
        yield make_problem("brief-end-before-start", doc.place("end"), start=brief.start, end=brief.end)
        return
    for field, clock in (("start", brief.start), ("end", brief.end), ("lunch", brief.lunch)):
        if clock and minutes_of(clock) % GRID_MINUTES:
            yield make_problem("brief-clock-grid", doc.place(field), field=field, clock=clock)
    template = choose_template(content, brief)
    if template is None:
        return
    day = make_hours(brief, template)[0]
    start, end = day.start, day.start + day.length
    words = {"start": clock_of(start), "end": clock_of(end)}
    if brief.lunch and not start < minutes_of(brief.lunch) < end:
        yield make_problem("brief-lunch-outside", doc.place("lunch"), lunch=brief.lunch, **words)
    for at, fixed in enumerate(brief.fixed_breaks):
        begin = minutes_of(fixed.at)
        place = doc.place("fixed_breaks", at)
        if begin < start or begin + fixed.minutes > end:
            yield make_problem(
                "brief-fixed-break-outside", place, title=fixed.title, at=fixed.at, minutes=fixed.minutes, **words
            )
        for other in brief.fixed_breaks[:at]:
            if minutes_of(other.at) < begin + fixed.minutes and begin < minutes_of(other.at) + other.minutes:
                yield make_problem(
                    "brief-fixed-breaks-overlap", place, title=fixed.title, at=fixed.at, other=other.title
                )
    for activity, number in brief.edits.day.items():
        days = count_days(brief, template)
        if not 1 <= number <= days:
            place = doc.place("edits", "day", activity)
            yield make_problem("brief-day-unknown", place, activity=activity, day=number, days=days)
    for activity, minutes in brief.edits.minutes.items():
        if minutes < GRID_MINUTES or minutes % GRID_MINUTES:
            place = doc.place("edits", "minutes", activity)
            yield make_problem("brief-minutes-grid", place, activity=activity, minutes=minutes)


def sound_group(_content: Content, brief: Brief, doc: YamlDoc) -> Iterator[Problem]:
    """Numbers of people that add up."""
    group = brief.group
    women, men = group.women, group.men
    if women is not None and men is not None and women + men != group.size:
        yield make_problem("brief-group-sum", doc.place("group", "size"), women=women, men=men, size=group.size)
    elif max(women or 0, men or 0) > group.size:
        yield make_problem(
            "brief-group-part", doc.place("group", "size"), size=group.size, part=max(women or 0, men or 0)
        )
    if group.ages and sum(group.ages.values()) != group.size:
        total = sum(group.ages.values())
        yield make_problem("brief-ages-sum", doc.place("group", "ages"), total=total, size=group.size)
    for band, count in group.ages.items():
        if count < 0:
            yield make_problem("brief-ages-negative", doc.place("group", "ages", band), band=band, count=count)


def sound_wishes(_content: Content, brief: Brief, doc: YamlDoc) -> Iterator[Problem]:
    """Nothing both in and out; `only` for modules alone; needs that are numbers one can use."""
    for field, choice in (
        ("modules", brief.modules),
        ("objectives", brief.objectives),
        ("activities", brief.activities),
    ):
        wanted = (*choice.include, *choice.only)
        for at, word in enumerate(choice.exclude):
            if word in wanted:
                yield make_problem("brief-in-and-out", doc.place(field, "exclude", at), id=word, field=field)
        if choice.only and field != "modules":
            yield make_problem("brief-only-modules", doc.place(field, "only"), field=field)
    for word in brief.edits.lock:
        if word in brief.edits.drop:
            yield make_problem("brief-in-and-out", doc.place("edits", "drop"), id=word, field="edits")
    for objective, need in brief.needs.items():
        if not math.isfinite(need) or not 0 <= need <= MOST_NEED:
            place = doc.place("needs", objective)
            yield make_problem("brief-need-range", place, objective=objective, need=need, most=MOST_NEED)


BriefCheck = Callable[[Content, Brief, YamlDoc], Iterator[Problem]]

BRIEF_CHECKS: tuple[BriefCheck, ...] = (
    known_names,
    sound_words,
    known_places,
    sound_dates,
    free_days,
    sound_hours,
    sound_group,
    sound_wishes,
)


def find_deck_master(brief: Brief, folder: Path, root: Path) -> Path | None:
    """The brief's deck master: beside the brief, or in the workspace `root`; None when there is none inside these.

    A copy of a brief and its master, as in a session pack, finds the copy.
    """
    if brief.deck_master is None:
        return None
    given = brief.deck_master.replace("\\", "/")
    templates = root / "session_templates"
    candidates = (folder / given, root / given, templates / given, templates / "briefs" / given)
    for path in (*candidates, folder / Path(given).name):
        if (is_inside(folder, path) or is_inside(root, path)) and _is_file(path):
            return path
    return None


def _deck_master(content: Content, brief: Brief, doc: YamlDoc, folder: Path | None) -> Iterator[Problem]:
    """A .pptx or .potx beside the brief or elsewhere in the workspace."""
    if brief.deck_master is None or folder is None:
        return
    place = doc.place("deck_master")
    path = folder / brief.deck_master.replace("\\", "/")
    if not path.name.casefold().endswith((".pptx", ".potx")):
        yield make_problem("brief-deck-master-kind", place, path=brief.deck_master)
    elif find_deck_master(brief, folder, content.root) is not None:
        return
    elif not (is_inside(folder, path) or is_inside(content.root, path)):
        yield make_problem("brief-deck-master-outside", place, path=brief.deck_master)
    else:
        yield make_problem("brief-deck-master-missing", place, path=brief.deck_master)


def _is_file(path: Path) -> bool:
    try:
        return path.is_file()
    except (OSError, ValueError):
        return False


def _unknown(
    doc: YamlDoc, keys: tuple[str | int, ...], kind: str, words: Iterable[str], known: Iterable[str]
) -> Iterator[Problem]:
    there = set(known)
    for word in words:
        if word not in there:
            yield make_problem("brief-unknown-id", doc.place(*keys), near=near_miss(word, there), kind=kind, id=word)


def _shown(path: Path, content: Content | None) -> str:
    """The path as problems show it: inside the workspace relative to it, else as given."""
    if content is not None:
        try:
            return path.absolute().relative_to(content.root.absolute()).as_posix()
        except ValueError:
            pass
    return path.as_posix()
