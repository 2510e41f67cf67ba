"""The content in the reader's language, made once for each language and pair of countries."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field, replace

from toolkit.content.language import Language
from toolkit.content.localise import localise
from toolkit.content.records import Content
from toolkit.content.substitute import substitutions_for
from toolkit.planning.brief import Brief

_Key = tuple[int, str, str | None, str | None, frozenset[str]]

KEPT = 4
"""Contents kept in memory."""


@dataclass(slots=True)
class Shown:
    """Remembers what it has made. One for each open page."""

    _made: dict[_Key, tuple[Content, Content]] = field(default_factory=dict)

    def content(
        self, content: Content, brief: Brief | None, language: Language, modules: Collection[str] = ()
    ) -> Content:
        """`content` with its texts in `language`, as far as they are translated, and facts of the brief's countries.
        Modules for others than the brief's audience, and not in `modules`, stay as written: nobody looks at them."""
        origin, destination = (brief.origin, brief.destination) if brief else (None, None)
        seen = frozenset(
            name
            for name, module in content.modules.items()
            if brief is None or brief.audience in module.audiences or name in modules
        )
        key = (id(content), language.tag, origin, destination, seen)
        if key not in self._made:
            session = (
                {"title": brief.title, "organisation": brief.organisation, "contact": brief.contact} if brief else {}
            )
            small = replace(content, modules={name: content.modules[name] for name in content.modules if name in seen})
            values = substitutions_for(small, language, origin=origin, destination=destination, session=session)
            while len(self._made) >= KEPT:
                del self._made[next(iter(self._made))]
            # The source is kept too, so that no other content can come to have its id.
            made = localise(replace(small, countries={}), language, values)
            whole = {name: made.modules.get(name, module) for name, module in content.modules.items()}
            self._made[key] = content, replace(made, modules=whole, countries=content.countries)
        return self._made[key][1]
