"""Content that is no module: the activity bank, countries' facts, templates, briefs, and what all curricula share."""

from __future__ import annotations

import re
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from toolkit.content.language import Language
from toolkit.content.load import BIBLIOGRAPHY, PRACTICES, SCALES
from toolkit.content.records import Content
from toolkit.studio.designer.checking import BANK, BRIEFS, COUNTRIES, TEMPLATES, Checked

_TITLE = re.compile(r"^title:[ \t]*(.+)$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class OtherFile:
    """A file that can be written: its workspace-relative path and what it is about."""

    path: str
    title: str


@dataclass(frozen=True, slots=True)
class Group:
    """Files of one kind; `what` says what they are for."""

    title: str
    what: str
    files: tuple[OtherFile, ...]


def list_others(root: Path, content: Content, language: Language) -> tuple[Group, ...]:
    """What is on disk, by kind; kinds without a file are left out."""
    say = language.say
    shared = [path for path in (BIBLIOGRAPHY, PRACTICES, SCALES) if (root / path).is_file()]
    lists = [f"curricula/{name}/curriculum.yaml" for name in content.curricula]
    groups = (
        (say("Activity bank"), say("Openings, energisers and methods that any session can use."),
         _files(root, BANK, ".md")),
        (say("Countries"), say("Facts with their source and date, filled in where a module names one."),
         _files(root, COUNTRIES, ".yaml")),
        (say("Session templates"), say("The frame of a day: hours, breaks, openings and closings."),
         _files(root, TEMPLATES, ".yaml")),
        (say("Briefs"), say("Examples of sessions to begin from."), _files(root, BRIEFS, ".yaml")),
        (say("Shared by all curricula"), say("Sources, good practices and answer scales."), shared),
        (say("Curricula"), say("Title of each curriculum and the order of its modules."),
         [path for path in lists if (root / path).is_file()]),
    )  # fmt: skip
    return tuple(
        Group(
            title,
            what,
            tuple(OtherFile(path, _written_title(root, path) or _title(content, path, language)) for path in paths),
        )
        for title, what, paths in groups
        if paths
    )


def title_of(checked: Checked, path: str, language: Language) -> str:
    """What the open file is called."""
    return checked.module.title.source if checked.module else _title(checked.content, path, language)


def _title(content: Content, path: str, language: Language) -> str:
    place = PurePosixPath(path)
    folder, stem = place.parent.as_posix(), place.stem
    say = language.say
    named = {BIBLIOGRAPHY: say("Sources"), PRACTICES: say("Good practices"), SCALES: say("Answer scales")}
    if path in named:
        return named[path]
    if folder == BANK and stem in content.bank:
        return content.bank[stem].title.source
    if folder == COUNTRIES:
        return language.name_of_country(stem.upper())
    if folder == TEMPLATES and stem in content.templates:
        return content.templates[stem].title.source
    if stem == "curriculum" and place.parent.name in content.curricula:
        return content.curricula[place.parent.name].title.source
    return stem.replace("-", " ").capitalize()


def _written_title(root: Path, path: str) -> str:
    """The title that stands in a brief, "" for other files: briefs are no content, and nobody has read them."""
    if not path.startswith(f"{BRIEFS}/"):
        return ""
    with suppress(OSError, UnicodeError):
        found = _TITLE.search((root / path).read_text(encoding="utf-8"))
        return found[1].strip().strip("\"'") if found else ""
    return ""


def _files(root: Path, folder: str, ending: str) -> list[str]:
    found = [path for path in (root / folder).glob(f"*{ending}") if path.stem.upper() != "README"]
    return sorted(f"{folder}/{path.name}" for path in found if not path.name.startswith("."))
