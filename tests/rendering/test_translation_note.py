"""What documents say about their own translation."""

from dataclasses import replace

import pytest

from tests import session_sample
from toolkit.content.language import Language
from toolkit.content.text import Text
from toolkit.rendering.documents import Readers, make_documents, share
from toolkit.rendering.outline import Document, Heading, ListNode, Para, Span, inline, plain
from toolkit.rendering.outlines.deck import make_deck
from toolkit.rendering.outlines.translation_note import (
    Tally,
    count_texts,
    mark_source_language,
    note_lines,
    with_translation_note,
    wordings_of,
)


def foreign(words):
    return (Span(words, lang="en"),)


def wordings(*texts):
    return {" ".join(text.source.replace("*", "").split()): text for text in texts}


def shown(body):
    return [plain(node.text) for node in body]


def test_the_mark_stands_where_the_source_language_begins():
    body = (Para(foreign("One.")), Para(foreign("Two.")), Para(inline("Trois.")), Para(foreign("Four.")))

    assert shown(mark_source_language(body)) == ["[en] One.", "Two.", "Trois.", "[en] Four."]


def test_a_label_before_it_stays_unmarked():
    (para,) = mark_source_language((Para((Span("Objectif : "), Span("Read.", lang="en"))),))

    assert [span.text for span in para.text] == ["Objectif : ", "[en] ", "Read."]
    assert para.text[1].lang == "en"


def test_lists_inside_are_marked_too():
    body = (Heading(2, inline("Étapes")), ListNode(((Para(foreign("Ask.")),), (Para(foreign("Listen.")),))))

    items = mark_source_language(body)[1].items

    assert [plain(item[0].text) for item in items] == ["[en] Ask.", "Listen."]


TEXTS = wordings(
    Text("Lisez **toujours** le contrat.", translated=True, draft=True),
    Text("Gardez une copie.", translated=True),
    Text("Ask first.", translated=False),
    Text("Not in this document.", translated=False),
)


def test_only_texts_that_stand_in_the_document_are_counted():
    body = (
        Para((Span("Lisez "), Span("toujours", bold=True), Span(" le contrat."))),
        Para(inline("1. Gardez une copie.")),
        Para(inline("Gardez une copie.")),
        Para(foreign("Ask first.")),
    )

    assert count_texts(body, TEXTS) == Tally(texts=3, drafted=1, missing=1)


def test_the_sentences():
    english = Language("en")

    assert note_lines(Tally(), english) == ()
    assert note_lines(Tally(12, 7, 2), english, marked=True) == (
        "Parts of this document were translated by machine and not yet reviewed by a person (7 of 12 texts).",
        "Parts that are not translated yet stand in English (2 of 12 texts).",
        "[en] marks where text in English begins.",
    )


@pytest.fixture(scope="module")
def sample():
    return session_sample.content(), session_sample.plan()


def drafted(content):
    """The content as if a machine had translated it into French, but for one title."""
    from toolkit.content.walk import map_record_texts

    def change(text):
        return replace(text, translated="bank" not in text.context, draft=True)

    return replace(
        content,
        modules={key: map_record_texts(module, change) for key, module in content.modules.items()},
        bank={
            key: map_record_texts(file, lambda text: replace(text, translated=False))
            for key, file in content.bank.items()
        },
    )


def test_every_paper_says_it_in_its_own_language(sample):
    content, plan = sample
    french = Language("fr")
    translated = drafted(content)
    readers = Readers((Language("en"), content), ((french, translated),))

    notes = {}
    for paper, document in make_documents(readers, plan, share(readers, plan)):
        ends = [node for node in document.body[-4:] if isinstance(node, Para)]
        notes[paper.name] = " ".join(plain(node.text) for node in ends)

    assert "machine" in notes["participant-handouts"]
    assert "machine" not in notes["session-plan"], "the trainer's papers are in the source language"


def test_the_last_slide_says_it(sample):
    content, plan = sample

    deck = make_deck(drafted(content), plan, Language("fr"), notes=(Language("en"), content))

    assert deck.cards[-1].title == Language("fr").say("About this translation")
    assert make_deck(content, plan, Language("en")).cards[-1].title != "About this translation"


def test_a_document_in_the_source_language_is_left_alone(sample):
    content, plan = sample
    document = Document("a", "A", "", "en", "ltr", (Para(inline("Text")),))

    assert with_translation_note(document, Language("en"), wordings_of(content, plan)) is document


def test_bilingual_slides_speak_to_the_group_and_their_notes_to_the_trainer(sample):
    content, plan = sample
    french = session_sample.with_words(content, lambda words: f"FR {words}")

    deck = make_deck(french, plan, Language("fr"), notes=(Language("en"), content))

    slides = {slide.id for module in content.modules.values() for slide in module.slides}
    card = next(card for card in deck.cards if card.source_id in slides and card.body)
    assert (deck.language, deck.notes_language) == ("fr", "en")
    assert "FR " in repr((card.title, card.body))
    assert card.notes
    assert "FR " not in repr(card.notes)
