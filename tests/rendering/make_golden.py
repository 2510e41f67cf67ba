"""Renew the golden pictures after a wanted change of the deck's looks. Look at each of them before you commit.

python -m tests.rendering.make_golden
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from tests.rendering.golden_pictures import COLOURS, GOLDEN, are_alike, draw_samples, missing


def main() -> int:
    """Write what has changed; returns 1 when this machine cannot draw the pictures."""
    from PIL import Image

    if reason := missing():
        print(reason, file=sys.stderr)
        return 1
    GOLDEN.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as name:
        drawn = draw_samples(Path(name))
    for old in GOLDEN.glob("*.png"):
        if old.stem not in drawn:
            old.unlink()
    for name, picture in drawn.items():
        path = GOLDEN / f"{name}.png"
        if path.exists():
            with Image.open(path) as old_picture:
                if are_alike(old_picture, picture) and "--all" not in sys.argv:
                    continue
        few = picture.quantize(COLOURS, Image.Quantize.FASTOCTREE, dither=Image.Dither.NONE)
        few.save(path, optimize=True)
        print(path.name)
    return 0


if __name__ == "__main__":
    sys.exit(main())
