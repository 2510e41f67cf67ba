"""Lists and maps of modules: what is found, what is counted, and the preview of one module."""

from dataclasses import replace

import pytest

from tests.content.sample_workspace import MODULE, MODULE_PATH, TODAY, write_workspace
from toolkit.content.language import Language
from toolkit.content.load import load_content
from toolkit.content.po.status import Status
from toolkit.content.workspace import built_in_workspace
from toolkit.rendering.html import render_html
from toolkit.studio.designer.beside import heading_levels_closed, problems_html, slide_pictures
from toolkit.studio.designer.catalogue import Filter, filter_rows, fold, module_rows
from toolkit.studio.designer.coverage import map_languages, map_objectives, map_practices
from toolkit.studio.designer.maps_view import map_html
from toolkit.studio.designer.preview import localise_module, make_module_deck, make_module_document
from toolkit.studio.designer.state import load_state, open_module

EN = Language("en")


@pytest.fixture(scope="module")
def content():
    return load_content(built_in_workspace())[0]


@pytest.fixture(scope="module")
def sample(tmp_path_factory):
    return load_content(write_workspace(tmp_path_factory.mktemp("lists")))[0]


def found(content, **wanted):
    return [row.id for row in filter_rows(module_rows(content), Filter(**wanted), {})]


def test_modules_are_found_by_what_they_are(content):
    contract = content.modules["contract"]
    for wanted in (
        {"audience": contract.audiences[0]},
        {"stage": contract.stages[0]},
        {"status": contract.status},
        {"practice": min(contract.practices)},
        {"text": "CONTRACT copies"},
        {},
    ):
        assert "contract" in found(content, **wanted), wanted
    assert "contract" not in found(content, audience="trainers")
    assert found(content, text="no such word anywhere xyzzy") == []


def test_a_search_needs_no_accents():
    assert fold("Résumé ÉTÉ") == "resume ete"


def test_modules_are_found_by_language(sample):
    rows = module_rows(sample)
    whole = {("contract", "fr"): Status("contract", "fr", 10, 5, 4, 1, 0)}
    half = {("contract", "fr"): Status("contract", "fr", 10, 5, 0, 0, 5)}
    wanted = Filter(language="fr")
    assert len(filter_rows(rows, wanted, whole)) == 1
    assert filter_rows(rows, wanted, half) == ()
    assert len(filter_rows(rows, replace(wanted, missing_language=True), half)) == 1
    assert len(filter_rows(rows, replace(wanted, missing_language=True), {})) == 1


def test_objectives_are_counted_for_each_audience(content):
    shown = map_objectives(content, EN)
    place = shown.columns.index("Labour migrants")
    modules = [module for module in content.modules.values() if "labour_migrants" in module.audiences]
    assert shown.totals[place] == str(sum(len(module.objectives) for module in modules))
    assert sum(int(cells[place].text) for _, _, cells in shown.rows) == int(shown.totals[place])


def test_practices_of_a_module(sample):
    shown = map_practices(sample, EN)
    cells = dict(zip(shown.columns, next(cells for name, _, cells in shown.rows if name == "contract"), strict=True))
    assert cells["9"].tint in ("some", "full")
    assert "✓" in cells["9"].text


def test_languages_of_a_module(sample):
    coverage = {
        ("contract", "fr"): Status("contract", "fr", 200, 150, 49, 1, 0),
        ("contract", "ar"): Status("contract", "ar", 200, 200, 0, 0, 0),
    }
    shown = map_languages(sample, coverage, ("ar", "fr", "uk"), EN)
    cells = next(cells for name, _, cells in shown.rows if name == "contract")
    assert [cell.text for cell in cells] == ["100%\u00a0✓", "99%", "–"]
    assert "150 reviewed, 49 machine-drafted, 1 to compare again, 0 missing" in cells[1].about


def test_every_cell_of_a_map_is_told_in_words(sample):
    html = map_html(map_practices(sample, EN))
    assert html.count("<td") == html.count("tot-hide") + html.count('<td class="tot-designer-cell">')
    assert 'scope="row"' in html
    assert 'scope="col"' in html


def test_titles_are_escaped(tmp_path):
    text = MODULE.replace("title: Reading a contract", "title: '<b onclick=x>&'")
    state = load_state(write_workspace(tmp_path, {MODULE_PATH: text}), TODAY)
    open_module(state, "contract")
    assert "<b onclick" not in map_html(map_practices(state.content, EN))
    assert "<b onclick" not in problems_html(state.draft.checked.problems, (), EN)


def test_the_preview_holds_everything_that_was_written(content):
    module = content.modules["contract"]
    shown = localise_module(content, module, EN, "IT")
    html = render_html(make_module_document(shown, shown.modules["contract"], EN))
    for block in (*module.activities, *module.handouts, *module.case_studies):
        assert block.title.source.split("{{")[0].split("'")[0][:20] in html
    assert "Italy" in html
    assert "{{" not in html


def test_the_preview_of_a_translation(content):
    french = Language("fr")
    module = content.modules["contract"]
    shown = localise_module(content, module, french)
    document = make_module_document(shown, shown.modules["contract"], french)
    assert document.language == "fr"
    assert document.title != module.title.source


def test_headings_leave_no_level_out():
    html = "<h1>a</h1><h3>b</h3><h5>c</h5><h3>d</h3><h2>e</h2><header></header>"
    assert heading_levels_closed(html) == ("<h1>a</h1><h2>b</h2><h3>c</h3><h3>d</h3><h2>e</h2><header></header>")


def test_only_changed_slides_are_drawn_again(content, monkeypatch):
    import toolkit.studio.designer.beside as view

    drawn = []
    monkeypatch.setattr(view, "draw_miniatures", lambda deck, px: [drawn.append(c.title) or b"p" for c in deck.cards])
    module = content.modules["contract"]
    shown = localise_module(content, module, EN)
    deck = make_module_deck(shown, shown.modules["contract"], EN)
    known = {}
    assert len(slide_pictures(deck, known)) == len(deck.cards) == len(drawn)
    changed = replace(deck, cards=(replace(deck.cards[0], title="Other"), *deck.cards[1:]))
    drawn.clear()
    slide_pictures(changed, known)
    assert drawn == ["Other"]


def test_slides_that_were_drawn_ahead_are_not_drawn_when_they_are_asked_for(monkeypatch):
    import toolkit.studio.designer.beside as view

    state = load_state(built_in_workspace(), TODAY)
    open_module(state, "contract")
    drawn = []
    monkeypatch.setattr(view, "draw_miniatures", lambda deck, px: [drawn.append(c.title) or b"p" for c in deck.cards])
    for work in view.slides_ahead(state):
        before = len(drawn)
        work()
        assert len(drawn) - before <= view.DRAWN_AT_ONCE
    assert drawn
    drawn.clear()
    assert "<figure>" in view.slides_html(state, EN)
    assert drawn == []


def test_slides_of_a_module_keep_their_blocks(content):
    module = content.modules["contract"]
    shown = localise_module(content, module, EN)
    deck = make_module_deck(shown, shown.modules["contract"], EN)
    assert {card.source_id for card in deck.cards} == {slide.id for slide in module.slides}
