"""Which of several rows of one person is the latest."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Literal

from toolkit.evaluation.responses.records import Entries, Repeat
from toolkit.evaluation.responses.words import ascii_digits, clean_header

_WRITTEN = re.compile(
    r"(\d{1,4})([./-])(\d{1,2})[./-](\d{1,4})[ ,T]+(\d{1,2})[:.](\d{2})(?:[:.](\d{2}))?\s*([AaPp])?\.?[Mm]?\.?"
)
_ZONE = re.compile(r"(?:GMT|UTC)?\s*([+-])(\d{1,2}):?(\d{2})?\s*$")


def read_times(cells: Sequence[str]) -> list[float | None]:
    """Seconds since 1970 of each cell, UTC where it names no zone; None where it cannot be read.

    Whether 3/4 is in March or April is told from the other cells of the column; if none tells, nothing with slashes
    is read.
    """
    texts = [ascii_digits(clean_header(cell)) for cell in cells]
    month_first = _month_first(texts)
    return [_time(text, month_first) for text in texts]


def _month_first(texts: Sequence[str]) -> bool | None:
    first = second = 0
    for text in texts:
        found = _WRITTEN.match(text)
        if found and len(found[1]) < 3:
            first, second = max(first, int(found[1])), max(second, int(found[3]))
    if first > 12 and second <= 12:
        return False
    return True if second > 12 and first <= 12 else None


def _time(text: str, month_first: bool | None) -> float | None:
    if not text:
        return None
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return _written_time(text, month_first)
    return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).timestamp()


def _written_time(text: str, month_first: bool | None) -> float | None:
    found = _WRITTEN.match(text)
    if not found:
        return None
    one, separator, two, three = int(found[1]), found[2], int(found[3]), int(found[4])
    if len(found[1]) == 4:
        year, month, day = one, two, three
    elif month_first or (month_first is None and separator != "."):
        if month_first is None:
            return None
        year, month, day = three, one, two
    else:
        year, month, day = three, two, one
    hour = int(found[5])
    if found[8]:
        hour = hour % 12 + (12 if found[8].casefold() == "p" else 0)
    year += 2000 if year < 100 else 0
    try:
        moment = datetime(year, month, day, hour, int(found[6]), int(found[7] or 0), tzinfo=UTC)
    except ValueError:
        return None
    zone = _ZONE.search(text[found.end() :])
    if zone:
        shift = timedelta(hours=int(zone[2]), minutes=int(zone[3] or 0))
        moment = moment - shift if zone[1] == "+" else moment + shift
    return moment.timestamp()


def find_repeats(parts: Sequence[Entries]) -> tuple[list[set[int]], list[list[Repeat]], list[bool]]:
    """For each part: positions of rows to leave out, what to say of them, and whether times told the latest.

    First rows with the same submission id, then rows with the same session, wave and code. The latest by submission
    time is kept, else the last in the order of files and rows.
    """
    out: list[set[int]] = [set() for _ in parts]
    said: list[list[Repeat]] = [[] for _ in parts]
    timed = [True] * len(parts)
    by_id: dict[tuple[str, ...], list[tuple[int, int]]] = {}
    for p, part in enumerate(parts):
        for i, uid in enumerate(part.uid):
            if uid:
                by_id.setdefault((uid, part.wave[i]), []).append((p, i))
    _leave_out(parts, by_id, "submission", out, said, timed)
    by_code: dict[tuple[str, ...], list[tuple[int, int]]] = {}
    for p, part in enumerate(parts):
        for i, code in enumerate(part.code):
            if code and i not in out[p]:
                by_code.setdefault((part.session[i], part.wave[i], code), []).append((p, i))
    _leave_out(parts, by_code, "code", out, said, timed)
    return out, said, timed


def _leave_out(
    parts: Sequence[Entries],
    groups: dict[tuple[str, ...], list[tuple[int, int]]],
    by: Literal["submission", "code"],
    out: list[set[int]],
    said: list[list[Repeat]],
    timed: list[bool],
) -> None:
    for places in groups.values():
        if len(places) < 2:
            continue
        times = [parts[p].when[i] for p, i in places]
        known = [time for time in times if time is not None]
        all_timed = len(known) == len(places)
        latest = max(range(len(places)), key=lambda n: (known[n], n)) if all_timed else len(places) - 1
        kept_part, kept = places[latest]
        for n, (p, i) in enumerate(places):
            if n != latest:
                out[p].add(i)
                said[p].append(Repeat(parts[p].rows[i], parts[kept_part].rows[kept], parts[kept_part].source, by))
                timed[p] = timed[p] and all_timed
