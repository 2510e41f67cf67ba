"""Write docs/practice-table.md: how many of the 16 practices the plan of each shipped brief meets, without a hand edit.

With ``--check`` it only says whether the file is up to date.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from toolkit.content.load import load_content
from toolkit.content.records import Content
from toolkit.planning.brief import Brief
from toolkit.planning.brief_file import load_brief
from toolkit.planning.plan import SessionPlan
from toolkit.planning.practices import PracticeAnswer, answer_practices
from toolkit.planning.solve import plan_session
from toolkit.problems import format_text

DOCS = Path(__file__).resolve().parent
BRIEFS = DOCS.parent / "session_templates" / "briefs"
TABLE = DOCS / "practice-table.md"

ONE_AND_THREE_DAYS = (
    "refugees-one-day-portugal-arrival",
    "refugees-three-days-lebanon-portugal",
    "labour-one-day-kenya-deciding",
    "labour-three-days-ghana-italy",
    "municipalities-one-day",
    "municipalities-three-days",
    "employers-one-day",
    "employers-three-days",
    "trainers-one-day",
    "trainers-three-days",
)
"""For every audience a brief of one day and one of three, which are to meet `LEAST_MET` practices or more."""

LEAST_MET = 13


HEAD = """# The 16 practices in the shipped briefs

Made by `docs/make_practice_table.py`; a test holds the two together. It plans every brief of
`session_templates/briefs/` as it stands, without a hand edit, and counts the answers of `tot plan BRIEF --practices`.
After the number of practices that are met come those that are not, by number: *partly* where one criterion is met and
another fails, *to confirm* where only the trainer can answer. Where one criterion fails and another is open, the one
that fails counts.

## One day and three days for every audience
"""

OTHERS = """
## All other briefs

The three briefs in which most practices are *to confirm* have no `confirmed:` lines on purpose: they show what the
toolkit asks a trainer who has just begun.
"""

LEFT = """
## What is left

- **1, content made with the destination**, cannot be met by a file that somebody downloads: a partner at the
  destination must have reviewed every module. The day your partner has read one, write it under `reviewed:`.
  Facts of a country profile that will be older than their shelf life on the day of the session count, too.
- **10, in a language that people think in**, is *partly* met where the team speaks the group's language and the
  documents are in English. It is met once the modules are translated and `languages:` names it.
- **2 and 11** need contacts in the destination's country profile: an emergency number, a helpline, a place to
  complain or ask.
- **4** asks that half of the activities say what changes for the accessibility needs that the brief names.
- **5** stays open where nobody has decided to leave yet, because there is no date of departure.
- An answer under `confirmed:` in these briefs is that of an invented organisation, with a remark on what it did.
  Delete every line that is not true of you.
"""


@dataclass(frozen=True, slots=True)
class Row:
    """One brief, its plan, and the answers to the practices."""

    name: str
    brief: Brief
    plan: SessionPlan
    answers: tuple[PracticeAnswer, ...]

    def numbers(self, status: str) -> tuple[int, ...]:
        """The practices with this status."""
        return tuple(a.number for a in self.answers if a.status == status)


def rows() -> tuple[Row, ...]:
    """Every shipped brief, planned once."""
    content = load_content(DOCS.parent)[0]
    return tuple(_row(content, path) for path in sorted(BRIEFS.glob("*.yaml")))


def _row(content: Content, path: Path) -> Row:
    brief, problems = load_brief(path, content)
    plan = None
    if brief is not None:
        plan, found = plan_session(content, brief)
        problems = (*problems, *found)
    if brief is None or plan is None:
        raise SystemExit(format_text(problems))
    return Row(path.stem, brief, plan, answer_practices(content, plan))


def text(found: Iterable[Row]) -> str:
    """The file."""
    by_name = {row.name: row for row in found}
    main = [by_name[name] for name in ONE_AND_THREE_DAYS]
    others = [row for name, row in by_name.items() if name not in ONE_AND_THREE_DAYS]
    return "\n".join([HEAD, *_table(main), OTHERS, *_table(others), LEFT])


def _table(found: Iterable[Row]) -> list[str]:
    lines = ["| brief | audience | days | met | partly | not met | to confirm |", "|---|---|---|---|---|---|---|"]
    for row in found:
        left = [", ".join(map(str, row.numbers(status))) or "–" for status in ("partly", "not met", "to confirm")]
        audience = row.brief.audience.replace("_", " ")
        name = f"[{row.name}](../session_templates/briefs/{row.name}.yaml)"
        met = f"**{len(row.numbers('met'))}** of {len(row.answers)}"
        lines.append(f"| {name} | {audience} | {len(row.plan.days)} | {met} | {' | '.join(left)} |")
    return lines


def main() -> int:
    """Write the file, or with ``--check`` say whether it differs."""
    made = text(rows())
    stale = not TABLE.is_file() or TABLE.read_text(encoding="utf-8") != made
    if "--check" in sys.argv:
        print(f"{TABLE.name} is out of date" if stale else "up to date")
        return int(stale)
    if stale:
        TABLE.write_text(made, encoding="utf-8", newline="\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
