"""Slides of the plan as pictures, drawn for one part at a time; and the finished pack as one zip."""

from __future__ import annotations

import base64
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from html import escape
from pathlib import Path

from toolkit.execution.pack import Progress
from toolkit.execution.session import Session, open_session
from toolkit.execution.warm.packs import Order, WarmPacks
from toolkit.planning.plan import SessionPlan
from toolkit.planning.plan_file import save_plan_text
from toolkit.problems import Problem
from toolkit.rendering.documents import Readers, session_deck
from toolkit.rendering.miniature import draw_miniatures
from toolkit.rendering.outline import Card, Deck
from toolkit.studio.downloads import zip_folder
from toolkit.studio.trainer.brief_form import brief_text
from toolkit.studio.trainer.sessions import BRIEF, PLAN
from toolkit.studio.uploads import private_folder

WIDTH_PX = 400
LONGEST_NAME = 60


@dataclass(frozen=True, slots=True)
class Part:
    """A section of the deck: its title and the positions of its slides."""

    title: str
    cards: tuple[int, ...]


@contextmanager
def _as_files(plan: SessionPlan) -> Iterator[tuple[Path, Path, Path]]:
    """(folder, brief, plan): the plan as the verbs read it from files, in a folder that goes again."""
    with private_folder() as folder:
        brief, saved = folder / BRIEF, folder / PLAN
        brief.write_text(brief_text(plan.brief), encoding="utf-8", newline="\n")
        saved.write_text(save_plan_text(plan), encoding="utf-8", newline="\n")
        yield folder, brief, saved


def session_of(plan: SessionPlan, workspace: Path) -> Session:
    """The plan as a session, localised for its readers. Raises ProblemsError when it cannot be held."""
    with _as_files(plan) as (_, brief, saved):
        return open_session(brief, workspace=workspace, plan=saved)


def deck_of(session: Session) -> Deck:
    """The slide deck as the pack will hold it."""
    readers = Readers((session.trainer_language, session.for_trainer), session.for_participants, session.look)
    return session_deck(readers, session.plan)


def parts_of(deck: Deck) -> tuple[Part, ...]:
    """The deck's sections in order; slides before the first one have no title."""
    found: list[tuple[str, list[int]]] = []
    for at, card in enumerate(deck.cards):
        if not found or found[-1][0] != card.section:
            found.append((card.section, []))
        found[-1][1].append(at)
    return tuple(Part(title, tuple(cards)) for title, cards in found)


def draw_part(deck: Deck, part: Part) -> tuple[tuple[int, Card, bytes], ...]:
    """(number of the slide, slide, PNG) for each slide of a part."""
    cards = tuple(deck.cards[at] for at in part.cards)
    pictures = draw_miniatures(replace(deck, cards=cards), WIDTH_PX)
    return tuple((at + 1, card, png) for at, card, png in zip(part.cards, cards, pictures, strict=True))


def gallery_html(drawn: tuple[tuple[int, Card, bytes], ...]) -> str:
    """The pictures as a list, each with its number and title."""
    items = "".join(
        f'<li><figure><img width="{WIDTH_PX}" height="{WIDTH_PX * 9 // 16}" alt="{escape(card.title, quote=True)}" '
        f'src="data:image/png;base64,{base64.b64encode(png).decode("ascii")}">'
        f"<figcaption>{number}. {escape(card.title)}</figcaption></figure></li>"
        for number, card, png in drawn
    )
    return f'<ol class="tot-gallery">{items}</ol>'


@dataclass(frozen=True, slots=True)
class ZippedPack:
    """A finished pack as one file: its name, its bytes, how many files are in it, and warnings."""

    name: str
    data: bytes
    files: int
    problems: tuple[Problem, ...]


def pack_zip(packs: WarmPacks, plan: SessionPlan, progress: Progress) -> ZippedPack:
    """The plan's pack. Raises ProblemsError when it cannot be made."""
    name = pack_name(plan)
    with _as_files(plan) as (folder, brief, saved):
        made = packs.pack(Order(brief, folder / name, saved), progress)
        return ZippedPack(f"{name}.zip", zip_folder(made.folder), len(made.files), made.problems)


def pack_name(plan: SessionPlan) -> str:
    """A folder's name from the title and the first date: letters, digits and hyphens."""
    first = plan.days[0].date if plan.days else None
    words = re.sub(r"[^a-z0-9]+", "-", plan.brief.title.lower()).strip("-")[:LONGEST_NAME].rstrip("-")
    return "-".join(part for part in (words or "session", first.isoformat() if first else "") if part)
