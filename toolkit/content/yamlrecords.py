"""YAML files → records: curricula, practices, countries, bibliography, scales, session templates."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypeVar

from pydantic import BaseModel

from toolkit.content import models
from toolkit.content.blocks import option_code
from toolkit.content.body import clean_inline
from toolkit.content.build import citation
from toolkit.content.language import is_known_country
from toolkit.content.records import (
    BreakRule,
    CountryProfile,
    Criterion,
    Curriculum,
    Fact,
    Frame,
    Practice,
    ResponseOption,
    Scale,
    SessionTemplate,
    Source,
)
from toolkit.content.text import Text
from toolkit.content.yamlfile import KeyPath, YamlDoc, validate
from toolkit.problems import Problem, make_problem, near_miss

M = TypeVar("M", bound=BaseModel)


def read_curriculum(doc: YamlDoc, folder: str) -> tuple[Curriculum | None, tuple[str, ...], tuple[Problem, ...]]:
    """(curriculum, audiences that it adds, problems)."""
    model, problems = validate(models.CurriculumModel, doc, label="the curriculum")
    if model is None:
        return None, (), problems
    curriculum = Curriculum(
        folder,
        _text(doc, model.title, folder, "title"),
        _text(doc, model.summary, folder, "summary"),
        model.audiences,
        model.modules,
        doc.place(),
    )
    if not model.modules:
        problems = (*problems, make_problem("curriculum-empty", doc.place("modules"), curriculum=folder))
    return curriculum, model.new_audiences, problems


def read_practices(doc: YamlDoc) -> tuple[dict[int, Practice], tuple[Problem, ...]]:
    """Practices by number."""
    if not isinstance(doc.data, list):
        return {}, _wrong_shape(doc, "the file", "a list of practices, each beginning with - number:")
    found: dict[int, Practice] = {}
    problems: list[Problem] = []
    for index in range(len(doc.data)):
        model, wrong = validate(models.PracticeModel, doc, label=f"practice {index + 1} of the list", at=(index,))
        problems.extend(wrong)
        if model is None:
            continue
        if model.number in found:
            line = found[model.number].place.line
            where = doc.place(index, "number")
            problems.append(make_problem("practice-number-twice", where, number=model.number, line=line))
            continue
        found[model.number] = _practice(doc, model, index)
    return found, tuple(problems)


def _practice(doc: YamlDoc, model: models.PracticeModel, index: int) -> Practice:
    def text(value: str, *keys: str | int) -> Text:
        return _text(doc, value, f"practice-{model.number}", *keys, at=(index,))

    criteria = tuple(
        Criterion(
            c.id,
            Text(clean_inline(c.text), doc.line(index, "criteria", n, "text"), f"{c.id}/text/1"),
            c.check,
            Text(clean_inline(c.ask), doc.line(index, "criteria", n, "ask"), f"{c.id}/ask/1"),
        )
        for n, c in enumerate(model.criteria)
    )
    return Practice(
        model.number,
        model.id,
        text(model.title, "title"),
        text(model.meaning, "meaning"),
        criteria,
        text(model.advice, "advice"),
        tuple(citation(source) for source in model.sources),
        doc.place(index),
    )


def read_country(doc: YamlDoc, stem: str) -> tuple[CountryProfile | None, tuple[Problem, ...]]:
    """One country profile. A wrong fact is left out, the others stay."""
    if not isinstance(doc.data, Mapping):
        return None, _wrong_shape(doc, "the file", "country: and facts:")
    facts = doc.data.get("facts")
    head = YamlDoc(doc.path, {k: v for k, v in doc.data.items() if k != "facts"}, doc.lines, (), doc.first_line)
    model, problems = validate(models.CountryModel, head, label="the country profile")
    if model is None:
        return None, problems
    found: dict[str, Fact] = {}
    if facts is not None and not isinstance(facts, Mapping):
        problems += _wrong_shape(doc, '"facts"', "a block of fact keys", "facts")
        facts = None
    for key in facts or {}:
        one, wrong = validate(models.FactModel, doc, label=f'fact "{key}"', at=("facts", key))
        problems += wrong
        if one is not None:
            found[str(key)] = _fact(doc, one, model.country, key)
    if not is_known_country(model.country):
        problems += (make_problem("country-unknown", doc.place("country"), country=model.country),)
    elif model.country.lower() != stem:
        where = doc.place("country")
        problems += (make_problem("country-name", where, country=model.country, name=f"{stem}.yaml"),)
    return CountryProfile(model.country, found, doc.place()), problems


def _fact(doc: YamlDoc, model: models.FactModel, country: str, key: str | int) -> Fact:
    owner = f"{country.lower()}-{key}"
    at: KeyPath = ("facts", key)
    return Fact(
        str(key),
        _text(doc, model.value, owner, "value", at=at),
        citation(model.source),
        model.as_of,
        _text(doc, model.note, owner, "note", at=at),
        doc.place(*at),
        _text(doc, model.remark, owner, "remark", at=at),
    )


def read_bibliography(doc: YamlDoc) -> tuple[dict[str, Source], tuple[Problem, ...]]:
    """Sources by key."""
    entries, problems = _entries(doc, models.SourceModel, "source")
    found = {
        key: Source(key, m.type, m.title, m.authors, m.year, m.publisher, m.url, m.note, doc.place(key))
        for key, m in entries.items()
    }
    return found, problems


def read_scales(doc: YamlDoc) -> tuple[dict[str, Scale], tuple[Problem, ...]]:
    """Response scales by id."""
    entries, problems = _entries(doc, models.ScaleModel, "scale")
    found = {}
    for key, model in entries.items():
        options = tuple(
            ResponseOption(
                option_code(n),
                Text(clean_inline(option), doc.line(key, "options", n), f"{key}/option.{option_code(n)}/1"),
            )
            for n, option in enumerate(model.options)
        )
        title = _text(doc, model.title, key, "title", at=(key,))
        found[key] = Scale(key, title, options, model.source, doc.place(key), model.easy, model.faces)
    lost = [scale for scale in found.values() if scale.easy and scale.easy not in found]
    wrong = [
        make_problem(
            "scale-easy-unknown", scale.place, near=near_miss(scale.easy, found), scale=scale.id, easy=scale.easy
        )
        for scale in lost
    ]
    return found, (*problems, *wrong)


def _entries(doc: YamlDoc, model: type[M], name: str) -> tuple[dict[str, M], tuple[Problem, ...]]:
    """A file that maps ids to blocks of one kind."""
    if not isinstance(doc.data, Mapping):
        return {}, _wrong_shape(doc, "the file", f"a block for each {name}, under its key")
    found: dict[str, M] = {}
    problems: list[Problem] = []
    for key in doc.data:
        one, wrong = validate(model, doc, label=f'{name} "{key}"', at=(key,))
        problems.extend(wrong)
        if one is not None:
            found[str(key)] = one
    return found, tuple(problems)


def read_template(doc: YamlDoc, template_id: str) -> tuple[SessionTemplate | None, tuple[Problem, ...]]:
    """One session template."""
    model, problems = validate(models.TemplateModel, doc, label="the session template")
    if model is None:
        return None, problems

    def frames(key: str, lines: tuple[models.FrameModel, ...]) -> tuple[Frame, ...]:
        return tuple(
            Frame(line.kind, line.activity, line.minutes, line.optional, doc.place(key, n))
            for n, line in enumerate(lines)
        )

    energiser = model.energiser
    template = SessionTemplate(
        id=template_id,
        title=_text(doc, model.title, template_id, "title"),
        summary=_text(doc, model.summary, template_id, "summary"),
        days=model.days,
        start=model.start,
        end=model.end,
        first=frames("first", model.first),
        daily=frames("daily", model.daily),
        day_end=frames("day_end", model.day_end),
        last=frames("last", model.last),
        energiser=Frame(
            energiser.kind, energiser.activity, energiser.minutes, energiser.optional, doc.place("energiser")
        )
        if energiser
        else None,
        breaks=tuple(
            BreakRule(b.kind, b.after, b.minutes, b.shift, b.needs, doc.place("breaks", n))
            for n, b in enumerate(model.breaks)
        ),
        place=doc.place(),
    )
    return template, problems


def _text(doc: YamlDoc, value: str, owner: str, *keys: str | int, at: KeyPath = ()) -> Text:
    return Text(clean_inline(value), doc.line(*at, *keys), f"{owner}/{'.'.join(map(str, keys))}/1" if value else "")


def _wrong_shape(doc: YamlDoc, label: str, expected: str, *keys: str) -> tuple[Problem, ...]:
    if doc.data is None and doc.problems:
        return ()
    return (make_problem("shape-wrong", doc.place(*keys), label=label, expected=expected),)
