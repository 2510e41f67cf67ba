"""The pairing view: what a team of trainers brings together to one group, and what nobody brings yet.

It describes teams and never orders people: trainers and pairs stand in the order of the brief, nothing is counted up.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations

from toolkit.content.language import Language
from toolkit.planning.brief import Brief, Trainer
from toolkit.planning.plan import SessionPlan
from toolkit.rendering.outline import Callout, Cell, Document, Node, inline
from toolkit.rendering.outlines.common import bold, bullets, cell, heading, make_document, para, table

FROM_INSIDE = {"origin": ("origin",), "destination": ("destination",), "both": ("origin", "destination"), "other": ()}


@dataclass(frozen=True, slots=True)
class Need:
    """One thing that this group is better off with, and the places in the brief (from 0) of the trainers who bring
    it. `aside` is a way to get it without them."""

    words: str
    trainers: tuple[int, ...]
    aside: str


def needs_of(brief: Brief, language: Language) -> tuple[Need, ...]:
    """What the group of a brief asks of its team: languages, both ends of the journey, women and men."""
    return tuple(_needs(brief, language))


def _needs(brief: Brief, language: Language) -> Iterator[Need]:
    say = language.say
    guest = say("Ask an interpreter or a cultural mediator; plan more time for talk.")
    for tag in dict.fromkeys((*brief.languages, *brief.group.mother_tongues)):
        known = tuple(n for n, one in enumerate(brief.trainers) if tag in one.languages)
        words = say("Speaks {language}", language=language.name_of_language(tag))
        yield Need(words, known, guest)
    sides = (
        ("origin", brief.origin, say("Ask somebody from there who has made the journey, also by telephone.")),
        ("destination", brief.destination, say("Ask a partner or a former participant there to join by telephone.")),
    )
    for side, country, aside in sides:
        if country:
            known = tuple(n for n, one in enumerate(brief.trainers) if side in FROM_INSIDE[one.background])
            yield Need(say("Knows {country} from inside", country=language.country_within(country)), known, aside)
    apart = say("Ask a colleague for the parts that people would rather talk about among women or among men.")
    if brief.group.women:
        yield Need(say("A woman"), tuple(n for n, one in enumerate(brief.trainers) if one.sex == "woman"), apart)
    if brief.group.men:
        yield Need(say("A man"), tuple(n for n, one in enumerate(brief.trainers) if one.sex == "man"), apart)


def make_pairing(plan: SessionPlan, language: Language) -> Document:
    """The team of a session: what each brings, what pairs bring together, what nobody brings yet, and what to agree
    on. Trainers have letters, no names."""
    say, brief = language.say, plan.brief
    needs = needs_of(brief, language)
    body: list[Node] = [
        Callout(
            "note",
            inline(say("How to read this")),
            (
                para(
                    say(
                        "It shows what a team has together and what it may look for. It says nothing about how good "
                        "anybody is. Letters follow the order of the brief."
                    )
                ),
            ),
        ),
        heading(1, say("Who brings what")),
        table(
            [(say("Trainer"), 12), (say("Languages"), 48), (say("Knows from inside"), 40)],
            [_trainer_row(n, one, brief, language) for n, one in enumerate(brief.trainers)],
        ),
        heading(1, say("What this group asks for")),
        table(
            [(say("This group is better off with"), 38), (say("Brought by"), 20), (say("If nobody does"), 42)],
            [_need_row(need, language) for need in needs],
        ),
    ]
    pairs = list(combinations(range(len(brief.trainers)), 2))
    if pairs:
        body += [
            heading(1, say("What two bring together")),
            table(
                [(say("Pair"), 12), (say("Together they have"), 44), (say("To look for elsewhere"), 44)],
                [_pair_row(pair, needs) for pair in pairs],
            ),
        ]
    body += [heading(1, say("To agree on before the session")), *bullets(_agreements(language), "box")]
    return make_document("pairing", say("Working as a team"), plan, language, body)


def letter(number: int) -> str:
    """A for the first trainer of a brief."""
    return chr(ord("A") + number)


def _letters(numbers: Sequence[int]) -> str:
    return ", ".join(map(letter, numbers))


def _trainer_row(number: int, trainer: Trainer, brief: Brief, language: Language) -> tuple[Cell, ...]:
    named = {"origin": brief.origin, "destination": brief.destination}
    sides = [named[side] for side in FROM_INSIDE[trainer.background]]
    countries = language.show_list([language.name_of_country(code) for code in sides if code])
    spoken = language.show_list([language.name_of_language(tag) for tag in trainer.languages])
    return cell(bold(letter(number))), cell(spoken or "\u2013"), cell(countries or "\u2013")


def _need_row(need: Need, language: Language) -> tuple[Cell, ...]:
    nobody = language.say("nobody yet", context="of what a team of trainers brings")
    return cell(need.words), cell(_letters(need.trainers) or bold(nobody)), cell("" if need.trainers else need.aside)


def _pair_row(pair: tuple[int, int], needs: Sequence[Need]) -> tuple[Cell, ...]:
    has = [need.words for need in needs if set(pair) & set(need.trainers)]
    lacks = [need.words for need in needs if not set(pair) & set(need.trainers)]
    return (
        cell(bold(" + ".join(map(letter, pair)))),
        cell("; ".join(has) or "\u2013"),
        cell("; ".join(lacks) or "\u2013"),
    )


def _agreements(language: Language) -> tuple[str, ...]:
    say = language.say
    return (
        say("Who opens, who closes, and who watches the clock in each part."),
        say("Who speaks which language when, and who checks that everybody follows."),
        say("Who tells of the country of origin and who of the destination, and where you differ on purpose."),
        say("How we disagree before the group with respect, and by which sign one of us asks for the word."),
        say("Who is there for somebody who becomes upset, and where they can sit."),
        say("When we talk after the session, beginning with what went well."),
    )
