"""`tot share`: what goes into the file, and what does not."""

import json
import sys
from pathlib import Path

import pytest

from toolkit.cli import main
from toolkit.content.load import load_content
from toolkit.execution.sharing.share import share
from toolkit.execution.sharing.unpack import read_share
from toolkit.problems import ProblemsError

sys.path.insert(0, str(Path(__file__).parent))
from share_sample import CATALOGUE, CURRICULUM, MODULE, MODULE_PATH, OTHER, codes, giver, members, shared

PNG = (
    b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x00\x01\x00\x00\x00\x01\x08\x06\x00\x00\x00\x1f\x15\xc4\x89"
    b"\x00\x00\x00\rIDATx\x9cc\xf8\xcf\xc0\xf0\x1f\x00\x05\x00\x01\xff\x89\x99=\x1d\x00\x00\x00\x00IEND\xaeB`\x82"
)


def test_a_curriculum_with_all_that_it_uses(tmp_path):
    file = shared(tmp_path)
    made, problems = read_share(file)
    assert problems == ()
    assert list(made.files) == [
        "curricula/bibliography.yaml",
        MODULE_PATH,
        CURRICULUM,
        OTHER,
        CATALOGUE,
        "curricula/locale/fr/curricula.po",
        "evaluation/scales.yaml",
    ]
    assert made.manifest.modules == ("contract", "wages")
    assert made.manifest.authors == ("Giver",)
    assert made.manifest.licence == "CC-BY-4.0"
    assert made.manifest.languages == ("fr",)
    assert made.manifest.title == "Labour"


def test_only_the_sources_and_translations_that_are_used(tmp_path):
    made, _ = read_share(shared(tmp_path, "wages"))
    bibliography = made.files["curricula/bibliography.yaml"].decode()
    assert bibliography.startswith("ilo-c095:\n  type: convention\n")
    assert "# in force" in bibliography
    assert "eu-112" not in bibliography
    assert "Autre" not in made.files["curricula/locale/fr/curricula.po"].decode()
    assert MODULE_PATH not in made.files
    assert made.files[CURRICULUM].decode().endswith("modules: [wages]\n")


def test_bytes_of_modules_are_the_authors_own(tmp_path):
    made, _ = read_share(shared(tmp_path, changes={MODULE_PATH: MODULE.replace("\n", "\r\n")}))
    assert made.files[MODULE_PATH] == MODULE.replace("\n", "\r\n").encode()


def test_a_bank_activity_that_a_module_names_comes_with_it(tmp_path):
    text = MODULE.replace("Bring a sample contract.", "End with `bank-bye`.")
    made, _ = read_share(shared(tmp_path, "contract", changes={MODULE_PATH: text}))
    assert "curricula/activity-bank/closing.md" in made.files
    made, _ = read_share(shared(tmp_path, "wages"))
    assert "curricula/activity-bank/closing.md" not in made.files


def test_pictures_and_countries(tmp_path):
    text = MODULE.replace("Bring a sample contract.", "![A contract](pictures/contract.png)")
    changes = {MODULE_PATH: text, "curricula/labour/pictures/contract.png": PNG}
    made, _ = read_share(shared(tmp_path, "contract", changes=changes, countries=("it",)))
    assert made.files["curricula/labour/pictures/contract.png"] == PNG
    assert "curricula/countries/it.yaml" in made.files
    assert "eu-112" in made.files["curricula/bibliography.yaml"].decode()


def test_the_same_content_has_the_same_bytes(tmp_path):
    one, two = tmp_path / "one.zip", tmp_path / "two.zip"
    for file in (one, two):
        share(("labour",), file, workspace=giver(tmp_path / file.stem), authors=("Giver",))
    assert one.read_bytes() == two.read_bytes()


def test_each_module_is_described_for_catalogues(tmp_path):
    found = json.loads(members(shared(tmp_path))["metadata/contract.jsonld"])
    assert found["@type"] == "LearningResource"
    assert found["name"] == "Reading a contract"
    assert found["inLanguage"] == ["en", "fr"]
    assert found["license"] == "https://creativecommons.org/licenses/by/4.0/"
    assert found["author"] == [{"@type": "Organization", "name": "Giver"}]


def test_modules_that_are_not_in_the_file_are_named(tmp_path):
    text = MODULE.replace("prerequisites: []", "prerequisites: [wages]")
    made = share(("contract",), tmp_path / "f.zip", workspace=giver(tmp_path, {MODULE_PATH: text}))
    assert codes(made.problems) == ["share-author-missing", "share-needs"]
    assert made.manifest.needs == ("wages",)


@pytest.mark.parametrize(
    ("names", "options", "code"),
    [
        (("contrakt",), {}, "share-unknown"),
        (("labour",), {"countries": ("zz",)}, "share-country-unknown"),
        (("labour",), {"licence": "All rights reserved"}, "share-licence"),
    ],
)
def test_what_cannot_be_shared_is_named(tmp_path, names, options, code):
    with pytest.raises(ProblemsError) as stop:
        share(names, tmp_path / "f.zip", workspace=giver(tmp_path), **options)
    assert codes(stop.value.problems) == [code]
    assert not (tmp_path / "f.zip").exists()


def test_a_module_with_errors_is_not_shared(tmp_path):
    text = MODULE.replace("objectives: [con-parts]", "objectives: [con-partz]")
    with pytest.raises(ProblemsError) as stop:
        share(("contract",), tmp_path / "f.zip", workspace=giver(tmp_path, {MODULE_PATH: text}))
    assert "objective-unknown" in codes(stop.value.problems)
    assert codes(stop.value.problems)[-1] == "share-has-errors"


def test_a_link_that_leads_out_of_the_workspace_is_not_followed(tmp_path):
    root = giver(tmp_path, {MODULE_PATH: MODULE.replace("Bring a sample", "![A](pictures/a.png)\n\nBring a sample")})
    (tmp_path / "secret.png").write_bytes(PNG)
    (root / "curricula/labour/pictures").mkdir()
    try:
        (root / "curricula/labour/pictures/a.png").symlink_to(tmp_path / "secret.png")
    except OSError:
        pytest.skip("no links on this system")
    with pytest.raises(ProblemsError):
        share(("contract",), tmp_path / "f.zip", workspace=root)
    assert not (tmp_path / "f.zip").exists()


def test_only_a_share_file_is_replaced(tmp_path):
    file = tmp_path / "file.zip"
    file.write_bytes(b"my thesis")
    with pytest.raises(ProblemsError) as stop:
        shared(tmp_path)
    assert codes(stop.value.problems) == ["share-output"]
    assert file.read_bytes() == b"my thesis"
    file.unlink()
    shared(tmp_path, "wages")
    assert read_share(shared(tmp_path, "contract"))[0].manifest.modules == ("contract",)


def test_the_command(tmp_path, capsys):
    root = giver(tmp_path)
    file = tmp_path / "out.zip"
    with pytest.raises(SystemExit) as done:
        main(["share", "labour", "--author", "A", "--output", str(file), "--workspace", str(root), "--json"])
    assert done.value.code == 0
    assert json.loads(capsys.readouterr().out)["modules"] == ["contract", "wages"]
    assert load_content(root)[1] == ()
