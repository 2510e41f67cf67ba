"""How long a slide deck of 30 slides and a PDF of 20 pages take in a warm process.

    python benchmarks/documents.py

Prints medians in seconds. To stay under 0.5 s for the deck and 0.3 s for the PDF on two cores. Where pandoc is
installed (on the path, or with ``pip install pypandoc_binary``), its pptx writer makes slides of the same text beside
it; it starts anew for each deck, as it always does, and measures, splits, notes in another language, icons and charts
are not its job, so the ratio says what these cost.
"""

from __future__ import annotations

import importlib
import importlib.util
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT)]

from toolkit.execution.session import Session, open_session  # noqa: E402
from toolkit.rendering.outline import Deck, Document, TableNode, plain  # noqa: E402
from toolkit.rendering.outlines.deck import make_deck  # noqa: E402
from toolkit.rendering.outlines.facilitator_guide import make_facilitator_guide  # noqa: E402
from toolkit.rendering.pdf import render_pdf  # noqa: E402
from toolkit.rendering.pptx.draw import draw_deck  # noqa: E402
from toolkit.rendering.slide_text import slide_paras  # noqa: E402

ROUNDS = 7
SLIDES = 30
PAGES = 20
BRIEF = ROOT / "session_templates" / "briefs" / "ghana-italy-one-day.yaml"


def median(work: Callable[[], object], rounds: int = ROUNDS) -> float:
    """Seconds of the middle run, after one that warms up."""
    work()
    found = []
    for _ in range(rounds):
        start = time.perf_counter()
        work()
        found.append(time.perf_counter() - start)
    return statistics.median(found)


def as_markdown(deck: Deck) -> str:
    """The deck's text as pandoc reads slides: a heading for each, its points, its notes."""
    lines: list[str] = []
    for card in deck.cards:
        lines += [f"## {card.title}", ""]
        for node in card.body:
            if isinstance(node, TableNode):
                heads = [plain(column.header) for column in node.columns]
                lines += [" | ".join(heads), " | ".join("---" for _ in heads)]
                for row in node.rows:
                    lines.append(" | ".join(" ".join(plain(p.spans) for p in slide_paras(c.body)) for c in row))
                lines.append("")
        lines += [f"- {plain(para.spans)}" for para in slide_paras(card.body)]
        lines += ["", "::: notes", *(f"{plain(para.spans)}\n" for para in slide_paras(card.notes)), ":::", ""]
    return "\n".join(lines)


def pandoc() -> str | None:
    """Where pandoc is, on the path or in the package pypandoc_binary."""
    if importlib.util.find_spec("pypandoc") is None:
        return shutil.which("pandoc")
    return str(importlib.import_module("pypandoc").get_pandoc_path())


def time_deck(session: Session) -> None:
    """One line for the deck, one for pandoc."""
    language, content = session.for_participants[0]

    def make() -> Deck:
        deck = make_deck(content, session.plan, language)
        return replace(deck, cards=deck.cards[:SLIDES])

    deck = make()
    whole = len(make_deck(content, session.plan, language).cards)
    outline = median(make) * SLIDES / whole
    drawn = median(lambda: draw_deck(deck))
    ours = outline + drawn
    print(f"deck of {len(deck.cards)} slides: {ours:.3f} s ({outline:.3f} outline, {drawn:.3f} file), target 0.5")
    program = pandoc()
    if program is None:
        print("pandoc is not here: no comparison (pip install pypandoc_binary)")
        return
    with tempfile.TemporaryDirectory() as name:
        text = Path(name) / "deck.md"
        text.write_text(as_markdown(deck), encoding="utf-8")
        command = [program, str(text), "--slide-level=2", "-t", "pptx", "-o", str(Path(name) / "deck.pptx")]
        theirs = median(lambda: subprocess.run(command, check=True, capture_output=True))
    print(f"pandoc on the same text: {theirs:.3f} s; ours takes {ours / theirs:.2f} times as long")


def time_pdf(session: Session) -> None:
    """One line for the PDF, of the facilitator guide cut or repeated to the number of pages."""
    content, language = session.for_trainer, session.trainer_language
    guide = make_facilitator_guide(content, session.plan, language)
    with tempfile.TemporaryDirectory() as name:
        path = Path(name) / "guide.pdf"
        document = _of_pages(guide, path)
        seconds = median(lambda: render_pdf(document, path))
        print(f"PDF of {_pages(path)} pages: {seconds:.3f} s, target 0.3")


def _of_pages(document: Document, path: Path) -> Document:
    """The document with as much of its body as fills about `PAGES` pages."""
    body = document.body * 6
    low, high = 1, len(body)
    while low < high:
        middle = (low + high) // 2
        render_pdf(replace(document, body=body[:middle]), path)
        low, high = (low, middle) if _pages(path) >= PAGES else (middle + 1, high)
    return replace(document, body=body[:low])


def _pages(path: Path) -> int:
    """By the largest count of a page tree; object streams are not compressed in what typst writes for pages."""
    import re
    import zlib

    data = path.read_bytes()
    parts = [data]
    for found in re.finditer(rb"stream\r?\n", data):
        try:
            parts.append(zlib.decompressobj().decompress(data[found.end() :]))
        except zlib.error:
            continue
    counts = [int(count) for part in parts for count in re.findall(rb"/Type\s*/Pages.{0,400}?/Count (\d+)", part, re.S)]
    counts += [
        int(count) for part in parts for count in re.findall(rb"/Count (\d+).{0,400}?/Type\s*/Pages", part, re.S)
    ]
    return max(counts, default=0)


def main() -> None:
    """Print a line for each."""
    session = open_session(BRIEF)
    time_deck(session)
    time_pdf(session)


if __name__ == "__main__":
    main()
