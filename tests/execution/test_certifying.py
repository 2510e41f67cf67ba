"""``tot certify``: keys on disk, the folder of certificates, and a check by somebody else."""

import json
import os
import stat
from datetime import date

import pypdf
import pytest

from tests.session_sample import plan as sample_plan
from toolkit.cli import app, run
from toolkit.content.workspace import built_in_workspace
from toolkit.execution.certificate_keys import load_public_keys, make_keys, open_private
from toolkit.execution.certifying import Request, certificates_for, open_held, read_names
from toolkit.planning.plan_file import save_plan_text
from toolkit.planning.session_record import record_of, save_record_text
from toolkit.problems import ProblemsError

DAY = date(2027, 3, 18)
ROOT = built_in_workspace()


@pytest.fixture
def keys(tmp_path):
    make_keys(tmp_path / "keys", "Diakonia Accra", DAY)
    return tmp_path / "keys"


@pytest.fixture
def pack(tmp_path):
    folder = tmp_path / "pack"
    folder.mkdir()
    (folder / "plan.json").write_text(save_plan_text(sample_plan()), encoding="utf-8")
    return folder


def tot(*arguments):
    return run(app, [str(a) for a in arguments])


def codes(raised):
    return [p.code for p in raised.value.problems]


def issue(pack, keys, output, *more):
    return tot(
        "certify", "issue", pack, "--key", keys / "private-key.json", "--output", output, "--day", "2027-03-18",
        "--quiet", "--workspace", ROOT, *more,
    )  # fmt: skip


@pytest.mark.skipif(os.name != "posix", reason="access rights of this kind")
def test_only_its_owner_can_read_a_private_key(keys):
    file = keys / "private-key.json"
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert open_private(file)[1] == ()
    file.chmod(0o644)
    assert [p.code for p in open_private(file)[1]] == ["key-open-to-others"]


def test_a_key_is_never_replaced(keys):
    before = (keys / "private-key.json").read_text(encoding="utf-8")
    with pytest.raises(ProblemsError) as raised:
        make_keys(keys, "Diakonia Accra", DAY)
    assert codes(raised) == ["key-exists"]
    assert (keys / "private-key.json").read_text(encoding="utf-8") == before


def test_keys_stay_out_of_what_is_shared(tmp_path):
    for name in ("curricula", "session_templates", "evaluation", "notebooks"):
        (tmp_path / "own" / name).mkdir(parents=True)
    with pytest.raises(ProblemsError) as raised:
        make_keys(tmp_path / "own" / "curricula" / "keys", "Diakonia", DAY, workspace=tmp_path / "own")
    assert codes(raised) == ["key-in-content"]


def test_a_short_passphrase_is_refused(tmp_path):
    words = "short"
    with pytest.raises(ProblemsError) as raised:
        make_keys(tmp_path / "keys", "Diakonia", DAY, passphrase=words)
    assert codes(raised) == ["key-passphrase-short"]
    assert not (tmp_path / "keys").exists()


def test_names_are_read_as_they_are_wanted(tmp_path):
    file = tmp_path / "names.txt"
    file.write_text("\ufeffAma  Mensah\n\nأحمد عبد الله\nama mensah\n", encoding="utf-8")
    names, problems = read_names(file)
    assert names == ("Ama Mensah", "أحمد عبد الله", "ama mensah")
    assert [(p.code, p.where.line) for p in problems] == [("certify-name-twice", 4)]
    assert "Mensah" not in str(problems)


@pytest.mark.parametrize(
    ("text", "code"),
    [("\n \n", "certify-names-few"), ("x" * 81, "certify-name-long"), ("Ama \u202eMensah", "certify-name-control")],
)
def test_files_that_are_no_list_of_names(tmp_path, text, code):
    file = tmp_path / "names.txt"
    file.write_text(text, encoding="utf-8")
    assert code in [p.code for p in read_names(file)[1]]


def test_certificates_that_can_be_checked_elsewhere(tmp_path, keys, pack, capsys):
    names = tmp_path / "names.txt"
    names.write_text("Ama Mensah\nKofi Owusu\n", encoding="utf-8")
    assert issue(pack, keys, tmp_path / "out", "--names", names, "--badges") == 0
    files = sorted(p.name for p in (tmp_path / "out").iterdir())
    assert [name for name in files if name.endswith(".pdf")] == sorted(
        f"certificate-{one.number}.pdf" for one, _ in expected(keys, names=("Ama Mensah", "Kofi Owusu"))
    )
    for file in (tmp_path / "out").rglob("*"):
        assert "Mensah" not in file.name
        if file.suffix in (".csv", ".json", ".jwt"):
            assert "Mensah" not in file.read_text(encoding="utf-8")
    badge = next((tmp_path / "out" / "badges").iterdir())
    capsys.readouterr()
    assert tot("certify", "verify", badge, "--keys", tmp_path / "out" / "public-key.json", "--json") == 0
    assert json.loads(capsys.readouterr().out)["accepted"][0]["organisation"] == "Diakonia Accra"


def test_a_certificate_from_before_the_session_is_warned_of(tmp_path, keys, pack, capsys):
    assert issue(pack, keys, tmp_path / "in-time", "--count", 1) == 0
    assert "certify-before-session" not in capsys.readouterr().err
    assert issue(pack, keys, tmp_path / "early", "--count", 1, "--day", "2020-01-31") == 0
    assert "dated 2020-01-31, before the session ends" in capsys.readouterr().err


def test_the_paper_bears_number_and_name(tmp_path, keys, pack):
    names = tmp_path / "names.txt"
    names.write_text("Ama Mensah\n", encoding="utf-8")
    assert issue(pack, keys, tmp_path / "out", "--names", names) == 0
    ((certificate, _),) = expected(keys, names=("Ama Mensah",))
    reader = pypdf.PdfReader(tmp_path / "out" / f"certificate-{certificate.number}.pdf")
    assert len(reader.pages) == 1
    text = reader.pages[0].extract_text()
    assert "Ama Mensah" in text
    assert certificate.number in text
    assert "Diakonia Accra" in text, "the organisation is the one that signs"


def expected(keys, **request):
    signer, _ = open_private(keys / "private-key.json")
    return certificates_for(sample_plan(), signer, Request(issued=DAY, **request))


def test_printed_again_it_is_the_same(keys):
    first = expected(keys, count=3)
    assert expected(keys, count=3) == first
    assert expected(keys, count=1, start=3) == first[2:]
    assert len({one.n for one, _ in first}) == 3
    assert [one.p for one, _ in first] == [None] * 3


def test_hours_are_those_of_the_record_and_numbers_stay(tmp_path, keys, pack, capsys):
    record = record_of(sample_plan(), "pack")
    slots = tuple(s.model_copy(update={"actual_minutes": 0}) if s.activity == "a-read" else s for s in record.slots)
    text = save_record_text(record.model_copy(update={"slots": slots}))
    ((planned, _),) = expected(keys, count=1)
    (pack / "session-record.yaml").write_text(text, encoding="utf-8")
    plan, held, problems = open_held(pack)
    assert [p.code for p in problems] == ["certify-as-held"]
    signer, _ = open_private(keys / "private-key.json")
    ((real, _),) = certificates_for(plan, signer, Request(issued=DAY, count=1), held)
    assert (planned.h, real.h) == (120, 60)
    assert planned.n == real.n
    assert issue(pack, keys, tmp_path / "out", "--count", "1") == 0
    (file,) = (tmp_path / "out").glob("*.pdf")
    assert "Hours of training: 1" in pypdf.PdfReader(file).pages[0].extract_text()


def test_two_people_of_one_name_have_two_numbers(keys):
    one, two = expected(keys, names=("Ama Mensah", "Ama Mensah"))
    assert one[0].n != two[0].n


def test_other_people_on_the_list_change_nobodys_number(keys):
    (alone,) = expected(keys, names=("Kofi Owusu",))
    assert expected(keys, names=("Ama Mensah", "Kofi Owusu"))[1] == alone


def test_register_lists_numbers_only(tmp_path, keys, pack):
    assert issue(pack, keys, tmp_path / "out", "--count", "2") == 0
    lines = (tmp_path / "out" / "register.csv").read_text(encoding="utf-8").splitlines()
    assert lines[0] == "number,first_day,last_day,minutes,issued,until,named"
    assert [line.split(",")[-1] for line in lines[1:]] == ["no", "no"]


@pytest.mark.parametrize("more", [(), ("--count", "2", "--names", "names.txt")])
def test_either_a_number_or_a_list(tmp_path, keys, pack, capsys, more, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "names.txt").write_text("Ama\n", encoding="utf-8")
    assert issue(pack, keys, tmp_path / "out", *more) == 1
    assert "certify-how-many" in capsys.readouterr().err
    assert not (tmp_path / "out").exists()


def test_without_a_session_there_is_nothing_to_certify(tmp_path, keys, capsys):
    (tmp_path / "empty").mkdir()
    assert issue(tmp_path / "empty", keys, tmp_path / "out", "--count", "2") == 1
    assert "certify-no-session" in capsys.readouterr().err


def test_a_public_key_cannot_sign(tmp_path, keys, pack, capsys):
    (keys / "private-key.json").unlink()
    (keys / "public-key.json").rename(keys / "private-key.json")
    assert issue(pack, keys, tmp_path / "out", "--count", "2") == 1
    assert "key-file-other-half" in capsys.readouterr().err


def test_a_locked_key_is_opened_by_a_file(tmp_path, pack, capsys):
    (tmp_path / "phrase.txt").write_text("five words in a row\n", encoding="utf-8")
    made = ("certify", "keys", tmp_path / "keys", "--organisation", "Diakonia", "--quiet", "--workspace", ROOT)
    assert tot(*made, "--passphrase-file", tmp_path / "phrase.txt") == 0
    more = ("--count", "1", "--passphrase-file", tmp_path / "phrase.txt")
    assert issue(pack, tmp_path / "keys", tmp_path / "out", *more) == 0
    (tmp_path / "phrase.txt").write_text("something else entirely\n", encoding="utf-8")
    assert issue(pack, tmp_path / "keys", tmp_path / "out", *more) == 1
    assert "key-passphrase-wrong" in capsys.readouterr().err


def test_the_same_certificates_are_the_same_bytes(tmp_path, keys, pack):
    for name in ("one", "two"):
        assert issue(pack, keys, tmp_path / name, "--count", "1", "--badges") == 0
    one, two = ({p.name: p.read_bytes() for p in (tmp_path / n).rglob("*") if p.is_file()} for n in ("one", "two"))
    assert one == two


def test_a_folder_of_keys_and_two_copies_of_one(tmp_path, keys):
    copy = json.loads((keys / "public-key.json").read_text(encoding="utf-8"))
    (keys / "newer.json").write_text(json.dumps({**copy, "withdrawn": ["AAAA-BBBB-CCCC"]}), encoding="utf-8")
    (keys / "notes.json").write_text("{}", encoding="utf-8")
    (key,), problems = load_public_keys([keys])
    assert problems == ()
    assert key.withdrawn == ("AAAA-BBBB-CCCC",), "what any copy takes back is taken back"


def test_a_page_for_several_organisations(tmp_path, keys):
    make_keys(tmp_path / "other", "Second House", DAY)
    page = tmp_path / "check.html"
    assert tot("certify", "page", keys, tmp_path / "other", "-o", page) == 0
    assert all(name in page.read_text(encoding="utf-8") for name in ("Diakonia Accra", "Second House"))
    (tmp_path / "none").mkdir()
    assert tot("certify", "page", tmp_path / "none", "-o", page) == 1


def test_refusals_have_a_reason_and_exit_1(keys, capsys):
    from toolkit.evaluation.record.certificate import sign_certificate

    signer, _ = open_private(keys / "private-key.json")
    ((certificate, _),) = expected(keys, count=1)
    text = sign_certificate(certificate, signer)
    good = keys / "public-key.json"
    assert tot("certify", "verify", text, "--keys", good) == 0
    assert "GOOD" in capsys.readouterr().err
    assert tot("certify", "verify", text[:-9] + "AAAAAAAAA", "--keys", good) == 1
    assert "REFUSED" in capsys.readouterr().err
    assert tot("certify", "verify", "hello", "--keys", good) == 1
    assert "certificate-not-one" in capsys.readouterr().err
    data = {**json.loads(good.read_text(encoding="utf-8")), "revoked": "2027-05-01"}
    good.write_text(json.dumps(data), encoding="utf-8")
    assert tot("certify", "verify", text, "--keys", keys) == 1
    assert "gave up this key on 2027-05-01" in capsys.readouterr().err
