"""Which answers raise or lower which objectives, from ``evaluation/profile-needs.yaml``."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from pydantic import BaseModel, ConfigDict, Field

from toolkit.content.files import read_text_file
from toolkit.content.records import Content
from toolkit.content.yamlfile import YamlDoc, read_yaml, validate
from toolkit.planning.brief import Id
from toolkit.problems import Problem, make_problem, sort_problems

PATH = "evaluation/profile-needs.yaml"

MOST, MORE, KNOWN = 2.0, 1.5, 0.5
"""How much a group needs a topic that matters most to enough people, that enough want to know more about, and of which
enough know enough while few want more. One is the usual need; the figures are the toolkit's own."""


class _InFile(BaseModel):
    """The file."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    topics: dict[str, tuple[Id, ...]] = Field(default_factory=dict, description="Topic → modules")
    wishes: dict[str, dict[str, tuple[Id, ...]]] = Field(
        default_factory=dict, description="Item → option → objectives that it raises"
    )


@dataclass(frozen=True, slots=True)
class NeedsTable:
    """Topic (an item's id) → objectives of its modules; item and option → objectives that it raises. Only those of the
    workspace."""

    topics: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    wishes: Mapping[tuple[str, str], tuple[str, ...]] = field(default_factory=dict)


def load_needs_table(content: Content, items: Mapping[str, frozenset[str]]) -> tuple[NeedsTable, tuple[Problem, ...]]:
    """The table of the workspace, and every problem at its line. `items` are the profile's items with their options.

    A topic or option that the profile does not have is a warning; modules and objectives that the workspace does not
    have are left out, since a workspace may hold some of the modules only. Without the file, the table is empty.
    """
    if not (content.root / PATH).exists():
        return NeedsTable(), ()
    file, problems = read_text_file(content.root, content.root / PATH)
    if file is None:
        return NeedsTable(), problems
    doc = read_yaml(file.text, PATH)
    found, wrong = validate(_InFile, doc, label="the table of needs")
    if found is None:
        return NeedsTable(), sort_problems((*doc.problems, *wrong))
    of_module = {m.id: tuple(o.id for o in m.objectives) for m in content.modules.values()}
    known = content.objectives()
    topics = {
        topic: tuple(objective for module in modules for objective in of_module.get(module, ()))
        for topic, modules in found.topics.items()
    }
    wishes = {
        (item, option): tuple(o for o in objectives if o in known)
        for item, by_option in found.wishes.items()
        for option, objectives in by_option.items()
    }
    unknown = _unknown(found, items, doc)
    return NeedsTable(topics, wishes), sort_problems((*doc.problems, *wrong, *unknown))


def _unknown(found: _InFile, items: Mapping[str, frozenset[str]], doc: YamlDoc) -> Iterator[Problem]:
    for topic in found.topics:
        if topic not in items:
            yield make_problem("profile-needs-unknown", doc.place("topics", topic), kind="question", id=topic)
    for item, by_option in found.wishes.items():
        if item not in items:
            yield make_problem("profile-needs-unknown", doc.place("wishes", item), kind="question", id=item)
            continue
        for option in by_option:
            if option not in items[item]:
                place = doc.place("wishes", item, option)
                yield make_problem("profile-needs-unknown", place, kind="answer", id=option)
