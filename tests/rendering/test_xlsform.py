"""The tests as XLSForm: pyxform takes them without a warning, and they ask for nothing but code and answers."""

from __future__ import annotations

import shutil
from dataclasses import replace

import pytest
from openpyxl import load_workbook

from tests.session_sample import body, content, module, plan, question, with_words
from toolkit.content.language import Language
from toolkit.content.records import ResponseOption
from toolkit.content.text import Text
from toolkit.content.walk import map_record_texts
from toolkit.evaluation.codes import make_codes
from toolkit.evaluation.instrument import make_instrument, make_session_instrument, of_wave
from toolkit.evaluation.instrument_file import parse_instrument
from toolkit.evaluation.instrument_text import save_instrument_text
from toolkit.evaluation.items import ItemWords, make_item
from toolkit.rendering.xlsform import check_translations, field_name, make_form, render_xlsform

READERS = ((Language("en"), content()), (Language("ar"), with_words(content(), lambda words: f"ع {words}")))


def form(readers=READERS, made=None):
    return make_form(make_instrument(made or readers[0][1], plan(), "pre"), plan(), readers)


def write(tmp_path, readers=READERS, name="pre.xlsx"):
    path = tmp_path / name
    render_xlsform(make_instrument(readers[0][1], plan(), "pre"), plan(), readers, path)
    return path


def test_pyxform_converts_it_without_warnings(tmp_path):
    from pyxform.xls2xform import convert

    result = convert(write(tmp_path), validate=False)
    assert result.warnings == []
    assert 'default="true()"' in result.xform


@pytest.mark.skipif(shutil.which("java") is None, reason="ODK Validate needs Java")
def test_odk_validate_accepts_it(tmp_path):
    from pyxform.xls2xform import convert

    assert convert(write(tmp_path), validate=True).warnings == []


def test_the_same_form_has_the_same_bytes(tmp_path):
    assert write(tmp_path).read_bytes() == write(tmp_path, name="again.xlsx").read_bytes()


def test_every_translatable_column_has_a_cell_in_every_language():
    made = form()
    for row in (*made.survey, *made.choices):
        for column in ("label", "hint", "constraint_message"):
            cells = [row.get(f"{column}::{language}") for language in ("English (en)", "Arabic (ar)")]
            assert all(cells) or not any(cells)


def test_it_asks_for_nothing_that_tells_who_answers():
    kinds = {row["type"].split()[0] for row in form().survey}
    assert kinds <= {"calculate", "text", "note", "select_one", "select_multiple", "rank"}


def test_settings_name_and_version_the_form():
    settings = form().settings
    assert settings["form_id"] == "pre_test_before_you_leave"
    assert settings["version"].startswith("20261207-")
    assert settings["default_language"] == "English (en)"


def test_a_title_in_another_script_still_gives_an_ascii_id():
    session = plan().model_copy(update={"brief": plan().brief.model_copy(update={"title": "قبل السفر"})})
    assert make_instrument(content(), session, "pre").id.isascii()


def test_knowledge_options_are_shuffled_and_true_false_is_not():
    rows = {row["name"]: row for row in form().survey}
    assert "randomize=true" in rows["q_parts"]["parameters"]
    assert "parameters" not in rows["q_true"]
    assert rows["q_order"]["type"].startswith("rank ")


def test_an_added_i_dont_know_is_said_in_each_language():
    row = next(row for row in form().choices if row["name"] == "unknown")
    assert row["label::English (en)"] == "I don't know"


@pytest.mark.parametrize("item_id", ["q", "con-q-copy", "a" * 64, "a-" * 31 + "b"])
def test_field_names_are_short_ascii_names(item_id):
    name = field_name(item_id)
    assert len(name) <= 32
    assert name.isascii()
    assert name.replace("_", "a").isalnum()


def test_long_ids_that_begin_alike_keep_apart():
    assert field_name("a" * 40 + "-one") != field_name("a" * 40 + "-two")


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t="])
def test_no_cell_can_start_a_formula(tmp_path, start):
    nasty = question(
        "q-parts",
        options=(ResponseOption("a", Text(f"{start}SUM(A1)")), ResponseOption("b", Text("yes"), correct=True)),
    )
    path = write(tmp_path, ((Language("en"), content(module(questions=(nasty,)))),))
    for sheet in load_workbook(path):
        for row in sheet.iter_rows():
            for cell in row:
                assert cell.data_type != "f"
                assert not str(cell.value or "").startswith(("=", "+", "-", "@", "\t"))


def test_a_reference_in_a_text_stays_text(tmp_path):
    from pyxform.xls2xform import convert

    tricky = with_words(content(), lambda words: f"{words} ${{code}} <b>&amp;")
    assert convert(write(tmp_path, ((Language("en"), tricky),))).warnings == []


def test_the_code_question_accepts_exactly_what_is_on_the_cards():
    constraint = next(row for row in form().survey if row["name"] == "code")["constraint"]
    weights = [int(part.split("*")[0].strip(" (")) for part in constraint.split("and ")[1].split("+")]
    for code in make_codes(20, "any"):
        assert sum(weight * int(digit) for weight, digit in zip(weights, code, strict=True)) % 11 == 0


def test_missing_translations_are_listed_by_item():
    from toolkit.content.walk import map_record_texts

    untranslated = content()
    half = replace(
        untranslated,
        modules={
            key: map_record_texts(value, lambda text: replace(text, translated=False))
            for key, value in untranslated.modules.items()
        },
    )
    instrument = make_instrument(content(), plan(), "pre")
    assert check_translations(instrument, READERS) == ()
    found = check_translations(instrument, ((Language("en"), content()), (Language("fr"), half)))
    assert {p.code for p in found} == {"instrument-translation-missing"}


def shared_item(name="sh-conf-help", waves=("pre", "post", "then", "followup"), **changes):
    asked = question(name, type="rating", level="confidence", options=(), scale="confidence", waves=waves, **changes)
    french = ItemWords("fr", body("Savez-vous où trouver de l'aide ?"))
    return replace(make_item(asked, "knowledge", "basic"), module="", objective="", feedback=(), words=(french,))


WITH_FRENCH = (
    (Language("en"), content()),
    (Language("fr"), with_words(content(), lambda words: f"fr {words}")),
    (Language("ar"), with_words(content(), lambda words: f"ع {words}")),
)


def whole_session():
    return make_session_instrument(WITH_FRENCH, plan(), (shared_item(),))


def test_a_post_test_asks_the_retrospective_items_in_fields_of_their_own():
    post = make_form(of_wave(whole_session(), "post"), plan(), WITH_FRENCH)
    rows = {row["name"]: row for row in post.survey}
    assert rows["then_sh_conf_help"]["type"] == rows["sh_conf_help"]["type"] == "select_one scale_confidence"
    label = rows["then_sh_conf_help"]["label::English (en)"]
    assert label.startswith("Think back to the time before the session")
    assert list(rows).index("then_sh_conf_help") > list(rows).index("sh_conf_help")
    pre = make_form(of_wave(whole_session(), "pre"), plan(), WITH_FRENCH)
    assert not any(row["name"].startswith("then_") for row in pre.survey)


def test_shared_items_are_asked_in_the_languages_that_they_carry():
    form = make_form(of_wave(whole_session(), "followup"), plan(), WITH_FRENCH)
    row = next(row for row in form.survey if row["name"] == "sh_conf_help")
    assert row["label::French (fr)"] == "Savez-vous où trouver de l'aide ?"
    assert row["label::Arabic (ar)"] == row["label::English (en)"] == "What about sh-conf-help?"
    labels = {choice["label::French (fr)"] for choice in form.choices if choice["list_name"] == "scale_confidence"}
    assert labels == {"fr Not at all", "fr A little", "fr Very"}


@pytest.mark.parametrize("wave", ["pre", "post", "followup"])
def test_every_wave_in_three_languages_is_valid(tmp_path, wave):
    from pyxform.xls2xform import convert

    path = tmp_path / "form.xlsx"
    render_xlsform(of_wave(whole_session(), wave), plan(), WITH_FRENCH, path)
    assert convert(path, validate=shutil.which("java") is not None).warnings == []


def test_an_instrument_from_a_file_makes_the_same_form():
    """Without the workspace in which its questions were written."""
    made = whole_session()
    read, problems = parse_instrument(save_instrument_text(made))
    assert [p.message.split(";")[0] for p in problems] == ['the text of item "sh-conf-help" is not in ar throughout']
    elsewhere = replace(content(), modules={}, scales={})
    readers = tuple((language, elsewhere) for language, _ in WITH_FRENCH)
    for wave in ("pre", "post"):
        from_file = make_form(of_wave(read, wave), plan(), readers)
        assert without_thanks(from_file) == without_thanks(make_form(of_wave(made, wave), plan(), WITH_FRENCH))


def without_thanks(form):
    """The last note counts which texts of the workspace are reviewed; a file on its own does not know."""
    return replace(form, survey=tuple(row for row in form.survey if row["name"] != "thanks"))


def test_the_last_note_says_what_no_person_has_reviewed():
    modules = content().modules
    drafted = {id: map_record_texts(m, lambda t: replace(t, translated=True, draft=True)) for id, m in modules.items()}
    missing = {id: map_record_texts(m, lambda t: replace(t, translated=False)) for id, m in modules.items()}
    readers = (
        (Language("en"), content()),
        (Language("fr"), replace(content(), modules=drafted)),
        (Language("es"), replace(content(), modules=missing)),
    )
    form = make_form(make_instrument(content(), plan(), "pre"), plan(), readers)
    thanks = next(row for row in form.survey if row["name"] == "thanks")

    assert thanks["label::English (en)"] == "Thank you."
    assert "Des parties de ce document ont été traduites par une machine" in thanks["label::French (fr)"]
    assert "Las partes que aún no están traducidas" in thanks["label::Spanish (es)"]


def test_a_whole_session_is_no_form():
    with pytest.raises(ValueError, match="of_wave"):
        make_form(whole_session(), plan(), WITH_FRENCH)
