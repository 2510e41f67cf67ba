"""The content in the reader's language, made once for each language and pair of countries."""

from __future__ import annotations

from dataclasses import dataclass, field

from toolkit.content.language import Language
from toolkit.content.localise import localise
from toolkit.content.records import Content
from toolkit.content.substitute import substitutions_for
from toolkit.planning.brief import Brief

KEPT = 4
"""Contents kept in memory."""


@dataclass(slots=True)
class Shown:
    """Remembers what it has made. One for each open page."""

    _made: dict[tuple[int, str, str | None, str | None], tuple[Content, Content]] = field(default_factory=dict)

    def content(self, content: Content, brief: Brief | None, language: Language) -> Content:
        """`content` with its texts in `language`, as far as they are translated, and facts of the brief's countries."""
        origin, destination = (brief.origin, brief.destination) if brief else (None, None)
        key = (id(content), language.tag, origin, destination)
        if key not in self._made:
            session = (
                {"title": brief.title, "organisation": brief.organisation, "contact": brief.contact} if brief else {}
            )
            values = substitutions_for(content, language, origin=origin, destination=destination, session=session)
            while len(self._made) >= KEPT:
                del self._made[next(iter(self._made))]
            # The source is kept too, so that no other content can come to have its id.
            self._made[key] = content, localise(content, language, values)
        return self._made[key][1]
