"""Keys of an organisation: two files, a secret that stays locked, and files that were meddled with."""

import json
from datetime import date

import pytest

from toolkit.evaluation.record.keys import (
    from_text,
    grouped,
    is_signed,
    key_text,
    make_key,
    open_key,
    parse_private,
    parse_public,
    public_of,
    to_text,
)
from toolkit.problems import Place

HERE = Place("private-key.json")
SEED = bytes(range(32))
WORDS = "five words in a row"
DAY = date(2027, 3, 1)


def key(**changes):
    return make_key("Diakonia Accra", DAY, seed=SEED, **changes)


def codes(problems):
    return [p.code for p in problems]


def test_the_public_key_is_the_one_of_rfc_8032():
    # RFC 8032, section 7.1, test 1: https://www.rfc-editor.org/rfc/rfc8032#section-7.1
    seed = bytes.fromhex("9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60")
    made = make_key("Test", DAY, seed=seed)
    assert from_text(made.public).hex() == "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a"
    signer, _ = open_key(made, HERE)
    assert signer.sign(b"").hex().startswith("e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e06522490155")


def test_what_it_signs_its_public_half_knows():
    signer, problems = open_key(key(), HERE)
    assert not problems
    signature = signer.sign(b"a message")
    assert is_signed(public_of(key()), b"a message", signature)
    assert not is_signed(public_of(key()), b"another", signature)
    assert not is_signed(public_of(make_key("Other", DAY)), b"a message", signature)
    assert not is_signed(public_of(key()), b"a message", b"short")


def test_files_come_back_as_they_were():
    text = key_text(key())
    assert parse_private(text, HERE) == (key(), ())
    public = public_of(key())
    assert parse_public(key_text(public), HERE) == (public, ())
    assert to_text(SEED) not in key_text(public), "the secret stays in the private half"
    assert to_text(SEED) not in repr(key()), "nor in a log"


def test_a_locked_key_wants_its_passphrase():
    locked = key(passphrase=WORDS)
    assert locked.locked
    assert to_text(SEED) not in key_text(locked)
    assert codes(open_key(locked, HERE)[1]) == ["key-passphrase-missing"]
    assert codes(open_key(locked, HERE, "five words in a raw")[1]) == ["key-passphrase-wrong"]
    signer, problems = open_key(locked, HERE, WORDS)
    assert not problems
    assert signer.seed == SEED


def test_an_accent_may_be_typed_in_either_way():
    composed, apart = "caf\u00e9 au lait noir", "cafe\u0301 au lait noir"
    assert open_key(key(passphrase=composed), HERE, apart)[0] is not None


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"version": 2}, "key-file-newer"),
        ({"kind": "tot-public-key"}, "key-file-other-half"),
        ({"kind": "ssh"}, "key-file-not-one"),
        ({"public": "AAAA"}, "key-file-broken"),
        ({"public": "A" * 42 + "\u00e9"}, "key-file-broken"),
        ({"extra": 1}, "key-file-broken"),
        ({"organisation": ""}, "key-file-broken"),
    ],
)
def test_a_changed_private_key_is_refused(change, code):
    data = {**json.loads(key_text(key())), **change}
    made, problems = parse_private(json.dumps(data), HERE)
    assert made is None
    assert codes(problems) == [code]


@pytest.mark.parametrize("text", ["", "no JSON", "[]", "[" * 100_000, '"tot-private-key"'])
def test_other_files_are_no_keys(text):
    assert codes(parse_private(text, HERE)[1]) == ["key-file-not-one"]


def test_a_key_file_cannot_keep_the_computer_busy():
    data = json.loads(key_text(key(passphrase=WORDS)))
    data["secret"]["memory_bytes"] = 2**40
    assert codes(parse_private(json.dumps(data), HERE)[1]) == ["key-file-broken"]


def test_halves_that_do_not_belong_together():
    data = json.loads(key_text(key()))
    data["public"] = public_of(make_key("Other", DAY, seed=bytes(32))).public
    made, _ = parse_private(json.dumps(data), HERE)
    assert codes(open_key(made, HERE)[1]) == ["key-halves-differ"]


def test_its_name_can_be_read_aloud():
    assert grouped(public_of(key()).id).count("-") == 3
    assert public_of(key()).id == public_of(key()).id != public_of(make_key("Other", DAY)).id
