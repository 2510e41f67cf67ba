"""Writes ``evaluation/examples``: made-up answers for trying out the evaluation. Not shipped with the package.

``python -m tests.evaluation.make_examples`` writes the tables again from the instrument that lies there; with
``--instrument`` that is made again too, from the one-day brief, whenever the modules have changed enough to want it.
The same instrument gives the same tables on every machine.
"""

from __future__ import annotations

import csv
import io
import math
import sys
from collections.abc import Sequence
from datetime import datetime, timedelta
from pathlib import Path
from random import Random
from uuid import UUID

from toolkit.content.vocabulary import Wave
from toolkit.evaluation.codes import make_codes
from toolkit.evaluation.instrument import Instrument, asked_items, make_session_instrument, of_wave
from toolkit.evaluation.instrument_file import parse_instrument
from toolkit.evaluation.instrument_text import save_instrument_text
from toolkit.evaluation.items import KNOWLEDGE, Item, field_name
from toolkit.evaluation.shared_items import load_shared, sets_for

FOLDER = Path(__file__).parents[2] / "evaluation" / "examples"
BRIEF = "session_templates/briefs/ghana-italy-one-day.yaml"
SEED = 20270316
PEOPLE = 24
LATE = {24}
LEFT_EARLY = {22, 23}
SLIPS = {3: "digit", 9: "swap"}
"""People who are missing in the pre-test or the post-test, and whose code was typed wrong in the post-test."""

_EASE = (0.6, -0.9, 0.1, -0.4, 0.9, -0.2, -1.1, 0.3)
_GAIN = (1.0, 1.9, 1.3, 0.9, 0.5, 1.6, 0.1, 1.2)
"""By position among the scored items: how easy it is, and what the session adds. Numbers made up."""


def main(arguments: Sequence[str]) -> None:
    """Write the files."""
    if "--instrument" in arguments:
        (FOLDER / "instrument.yaml").write_text(make_example_instrument(), encoding="utf-8", newline="\n")
    text = (FOLDER / "instrument.yaml").read_text(encoding="utf-8")
    for name, data in make_tables(text).items():
        (FOLDER / name).write_bytes(data)


def make_example_instrument() -> str:
    """The instrument of the one-day brief with the shared items that suit its length."""
    from toolkit.content.workspace import built_in_workspace
    from toolkit.execution.session import open_session

    session = open_session(built_in_workspace() / BRIEF)
    shared, _ = load_shared(session.content, sets_for(session.plan))
    return save_instrument_text(make_session_instrument(session.for_participants, session.plan, shared))


def make_tables(instrument_text: str) -> dict[str, bytes]:
    """``pre.csv``, ``post.csv`` and ``scores.csv`` as bytes."""
    instrument, _ = parse_instrument(instrument_text)
    assert instrument is not None
    return {
        "pre.csv": _export(instrument, "pre"),
        "post.csv": _export(instrument, "post"),
        "scores.csv": _scores(),
    }


def _export(instrument: Instrument, wave: Wave) -> bytes:
    """As KoboToolbox exports it: semicolons, everything quoted, XML names, the platform's columns last."""
    asked = asked_items(of_wave(instrument, wave))
    names = [field_name(item.item_id, when if when == "then" else "") for item, when in asked]
    header = ["order_seed", "code", *names, "_id", "_uuid", "_submission_time", "_validation_status", "_notes"]
    header += ["_status", "_submitted_by", "__version__", "_tags", "_index"]
    random = Random(f"{SEED}/{wave}/order")  # noqa: S311
    began = datetime(2027, 3, 16, 9, 22) if wave == "pre" else datetime(2027, 3, 16, 16, 31)
    people = [n for n in range(1, PEOPLE + 1) if n not in (LATE if wave == "pre" else LEFT_EARLY)]
    random.shuffle(people)
    rows = []
    for index, person in enumerate(people, start=1):
        answers = _answers(instrument, person, wave)
        sent = began + timedelta(seconds=random.randint(0, 900))
        platform = [str(4_100_000 + random.randrange(90_000)), str(UUID(int=random.getrandbits(128), version=4))]
        platform += [sent.isoformat(), "", "", "submitted_via_web", "", instrument.version, "", str(index)]
        seed = str(random.randrange(100_000))
        rows.append([seed, _code(person, wave), *(answers[name] for name in names), *platform])
    return _csv(header, rows, ";", csv.QUOTE_ALL)


def _code(person: int, wave: Wave) -> str:
    code = make_codes(PEOPLE, f"{SEED}/example")[person - 1]
    slip = SLIPS.get(person) if wave == "post" else None
    if slip == "digit":
        return f"{code[:3]}{(int(code[3]) + 4) % 10}{code[4:]}"
    return f"{code[:2]}{code[3]}{code[2]}{code[4:]}" if slip == "swap" else code


def _answers(instrument: Instrument, person: int, wave: Wave) -> dict[str, str]:
    """Field → answer of one person. Knowledge grows from pre to post; looking back, people rate themselves lower."""
    able = Random(f"{SEED}/{person}").gauss(0, 1)  # noqa: S311
    scored = [item.item_id for item in instrument.items if item.key and item.construct in KNOWLEDGE]
    answers = {}
    for item, when in asked_items(of_wave(instrument, wave)):
        random = Random(f"{SEED}/{person}/{item.item_id}/{when}")  # noqa: S311
        name = field_name(item.item_id, when if when == "then" else "")
        if random.random() < 0.02:
            answers[name] = ""
        elif item.item_id in scored:
            answers[name] = _choice(item, scored.index(item.item_id), able, wave, random)
        elif item.type == "rating":
            answers[name] = _rating(item, able, when, random)
        else:
            answers[name] = ""
    return answers


def _choice(item: Item, position: int, able: float, wave: Wave, random: Random) -> str:
    strength = 0.8 * able + _EASE[position % len(_EASE)] + (_GAIN[position % len(_GAIN)] if wave == "post" else 0)
    if random.random() < 1 / (1 + math.exp(-strength)):
        return " ".join(item.key)
    unknown = [option.code for option in item.options if option.unknown]
    if unknown and random.random() < (0.45 if wave == "pre" else 0.2):
        return unknown[0]
    wrong = [o.code for o in item.options if not o.unknown and o.code not in item.key]
    return random.choice(wrong) if wrong else " ".join(reversed(item.key))  # steps put in order have no wrong option


def _rating(item: Item, able: float, when: Wave, random: Random) -> str:
    ladder = [option.code for option in item.options if not option.unknown]
    middle = (len(ladder) - 1) / 2 + {"pre": 0.0, "post": 0.9, "then": -0.5, "followup": 0.5}[when]
    return ladder[max(0, min(len(ladder) - 1, round(random.gauss(middle + 0.4 * able, 0.8))))]


def _scores() -> bytes:
    """42 people of three sessions, totals of at most 10; three are missing once."""
    random = Random(f"{SEED}/scores")  # noqa: S311
    codes = make_codes(42, f"{SEED}/scores")
    rows = []
    for number, code in enumerate(codes):
        before = min(10, max(0, round(random.gauss(4.6, 1.8))))
        after = min(10, max(0, round(before + random.gauss((1.2, 2.4, 1.8)[number // 14], 1.5))))
        pre, post = ("" if number == 30 else str(before)), ("" if number in (7, 19) else str(after))
        rows.append([code, pre, post, f"example-{'abc'[number // 14]}"])
    return _csv(["code", "pre", "post", "session"], rows, ",", csv.QUOTE_MINIMAL)


def _csv(header: list[str], rows: list[list[str]], delimiter: str, quoting: int) -> bytes:
    buffer = io.StringIO()
    writer = csv.writer(buffer, delimiter=delimiter, quoting=quoting, lineterminator="\r\n")  # type: ignore[arg-type]
    writer.writerows([header, *rows])
    return buffer.getvalue().encode()


if __name__ == "__main__":
    main(sys.argv[1:])
