"""Colours and sizes of printed documents: one table each, shared by all renderers.

Colours are rrggbb. Text on white and on every fill has a contrast of at least 4.5:1.
"""

from __future__ import annotations

from dataclasses import dataclass

from toolkit.content.vocabulary import METHODS

INK = "1F2933"
MUTED = "4A5763"
LINE = "B8C2CC"
BRAND = "0B4F6C"
PAPER = "FFFFFF"
HEAD_FILL = "E4ECF1"
ZEBRA_FILL = "F6F8FA"


@dataclass(frozen=True, slots=True)
class Tone:
    """A strong colour for marks and titles, and its pale fill for what stands behind text."""

    strong: str
    fill: str


METHOD_TONES: dict[str, Tone] = {
    # family of methods   strong    fill
    "input": Tone("1D5B8F", "DCE9F5"),
    "talk": Tone("0F6B6B", "D8F0EE"),
    "practice": Tone("2F6B2F", "DFF0DA"),
    "energy": Tone("8A5300", "FCEBC8"),
    "reflect": Tone("6A3D8F", "ECE2F5"),
    "frame": Tone("4A5763", "E8ECF0"),
    "break": Tone("4A5763", "F6F8FA"),
    "test": Tone("8F2D56", "F8E1EB"),
}
"""Family of `vocabulary.METHODS` (and breaks and tests) → its colours."""

CALLOUT_TONES: dict[str, Tone] = {
    "key": Tone("0B4F6C", "E4ECF1"),
    "say": Tone("2F6B2F", "EEF7EB"),
    "watch": Tone("9C3B00", "FDF0E4"),
    "adapt": Tone("6A3D8F", "F5EFFA"),
    "case": Tone("0F6B6B", "EBF6F5"),
    "note": Tone("4A5763", "F6F8FA"),
    "debrief": Tone("1D5B8F", "EEF4FA"),
    "handout": Tone("4A5763", "FFFFFF"),
}
"""Kind of callout → its colours."""

ANSWER_TONES: dict[str, Tone] = {
    "met": Tone("2F6B2F", "DFF0DA"),
    "partly": Tone("8A5300", "FCEBC8"),
    "not met": Tone("9C3B00", "FBDFD0"),
    "to confirm": Tone("4A5763", "E8ECF0"),
}
"""Answer to a practice → its colours."""


ACCENTS: dict[str, Tone] = {
    "refugees": Tone("0B5A55", "E0F0EC"),
    "labour_migrants": Tone("1F4A86", "E5ECF7"),
    "municipalities": Tone("5B3A78", "EEE8F5"),
    "employers": Tone("2F5A35", "E5F0E3"),
    "trainers": Tone("8A3A1C", "FAEAE2"),
}
"""Audience → the accent of its decks."""

DEFAULT_ACCENT = Tone(BRAND, HEAD_FILL)
WARM = Tone("F2B24A", "FFF3DC")
"""The same in every deck: thin rules and marks beside an accent; never behind white or under small text."""
CANVAS = "FFFDF9"
"""White with a little warmth, for slides."""


def accent_of(audience: str) -> Tone:
    """The accent of an audience; one that a curriculum added has the default."""
    return ACCENTS.get(audience, DEFAULT_ACCENT)


def method_tone(kind: str) -> Tone:
    """The colours of a kind of activity or slot."""
    if kind in METHODS:
        return METHOD_TONES[METHODS[kind].family]
    return METHOD_TONES["test" if kind.endswith("-test") else "break"]


@dataclass(frozen=True, slots=True)
class Sizes:
    """Text sizes in points."""

    body: float
    small: float
    table: float
    lead: float
    title: float
    subtitle: float
    headings: tuple[float, float, float, float]


NORMAL = Sizes(10.5, 9, 9.5, 12, 26, 14, (18, 15, 12.5, 11))
LARGE = Sizes(13, 10.5, 12, 15, 30, 17, (21, 18, 15, 13.5))
EASY = Sizes(17, 13, 16, 21, 30, 18, (25, 21, 19, 17.5))
CERTIFICATE = Sizes(12, 9, 11, 14, 36, 16, (24, 18, 15, 12))

MARGIN_MM = 20
"""White on every side of an A4 page."""

LATIN_FONT = "Noto Sans"
SCRIPT_FONTS: dict[str, str] = {"Arab": "Noto Sans Arabic", "Ethi": "Noto Sans Ethiopic"}
"""Script → the font that holds it; digits and Latin letters always come from `LATIN_FONT`."""


def sizes(large_type: bool, look: str = "plain") -> Sizes:
    """The text sizes of a document, by its look."""
    return {"easy": EASY, "certificate": CERTIFICATE}.get(look, LARGE if large_type else NORMAL)
