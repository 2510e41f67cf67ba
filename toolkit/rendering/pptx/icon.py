"""Icons as native shapes: the paths of an SVG file as custom geometry, which stays sharp and can be recoloured."""

from __future__ import annotations

import math
import re
from functools import lru_cache
from importlib import resources

from toolkit.rendering.icon_names import DEFAULT

GRID = 24
"""Width and height of an icon, in its own units."""
STROKE = 1.75
_STEPS = 1000
_PATH = re.compile(r'<path(?![^>]*stroke="none")[^>]*\bd="([^"]+)"')
_COMMAND = re.compile(r"([a-zA-Z])([^a-zA-Z]*)")
_NUMBER = re.compile(r"[-+]?(?:\d*\.\d+|\d+\.?)(?:[eE][-+]?\d+)?")
_FLAG_ARGS = re.compile(r"\s*,?\s*([01])")

Point = tuple[float, float]
Piece = tuple[str, tuple[Point, ...]]
"""A drawing command with absolute points: M and L take one, C takes three, Z none."""


@lru_cache(maxsize=128)
def icon_geometry(name: str) -> str:
    """The `a:custGeom` of an icon; of the default icon when there is no such file."""
    folder = resources.files("toolkit") / "rendering" / "icons"
    file = folder / f"{name}.svg"
    if not file.is_file():
        file = folder / f"{DEFAULT}.svg"
    pieces = [piece for d in _PATH.findall(file.read_text(encoding="utf-8")) for piece in path_pieces(d)]
    drawn = "".join(_drawn(kind, points) for kind, points in pieces)
    size = GRID * _STEPS
    return (
        "<a:custGeom><a:avLst/><a:gdLst/><a:ahLst/><a:cxnLst/>"
        '<a:rect l="0" t="0" r="r" b="b"/>'
        f'<a:pathLst><a:path w="{size}" h="{size}" fill="none">{drawn}</a:path></a:pathLst></a:custGeom>'
    )


def _drawn(kind: str, points: tuple[Point, ...]) -> str:
    inside = "".join(f'<a:pt x="{round(x * _STEPS)}" y="{round(y * _STEPS)}"/>' for x, y in points)
    names = {"M": "moveTo", "L": "lnTo", "C": "cubicBezTo"}
    return f"<a:{names[kind]}>{inside}</a:{names[kind]}>" if kind in names else "<a:close/>"


def path_pieces(d: str) -> list[Piece]:
    """An SVG path as absolute moves, lines, curves and closings. Knows M L H V C S Q A Z in both cases."""
    pieces: list[Piece] = []
    at = start = last = (0.0, 0.0)
    for command, rest in _COMMAND.findall(d):
        for kind, args in _groups(command, rest):
            ox, oy = at if command.islower() else (0.0, 0.0)
            pairs = tuple((ox + x, oy + y) for x, y in zip(args[::2], args[1::2], strict=False))
            match kind:
                case "M":
                    at = start = pairs[0]
                    pieces.append(("M", (at,)))
                case "L":
                    at = pairs[0]
                    pieces.append(("L", (at,)))
                case "H" | "V":
                    at = (ox + args[0], at[1]) if kind == "H" else (at[0], oy + args[0])
                    pieces.append(("L", (at,)))
                case "C" | "S" | "Q":
                    curve = _curve(kind, at, last, pairs)
                    pieces.append(("C", curve))
                    last, at = curve[1], curve[2]
                    continue
                case "A":
                    end = (ox + args[5], oy + args[6])
                    pieces.extend(("C", curve) for curve in arc_curves(at, end, *args[:5]))
                    at = end
                case _:
                    at = start
                    pieces.append(("Z", ()))
            last = at
    return pieces


def _curve(kind: str, at: Point, last: Point, pairs: tuple[Point, ...]) -> tuple[Point, Point, Point]:
    if kind == "C":
        return pairs[0], pairs[1], pairs[2]
    if kind == "S":
        return (2 * at[0] - last[0], 2 * at[1] - last[1]), pairs[0], pairs[1]
    (x, y), end = pairs
    return (
        (at[0] + 2 / 3 * (x - at[0]), at[1] + 2 / 3 * (y - at[1])),
        (end[0] + 2 / 3 * (x - end[0]), end[1] + 2 / 3 * (y - end[1])),
        end,
    )


def _groups(command: str, rest: str) -> list[tuple[str, list[float]]]:
    """A command's numbers in groups of as many as it takes; further pairs after a move are lines."""
    kind = command.upper()
    if kind == "Z":
        return [("Z", [])]
    count = {"M": 2, "L": 2, "H": 1, "V": 1, "C": 6, "S": 4, "Q": 4, "A": 7}[kind]
    numbers = _arc_numbers(rest) if kind == "A" else [float(number) for number in _NUMBER.findall(rest)]
    found = [numbers[i : i + count] for i in range(0, len(numbers), count)]
    return [("L" if kind == "M" and index else kind, group) for index, group in enumerate(found)]


def _arc_numbers(rest: str) -> list[float]:
    """An arc's numbers: its two flags may stand without a space before what follows."""
    numbers: list[float] = []
    position = 0
    while position < len(rest):
        pattern = _FLAG_ARGS if len(numbers) % 7 in (3, 4) else _NUMBER
        found = pattern.search(rest, position)
        if found is None:
            break
        numbers.append(float(found.group(1) if pattern is _FLAG_ARGS else found.group()))
        position = found.end()
    return numbers


def arc_curves(
    start: Point, end: Point, rx: float, ry: float, turn: float, large: float, sweep: float
) -> list[tuple[Point, Point, Point]]:
    """An elliptical arc as cubic curves of a quarter turn at most (SVG 1.1, appendix F.6.5)."""
    if start == end or not rx or not ry:
        return [(start, end, end)]
    angle = math.radians(turn)
    cos, sin = math.cos(angle), math.sin(angle)
    dx, dy = (start[0] - end[0]) / 2, (start[1] - end[1]) / 2
    x, y = cos * dx + sin * dy, cos * dy - sin * dx
    rx, ry = abs(rx), abs(ry)
    grow = math.sqrt(max(1.0, (x / rx) ** 2 + (y / ry) ** 2))
    rx, ry = rx * grow, ry * grow
    square = (rx * y) ** 2 + (ry * x) ** 2
    factor = math.sqrt(max(0.0, (rx * ry) ** 2 - square) / square) * (-1 if bool(large) == bool(sweep) else 1)
    cx, cy = factor * rx * y / ry, -factor * ry * x / rx
    middle = (cos * cx - sin * cy + (start[0] + end[0]) / 2, sin * cx + cos * cy + (start[1] + end[1]) / 2)
    first = math.atan2((y - cy) / ry, (x - cx) / rx)
    span = math.atan2((-y - cy) / ry, (-x - cx) / rx) - first
    if sweep and span < 0:
        span += 2 * math.pi
    elif not sweep and span > 0:
        span -= 2 * math.pi
    parts = max(1, math.ceil(abs(span) / (math.pi / 2) - 1e-9))
    step = span / parts
    reach = 4 / 3 * math.tan(step / 4)

    def place(px: float, py: float) -> Point:
        return (middle[0] + cos * rx * px - sin * ry * py, middle[1] + sin * rx * px + cos * ry * py)

    curves = []
    for part in range(parts):
        a, b = first + part * step, first + (part + 1) * step
        one = place(math.cos(a) - reach * math.sin(a), math.sin(a) + reach * math.cos(a))
        two = place(math.cos(b) + reach * math.sin(b), math.sin(b) - reach * math.cos(b))
        curves.append((one, two, place(math.cos(b), math.sin(b))))
    return curves
