"""The text of a certificate's QR code: what is in it, and every way in which it is refused."""

import base64
import json
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from toolkit.evaluation.record.certificate import (
    Certificate,
    certificate_number,
    check_certificate,
    fitting_modules,
    name_mark,
    sign_certificate,
)
from toolkit.evaluation.record.keys import make_key, open_key, public_of
from toolkit.problems import Place
from toolkit.rendering.qr import fits_qr

HERE = Place("scanned.txt", 1)
DAY = date(2027, 3, 18)
KEY = make_key("Diakonia Accra", DAY, seed=bytes(range(32)))
SIGNER, _ = open_key(KEY, HERE)
PUBLIC = public_of(KEY)
NUMBER = certificate_number(SIGNER, "a session", "line:1")


def certificate(**changes):
    plain = {
        "n": NUMBER,
        "k": PUBLIC.id,
        "t": "Working in Italy",
        "d": (DAY,),
        "h": 360,
        "m": ("contract", "rights"),
        "i": DAY,
    }
    return Certificate(**{**plain, **changes})


def check(text, keys=(PUBLIC,), today=DAY, name=""):
    return check_certificate(text, keys, today, HERE, name=name)


def code_of(result):
    checked, problems = result
    assert checked is None
    (problem,) = problems
    return problem.code


TEXT = sign_certificate(certificate(), SIGNER)


def test_a_good_one_says_what_was_signed_and_by_whom():
    checked, problems = check(TEXT)
    assert not problems
    assert checked.certificate == certificate()
    assert checked.organisation == "Diakonia Accra"
    assert checked.name == "nameless"


def test_it_is_one_line_of_capitals_that_a_printed_code_holds():
    assert TEXT.startswith("TOT1:")
    assert set(TEXT) <= set("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567:1")
    assert fits_qr(TEXT)
    longest = certificate(t="ع" * 120, m=fitting_modules(f"module-number-{n}" for n in range(30)), p="A" * 16, u=DAY)
    assert fits_qr(sign_certificate(longest, SIGNER))


def test_many_modules_are_only_counted():
    assert fitting_modules(["a", "b"]) == ("a", "b")
    assert fitting_modules("m" * 50 for _ in range(9)) == 9


def test_the_same_certificate_has_the_same_code():
    assert sign_certificate(certificate(), SIGNER) == TEXT


def test_spaces_and_small_letters_of_a_scanner_do_no_harm():
    assert check(f"  {TEXT[:40].lower()}\n{TEXT[40:]} ")[0] is not None


@settings(max_examples=60, deadline=None)
@given(st.integers(5, len(TEXT) - 1), st.sampled_from("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"))
def test_one_changed_letter_is_refused(at, letter):
    changed = TEXT[:at] + letter + TEXT[at + 1 :]
    checked, problems = check(changed)
    assert (checked is not None) == (_raw(changed) == _raw(TEXT)), "only bits beyond the last byte say nothing"
    assert checked is not None or problems[0].code in ("certificate-tampered", "certificate-key-unknown")


def _raw(text):
    coded = text.partition(":")[2]
    return base64.b32decode(coded + "=" * (-len(coded) % 8))


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=300))
def test_any_text_is_refused_with_one_reason(text):
    assert code_of(check(text)).startswith("certificate-")
    assert code_of(check("TOT1:" + text)).startswith("certificate-")


def altered(**changes):
    """Somebody keeps the signature and writes other data, as a forger would."""
    raw = _raw(TEXT)
    data = {**json.loads(raw[64:]), **changes}
    body = json.dumps(data, sort_keys=True, separators=(",", ":")).encode()
    return "TOT1:" + base64.b32encode(raw[:64] + body).decode().rstrip("=")


@pytest.mark.parametrize(
    "change", [{"h": 3600}, {"t": "Nursing"}, {"n": "A" * 12}, {"d": ["2026-01-01"]}, {"p": name_mark("Eve", NUMBER)}]
)
def test_altered_content_is_refused(change):
    assert code_of(check(altered(**change))) == "certificate-tampered"


def test_half_a_code_is_refused():
    assert code_of(check(TEXT[: len(TEXT) // 2])) == "certificate-tampered"
    assert code_of(check("TOT1:")) == "certificate-tampered"
    assert code_of(check("TOT1:" + "A" * 100_000)) == "certificate-tampered"


def test_a_key_that_is_not_trusted_is_named():
    other = make_key("Somebody", DAY)
    signer, _ = open_key(other, HERE)
    forged = sign_certificate(certificate(k=signer.public.id), signer)
    checked, (problem,) = check(forged)
    assert checked is None
    assert problem.code == "certificate-key-unknown"
    assert signer.public.id[:4] in problem.message


def test_a_stranger_cannot_borrow_the_name_of_a_trusted_key():
    signer, _ = open_key(make_key("Somebody", DAY), HERE)
    raw = _raw(TEXT)
    forged = signer.sign(b"tot-certificate-1\n" + raw[64:]) + raw[64:]
    assert code_of(check("TOT1:" + base64.b32encode(forged).decode().rstrip("="))) == "certificate-tampered"


def test_a_key_that_was_given_up_proves_nothing():
    given_up = PUBLIC.model_copy(update={"revoked": date(2028, 1, 1)})
    assert code_of(check(TEXT, [given_up])) == "certificate-key-revoked"


def test_a_certificate_that_was_taken_back():
    taken = PUBLIC.model_copy(update={"withdrawn": (certificate().number.lower(),)})
    assert code_of(check(TEXT, [taken])) == "certificate-withdrawn"


def test_one_that_counted_until_yesterday():
    text = sign_certificate(certificate(u=DAY), SIGNER)
    assert check(text)[0] is not None, "the last day counts"
    assert code_of(check(text, today=DAY + timedelta(days=1))) == "certificate-expired"


def test_newer_and_retired_formats():
    assert code_of(check(TEXT.replace("TOT1:", "TOT2:"))) == "certificate-format-newer"
    assert code_of(check(TEXT.replace("TOT1:", "TOT0:"))) == "certificate-format-retired"


def test_signed_content_of_a_later_kind_is_not_guessed():
    body = json.dumps({"k": PUBLIC.id, "n": NUMBER, "z": 1}).encode()
    raw = SIGNER.sign(b"tot-certificate-1\n" + body) + body
    assert code_of(check("TOT1:" + base64.b32encode(raw).decode().rstrip("="))) == "certificate-content-unknown"


def test_a_name_can_be_compared_but_not_read():
    text = sign_certificate(certificate(p=name_mark("Ama Mensah", NUMBER)), SIGNER)
    assert b"Mensah" not in _raw(text)
    assert b"mensah" not in _raw(text)
    assert check(text)[0].name == "unasked"
    assert check(text, name="  ama  MENSAH ")[0].name == "matches"
    assert code_of(check(text, name="Esi Mensah")) == "certificate-name-differs"


@pytest.mark.parametrize(
    ("printed", "typed"),
    [
        ("Zoë Weiß", "ZOË WEISS"),
        ("O\u2019Neill", "O'Neill"),
        ("Owusu\u2011Ansah", "owusu-ansah"),
        ("\u0645\u06cc\u200c\u0646\u0627", "\u0645\u06cc\u0646\u0627"),
        ("Ágnes", "A\u0301gnes"),
    ],
)
def test_ways_to_type_one_name(printed, typed):
    assert name_mark(printed, NUMBER) == name_mark(typed, NUMBER)
    assert name_mark(printed, NUMBER) != name_mark(printed + "a", NUMBER)


def test_two_certificates_of_one_person_cannot_be_joined_by_the_mark():
    assert name_mark("Ama Mensah", NUMBER) != name_mark("Ama Mensah", certificate_number(SIGNER, "another", "line:1"))


def test_numbers_come_again_and_cannot_be_computed_without_the_key():
    other, _ = open_key(make_key("Somebody", DAY), HERE)
    assert certificate_number(SIGNER, "s", "line:1") == certificate_number(SIGNER, "s", "line:1")
    numbers = {certificate_number(SIGNER, s, h) for s in "st" for h in ("line:1", "line:2", "name:A:1")}
    assert len(numbers) == 6
    assert certificate_number(other, "s", "line:1") not in numbers
