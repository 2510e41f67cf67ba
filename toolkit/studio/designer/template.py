"""A new module: a commented skeleton that the checks accept, but for what only its author can know."""

from __future__ import annotations

import re
from dataclasses import dataclass

from toolkit.studio.designer.block_text import yaml_value
from toolkit.studio.designer.ids import slug


@dataclass(frozen=True, slots=True)
class NewModule:
    """What is asked before a module is made. `folder` is that of its curriculum."""

    title: str
    id: str
    folder: str
    audiences: tuple[str, ...]
    stages: tuple[str, ...]
    summary: str = ""


SKELETON = """---
# The header of the module. Lines that begin with # are remarks for you: delete them when you are done.
title: {title}
audiences: {audiences}
stages: {stages}
summary: {summary}
prerequisites: []      # ids of modules that should come before
follow_ups: []         # ids of modules that go on from here
practices:             # number of the good practice: how this module meets it
  9: Opens with what participants know already from their own life, and goes on from there.
status: draft          # draft, then piloted, then reviewed
sources: []            # keys of curricula/bibliography.yaml; add at least one before you pilot the module
---

## Why this matters

Background for the trainer: what is behind this subject, in your own words, with sources. Two or three paragraphs are
enough. Use {{{{ destination.name }}}} for the country of destination: it is filled in for each session.

:::{{objective}} {p}-first
---
# An objective is one thing that can be seen. Its text begins with a verb.
kind: knowledge        # knowledge, skill or attitude
priority: essential    # essential, important or optional; at most two essential ones
indicator: Names two reasons in their own words.
---
Say in one sentence what participants will know afterwards.
:::

:::{{key-messages}} {p}-key
- First sentence that people should still remember a month later.
- Second sentence, short enough to say aloud.
- Third sentence, with what to do and where to ask.
:::

::::{{activity}} {p}-known
---
# Every module begins with what participants know already.
title: What we know already
kind: discussion
objectives: [{p}-first]
phase: motivation      # motivation, information, practice, application: in this order
minutes: 10-15-20      # least-typical-most, each a multiple of 5
grouping: pairs
literacy: none         # least reading needed
modes: [in-person, remote]
known: true
practices: [9]
---
Say in one or two sentences what happens here, and why it works.

:::{{steps}}
1. (5 min) Tell a short example of your own. **Say:** "When did you meet something like this?"
2. (5 min) In pairs, people tell each other what they know from home.
3. (5 min) Collect what they found, in their words. Underline what comes back later.
:::

:::{{debrief}}
- What did several of you say?
- What would you like to know now?
:::

:::{{adapt}} low-literacy
Draw signs on the flip chart instead of words.
:::
::::

:::::{{activity}} {p}-try
---
# Then they practise: most of the time belongs to the participants.
title: Try it out
kind: group-work
objectives: [{p}-first]
phase: practice
minutes: 20-30-40
grouping: small-groups
group_size: 3-5
literacy: none
modes: [in-person]
materials: [flip chart, pens]
---
Say in one or two sentences what groups do, and what they have at the end.

:::{{steps}}
1. (5 min) Explain the task, and let somebody repeat it in their own words.
2. (15 min) Groups work. Go from group to group; help with questions, not with answers.
3. (10 min) Each group shows what it found. Let the others ask first.
:::

:::{{debrief}}
- What was easy, and what was not?
- When will you need this?
:::

::::{{slide}} {p}-try-slide
:layout: activity
:title: Try it out

- What you do
- How long you have
- What you show at the end

:::{{notes}}
Leave this on the screen while groups work.
:::
::::
:::::

::::{{question}} {p}-q-first
---
# A question for each objective shows what people learned.
objective: {p}-first
type: single-choice
level: understanding   # recall, understanding, application, confidence, attitude or intention
literacy: basic
---
Write the question here. Which answer is right?

- [x] The right answer
- [ ] Something that people really believe
- [ ] Another thing that people really believe
- [ ] I don't know {{unknown}}

:::{{feedback}}
Say in one sentence why the right answer is right.
:::
::::
"""

SUMMARY = "Say in one or two sentences what participants can do afterwards, and why it matters to them."


def module_text(new: NewModule, prefix: str) -> str:
    """The skeleton with this header; all its ids begin with `prefix`."""
    return SKELETON.format(
        title=yaml_value(new.title),
        audiences=yaml_value(new.audiences),
        stages=yaml_value(new.stages),
        summary=yaml_value(new.summary.strip() or SUMMARY),
        p=prefix,
    )


def new_prefix(title: str, module_id: str, used: set[str]) -> str:
    """Three to eight letters that no id of the workspace begins with."""
    word = re.sub(r"[^a-z]", "", slug(title, 1)) or re.sub(r"[^a-z]", "", module_id) or "mod"
    taken = {name.split("-")[0] for name in used}
    for length in range(3, 9):
        if word[:length] not in taken:
            return word[:length]
    number = 2
    while f"{word[:6]}{number}" in taken:
        number += 1
    return f"{word[:6]}{number}"


_FLOW = re.compile(r"^(modules:[ \t]*\[)([^\]]*)(\])", re.MULTILINE)
_BLOCK = re.compile(r"^modules:[ \t]*(?:#[^\n]*)?\n((?:[ \t]*-[ \t]+[^\n]*\n?)+)", re.MULTILINE)


def listed(curriculum: str, module_id: str) -> str | None:
    """The text of a curriculum.yaml with the module at the end of its list, nothing else changed; None when the list
    is written in a way that this does not know."""
    flow = _FLOW.search(curriculum)
    if flow:
        inside = flow[2].rstrip()
        comma = "" if not inside.strip() else " " if inside.endswith(",") else ", "
        return f"{curriculum[: flow.start()]}{flow[1]}{inside}{comma}{module_id}{flow[3]}{curriculum[flow.end() :]}"
    block = _BLOCK.search(curriculum)
    if block:
        items = block[1].rstrip("\n")
        indent = items[: items.index("-")]
        return f"{curriculum[: block.start(1)]}{items}\n{indent}- {module_id}\n{curriculum[block.end(1) :]}"
    return None
