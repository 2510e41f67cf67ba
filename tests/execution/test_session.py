"""Opening a session: what is said of its translations."""

from __future__ import annotations

from dataclasses import replace

from tests.session_sample import activity, module
from toolkit.content.same import Same
from toolkit.content.text import Text
from toolkit.content.walk import map_record_texts
from toolkit.execution.session import _texts_of


def test_ids_of_sheets_among_the_materials_are_no_texts_to_translate():
    using = replace(activity("a-read"), materials=(Text("h-list"), Text("large cards")))
    made = module(activities=(using,))
    translated = map_record_texts(made, lambda text: replace(text, translated=text.source != "h-list"))
    forgotten = map_record_texts(made, lambda text: replace(text, translated=text.source != "large cards"))

    assert _texts_of(Same(translated))[0] == 0
    assert _texts_of(Same(forgotten))[0] == 1
