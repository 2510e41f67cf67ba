"""Made-up exports for the evaluator's app: the shipped example with columns that must be dropped, and a code that could
be two people's."""

from __future__ import annotations

import csv
import io
from pathlib import Path

EXAMPLES = Path(__file__).resolve().parents[2] / "evaluation" / "examples"
NAMES = "Zylphandra"
"""Stands in every cell that may not come out."""

CODES = ("qvzkx1", "qvzkx2", "qvzkx3")
"""The first two are in the pre-test, the third in the post-test: as near to one as to the other."""


def export(wave: str) -> bytes:
    """The example's answers of one wave with a name, a trainer, a village and a sex for each person."""
    text = (EXAMPLES / f"{wave}.csv").read_text(encoding="utf-8")
    rows = list(csv.DictReader(io.StringIO(text), delimiter=";"))
    everybody = _codes("pre"), _codes("post")
    both = sorted(set(everybody[0]) & set(everybody[1]))
    if wave == "post":
        rows = [row for row in rows if row["code"] != both[1]]
    renamed = {both[0]: CODES[0] if wave == "pre" else CODES[2], both[1]: CODES[1]}
    for row in rows:
        sex = "women" if int(row["code"]) % 5 > 1 else "men"
        number = row["code"][:3]
        row["code"] = renamed.get(row["code"], row["code"])
        row |= {"full_name": NAMES, "trainer": f"{NAMES} {number[0]}", "village": f"{NAMES} {number}", "sex": sex}
    out = io.StringIO()
    writer = csv.DictWriter(out, list(rows[0]), delimiter=";", quoting=csv.QUOTE_ALL, lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue().encode("utf-8")


def _codes(wave: str) -> list[str]:
    text = (EXAMPLES / f"{wave}.csv").read_text(encoding="utf-8")
    return [row["code"] for row in csv.DictReader(io.StringIO(text), delimiter=";")]
