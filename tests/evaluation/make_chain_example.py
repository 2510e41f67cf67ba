"""Writes ``evaluation/examples/lebanon-portugal``: made-up answers before and after one day, for the tutorial of the
chain. Not shipped with the package.

``python -m tests.evaluation.make_chain_example`` writes the answers again from the instrument that lies there; with
``--instrument`` that is made again too, from the brief beside it. The same instrument gives the same answers.
"""

from __future__ import annotations

import csv
import sys
from collections.abc import Sequence
from pathlib import Path

from tests.evaluation.make_examples import _answers, _csv
from toolkit.content.vocabulary import Wave
from toolkit.evaluation.codes import make_codes
from toolkit.evaluation.instrument import Instrument, asked_items, make_session_instrument, of_wave
from toolkit.evaluation.instrument_file import parse_instrument
from toolkit.evaluation.instrument_text import save_instrument_text
from toolkit.evaluation.items import field_name
from toolkit.evaluation.shared_items import load_shared, sets_for

FOLDER = Path(__file__).parents[2] / "evaluation" / "examples" / "lebanon-portugal"
PEOPLE = 25
LEFT_EARLY = frozenset({25})
MADE_UP = "MADE UP: nobody gave these answers. Example group in Lebanon before leaving for Portugal"


def main(arguments: Sequence[str]) -> None:
    """Write the files."""
    file = FOLDER / "instrument.yaml"
    if "--instrument" in arguments:
        file.write_text(make_instrument(), encoding="utf-8", newline="\n")
    for name, data in make_answers(file.read_text(encoding="utf-8")).items():
        (FOLDER / name).write_bytes(data)


def make_instrument() -> str:
    """The instrument of the brief, as its session pack holds it."""
    from toolkit.execution.session import open_session

    session = open_session(FOLDER / "brief.yaml", workspace=FOLDER.parents[2])
    shared, _ = load_shared(session.content, sets_for(session.plan))
    return save_instrument_text(make_session_instrument(session.for_participants, session.plan, shared))


def make_answers(instrument_text: str) -> dict[str, bytes]:
    """``pre.csv`` and ``post.csv`` as bytes; one person left before the post-test."""
    instrument, _ = parse_instrument(instrument_text)
    assert instrument is not None
    return {"pre.csv": _table(instrument, "pre"), "post.csv": _table(instrument, "post")}


def _table(instrument: Instrument, wave: Wave) -> bytes:
    codes = make_codes(PEOPLE, "lebanon-portugal/example")
    names = [
        field_name(item.item_id, when if when == "then" else "")
        for item, when in asked_items(of_wave(instrument, wave))
    ]
    people = [n for n in range(1, PEOPLE + 1) if wave == "pre" or n not in LEFT_EARLY]
    rows = [[codes[n - 1], *(_answers(instrument, n, wave)[name] for name in names)] for n in people]
    table = _csv(["code", *names], sorted(rows), ";", csv.QUOTE_MINIMAL)
    return f"{MADE_UP}\r\n".encode() + table


if __name__ == "__main__":
    main(sys.argv[1:])
