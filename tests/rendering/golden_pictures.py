"""Pictures of every layout by LibreOffice, and how two pictures are compared."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING

from tests.rendering.deck_sample import sample_deck
from toolkit.rendering.pptx.draw import draw_deck

if TYPE_CHECKING:
    from PIL.Image import Image

GOLDEN = Path(__file__).parent / "golden"
LANGUAGES = ("en", "ar")
WIDTH = 480
COLOURS = 64
FONTS = ("Noto Sans", "Noto Sans Arabic")
MEAN_MOST, SHARE_MOST, FAR = 2.5, 0.02, 56
"""Of 255: how far two pictures may be apart on average, and what share of their points may be `FAR` apart, after both
are made small. Other versions of LibreOffice move letters a little; a thing at another place is further away."""


def missing() -> str:
    """What this machine lacks for the pictures; "" when it has everything."""
    for program in ("soffice", "pdftoppm", "fc-match"):
        if shutil.which(program) is None:
            return f"{program} is not installed"
    for font in FONTS:
        found = subprocess.run(["fc-match", "-f", "%{family}", font], capture_output=True, text=True, check=False)
        if font not in found.stdout.split(","):
            return f"the font {font} is not installed"
    return ""


def sample_names(language: str, folder: Path) -> list[str]:
    """One name for each slide: language, number, layout."""
    cards = sample_deck(language, folder).cards
    return [f"{language}-{number:02}-{card.layout}" for number, card in enumerate(cards, 1)]


def draw_samples(folder: Path) -> dict[str, Image]:
    """Name → picture of each slide of the sample decks, `WIDTH` wide: one run of LibreOffice for all."""
    from PIL import Image

    decks = []
    for language in LANGUAGES:
        deck = folder / f"{language}.pptx"
        deck.write_bytes(draw_deck(sample_deck(language, folder), turned_tables=True))
        decks.append(str(deck))
    profile = (folder / "profile").as_uri()
    command = ["soffice", "--headless", f"-env:UserInstallation={profile}", "--convert-to", "pdf", "--outdir"]
    subprocess.run([*command, str(folder), *decks], check=True, capture_output=True, timeout=180)
    pictures: dict[str, Image] = {}
    for language in LANGUAGES:
        pdf = folder / f"{language}.pdf"
        pages = ["pdftoppm", "-png", "-scale-to-x", str(WIDTH), "-scale-to-y", "-1", str(pdf), str(folder / language)]
        subprocess.run(pages, check=True, capture_output=True, timeout=180)
        shown = sorted(folder.glob(f"{language}-*.png"))
        for name, file in zip(sample_names(language, folder), shown, strict=True):
            with Image.open(file) as picture:
                pictures[name] = picture.convert("RGB")
    return pictures


def difference(one: Image, two: Image) -> tuple[float, float]:
    """(mean distance, share of points that are far apart) of two pictures."""
    import numpy as np
    from PIL import Image

    small = [
        np.asarray(picture.convert("RGB").resize((160, 90), Image.Resampling.BOX), dtype=float)
        for picture in (one, two)
    ]
    apart = np.abs(small[0] - small[1]).max(axis=2)
    return float(apart.mean()), float((apart > FAR).mean())


def are_alike(one: Image, two: Image) -> bool:
    """Whether two pictures show the same slide."""
    mean, far = difference(one, two)
    return mean <= MEAN_MOST and far <= SHARE_MOST
