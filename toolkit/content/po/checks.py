"""What is wrong with a catalogue: at every entry's line, before a reader meets it."""

from __future__ import annotations

import re
import string
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from unicodedata import digit

from toolkit.content.language import canonical_tag
from toolkit.content.po.file import FUZZY, Entry, PoFile, plural_count
from toolkit.content.po.markup import Markup, read_markup
from toolkit.problems import Place, Problem, make_problem, sort_problems

_SUBSTITUTION = re.compile(r"\{\{\s*(.*?)\s*\}\}")
_NUMBER = re.compile(r"\d+(?:[.,\u00a0\u202f\u066b\u066c]\d+| \d{3}(?!\d))*")
_MARKER = re.compile(r"(?:[-*+>]|#{1,4}|\d{1,3}[.)])\s")


def check_file(
    file: PoFile, source: Sequence[Entry], tag: str, path: str, *, formatted: bool = False
) -> tuple[Problem, ...]:
    """Every problem of a catalogue against its source. With `formatted`, texts hold ``{names}`` that code fills in."""
    wanted = {entry.key: entry for entry in source}
    checks = FORMAT_CHECKS if formatted else CONTENT_CHECKS
    found = list(_header(file, tag, path, plurals=any(entry.plural for entry in source)))
    missing = len(wanted.keys() - {entry.key for entry in file.entries})
    for entry in file.entries:
        where = Place(path, entry.line)
        if entry.key not in wanted or bool(wanted[entry.key].plural) != bool(entry.plural):
            found.append(make_problem("po-entry-unknown", where, message=entry.message))
        elif entry.empty:
            missing += 1
        elif FUZZY in entry.flags:
            found.append(make_problem("po-entry-fuzzy", where, message=entry.message))
        else:
            found += [problem for check in checks for problem in check(entry, where, file)]
    if missing:
        found.append(make_problem("po-texts-missing", Place(path), missing=missing, texts=len(wanted), language=tag))
    return sort_problems(found)


def _header(file: PoFile, tag: str, path: str, *, plurals: bool) -> Iterator[Problem]:
    """The header names the folder's language, UTF-8, and plural forms where there are any."""
    where = Place(path, 1)
    written = file.headers.get("Language", "")
    if canonical_tag(written.replace("_", "-")).casefold() != canonical_tag(tag).casefold():
        yield make_problem("po-header-language", where, written=written, language=tag.replace("-", "_"))
    content = file.headers.get("Content-Type", "")
    if "utf-8" not in content.casefold().replace("utf8", "utf-8"):
        yield make_problem("po-header-charset", where, written=content)
    if plurals and "nplurals" not in file.headers.get("Plural-Forms", ""):
        yield make_problem("po-header-plurals", where)


def check_substitutions(entry: Entry, where: Place, _file: PoFile) -> Iterator[Problem]:
    """Every ``{{ name }}`` of the source, and no other."""
    before = Counter(_SUBSTITUTION.findall(entry.message))
    after = Counter(_SUBSTITUTION.findall(entry.strings[0]))
    for name in before.keys() - after.keys():
        yield make_problem("po-substitution-missing", where, name=name)
    for name in after.keys() - before.keys():
        yield make_problem("po-substitution-extra", where, name=name)
    if entry.strings[0].count("{{") != sum(after.values()):
        yield make_problem("po-substitution-open", where, text=entry.strings[0])


def check_fields(entry: Entry, where: Place, _file: PoFile) -> Iterator[Problem]:
    """Every ``{name}`` of the source, and no other. A plural form may leave out the number: "two days" has it."""
    before = _fields(entry.message) or set()
    if entry.plural:
        before |= _fields(entry.plural) or set()
    for text in entry.strings:
        after = _fields(text)
        if after is None:
            yield make_problem("po-field-open", where, text=text)
            continue
        for name in sorted(before - after - ({"n"} if entry.plural else set())):
            yield make_problem("po-field-missing", where, name=name)
        for name in sorted(after - before):
            yield make_problem("po-field-extra", where, name=name)


def _fields(text: str) -> set[str] | None:
    """The names in braces, None when braces are open."""
    try:
        return {name for _, name, _, _ in string.Formatter().parse(text) if name is not None}
    except ValueError:
        return None


def check_plurals(entry: Entry, where: Place, file: PoFile) -> Iterator[Problem]:
    """As many forms as the header promises, none empty."""
    if entry.plural:
        promised = plural_count(file.headers)
        written = sum(bool(text.strip()) for text in entry.strings)
        if written != promised or len(entry.strings) != promised:
            yield make_problem("po-plural-missing", where, message=entry.message, written=written, promised=promised)


def check_markup(entry: Entry, where: Place, _file: PoFile) -> Iterator[Problem]:
    """Bold, code and links of the source, each closed; the same blanks to write on; no list marks of its own."""
    before, after = read_markup(entry.message), read_markup(entry.strings[0])
    for what in _open(before, after):
        yield make_problem("po-markup-open", where, what=what)
    if before.links != after.links:
        lost, new = before.links - after.links, after.links - before.links
        link = next(iter(sorted(lost or new)))
        yield make_problem("po-link-missing" if lost else "po-link-extra", where, link=link)
    if bool(before.strong) != bool(after.strong) and not after.loose_stars:
        yield make_problem("po-bold-differs", where, before=before.strong, after=after.strong)
    if before.blanks != after.blanks:
        yield make_problem("po-blanks-differ", where, before=before.blanks, after=after.blanks)
    marker = _MARKER.match(entry.strings[0])
    if marker and not _MARKER.match(entry.message):
        yield make_problem("po-marker-added", where, marker=marker[0].strip())


def _open(before: Markup, after: Markup) -> Iterator[str]:
    if after.loose_stars and not before.loose_stars:
        yield "**bold** or *emphasis*"
    if after.loose_brackets and not before.loose_brackets:
        yield "[a link](https://…)"
    if after.loose_ticks and not before.loose_ticks:
        yield "`code`"


def check_numbers(entry: Entry, where: Place, _file: PoFile) -> Iterator[Problem]:
    """Numbers of the source come back in any digits; a translation may spell out small ones, or add none."""
    before, after = _numbers(entry.message), _numbers(entry.strings[0])
    lost = sorted(number for number in (before - after) if len(number) > 1)
    if lost:
        yield make_problem("po-numbers-differ", where, numbers=", ".join(lost))


def _numbers(text: str) -> set[str]:
    found = _NUMBER.findall(_SUBSTITUTION.sub("", text))
    return {"".join(str(digit(one)) for one in number if one.isdigit()) for number in found}


Check = Callable[[Entry, Place, PoFile], Iterator[Problem]]

CONTENT_CHECKS: tuple[Check, ...] = (check_substitutions, check_markup, check_numbers)
FORMAT_CHECKS: tuple[Check, ...] = (check_fields, check_plurals, check_numbers)
