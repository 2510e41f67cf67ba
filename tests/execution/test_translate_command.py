"""`tot translate`: catalogues written, brought up to date, counted and checked, in a small workspace."""

import json
import sys
from pathlib import Path

import pytest

from toolkit.cli import main
from toolkit.content.language import Language
from toolkit.content.load import load_content
from toolkit.content.po import own_words
from toolkit.content.po.read import parse_po
from toolkit.content.po.status import count_status
from toolkit.execution.checking import check_workspace
from toolkit.execution.translating import check_catalogues, languages_of, sources_of

sys.path.insert(0, str(Path(__file__).parent.parent / "content"))
from sample_workspace import MODULE, MODULE_PATH, spoil, write_workspace

CATALOGUE = "curricula/locale/fr/contract.po"
REACTION = """\
instrument: shared_reaction
title: What people think
items:
  - item_id: sh-useful
    text: It was of use to me.
    type: rating
    construct: reaction
    scale: agreement-5
    waves: [post]
"""
INDICATORS = """\
participants:
  title: People trained
  level: reach
  measure: participants
  unit: people
  numerator: People in the groups.
  source: own
"""


@pytest.fixture
def root(tmp_path):
    shared = {"evaluation/reaction.yaml": REACTION, "evaluation/indicators.yaml": INDICATORS}
    return write_workspace(tmp_path, shared)


@pytest.fixture
def tot(root, capsys):
    def run(*arguments):
        with pytest.raises(SystemExit) as leave:
            main(["translate", *arguments, "--workspace", str(root)])
        out, err = capsys.readouterr()
        return leave.value.code, out, err

    return run


def translate(root, message, translation, *, path=CATALOGUE, flag=""):
    """Fill in one translation as an editor would."""
    text = (root / path).read_text(encoding="utf-8")
    old = f'msgid "{message}"\nmsgstr ""\n'
    assert old in text, message
    before, after = text.split(old)
    if flag:
        head, _, context = before.rpartition("msgctxt")
        before = f"{head}#, {flag}\nmsgctxt{context}"
    (root / path).write_text(f'{before}msgid "{message}"\nmsgstr "{translation}"\n{after}', encoding="utf-8")


def test_extract_writes_a_catalogue_for_every_file_that_holds_texts(tot, root):
    assert tot("extract", "--language", "fr")[0] == 0

    written = {path.stem for path in (root / "curricula/locale/fr").iterdir()}
    assert written == {
        "bank-closing", "contract", "countries", "curricula", "evaluation", "practices", "scales", "session-templates",
    } - {"countries"}  # fmt: skip


def test_entries_name_their_block_and_say_what_they_are(tot, root):
    tot("extract", "--language", "fr", "contract")

    entries = {e.context: e for e in parse_po((root / CATALOGUE).read_text(encoding="utf-8"), "x")[0].entries}
    assert entries["contract/title/1"].message == "Reading a contract"
    assert entries["con-parts/body/1"].about == ("learning objective: statement",)
    assert entries["con-role/steps/1"].about == ("activity: steps, list item",)
    assert entries["con-q-parts/option.b/1"].about == ("question: answer (right)",)
    assert entries["contract/practices.9/1"].about == ("module: how it meets a practice",)


def test_shared_items_and_indicators_are_in_a_catalogue_of_their_own(tot, root):
    tot("extract", "--language", "fr")

    text = (root / "curricula/locale/fr/evaluation.po").read_text(encoding="utf-8")
    assert 'msgid "It was of use to me."' in text
    assert 'msgctxt "indicator-participants/title/1"' in text


def test_what_holds_no_words_is_not_asked_for(tot, root):
    tot("extract", "--language", "fr")

    assert not (root / "curricula/locale/fr/countries.po").exists(), "its only fact is the number 112"


def test_without_a_language_extract_writes_templates(tot, root):
    assert tot("extract", "contract")[0] == 0

    assert (root / "curricula/locale/templates/contract.pot").is_file()
    assert languages_of(sources_of(load_content(root)[0])) == ()


def test_extracting_and_updating_again_changes_no_byte(tot, root):
    tot("extract", "--language", "fr", "--language", "ar")
    before = {path: path.read_bytes() for path in (root / "curricula/locale").rglob("*.po")}

    tot("extract", "--language", "fr")
    tot("update")

    assert {path: path.read_bytes() for path in (root / "curricula/locale").rglob("*.po")} == before


def test_update_makes_changed_texts_fuzzy(tot, root):
    tot("extract", "--language", "fr", "contract")
    translate(root, "Name the parts of a contract.", "Nommer les parties d'un contrat.")
    changed = spoil(MODULE, ("Name the parts of a contract.", "Name all parts of a contract."))
    (root / MODULE_PATH).write_text(changed, encoding="utf-8")

    code, _, said = tot("update")

    assert code == 0
    assert "1 changed" in said
    text = (root / CATALOGUE).read_text(encoding="utf-8")
    assert '#, fuzzy\n#| msgid "Name the parts of a contract."' in text


def test_update_leaves_a_catalogue_alone_that_it_cannot_read(tot, root):
    tot("extract", "--language", "fr", "contract")
    path = root / CATALOGUE
    path.write_text(path.read_text(encoding="utf-8") + '\nmsgid "x\n', encoding="utf-8")
    before = path.read_bytes()

    code, _, said = tot("update")

    assert code == 1
    assert "po-line-wrong" in said
    assert path.read_bytes() == before


def test_status_counts_by_module_and_language(tot, root):
    tot("extract", "--language", "fr", "contract")
    translate(root, "Reading a contract", "Lire un contrat")
    translate(root, "Ask before you sign", "Demander avant de signer", flag="machine-drafted")

    rows = json.loads(tot("status", "--json", "--language", "fr", "contract")[1])

    (row,) = rows
    assert (row["catalogue"], row["language"]) == ("contract", "fr")
    assert (row["reviewed"], row["machine_drafted"], row["fuzzy"]) == (1, 1, 0)
    assert row["reviewed"] + row["machine_drafted"] + row["fuzzy"] + row["missing"] == row["texts"]
    assert "machine-drafted" in tot("status", "contract")[1]


def test_check_names_file_and_line_and_fails(tot, root):
    tot("extract", "--language", "fr", "contract")
    translate(root, "Reading a contract", "Lire **un contrat")

    code, out, _ = tot("check")

    assert code == 1
    line = (root / CATALOGUE).read_text(encoding="utf-8").split("\n").index('msgctxt "contract/title/1"') + 1
    assert f"{CATALOGUE}:{line}: error[po-markup-open]" in out


def test_check_is_content_with_work_that_is_left(tot):
    tot("extract", "--language", "fr")

    assert tot("check")[0] == 0


def test_a_catalogue_that_belongs_to_nothing_is_named(tot, root):
    tot("extract", "--language", "fr", "contract")
    (root / CATALOGUE).rename(root / "curricula/locale/fr/contrat.po")

    assert 'did you mean "contract.po"?' in tot("check")[1]


def test_tot_check_names_catalogues_that_cannot_be_read(root):
    (root / CATALOGUE).parent.mkdir(parents=True)
    (root / CATALOGUE).write_bytes(b'msgid "\xff"\n')

    problems, _ = check_workspace(root)

    assert [(p.where.path, p.where.line) for p in problems if p.severity == "error"] == [(CATALOGUE, 1)]


@pytest.mark.parametrize("arguments", [("extract", "--language", "xx"), ("extract", "--language", "en")])
def test_only_languages_that_content_can_be_translated_into(tot, arguments):
    code, _, said = tot(*arguments)

    assert code == 1
    assert "translate-language" in said


def test_a_mistyped_module_gets_a_suggestion(tot):
    assert 'did you mean "contract"?' in tot("status", "contrct")[2]


def test_the_toolkits_own_words_are_found_in_its_code():
    entries = {(entry.message, entry.plural) for entry in own_words.own_entries()}

    assert ("Session plan", "") in entries
    assert ("{n} day", "{n} days") in entries
    assert ("minimum wage", "") in entries, "names of facts"


def test_the_toolkits_own_catalogues_have_no_mistakes():
    sources = sources_of(load_content(Path())[0], toolkit=True)

    wrong = [p for p in check_catalogues(sources, languages_of(sources)) if p.severity == "error"]

    assert wrong == []


@pytest.mark.parametrize("tag", ["fr", "es", "ar"])
def test_the_toolkits_own_words_are_nearly_complete(tag):
    for source in sources_of(load_content(Path())[0], toolkit=True):
        file, _ = parse_po(source.path(tag).read_text(encoding="utf-8"), "x")
        status = count_status(source.name, tag, source.entries, file)

        assert status.reviewed + status.drafted >= 0.9 * status.texts, "see docs/translating.md, the toolkit's words"


def test_arabic_counts_with_its_own_forms():
    said = [Language("ar").say_count("{n} day", "{n} days", n) for n in (1, 2, 3, 11, 100)]

    assert said == ["يوم واحد", "يومان", "3 أيام", "11 يوماً", "100 يوم"]
    assert [Language("en").say_count("{n} day", "{n} days", n) for n in (1, 2)] == ["1 day", "2 days"]
