"""How a group's answers are put into words, in one language; and a group profile told again in another."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from toolkit.content.language import Language
from toolkit.content.records import Content
from toolkit.content.text import iter_texts
from toolkit.evaluation.items import Item
from toolkit.evaluation.profile.esco import EscoEntry, load_esco, localised_entries
from toolkit.evaluation.profile.instrument import load_profile
from toolkit.planning.group_profile import Concept, GroupProfile, ObjectiveNeed

ELEMENTARY = "9"
"""ISCO-08 code of a group of occupations: no word to praise anybody with."""

Key = tuple[str, ...]


@dataclass(frozen=True)
class Phrases:
    """The sentences of a group profile in `language`, from the questions that were asked."""

    items: Mapping[str, Item]
    language: Language

    def stem(self, item: str) -> str:
        """The words of a question."""
        own = self.items[item]
        stem = next((w.stem for w in own.words if w.language == self.language.tag), own.stem)
        return " ".join(text.source for text in iter_texts(stem))

    def words(self, item: str, *codes: str) -> tuple[str, ...]:
        """The words of options."""
        known = self._options(item)
        return tuple(known[code] for code in codes if known.get(code))

    def answered(self, item: str, code: str) -> str:
        """A question and an answer to it; "" without words for the answer."""
        return f"{self.stem(item)} {words[0]}" if (words := self.words(item, code)) else ""

    def of_topic(self, item: str, code: str) -> str:
        """A topic and what was said of it; "" without words for that."""
        words = self.words(item, code)
        return self.language.say("{topic}: {answer}", topic=self.stem(item), answer=words[0]) if words else ""

    def at_most(self, item: str, code: str) -> tuple[str, ...]:
        """As far as a level, or less far."""
        return tuple(self.language.say("{level}, or less", level=words) for words in self.words(item, code))

    def at_least(self, item: str, code: str) -> tuple[str, ...]:
        """As far as a level, or further."""
        return tuple(self.language.say("{level}, or more", level=words) for words in self.words(item, code))

    def work(self, concept: Concept) -> str:
        """An occupation as a strength."""
        return self.language.say("Work experience: {work}", work=concept.label)

    def skill(self, concept: Concept) -> str:
        """A skill as a strength."""
        return concept.label[:1].upper() + concept.label[1:]

    def everything(self, concepts: Mapping[str, Concept]) -> Iterator[tuple[Key, str]]:
        """Every sentence that a profile with these concepts (by URI) may hold, by what it says."""
        for item in self.items:
            yield ("stem", item), self.stem(item)
            for code in (option.code for option in self.items[item].options):
                yield from ((("words", item, code), words) for words in self.words(item, code))
                yield ("answered", item, code), self.answered(item, code)
                yield ("topic", item, code), self.of_topic(item, code)
                yield from ((("most", item, code), words) for words in self.at_most(item, code))
                yield from ((("least", item, code), words) for words in self.at_least(item, code))
        for uri, concept in concepts.items():
            yield ("work", uri), self.work(concept)
            yield ("skill", uri), self.skill(concept)

    def _options(self, item: str) -> dict[str, str]:
        own = self.items[item]
        options = next((w.options for w in own.words if w.language == self.language.tag), ()) or own.options
        return {option.code: option.text.source for option in options}


def retell_profile(
    profile: GroupProfile, content: Content, language: Language, written_in: Sequence[str] = ("en",)
) -> GroupProfile:
    """The profile in the words of `language`, as far as the workspace's questions and occupations have them.
    `written_in` are the languages that it may be written in; what is said in none of them (somebody's own words) stays
    as it is."""
    told = _phrasebook(profile, content, language)
    if told is None:
        return profile
    phrases, concepts = told
    known = dict(phrases.everything(concepts))
    translated: dict[str, str] = {}
    for tag in written_in:
        source = _phrasebook(profile, content, Language(tag))
        if source is not None:
            for key, words in source[0].everything(source[1]):
                if words and known.get(key):
                    translated.setdefault(words, known[key])

    def told_again(words: Sequence[str]) -> tuple[str, ...]:
        return tuple(translated.get(one, one) for one in words)

    def named(found: Sequence[Concept]) -> tuple[Concept, ...]:
        return tuple(concepts.get(one.uri, one) for one in found)

    return profile.model_copy(
        update={
            **{field: told_again(getattr(profile, field)) for field in _IN_WORDS},
            **{field: named(getattr(profile, field)) for field in _CONCEPTS},
            "objective_needs": tuple(
                ObjectiveNeed(need=n.need, because=translated.get(n.because, n.because), objectives=n.objectives)
                for n in profile.objective_needs
            ),
        }
    )


_IN_WORDS = ("education", "digital", "strengths", "knows", "wants", "needs", "caring", "arrangements")
_CONCEPTS = ("occupations", "skills", "wanted_occupations")


def _phrasebook(
    profile: GroupProfile, content: Content, language: Language
) -> tuple[Phrases, dict[str, Concept]] | None:
    """The sentences in a language, and the profile's concepts as ESCO names them in it; None without questions."""
    asked, _ = load_profile(content, (language.tag,))
    if asked is None:
        return None
    entries: dict[str, EscoEntry] = {
        e.uri: e for e in localised_entries(load_esco(content.root)[0], content.root, language.tag)
    }
    found = {
        c.uri: c.model_copy(update={"label": entries[c.uri].label.source}) if c.uri in entries else c
        for field in _CONCEPTS
        for c in getattr(profile, field)
    }
    return Phrases({item.item_id: item for item in asked.items}, language), found
