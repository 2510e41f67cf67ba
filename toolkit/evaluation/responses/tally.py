"""What happened to the rows and cells of one sheet, told as one problem for each kind of trouble."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

Note = Callable[..., None]
"""``note(code, rows, **values)`` adds a problem at the first of `rows`."""


@dataclass(slots=True)
class Tally:
    """What happened to rows and cells, over all segments: told at the end, one problem for each kind."""

    empty: list[int] = field(default_factory=list)
    waveless: list[int] = field(default_factory=list)
    codeless: list[int] = field(default_factory=list)
    shortened: list[int] = field(default_factory=list)
    otherwise: list[int] = field(default_factory=list)
    unreadable: dict[str, list[int]] = field(default_factory=dict)
    conflicts: dict[str, list[int]] = field(default_factory=dict)
    coalesced: set[str] = field(default_factory=set)
    present: set[tuple[str, str]] = field(default_factory=set)
    orderless: set[str] = field(default_factory=set)
    unknown_scales: set[str] = field(default_factory=set)

    def tell(self, note: Note) -> None:
        """One problem for each kind of trouble, with its rows."""
        if self.codeless:
            note("responses-code-missing", self.codeless)
        if self.shortened:
            note("responses-code-shortened", self.shortened)
        if self.waveless:
            note("responses-wave-row", self.waveless)
        if self.otherwise:
            note("responses-wave-otherwise", self.otherwise)
        for item, rows in self.unreadable.items():
            note("responses-option-unknown", rows, item=item)
        for item, rows in self.conflicts.items():
            note("responses-conflict", rows, item=item)
        for item in sorted(self.orderless):
            note("responses-order-lost", (), item=item)
        for item in sorted(self.unknown_scales):
            note("responses-scale-unknown", (), item=item)
