"""Words that wait for their reader: an English sentence with its values, said later in whatever language is wanted.

What makes a `Phrase` knows no reader, such as the planner; what shows it does. As a string it is English.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date

from toolkit.content.language import Language
from toolkit.problems import Problem, messages


@dataclass(frozen=True, slots=True)
class Phrase:
    """An English `message` of the toolkit's own, and the values of its ``{placeholders}``, phrases among them."""

    message: str
    values: tuple[tuple[str, object], ...] = ()

    def __str__(self) -> str:
        """In English, as the message stands in the code."""
        return self.message.format(**dict(self.values)) if self.values else self.message

    def said(self, language: Language) -> str:
        """In this language; in English where it has no translation."""
        return language.say(self.message, context="", **_said(dict(self.values), language))


def phrase(message: str, /, **values: object) -> Phrase:
    """``phrase("take out {title}", title=…)``; found by the extraction of the toolkit's own words."""
    return Phrase(message, tuple(values.items()))


def tell(problem: Problem, language: Language) -> Problem:
    """The problem in this language; as it is where its sentence is not translated. Words of the author and names
    of fields and files stay as they are."""
    entry = messages().get(problem.code)
    if entry is None:
        return problem
    values = _said(dict(problem.values), language)
    near = bool(entry.near) and "near" in values
    message = language.say_problem(problem.code, "message", entry.message, values)
    hint = language.say_problem(problem.code, "near" if near else "hint", entry.near if near else entry.hint, values)
    return replace(problem, message=message or problem.message, hint=hint or problem.hint)


def _said(values: Mapping[str, object], language: Language) -> dict[str, object]:
    return {name: _value(value, language) for name, value in values.items()}


def _value(value: object, language: Language) -> object:
    match value:
        case Phrase():
            return value.said(language)
        case date():
            return language.show_date(value)
    return value
