"""Open Badges 3.0: the credential, its JSON Web Token, and every way in which it is refused."""

import base64
import json
import os
from datetime import date, timedelta
from pathlib import Path

import pytest

from toolkit.evaluation.record.badge import Achieved, check_badge, did_key, make_badge, sign_badge
from toolkit.evaluation.record.certificate import Certificate, certificate_number, name_mark
from toolkit.evaluation.record.keys import make_key, open_key, public_of
from toolkit.problems import Place

HERE = Place("badge.jwt", 1)
DAY = date(2027, 3, 18)
KEY = make_key("Diakonia Accra", DAY, seed=bytes(range(32)))
SIGNER, _ = open_key(KEY, HERE)
PUBLIC = public_of(KEY)
NUMBER = certificate_number(SIGNER, "a session", "name:Ama Mensah:1")
CERTIFICATE = Certificate(
    n=NUMBER,
    k=PUBLIC.id,
    t="Working in Italy",
    d=(DAY - timedelta(days=2), DAY),
    h=360,
    m=("contract",),
    i=DAY,
    u=DAY + timedelta(days=365),
    p=name_mark("Ama Mensah", NUMBER),
)
ACHIEVED = Achieved("Working in Italy", "Your contract. Hours of training: 6", "Took part.", ("Your contract",))
BADGE = make_badge(CERTIFICATE, ACHIEVED, PUBLIC)
TEXT = sign_badge(BADGE, SIGNER)

SCHEMA = os.environ.get("OPEN_BADGES_SCHEMA", "")
"""Path of ob_v3p0_achievementcredential_schema.json from 1EdTech, which is not ours to ship."""


def check(text, keys=(PUBLIC,), today=DAY, name=""):
    return check_badge(text, keys, today, HERE, name=name)


def code_of(result):
    checked, (problem,) = result
    assert checked is None
    return problem.code


def parts_of(text):
    return [json.loads(base64.urlsafe_b64decode(p + "=" * (-len(p) % 4))) for p in text.split(".")[:2]]


def coded(value):
    return base64.urlsafe_b64encode(json.dumps(value).encode()).rstrip(b"=").decode()


def test_did_key_is_the_one_of_its_specification():
    # The did:key Method v0.7, Test vectors, Ed25519: https://w3c-ccg.github.io/did-key-spec/#ed25519-x25519
    seed = bytes(32)
    public = public_of(make_key("Test", DAY, seed=seed))
    assert did_key(public.raw) == "did:key:z6MkiTBz1ymuepAQ4HEHYSF1H8quG5GLVVQR3djdX3mDooWp"


def test_a_good_one():
    checked, problems = check(TEXT)
    assert not problems
    assert checked.credential == BADGE
    assert checked.number == NUMBER
    assert checked.organisation == "Diakonia Accra"
    assert checked.name == "unasked"
    assert check(TEXT, name="ama mensah")[0].name == "matches"


def test_it_holds_what_open_badges_ask_for():
    assert BADGE["@context"][0] == "https://www.w3.org/ns/credentials/v2"
    assert BADGE["type"] == ["VerifiableCredential", "OpenBadgeCredential"]
    assert {"id", "issuer", "validFrom", "credentialSubject"} <= set(BADGE)
    assert {"type", "achievement", "id"} <= set(BADGE["credentialSubject"])
    assert {"id", "type", "name", "description", "criteria"} <= set(BADGE["credentialSubject"]["achievement"])


def test_the_token_repeats_its_claims():
    header, claims = parts_of(TEXT)
    assert header == {"alg": "EdDSA", "typ": "JWT", "jwk": {"kty": "OKP", "crv": "Ed25519", "x": PUBLIC.public}}
    assert "d" not in header["jwk"], "never the private half"
    assert claims["iss"] == BADGE["issuer"]["id"] == did_key(PUBLIC.raw)
    assert claims["jti"] == BADGE["id"]
    assert claims["sub"] == BADGE["credentialSubject"]["id"]
    assert claims["nbf"] == 1805328000, "2027-03-18T00:00:00Z"
    assert claims["exp"] == 1836950399, "2028-03-17T23:59:59Z"


def test_no_name_is_in_it():
    assert "Mensah" not in json.dumps(parts_of(TEXT))


@pytest.mark.skipif(not SCHEMA, reason="OPEN_BADGES_SCHEMA does not name the published schema")
def test_the_published_schema_accepts_it():
    from jsonschema import Draft201909Validator, FormatChecker

    schema = json.loads(Path(SCHEMA).read_text(encoding="utf-8"))
    validator = Draft201909Validator(schema, format_checker=FormatChecker())
    assert not [error.message for error in validator.iter_errors(parts_of(TEXT)[1])]


def forged(header=None, claims=None):
    """Other header or claims under the old signature."""
    old_header, old_claims = parts_of(TEXT)
    return ".".join([coded(header or old_header), coded({**old_claims, **(claims or {})}), TEXT.split(".")[2]])


def test_altered_claims_are_refused():
    assert code_of(check(forged(claims={"name": "Nursing"}))) == "certificate-tampered"
    assert code_of(check(TEXT[:-2])) == "certificate-tampered"
    assert code_of(check(TEXT.rsplit(".", 1)[0] + ".")) == "certificate-tampered"


@pytest.mark.parametrize("algorithm", ["none", "HS256", "RS256", None])
def test_no_other_algorithm_is_accepted(algorithm):
    header = {**parts_of(TEXT)[0], "alg": algorithm}
    assert code_of(check(forged(header=header))) == "badge-algorithm"


def test_headers_that_ask_for_more_are_refused():
    assert code_of(check(forged(header={**parts_of(TEXT)[0], "crit": ["x"]}))) == "badge-algorithm"


def test_the_key_inside_is_not_trusted():
    signer, _ = open_key(make_key("Diakonia Accra", DAY), HERE)
    badge = make_badge(CERTIFICATE, ACHIEVED, signer.public)
    assert code_of(check(sign_badge(badge, signer))) == "certificate-key-unknown"


def test_a_trusted_key_cannot_speak_for_another_issuer():
    other = public_of(make_key("Somebody", DAY))
    badge = {**BADGE, "issuer": {"id": did_key(other.raw), "type": ["Profile"], "name": "Somebody"}}
    assert code_of(check(sign_badge(badge, SIGNER))) == "certificate-tampered"


def test_given_up_taken_back_expired_and_of_another_name():
    assert code_of(check(TEXT, [PUBLIC.model_copy(update={"revoked": DAY})])) == "certificate-key-revoked"
    assert code_of(check(TEXT, [PUBLIC.model_copy(update={"withdrawn": (NUMBER,)})])) == "certificate-withdrawn"
    assert code_of(check(TEXT, today=DAY + timedelta(days=366))) == "certificate-expired"
    assert code_of(check(TEXT, name="Esi Mensah")) == "certificate-name-differs"


@pytest.mark.parametrize("text", ["", "a.b.c", "ey.ey.ey", "." * 3, "eyJ9.e30." + "A" * 200_000, "W10.W10.W10"])
def test_other_texts_are_refused(text):
    checked, problems = check(text)
    assert checked is None
    assert problems
