"""Colours of charts (rrggbb). Marks differ in shape or place as well, and every value is printed, so that nothing
hangs on colour; blue and orange also stay apart for readers who do not see red and green."""

from __future__ import annotations

from toolkit.rendering import theme

BEFORE = "9C4A00"
AFTER = "0B4F6C"
CHANGE = "1F2933"
GRID = "D5DCE2"
_BLACK = "000000"
ZERO = theme.MUTED
OUT = "F1F3F5"
FLOW = theme.HEAD_FILL

LOW_STEPS = ("9C4A00", "E8A15C")
"""Steps below the middle of a scale, the lowest first."""
MIDDLE_STEP = "D5DCE2"
HIGH_STEPS = ("7FB3D3", "0B4F6C")
"""Steps above the middle, the highest last."""

_RAMP = ("FFFFFF", "F0F6FA", "DCEAF3", "C3DCEB", "A6CBE1", "89BAD6")
_RISE = ("FFFFFF", "E3F3E5", "C3E6C7", "9DD6A5")
_FALL = ("FFFFFF", "FCE5CC", "F9CFA3", "F3B678")


def share_colour(share: float) -> str:
    """Fill for a share from 0 to 1: the higher, the darker. Dark text reads well on all of them."""
    return _RAMP[min(len(_RAMP) - 1, max(0, round(share * (len(_RAMP) - 1))))]


def change_colour(change: float) -> str:
    """Fill for a change of a share (-1 to 1): greener the higher, more orange the lower, white around 0."""
    ramp = _RISE if change >= 0 else _FALL
    return ramp[min(len(ramp) - 1, round(abs(change) * 7.5))]


def ink_on(fill: str) -> str:
    """White or dark, whichever reads well on this fill; black where neither does."""
    best = max((theme.PAPER, theme.INK), key=lambda ink: contrast(ink, fill))
    return best if contrast(best, fill) >= 4.5 else max((theme.PAPER, _BLACK), key=lambda ink: contrast(ink, fill))


def contrast(one: str, other: str) -> float:
    """Contrast ratio of two colours (WCAG 2.1, 1 to 21)."""
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def step_colours(count: int) -> tuple[str, ...]:
    """Fills of a scale's steps, lowest first: orange below the middle, grey in it, blue above."""
    half, odd = divmod(count, 2)
    low = [_between(*LOW_STEPS, index / max(1, half - 1)) for index in range(half)]
    high = [_between(*HIGH_STEPS, index / max(1, half - 1)) if half > 1 else HIGH_STEPS[1] for index in range(half)]
    return (*low, *([MIDDLE_STEP] if odd else []), *high)


def _between(start: str, end: str, share: float) -> str:
    pairs = zip(bytes.fromhex(start), bytes.fromhex(end), strict=True)
    return "".join(f"{round(a + (b - a) * share):02X}" for a, b in pairs)


def _luminance(colour: str) -> float:
    parts = [value / 255 for value in bytes.fromhex(colour)]
    r, g, b = (part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * r + 0.7152 * g + 0.0722 * b
