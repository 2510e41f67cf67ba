"""A small workspace without a single problem, to be spoiled by one edit at a time."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path

from toolkit.content.checks import check_content
from toolkit.content.load import load_content
from toolkit.problems import Problem, sort_problems

TODAY = date(2026, 6, 1)

MODULE = """\
---
title: Reading a contract
audiences: [labour_migrants]
stages: [pre_departure]
summary: Participants can read their own contract and ask about what is missing.
prerequisites: []
practices:
  9: Opens with agreements that participants know.
status: draft
sources:
  - {key: iom-2011, where: "2.3"}
---
## What a contract is for

A contract says what both sides promise. In {{ destination.name }} call {{ destination.emergency_number }}.

:::{objective} con-parts
:kind: knowledge
:priority: essential
:indicator: Names four parts.

Name the parts of a contract.
:::

:::{objective} con-ask
:kind: skill
:indicator: Asks one open question.

Ask about what is missing.
:::

:::{key-messages} con-key
- Never sign what you have not understood.
- Keep a copy.
:::

::::{activity} con-promises
---
title: Promises at home
kind: discussion
objectives: [con-parts]
phase: motivation
minutes: 5-10-15
known: true
---
People tell of promises that they know.

:::{steps}
1. (4 min) Ask who has made a promise.
2. (6 min) Collect what was agreed.
:::

:::{debrief}
- What made a promise strong?
:::
::::

:::::{activity} con-role
---
title: Ask before you sign
kind: role-play
objectives: [con-ask]
phase: practice
minutes: 20-25-40
grouping: small-groups
group_size: 3-5
materials: [con-sheet]
practices: [6]
---
Participants play the meeting with a recruiter.

:::{steps}
1. (10 min) Prepare in groups.
2. (15 min) Play and change roles.
:::

:::{debrief}
- What was hard to ask?
:::

:::{adapt} low-literacy
Read the sheet aloud.
:::

::::{slide} con-role-slide
:layout: activity

- Ask
- Listen

:::{notes}
Leave this on screen.
:::
::::

:::{handout} con-sheet
:title: My questions
:literacy: basic

- [ ] Where is my copy?
:::
:::::

::::{question} con-q-parts
---
objective: con-parts
type: single-choice
level: recall
---
What must a contract name?

- [ ] The weather
- [x] The wage
- [ ] I don't know {unknown}

:::{feedback}
The wage is one of its main parts.
:::
::::

::::{question} con-q-ask
---
objective: con-ask
type: rating
level: confidence
scale: agreement-5
---
I can ask about what is missing.

:::{feedback}
Try it out.
:::
::::

::::{question} con-q-ask-what
---
objective: con-ask
type: true-false
level: application
---
Your recruiter is in a hurry. You can still ask.

- [x] True
- [ ] False

:::{feedback}
You always can.
:::
::::

::::{case-study} con-case
:title: Two contracts

Amina compared two contracts.

:::{questions}
1. What did she do well?
:::
::::

:::{facilitator} con-guide
Bring a sample contract.
:::
"""

MODULE_PATH = "curricula/labour/contract.md"

FILES: Mapping[str, str] = {
    MODULE_PATH: MODULE,
    "curricula/labour/curriculum.yaml": (
        "title: Labour\nsummary: Before leaving.\naudiences: [labour_migrants]\nmodules: [contract]\n"
    ),
    "curricula/activity-bank/closing.md": """\
---
title: Closings
---
:::::{activity} bank-bye
---
title: Goodbye
kind: closing
minutes: 5-5-10
---
Say goodbye.

:::{steps}
1. (5 min) Everyone says one word.
:::
:::::
""",
    "curricula/practices.yaml": """\
- number: 6
  id: active
  title: Learn by doing
  meaning: Participants do things.
  criteria:
    - {id: active-share, text: Half of the time, check: share}
  advice: Add a role play.
  sources: [iom-2011]
- number: 9
  id: known
  title: Begin with what is known
  meaning: Open from experience.
  criteria:
    - {id: known-first, text: Opens from experience, ask: Do they?}
  advice: Add an opening.
""",
    "curricula/bibliography.yaml": """\
iom-2011: {type: report, title: Annual report, authors: IOM, year: 2012}
eu-112: {type: web, title: One number, publisher: EU, year: 2026, url: "https://example.org"}
""",
    "curricula/countries/it.yaml": """\
country: IT
facts:
  emergency_number:
    value: "112"
    source: {key: eu-112, where: heading}
    as_of: 2026-05-01
""",
    "evaluation/scales.yaml": """\
agreement-5: {title: Agreement, options: ["No", Rather no, In between, Rather yes, "Yes"], source: own}
""",
    "session_templates/short.yaml": """\
title: Two hours
days: 1
start: "09:00"
end: "11:00"
last:
  - {kind: closing, minutes: 5-5-10}
breaks:
  - {kind: break, after: 60, minutes: 10, shift: 15, needs: 30}
""",
}


def write_workspace(root: Path, changes: Mapping[str, str | bytes] | None = None) -> Path:
    """The sample workspace on disk, with files replaced or added."""
    for path, text in {**FILES, **(changes or {})}.items():
        target = root / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(text if isinstance(text, bytes) else text.encode())
    return root


def check(root: Path) -> tuple[Problem, ...]:
    """All problems of loading and checking."""
    content, problems = load_content(root)
    return sort_problems([*problems, *check_content(content, TODAY)])


def spoil(text: str, *edits: tuple[str, str]) -> str:
    """The text with each `old` replaced by `new` once; each must be there."""
    for old, new in edits:
        assert old in text, old
        text = text.replace(old, new, 1)
    return text


def line_of(text: str, part: str) -> int:
    """The line, from 1, on which `part` first stands."""
    return text.count("\n", 0, text.index(part)) + 1


def short(problems: Sequence[Problem]) -> list[str]:
    """``line code`` of each."""
    return [f"{p.where.line} {p.code}" for p in problems]
