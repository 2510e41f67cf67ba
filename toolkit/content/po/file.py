"""PO catalogues as records, and as text that is the same whenever it is written: no dates, no line numbers.

Read by `toolkit.content.po.read`. Babel and polib read PO too, but pass over broken and doubled entries in silence and
lose their lines, which a translator needs.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field

from toolkit.content.language import babel_name

FUZZY = "fuzzy"
DRAFT = "machine-drafted"
"""Flag of a translation that no person has reviewed yet. It is shown, and the document says so."""

WIDTH = 78
"""Columns after which lines are folded, about as Poedit and Weblate do."""

MAX_PLURALS = 6
"""No language has more plural forms than Arabic."""

_FORMS: Mapping[str, tuple[int, str]] = {
    "ar": (6, "(n==0 ? 0 : n==1 ? 1 : n==2 ? 2 : n%100>=3 && n%100<=10 ? 3 : n%100>=11 ? 4 : 5)"),
}
"""Rules that differ from Babel's: it exchanges the last two forms of Arabic, and no other program does."""

_WORD = re.compile(r"\s*\S+\s*|\s+")
_NPLURALS = re.compile(r"nplurals\s*=\s*(\d{1,2})")


@dataclass(frozen=True, slots=True)
class Entry:
    """One message. `plural` is "" where there is no plural; `strings` holds one translation, or one for each plural
    form. `about` tells the translator what the text is, `notes` are the translator's own; `previous` is the source
    as it was before it changed. `line` is where the entry begins, 0 for one that was not read from a file."""

    context: str
    message: str
    plural: str = ""
    strings: tuple[str, ...] = ("",)
    flags: frozenset[str] = frozenset()
    about: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    previous: str = ""
    line: int = 0

    @property
    def key(self) -> tuple[str, str]:
        """What makes it the same message: context and source."""
        return (self.context, self.message)

    @property
    def empty(self) -> bool:
        """Whether nobody has translated it."""
        return not any(string.strip() for string in self.strings)

    @property
    def usable(self) -> bool:
        """Whether it is shown to readers: translated, and of the source as it is now."""
        return FUZZY not in self.flags and all(string.strip() for string in self.strings)


@dataclass(frozen=True, slots=True)
class PoFile:
    """A catalogue. `headers` are its header lines in written order, `top` the comment lines above them, without their
    ``#``. `obsolete` entries are those that the source no longer has."""

    entries: tuple[Entry, ...] = ()
    obsolete: tuple[Entry, ...] = ()
    headers: Mapping[str, str] = field(default_factory=dict)
    top: tuple[str, ...] = ()


def plural_forms(tag: str) -> tuple[int, str]:
    """(number of plural forms, rule in gettext's notation) of a language."""
    from babel.messages.plurals import get_plural

    if tag.split("-")[0] in _FORMS:
        return _FORMS[tag.split("-")[0]]
    plural = get_plural(babel_name(tag))
    return plural.num_plurals, plural.plural_expr


def plural_count(headers: Mapping[str, str]) -> int:
    """How many plural forms a catalogue's header promises; 2 when it says nothing."""
    found = _NPLURALS.search(headers.get("Plural-Forms", ""))
    return min(MAX_PLURALS, max(1, int(found[1]))) if found else 2


def plural_chooser(headers: Mapping[str, str]) -> Callable[[int], int]:
    """The function from a count to the number of its plural form. A rule that cannot be read counts as English's."""
    from gettext import c2py

    rule = headers.get("Plural-Forms", "").partition("plural=")[2].strip().rstrip(";")
    try:
        choose = c2py(rule)
    except (ValueError, RecursionError):
        return lambda n: int(n != 1)
    most = plural_count(headers) - 1

    def form(n: int) -> int:
        try:
            return min(most, max(0, int(choose(n))))
        except ZeroDivisionError:
            return 0

    return form


def standard_headers(tag: str, project: str) -> dict[str, str]:
    """The header of a new catalogue; with the tag "", of a template."""
    headers = {
        "Project-Id-Version": project,
        "Language": tag.replace("-", "_"),
        "MIME-Version": "1.0",
        "Content-Type": "text/plain; charset=UTF-8",
        "Content-Transfer-Encoding": "8bit",
    }
    if tag:
        count, rule = plural_forms(tag)
        headers["Plural-Forms"] = f"nplurals={count}; plural={rule};"
    return headers


def po_text(file: PoFile) -> str:
    """The catalogue as text, entries in the order given, obsolete ones last."""
    head = "".join(f"{name}: {value}\n" for name, value in file.headers.items())
    header = Entry("", "", strings=(head,), notes=file.top)
    blocks = [_block(header), *map(_block, file.entries), *(_block(entry, "#~ ") for entry in file.obsolete)]
    return "\n".join(blocks)


def entry_text(entry: Entry) -> str:
    """One entry as it stands in a catalogue."""
    return _block(entry)


def _block(entry: Entry, prefix: str = "") -> str:
    lines = [f"# {note}".rstrip() for note in entry.notes]
    lines += [f"#. {line}" for line in entry.about if not prefix]
    if entry.flags:
        lines.append("#, " + ", ".join(sorted(entry.flags)))
    if entry.previous and not prefix:
        lines += _field("msgid", entry.previous, "#| ")
    if entry.context:
        lines += _field("msgctxt", entry.context, prefix)
    lines += _field("msgid", entry.message, prefix)
    if entry.plural:
        lines += _field("msgid_plural", entry.plural, prefix)
        for number, string in enumerate(entry.strings):
            lines += _field(f"msgstr[{number}]", string, prefix)
    else:
        lines += _field("msgstr", entry.strings[0], prefix)
    return "\n".join(lines) + "\n"


def _field(name: str, value: str, prefix: str) -> Iterator[str]:
    """``msgid "…"``, folded between words where it is long or has line ends."""
    from babel.messages.pofile import escape

    room = WIDTH - len(prefix) - 2
    lines = [line for part in value.splitlines(keepends=True) for line in _folded(part, room)]
    if len(lines) <= 1 and len(f"{name} {escape(value)}") <= room + 2:
        yield f"{prefix}{name} {escape(value)}"
        return
    yield f'{prefix}{name} ""'
    for line in lines:
        yield prefix + escape(line)


def _folded(line: str, room: int) -> Iterator[str]:
    """Pieces of at most `room` characters once escaped, each ending in its space; a longer word has one to itself."""
    from babel.messages.pofile import escape

    piece = ""
    for word in _WORD.findall(line):
        if piece and len(escape(piece + word)) - 2 > room:
            yield piece
            piece = ""
        piece += word
    if piece:
        yield piece
