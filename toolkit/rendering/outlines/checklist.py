"""The practice checklist: the 16 practices, how this plan answers each, and a box for the trainer's own judgement."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from toolkit.content.language import Language
from toolkit.content.records import Content, Criterion
from toolkit.planning.plan import SessionPlan
from toolkit.rendering.outline import Cell, Document, Keep, ListNode, Node, Para, WriteLines
from toolkit.rendering.outlines.common import bold, cell, heading, labelled, make_document, para, table
from toolkit.rendering.outlines.facts import session_facts
from toolkit.rendering.outlines.inline import parse_inline, words_of
from toolkit.rendering.outlines.words import answer_name
from toolkit.rendering.theme import ANSWER_TONES

if TYPE_CHECKING:
    from toolkit.planning.practices import CriterionAnswer, PracticeAnswer
