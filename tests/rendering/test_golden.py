"""Each layout of the deck, in English and Arabic, as LibreOffice shows it: held against pictures that were looked at.

After a wanted change: ``python -m tests.rendering.make_golden``, and look at what it wrote.
"""

from __future__ import annotations

import pytest
from PIL import Image

from tests.rendering.golden_pictures import (
    GOLDEN,
    LANGUAGES,
    are_alike,
    difference,
    draw_samples,
    missing,
    sample_names,
)
from toolkit.rendering.slide_space import MASTERS

NAMES = sorted(path.stem for path in GOLDEN.glob("*.png"))


@pytest.fixture(scope="module")
def drawn(tmp_path_factory):
    if reason := missing():
        pytest.skip(reason)
    return draw_samples(tmp_path_factory.mktemp("golden"))


@pytest.mark.parametrize("name", NAMES)
def test_the_slide_looks_as_it_did(drawn, name):
    with Image.open(GOLDEN / f"{name}.png") as golden:
        assert are_alike(golden, drawn[name]), f"{name}: {difference(golden, drawn[name])}"


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_slide_of_the_sample_has_its_picture(tmp_path, language):
    assert sample_names(language, tmp_path) == [name for name in NAMES if name.startswith(f"{language}-")]


def test_the_sample_has_every_layout(tmp_path):
    shown = {name.split("-", 2)[2] for name in sample_names("en", tmp_path)}
    assert set(MASTERS) | {"bullets", "picture", "process", "chart", "table", "qr", "contacts"} == shown


def test_the_comparison_tells_slides_apart():
    """A question and its answer differ by a frame and some colours; mirrored slides by their side."""
    pairs = [
        ("en-13-question", "en-14-question"),
        ("en-08-process", "ar-08-process"),
        ("en-06-two-columns", "en-09-comparison"),
    ]
    for one, two in pairs:
        with Image.open(GOLDEN / f"{one}.png") as first, Image.open(GOLDEN / f"{two}.png") as second:
            assert not are_alike(first, second)
