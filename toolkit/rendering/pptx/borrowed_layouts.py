"""The layouts of a borrowed master, and which of them shows which kind of our slides."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from toolkit.rendering.borrowed_space import How, Kind
from toolkit.rendering.pptx.borrowed_names import TYPES, kind_of_name
from toolkit.rendering.pptx.inherited import box_of, is_upright, room_of, type_of
from toolkit.rendering.pptx.office import Office
from toolkit.rendering.slide_text import LEAST_PT

TITLES = ("title", "ctrTitle")
TEXTS = ("body", "obj", "subTitle")
LINE_EM = 1.26
"""Height of a line, of its size."""

NEEDS: Mapping[Kind, tuple[str, int]] = {
    "cover": ("a title", 0),
    "section": ("a title", 0),
    "content": ("a title and a text", 1),
    "columns": ("a title and two texts side by side", 2),
    "comparison": ("a title, two headings and two texts", 2),
    "picture": ("a title, a picture and a text", 1),
    "statement": ("a title and a text", 1),
    "canvas": ("a title", 0),
    "closing": ("a title and a text", 1),
}
"""Kind → the placeholders that it needs in words, and how many texts at least."""

NEAREST: Mapping[Kind, tuple[Kind, ...]] = {
    "cover": ("section", "content", "canvas"),
    "section": ("content", "canvas"),
    "content": ("canvas",),
    "columns": ("content", "canvas"),
    "comparison": ("columns", "content", "canvas"),
    "picture": ("content", "canvas"),
    "statement": ("content", "canvas"),
    "canvas": ("content",),
    "closing": ("content", "canvas"),
}
"""Kind → what stands in for it, the best first."""


@dataclass(frozen=True, slots=True)
class TitledLayout:
    """A layout that has a title. `texts` are its text placeholders, the largest kind of them first."""

    index: int
    name: str
    type: str
    office: Office
    title: Office
    texts: tuple[Office, ...]
    picture: Office | None


def titled_layout(index: int, layout: Office) -> TitledLayout | None:
    """The layout with its placeholders, or None when it has no upright title with a place."""
    shapes = [shape for shape in layout.placeholders if box_of(shape) is not None]
    titles = [shape for shape in shapes if type_of(shape) in TITLES and is_upright(shape)]
    if not titles:
        return None
    texts = [shape for shape in shapes if type_of(shape) in TEXTS and is_upright(shape) and _holds_text(shape)]
    pictures = [shape for shape in shapes if type_of(shape) == "pic"]
    return TitledLayout(
        index,
        layout.name.strip() or f"#{index + 1}",
        str(layout._element.get("type") or ""),
        layout,
        titles[0],
        tuple(texts),
        pictures[0] if pictures else None,
    )


def _holds_text(shape: Office) -> bool:
    room = room_of(shape)
    return room is not None and room.width >= 60 and room.height >= LEAST_PT * LINE_EM


def choose_layouts(layouts: Sequence[TitledLayout]) -> dict[Kind, tuple[TitledLayout, How]]:
    """A layout for every kind of slide, and how it was found."""
    chosen: dict[Kind, tuple[TitledLayout, How]] = {}
    by_name = {layout.index: kind_of_name(layout.name) for layout in layouts}
    for kind in NEEDS:
        able = [layout for layout in layouts if _serves(layout, kind)]
        whole = [layout for layout in able if by_name[layout.index] == (kind, True)]
        part = [layout for layout in able if by_name[layout.index] == (kind, False)]
        typed = [layout for layout in able if TYPES.get(layout.type) == kind and by_name[layout.index][0] is None]
        shaped = [layout for layout in able if by_name[layout.index][0] is None and _is_shaped(layout, kind)]
        ways: tuple[tuple[list[TitledLayout], How], ...] = (
            (whole, "name"), (part, "name"), (typed, "type"), (shaped, "placeholders"),
        )  # fmt: skip
        for found, how in ways:
            if found:
                chosen[kind] = (_best(found, kind), how)
                break
    for kind in NEEDS:
        if kind not in chosen:
            near = next((chosen[other] for other in NEAREST[kind] if other in chosen), None)
            chosen[kind] = (near[0] if near else _roomiest(layouts), "fallback")
    return {kind: chosen[kind] for kind in NEEDS}


def _best(found: Sequence[TitledLayout], kind: Kind) -> TitledLayout:
    """The first in the file's order; of those found by placeholders for text, the one with the largest."""
    return found[0] if kind != "content" else max(found, key=lambda layout: (_text_area(layout), -layout.index))


def _roomiest(layouts: Sequence[TitledLayout]) -> TitledLayout:
    return max(layouts, key=lambda layout: (_text_area(layout), -layout.index))


def _text_area(layout: TitledLayout) -> float:
    boxes = [box_of(shape) for shape in layout.texts]
    return max((box.width * box.height for box in boxes if box), default=0.0)


def _serves(layout: TitledLayout, kind: Kind) -> bool:
    """Whether it has the placeholders that the kind cannot do without."""
    if kind == "picture" and layout.picture is None:
        return False
    return len(layout.texts) >= NEEDS[kind][1]


def _is_shaped(layout: TitledLayout, kind: Kind) -> bool:
    """Whether its placeholders are those of the kind; nothing tells a statement or a last slide from other text."""
    kinds = [type_of(shape) for shape in layout.texts]
    match kind:
        case "cover":
            return type_of(layout.title) == "ctrTitle" or kinds == ["subTitle"]
        case "content":
            return len(kinds) == 1 and kinds != ["subTitle"] and layout.picture is None
        case "columns":
            return len(kinds) == 2 and _side_by_side(layout.texts)
        case "comparison":
            return len(kinds) == 4 and kinds.count("body") >= 2
        case "picture":
            return len(kinds) == 1
        case "canvas":
            return not kinds and layout.picture is None and type_of(layout.title) == "title"
        case _:
            return False


def _side_by_side(shapes: Sequence[Office]) -> bool:
    one, two = sorted((box for shape in shapes if (box := box_of(shape))), key=lambda box: box.x)
    return two.x >= one.x + one.width * 0.9 and abs(one.y - two.y) < one.height / 2
