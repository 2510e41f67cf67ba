"""Codes leave as keyed hashes."""

import hashlib
import hmac

import pytest

from toolkit.evaluation.privacy import hash_code, hash_codes, make_key

KEY = bytes(range(32))


def test_it_is_hmac_sha256_of_session_and_code():
    expected = hmac.new(KEY, b"6:Accra1:100005", hashlib.sha256).hexdigest()[:32]
    assert hash_code("100005", key=KEY, session="Accra1") == expected


def test_one_person_keeps_one_hash_however_the_code_is_typed():
    assert (
        hash_codes(["100 005", "١٠٠٠٠٥"], ["Accra", "Accra"], key=KEY)
        == [hash_code("100005", key=KEY, session="Accra")] * 2
    )


def test_the_same_code_in_two_sessions_is_two_people():
    assert hash_code("bc", key=KEY, session="a") != hash_code("c", key=KEY, session="ab")
    assert hash_code("100005", key=KEY, session="a") != hash_code("100005", key=KEY, session="b")


def test_without_a_key_nobody_can_repeat_the_hash():
    once, again = (hash_codes(["100005", "100005"], ["a", "a"]) for _ in range(2))
    assert once[0] == once[1]
    assert once != again


def test_a_missing_code_has_no_hash():
    assert hash_codes(["", " ", None], ["a", "a", "a"], key=KEY) == ["", "", ""]


def test_bad_arguments_are_refused():
    with pytest.raises(ValueError, match="32 bytes"):
        hash_code("100005", key=b"short")
    with pytest.raises(ValueError, match="argument 2"):
        hash_codes(["100005"], [])
    assert len(make_key()) == 32
