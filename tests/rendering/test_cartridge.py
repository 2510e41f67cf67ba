"""Modules as a Common Cartridge: opened again and held against the rules of its profiles."""

from __future__ import annotations

import io
import sys
import zipfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree as Xml

from tests.session_sample import body, content, module, question, with_words
from toolkit.cli import main
from toolkit.content.language import Language
from toolkit.content.load import load_content
from toolkit.content.localise import localise
from toolkit.content.records import ResponseOption
from toolkit.content.text import Text
from toolkit.content.workspace import built_in_workspace
from toolkit.rendering.cartridge import MANIFEST, cartridge
from toolkit.rendering.qti import qti_bank
from toolkit.rendering.quiz import QuizAnswer, QuizQuestion

sys.path.insert(0, str(Path(__file__).parent))
from common_cartridge_rules import QTI, broken_manifest, broken_rules

ENGLISH = Language("en")


def made(source=None, language=ENGLISH, **options):
    source = source or content()
    modules = tuple(source.modules.values())
    data = cartridge(source, modules, language, title="Contracts & co", rights="Giver (CC-BY-4.0)", **options)
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def items(source=None):
    root = Xml.fromstring(made(source)["questions/bank.xml"])
    return {item.get("ident"): item for item in root.iter(f"{{{QTI}}}item")}


def profile(item):
    return item.findtext(f".//{{{QTI}}}fieldentry")


def right(item):
    """Words of the answers that give points."""
    words = {
        label.get("ident"): label.findtext(f".//{{{QTI}}}mattext") for label in item.iter(f"{{{QTI}}}response_label")
    }
    return [words[equal.text] for equal in item.iter(f"{{{QTI}}}varequal") if equal.getparent().tag != f"{{{QTI}}}not"]


@pytest.mark.parametrize("version", ["1.1", "1.3"])
def test_a_cartridge_keeps_the_rules(version):
    files = made(version=version)
    assert broken_manifest(files[MANIFEST], set(files) - {MANIFEST}, version) == []
    tests = [data for name, data in files.items() if name.endswith(".xml") and name != MANIFEST]
    assert len(tests) == 2
    assert [broken_rules(data) for data in tests] == [[], []]


def test_all_that_the_toolkit_ships_keeps_the_rules():
    shipped, _ = load_content(built_in_workspace())
    arabic = localise(shipped, Language("ar"), {})
    for language, source in ((ENGLISH, shipped), (Language("ar"), arabic)):
        files = made(source, language)
        assert broken_manifest(files[MANIFEST], set(files) - {MANIFEST}, "1.3") == []
        assert broken_rules(files["questions/bank.xml"]) == []


def test_moodle_finds_the_version_near_the_beginning():
    """Moodle looks for it in the first 500 characters (backup/converter/imscc11/lib.php)."""
    head = made(version="1.1")[MANIFEST][:500].decode().lower().replace('"', "")
    assert "xmlns=http://www.imsglobal.org/xsd/imsccv1p1/imscp_v1p1" in "".join(head.split())


def test_the_rules_of_these_tests_can_be_broken():
    files = made()
    bank = files["questions/bank.xml"]
    assert broken_rules(bank.replace(b"cc.essay", b"cc.matching"))
    assert broken_rules(bank.replace(b"<other/>", b"<and/>"))
    assert broken_rules(bank.replace(b'ident="answer-2"', b'ident="other"'))
    manifest, others = files[MANIFEST], set(files) - {MANIFEST}
    assert broken_manifest(manifest, others - {"questions/bank.xml"}, "1.3")
    assert broken_manifest(manifest, others, "1.1")
    assert broken_manifest(manifest.replace(b'identifier="bank"', b'identifier="top"'), others, "1.3")


def test_each_type_has_its_nearest_profile():
    assert {name: profile(item) for name, item in items().items()} == {
        "q-parts": "cc.multiple_choice.v0p1",
        "q-true": "cc.multiple_choice.v0p1",
        "q-many": "cc.multiple_response.v0p1",
        "q-order": "cc.essay.v0p1",
        "q-sure": "cc.multiple_choice.v0p1",
        "q-own": "cc.essay.v0p1",
    }


def test_right_answers_give_the_points():
    found = items()
    assert len(right(found["q-parts"])) == 1
    assert "I don't know" not in right(found["q-parts"])
    scale = (
        content().scales["agreement-5"] if "agreement-5" in content().scales else next(iter(content().scales.values()))
    )
    assert len(right(found["q-sure"])) == len(scale.options)


def test_the_right_order_is_the_solution():
    shown = items()["q-order"]
    (solution,) = shown.iter(f"{{{QTI}}}solution")
    words = "".join(solution.itertext()).strip()
    assert words.startswith("1. ")
    assert words.count("<br>") == 2


def test_a_page_holds_what_learners_need_and_nothing_else():
    page = made()["pages/contract.html"].decode()
    assert page.startswith("<!DOCTYPE html>")
    assert "Objectives" in page
    assert "To remember" in page
    assert "<script" not in page


def test_from_right_to_left():
    page = made(with_words(content(), lambda words: f"ع {words}"), Language("ar"))["pages/contract.html"].decode()
    assert 'lang="ar" dir="rtl"' in page


def test_a_page_says_who_translated_it():
    shipped, _ = load_content(built_in_workspace())
    arabic = localise(shipped, Language("ar"), {})
    drafted = made(arabic, Language("ar"))["pages/contract.html"].decode()
    plain = made(shipped)["pages/contract.html"].decode()
    assert drafted.count("<hr") == plain.count("<hr") + 1


def test_the_same_content_has_the_same_bytes():
    assert made() == made()


@settings(max_examples=40, deadline=None)
@given(words=st.one_of(st.text(max_size=60), st.just("a ]]> b <script>&amp;\x00\x0b")))
def test_any_text_keeps_the_rules(words):
    options = (ResponseOption("a", Text(f"A {words}"), correct=True), ResponseOption("b", Text("B")))
    asked = question("q-parts", stem=body(f"Q {words}"), feedback=body(words), options=options)
    files = made(content(module(questions=(asked,))))
    assert broken_rules(files["questions/bank.xml"]) == []


def test_a_choice_of_two_is_a_true_or_false():
    """The profile asks for three answers in a choice (rule 4d of its schema)."""
    asked = QuizQuestion("q", "single", "So?", (QuizAnswer("Yes", 1.0), QuizAnswer("No", 0.0)), "", 1.0)
    data = qti_bank((asked,), "bank")
    assert broken_rules(data) == []
    assert b"cc.true_false.v0p1" in data


def test_the_command(tmp_path, capsys):
    with pytest.raises(SystemExit) as done:
        main(["export", "cartridge", "contract", "-l", "fr", "--destination", "IT", "--workspace",
              str(built_in_workspace()), "--output", str(tmp_path / "c.imscc")])  # fmt: skip
    assert done.value.code == 0
    with zipfile.ZipFile(tmp_path / "c.imscc") as archive:
        assert broken_manifest(archive.read(MANIFEST), set(archive.namelist()) - {MANIFEST}, "1.3") == []
    with pytest.raises(SystemExit) as refused:
        main(["export", "cartridge", "contract", "--destination", "ZZ", "--output", str(tmp_path / "d.imscc")])
    assert refused.value.code == 1
    assert "share-country-unknown" in capsys.readouterr().err
